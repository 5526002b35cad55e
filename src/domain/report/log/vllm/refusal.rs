//! Why vLLM does not serve.

use crate::domain::report::log::failure::{FailureKind, Stage};
use crate::domain::report::log::figure::Amount;
use crate::domain::report::log::line::{Line, after, cut};
use crate::domain::report::log::number::{Units, read_amount, read_count};
use crate::domain::report::log::report::Engine;
use crate::domain::report::log::run::Reader;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    let amount = |rest: &str| read_amount(rest, Units::Binary).map(|(amount, _)| amount);
    let in_brackets = |name: &str| line.after(name).and_then(read_count);
    // `(24.0 GiB KV cache is needed, which is larger than the available KV cache memory (3.18 GiB). … the estimated
    // maximum model length is 34736.`
    if let Some((before, rest)) = line.split(" KV cache is needed") {
        let asked = before
            .rsplit_once(' ')
            .and_then(|(before, unit)| Some((before.rsplit([' ', '(']).next()?, unit)))
            .and_then(|(number, unit)| amount(&format!("{} {}", cut(number), cut(unit))));
        reader.saw(Engine::Vllm);
        let longest = after(rest, "maximum model length is ").and_then(read_count);
        let free = after(rest, "memory (").and_then(amount);
        let failure = reader.fail(line, FailureKind::NotEnoughMemory);
        failure.stage = Some(Stage::KvCache);
        failure.asked = asked;
        failure.free = free;
        failure.asked_tokens = in_brackets("max seq len (");
        failure.longest_tokens = longest;
        note_context(reader, line);
        return true;
    }
    // `The model's max seq len (29000) is larger than the maximum number of tokens that can be stored in KV cache (23648).`
    if line.has("maximum number of tokens that can be stored in") {
        reader.saw(Engine::Vllm);
        let longest = in_brackets("KV cache (");
        let failure = reader.fail(line, FailureKind::NotEnoughMemory);
        failure.stage = Some(Stage::KvCache);
        failure.asked_tokens = in_brackets("max seq len (");
        failure.longest_tokens = longest;
        note_context(reader, line);
        if let Some(tokens) = longest {
            reader.run().cache_tokens = Some(line.figure(tokens));
        }
        return true;
    }
    let is_negative = line
        .after("vailable KV cache memory: ")
        .is_some_and(|rest| rest.trim_start().starts_with('-'));
    if line.has("No available memory for the cache blocks") || is_negative {
        reader.saw(Engine::Vllm);
        let failure = reader.fail(line, FailureKind::NotEnoughMemory);
        failure.stage = Some(Stage::KvCache);
        failure.free = Some(Amount::default());
        return true;
    }
    if let Some(rest) = line.after("when warming up sampler with ") {
        reader.saw(Engine::Vllm);
        let requests = read_count(rest).unwrap_or(0);
        let failure = reader.run_out(line, Some(Stage::Compute));
        failure.kind = FailureKind::OutOfMemory;
        if requests > 0 {
            reader.run().sequences = Some(line.figure(requests));
        }
        return true;
    }
    read_unsupported(reader, line)
}

fn note_context(reader: &mut Reader, line: &Line<'_>) {
    if let Some(tokens) = line.after("max seq len (").and_then(read_count) {
        reader.run().context = Some(line.figure(tokens));
    }
}

/// Sentences that refuse settings.
const REFUSED: [&str; 9] = [
    "is greater than the derived max_model_len",
    "must be divisible by tensor parallel size",
    "is not divisible by weight",
    "is only supported on GPUs with compute capability",
    "must be divisible by the number of",
    "not supported with pipeline parallelism",
    "Cannot use FlashAttention",
    "World size (",
    "larger than the number of available GPUs",
];

fn read_unsupported(reader: &mut Reader, line: &Line<'_>) -> bool {
    if let Some(rest) = line.after("Model architectures [") {
        reader.saw(Engine::Vllm);
        let name = rest.split(']').next().unwrap_or(rest).trim_matches(['\'', '"']);
        reader.fail(line, FailureKind::UnsupportedArchitecture(cut(name)));
        return true;
    }
    let quantization = line
        .after("quantization method ")
        .filter(|_| line.has("not supported"))
        .or_else(|| line.after("Unknown quantization method: "));
    if let Some(rest) = quantization {
        let name = rest.split([' ', '.']).next().unwrap_or(rest);
        reader.fail(line, FailureKind::UnsupportedQuantization(cut(name)));
        return true;
    }
    if let Some(sentence) = REFUSED.iter().find(|sentence| line.has(sentence)) {
        let is_type = sentence.contains("compute capability");
        let words = cut(after(line.text(), "Error: ").unwrap_or(line.text()));
        let kind = if is_type {
            FailureKind::UnsupportedQuantization(words)
        } else {
            FailureKind::RefusedSettings(words)
        };
        reader.fail(line, kind);
        return true;
    }
    if line.has("Engine core initialization failed") || line.has("EngineCore failed to start") {
        reader.saw(Engine::Vllm);
        reader.fail(line, FailureKind::Other(cut(line.text().trim())));
        return true;
    }
    false
}
