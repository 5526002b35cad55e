//! mlx-lm: `mlx_lm.generate` and `mlx_lm.benchmark`. It divides its sizes by 1,000,000,000.

use super::line::{Line, after};
use super::number::{Decimal, Units, read_amount, read_count, read_thousandths};
use super::report::{Amount, Engine};
use super::request::{Phase, Said};
use super::run::Reader;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    // `Prompt: 33898 tokens, 676.212 tokens-per-sec`
    if line.has("tokens-per-sec") {
        let phase = if line.has("Prompt: ") {
            Phase::Prefill
        } else {
            Phase::Decode
        };
        let rest = line.after("Prompt: ").or_else(|| line.after("Generation: "));
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
        .after("Peak memory: ")
        .and_then(|rest| read_amount(rest, Units::Decimal))
    {
        reader.saw(Engine::MlxLm);
        reader.set_total(line, total);
        return true;
    }
    // `Averages: prompt_tps=2902.166, generation_tps=205.099, peak_memory=3.285`
    if let Some(rest) = line.after("Averages: ") {
        let value = |name: &str| after(rest, name).and_then(Decimal::read).map(|(value, _)| value);
        let Some(prefill) = value("prompt_tps=") else {
            return false;
        };
        reader.saw(Engine::MlxLm);
        reader.say(line, Phase::Prefill, Said::Rate(prefill.thousandths()));
        if let Some(decode) = value("generation_tps=") {
            reader.say(line, Phase::Decode, Said::Rate(decode.thousandths()));
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
