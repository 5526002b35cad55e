//! PyTorch and transformers, inside a serving engine or alone; and how the system ends a process.

use super::failure::{FailureKind, Stage};
use super::figure::Amount;
use super::line::{Line, after, cut};
use super::number::{Units, read_amount, read_count};
use super::report::Engine;
use super::run::Reader;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    read_memory(reader, line)
        || read_unsupported(reader, line)
        || read_device(reader, line)
        || read_killed(reader, line)
}

fn amount(line: &Line<'_>, name: &str) -> Option<Amount> {
    read_amount(line.after(name)?, Units::Binary).map(|(size, _)| size)
}

/// The amount that stands before a sentence: `22.43 GiB is allocated by PyTorch`.
fn amount_before(text: &str, sentence: &str) -> Option<Amount> {
    let (before, _) = text.split_once(sentence)?;
    let mut words = before.split_whitespace().rev();
    let (unit, number) = (words.next()?, words.next()?);
    let number = number.trim_start_matches(['(', ',']);
    read_amount(&format!("{} {}", cut(number), cut(unit)), Units::Binary).map(|(size, _)| size)
}

/// `CUDA out of memory. Tried to allocate 192.00 MiB. GPU 0 has a total capacity of 23.56 GiB of which 83.25 MiB is free.
/// Including non-PyTorch memory, this process has 23.47 GiB memory in use. Of the allocated memory 22.43 GiB is allocated
/// by PyTorch, …`; until 2023 `(GPU 0; 23.69 GiB total capacity; 22.35 GiB already allocated; 9.12 MiB free; …)`; on Macs
/// `MPS backend out of memory (MPS allocated: 17.05 GB, other allocations: 1.05 GB, max allowed: 18.13 GB). Tried to
/// allocate 256.00 MB`.
fn read_memory(reader: &mut Reader, line: &Line<'_>) -> bool {
    let is_torch = line.has("out of memory. Tried to allocate")
        || line.has("MPS backend out of memory")
        || line.has("OutOfMemoryError")
        || line.has("RuntimeError: CUDA out of memory")
        || line.has("DefaultCPUAllocator")
        || line.has("CUDA out of memory");
    let text = line.text();
    if !is_torch {
        return read_rest(reader, line);
    }
    let device = line
        .after("GPU ")
        .and_then(read_count)
        .map(|number| format!("GPU {number}"));
    let device = device.or_else(|| line.has("MPS ").then(|| "MPS".to_owned()));
    let is_host = line.has("DefaultCPUAllocator");
    let device = device.or_else(|| is_host.then(|| "CPU".to_owned()));
    let asked = amount(line, "Tried to allocate ").or_else(|| amount(line, "you tried to allocate "));
    let total = amount(line, "total capacity of ")
        .or_else(|| amount_before(text, " total capacity"))
        .or_else(|| amount(line, "max allowed: "));
    let free = amount(line, " of which ").or_else(|| amount_before(text, " free;"));
    let allocated = amount_before(text, " is allocated by PyTorch")
        .or_else(|| amount_before(text, " already allocated"))
        .or_else(|| amount(line, "MPS allocated: "));
    let in_use = amount_before(text, " memory in use");
    let is_graph = line.has("raph capture") || line.has("capture_model");
    // A serving engine has no compute buffers: between the weights and the cache it tries its longest batch.
    let stage = match reader.stage() {
        Stage::KvCache => Stage::Compute,
        Stage::Compute if is_graph => Stage::Graphs,
        stage => stage,
    };
    reader.saw(Engine::Transformers);
    let failure = reader.run_out(line, None);
    failure.stage = Some(stage);
    failure.device = device.or_else(|| failure.device.take());
    failure.asked = asked.or(failure.asked);
    failure.total = total.or(failure.total);
    failure.free = free.or(failure.free);
    failure.allocated = allocated.or(failure.allocated);
    failure.in_use = in_use.or(failure.in_use);
    true
}

/// The sentences that follow, where something wrapped them.
fn read_rest(reader: &mut Reader, line: &Line<'_>) -> bool {
    let (has_allocated, has_used) = (line.has(" is allocated by PyTorch"), line.has(" memory in use"));
    if !has_allocated && !has_used {
        return false;
    }
    let text = line.text();
    let allocated = amount_before(text, " is allocated by PyTorch");
    let in_use = amount_before(text, " memory in use");
    if allocated.is_none() && in_use.is_none() {
        return false;
    }
    let Some(failure) = &mut reader.run().failure else {
        return false;
    };
    failure.allocated = allocated.or(failure.allocated);
    failure.in_use = in_use.or(failure.in_use);
    true
}

fn read_unsupported(reader: &mut Reader, line: &Line<'_>) -> bool {
    // "The checkpoint you are trying to load has model type `x` but Transformers does not recognize this architecture"
    if line.has("does not recognize this architecture") {
        let name = after(line.text(), "model type ").and_then(|rest| rest.split(['`', '\'', '"']).nth(1));
        reader.saw(Engine::Transformers);
        let kind = FailureKind::UnsupportedArchitecture(cut(name.unwrap_or("")));
        reader.fail(line, kind);
        return true;
    }
    const BROKEN: [&str; 6] = [
        "Error while deserializing header",
        "MetadataIncompleteBuffer",
        "HeaderTooLarge",
        "InvalidHeaderDeserialization",
        "PytorchStreamReader failed",
        "size mismatch for ",
    ];
    if BROKEN.iter().any(|sentence| line.has(sentence)) {
        reader.fail(line, FailureKind::BrokenFile(cut(line.text().trim())));
        return true;
    }
    const MISSING: [&str; 3] = [
        "does not appear to have a file named",
        "is not a local folder and is not a valid model identifier",
        "Repository Not Found for url",
    ];
    if MISSING.iter().any(|sentence| line.has(sentence)) {
        reader.fail(line, FailureKind::MissingFile);
        return true;
    }
    const REFUSED: [&str; 3] = [
        "Some modules are dispatched on the CPU or the disk",
        "FlashAttention2 has been toggled on, but it cannot be used",
        "requires bitsandbytes",
    ];
    if REFUSED.iter().any(|sentence| line.has(sentence)) {
        reader.saw(Engine::Transformers);
        let words = cut(after(line.text(), "Error: ").unwrap_or(line.text()));
        reader.fail(line, FailureKind::RefusedSettings(words));
        return true;
    }
    false
}

fn read_device(reader: &mut Reader, line: &Line<'_>) -> bool {
    const NO_DEVICE: [&str; 9] = [
        "Found no NVIDIA driver",
        "driver on your system is too old",
        "No CUDA GPUs are available",
        "No HIP GPUs are available",
        "libcuda.so",
        "Failed to infer device type",
        "not compiled with CUDA enabled",
        "could not select device driver",
        "couldn't communicate with the NVIDIA driver",
    ];
    let is_one = NO_DEVICE.iter().any(|sentence| line.has(sentence));
    if is_one {
        reader.fail(line, FailureKind::NoDevice(cut(line.text().trim())));
    }
    is_one
}

/// `Out of memory: Killed process 1234 (llama-server)`, `Killed`, `exited with code 137`: the kernel's signal 9, which it
/// sends when memory runs out.
fn read_killed(reader: &mut Reader, line: &Line<'_>) -> bool {
    let text = line.text().trim();
    let is_killed = text == "Killed"
        || text.ends_with(" Killed") && text.len() < 80
        || line.has("Out of memory: Killed process")
        || line.has("oom-kill:")
        || line.has("OOMKilled")
        || line.has("(core dumped) Killed")
        || line.has("Killed                  ")
        || line.has("signal: killed")
        || line.has("exited with code 137")
        || line.has("exit code 137")
        || line.has("exit status 137")
        || line.has("zsh: killed");
    if is_killed {
        let stage = reader.stage();
        let failure = reader.fail(line, FailureKind::Killed);
        failure.stage.get_or_insert(stage);
        if failure.kind == FailureKind::Killed {
            failure.device.get_or_insert_with(|| "CPU".to_owned());
        }
    }
    is_killed
}
