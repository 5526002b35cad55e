//! Keys, values and states that the requests' contexts take.
//!
//! A layer keeps, for each token in its reach, `kv heads × (key width + value width)` numbers, or one narrow row with
//! latent attention. Example: Llama 3.1 8B in 16 bits keeps 32 layers × 8 heads × 256 numbers × 2 bytes = 131,072 bytes
//! for each token; the 19.37 GiB that vLLM logs on an L40S hold 158,656 of them (vllm-project/vllm pull request 17122).

use super::amount::{Amount, Basis, Part, PartKind, Reason, per_mille};
use super::{CachePrecision, Engine, ServingInput};
use crate::domain::architecture::{Attention, CacheOwner, Span};

/// Share of the full context that SGLang gives to layers with a window (`swa_full_tokens_ratio`, 0.8 by default).
const SGLANG_WINDOW_PER_MILLE: u64 = 800;

/// The KV cache of all requests on one device.
pub(super) fn kv_cache(input: &ServingInput<'_>) -> Part {
    let mut one = Amount::default();
    let mut has_windows = false;
    if !input.config.geometry.is_encoder {
        for (number, layer) in input.config.geometry.layers.iter().enumerate() {
            if let Some(attention) = layer.attention.filter(|layer| layer.cache == CacheOwner::Own) {
                one = one.plus(layer_bytes(input, number, &attention));
                has_windows |= attention.span != Span::Full;
            }
        }
    }
    Part {
        kind: PartKind::KvCache,
        bytes: one.times(input.requests),
        basis: if !input.config.compression.is_empty() {
            Basis::Assumed(Reason::CompressedCache)
        } else if has_windows && one.low != one.high {
            Basis::Assumed(Reason::WindowHandling)
        } else {
            Basis::Computed
        },
    }
}

/// The largest layer's keys and values for all requests.
pub(super) fn largest_layer(input: &ServingInput<'_>) -> u64 {
    let layers = input.config.geometry.layers.iter().enumerate();
    layers
        .filter_map(|(number, layer)| Some(layer_bytes(input, number, layer.attention.as_ref()?).likely))
        .max()
        .unwrap_or(0)
        .saturating_mul(input.requests)
}

fn layer_bytes(input: &ServingInput<'_>, number: usize, attention: &Attention) -> Amount {
    let row = row_bytes(input, attention);
    let cells = cells(input, attention.span);
    let plain = Amount::range(
        cells.low.saturating_mul(row.low),
        cells.likely.saturating_mul(row.likely),
        cells.high.saturating_mul(row.high),
    );
    match input.config.compression.get(number) {
        None => plain,
        Some(ratio) => compressed(input, attention, *ratio, row.likely),
    }
}

/// DeepSeek V4 folds `ratio` tokens into one row beside its window, and values are the keys. Engines disagree on how
/// much of that they save: at most they keep every token.
fn compressed(input: &ServingInput<'_>, attention: &Attention, ratio: u64, row: u64) -> Amount {
    let window = match attention.span {
        Span::Full => 0,
        Span::Window(window) | Span::Chunked(window) => window.min(input.context),
    };
    let folded = input.context.checked_div(ratio).unwrap_or(0);
    let likely = window.saturating_add(folded).saturating_mul(row / 2);
    Amount::range(likely / 2, likely, input.context.saturating_mul(row))
}

/// Tokens that a layer keeps for one request.
fn cells(input: &ServingInput<'_>, span: Span) -> Amount {
    let block = input.engine.block_tokens();
    let rounded = |tokens: u64| tokens.div_ceil(block).saturating_mul(block);
    let all = rounded(input.context);
    let (Span::Window(window) | Span::Chunked(window)) = span else {
        return Amount::exact(all);
    };
    let in_window = rounded(input.context.min(window));
    match input.engine {
        // A window touches one block more than it fills.
        Engine::Vllm => {
            let touched = in_window.saturating_add(block).min(all);
            Amount::range(touched, touched, all)
        }
        Engine::Sglang => Amount::range(
            in_window,
            per_mille(all, SGLANG_WINDOW_PER_MILLE).max(in_window),
            all,
        ),
        // One allocation for all layers: windows save time, not memory.
        Engine::Tgi => Amount::range(in_window, all, all),
        Engine::Transformers | Engine::Mlx => Amount::range(in_window, in_window, all),
    }
}

/// Bytes that a layer keeps for one token on one device.
fn row_bytes(input: &ServingInput<'_>, attention: &Attention) -> Amount {
    let devices = input.devices();
    let bytes = |numbers: u64| bytes_of(input, numbers);
    // Heads are shared out; with more devices than heads every device keeps one.
    let heads = attention.kv_heads.div_ceil(devices);
    let expanded = bytes(heads.saturating_mul(attention.key_width.saturating_add(attention.value_width)));
    let Some(latent) = attention.latent else {
        return Amount::exact(expanded);
    };
    // Every device keeps all of the latent row, and the indexer's row in 8 bits with a 32-bit scale.
    let indexer = match input.config.indexer_width {
        0 => 0,
        width => width.saturating_add(4),
    };
    let narrow = bytes(latent.rank.saturating_add(latent.rope_width)).saturating_add(indexer);
    match input.engine {
        Engine::Mlx => Amount::range(narrow, narrow, expanded),
        engine if engine.keeps_latent_rows() => Amount::exact(narrow),
        _ => Amount::exact(expanded),
    }
}

fn bytes_of(input: &ServingInput<'_>, numbers: u64) -> u64 {
    let wants_8_bits = input
        .config
        .quantization
        .as_ref()
        .is_some_and(|scheme| scheme.has_8bit_cache);
    let is_grouped = matches!(input.engine, Engine::Mlx | Engine::Transformers);
    let bits = match input.cache {
        CachePrecision::Auto if wants_8_bits && input.engine.follows_cache_scheme() => 8_000,
        CachePrecision::Auto => input.float_bytes().saturating_mul(8_000),
        // A scale and an offset in 16 bits each for 64 numbers.
        CachePrecision::EightBit if is_grouped => 8_500,
        CachePrecision::EightBit => 8_000,
        CachePrecision::FourBit => 4_500,
    };
    per_mille(numbers, bits).div_ceil(8)
}

/// The states of recurrent layers of all requests on one device.
pub(super) fn recurrent_state(input: &ServingInput<'_>) -> Option<Part> {
    let devices = input.devices();
    let (mut states, mut convolutions) = (0_u64, 0_u64);
    for recurrent in input
        .config
        .geometry
        .layers
        .iter()
        .filter_map(|layer| layer.recurrent)
    {
        states = states.saturating_add(recurrent.state.div_ceil(devices));
        convolutions = convolutions.saturating_add(recurrent.convolution.div_ceil(devices));
    }
    let narrow = states.saturating_add(convolutions).saturating_mul(2);
    let usual = states
        .saturating_mul(4)
        .saturating_add(convolutions.saturating_mul(2));
    // Servers keep states ready for prompts that return, up to twice the running ones.
    let wide = states.saturating_add(convolutions).saturating_mul(4);
    let most = if input.engine.reserves() {
        wide.saturating_mul(3)
    } else {
        wide
    };
    (usual > 0).then(|| Part {
        kind: PartKind::RecurrentState,
        bytes: Amount::range(narrow, usual, most).times(input.requests),
        basis: Basis::Assumed(Reason::StatePrecision),
    })
}
