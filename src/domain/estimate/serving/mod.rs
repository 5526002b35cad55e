//! Memory of the engines that load Safetensors: vLLM, SGLang, TGI, transformers and MLX.
//!
//! Nobody measured these here. What follows from the model's own numbers and an engine's allocation rule is computed;
//! everything else is a range with its source or named as an assumption ([`Basis`]), and the verdict is only "fits" where the
//! whole range does. All amounts are bytes on **one** device: with tensor parallelism every device holds the same.
//!
//! Reading order: [`Engine`] (what the engines take by default), `weights`, `cache`, `working_memory` (the parts),
//! `capacity` (whether it fits, and how far it goes).

mod amount;
mod cache;
mod capacity;
mod engine;
mod unified;
mod weights;
mod working_memory;

pub use amount::{Amount, Basis, Part, PartKind, Reason, Source};
pub use capacity::{Reach, ServingEstimate, ServingVerdict};
pub use engine::Engine;
pub use unified::working_set;
pub use weights::StoredWeights;

use crate::domain::files::config::ModelConfig;

/// Most requests at once that are looked at. Servers schedule some hundred.
pub const REQUESTS_MAX: u64 = 4096;

/// Longest context that is looked at, in tokens.
pub const CONTEXT_MAX: u64 = 1 << 30;

/// Most devices that share a model.
pub const DEVICES_MAX: u64 = 1024;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct ServingInput<'a> {
    /// The engine.
    pub engine: Engine,
    /// The model.
    pub config: &'a ModelConfig,
    /// What is known of the weights' bytes.
    pub weights: StoredWeights<'a>,
    /// How the KV cache is kept.
    pub cache: CachePrecision,
    /// Tokens of context of each request, 1 to [`CONTEXT_MAX`].
    pub context: u64,
    /// Requests at once, 1 to [`REQUESTS_MAX`].
    pub requests: u64,
    /// The memory.
    pub memory: DeviceMemory,
    /// Share of each device that the engine may take, in thousandths; `None` is the engine's default. Not used for
    /// unified memory, where the system sets the limit.
    pub share_per_mille: Option<u16>,
}

/// How the KV cache is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CachePrecision {
    /// As the engine does when told nothing: the model's float type, or 8 bits where the repository asks for it and the
    /// engine knows how.
    #[default]
    Auto,
    /// 8 bits (`--kv-cache-dtype fp8`, `--kv-bits 8`).
    EightBit,
    /// 4 bits in groups of 64 (`--kv-bits 4` of MLX, quantized caches of transformers).
    FourBit,
}

/// The memory that an engine finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceMemory {
    /// Equal devices with memory of their own.
    Devices {
        /// Bytes of one, as its driver reports them.
        bytes: u64,
        /// How many, 1 to [`DEVICES_MAX`].
        count: u64,
    },
    /// Memory that processor and graphics share.
    Unified {
        /// All of it, in bytes.
        bytes: u64,
    },
}

impl ServingInput<'_> {
    /// The sum, the verdict and how far it goes. The cost is some hundred passes over the layers.
    pub fn estimate(&self) -> ServingEstimate {
        capacity::estimate(self)
    }

    fn devices(&self) -> u64 {
        match self.memory {
            DeviceMemory::Devices { count, .. } => count.clamp(1, DEVICES_MAX),
            DeviceMemory::Unified { .. } => 1,
        }
    }

    /// Bytes of a float as the model is loaded.
    fn float_bytes(&self) -> u64 {
        self.config.float.map_or(2, |float| float.bytes())
    }
}
