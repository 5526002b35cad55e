//! The time of one token: reading the weights, unpacking them, a fixed time for each layer, and reading the context.
//!
//! ```text
//! read    = file − looked-up embeddings        dense
//!         = file × active / all × 1.13         mixture of experts (attention and router are wider than experts)
//! weights = read / (bandwidth × class share) + active × unpacking / shader rate
//! layers  = layers × (class time × kind of layer + 33 µs for a mixture) × engine
//! context = cost × bytes for each token × tokens / (bandwidth × class share)
//! ```
//!
//! Constants from the same fit as those of [`super::class`].

use super::class::{self, ClassConstants};
use super::engine::Engine;
use super::machine::{DeviceSpeed, Part, Placement, Sharing, tidy_share};
use super::model_facts::{LayerKind, ModelFacts};

/// What a mixture reads beyond the share of its active parameters.
const MIXTURE_READ: f64 = 1.13;
/// What routing adds to each layer, in microseconds.
const MIXTURE_LAYER_US: f64 = 33.0;
/// Share of the looked-up embeddings that is really not read.
const LOOKED_UP: f64 = 0.93;
/// Time of a token that no layer accounts for (sampling, copies), in milliseconds.
const TOKEN_MS: f64 = 0.22;
/// Time that each further device of a layer split adds, in milliseconds.
const HANDOVER_MS: f64 = 0.20;
/// Share of its bandwidth that each further device of tensor parallelism adds.
const TENSOR_GAIN: f64 = 0.245;
/// Shader rate assumed for unpacking where none is known, in TFLOPS.
const SHADERS_UNKNOWN: f64 = 2.0;
/// Share of the peak of system memory that spilled layers of a dense model reach.
const SPILL_DENSE: f64 = 0.56;
/// The same for a mixture, of whose spilled experts few are read.
const SPILL_MIXTURE: f64 = 1.0;
/// Peak of system memory where it is not known, in bytes a second: between dual-channel DDR4-3200 and DDR5-5600.
pub(super) const HOST_BANDWIDTH_UNKNOWN: f64 = 64e9;

/// Where the time of a token goes, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DecodeTime {
    /// Reading and unpacking weights on GPUs, or on the processor where it does everything.
    pub weights_ms: f64,
    /// Reading weights that spilled into system memory.
    pub host_ms: f64,
    /// Fixed time of the layers and of the token.
    pub layers_ms: f64,
    /// Reading the context.
    pub context_ms: f64,
    /// Bytes of weights that one token reads.
    pub read_bytes: f64,
}

impl DecodeTime {
    /// All of it.
    pub fn total_ms(&self) -> f64 {
        self.weights_ms + self.host_ms + self.layers_ms + self.context_ms
    }
}

/// The constants of a device under an engine.
pub(super) fn constants(device: &DeviceSpeed, engine: Engine) -> ClassConstants {
    match engine {
        Engine::Mlx if device.class.is_apple() => class::MLX,
        _ => device.class.constants(),
    }
}

/// Bytes of weights that one token reads.
fn read_bytes(model: &ModelFacts) -> f64 {
    let file = model.file_bytes as f64;
    let all = (model.parameters as f64).max(1.0);
    let share = (model.active() as f64 / all).clamp(0.0, 1.0);
    if model.is_mixture() {
        file * (share * MIXTURE_READ).min(1.0)
    } else if model.layer_kind == LayerKind::PerLayerEmbedding {
        file * share
    } else {
        (file - LOOKED_UP * model.looked_up() * file / all).max(0.2 * file)
    }
}

/// The time of one token behind `context` tokens. `None` where a device that holds weights has no known bandwidth.
pub(super) fn decode_time(
    model: &ModelFacts,
    placement: &Placement,
    engine: Engine,
    context: u64,
) -> Option<DecodeTime> {
    let read = read_bytes(model) * model.coding.read_factor();
    let host_share = placement.host_share();
    let mut time = DecodeTime {
        layers_ms: TOKEN_MS,
        read_bytes: read_bytes(model),
        ..DecodeTime::default()
    };
    if placement.parts.is_empty() {
        add_part(&mut time, model, engine, context, &whole(placement.host), read)?;
        return Some(time);
    }
    // The layers and the context of what spilled are computed beside the rest; their time is that of the GPUs.
    let held: f64 = (1.0 - host_share).max(0.001);
    for part in placement.counted() {
        let share = tidy_share(part.share);
        if share <= 0.0 {
            continue;
        }
        let part = Part { share, ..*part };
        let before = time;
        add_part(&mut time, model, engine, context, &part, read)?;
        let stretched = |now: f64, then: f64| then + (now - then) / held;
        time.layers_ms = stretched(time.layers_ms, before.layers_ms);
        time.context_ms = stretched(time.context_ms, before.context_ms);
    }
    let handovers = placement
        .counted()
        .map(|part| match part.sharing {
            Sharing::Layers => f64::from(part.count.max(1)),
            Sharing::Tensors => 1.0,
        })
        .sum::<f64>()
        - 1.0;
    time.layers_ms += handovers.max(0.0) * HANDOVER_MS;
    let host = placement.host.bandwidth().unwrap_or(HOST_BANDWIDTH_UNKNOWN);
    let reach = if model.is_mixture() {
        SPILL_MIXTURE
    } else {
        SPILL_DENSE
    };
    time.host_ms = host_share * read_bytes(model) / (host * reach) * 1e3;
    Some(time)
}

fn whole(device: DeviceSpeed) -> Part {
    Part {
        device,
        count: 1,
        sharing: Sharing::Layers,
        share: 1.0,
    }
}

/// Adds the time of what one part holds.
fn add_part(
    time: &mut DecodeTime,
    model: &ModelFacts,
    engine: Engine,
    context: u64,
    part: &Part,
    read: f64,
) -> Option<()> {
    let constants = constants(&part.device, engine);
    let together = match part.sharing {
        Sharing::Layers => 1.0,
        Sharing::Tensors => 1.0 + TENSOR_GAIN * (f64::from(part.count.max(1)) - 1.0),
    };
    let bandwidth =
        part.device.bandwidth()? * constants.bandwidth_share * engine.bandwidth_factor() * together;
    let shaders = part
        .device
        .shader_gflops
        .filter(|gflops| *gflops > 0)
        .map_or(SHADERS_UNKNOWN, |gflops| f64::from(gflops) / 1e3);
    let unpacking =
        model.active() as f64 / 1e9 * constants.unpack_ms * model.coding.unpack_factor() / shaders;
    let mixture = if model.is_mixture() { MIXTURE_LAYER_US } else { 0.0 };
    let layer_us = (constants.layer_us * model.layer_kind.layer_factor() + mixture)
        * engine.layer_factor(part.device.class);
    let cached = model.kv_bytes() * context as f64 * constants.context_cost;
    time.weights_ms += part.share * (read / bandwidth * 1e3 + unpacking);
    time.layers_ms += part.share * model.layer_count() * layer_us / 1e3;
    time.context_ms += part.share * cached / bandwidth * 1e3;
    Some(())
}
