//! What an engine needs besides weights and caches.

use super::amount::{Amount, Basis, Part, PartKind, Reason, Source, gib_16ths};
use super::cache::largest_layer;
use super::{DeviceMemory, Engine, ServingInput};

/// Intermediate results of reading a prompt on one device.
///
/// One layer at a time: 4 vectors as wide as the model and 3 as wide as its feed-forward network for each token that is
/// read in one pass; and the logits, as 32-bit floats, once as they come and once as probabilities. For Llama 3 8B and
/// vLLM's 8192 tokens that is 1.15 GiB, of which vLLM logs 1.26 (pull request 10511) with the widths above.
pub(super) fn activations(input: &ServingInput<'_>) -> Part {
    let geometry = &input.config.geometry;
    let devices = input.devices();
    let prompt = input.context.saturating_mul(input.requests);
    let device_bytes = match input.memory {
        DeviceMemory::Devices { bytes, .. } | DeviceMemory::Unified { bytes } => bytes,
    };
    let tokens = match input.engine.prefill_tokens(device_bytes) {
        // Profiling runs are as long as a pass may be, whatever the prompts.
        Some(pass) if input.engine == Engine::Vllm => pass,
        Some(pass) => pass.min(prompt),
        None => prompt,
    };
    let inner = geometry.layers.iter().map(|layer| {
        let dense = layer.dense.map_or(0, |dense| dense.width);
        let experts = layer.experts.map_or(0, |experts| {
            experts
                .width
                .saturating_mul(experts.used)
                .saturating_add(experts.shared_width)
        });
        let recurrent = layer.recurrent.map_or(0, |recurrent| recurrent.inner);
        dense.saturating_add(experts).max(recurrent)
    });
    let widest = inner.max().unwrap_or(0) / devices;
    // The outputs of all experts that a token uses lie side by side before they are added up.
    let used = geometry
        .layers
        .iter()
        .filter_map(|layer| Some(layer.experts?.used));
    let vectors = used.max().unwrap_or(0).saturating_add(4);
    let wide = geometry
        .embedding_length
        .saturating_mul(vectors)
        .saturating_add(widest.saturating_mul(3));
    let layer = tokens.saturating_mul(wide).saturating_mul(2);
    let logits = input
        .engine
        .logits_rows(input.requests)
        .saturating_mul(geometry.vocabulary)
        .saturating_mul(8);
    let likely = layer.saturating_add(logits);
    Part {
        kind: PartKind::Activations,
        bytes: Amount::range(likely / 3, likely, likely.saturating_mul(2)),
        basis: Basis::Assumed(Reason::OneLayersActivations),
    }
}

/// Driver, libraries and exchange between devices. vLLM logs 0.16 to 1.79 GiB on one device, 3.58 on each of two and 0.20 on
/// each of sixteen; on each of four in issue 21348 some 6 GiB are gone.
pub(super) fn runtime(input: &ServingInput<'_>) -> Part {
    let (sixteenths, basis) = match (input.engine, input.devices()) {
        (Engine::Mlx, _) => ([1, 2, 8], Basis::Assumed(Reason::NoBreakdown)),
        (Engine::Transformers, _) => ([8, 11, 16], Basis::Assumed(Reason::NoBreakdown)),
        (Engine::Vllm, 1) => ([2, 10, 29], Basis::Cited(Source::VllmLogs)),
        (Engine::Vllm, _) => ([3, 24, 96], Basis::Cited(Source::VllmLogs)),
        (_, 1) => ([2, 10, 29], Basis::Assumed(Reason::NoBreakdown)),
        (_, _) => ([3, 24, 96], Basis::Assumed(Reason::NoBreakdown)),
    };
    let [low, likely, high] = sixteenths.map(gib_16ths);
    Part {
        kind: PartKind::Runtime,
        bytes: Amount::range(low, likely, high),
        basis,
    }
}

/// Recorded graphs; `None` where the engine records none.
pub(super) fn cuda_graphs(input: &ServingInput<'_>) -> Option<Part> {
    let [low, likely, high] = match (input.engine, input.memory) {
        (_, DeviceMemory::Unified { .. }) => return None,
        (Engine::Vllm, _) => [5, 13, 48],
        (Engine::Sglang, _) => [8, 24, 48],
        (Engine::Tgi, _) => [3, 8, 24],
        (Engine::Transformers | Engine::Mlx, _) => return None,
    }
    .map(gib_16ths);
    Some(Part {
        kind: PartKind::CudaGraphs,
        bytes: Amount::range(low, likely, high),
        basis: Basis::Assumed(Reason::NoBreakdown),
    })
}

/// What a cache that grows with every token takes for growing: a second copy of a layer while it is joined with the new
/// part, and gaps between its outgrown copies.
pub(super) fn cache_growth(input: &ServingInput<'_>, cache: Amount) -> Option<Part> {
    let (kind, bytes, reason) = match input.engine {
        Engine::Transformers => {
            let layer = largest_layer(input);
            let most = layer.saturating_mul(2).saturating_add(cache.high / 4);
            (
                PartKind::CacheGrowth,
                Amount::range(0, layer, most),
                Reason::GrowingCache,
            )
        }
        // mlx_lm.server keeps caches of earlier prompts as long as there is room; `generate` keeps none.
        Engine::Mlx => (
            PartKind::PromptCache,
            Amount::range(0, 0, cache.likely),
            Reason::KeptPrompts,
        ),
        Engine::Vllm | Engine::Sglang | Engine::Tgi => return None,
    };
    (bytes.high > 0).then_some(Part {
        kind,
        bytes,
        basis: Basis::Assumed(reason),
    })
}
