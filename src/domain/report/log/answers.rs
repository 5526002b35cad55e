//! Answers of servers in JSON (LM Studio, Ollama, llama-server), whole or in pieces.
//!
//! A paste is rarely a whole document, so names are looked for line by line and the document is not parsed. A name inside
//! a quoted text has a backslash before its closing quote and is not taken for one.

use super::line::Line;
use super::number::{read_count, read_thousandths};
use super::report::{Engine, Layers};
use super::request::{Phase, Said};
use super::run::Reader;

/// What a field says.
#[derive(Clone, Copy)]
enum Field {
    Rate(Phase),
    Tokens(Phase),
    /// Nanoseconds.
    Time(Phase),
    /// Seconds.
    FirstToken,
    /// Seconds.
    Load,
    /// Nanoseconds.
    LoadNs,
    Context,
    GpuLayers,
}

/// The fields: LM Studio's REST API in both versions (`docs/developer/rest`), its SDK's prediction stats, Ollama's `docs/api`
/// and the `timings` of llama-server.
const FIELDS: [(&str, Field, Engine); 22] = [
    (
        "\"tokens_per_second\"",
        Field::Rate(Phase::Decode),
        Engine::LmStudio,
    ),
    (
        "\"promptTokensCount\"",
        Field::Tokens(Phase::Prefill),
        Engine::LmStudio,
    ),
    (
        "\"input_tokens\"",
        Field::Tokens(Phase::Prefill),
        Engine::LmStudio,
    ),
    (
        "\"tokensPerSecond\"",
        Field::Rate(Phase::Decode),
        Engine::LmStudio,
    ),
    (
        "\"completion_tokens\"",
        Field::Tokens(Phase::Decode),
        Engine::LlamaCpp,
    ),
    (
        "\"total_output_tokens\"",
        Field::Tokens(Phase::Decode),
        Engine::LmStudio,
    ),
    (
        "\"predictedTokensCount\"",
        Field::Tokens(Phase::Decode),
        Engine::LmStudio,
    ),
    ("\"time_to_first_token\"", Field::FirstToken, Engine::LmStudio),
    (
        "\"time_to_first_token_seconds\"",
        Field::FirstToken,
        Engine::LmStudio,
    ),
    ("\"timeToFirstTokenSec\"", Field::FirstToken, Engine::LmStudio),
    ("\"model_load_time_seconds\"", Field::Load, Engine::LmStudio),
    ("\"numGpuLayers\"", Field::GpuLayers, Engine::LmStudio),
    ("\"context_length\"", Field::Context, Engine::LmStudio),
    ("\"eval_count\"", Field::Tokens(Phase::Decode), Engine::Ollama),
    ("\"eval_duration\"", Field::Time(Phase::Decode), Engine::Ollama),
    (
        "\"prompt_eval_count\"",
        Field::Tokens(Phase::Prefill),
        Engine::Ollama,
    ),
    (
        "\"prompt_eval_duration\"",
        Field::Time(Phase::Prefill),
        Engine::Ollama,
    ),
    ("\"load_duration\"", Field::LoadNs, Engine::Ollama),
    ("\"prompt_n\"", Field::Tokens(Phase::Prefill), Engine::LlamaCpp),
    (
        "\"prompt_per_second\"",
        Field::Rate(Phase::Prefill),
        Engine::LlamaCpp,
    ),
    ("\"predicted_n\"", Field::Tokens(Phase::Decode), Engine::LlamaCpp),
    (
        "\"predicted_per_second\"",
        Field::Rate(Phase::Decode),
        Engine::LlamaCpp,
    ),
];

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    if !line.has("\"") {
        return false;
    }
    let mut is_known = false;
    for (name, field, engine) in FIELDS {
        let value = || line.after(name)?.trim_start().strip_prefix(':');
        if let Some(value) = value() {
            is_known |= take(reader, line, field, engine, value);
        }
    }
    is_known
}

fn take(reader: &mut Reader, line: &Line<'_>, field: Field, engine: Engine, value: &str) -> bool {
    let (Some(count), Some(thousandths)) = (count_before_comma(value), thousandths_before_comma(value))
    else {
        return false;
    };
    match field {
        Field::Rate(phase) => reader.say(line, phase, Said::Rate(thousandths)),
        Field::Tokens(phase) => reader.say(line, phase, Said::Tokens(count)),
        Field::Time(phase) => reader.say(line, phase, Said::Time(count)),
        // Thousandths of a second are milliseconds.
        Field::FirstToken => {
            reader.run().first_token_us = Some(line.figure(thousandths.saturating_mul(1000)))
        }
        Field::Load => reader.run().load_us = Some(line.figure(thousandths.saturating_mul(1000))),
        Field::LoadNs => reader.run().load_us = Some(line.figure(count / 1000)),
        Field::Context => reader.run().context = Some(line.figure(count)),
        Field::GpuLayers => {
            let layers = Layers {
                on_gpu: count,
                total: None,
            };
            reader.run().gpu_layers = Some(line.figure(layers));
        }
    }
    reader.saw(engine);
    true
}

/// In JSON a comma ends a number.
fn thousandths_before_comma(text: &str) -> Option<u64> {
    read_thousandths(text.split(',').next().unwrap_or(text))
}

fn count_before_comma(text: &str) -> Option<u64> {
    read_count(text.split(',').next().unwrap_or(text))
}
