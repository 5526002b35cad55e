//! Amounts of which only a range is known, and why.

/// Bytes (or a number of things): at least, most likely and at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// The least that is plausible.
    pub low: u64,
    /// What is expected.
    pub likely: u64,
    /// The most that is plausible.
    pub high: u64,
}

/// A part of the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its bytes on one device.
    pub bytes: Amount,
    /// How they are known.
    pub basis: Basis,
}

/// What memory is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// The weights.
    Weights,
    /// Keys and values of the context.
    KvCache,
    /// States of recurrent layers.
    RecurrentState,
    /// Intermediate results of reading a prompt.
    Activations,
    /// What the driver, its libraries and the exchange between devices take.
    Runtime,
    /// Recorded graphs of the kernels.
    CudaGraphs,
    /// What growing a cache step by step takes besides the cache.
    CacheGrowth,
    /// Caches of earlier prompts that are kept for their return.
    PromptCache,
}

/// How an amount is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Read from the file: bytes of tensors or of files.
    Measured,
    /// Follows from the model's own numbers and the engine's rule.
    Computed,
    /// Published by others.
    Cited(Source),
    /// Assumed, for this reason.
    Assumed(Reason),
}

/// Where a published figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Logs in vllm-project/vllm pull requests 10511, 12126 and 14447 and issue 21348.
    VllmLogs,
}

/// Why something is assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No header and no file size: the shapes of the configuration, times the width of the method.
    WeightsFromShapes,
    /// The same, and the method's width is not known.
    UnknownMethod,
    /// How the engine keeps layers that look back over a window depends on its version and settings.
    WindowHandling,
    /// The model compresses its cache in a way that engines allocate differently.
    CompressedCache,
    /// Whether states are kept in 16 or 32 bits, and how many are kept ready, depends on the settings.
    StatePrecision,
    /// One layer's intermediate results, a third to twice: kernels and the size of a pass differ.
    OneLayersActivations,
    /// Nobody published a breakdown.
    NoBreakdown,
    /// Old and new copy of a growing cache, and gaps that the allocator leaves.
    GrowingCache,
    /// Earlier prompts may be kept.
    KeptPrompts,
}

impl Amount {
    /// A known number.
    pub const fn exact(number: u64) -> Self {
        Self {
            low: number,
            likely: number,
            high: number,
        }
    }

    /// A range; numbers out of order are put right around the middle one.
    pub const fn range(low: u64, likely: u64, high: u64) -> Self {
        Self {
            low: if low < likely { low } else { likely },
            likely,
            high: if high > likely { high } else { likely },
        }
    }

    /// Both together.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            low: self.low.saturating_add(other.low),
            likely: self.likely.saturating_add(other.likely),
            high: self.high.saturating_add(other.high),
        }
    }

    /// So many times as much.
    pub const fn times(self, factor: u64) -> Self {
        Self {
            low: self.low.saturating_mul(factor),
            likely: self.likely.saturating_mul(factor),
            high: self.high.saturating_mul(factor),
        }
    }

    /// What remains when the other is taken away, the least where most is taken.
    pub const fn minus(self, other: Self) -> Self {
        Self {
            low: self.low.saturating_sub(other.high),
            likely: self.likely.saturating_sub(other.likely),
            high: self.high.saturating_sub(other.low),
        }
    }
}

/// `part` thousandths of a number.
pub(super) fn per_mille(number: u64, part: u64) -> u64 {
    let product = u128::from(number).saturating_mul(u128::from(part)) / 1000;
    u64::try_from(product).unwrap_or(u64::MAX)
}

/// A number in 16ths of a GiB, for figures that are published as decimal GiB.
pub(super) const fn gib_16ths(sixteenths: u64) -> u64 {
    sixteenths.saturating_mul(1 << 26)
}
