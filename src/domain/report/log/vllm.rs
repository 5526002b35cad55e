//! vLLM and SGLang. Their sizes are powers of 1,024, also where old versions say `GB`.

use super::line::{Line, after, cut};
use super::number::{Units, read_amount, read_count, read_thousandths};
use super::report::{Amount, Basis, Engine, Part};
use super::request::{Phase, Said};
use super::run::{Reader, Repeated};

/// The name of the device where the log does not tell workers apart.
const ONLY_DEVICE: &str = "GPU";

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    read_vllm(reader, line) || read_sglang(reader, line)
}

/// Each sentence and what it is about.
const VLLM_SENTENCES: [(&str, Part); 8] = [
    ("oading model weights took ", Part::Weights),
    ("odel loading took ", Part::Weights),
    ("model weights take ", Part::Weights),
    ("non_torch_memory takes ", Part::Runtime),
    ("PyTorch activation peak memory takes ", Part::Compute),
    ("memory reserved for KV Cache is ", Part::KvCache),
    ("vailable KV cache memory: ", Part::KvCache),
    ("raph capturing finished in ", Part::Runtime),
];

fn read_vllm(reader: &mut Reader, line: &Line<'_>) -> bool {
    let mut is_known = false;
    for (sentence, part) in VLLM_SENTENCES {
        let Some(rest) = line.after(sentence) else {
            continue;
        };
        let (name, rest) = if sentence.starts_with("raph") {
            ("CUDA graphs", after(rest, "took "))
        } else {
            ("", Some(rest))
        };
        if let Some((size, _)) = rest.and_then(|rest| read_amount(rest, Units::Binary)) {
            is_known = true;
            take(reader, line, Engine::Vllm, part, name, size);
        }
    }
    if line.has("Initializing a V") && line.has("LLM engine") {
        is_known = true;
        reader.begin_load();
        reader.saw(Engine::Vllm);
        let model = line.after("model='").and_then(|rest| rest.split('\'').next());
        reader.run().model = model.map(|model| line.figure(cut(model)));
        let context = line.after("max_seq_len=").and_then(read_count);
        reader.run().context = context.map(|context| line.figure(context));
    }
    if let Some(tokens) = line.after("GPU KV cache size: ").and_then(read_count) {
        is_known = true;
        reader.saw(Engine::Vllm);
        reader.run().cache_tokens = Some(line.figure(tokens));
    }
    if let Some(tokens) = line.after("Maximum concurrency for ").and_then(read_count) {
        is_known = true;
        reader.saw(Engine::Vllm);
        reader.run().context = Some(line.figure(tokens));
    }
    is_known || read_throughput(reader, line)
}

/// `Avg generation throughput: 23.2 tokens/s, Running: 1 reqs`: a mean over ten seconds. With one request running it is
/// this request's speed if it filled them, so the highest counts.
fn read_throughput(reader: &mut Reader, line: &Line<'_>) -> bool {
    let Some(rest) = line.after("Avg generation throughput: ") else {
        return false;
    };
    let rate = read_thousandths(rest).unwrap_or(0);
    let is_alone = after(rest, "Running: ").and_then(read_count) == Some(1);
    let highest = reader
        .run()
        .decode
        .as_ref()
        .map_or(0, |decode| decode.value.milli_tokens_per_s);
    if is_alone && rate > highest {
        reader.saw(Engine::Vllm);
        reader.say_at_once(line, Phase::Decode, Said::Rate(rate));
    }
    true
}

/// The worker that speaks: the first word in brackets before the text (`(Worker_TP1 pid=26348)`); for older versions, whose
/// workers all have one name, with its process.
fn worker(line: &Line<'_>) -> String {
    let inside = line
        .after("(")
        .and_then(|rest| rest.split_once(')'))
        .map(|(inside, _)| inside);
    match inside.and_then(|inside| inside.split_once(" pid=")) {
        Some((name, _)) if name.starts_with("Worker") => cut(name),
        Some((name, process)) if name.contains("Worker") => cut(&format!("{name} {process}")),
        _ => ONLY_DEVICE.to_owned(),
    }
}

fn take(reader: &mut Reader, line: &Line<'_>, engine: Engine, part: Part, what: &str, size: Amount) {
    reader.saw(engine);
    let mut name = worker(line);
    if !what.is_empty() {
        name.push(' ');
        name.push_str(what);
    }
    reader.add_buffer(line, &name, (part, Basis::Measured), size, Repeated::Replaces);
}

/// SGLang: `Load weight end. … mem usage=15.0 GB.`, `KV Cache is allocated. #tokens: 367404, K size: 8.23 GB, V size: 8.23
/// GB` and `Decode batch. #running-req: 1, … gen throughput (token/s): 120.3`.
fn read_sglang(reader: &mut Reader, line: &Line<'_>) -> bool {
    let amount = |part: &str| line.after(part).and_then(|rest| read_amount(rest, Units::Binary));
    if line.has("Load weight end.") {
        if let Some((size, _)) = amount("mem usage=") {
            take(reader, line, Engine::Sglang, Part::Weights, "", size);
        }
        return true;
    }
    if line.has("KV Cache is allocated.") {
        if let (Some((k, _)), Some((v, _))) = (amount("K size: "), amount("V size: ")) {
            take(reader, line, Engine::Sglang, Part::KvCache, "", k.plus(v));
        }
        if let Some(tokens) = line.after("#tokens: ").and_then(read_count_before_comma) {
            reader.run().cache_tokens = Some(line.figure(tokens));
        }
        return true;
    }
    if line.has("Decode batch.") && line.after("#running-req: ").and_then(read_count_before_comma) == Some(1)
    {
        if let Some(rate) = line
            .after("gen throughput (token/s): ")
            .and_then(read_thousandths)
        {
            reader.saw(Engine::Sglang);
            reader.say_at_once(line, Phase::Decode, Said::Rate(rate));
        }
        return true;
    }
    false
}

/// A count without groups, so that a comma ends it.
fn read_count_before_comma(text: &str) -> Option<u64> {
    read_count(text.split(',').next().unwrap_or(text))
}
