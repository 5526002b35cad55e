//! vLLM. Its sizes are powers of 1,024, also where old versions say `GB`.

mod refusal;

use crate::domain::report::log::failure::{FailureKind, Stage};
use crate::domain::report::log::figure::Amount;
use crate::domain::report::log::line::{Line, after, cut};
use crate::domain::report::log::memory::{Basis, FoundDevice, Part};
use crate::domain::report::log::number::{Units, read_amount, read_count, read_thousandths};
use crate::domain::report::log::report::Engine;
use crate::domain::report::log::request::{Phase, Said};
use crate::domain::report::log::run::{Reader, Repeated};

/// The name of the device where the log does not tell workers apart.
pub(in crate::domain::report::log) const ONLY_DEVICE: &str = "GPU";
/// Tokens of a block of the cache, where the log does not say (`--block-size`).
const BLOCK_TOKENS: u64 = 16;

/// Takes a line; whether it was one of these.
pub(in crate::domain::report::log) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    if refusal::read(reader, line) {
        return true;
    }
    let is_known = read_start(reader, line);
    let is_known = read_memory(reader, line) || is_known;
    let is_known = read_cache(reader, line) || is_known;
    is_known || read_throughput(reader, line)
}

/// Each sentence and what it is about.
const SENTENCES: [(&str, Part); 9] = [
    ("oading model weights took ", Part::Weights),
    ("odel loading took ", Part::Weights),
    ("model weights take ", Part::Weights),
    ("non_torch_memory takes ", Part::Runtime),
    ("PyTorch activation peak memory takes ", Part::Compute),
    ("memory reserved for KV Cache is ", Part::KvCache),
    ("vailable KV cache memory: ", Part::KvCache),
    ("urrent kv cache memory in use is ", Part::KvCache),
    ("raph capturing finished in ", Part::Graphs),
];

/// What "Actual usage is 0.88 GiB for weight, 0.26 GiB for peak activation, …" names.
const ACTUAL: [(&str, Part); 4] = [
    (" for weight", Part::Weights),
    (" for peak activation", Part::Compute),
    (" for non-torch memory", Part::Runtime),
    (" for CUDAGraph memory", Part::Graphs),
];

fn read_memory(reader: &mut Reader, line: &Line<'_>) -> bool {
    let mut is_known = false;
    for (sentence, part) in SENTENCES {
        let Some(rest) = line.after(sentence) else {
            continue;
        };
        let rest = if part == Part::Graphs {
            after(rest, "took ")
        } else {
            Some(rest)
        };
        if let Some((size, _)) = rest.and_then(|rest| read_amount(rest, Units::Binary)) {
            is_known = true;
            if sentence.ends_with("took ") {
                reader.begin_weights(&worker(line));
            }
            take(reader, line, part, size);
        }
    }
    if let Some(usage) = line.after("Actual usage is ") {
        is_known = true;
        for (what, part) in ACTUAL {
            let size = usage.split_once(what).and_then(|(before, _)| {
                let before = before.rsplit([',', 'd']).next().unwrap_or(before);
                read_amount(before, Units::Binary)
            });
            if let Some((size, _)) = size {
                take(reader, line, part, size);
            }
        }
    }
    if line.has("Memory profiling results:") || line.has("Memory profiling takes") {
        is_known |= read_profile(reader, line);
    }
    if let Some(rest) = line.after("Free memory on device ") {
        is_known = true;
        read_free(reader, line, rest);
    }
    if let Some(rest) = line.after("the current vLLM instance can use total_gpu_memory ") {
        is_known = true;
        let total = after(rest, "(").and_then(|rest| read_amount(rest, Units::Binary));
        found(reader, line, total.map(|(total, _)| total), None);
        let share = after(rest, "gpu_memory_utilization (").and_then(read_thousandths);
        reader.run().memory_share = share.map(|share| line.figure(share));
    }
    is_known
}

/// `total_gpu_memory=23.58GiB initial_memory_usage=15.34GiB peak_torch_memory=17.98GiB … non_torch_memory=0.35GiB
/// kv_cache_size=2.89GiB gpu_memory_utilization=0.90`. What PyTorch had at its peak is weights and activations together.
fn read_profile(reader: &mut Reader, line: &Line<'_>) -> bool {
    let amount = |name: &str| {
        let (size, _) = read_amount(line.after(name)?, Units::Binary)?;
        Some(size)
    };
    let Some(peak) = amount("peak_torch_memory=") else {
        return false;
    };
    let name = worker(line);
    if let Some(weights) = reader.taken(&name, Part::Weights) {
        take(reader, line, Part::Compute, peak.minus(weights));
    }
    for (field, part) in [
        ("non_torch_memory=", Part::Runtime),
        ("kv_cache_size=", Part::KvCache),
    ] {
        if let Some(size) = amount(field) {
            take(reader, line, part, size);
        }
    }
    found(reader, line, amount("total_gpu_memory="), None);
    let share = line.after("gpu_memory_utilization=").and_then(read_thousandths);
    reader.run().memory_share = share.map(|share| line.figure(share));
    true
}

/// `Free memory on device (15.89/16.0 GiB) on startup. Desired GPU memory utilization is (0.95, 15.2 GiB).`, and the same
/// as a refusal. Newer versions name the device before the bracket.
fn read_free(reader: &mut Reader, line: &Line<'_>, rest: &str) {
    let numbers = after(rest, "(").and_then(|rest| rest.split_once('/'));
    let Some((free, total)) = numbers else {
        return;
    };
    let (Some((total, _)), unit) = (
        read_amount(total, Units::Binary),
        total.split(')').next().unwrap_or(total),
    ) else {
        return;
    };
    // The unit stands once, behind the second number.
    let unit = unit.trim_start_matches(|character: char| !character.is_ascii_alphabetic());
    let free = read_amount(&format!("{free} {}", cut(unit)), Units::Binary).map(|(free, _)| free);
    found(reader, line, Some(total), free);
    let desired = line
        .after("memory utilization is (")
        .or_else(|| line.after("memory utilization ("));
    if let Some(desired) = desired {
        reader.run().memory_share = read_thousandths(desired).map(|share| line.figure(share));
        if line.has("is less than desired") {
            let asked = after(desired, ", ").and_then(|rest| read_amount(rest, Units::Binary));
            let failure = reader.fail(line, FailureKind::NotEnoughMemory);
            failure.stage = Some(Stage::Weights);
            failure.asked = asked.map(|(asked, _)| asked);
            failure.free = free;
            failure.total = Some(total);
        }
    }
}

fn found(reader: &mut Reader, line: &Line<'_>, total: Option<Amount>, free: Option<Amount>) {
    reader.saw(Engine::Vllm);
    reader.find_device(FoundDevice {
        name: worker(line),
        description: String::new(),
        total,
        free,
    });
}

fn read_start(reader: &mut Reader, line: &Line<'_>) -> bool {
    if line.has("Initializing a") && line.has("LLM engine") {
        reader.begin_serving(Engine::Vllm);
        let model = line.after("model='").and_then(|rest| rest.split('\'').next());
        if let Some(model) = model {
            reader.run().model = Some(line.figure(cut(model)));
        }
        let context = line.after("max_seq_len=").and_then(read_count);
        if let Some(context) = context {
            reader.run().context = Some(line.figure(context));
        }
        let quantization = line
            .after("quantization=")
            .and_then(|rest| rest.split([',', ' ', ')']).next())
            .filter(|name| *name != "None");
        if let Some(name) = quantization {
            reader.run().quantization = Some(line.figure(cut(name)));
        }
        return true;
    }
    if let Some(rest) = line.after("Starting to load model ") {
        reader.begin_weights(&worker(line));
        reader.saw(Engine::Vllm);
        let model = rest.trim().trim_end_matches("...").trim_end_matches('…');
        reader.run().model = Some(line.figure(cut(model)));
        return true;
    }
    if let Some(name) = line.after("Resolved architecture: ") {
        reader.saw(Engine::Vllm);
        reader.run().architecture = Some(line.figure(cut(name)));
        return true;
    }
    if let Some(tokens) = line.after("Using max model len ").and_then(read_count) {
        reader.saw(Engine::Vllm);
        reader.run().context = Some(line.figure(tokens));
        return true;
    }
    if line.has("Application startup complete") || line.has("Uvicorn running on") {
        reader.serve();
        return true;
    }
    false
}

fn read_cache(reader: &mut Reader, line: &Line<'_>) -> bool {
    let mut is_known = false;
    let tokens = line
        .after("GPU KV cache size: ")
        .or_else(|| line.after("kv_cache_size_tokens="))
        .and_then(read_count);
    if let Some(tokens) = tokens {
        is_known = true;
        reader.run().cache_tokens = Some(line.figure(tokens));
    }
    if let Some(tokens) = line
        .after("block_size=")
        .and_then(read_count)
        .filter(|tokens| *tokens > 0)
    {
        reader.block_tokens = Some(tokens);
    }
    let blocks = line
        .after("# GPU blocks: ")
        .or_else(|| line.after("GPU blocks: "))
        .or_else(|| line.after("# cuda blocks: "))
        .or_else(|| line.after("# rocm blocks: "));
    if let Some(blocks) = blocks.and_then(|rest| read_count(rest.split(',').next().unwrap_or(rest))) {
        is_known = true;
        let each = reader.block_tokens.unwrap_or(BLOCK_TOKENS);
        reader.run().cache_tokens = Some(line.figure(blocks.saturating_mul(each)));
    }
    if let Some(tokens) = line.after("Maximum concurrency for ").and_then(read_count) {
        is_known = true;
        reader.run().context = Some(line.figure(tokens));
    }
    if is_known {
        reader.saw(Engine::Vllm);
    }
    is_known
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

/// The worker that speaks: the last of the brackets before the text that names one (`(EngineCore pid=1) (Worker_TP1
/// pid=26348)`, `(RayWorkerWrapper pid=27, ip=10.0.0.2)`); for versions whose workers all have one name, with its process.
pub(in crate::domain::report::log) fn worker(line: &Line<'_>) -> String {
    let mut name = None;
    for piece in line.text().split('(').skip(1).take(3) {
        let Some((inside, _)) = piece.split_once(')') else {
            break;
        };
        let Some((who, process)) = inside.split_once(" pid=") else {
            continue;
        };
        if who.starts_with("Worker_") {
            name = Some(cut(who));
        } else if who.contains("Worker") {
            name = name.or_else(|| Some(cut(&format!("{who} {process}"))));
        }
    }
    name.unwrap_or_else(|| ONLY_DEVICE.to_owned())
}

fn take(reader: &mut Reader, line: &Line<'_>, part: Part, size: Amount) {
    reader.saw(Engine::Vllm);
    let name = worker(line);
    reader.add_buffer(line, &name, (part, Basis::Measured), size, Repeated::Replaces);
}
