//! Recognising the GPU behind a browser's words.

mod hints;
mod single;
mod table;

use llm_lens::domain::machine::recognition::{AdapterStrings, Outcome, Recognition, recognise};

use super::devices::shipped;

/// The answer to a renderer string alone.
fn with_answer<T>(renderer: &str, check: impl FnOnce(&Recognition<'_>) -> T) -> T {
    let devices = shipped();
    let strings = AdapterStrings {
        renderer,
        ..AdapterStrings::default()
    };
    check(&recognise(&strings, devices))
}

/// The outcome in the words of the fixtures.
fn word(outcome: &Outcome<'_>) -> &'static str {
    match outcome {
        Outcome::Exact(_) => "exact",
        Outcome::AskVariant(_) => "ask variant",
        Outcome::AskMemory(_) => "chip, ask memory",
        Outcome::Family(_) => "family",
        Outcome::VendorOnly => "vendor-only",
        Outcome::Unreal(_) => "none",
        Outcome::Unlisted => "unlisted",
    }
}

/// The ids of what is offered.
fn ids(outcome: &Outcome<'_>) -> Vec<String> {
    match outcome {
        Outcome::Exact(choice) => vec![choice.device.id.clone()],
        Outcome::AskVariant(choices) => choices.iter().map(|choice| choice.device.id.clone()).collect(),
        Outcome::AskMemory(devices) | Outcome::Family(devices) => {
            devices.iter().map(|device| device.id.clone()).collect()
        }
        _ => Vec::new(),
    }
}
