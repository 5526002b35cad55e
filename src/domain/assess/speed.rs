//! How fast a variant writes where its need says that it lies.

use crate::domain::machine::hardware::Hardware;
use crate::domain::speed::{Confidence, Engine, ModelFacts, Placement, Rate, SpeedQuestion, estimate_decode};

/// Tokens in the context while the answer is written, where nobody says otherwise: a short conversation.
pub const SPEED_CONTEXT: u64 = 2_048;

/// A speed of writing in thousandths of a token a second, with its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WritingSpeed {
    /// The likely value.
    pub likely: u32,
    /// The lower end of the range.
    pub low: u32,
    /// The upper end of the range.
    pub high: u32,
    /// How wide the range is, in a word.
    pub confidence: Confidence,
}

/// What a speed follows from: for other lengths of prompt and context, and to compare measured runs with.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedBasis {
    /// The model with the cache types of the run.
    pub model: ModelFacts,
    /// Where its weights lie.
    pub placement: Placement,
    /// What runs it.
    pub kernels: Engine,
}

impl WritingSpeed {
    fn of(rate: &Rate) -> Self {
        // A float that is too large for the integer becomes its greatest value.
        let thousandths = |rate: f64| (rate * 1e3) as u32;
        Self {
            likely: thousandths(rate.likely),
            low: thousandths(rate.low),
            high: thousandths(rate.high),
            confidence: rate.confidence,
        }
    }
}

/// How fast a model writes from a placement, as the machine's measured run corrects it; `None` where the bandwidth of a
/// memory in use is not known.
pub(super) fn writing_speed(
    basis: &SpeedBasis,
    context: u64,
    doubt: f64,
    hardware: &Hardware,
) -> Option<WritingSpeed> {
    let question = SpeedQuestion {
        model: &basis.model,
        placement: &basis.placement,
        engine: basis.kernels,
        context: context.min(SPEED_CONTEXT),
        prompt: 0,
        prompt_depth: 0,
    };
    let (rate, _) = estimate_decode(&question).ok()?;
    let rate = hardware.facts.calibration.apply_to_decode(rate).widened(doubt);
    Some(WritingSpeed::of(&rate))
}
