//! The speed of writing that a list shows: from what a search answers, without a header.

use super::engine::Engine;
use super::estimate::{NoSpeed, SpeedQuestion, estimate_decode};
use super::model_facts::ModelFacts;
use super::place::{MachineSpeed, place};
use super::range::Rate;

/// Tokens in the context that lists assume: a short conversation.
pub const LISTED_CONTEXT: u64 = 2_048;
/// Bytes beside the weights that lists assume on each GPU: the cache of a short conversation, the buffers and what the
/// runtime keeps. The header tells more (`estimate`).
const BESIDE_BYTES: u64 = 1 << 30;

/// How fast a variant writes on a machine; `None` where it does not fit.
///
/// # Errors
/// Why there is no number.
pub fn listed_decode(
    name: &str,
    parameters: u64,
    file_bytes: u64,
    label: &str,
    engine: Engine,
    machine: &MachineSpeed,
) -> Result<Option<Rate>, NoSpeed> {
    let model = ModelFacts::from_listing(name, parameters, file_bytes, label);
    let Ok(placement) = place(&model, BESIDE_BYTES, machine, engine, LISTED_CONTEXT) else {
        return Ok(None);
    };
    let question = SpeedQuestion {
        model: &model,
        placement: &placement,
        engine,
        context: LISTED_CONTEXT,
        prompt: 0,
        prompt_depth: 0,
    };
    estimate_decode(&question).map(|(rate, _)| Some(rate))
}
