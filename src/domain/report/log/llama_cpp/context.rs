//! The settings of a context and of a server's slots.

use crate::domain::report::log::line::{Line, after};
use crate::domain::report::log::number::read_count;
use crate::domain::report::log::report::{Engine, Layers, WindowCache};
use crate::domain::report::log::run::Reader;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    read_layers(reader, line)
        || read_kinds(reader, line)
        || read_context(reader, line)
        || read_slots(reader, line)
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

/// What says that a context is for drafts.
const DRAFT_CONTEXTS: [&str; 3] = [
    "MTP draft context",
    "creating draft context",
    "draft context against",
];
/// What says that a model is for drafts.
const DRAFT_MODELS: [&str; 2] = ["loading draft model", "loading MTP head"];

fn read_kinds(reader: &mut Reader, line: &Line<'_>) -> bool {
    let is_failure = line.has("failed");
    if !is_failure && DRAFT_CONTEXTS.iter().any(|sign| line.has(sign)) {
        reader.expect_draft();
        reader.begin_context();
        return true;
    }
    if !is_failure && DRAFT_MODELS.iter().any(|sign| line.has(sign)) {
        // Its header follows, and begins the load.
        reader.expect_draft();
        return true;
    }
    if line.has("using full-size SWA cache") {
        reader.begin_context_after_compute();
        reader.context().window_cache = Some(line.figure(WindowCache::Full));
        return true;
    }
    if line.has("Flash Attention was auto, set to ") || line.has("Flash Attention was set to ") {
        let is_on = line.has("set to enabled") || line.has("set to on");
        reader.context().flash_attention = Some(line.figure(is_on));
        return true;
    }
    false
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
    if rest.starts_with("mla_attn ") || rest.starts_with("fused_") || rest.starts_with("ser ") {
        reader.saw(Engine::IkLlamaCpp);
        return true;
    }
    let Some((name, value)) = rest.split_once('=') else {
        return is_first;
    };
    let (name, value) = (name.trim(), value.trim());
    let is_setting = matches!(
        name,
        "n_ctx"
            | "n_batch"
            | "n_ubatch"
            | "n_seq_max"
            | "n_ctx_seq"
            | "n_ctx_per_seq"
            | "kv_unified"
            | "flash_attn"
    );
    if !is_setting {
        return is_first;
    }
    reader.begin_context_after_compute();
    let count = read_count(value).filter(|value| *value > 0);
    let count = count.map(|value| line.figure(value));
    let context = reader.context();
    match name {
        "n_ctx" => context.tokens = count.or(context.tokens.take()),
        "n_batch" => context.batch = count.or(context.batch.take()),
        "n_ubatch" => context.micro_batch = count.or(context.micro_batch.take()),
        "n_seq_max" => context.sequences = count.or(context.sequences.take()),
        "kv_unified" => context.unified = read_switch(value).map(|value| line.figure(value)),
        "flash_attn" => context.flash_attention = read_switch(value).map(|value| line.figure(value)),
        _ => context.sequence_tokens = count.or(context.sequence_tokens.take()),
    }
    true
}

/// `true`, `'true'`, `1`, `enabled`, and their opposites; `auto` says nothing yet.
fn read_switch(text: &str) -> Option<bool> {
    let word = text.trim().trim_start_matches(['\'', '"']);
    let is_one_of = |words: [&str; 4]| words.iter().any(|known| word.starts_with(known));
    if is_one_of(["true", "1", "enabled", "on"]) {
        Some(true)
    } else {
        is_one_of(["false", "0", "disabled", "off"]).then_some(false)
    }
}

/// `srv    load_model: initializing, n_slots = 4, n_ctx_slot = 8192, kv_unified = 'true'`, `slot … new slot, n_ctx = 8192`
/// and the lines of a slot that answers.
fn read_slots(reader: &mut Reader, line: &Line<'_>) -> bool {
    let number = |name: &str| {
        let value = line.after(name)?.trim_start().strip_prefix('=')?;
        read_count(value.split(',').next().unwrap_or(value)).filter(|value| *value > 0)
    };
    let slots = number("n_slots");
    let tokens = number("n_ctx_slot").or_else(|| {
        let rest = line.after("new slot")?;
        read_count(after(rest, "n_ctx = ")?).filter(|value| *value > 0)
    });
    if slots.is_none() && tokens.is_none() {
        return false;
    }
    reader.saw(Engine::LlamaCpp);
    let unified = line
        .after("kv_unified")
        .and_then(|rest| read_switch(rest.trim_start().strip_prefix('=')?));
    // Slots belong to the main context, which was made first.
    let context = reader.main_context();
    if let Some(slots) = slots {
        context.sequences = Some(line.figure(slots));
    }
    if let Some(tokens) = tokens {
        context.sequence_tokens = Some(line.figure(tokens));
    }
    if let Some(unified) = unified {
        context.unified = Some(line.figure(unified));
    }
    true
}
