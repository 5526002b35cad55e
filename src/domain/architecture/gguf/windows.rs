//! Which layers look at a window, by architecture.

use super::keys::Keys;
use crate::domain::architecture::{Origin, Quantity, Span};
use crate::domain::files::gguf::PerLayer;

/// A regular pattern of layers.
#[derive(Clone, Copy)]
struct Pattern {
    /// One layer of so many looks over the whole context; 0: none does.
    period: u64,
    /// Whether it is the first of them and not the last.
    whole_first: bool,
}

/// The window of an architecture: its pattern, its length if no key states it, and whether it stands on the window's
/// key (without the key, or with 0, there is no window).
struct Rule {
    pattern: Pattern,
    length: Option<u64>,
    is_chunked: bool,
}

/// The rule of an architecture (llama.cpp `load_swa_pattern` in `src/models`); nothing for architectures whose engine
/// ignores windows, even where the key is there (Phi-3, Mistral, Qwen 2, StarCoder 2).
fn rule(architecture: &str) -> Option<Rule> {
    let (period, whole_first, length) = match architecture {
        "gemma2" => (2, false, Some(4096)),
        "gpt-oss" => (2, false, None),
        "gemma3" | "gemma-embedding" => (6, false, None),
        "gemma3n" => (5, false, None),
        "llama4" => (4, false, Some(8192)),
        "cohere2" | "olmo2" | "afmoe" | "mellum" | "muse-glimmer" => (4, false, None),
        "exaone4" => (4, false, Some(4096)),
        "exaone-moe" => (4, false, Some(128)),
        "cohere2moe" | "laguna" => (4, true, None),
        "smallthinker" => (4, true, None),
        "modern-bert" => (3, true, None),
        "plamo3" => (8, false, None),
        // Every layer that attends at all.
        "deepseek4" | "lfm2" => (0, false, None),
        // Ignored by the engine.
        "llama" | "qwen2" | "qwen2moe" | "qwen2vl" | "qwen3" | "qwen3moe" | "phi3" | "phimoe"
        | "starcoder2" | "mistral3" => return None,
        // A pattern of their own in the file, or none.
        _ => (1, false, None),
    };
    Some(Rule {
        pattern: Pattern { period, whole_first },
        length,
        is_chunked: architecture == "llama4",
    })
}

/// How far each layer looks.
pub(super) fn spans(keys: &mut Keys<'_>, count: usize) -> Vec<Span> {
    let architecture = keys.architecture();
    let Some(rule) = rule(architecture) else {
        return vec![Span::Full; count];
    };
    let stated = keys.number("attention.sliding_window");
    // Llama 4 and SmallThinker have one length, whatever the key says, unless it says that there is none.
    let length = match (architecture, stated) {
        (_, Some(0)) => 0,
        ("smallthinker", Some(_)) => 4096,
        ("llama4", _) => 8192,
        // Of EXAONE 4 only the 32-billion model has windows; the engine knows it by its layers.
        ("exaone4", _) if count != 64 => 0,
        (_, Some(length)) => length,
        (_, None) => rule.length.unwrap_or(0),
    };
    if length == 0 {
        return vec![Span::Full; count];
    }
    match stated {
        Some(_) if architecture != "llama4" && architecture != "smallthinker" => {
            keys.note_key(Quantity::WindowLength, length, "attention.sliding_window");
        }
        _ => keys
            .geometry
            .note(Quantity::WindowLength, length, length, Origin::Architecture),
    }
    let is_window = windows(keys, rule.pattern, count);
    let windows = is_window.iter().filter(|is_window| **is_window).count() as u64;
    let origin = if keys.of_model("attention.sliding_window_pattern").is_some() {
        Origin::Key(format!("{architecture}.attention.sliding_window_pattern"))
    } else {
        Origin::Architecture
    };
    keys.geometry
        .note(Quantity::WindowLayers, windows, windows, origin);
    let span = if rule.is_chunked {
        Span::Chunked(length)
    } else {
        Span::Window(length)
    };
    let spans = is_window
        .into_iter()
        .map(|is_window| if is_window { span } else { Span::Full });
    spans.collect()
}

fn windows(keys: &Keys<'_>, pattern: Pattern, count: usize) -> Vec<bool> {
    let name = "attention.sliding_window_pattern";
    if let Some(PerLayer::Each(flags)) = keys.flags(name) {
        let layer = |index| flags.get(index).copied().unwrap_or(false);
        return (0..count).map(layer).collect();
    }
    let period = keys.number(name).unwrap_or(pattern.period);
    let layer = |index: usize| match (period, pattern.whole_first) {
        (0, _) => true,
        (period, true) => !(index as u64).is_multiple_of(period),
        (period, false) => index as u64 % period < period - 1,
    };
    (0..count).map(layer).collect()
}
