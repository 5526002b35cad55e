//! Which layer of a model does what.

use super::keys::{Found, Keys};
use crate::domain::architecture::Origin;
use crate::domain::wire::json::Json;

/// What one layer does, before its sizes are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Attention over the whole context.
    Full,
    /// Attention over a window.
    Window,
    /// A recurrent layer.
    Recurrent,
    /// A short convolution.
    Convolution,
    /// A recurrent layer and attention side by side.
    Both,
    /// A feed-forward network only (Nemotron-H counts these as layers).
    FeedForward,
    /// Experts only (likewise).
    Experts,
}

/// The parts of all layers and where that is stated.
pub(super) struct Pattern {
    pub parts: Vec<Part>,
    pub origin: Origin,
}

/// Models whose layers all recur.
const RECURRENT_TYPES: [&str; 6] = ["mamba", "mamba2", "falcon_mamba", "rwkv", "rwkv5", "rwkv6"];

/// The pattern of `n_layers` layers, from the surest evidence to the least.
pub(super) fn pattern(keys: &Keys<'_>, n_layers: usize, window: Option<&Found>) -> Pattern {
    let stated = by_letters(keys)
        .or_else(|| by_words(keys))
        .or_else(|| by_numbers(keys))
        .or_else(|| by_places(keys, n_layers))
        .or_else(|| by_interval(keys, n_layers));
    let mut pattern = stated.unwrap_or_else(|| by_type(keys, n_layers, window));
    // A shorter pattern is repeated (RecurrentGemma writes three words for 26 layers).
    pattern.parts = pattern.parts.iter().copied().cycle().take(n_layers).collect();
    if window.is_none() {
        for part in &mut pattern.parts {
            if *part == Part::Window {
                *part = Part::Full;
            }
        }
    }
    pattern
}

/// `hybrid_override_pattern` of Nemotron-H: `M` Mamba-2, `*` attention, `-` feed-forward, `E` experts.
fn by_letters(keys: &Keys<'_>) -> Option<Pattern> {
    let name = "hybrid_override_pattern";
    // A word is at most 100 letters; patterns of larger models are longer, so the text itself is asked for.
    let letters = keys.text(&[name])?;
    let parts: Vec<Part> = letters
        .chars()
        .filter_map(|letter| match letter {
            'M' => Some(Part::Recurrent),
            '*' => Some(Part::Full),
            '-' => Some(Part::FeedForward),
            'E' => Some(Part::Experts),
            _ => None,
        })
        .collect();
    some(parts, name.to_owned())
}

/// `layer_types` and its older names.
fn by_words(keys: &Keys<'_>) -> Option<Pattern> {
    let (items, name) = keys.list(&["layer_types", "layers_block_type", "block_types"])?;
    let part_of = |word: &str| {
        let has = |part: &str| word.contains(part);
        if has("sliding") || has("chunked") || has("local") {
            Part::Window
        } else if has("hybrid") {
            Part::Both
        } else if has("conv") {
            Part::Convolution
        } else if has("linear") || has("mamba") || has("recurrent") || has("delta") || has("kda") {
            Part::Recurrent
        } else if has("moe") || has("experts") {
            Part::Experts
        } else if has("mlp") || has("feed_forward") {
            Part::FeedForward
        } else {
            Part::Full
        }
    };
    let words: Vec<String> = items.into_iter().filter_map(Json::word).collect();
    some(words.iter().map(|word| part_of(word)).collect(), name)
}

/// Arrays with a number for each layer: MiniMax writes 1 for attention, MiMo-V2 writes 1 for a window.
fn by_numbers(keys: &Keys<'_>) -> Option<Pattern> {
    let read = |name: &str, zero: Part, one: Part| {
        let (items, key) = keys.list(&[name])?;
        let part = |json: Json<'_>| json.natural().map(|number| if number == 0 { zero } else { one });
        some(items.into_iter().filter_map(part).collect(), key)
    };
    read("attn_type_list", Part::Recurrent, Part::Full)
        .or_else(|| read("hybrid_layer_pattern", Part::Full, Part::Window))
        // Llama 4: the layers without rotary positions look at everything.
        .or_else(|| read("no_rope_layers", Part::Full, Part::Window).filter(|_| keys.is_one_of(&LLAMA4)))
}

const LLAMA4: [&str; 2] = ["llama4_text", "llama4"];

/// Lists of the layers that attend; all others recur.
fn by_places(keys: &Keys<'_>, n_layers: usize) -> Option<Pattern> {
    let (items, name, first, other) = if let Some(linear) = keys.object(&["linear_attn_config"]) {
        // Kimi Linear counts from 1.
        let items: Vec<Json<'_>> = linear.items("full_attn_layers").collect();
        (
            items,
            "linear_attn_config.full_attn_layers".to_owned(),
            1,
            Part::Recurrent,
        )
    } else if let Some((items, name)) = keys.list(&["full_attn_idxs"]) {
        (items, name, 0, Part::Convolution)
    } else {
        let (items, name) = keys.list(&["attn_layer_indices", "attn_layers"])?;
        (items, name, 0, Part::Recurrent)
    };
    let mut parts = vec![other; n_layers];
    for place in items.into_iter().filter_map(Json::number::<usize>) {
        if let Some(part) = place.checked_sub(first).and_then(|place| parts.get_mut(place)) {
            *part = Part::Full;
        }
    }
    some(parts, name)
}

/// Attention in every so-manieth layer: Jamba says where the first one is, Qwen3-Next has it last.
fn by_interval(keys: &Keys<'_>, n_layers: usize) -> Option<Pattern> {
    let places = |period: u64, offset: u64| {
        let numbers = (0_u64..).take(n_layers);
        let part = |number: u64| match number.checked_rem(period) {
            Some(place) if place == offset => Part::Full,
            _ => Part::Recurrent,
        };
        numbers.map(part).collect()
    };
    if let Some(period) = keys
        .find(&["attn_layer_period"])
        .filter(|period| period.value > 0)
    {
        let offset = keys.count(&["attn_layer_offset"]).unwrap_or(0);
        return Some(Pattern {
            parts: places(period.value, offset),
            origin: period.origin,
        });
    }
    let interval = keys.find(&["full_attention_interval"])?;
    Some(Pattern {
        parts: places(interval.value, interval.value.checked_sub(1)?),
        origin: interval.origin,
    })
}

/// What the type of the model says, and the keys about windows.
fn by_type(keys: &Keys<'_>, n_layers: usize, window: Option<&Found>) -> Pattern {
    let all = |part: Part, origin: Origin| Pattern {
        parts: vec![part; n_layers],
        origin,
    };
    if keys.is_one_of(&RECURRENT_TYPES) || keys.object(&["ssm_cfg"]).is_some() {
        return all(Part::Recurrent, Origin::Architecture);
    }
    if keys.is_one_of(&["falcon_h1"]) {
        return all(Part::Both, Origin::Architecture);
    }
    let Some(window) = window else {
        return all(Part::Full, Origin::Architecture);
    };
    if let Some(letters) = keys.text(&["sliding_window_pattern"]) {
        // EXAONE 4 writes `LLLG`: local and global.
        let parts: Vec<Part> = letters
            .chars()
            .map(|letter| if letter == 'G' { Part::Full } else { Part::Window })
            .collect();
        if let Some(pattern) = some(parts, "sliding_window_pattern".to_owned()) {
            return pattern;
        }
    }
    let stated = keys.find(&["sliding_window_pattern", "_sliding_window_pattern"]);
    let by_architecture = match keys.model_type.as_str() {
        "gemma2" | "gpt_oss" => Some(2),
        "gemma3_text" | "gemma3" => Some(6),
        "gemma3n_text" | "gemma3n" => Some(5),
        "cohere2" | "llama4_text" | "llama4" | "olmo3" => Some(4),
        _ => None,
    };
    let period = stated
        .map(|found| (found.value, found.origin))
        .or_else(|| by_architecture.map(|period| (period, Origin::Architecture)));
    if let Some((period, origin)) = period.filter(|(period, _)| *period > 0) {
        let last = period.saturating_sub(1);
        let part = |number: u64| match number.checked_rem(period) {
            Some(place) if place == last => Part::Full,
            _ => Part::Window,
        };
        return Pattern {
            parts: (0_u64..).take(n_layers).map(part).collect(),
            origin,
        };
    }
    // Every layer has the window, except the first ones of Qwen models that say so.
    let n_full = match keys.find(&["max_window_layers"]) {
        Some(n_full) if keys.model_type.starts_with("qwen") => {
            usize::try_from(n_full.value).unwrap_or(n_layers)
        }
        _ => 0,
    };
    let part = |number: usize| if number < n_full { Part::Full } else { Part::Window };
    Pattern {
        parts: (0..n_layers).map(part).collect(),
        origin: window.origin.clone(),
    }
}

fn some(parts: Vec<Part>, key: String) -> Option<Pattern> {
    (!parts.is_empty()).then_some(Pattern {
        parts,
        origin: Origin::Key(key),
    })
}
