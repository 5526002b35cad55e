//! What the engines that load Safetensors need, held to published logs and to what must always hold.

mod caches;
mod laws;
mod published_logs;
mod stored_weights;

use llm_lens::domain::estimate::serving::{
    CachePrecision, DeviceMemory, Engine, PartKind, ServingEstimate, ServingInput, StoredWeights,
};
use llm_lens::domain::files::config::ModelConfig;

pub const GIB: u64 = 1 << 30;

/// Hundredths of a GiB in bytes.
pub const fn gib_hundredths(hundredths: u64) -> u64 {
    hundredths * GIB / 100
}

pub const fn on_devices(bytes: u64, count: u64) -> DeviceMemory {
    DeviceMemory::Devices { bytes, count }
}

/// vLLM on one device of 80 GB, one request of 8192 tokens, as told nothing else.
pub const fn ask(config: &ModelConfig) -> ServingInput<'_> {
    ServingInput {
        engine: Engine::Vllm,
        config,
        weights: StoredWeights::Shapes,
        cache: CachePrecision::Auto,
        context: 8192,
        requests: 1,
        memory: on_devices(gib_hundredths(7922), 1),
        share_per_mille: None,
    }
}

pub fn part(estimate: &ServingEstimate, kind: PartKind) -> llm_lens::domain::estimate::serving::Amount {
    let mut parts = estimate.parts.iter().filter(|part| part.kind == kind);
    parts.next().map(|part| part.bytes).unwrap_or_default()
}

/// Bytes of keys and values for each token, at long context.
pub fn cache_per_token(input: ServingInput<'_>) -> u64 {
    let context = 1 << 20;
    let estimate = ServingInput { context, ..input }.estimate();
    part(&estimate, PartKind::KvCache).likely >> 20
}
