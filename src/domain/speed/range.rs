//! How sure an estimate is: its range, calibrated by leaving measured rows out.
//!
//! The width is the product of factors for what makes estimates worse; the range is skewed to the low side, because
//! measured machines are slower than predicted more often, and by more, than faster. The factors were fitted to the errors
//! of rows whose device and model, or whose device, had no part in the constants, such that about 87 of 100 lie inside.

use super::engine::{Engine, WeightCoding};
use super::machine::Placement;
use super::model_facts::{LayerKind, ModelFacts};
use crate::domain::machine::devices::SpeedClass;

/// A speed in tokens a second with its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The likely value.
    pub likely: f64,
    /// The lower end of the range.
    pub low: f64,
    /// The upper end of the range.
    pub high: f64,
    /// How wide the range is, in a word.
    pub confidence: Confidence,
}

/// How sure an estimate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// The ends of the range differ by more than a factor of 2.5.
    Low,
    /// By more than a factor of 1.6.
    Medium,
    /// By less.
    High,
}

impl Rate {
    /// A rate whose logarithm has this scale of error. `low_reach` and `high_reach` are how many scales the ends are away.
    pub(super) fn with_scale(likely: f64, scale: f64, low_reach: f64, high_reach: f64) -> Self {
        let scale = if scale.is_finite() {
            scale.clamp(0.0, 1.0)
        } else {
            1.0
        };
        let likely = if likely.is_finite() {
            likely.clamp(0.0, 1e9)
        } else {
            0.0
        };
        Self::between(
            likely,
            likely / exp(scale * low_reach),
            likely * exp(scale * high_reach),
        )
    }

    fn between(likely: f64, low: f64, high: f64) -> Self {
        let confidence = if high > 2.5 * low {
            Confidence::Low
        } else if high > 1.6 * low {
            Confidence::Medium
        } else {
            Confidence::High
        };
        Self {
            likely,
            low,
            high,
            confidence,
        }
    }

    /// The same with everything multiplied (calibration).
    pub fn times(&self, factor: f64) -> Self {
        Self::between(self.likely * factor, self.low * factor, self.high * factor)
    }

    /// The same with a range that is wider by this factor at both ends; 1 leaves it as it is.
    pub fn widened(&self, factor: f64) -> Self {
        let factor = if factor.is_finite() { factor.max(1.0) } else { 1.0 };
        Self::between(self.likely, self.low / factor, self.high * factor)
    }

    /// The same with a range drawn in towards the likely value, to this share of its width.
    pub fn narrowed(&self, share: f64) -> Self {
        let share = share.clamp(0.0, 1.0);
        let low = self.likely - (self.likely - self.low) * share;
        let high = self.likely + (self.high - self.likely) * share;
        Self::between(self.likely, low, high)
    }
}

/// e to the power of `x`, for 0 to 3, within a thousandth. The standard one costs more wasm than the whole range.
fn exp(x: f64) -> f64 {
    let mut power = 1.0 + x / 1_024.0 + x * x / 2_097_152.0;
    for _ in 0..10 {
        power *= power;
    }
    power
}

/// How many scales the ends of the decode range are away.
pub(super) const DECODE_REACH: (f64, f64) = (2.29, 1.62);
/// How many scales the ends of the prefill range are away.
pub(super) const PREFILL_REACH: (f64, f64) = (1.96, 1.63);

/// Contexts from here on make estimates worse.
const DEEP: u64 = 16_000;
/// Active parameters below which estimates are worse.
const SMALL: u64 = 1_500_000_000;
/// Active parameters from which on prompts are read slower than expected by many cards (their power limit).
const LARGE: u64 = 40_000_000_000;

/// The classes of a placement's devices.
fn classes(placement: &Placement) -> impl Iterator<Item = SpeedClass> {
    let host = placement.parts.is_empty().then_some(placement.host.class);
    placement.counted().map(|part| part.device.class).chain(host)
}

/// Scale of the error of a decode estimate.
pub(super) fn decode_scale(model: &ModelFacts, placement: &Placement, engine: Engine, context: u64) -> f64 {
    let any = |wanted: &dyn Fn(SpeedClass) -> bool| classes(placement).any(wanted);
    let factors = [
        (any(&SpeedClass::is_cpu), 2.35),
        (any(&|class| class.is_thin() && !class.is_cpu()), 2.2),
        (any(&SpeedClass::is_server), 2.5),
        (any(&|class| class == SpeedClass::Blackwell), 1.6),
        (engine == Engine::Mlx, 1.35),
        (model.is_mixture(), 1.53),
        (
            model.layer_kind.is_hybrid() || model.layer_kind == LayerKind::PerLayerEmbedding,
            1.2,
        ),
        (model.active() < SMALL, 1.58),
        (context >= DEEP, 1.26),
        (engine == Engine::Ollama, 1.6),
        (engine == Engine::Vllm, 1.6),
        (engine == Engine::Llamafile, 1.4),
        (engine == Engine::LlamaCpp2024, 0.66),
        (model.coding == WeightCoding::GroupedLow, 1.16),
    ];
    let scale = product(0.087, &factors);
    if placement.is_partial() {
        // Which layers spilled and how fast the system memory is decides more than everything else.
        scale.max(if placement.host.bandwidth_mb_s.is_some() {
            0.30
        } else {
            0.36
        })
    } else {
        scale
    }
}

/// Scale of the error of a prefill estimate.
pub(super) fn prefill_scale(model: &ModelFacts, placement: &Placement, engine: Engine, depth: u64) -> f64 {
    let any = |wanted: &dyn Fn(SpeedClass) -> bool| classes(placement).any(wanted);
    let is_apple = engine != Engine::Mlx && any(&SpeedClass::is_apple);
    let factors = [
        (any(&SpeedClass::is_cpu), 1.3),
        (any(&|class| class.is_thin() && !class.is_cpu()), 2.0),
        (
            any(&|class| matches!(class, SpeedClass::AmdVulkan | SpeedClass::StrixHalo)),
            1.5,
        ),
        (any(&SpeedClass::is_server), 1.6),
        (any(&|class| class == SpeedClass::Ada), 1.39),
        (any(&|class| class == SpeedClass::Ampere), 0.85),
        (is_apple, 0.61),
        (model.active() >= LARGE, 1.5),
        (engine == Engine::Mlx, 1.25),
        (model.is_mixture(), 1.21),
        (model.active() < SMALL, 1.19),
        (depth >= DEEP, 1.1),
        (placement.devices() > 1.0, 1.2),
        (engine == Engine::Llamafile, 0.71),
        (engine == Engine::LlamaCpp2024, 0.85),
    ];
    let scale = product(0.182, &factors);
    if placement.is_partial() {
        scale.max(0.80)
    } else {
        scale
    }
}

fn product(base: f64, factors: &[(bool, f64)]) -> f64 {
    factors
        .iter()
        .filter(|(applies, _)| *applies)
        .fold(base, |scale, (_, factor)| scale * factor)
}
