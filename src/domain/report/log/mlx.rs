//! mlx-lm: `mlx_lm.generate` and `mlx_lm.benchmark`. It divides its sizes by 1,000,000,000.

use super::failure::{FailureKind, Stage};
use super::figure::Amount;
use super::line::{Line, after, cut};
use super::number::{Decimal, Units, read_amount, read_count, read_thousandths};
use super::report::Engine;
use super::request::{Phase, Said};
use super::run::Reader;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    if read_failure(reader, line) || read_json(reader, line) {
        return true;
    }
    // `Prompt: 33898 tokens, 676.212 tokens-per-sec`
    if line.has("tokens-per-sec") {
        let phase = if line.has("Prompt") {
            Phase::Prefill
        } else {
            Phase::Decode
        };
        // Markdown puts stars and bars between.
        let name = if phase == Phase::Prefill {
            "Prompt"
        } else {
            "Generation"
        };
        let rest = line
            .after(name)
            .map(|rest| rest.trim_start_matches([':', '*', '|', '`', ' ']));
        if let Some((n_tokens, rate)) = rest.and_then(|rest| rest.split_once(" tokens, ")) {
            reader.saw(Engine::MlxLm);
            if let Some(n_tokens) = read_count(n_tokens) {
                reader.say(line, phase, Said::Tokens(n_tokens));
            }
            if let Some(rate) = read_thousandths(rate) {
                reader.say(line, phase, Said::Rate(rate));
            }
        }
        return true;
    }
    if let Some((total, _)) = line
        .after("Peak memory")
        .map(|rest| rest.trim_start_matches([':', '*', '|', '`', ' ']))
        .and_then(|rest| read_amount(rest, Units::Decimal))
    {
        reader.saw(Engine::MlxLm);
        reader.set_total(line, total);
        return true;
    }
    // `Averages: prompt_tps=2902.166, generation_tps=205.099, peak_memory=3.285`, the mean of the trials before it
    if line.has("prompt_tps=") {
        let rest = line.text();
        let value = |name: &str| after(rest, name).and_then(Decimal::read).map(|(value, _)| value);
        let Some(prefill) = value("prompt_tps=") else {
            return false;
        };
        reader.saw(Engine::MlxLm);
        reader.say_again(line, Phase::Prefill, prefill.thousandths());
        if let Some(decode) = value("generation_tps=") {
            reader.say_again(line, Phase::Decode, decode.thousandths());
        }
        if let Some(peak) = value("peak_memory=") {
            let (bytes, rounding) = peak.times(1_000_000_000);
            reader.set_total(line, Amount { bytes, rounding });
        }
        return true;
    }
    let number = |name: &str| line.after(name).and_then(read_count);
    if let (Some(prompt), Some(generated)) = (number("with prompt_tokens="), number("generation_tokens=")) {
        reader.say(line, Phase::Prefill, Said::Tokens(prompt));
        reader.say(line, Phase::Decode, Said::Tokens(generated));
        return true;
    }
    false
}

/// A field of what is saved as JSON, with the names of mlx-lm's `GenerationResponse`.
fn read_json(reader: &mut Reader, line: &Line<'_>) -> bool {
    let value = |names: [&str; 2]| {
        let rest = names.into_iter().find_map(|name| line.after(name))?;
        Some(rest.trim_start().strip_prefix(':')?.trim_start())
    };
    let rate = |names| value(names).and_then(read_thousandths).filter(|rate| *rate > 0);
    let count = |names| value(names).and_then(|rest| read_count(rest.split(',').next().unwrap_or(rest)));
    let prefill = rate(["\"prompt_tps\"", "\"prompt_tokens_per_second\""]);
    let decode = rate(["\"generation_tps\"", "\"generation_tokens_per_second\""]);
    let peak = value(["\"peak_memory\"", "\"peak_memory_gb\""]).and_then(Decimal::read);
    let known = prefill.is_some() || decode.is_some() || peak.is_some();
    if let Some(n_tokens) = count(["\"generation_tokens\"", "\"generated_tokens\""]) {
        reader.say(line, Phase::Decode, Said::Tokens(n_tokens));
    }
    if known {
        reader.saw(Engine::MlxLm);
        if let Some(n_tokens) = count(["\"prompt_tokens\"", "\"n_prompt\""]) {
            reader.say(line, Phase::Prefill, Said::Tokens(n_tokens));
        }
    }
    for (phase, rate) in [(Phase::Prefill, prefill), (Phase::Decode, decode)] {
        if let Some(rate) = rate {
            reader.say(line, phase, Said::Rate(rate));
        }
    }
    if let Some((peak, _)) = peak {
        let (bytes, rounding) = peak.times(1_000_000_000);
        reader.set_total(line, Amount { bytes, rounding });
    }
    known
}

/// `[metal::malloc] Attempting to allocate 32212254720 bytes which is greater than the maximum allowed buffer size of
/// 22613000192 bytes.`, a model type that mlx-lm does not know, and a warning that is not one of these.
fn read_failure(reader: &mut Reader, line: &Line<'_>) -> bool {
    let amount = |rest: &str| read_amount(rest, Units::Decimal).map(|(amount, _)| amount);
    if let Some(rest) = line
        .after("Attempting to allocate ")
        .filter(|_| line.has("metal"))
    {
        reader.saw(Engine::MlxLm);
        let most = line.after("buffer size of ").and_then(amount);
        let failure = reader.run_out(line, Some(Stage::Prompt));
        failure.asked = amount(rest).or(failure.asked);
        failure.total = most.or(failure.total);
        failure.device = Some("Metal".to_owned());
        return true;
    }
    let unknown = line
        .after("Model type ")
        .and_then(|rest| rest.split_once(" not supported"));
    if let Some((name, _)) = unknown {
        reader.saw(Engine::MlxLm);
        reader.fail(line, FailureKind::UnsupportedArchitecture(cut(name)));
        return true;
    }
    false
}
