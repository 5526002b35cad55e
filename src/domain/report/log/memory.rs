//! Memory as a log tells of it: what for, where, how much, and how the figure came about.

use super::figure::{Amount, Figure, Source};

/// What memory is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Weights.
    Weights,
    /// KV cache.
    KvCache,
    /// State of recurrent layers.
    RecurrentState,
    /// Buffers of the computation; for vLLM its peak of activations.
    Compute,
    /// Output buffer (logits and embeddings).
    Output,
    /// A vision projector: weights and computation.
    Projector,
    /// Captured graphs of the computation (CUDA graphs of vLLM and SGLang).
    Graphs,
    /// What the runtime takes beside all buffers (vLLM's "non-torch memory").
    Runtime,
}

/// Where memory lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A GPU or another accelerator.
    Device,
    /// System memory, pinned or not.
    Host,
}

impl Place {
    /// The place of a buffer by the name that GGML's backends give it.
    pub(super) fn of_buffer(name: &str) -> Self {
        let is_host = name.starts_with("CPU")
            || name.ends_with("_Host")
            || ["Host", "cpu", "AMX", "BLAS"].contains(&name);
        if is_host { Self::Host } else { Self::Device }
    }
}

/// How a figure came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The engine reports what it took.
    Measured,
    /// The engine reports what it expected to take.
    Expected,
}

/// The memory of one purpose under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// The engine's name for where it is: `CUDA0`, `CPU_Mapped`, `CUDA_Host`, `Worker_TP0`. Cut.
    pub name: String,
    /// Where it lies.
    pub place: Place,
    /// What it is for.
    pub part: Part,
    /// How much.
    pub size: Figure<Amount>,
    /// How it came about.
    pub basis: Basis,
}

impl Buffer {
    /// Whether the figure is the share of one card of several that compute every tensor together: llama.cpp's `Meta()`
    /// device (`--split-mode tensor`) prints one card's share.
    pub fn is_share(&self) -> bool {
        self.name.starts_with("Meta(")
    }
}

/// A row of llama.cpp's memory table (pull request 15860), in whole MiB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceMemory {
    /// The device with its description: `CUDA0 (RTX 4090)`, `Host`. Cut.
    pub name: String,
    /// Where it lies.
    pub place: Place,
    /// All memory of the device; system memory is not always given.
    pub total: Option<Amount>,
    /// What was free.
    pub free: Option<Amount>,
    /// What llama.cpp used: the next three together.
    pub own: Amount,
    /// Weights.
    pub model: Amount,
    /// KV cache, recurrent state and output buffer.
    pub context: Amount,
    /// Compute buffers.
    pub compute: Amount,
    /// What neither llama.cpp nor "free" explains: the runtime, the display, other programs.
    pub unaccounted: Option<Amount>,
    /// Whether the device was really filled when it was printed, or the engine was still fitting.
    pub basis: Basis,
    /// Where it was read.
    pub source: Source,
}

/// A device as the engine found it, before it took anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundDevice {
    /// The engine's name: `CUDA0`, `GPU 0`, `Metal`. Cut.
    pub name: String,
    /// What it is: `NVIDIA GeForce RTX 4070`. Cut; empty where the log does not say.
    pub description: String,
    /// All its memory.
    pub total: Option<Amount>,
    /// What was free.
    pub free: Option<Amount>,
}

/// What the engine expected before it began (llama.cpp's `-fit`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Device memory that the settings would take.
    pub needed: Option<Amount>,
    /// Device memory that was free.
    pub free: Option<Amount>,
    /// How much of it was to be kept free on each device.
    pub margin: Option<Amount>,
    /// By how much the engine found it had to come down.
    pub excess: Option<Amount>,
    /// Whether it could not, because of what the user had set.
    pub is_abandoned: bool,
}
