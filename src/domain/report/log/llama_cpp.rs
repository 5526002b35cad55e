//! llama.cpp while it loads: buffers, context, layers and the model's own words.
//!
//! The lines are those of `llama-model.cpp`, `llama-context.cpp`, `llama-kv-cache.cpp` and `llama-memory-recurrent.cpp`;
//! older versions print the same figures behind other prefixes (`llm_load_tensors:`, `llama_new_context_with_model:`), so
//! prefixes are hardly looked at. All their sizes are powers of 1,024, whatever the unit is called.

use super::line::{Line, after, cut, last_word};
use super::number::{Units, read_amount, read_count};
use super::report::{Amount, Basis, CacheTypes, Engine, Layers, Part};
use super::run::{Reader, Repeated};

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    read_buffer(reader, line)
        || read_projector(reader, line)
        || read_cache(reader, line)
        || read_layers(reader, line)
        || read_context(reader, line)
        || read_model(reader, line)
}

/// `load_tensors:        CUDA0 model buffer size =  6300.10 MiB`, and the same for every other part.
fn read_buffer(reader: &mut Reader, line: &Line<'_>) -> bool {
    let Some((before, rest)) = line.text().split_once(" buffer size ") else {
        return false;
    };
    let Some(size) = amount_behind_equals(rest) else {
        return false;
    };
    let Some((before_word, word)) = last_word(before) else {
        return false;
    };
    let is_projector = line.has("clip") || line.has("alloc_compute_meta") || line.has("reserve_compute_meta");
    let (part, repeated) = match word {
        _ if is_projector => (Part::Projector, Repeated::Adds),
        // Several files, a second cache for windowed layers: the same name again is one more.
        "model" => (Part::Weights, Repeated::Adds),
        "KV" => (Part::KvCache, Repeated::Adds),
        "RS" | "state" => (Part::RecurrentState, Repeated::Adds),
        "compute" => (Part::Compute, Repeated::Replaces),
        "output" => (Part::Output, Repeated::Replaces),
        // Before 2025 the word "model" was missing.
        _ if line.has("load_tensors:") => (Part::Weights, Repeated::Adds),
        _ => return false,
    };
    let is_old = part == Part::Weights && word != "model";
    let name = if is_old {
        Some(word)
    } else {
        last_word(before_word).map(|(_, name)| name)
    };
    let Some(name) = name else {
        return false;
    };
    reader.saw(Engine::LlamaCpp);
    reader.add_buffer(line, name, (part, Basis::Measured), size, repeated);
    true
}

/// `clip_ctx: CLIP using CUDA0 backend` and, later, `load_hparams: model size:         887.99 MiB`.
fn read_projector(reader: &mut Reader, line: &Line<'_>) -> bool {
    if let Some((device, _)) = line
        .after("CLIP using ")
        .and_then(|rest| rest.split_once(" backend"))
    {
        reader.projector_device = Some(cut(device));
        return true;
    }
    let size = line
        .after("load_hparams: model size:")
        .and_then(|size| read_amount(size, Units::Binary));
    let Some((size, _)) = size else {
        return false;
    };
    let device = reader.projector_device.take().unwrap_or_else(|| "CPU".to_owned());
    reader.add_buffer(
        line,
        &device,
        (Part::Projector, Basis::Measured),
        size,
        Repeated::Adds,
    );
    true
}

/// The amount behind `=`, in powers of 1,024.
fn amount_behind_equals(text: &str) -> Option<Amount> {
    let size = text.trim_start().strip_prefix('=')?;
    read_amount(size, Units::Binary).map(|(size, _)| size)
}

/// `llama_kv_cache: size =  159.38 MiB (…), K (q8_0):   79.69 MiB, V (q8_0):   79.69 MiB` and its ancestors.
fn read_cache(reader: &mut Reader, line: &Line<'_>) -> bool {
    let size = line
        .after("KV self size ")
        .or_else(|| line.after("kv self size "))
        .or_else(|| {
            line.has("llama_kv_cache")
                .then(|| line.after(": size "))
                .flatten()
        });
    let Some(size) = size.and_then(amount_behind_equals) else {
        return false;
    };
    reader.saw(Engine::LlamaCpp);
    reader.add_whole_cache(line, size);
    let in_brackets = |part| Some(cut(line.after(part)?.split_once(')')?.0));
    if let (Some(k), Some(v)) = (in_brackets(" K ("), in_brackets(" V (")) {
        reader.run().cache_types = Some(line.figure(CacheTypes { k, v }));
    }
    true
}

/// `offloaded 33/33 layers to GPU`.
fn read_layers(reader: &mut Reader, line: &Line<'_>) -> bool {
    let layers = || {
        let (numbers, _) = line.after("offloaded ")?.split_once(" layers to GPU")?;
        let (on_gpu, total) = numbers.split_once('/')?;
        Some(Layers {
            on_gpu: read_count(on_gpu)?,
            total: Some(read_count(total)?),
        })
    };
    let Some(layers) = layers() else {
        return false;
    };
    reader.saw(Engine::LlamaCpp);
    reader.run().gpu_layers = Some(line.figure(layers));
    true
}

/// The functions that print a context's settings, by version.
const CONTEXT_PREFIXES: [&str; 4] = [
    "llama_context: ",
    "llama_new_context_with_model: ",
    "llama_init_from_model: ",
    "llama_init_from_file: ",
];

fn read_context(reader: &mut Reader, line: &Line<'_>) -> bool {
    let Some(rest) = CONTEXT_PREFIXES.iter().find_map(|prefix| line.after(prefix)) else {
        return false;
    };
    let is_first =
        rest.starts_with("constructing") || (rest.starts_with("n_ctx ") && !line.has("llama_context: "));
    if is_first {
        reader.begin_context();
    }
    for (name, is_of) in [("n_ctx", 0), ("n_batch", 1), ("n_ubatch", 2), ("n_seq_max", 3)] {
        let Some(value) = rest
            .strip_prefix(name)
            .and_then(|rest| read_count(rest.trim_start().strip_prefix('=')?).filter(|value| *value > 0))
        else {
            continue;
        };
        let figure = Some(line.figure(value));
        let run = reader.run();
        match is_of {
            0 => run.context = figure,
            1 => run.batch = figure,
            2 => run.micro_batch = figure,
            _ => run.sequences = figure,
        }
    }
    true
}

/// What the model's header says: its name, architecture and quantization. A file that is opened begins a load.
fn read_model(reader: &mut Reader, line: &Line<'_>) -> bool {
    if let Some(rest) = line.after("llama_model_loader: loaded meta data ") {
        reader.begin_load();
        reader.saw(Engine::LlamaCpp);
        if let Some(name) = after(rest, " tensors from ").and_then(file_name) {
            reader.run().model = Some(line.figure(name));
        }
        return true;
    }
    if line.has("load_tensors: loading model tensors") {
        // The header was read just before, so only a load whose buffers are known is over.
        reader.begin_load();
        return true;
    }
    let known =
        line.has("print_info:") || line.has("llm_load_print_meta:") || line.has("llama_model_loader:");
    if !known {
        return false;
    }
    let figure = |name: &str| Some(line.figure(line.words(name)?));
    let name = figure(" general.name ");
    let architecture = figure("general.architecture ").or_else(|| figure(": arch "));
    let quantization = figure(": file type ").or_else(|| figure(": model ftype "));
    let run = reader.run();
    run.model = name.or_else(|| run.model.take());
    run.architecture = architecture.or_else(|| run.architecture.take());
    run.quantization = quantization.or_else(|| run.quantization.take());
    true
}

/// The name of the file in `/models/x.gguf (version GGUF V3 (latest))`; Ollama's blobs have none.
fn file_name(text: &str) -> Option<String> {
    let path = text.split_once(" (version").map_or(text, |(path, _)| path);
    let name = path.rsplit(['/', '\\']).next()?;
    (!name.is_empty() && !name.starts_with("sha256-")).then(|| cut(name))
}
