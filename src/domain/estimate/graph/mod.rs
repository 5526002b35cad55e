//! The compute buffer, by planning the engine's own graph.
//!
//! llama.cpp builds a graph of all tensors of one micro-batch and reserves memory for the moment at which most of it is
//! alive. That moment depends on the order of the graph, on which results are computed in place, and on how the blocks
//! that were freed happen to fit; no short formula gives it. So the graph is built here again, with shapes only, and
//! planned as the engine plans it. A few thousand tensors take well under a millisecond.
//!
//! Source: llama.cpp 0c1e57098 (`llama-graph.cpp`, `src/models`), ggml 0.25.

mod allocator;
mod attention;
mod builder;
mod cache;
mod delta_net;
mod feed_forward;
mod gemma3n;
mod inputs;
mod latent;
mod mamba;
mod model;
mod scheduler;
mod style;
mod tensors;

use super::settings::{Lengths, LlamaCppSettings};
use crate::domain::architecture::Geometry;
use builder::Builder;

/// Where the parts of a model lie: a device, counted from 0, or the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// A device.
    Device(u8),
    /// System memory, computed by the CPU.
    Host,
}

/// Where each layer of a model lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Homes {
    /// Each layer, in order.
    pub layers: Vec<Home>,
    /// The output matrix and what stands before it.
    pub output: Home,
    /// Whether the experts of a layer lie on the host, whatever the layer does.
    pub experts_on_host: Vec<bool>,
    /// How many devices there are.
    pub devices: u8,
}

impl Homes {
    /// Everything on the host.
    pub fn host(geometry: &Geometry) -> Self {
        Self {
            layers: vec![Home::Host; geometry.layers.len()],
            output: Home::Host,
            experts_on_host: Vec::new(),
            devices: 0,
        }
    }

    /// Whether everything that can lie on a device does.
    pub fn is_full_offload(&self) -> bool {
        self.devices > 0 && !self.layers.contains(&Home::Host)
    }
}

/// Bytes of the compute buffers: of the devices in order, then of the host.
pub fn compute_bytes(
    geometry: &Geometry,
    settings: &LlamaCppSettings,
    lengths: &Lengths,
    homes: &Homes,
) -> Vec<u64> {
    let mut builder = Builder::new(geometry, settings, lengths, homes);
    builder.build();
    let devices = usize::from(homes.devices);
    // Several devices work on several micro-batches at once if nothing is on the host that could keep them waiting.
    let is_pipelined = devices > 1
        && homes.is_full_offload()
        && settings.offload_cache
        && !homes.experts_on_host.contains(&true);
    scheduler::reserve_split(&mut builder.graph, &builder.forced, devices, is_pipelined)
}
