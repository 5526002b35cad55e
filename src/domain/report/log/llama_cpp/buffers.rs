//! Buffers, and the cache as a whole.

use super::amount_behind_equals;
use crate::domain::report::log::figure::Amount;
use crate::domain::report::log::line::{Line, after, cut, last_word};
use crate::domain::report::log::memory::{Basis, Part};
use crate::domain::report::log::number::{Units, read_amount, read_count};
use crate::domain::report::log::report::{CacheTypes, Engine};
use crate::domain::report::log::run::{Reader, Repeated};

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    read_buffer(reader, line)
        || read_projector(reader, line)
        || read_cache(reader, line)
        || read_state(reader, line)
        || read_totals(reader, line)
}

/// `load_tensors:        CUDA0 model buffer size =  6300.10 MiB`, and the same for every other part.
fn read_buffer(reader: &mut Reader, line: &Line<'_>) -> bool {
    let Some((before, rest)) = line.split(" buffer size ") else {
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
        "KV" | "self" => (Part::KvCache, Repeated::Adds),
        "RS" | "state" => (Part::RecurrentState, Repeated::Adds),
        "compute" => (Part::Compute, Repeated::Replaces),
        "output" => (Part::Output, Repeated::Replaces),
        // Before 2025 the word "model" was missing.
        _ if line.has("load_tensors:") => (Part::Weights, Repeated::Adds),
        _ => return false,
    };
    let is_old = part == Part::Weights && word != "model";
    let Some(name) = buffer_name(if is_old { before } else { before_word }) else {
        return false;
    };
    reader.saw(Engine::LlamaCpp);
    // Weights that a program of its own keeps elsewhere are counted as none.
    if part != Part::Weights || size.bytes > 0 {
        reader.add_buffer(line, name, (part, Basis::Measured), size, repeated);
    }
    true
}

/// The name of a device, which can have spaces: what stands behind the function's name and its colon.
fn buffer_name(before: &str) -> Option<&str> {
    let name = before.rsplit_once(": ").map(|(_, name)| name.trim());
    name.filter(|name| !name.is_empty())
        .or_else(|| last_word(before).map(|(_, word)| word))
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

/// `llama_kv_cache: size =  159.38 MiB (  4096 cells,  16 layers,  2/2 seqs), K (q8_0):   79.69 MiB, V (q8_0):   79.69
/// MiB` and its ancestors. The last number is that of the streams that have so many cells each.
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
    let types = in_brackets(" K (").zip(in_brackets(" V ("));
    // A latent cache has no values of its own.
    let latent = || in_brackets(" c^KV (").map(|name| (name.clone(), name));
    if let Some((k, v)) = types.or_else(latent) {
        reader.context().cache_types = Some(line.figure(CacheTypes { k, v }));
    }
    let cells = || {
        let (before, rest) = line.text().split_once(" cells,")?;
        let cells = read_count(before.rsplit('(').next()?)?;
        let streams = rest.split_once(" seqs").and_then(|(streams, _)| {
            let (_, streams) = streams.rsplit_once(',')?;
            read_count(streams.rsplit_once('/').map_or("1", |(_, streams)| streams))
        });
        Some(cells.saturating_mul(streams.unwrap_or(1).max(1)))
    };
    if let Some(cells) = cells().filter(|cells| *cells > 0) {
        let longest = &mut reader.context().cells;
        if longest.as_ref().is_none_or(|longest| longest.value < cells) {
            *longest = Some(line.figure(cells));
        }
    }
    true
}

/// `llama_memory_recurrent: size = 1795.50 MiB (     4 cells,  64 layers,  4 seqs), …`.
fn read_state(reader: &mut Reader, line: &Line<'_>) -> bool {
    let size = line.has("llama_memory_recurrent").then(|| line.after(": size "));
    let Some(size) = size.flatten().and_then(amount_behind_equals) else {
        return false;
    };
    reader.saw(Engine::LlamaCpp);
    reader.context().whole_state = Some(line.figure(size));
    true
}

/// Sums that versions of 2023 printed instead of buffers, and what they were for. What lies in VRAM says so.
const TOTALS: [(&str, &str, Part); 6] = [
    ("mem required ", "CPU", Part::Weights),
    ("VRAM used: ", "GPU", Part::Weights),
    ("VRAM used for model: ", "GPU", Part::Weights),
    ("VRAM scratch buffer: ", "GPU", Part::Compute),
    ("compute buffer total size ", "CPU", Part::Compute),
    ("VRAM kv self ", "GPU", Part::KvCache),
];

fn read_totals(reader: &mut Reader, line: &Line<'_>) -> bool {
    if let Some(total) = line.after("total VRAM used: ") {
        if let Some((total, _)) = read_amount(total, Units::Binary) {
            reader.saw(Engine::LlamaCpp);
            reader.set_total(line, total);
        }
        return true;
    }
    let known = TOTALS
        .iter()
        .find_map(|(name, place, part)| Some((line.after(name)?, *place, *part)));
    let Some((rest, place, part)) = known else {
        return false;
    };
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('=').unwrap_or(rest);
    let Some((size, rest)) = read_amount(rest, Units::Binary) else {
        return false;
    };
    // `mem required = 5407.71 MB (+ 1026.00 MB per state)`: of the first versions, for the state of one sequence.
    let per_state = after(rest, "(+ ").and_then(|rest| read_amount(rest, Units::Binary));
    reader.saw(Engine::LlamaCpp);
    reader.add_buffer(line, place, (part, Basis::Measured), size, Repeated::Replaces);
    if let Some((state, _)) = per_state.filter(|(state, _)| *state != Amount::default()) {
        reader.add_buffer(
            line,
            place,
            (Part::KvCache, Basis::Measured),
            state,
            Repeated::Replaces,
        );
    }
    true
}
