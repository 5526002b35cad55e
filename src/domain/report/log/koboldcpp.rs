//! KoboldCpp: the line under an answer in its three forms, its benchmark, and its own words.
//!
//! ```text
//! CtxLimit:1234/4096, Amt:200/200, Init:0.00s, Process:0.45s (460.02T/s), Generate:5.39s (37.10T/s), Total:5.84s
//! CtxLimit: 3768/4096, Process:0.44s (2.2ms/T = 460.02T/s), Generate:5.39s (27.0ms/T = 37.10T/s), Total:5.84s (34.25T/s)
//! Time Taken - Processing:2.1s (10ms/T), Generation:15.2s (76ms/T), Total:17.3s (11.6T/s)
//! ```

use super::line::{Line, after};
use super::number::{Decimal, read_count, read_thousandths};
use super::report::{Engine, Layers};
use super::request::{Phase, Said};
use super::run::Reader;

const NS_PER_S: u64 = 1_000_000_000;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    if line.has("Welcome to KoboldCpp") || line.has("koboldcpp.py") || line.has("koboldcpp_") {
        reader.begin_load();
        reader.run().engine = Some(Engine::KoboldCpp);
        return true;
    }
    read_answer(reader, line) || read_benchmark(reader, line)
}

fn read_answer(reader: &mut Reader, line: &Line<'_>) -> bool {
    let find = |names: [&str; 2]| names.into_iter().find_map(|name| line.after(name));
    let prefill = find(["Process:", "Processing:"]).filter(|_| line.has("enerat"));
    let decode = find(["Generate:", "Generation:"]);
    let (Some(prefill), Some(decode)) = (prefill, decode) else {
        return false;
    };
    if !decode.contains("/T") && !decode.contains("T/s") {
        return false;
    }
    reader.saw(Engine::KoboldCpp);
    if let Some((used, most)) = line.after("CtxLimit:").and_then(|rest| rest.split_once('/')) {
        if let Some(most) = before_comma(most).and_then(read_count).filter(|most| *most > 0) {
            // The engine inside makes a context that is a little longer, and says so.
            let _ = reader.context().tokens.get_or_insert_with(|| line.figure(most));
        }
        let generated = line.after("Amt:").and_then(read_count);
        if let (Some(used), Some(generated)) = (read_count(used), generated) {
            reader.say(line, Phase::Prefill, Said::Tokens(used.saturating_sub(generated)));
        }
    }
    if let Some(generated) = line.after("Amt:").and_then(read_count) {
        reader.say(line, Phase::Decode, Said::Tokens(generated));
    }
    for (phase, text) in [(Phase::Prefill, prefill), (Phase::Decode, decode)] {
        if let Some(rate) = rate(text) {
            reader.say(line, phase, Said::Rate(rate));
        }
    }
    true
}

fn before_comma(text: &str) -> Option<&str> {
    text.split(',').next()
}

/// The rate in the brackets behind a time: `(27.0ms/T = 37.10T/s)`, `(37.10T/s)`, or from `(76ms/T)`.
fn rate(text: &str) -> Option<u64> {
    let (inside, _) = after(text, "(")?.split_once(')')?;
    let stated = inside.strip_suffix("T/s").map(str::trim_end);
    let stated = stated.map(|rate| rate.rsplit('=').next().unwrap_or(rate));
    if let Some(rate) = stated.and_then(read_thousandths) {
        return (rate > 0).then_some(rate);
    }
    let (time, rest) = Decimal::read(inside)?;
    let ns = time.times(NS_PER_S / 1000).0;
    // Thousandths of tokens in a second.
    rest.starts_with("ms/T").then_some(())?;
    NS_PER_S.checked_mul(1000)?.checked_div(ns)
}

/// `ProcessingSpeed: 531.95T/s` and its neighbours.
fn read_benchmark(reader: &mut Reader, line: &Line<'_>) -> bool {
    let value = |name: &str| line.after(name).map(|rest| rest.trim_start_matches([':', ' ']));
    if let Some(rate) = value("ProcessingSpeed").and_then(read_thousandths) {
        reader.saw(Engine::KoboldCpp);
        reader.say(line, Phase::Prefill, Said::Rate(rate));
        return true;
    }
    if let Some(rate) = value("GenerationSpeed").and_then(read_thousandths) {
        reader.saw(Engine::KoboldCpp);
        reader.say(line, Phase::Decode, Said::Rate(rate));
        return true;
    }
    if let Some(tokens) = value("MaxCtx").and_then(read_count).filter(|tokens| *tokens > 0) {
        reader.saw(Engine::KoboldCpp);
        reader.context().tokens = Some(line.figure(tokens));
        return true;
    }
    if let Some(tokens) = value("GenAmount").and_then(read_count) {
        reader.say(line, Phase::Decode, Said::Tokens(tokens));
        return true;
    }
    if let Some(on_gpu) = value("GPULayers").and_then(read_count) {
        reader.saw(Engine::KoboldCpp);
        reader.run().gpu_layers = Some(line.figure(Layers { on_gpu, total: None }));
        return true;
    }
    false
}
