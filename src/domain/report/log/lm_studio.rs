//! LM Studio: the line under an answer, the statistics of `lms chat --stats`, its estimate, and its guard.

use super::failure::FailureKind;
use super::figure::Amount;
use super::line::{Line, cut, last_word};
use super::number::{Units, read_amount, read_count, read_thousandths};
use super::report::Engine;
use super::request::{Phase, Said};
use super::run::Reader;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    if line.has("[LM STUDIO")
        || line.has("[LM Studio")
        || line.has("[lmstudio-llama-cpp]")
        || line.has("[LMSInternal]")
    {
        reader.saw(Engine::LmStudio);
    }
    if line.has("tok/sec") || line.has("tokens/sec") && line.has("to first token") {
        return read_footer(reader, line);
    }
    read_statistics(reader, line) || read_estimate(reader, line) || read_guard(reader, line)
}

/// `51.55 tok/sec • 200 tokens • 0.50s to first token`.
fn read_footer(reader: &mut Reader, line: &Line<'_>) -> bool {
    let before = |part: &str| {
        let (before, _) = line.table_text()?.split_once(part)?;
        last_word(before).map(|(_, word)| word)
    };
    let rate = before("tok/sec").or_else(|| before("tokens/sec"));
    let Some(rate) = rate.and_then(read_thousandths) else {
        return false;
    };
    reader.saw(Engine::LmStudio);
    reader.say(line, Phase::Decode, Said::Rate(rate));
    if let Some(n_tokens) = before(" tokens").and_then(read_count) {
        reader.say(line, Phase::Decode, Said::Tokens(n_tokens));
    }
    if let Some(seconds) = before("s to first token").and_then(read_thousandths) {
        reader.run().first_token_us = Some(line.figure(seconds.saturating_mul(1000)));
    }
    true
}

/// `Tokens/Second: 51.55`, `Time to First Token: 0.5s`, `Prompt Tokens: 12`, `Predicted Tokens: 200`.
fn read_statistics(reader: &mut Reader, line: &Line<'_>) -> bool {
    if let Some(rate) = line.after("Tokens/Second:").and_then(read_thousandths) {
        reader.saw(Engine::LmStudio);
        reader.say(line, Phase::Decode, Said::Rate(rate));
        return true;
    }
    if let Some(seconds) = line.after("Time to First Token:").and_then(read_thousandths) {
        reader.run().first_token_us = Some(line.figure(seconds.saturating_mul(1000)));
        return true;
    }
    for (name, phase) in [
        ("Prompt Tokens:", Phase::Prefill),
        ("Predicted Tokens:", Phase::Decode),
    ] {
        if let Some(n_tokens) = line.after(name).and_then(read_count) {
            reader.say(line, phase, Said::Tokens(n_tokens));
            return true;
        }
    }
    false
}

/// `Estimated GPU Memory:   65.68 GB` of `lms load --estimate-only`, with its context.
fn read_estimate(reader: &mut Reader, line: &Line<'_>) -> bool {
    let amount = |name: &str| {
        let rest = line.after(name)?.trim_start_matches([':', ' ']);
        read_amount(rest, Units::Binary).map(|(amount, _)| amount)
    };
    if let Some(total) = amount("Estimated Total Memory").or_else(|| amount("Estimated Memory")) {
        reader.saw(Engine::LmStudio);
        reader.set_total(line, total);
        return true;
    }
    if let Some(size) = amount("Estimated GPU Memory") {
        reader.saw(Engine::LmStudio);
        // What it is for is not said; the sum is the line that follows.
        reader.set_total(line, size);
        return true;
    }
    let context = line.after("Context Length:").and_then(read_count);
    if let Some(tokens) = context.filter(|tokens| *tokens > 0) {
        reader.context().tokens = Some(line.figure(tokens));
        return true;
    }
    false
}

/// `Model loading was stopped due to insufficient system resources. Under the current settings, this model requires
/// approximately 27.37 GB of memory, …`.
fn read_guard(reader: &mut Reader, line: &Line<'_>) -> bool {
    if line.has("insufficient system resources") || line.has("Not enough resources to load the model") {
        reader.saw(Engine::LmStudio);
        let asked = line
            .after("requires approximately ")
            .and_then(|rest| read_amount(rest, Units::Binary))
            .map(|(amount, _): (Amount, _)| amount);
        let failure = reader.fail(line, FailureKind::NotEnoughMemory);
        failure.asked = asked.or(failure.asked);
        return true;
    }
    if line.has("Failed to load the model")
        || line.has("Error: Failed to load model")
        || line.has("Error: Error loading model")
    {
        reader.saw(Engine::LmStudio);
        reader.fail(line, FailureKind::Other(cut(line.text().trim())));
        return true;
    }
    false
}
