//! Ollama: its server's log (Go's `slog` fields), `ollama run --verbose` and `ollama ps`.
//!
//! Sizes with `i` in the unit are powers of 1,024 (`format.HumanBytes2`), those of `ollama ps` powers of 1,000
//! (`format.HumanBytes`).

use super::failure::FailureKind;
use super::figure::Amount;
use super::line::{Line, cut};
use super::llama_cpp;
use super::memory::{Basis, FoundDevice, Part};
use super::number::{Units, read_amount, read_count, read_duration_ns, read_thousandths};
use super::report::{CacheTypes, Engine, Layers};
use super::request::{Phase, Said};
use super::run::{Reader, Repeated, keep};

const NS_PER_US: u64 = 1000;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    if line.has("msg=") && line.has("level=") {
        read_log(reader, line);
        // What an inner engine says is passed on in fields.
        let _ = read_refusal(reader, line) || llama_cpp::read(reader, line);
        return true;
    }
    read_answer(reader, line) || read_processes(reader, line) || read_refusal(reader, line)
}

/// Ollama's own sentences about why it did not run a model, in its log, its answer or on the screen.
fn read_refusal(reader: &mut Reader, line: &Line<'_>) -> bool {
    let amount = |rest: &str| read_amount(rest, Units::Binary).map(|(amount, _)| amount);
    if let Some(rest) = line.after("model requires more system memory") {
        reader.saw(Engine::Ollama);
        let failure = reader.fail(line, FailureKind::NotEnoughMemory);
        failure.device = Some("CPU".to_owned());
        let mut amounts = rest.split('(').skip(1);
        failure.asked = amounts.next().and_then(amount).or(failure.asked);
        failure.free = amounts.next().and_then(amount).or(failure.free);
        return true;
    }
    if line.has("memory layout cannot be allocated") || line.has("model request too large for system") {
        reader.saw(Engine::Ollama);
        let of = |name: &str| line.field(name).and_then(amount);
        let failure = reader.fail(line, FailureKind::NotEnoughMemory);
        failure.asked = of(" requested=").or(failure.asked);
        failure.free = of(" available=").or(failure.free);
        failure.total = of(" total=").or(failure.total);
        return true;
    }
    if line.has("does not support this model") || line.has("requires a newer version of Ollama") {
        reader.saw(Engine::Ollama);
        let words = cut(line.text().trim());
        reader.fail(line, FailureKind::UnsupportedArchitecture(words));
        return true;
    }
    if line.has("runner process has terminated") || line.has("runner process no longer running") {
        reader.saw(Engine::Ollama);
        let kind = if line.has("signal: killed") {
            FailureKind::Killed
        } else {
            FailureKind::Other(cut(line.text().trim()))
        };
        reader.fail(line, kind);
        return true;
    }
    false
}

fn read_log(reader: &mut Reader, line: &Line<'_>) {
    let message = line.field(" msg=").unwrap_or("");
    if line.has(" source=") && line.has(".go:") {
        reader.saw(Engine::Ollama);
    }
    match message {
        "loading model via llama-server" => reader.begin_load(),
        "inference compute" | "gpu memory" => read_device(reader, line),
        "model weights" => read_buffer(reader, line, Part::Weights),
        "kv cache" => read_buffer(reader, line, Part::KvCache),
        "compute graph" => read_buffer(reader, line, Part::Compute),
        "total memory" => {
            if let Some(total) = size(line, " size=") {
                reader.saw(Engine::Ollama);
                reader.set_total(line, total);
            }
        }
        "load" => read_request(reader, line),
        _ if message.starts_with("starting ") => read_command(reader, line),
        // `offload to cuda` until 2025, then `offload`.
        _ if message.starts_with("offload") => read_expectation(reader, line),
        _ => {
            let took = message
                .strip_prefix("llama runner started in ")
                .or_else(|| message.strip_prefix("llama-server started in "));
            if took.is_some() {
                reader.serve();
            }
            if let Some(seconds) = took.and_then(read_thousandths) {
                reader.run().load_us = Some(line.figure(seconds.saturating_mul(1000)));
            }
        }
    }
}

fn size(line: &Line<'_>, field: &str) -> Option<Amount> {
    read_amount(line.field(field)?, Units::Binary).map(|(size, _)| size)
}

/// `msg="model weights" device=CUDA0 size="11.5 GiB"`: Ollama prints the whole plan again each time it distributes anew.
fn read_buffer(reader: &mut Reader, line: &Line<'_>, part: Part) {
    let name = [" device=", " buffer=", " buffer_type=", " backend="]
        .into_iter()
        .find_map(|field| line.field(field));
    let (Some(name), Some(size)) = (name, size(line, " size=")) else {
        return;
    };
    reader.saw(Engine::Ollama);
    if part == Part::Weights && reader.context().has(Part::Compute) {
        reader.distribute_anew();
    }
    reader.add_buffer(line, name, (part, Basis::Measured), size, Repeated::Replaces);
}

/// `msg=load request="{… Parallel:1 BatchSize:512 … KvSize:4096 …}"`.
fn read_request(reader: &mut Reader, line: &Line<'_>) {
    let number = |name: &str| line.after(name).and_then(read_count).filter(|number| *number > 0);
    let figures =
        [" KvSize:", " BatchSize:", " Parallel:"].map(|name| number(name).map(|value| line.figure(value)));
    let [context, batch, sequences] = figures;
    let cache = line
        .after(" KvCacheType:")
        .and_then(|rest| rest.split(' ').next());
    let cache = cache.filter(|cache| !cache.is_empty()).map(cut);
    let cache_types = cache.map(|cache| {
        line.figure(CacheTypes {
            k: cache.clone(),
            v: cache,
        })
    });
    let flash_attention = line
        .after(" FlashAttention:")
        .map(|rest| line.figure(rest.starts_with("true") || rest.starts_with("Enabled")));
    let run = reader.run();
    keep(&mut run.context, context);
    keep(&mut run.batch, batch);
    keep(&mut run.sequences, sequences);
    keep(&mut run.cache_types, cache_types);
    keep(&mut run.flash_attention, flash_attention);
}

/// `msg="inference compute" id=GPU-… library=CUDA name=CUDA0 description="…" total="24.0 GiB" available="22.8 GiB"` and
/// `msg="gpu memory" id=0 library=CUDA available="141.5 GiB" free="141.9 GiB"`.
fn read_device(reader: &mut Reader, line: &Line<'_>) {
    let library = line.field(" library=").unwrap_or("");
    let name = line.field(" name=").filter(|name| !name.contains(' '));
    let id = line.field(" id=").unwrap_or("");
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let device = match name {
        Some(name) => name.to_owned(),
        // As the engine inside numbers them.
        None if is_number => format!("{library}{id}"),
        None => format!("{library} {id}"),
    };
    let description = line
        .field(" description=")
        .or_else(|| line.field(" name="))
        .unwrap_or("");
    reader.find_device(FoundDevice {
        name: cut(&device),
        description: cut(description),
        total: size(line, " total="),
        free: size(line, " free=").or_else(|| size(line, " available=")),
    });
}

/// `msg="starting llama server" cmd="… --ctx-size 8192 --batch-size 512 --parallel 1 …"`.
fn read_command(reader: &mut Reader, line: &Line<'_>) {
    reader.begin_load();
    reader.saw(Engine::Ollama);
    let number = |names: [&str; 2]| {
        let value = names.into_iter().find_map(|name| line.after(name))?;
        Some(line.figure(read_count(value)?))
    };
    let types = cache_types_of_command(line);
    let flash_attention = line.after(" --flash-attn").and_then(|rest| {
        let word = rest.trim_start().split([' ', '"']).next()?;
        // Without a word it is a switch.
        match word {
            "auto" => None,
            "off" | "0" | "false" => Some(line.figure(false)),
            _ => Some(line.figure(true)),
        }
    });
    let run = reader.run();
    keep(&mut run.context, number([" --ctx-size ", " -c "]));
    keep(&mut run.batch, number([" --batch-size ", " -b "]));
    keep(&mut run.micro_batch, number([" --ubatch-size ", " -ub "]));
    keep(&mut run.sequences, number([" --parallel ", " -np "]));
    keep(&mut run.flash_attention, flash_attention);
    if let Some((k, v)) = types {
        run.cache_types = Some(line.figure(CacheTypes { k, v }));
    }
}

/// `--cache-type-k q8_0 --cache-type-v q8_0`, or `--kv-cache-type q8_0` of the older runner.
fn cache_types_of_command(line: &Line<'_>) -> Option<(String, String)> {
    let word = |name: &str| {
        let word = line.after(name)?.split([' ', '"']).next()?;
        Some(cut(word))
    };
    let both = word(" --kv-cache-type ");
    let k = word(" --cache-type-k ").or_else(|| both.clone())?;
    let v = word(" --cache-type-v ").or(both).unwrap_or_else(|| k.clone());
    Some((k, v))
}

/// `msg=offload library=cuda layers.model=49 layers.offload=48 … memory.weights.total="6.8 GiB" …`: what Ollama expects.
fn read_expectation(reader: &mut Reader, line: &Line<'_>) {
    let weights = size(line, " memory.weights.total=");
    let Some(weights) = weights else {
        return;
    };
    reader.begin_load();
    reader.saw(Engine::Ollama);
    let count = |field: &str| line.field(field).and_then(read_count);
    let (on_gpu, total) = (count(" layers.offload="), count(" layers.model="));
    if let Some(on_gpu) = on_gpu {
        reader.run().gpu_layers = Some(line.figure(Layers { on_gpu, total }));
    }
    let is_whole = on_gpu.is_some() && on_gpu == total;
    let graph = if is_whole {
        " memory.graph.full="
    } else {
        " memory.graph.partial="
    };
    let library = line.field(" library=").unwrap_or("");
    let parts = [
        (Part::Weights, Some(weights)),
        (Part::KvCache, size(line, " memory.required.kv=")),
        (Part::Compute, size(line, graph)),
        (Part::Projector, size(line, " projector.weights=")),
    ];
    for (part, size) in parts {
        if let Some(size) = size {
            reader.add_buffer(line, library, (part, Basis::Expected), size, Repeated::Replaces);
        }
    }
    if let Some(total) = size(line, " memory.required.full=") {
        reader.set_total(line, total);
    }
}

/// The lines of `ollama run --verbose`.
const ANSWER_LINES: [(&str, Option<Phase>, Kind); 7] = [
    ("prompt eval count:", Some(Phase::Prefill), Kind::Count),
    ("prompt eval duration:", Some(Phase::Prefill), Kind::Duration),
    ("prompt eval rate:", Some(Phase::Prefill), Kind::Rate),
    ("eval count:", Some(Phase::Decode), Kind::Count),
    ("eval duration:", Some(Phase::Decode), Kind::Duration),
    ("eval rate:", Some(Phase::Decode), Kind::Rate),
    ("load duration:", None, Kind::Duration),
];

#[derive(Clone, Copy)]
enum Kind {
    Count,
    Duration,
    Rate,
}

fn read_answer(reader: &mut Reader, line: &Line<'_>) -> bool {
    let found = ANSWER_LINES
        .iter()
        .find_map(|(name, phase, kind)| Some((line.after(name)?, *phase, *kind)));
    let Some((value, phase, kind)) = found else {
        return false;
    };
    let said = match kind {
        Kind::Count => read_count(value).map(Said::Tokens),
        Kind::Duration => read_duration_ns(value).map(Said::Time),
        Kind::Rate => value
            .contains("tokens/s")
            .then(|| read_thousandths(value).map(Said::Rate))
            .flatten(),
    };
    let Some(said) = said else {
        return false;
    };
    reader.saw(Engine::Ollama);
    match (phase, said) {
        (Some(phase), said) => reader.say(line, phase, said),
        (None, Said::Time(time_ns)) => reader.run().load_us = Some(line.figure(time_ns / NS_PER_US)),
        (None, _) => {}
    }
    true
}

/// Words behind a number that make it a time: an older `ollama ps` has no column for the context.
const TIME_WORDS: [&str; 8] = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days",
];

/// `gemma4:latest  c6eb396dbd59  9.6 GB  43%/57% CPU/GPU  131072  2 minutes from now`: the first row, which is the model
/// used last.
fn read_processes(reader: &mut Reader, line: &Line<'_>) -> bool {
    let Some(text) = line.table_text() else {
        return false;
    };
    if text.contains("NAME") && text.contains("SIZE") && text.contains("PROCESSOR") {
        reader.has_process_heading = true;
    } else if !reader.has_process_heading {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_unit = |word: &&str| ["KB", "MB", "GB", "TB"].contains(word);
    let row = || {
        let places = words.windows(4).position(|words| match words {
            [_, unit, share, what] => is_unit(unit) && share.ends_with('%') && what.ends_with("PU"),
            _ => false,
        })?;
        let [amount, unit, share, what, ..] = words.get(places..)? else {
            return None;
        };
        let (size, _) = read_amount(&format!("{amount} {unit}"), Units::Decimal)?;
        let gpu_percent = match *what {
            "GPU" => read_count(share)?,
            "CPU" => 0,
            _ => read_count(share.split_once('/')?.1)?,
        };
        let context = words.get(places.checked_add(4)?).copied().unwrap_or("");
        let behind = words.get(places.checked_add(5)?).copied().unwrap_or("");
        let is_context = context.bytes().all(|byte| byte.is_ascii_digit()) && !TIME_WORDS.contains(&behind);
        Some((
            size,
            gpu_percent,
            is_context.then(|| read_count(context)).flatten(),
        ))
    };
    let Some((size, gpu_percent, context)) = row() else {
        return text.contains("PROCESSOR");
    };
    reader.has_process_heading = false;
    reader.saw(Engine::Ollama);
    // `HumanBytes` cuts off what it does not print.
    let total = Amount {
        rounding: size.rounding.saturating_mul(2),
        ..size
    };
    reader.set_total(line, total);
    let name = words
        .iter()
        .rev()
        .nth(words.len().saturating_sub(1))
        .copied()
        .unwrap_or("");
    let run = reader.run();
    run.gpu_percent = Some(line.figure(gpu_percent.min(100)));
    run.context = context
        .map(|context| line.figure(context))
        .or_else(|| run.context.take());
    run.model = run.model.take().or_else(|| Some(line.figure(cut(name))));
    true
}
