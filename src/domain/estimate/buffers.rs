//! Where the sizes of compute buffers come from: planned for this very run, or typical of the model.
//!
//! Planning is exact and needs the engine's graph ([`super::graph`]), which a page loads when it opens a model. A list
//! takes what was planned beforehand for the model or one like it.

use std::cell::RefCell;
use std::fmt;

use super::graph::{Home, Homes, compute_bytes};
use super::settings::{Lengths, LlamaCppSettings};
use crate::domain::architecture::Geometry;

/// Tells the bytes of compute buffers.
pub trait ComputeBuffers: fmt::Debug {
    /// Bytes of the buffers on the devices in order, then of the one on the host.
    fn bytes(
        &self,
        geometry: &Geometry,
        settings: &LlamaCppSettings,
        lengths: &Lengths,
        homes: &Homes,
    ) -> Vec<u64>;
}

/// Plans the engine's graph anew for every question.
#[derive(Clone, Copy, Debug, Default)]
pub struct Planner;

impl ComputeBuffers for Planner {
    fn bytes(
        &self,
        geometry: &Geometry,
        settings: &LlamaCppSettings,
        lengths: &Lengths,
        homes: &Homes,
    ) -> Vec<u64> {
        compute_bytes(geometry, settings, lengths, homes)
    }
}

/// Most plans that are remembered for one model: two searches over its layers for each of some forty ways to run it.
const PLANS_MAX: usize = 512;

/// Plans the graph of **one** model, each placement once: compute buffers do not depend on the types of the weights, so
/// that all variants of a repository share them.
#[derive(Default)]
pub struct RememberedPlans {
    plans: RefCell<Vec<Plan>>,
}

struct Plan {
    settings: LlamaCppSettings,
    homes: Homes,
    bytes: Vec<u64>,
}

impl fmt::Debug for RememberedPlans {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RememberedPlans")
    }
}

impl ComputeBuffers for RememberedPlans {
    fn bytes(
        &self,
        geometry: &Geometry,
        settings: &LlamaCppSettings,
        lengths: &Lengths,
        homes: &Homes,
    ) -> Vec<u64> {
        let known = self.plans.borrow().iter().find_map(|plan| {
            let is_same = plan.settings == *settings && plan.homes == *homes;
            is_same.then(|| plan.bytes.clone())
        });
        known.unwrap_or_else(|| {
            let bytes = compute_bytes(geometry, settings, lengths, homes);
            let mut plans = self.plans.borrow_mut();
            if plans.len() >= PLANS_MAX {
                plans.clear();
            }
            plans.push(Plan {
                settings: *settings,
                homes: homes.clone(),
                bytes: bytes.clone(),
            });
            bytes
        })
    }
}

/// Compute buffers that were planned for the usual settings (one sequence, flash attention, 512 tokens at once) at two
/// lengths of context, in bytes; between and beyond them they grow evenly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypicalBuffers {
    /// On the device when everything lies on one.
    pub device: AtContexts,
    /// On the host then.
    pub host: AtContexts,
    /// On the host when everything lies there.
    pub host_alone: AtContexts,
}

/// Bytes at [`TypicalBuffers::CONTEXTS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtContexts(pub [u64; 2]);

/// Tokens at once that the typical buffers are for.
const TYPICAL_MICRO_BATCH: u64 = 512;

impl TypicalBuffers {
    /// The contexts that they were planned for, in tokens.
    pub const CONTEXTS: [u64; 2] = [8192, 32_768];

    /// Plans a model's.
    pub fn plan(geometry: &Geometry) -> Self {
        let layers = geometry.layers.len();
        let on_device = Homes {
            layers: vec![Home::Device(0); layers],
            output: Home::Device(0),
            experts_on_host: Vec::new(),
            devices: 1,
        };
        let on_host = Homes::host(geometry);
        let mut typical = Self::default();
        for (place, context) in Self::CONTEXTS.into_iter().enumerate() {
            let settings = LlamaCppSettings {
                context,
                output_rows: super::OutputRows::Server,
                ..LlamaCppSettings::LIBRARY
            };
            let lengths = Lengths::of(&settings, geometry.context_length, !geometry.is_encoder);
            let set = |at: &mut AtContexts, bytes: Option<&u64>| {
                if let (Some(slot), Some(bytes)) = (at.0.get_mut(place), bytes) {
                    *slot = *bytes;
                }
            };
            let bytes = compute_bytes(geometry, &settings, &lengths, &on_device);
            set(&mut typical.device, bytes.first());
            set(&mut typical.host, bytes.last());
            let bytes = compute_bytes(geometry, &settings, &lengths, &on_host);
            set(&mut typical.host_alone, bytes.last());
        }
        typical
    }
}

impl AtContexts {
    fn at(self, context: u64) -> u64 {
        let [(near, low), (far, high)] = [0, 1].map(|place| {
            let context = TypicalBuffers::CONTEXTS.get(place).copied().unwrap_or(1);
            (context, self.0.get(place).copied().unwrap_or(0))
        });
        let growth = u128::from(high.saturating_sub(low));
        let span = u128::from(far.saturating_sub(near).max(1));
        let change = |tokens: u64| u64::try_from(growth * u128::from(tokens) / span).unwrap_or(u64::MAX);
        match context.checked_sub(near) {
            Some(more) => low.saturating_add(change(more)),
            None => low.saturating_sub(change(near.saturating_sub(context))),
        }
    }

    fn scaled(self, lengths: &Lengths) -> u64 {
        let bytes = u128::from(self.at(lengths.cells)) * u128::from(lengths.tokens);
        u64::try_from(bytes / u128::from(TYPICAL_MICRO_BATCH)).unwrap_or(u64::MAX)
    }
}

impl ComputeBuffers for TypicalBuffers {
    fn bytes(
        &self,
        geometry: &Geometry,
        settings: &LlamaCppSettings,
        lengths: &Lengths,
        homes: &Homes,
    ) -> Vec<u64> {
        // Without flash attention the products of queries and keys of one layer lie in the buffer, as 32-bit floats.
        let scores = if settings.flash_attention {
            0
        } else {
            let heads = geometry.layers.iter().filter_map(|layer| layer.attention);
            let heads = heads.map(|attention| attention.query_heads).max().unwrap_or(0);
            let products = heads.saturating_mul(lengths.cells).saturating_mul(lengths.tokens);
            products.saturating_mul(4)
        };
        let device = self.device.scaled(lengths).saturating_add(scores);
        let host = if homes.devices == 0 || homes.layers.iter().all(|home| *home == Home::Host) {
            self.host_alone.scaled(lengths).saturating_add(scores)
        } else if homes.is_full_offload() && !homes.experts_on_host.contains(&true) {
            self.host.scaled(lengths)
        } else {
            // Layers on both sides: the host computes its own as it would compute all.
            self.host_alone.scaled(lengths).saturating_add(scores)
        };
        let mut bytes: Vec<u64> = (0..homes.devices)
            .map(|number| {
                let is_used =
                    homes.output == Home::Device(number) || homes.layers.contains(&Home::Device(number));
                if is_used { device } else { 0 }
            })
            .collect();
        bytes.push(host);
        bytes
    }
}
