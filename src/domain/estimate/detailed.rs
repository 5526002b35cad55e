//! The Detailed estimate for llama.cpp and programs built on it: what lies in which memory.

use super::buffers::{ComputeBuffers, Planner};
use super::graph::{Home, Homes};
use super::kv_cache::KvCache;
use super::output_buffer::output_bytes;
use super::recurrent::layer_bytes;
use super::settings::{Lengths, LlamaCppSettings, Refusal};
use super::weights::{WeightBasis, Weights};
use crate::domain::architecture::{Geometry, Origin, Quantity};

/// What a run needs in one memory, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Weights.
    pub weights: u64,
    /// Cached keys and values of layers that look over the whole context.
    pub kv_full: u64,
    /// Cached keys and values of layers that look at a window.
    pub kv_window: u64,
    /// States of recurrent layers.
    pub recurrent: u64,
    /// The compute buffer.
    pub compute: u64,
    /// The buffer in which results are handed out.
    pub output: u64,
}

impl Parts {
    /// Keys, values and states.
    pub const fn context(&self) -> u64 {
        self.kv_full
            .saturating_add(self.kv_window)
            .saturating_add(self.recurrent)
    }

    /// All of it.
    pub const fn total(&self) -> u64 {
        self.weights
            .saturating_add(self.context())
            .saturating_add(self.compute)
            .saturating_add(self.output)
    }

    /// Both together.
    pub const fn plus(&self, other: &Self) -> Self {
        Self {
            weights: self.weights.saturating_add(other.weights),
            kv_full: self.kv_full.saturating_add(other.kv_full),
            kv_window: self.kv_window.saturating_add(other.kv_window),
            recurrent: self.recurrent.saturating_add(other.recurrent),
            compute: self.compute.saturating_add(other.compute),
            output: self.output.saturating_add(other.output),
        }
    }
}

/// What a run needs in each memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detailed {
    /// The devices, in order.
    pub devices: Vec<Parts>,
    /// System memory.
    pub host: Parts,
    /// The lengths that the engine makes of the settings.
    pub lengths: Lengths,
    /// Where each layer lies.
    pub homes: Homes,
}

/// Between which amounts the real memory lies, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// At least this, in bytes.
    pub low: u64,
    /// At most this, in bytes.
    pub high: u64,
}

/// How far the weights can be off where only the size of the files is known, in percent: headers, padding, and what the
/// shares of the parts leave open.
const FILE_SIZE_PERCENT: u64 = 2;
/// How far cache and compute buffer can be off where the architecture is not known, in percent: windows, shared caches
/// and states make caches smaller, wider inner layers make buffers larger.
const UNKNOWN_ARCHITECTURE_PERCENT: u64 = 25;
/// How far compute buffers differ between the engine's versions and backends, in percent.
const COMPUTE_PERCENT: u64 = 2;

impl Detailed {
    /// The range around the total: narrow where everything was read and the architecture is known, wider for what was
    /// assumed. Where a number is missing altogether there is no upper end.
    pub fn range(&self, geometry: &Geometry, weights: &Weights) -> Range {
        let parts = self.sum();
        let percent = |bytes: u64, percent: u64| bytes / 100 * percent + bytes % 100 * percent / 100;
        let of_weights = match weights.basis {
            WeightBasis::Tensors => 0,
            WeightBasis::TensorsWithUnknownTypes => UNKNOWN_ARCHITECTURE_PERCENT,
            WeightBasis::FileSize => FILE_SIZE_PERCENT,
        };
        let is_known = geometry
            .fact(Quantity::LayerKinds)
            .is_none_or(|fact| fact.origin != Origin::Assumed);
        let (of_context, of_compute) = if is_known {
            (0, COMPUTE_PERCENT)
        } else {
            (UNKNOWN_ARCHITECTURE_PERCENT, UNKNOWN_ARCHITECTURE_PERCENT)
        };
        let width = percent(parts.weights, of_weights)
            .saturating_add(percent(parts.context(), of_context))
            .saturating_add(percent(parts.compute, of_compute));
        let total = parts.total();
        Range {
            low: total.saturating_sub(width),
            high: if geometry.missing.is_empty() {
                total.saturating_add(width)
            } else {
                u64::MAX
            },
        }
    }

    /// The memory that a run needs with the layers at their `homes`, its compute buffers planned.
    ///
    /// # Errors
    /// Why the engine would refuse the settings.
    pub fn compute(
        geometry: &Geometry,
        weights: &Weights,
        settings: &LlamaCppSettings,
        homes: Homes,
    ) -> Result<Self, Refusal> {
        let prepared = Prepared::of(geometry, settings, &Planner)?;
        Ok(prepared.at(weights, homes))
    }

    /// All memories together.
    pub fn sum(&self) -> Parts {
        self.devices.iter().fold(self.host, |sum, parts| sum.plus(parts))
    }

    /// Bytes of all memories together.
    pub fn total(&self) -> u64 {
        self.sum().total()
    }
}

/// What is the same wherever the layers of a run lie.
pub(super) struct Prepared<'a> {
    geometry: &'a Geometry,
    settings: &'a LlamaCppSettings,
    buffers: &'a dyn ComputeBuffers,
    lengths: Lengths,
    /// Bytes of the cached keys and values of each layer.
    cache: KvCache,
    /// Bytes of the state of each layer.
    states: Vec<u64>,
    /// Bytes in which results are handed out.
    output: u64,
}

impl<'a> Prepared<'a> {
    /// Prepares a run.
    ///
    /// # Errors
    /// Why the engine would refuse the settings.
    pub fn of(
        geometry: &'a Geometry,
        settings: &'a LlamaCppSettings,
        buffers: &'a dyn ComputeBuffers,
    ) -> Result<Self, Refusal> {
        if let Some(refusal) = settings.refusal() {
            return Err(refusal);
        }
        let lengths = Lengths::of(settings, geometry.context_length, !geometry.is_encoder);
        Ok(Self {
            geometry,
            settings,
            buffers,
            cache: KvCache::of(geometry, settings, &lengths),
            states: layer_bytes(geometry, lengths.sequences),
            output: output_bytes(geometry, settings, &lengths),
            lengths,
        })
    }

    /// The memory that the run needs with the layers at their `homes`.
    pub fn at(&self, weights: &Weights, homes: Homes) -> Detailed {
        let mut all = vec![Parts::default(); usize::from(homes.devices) + 1];
        let host = usize::from(homes.devices);
        let place = |home: Home| match home {
            Home::Device(device) => usize::from(device).min(host),
            Home::Host => host,
        };
        for (index, layer) in self.geometry.layers.iter().enumerate() {
            let home = place(homes.layers.get(index).copied().unwrap_or(Home::Host));
            let on_host = homes.experts_on_host.get(index) == Some(&true);
            let bytes = weights.layers.get(index).copied().unwrap_or_default();
            let context_home = if self.settings.offload_cache { home } else { host };
            let is_full = layer
                .attention
                .is_none_or(|attention| attention.span == crate::domain::architecture::Span::Full);
            let cached = self.cache.layers.get(index).copied().unwrap_or(0);
            add(&mut all, home, |parts| &mut parts.weights, bytes.rest);
            let experts_home = if on_host { host } else { home };
            add(&mut all, experts_home, |parts| &mut parts.weights, bytes.experts);
            if is_full {
                add(&mut all, context_home, |parts| &mut parts.kv_full, cached);
            } else {
                add(&mut all, context_home, |parts| &mut parts.kv_window, cached);
            }
            let state = self.states.get(index).copied().unwrap_or(0);
            add(&mut all, context_home, |parts| &mut parts.recurrent, state);
        }
        for memory in 0..all.len() {
            if homes.layers.iter().any(|home| place(*home) == memory) {
                add(&mut all, memory, |parts| &mut parts.weights, weights.rotation);
            }
        }
        add(&mut all, host, |parts| &mut parts.weights, weights.input);
        let output = place(homes.output);
        add(&mut all, output, |parts| &mut parts.weights, weights.output);
        if output != host {
            add(&mut all, output, |parts| &mut parts.weights, weights.tied_output);
        }
        let compute = self
            .buffers
            .bytes(self.geometry, self.settings, &self.lengths, &homes);
        for (index, bytes) in compute.into_iter().enumerate() {
            add(&mut all, index, |parts| &mut parts.compute, bytes);
        }
        add(&mut all, host, |parts| &mut parts.output, self.output);
        let host = all.pop().unwrap_or_default();
        Detailed {
            devices: all,
            host,
            lengths: self.lengths,
            homes,
        }
    }
}

fn add(all: &mut [Parts], index: usize, part: impl FnOnce(&mut Parts) -> &mut u64, bytes: u64) {
    if let Some(parts) = all.get_mut(index) {
        let part = part(parts);
        *part = part.saturating_add(bytes);
    }
}

impl Homes {
    /// One device that takes the last layers: `-ngl count`, where the output counts as a layer of its own and goes
    /// first, so that with 1 only the output lies on the device. All layers and the output if `count` is large enough.
    pub fn last_layers(geometry: &Geometry, count: u64) -> Self {
        let layers = geometry.layers.len() as u64;
        // Blocks that are not loaded count too: the engine's numbers are those of the file.
        let all = layers.saturating_add(geometry.draft_blocks).saturating_add(1);
        let first = all.saturating_sub(count.min(all));
        let homes = (0..layers).map(|layer| {
            if layer >= first {
                Home::Device(0)
            } else {
                Home::Host
            }
        });
        Self {
            layers: homes.collect(),
            output: if count > 0 { Home::Device(0) } else { Home::Host },
            experts_on_host: Vec::new(),
            devices: 1,
        }
    }
}
