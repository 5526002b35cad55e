//! Failures of llama.cpp and its backends.
//!
//! One failure is told in several lines, from the backend outwards: `cudaMalloc failed` with the amount, `failed to
//! allocate CUDA0 buffer` with the device, `failed to allocate compute buffers` with what it was for, and at last that the
//! model or the context could not be made.

use crate::domain::report::log::failure::{FailureKind, Stage};
use crate::domain::report::log::figure::Amount;
use crate::domain::report::log::line::{Line, cut};
use crate::domain::report::log::number::{Units, read_amount, read_count};
use crate::domain::report::log::run::Reader;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    read_allocation(reader, line)
        || read_stage(reader, line)
        || read_memory(reader, line)
        || read_unsupported(reader, line)
        || read_general(reader, line)
}

fn bytes(text: &str) -> Option<Amount> {
    let bytes = read_count(text)?;
    Some(Amount { bytes, rounding: 0 })
}

/// Lines that name what was asked for.
fn read_allocation(reader: &mut Reader, line: &Line<'_>) -> bool {
    let amount = |text: &str| read_amount(text, Units::Binary).map(|(amount, _)| amount);
    // `allocating 1401.75 MiB on device 0: cudaMalloc failed: out of memory`
    if let Some(rest) = line.after("allocating ").filter(|_| line.has("alloc failed")) {
        let device = line.after(" on device ").and_then(read_count);
        let failure = reader.run_out(line, None);
        failure.asked = amount(rest).or(failure.asked);
        let device = device.map(|number| format!("device {number}"));
        failure.device = failure.device.take().or(device);
        return true;
    }
    // `failed to allocate CUDA0 buffer of size 1469841408`, `failed to allocate buffer, size =  5120.00 MiB`
    if let Some((before, rest)) = line
        .after("failed to allocate ")
        .and_then(|rest| rest.split_once("buffer"))
    {
        let size = rest
            .split_once("of size ")
            .and_then(|(_, rest)| bytes(rest))
            .or_else(|| rest.split_once("size =").and_then(|(_, rest)| amount(rest)));
        let backend = ["metal", "cpu", "vk", "sycl", "opencl"]
            .into_iter()
            .find(|backend| line.has(&format!("ggml_backend_{backend}")));
        let is_sized = size.is_some() || backend.is_some();
        if is_sized && line.has("failed to allocate") {
            let is_compute = line.has("gallocr") || line.has("compute");
            let stage = is_compute.then_some(Stage::Compute);
            let failure = reader.run_out(line, stage);
            failure.asked = size.or(failure.asked);
            let name = before.trim();
            if !name.is_empty() {
                failure.device = Some(cut(name));
            } else if let Some(backend) = backend.filter(|_| failure.device.is_none()) {
                let name = match backend {
                    "metal" => "Metal",
                    "cpu" => "CPU",
                    "vk" => "Vulkan0",
                    "sycl" => "SYCL0",
                    _ => "OpenCL",
                };
                failure.device = Some(name.to_owned());
            }
            return true;
        }
    }
    // `ggml_vulkan: Device memory allocation of size 1073741824 failed.`
    if let Some(rest) = line
        .after("memory allocation of size ")
        .filter(|_| line.has("failed"))
    {
        let is_host = line.has("Host memory allocation") || line.has("Pinned memory");
        let failure = reader.run_out(line, None);
        failure.asked = bytes(rest).or(failure.asked);
        let device = if is_host { "CPU" } else { "Vulkan0" };
        failure.device.get_or_insert_with(|| device.to_owned());
        return true;
    }
    // `ggml_aligned_malloc: insufficient memory (attempted to allocate 24576.00 MB)`
    if let Some(rest) = line.after("insufficient memory (attempted to allocate ") {
        let failure = reader.run_out(line, None);
        failure.asked = amount(rest).or(failure.asked);
        failure.device.get_or_insert_with(|| "CPU".to_owned());
        return true;
    }
    // `  current device: 1, in function alloc at …` behind an error
    if let Some(number) = line.after("current device: ").and_then(read_count)
        && let Some(failure) = &mut reader.run().failure
    {
        let device = || format!("device {number}");
        failure.device.get_or_insert_with(device);
        return true;
    }
    // `WARNING: failed to allocate 1900,00 MiB of pinned memory`: the engine goes on with memory that is not pinned.
    line.has("pinned memory") && line.has("failed to allocate")
}

/// What each sentence says about the stage; all of them follow an allocation that failed.
const STAGES: [(&str, Stage); 15] = [
    ("failed to allocate compute", Stage::Compute),
    ("failed to reserve", Stage::Compute),
    ("failed to create graph", Stage::Compute),
    ("failed to allocate graph", Stage::Compute),
    ("graph_reserve: failed", Stage::Compute),
    ("failed to allocate buffer for kv cache", Stage::KvCache),
    ("failed to allocate buffer for KV cache", Stage::KvCache),
    ("kv_cache_init() failed", Stage::KvCache),
    ("failed to allocate buffer for rs cache", Stage::RecurrentState),
    ("failed to allocate output buffer", Stage::Output),
    ("failed to reserve space for output buffer", Stage::Output),
    ("unable to allocate", Stage::Weights),
    ("failed to allocate memory for the model", Stage::Weights),
    ("failed to allocate buffer for mmproj", Stage::Projector),
    ("clip_model_loader: failed to allocate", Stage::Projector),
];

fn read_stage(reader: &mut Reader, line: &Line<'_>) -> bool {
    let Some((sentence, stage)) = STAGES.iter().rev().find(|(sentence, _)| line.has(sentence)) else {
        return false;
    };
    // `unable to allocate CUDA0 buffer`
    let device = line
        .after(sentence)
        .filter(|_| *stage == Stage::Weights)
        .and_then(|rest| rest.split_once(" buffer"))
        .map(|(device, _)| device.trim());
    let failure = reader.run_out(line, Some(*stage));
    if let Some(device) = device.filter(|device| !device.is_empty() && *device != "backend") {
        failure.device = Some(cut(device));
    }
    true
}

/// Sentences about memory that name no amount, and the device that they are about.
const OUT_OF_MEMORY: [(&str, &str); 18] = [
    ("alloc failed: out of memory", ""),
    ("reported out-of-memory", ""),
    ("CUDA error: out of memory", ""),
    ("CUDA error 2 ", ""),
    ("cudaErrorMemoryAllocation", ""),
    ("ROCm error: out of memory", ""),
    ("HIP error: out of memory", ""),
    ("hipErrorOutOfMemory", ""),
    ("MUSA error: out of memory", ""),
    ("ErrorOutOfDeviceMemory", "Vulkan0"),
    ("ErrorOutOfHostMemory", "CPU"),
    ("exceeds device memory allocation limit", "Vulkan0"),
    ("OutOfMemory)", "Metal"),
    ("Insufficient Memory", "Metal"),
    ("std::bad_alloc", "CPU"),
    ("Cannot allocate memory", "CPU"),
    ("UR_RESULT_ERROR_OUT_OF", "SYCL0"),
    ("out of memory (OOM)", ""),
];

fn read_memory(reader: &mut Reader, line: &Line<'_>) -> bool {
    // A lock on memory, or pages of a certain size, are wishes.
    if line.has("mlock") || line.has("pinned") {
        return false;
    }
    let known = OUT_OF_MEMORY.iter().find(|(sentence, _)| line.has(sentence));
    let Some((_, device)) = known else {
        return false;
    };
    let failure = reader.run_out(line, None);
    if !device.is_empty() {
        failure.device.get_or_insert_with(|| (*device).to_owned());
    }
    true
}

/// What stands between quotation marks behind a sentence.
fn quoted(rest: &str) -> Option<String> {
    let inside = rest.split(['\'', '"', '`']).nth(1)?;
    (!inside.is_empty()).then(|| cut(inside))
}

fn read_unsupported(reader: &mut Reader, line: &Line<'_>) -> bool {
    let named = ["unknown model architecture", "unknown pre-tokenizer type"]
        .into_iter()
        .find_map(|sentence| line.after(sentence));
    if let Some(rest) = named {
        let name = quoted(rest).unwrap_or_else(|| cut(rest.trim_start_matches([':', ' '])));
        reader.fail(line, FailureKind::UnsupportedArchitecture(name));
        return true;
    }
    if let Some(rest) = line
        .after("invalid ggml type ")
        .or_else(|| line.after("unknown ggml type "))
    {
        let name = rest.split([' ', ',', '.']).next().unwrap_or(rest);
        reader.fail(
            line,
            FailureKind::UnsupportedQuantization(cut(&format!("ggml type {name}"))),
        );
        return true;
    }
    let words = |line: &Line<'_>| cut(message(line));
    const BROKEN: [&str; 12] = [
        "invalid magic",
        "bad magic",
        "missing tensor",
        "wrong number of tensors",
        "not within the file bounds",
        "corrupted or incomplete",
        "wrong shape",
        "key not found in model",
        "unexpectedly reached end of file",
        "invalid split",
        "failed to read tensor",
        "failed to read key-value pairs",
    ];
    if BROKEN.iter().any(|sentence| line.has(sentence)) {
        reader.fail(line, FailureKind::BrokenFile(words(line)));
        return true;
    }
    const REFUSED: [&str; 11] = [
        "V cache quantization requires",
        "V cache was requested, but this requires",
        "does not divide n_embd_head",
        "flash_attn is not compatible",
        "error: invalid argument",
        "error while handling argument",
        "error: unknown argument",
        "error: invalid parameter",
        "not implemented for SPLIT_MODE",
        "SPLIT_MODE_TENSOR requires",
        "simultaneous use of SPLIT_MODE_TENSOR",
    ];
    if REFUSED.iter().any(|sentence| line.has(sentence)) {
        reader.fail(line, FailureKind::RefusedSettings(words(line)));
        return true;
    }
    const NO_DEVICE: [&str; 9] = [
        "driver version is insufficient",
        "no CUDA-capable device",
        "failed to initialize CUDA",
        "failed to initialize ROCm",
        "no usable GPU found",
        "ggml_vulkan: No devices found",
        "no kernel image is available",
        "invalid device function",
        "TensileLibrary",
    ];
    if NO_DEVICE.iter().any(|sentence| line.has(sentence)) {
        reader.fail(line, FailureKind::NoDevice(words(line)));
        return true;
    }
    if line.has("failed to open GGUF file") || (line.has("gguf") && line.has("No such file")) {
        reader.fail(line, FailureKind::MissingFile);
        return true;
    }
    false
}

/// The sentence of a line without the function that it comes from.
fn message<'t>(line: &'t Line<'_>) -> &'t str {
    let text = line.text().trim();
    [
        "error loading model: ",
        "error: ",
        "failed to initialize the context: ",
    ]
    .into_iter()
    .find_map(|start| line.after(start))
    .or_else(|| text.split_once(": ").map(|(_, rest)| rest))
    .unwrap_or(text)
}

/// `request (9100 tokens) exceeds the available context size (8192 tokens)`, and that loading failed for whatever reason.
fn read_general(reader: &mut Reader, line: &Line<'_>) -> bool {
    if line.has("exceeds the available context size") || line.has("exceed_context_size_error") {
        let number = |name: &str| line.after(name).and_then(read_count);
        let asked = number("request (").or_else(|| number("\"n_prompt_tokens\":"));
        let longest = number("context size (").or_else(|| number("\"n_ctx\":"));
        let failure = reader.fail(line, FailureKind::PromptTooLong);
        failure.asked_tokens = asked.or(failure.asked_tokens);
        failure.longest_tokens = longest.or(failure.longest_tokens);
        failure.stage = Some(Stage::Prompt);
        return true;
    }
    const FAILED: [&str; 12] = [
        "failed to create draft",
        "failed to load model",
        "error loading model",
        "unable to load model",
        "failed to create context",
        "failed to create llama_context",
        "failed to initialize the context",
        "exiting due to model loading error",
        "GGML_ASSERT(",
        "ggml_abort",
        "Segmentation fault",
        "Could not load text model",
    ];
    if FAILED.iter().any(|sentence| line.has(sentence)) {
        reader.fail(line, FailureKind::Other(cut(message(line))));
        return true;
    }
    false
}
