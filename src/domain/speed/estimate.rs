//! The three speeds of a model on a machine.

use super::decode::{DecodeTime, decode_time};
use super::engine::Engine;
use super::machine::Placement;
use super::model_facts::ModelFacts;
use super::prefill::prefill_seconds;
use super::range::{DECODE_REACH, PREFILL_REACH, Rate, decode_scale, prefill_scale};

/// Prompts below this many tokens do not fill a batch, and what surrounds the computation decides.
const SHORT_PROMPT: u64 = 256;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpeedQuestion<'a> {
    /// The model.
    pub model: &'a ModelFacts,
    /// Where its weights lie.
    pub placement: &'a Placement,
    /// What runs it.
    pub engine: Engine,
    /// Tokens that are in the context while the answer is written.
    pub context: u64,
    /// Tokens of the prompt that is read; 0 counts as 1.
    pub prompt: u64,
    /// Tokens that are in the context already when the prompt begins.
    pub prompt_depth: u64,
}

/// Why there is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSpeed {
    /// The size of the weights or the number of parameters is not known.
    ModelUnknown,
    /// The bandwidth of a device that holds weights is not known.
    BandwidthUnknown,
    /// The compute rate of a device that holds weights is not known.
    ComputeUnknown,
}

/// What was assumed because nothing states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpeedAssumptions {
    /// The number of layers, from the size.
    pub layers: bool,
    /// The bytes that a token of context adds.
    pub context_bytes: bool,
    /// Which part of the embeddings is only looked up.
    pub embeddings: bool,
    /// The bandwidth of system memory.
    pub host_bandwidth: bool,
}

/// The three speeds, each with its range or the reason why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpeedEstimate {
    /// Tokens written in a second.
    pub decode: Result<Rate, NoSpeed>,
    /// Where the time of a token goes, if there is a decode speed.
    pub decode_time: Option<DecodeTime>,
    /// Tokens read in a second.
    pub prefill: Result<Rate, NoSpeed>,
    /// Milliseconds until the first token of the answer, with the model loaded and nothing of the prompt cached. `low` is
    /// the shorter time.
    pub first_token_ms: Result<Rate, NoSpeed>,
    /// What was assumed.
    pub assumptions: SpeedAssumptions,
}

fn is_known(model: &ModelFacts) -> bool {
    model.file_bytes > 0 && model.parameters > 0
}

/// Estimates the speed of writing alone, and where the time of a token goes.
///
/// # Errors
/// Why there is no number.
pub fn estimate_decode(question: &SpeedQuestion<'_>) -> Result<(Rate, DecodeTime), NoSpeed> {
    let SpeedQuestion {
        model,
        placement,
        engine,
        context,
        ..
    } = *question;
    if !is_known(model) {
        return Err(NoSpeed::ModelUnknown);
    }
    let time = decode_time(model, placement, engine, context)
        .filter(|time| time.total_ms().is_finite() && time.total_ms() > 0.0)
        .ok_or(NoSpeed::BandwidthUnknown)?;
    let scale = decode_scale(model, placement, engine, context);
    let rate = Rate::with_scale(1e3 / time.total_ms(), scale, DECODE_REACH.0, DECODE_REACH.1);
    Ok((rate, time))
}

/// Estimates the speeds. The cost does not grow with any number in the question.
pub fn estimate_speed(question: &SpeedQuestion<'_>) -> SpeedEstimate {
    let SpeedQuestion {
        model,
        placement,
        engine,
        prompt,
        prompt_depth,
        ..
    } = *question;
    let is_known = is_known(model);
    let decoded = estimate_decode(question);
    let decode = decoded.map(|(rate, _)| rate);
    let decode_time = decoded.ok().map(|(_, time)| time);
    let seconds = is_known
        .then(|| prefill_seconds(model, placement, engine, prompt_depth, prompt))
        .flatten()
        .filter(|seconds| seconds.is_finite() && *seconds > 0.0);
    let seconds = seconds.ok_or(match decode {
        Err(reason) => reason,
        Ok(_) => NoSpeed::ComputeUnknown,
    });
    let scale = prefill_scale(model, placement, engine, prompt_depth);
    let prefill = seconds.map(|s| Rate::with_scale(1.0 / s, scale, PREFILL_REACH.0, PREFILL_REACH.1));
    // The pass that reads the prompt's last token gives the first token of the answer.
    let first_token_ms = seconds.map(|s| {
        let tokens = prompt.max(1) as f64;
        let doubt = if prompt < SHORT_PROMPT { 2.0 } else { 1.3 };
        Rate::with_scale(1e3 * s * tokens, scale * doubt, PREFILL_REACH.1, PREFILL_REACH.0)
    });
    SpeedEstimate {
        decode,
        decode_time,
        prefill,
        first_token_ms,
        assumptions: SpeedAssumptions {
            layers: model.layers.is_none(),
            context_bytes: model.kv_bytes_per_token.is_none(),
            embeddings: model.looked_up_parameters.is_none() && !model.is_mixture(),
            host_bandwidth: placement.is_partial() && placement.host.bandwidth_mb_s.is_none(),
        },
    }
}
