//! The time of reading a prompt.
//!
//! ```text
//! work   = 2 × active × (mixture) + attention × (depth + prompt ÷ 2)      operations a token
//! time   = work / (√(shaders × bandwidth × 50) × rate) + file / bandwidth ÷ batch + layers × 0.86 µs
//! ```
//!
//! Apple's GPUs take the shader rate itself. Constants from the same fit as those of [`super::class`].

use super::class::MLX_M5_PREFILL;
use super::decode::{HOST_BANDWIDTH_UNKNOWN, constants};
use super::engine::Engine;
use super::machine::{DeviceSpeed, Part, Placement, Sharing, tidy_share};
use super::model_facts::{LayerKind, ModelFacts};
use crate::domain::machine::devices::SpeedClass;

/// Operations of attention for each cached byte and token of context: eight query heads share a key head.
const ATTENTION_BY_CACHE: f64 = 8.0;
/// The same for one narrow row that all heads share (MLA).
const ATTENTION_BY_LATENT_CACHE: f64 = 23.4;
/// Time that a layer adds to each token of a prompt, in seconds.
const LAYER_S: f64 = 0.86e-6;
/// Share of the peak bandwidth at which a batch reads all weights.
const BATCH_READ: f64 = 1.13;
/// How much of the overlap of several devices is lost.
const OVERLAP_LOSS: f64 = 1.03;
/// Rate at which spilled weights reach the GPU for a batch (PCIe 4.0 ×16 in practice), in bytes a second.
const SPILL_BANDWIDTH: f64 = 14e9;
/// Factor on the rate for Gemma's extra norms and soft caps.
const GEMMA: f64 = 0.91;

/// Seconds for each token of a prompt of `prompt` tokens that begins behind `depth` tokens. `None` where compute or
/// bandwidth of a device that holds weights is unknown.
pub(super) fn prefill_seconds(
    model: &ModelFacts,
    placement: &Placement,
    engine: Engine,
    depth: u64,
    prompt: u64,
) -> Option<f64> {
    let prompt = (prompt.max(1)) as f64;
    let position = depth as f64 + prompt / 2.0;
    let batch = prompt.min(engine.prompt_batch());
    let file = model.file_bytes as f64;
    let mut seconds = 0.0;
    if placement.parts.is_empty() {
        return part_seconds(model, engine, &placement.host, 1.0, position, batch);
    }
    let host_share = placement.host_share();
    let held = (1.0 - host_share).max(0.001);
    for part in placement.counted() {
        let share = tidy_share(part.share);
        if share > 0.0 {
            let together = tensor_gain(part);
            // What spilled is computed on the GPU as well, after a trip over the bus.
            seconds += share / held * part_seconds(model, engine, &part.device, together, position, batch)?;
        }
    }
    if host_share > 0.0 {
        let bus = SPILL_BANDWIDTH.min(placement.host.bandwidth().unwrap_or(HOST_BANDWIDTH_UNKNOWN) / 2.0);
        seconds += host_share * file / bus / batch;
    }
    let is_split = placement.counted().all(|part| part.sharing == Sharing::Layers);
    let devices = placement.devices();
    if is_split && devices > 1.0 {
        let batches = (prompt / engine.prompt_batch()).ceil().max(1.0);
        let overlap = devices * batches / (batches + devices - 1.0);
        seconds /= 1.0 + (overlap - 1.0) / (1.0 + OVERLAP_LOSS);
    }
    Some(seconds)
}

fn tensor_gain(part: &Part) -> f64 {
    match part.sharing {
        Sharing::Layers => 1.0,
        Sharing::Tensors => 1.0 + 0.25 * (f64::from(part.count.max(1)) - 1.0),
    }
}

/// Seconds for each token with all weights on one device.
fn part_seconds(
    model: &ModelFacts,
    engine: Engine,
    device: &DeviceSpeed,
    together: f64,
    position: f64,
    batch: f64,
) -> Option<f64> {
    // llamafile 0.9 does not know the matrix units of the M5.
    let class = match (engine, device.class) {
        (Engine::Llamafile, SpeedClass::AppleM5) => SpeedClass::AppleM3,
        (_, class) => class,
    };
    let constants = constants(&DeviceSpeed { class, ..*device }, engine);
    let old = engine.prefill_factor(class);
    let is_m5_mlx = engine == Engine::Mlx && class == SpeedClass::AppleM5;
    let is_amd = matches!(
        class,
        SpeedClass::AmdVulkan
            | SpeedClass::StrixHalo
            | SpeedClass::Instinct
            | SpeedClass::Rdna4
            | SpeedClass::Rdna3
            | SpeedClass::Rdna2
    );
    let rate = device.prompt_peak()?
        * constants.prefill_rate
        * model.coding.prefill_factor(is_amd)
        * if model.layer_kind == LayerKind::Gemma {
            GEMMA
        } else {
            1.0
        }
        * if is_m5_mlx { MLX_M5_PREFILL } else { 1.0 }
        * old;
    let active = model.active() as f64;
    let mixture = if model.is_mixture() {
        constants.mixture_work
    } else {
        1.0
    };
    let attention = attention_work(model) * position * constants.attention_work * engine.attention_factor();
    let read = model.file_bytes as f64 / (device.bandwidth()? * together * BATCH_READ);
    Some((2.0 * active * mixture + attention) / rate + read / batch + model.layer_count() * LAYER_S / old)
}

/// Operations of attention for each token of context, stated or usual for the model.
fn attention_work(model: &ModelFacts) -> f64 {
    if let Some(work) = model.attention_work {
        return work as f64;
    }
    let by_width = 4.0 * model.layer_count() * model.usual_width();
    let cached = model.kv_bytes();
    if model.is_latent {
        cached * ATTENTION_BY_LATENT_CACHE
    } else if cached > 0.0 {
        by_width.min(cached * ATTENTION_BY_CACHE)
    } else {
        by_width
    }
}
