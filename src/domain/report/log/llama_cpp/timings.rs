//! llama.cpp's times: `llama_perf_context_print`, `common_perf_print`, `llama_print_timings`, the server's slots, and the
//! line that `llama-cli` prints after an answer.

use crate::domain::report::log::line::{Line, after};
use crate::domain::report::log::number::{Decimal, read_count, read_thousandths};
use crate::domain::report::log::report::Engine;
use crate::domain::report::log::request::{Phase, Said};
use crate::domain::report::log::run::Reader;

const NS_PER_MS: u64 = 1_000_000;
const US_PER_MS: u64 = 1000;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    if let Some(rest) = behind_equals(line, "prompt eval time") {
        read_phase(reader, line, Phase::Prefill, rest)
    } else if let Some(rest) = behind_equals(line, " eval time") {
        read_phase(reader, line, Phase::Decode, rest)
    } else if let Some(rest) =
        behind_equals(line, "eval time").filter(|_| line.text().starts_with("eval time"))
    {
        read_phase(reader, line, Phase::Decode, rest)
    } else if let Some(rest) = behind_equals(line, " load time") {
        let Some((time, after)) = Decimal::read(rest) else {
            return false;
        };
        if after.trim_start().starts_with("ms") {
            reader.run().load_us = Some(line.figure(time.times(US_PER_MS).0));
        }
        true
    } else {
        read_answer(reader, line) || read_slot(reader, line)
    }
}

/// The server's slots of 2026: `prompt processing, n_tokens =   3584, progress = 0.08, t =   3.38 s / 1061.20 tokens per
/// second` and `n_gen = 346, tg = 38.05 t/s, tg_3s = 36.37 t/s`, each again while it goes on.
fn read_slot(reader: &mut Reader, line: &Line<'_>) -> bool {
    let number = |name: &str| {
        let value = line.after(name)?.trim_start().strip_prefix('=')?;
        read_count(value.split(',').next().unwrap_or(value))
    };
    let rate = |name: &str| read_thousandths(line.after(name)?.trim_start().strip_prefix('=')?);
    if let Some(rest) = line.after("prompt processing") {
        let rate = after(rest, " / ").filter(|rest| rest.contains("tokens per second"));
        let Some(rate) = rate.and_then(read_thousandths) else {
            return false;
        };
        reader.saw(Engine::LlamaCpp);
        if let Some(n_tokens) = number("n_tokens") {
            reader.say(line, Phase::Prefill, Said::Tokens(n_tokens));
        }
        reader.say(line, Phase::Prefill, Said::Rate(rate));
        return true;
    }
    let generated = number("n_gen").or_else(|| number("n_decoded"));
    let rate = rate(" tg ").filter(|_| line.has("t/s"));
    let (Some(generated), Some(rate)) = (generated, rate) else {
        return false;
    };
    reader.saw(Engine::LlamaCpp);
    reader.say(line, Phase::Decode, Said::Tokens(generated));
    reader.say(line, Phase::Decode, Said::Rate(rate));
    if let (Some(read), Some(rate)) = (
        number("n_prompt"),
        line.after(" pp = ").and_then(read_thousandths),
    ) {
        reader.say(line, Phase::Prefill, Said::Tokens(read));
        reader.say(line, Phase::Prefill, Said::Rate(rate));
    }
    true
}

fn behind_equals<'t>(line: &'t Line<'_>, name: &str) -> Option<&'t str> {
    line.after(name)?.trim_start().strip_prefix('=')
}

/// `159.23 ms /     5 tokens (   31.85 ms per token,    31.40 tokens per second)`.
fn read_phase(reader: &mut Reader, line: &Line<'_>, phase: Phase, text: &str) -> bool {
    let Some((time, rest)) = Decimal::read(text) else {
        return false;
    };
    let Some(rest) = rest.trim_start().strip_prefix("ms") else {
        return false;
    };
    let n_tokens = after(rest, "/").and_then(read_count);
    // Locales with decimal commas put two kinds of commas into the brackets; the rate stands behind the last space.
    let rate = after(rest, " per token").and_then(|rest| {
        let (rate, _) = rest.split_once("tokens per second")?;
        read_thousandths(rate.trim_start_matches(','))
    });
    reader.saw(Engine::LlamaCpp);
    reader.say(line, phase, Said::Time(time.times(NS_PER_MS).0));
    if let Some(n_tokens) = n_tokens {
        reader.say(line, phase, Said::Tokens(n_tokens));
    }
    if let Some(rate) = rate {
        reader.say(line, phase, Said::Rate(rate));
    }
    true
}

/// `[ Prompt: 54.9 t/s | Generation: 22.4 t/s ]`.
fn read_answer(reader: &mut Reader, line: &Line<'_>) -> bool {
    let Some((prefill, decode)) = line
        .after("[ Prompt: ")
        .and_then(|rest| rest.split_once(" t/s | Generation: "))
    else {
        return false;
    };
    reader.saw(Engine::LlamaCpp);
    if let Some(rate) = read_thousandths(prefill) {
        reader.say(line, Phase::Prefill, Said::Rate(rate));
    }
    if let Some(rate) = read_thousandths(decode) {
        reader.say(line, Phase::Decode, Said::Rate(rate));
    }
    true
}
