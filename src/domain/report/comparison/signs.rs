//! Whether a log is of the model on the page.

use super::CheckedModel;
use crate::domain::report::log::{EngineReport, Part, Place};
use crate::domain::text::quote::quote;

/// How far the weights in a log may lie from the file's, in percent, before they are another file's.
const WEIGHTS_PERCENT: u64 = 10;
/// Longest quotation of a log's words, in characters.
const QUOTE_LENGTH_MAX: usize = 40;

/// A sign that the log is of another model, or of another variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The name of its architecture, quoted.
    Architecture(String),
    /// The number of its layers.
    Layers {
        /// In the log, the output counted as one.
        log: u64,
        /// Of the model on the page, counted likewise.
        page: u64,
    },
    /// Its quantization, quoted.
    Quantization(String),
    /// The bytes of its weights.
    Weights {
        /// In the log.
        log: u64,
        /// Of the model on the page.
        page: u64,
    },
}

/// Whether the log says anything that a mismatch would show in.
pub(super) fn names_its_model(log: &EngineReport) -> bool {
    let has_layers = log
        .gpu_layers
        .as_ref()
        .is_some_and(|layers| layers.value.total.is_some());
    log.architecture.is_some() || log.quantization.is_some() || has_layers || weights_of(log).is_some()
}

/// The signs that the log is of another model.
pub(super) fn mismatches(log: &EngineReport, model: &CheckedModel<'_>) -> Vec<Mismatch> {
    let mut found = Vec::new();
    if let (Some(theirs), Some((geometry, _))) = (&log.architecture, model.memory) {
        // The Hub's name of a configuration (`LlamaForCausalLM`) is no name of llama.cpp's.
        if !theirs.value.eq_ignore_ascii_case(&geometry.architecture) {
            found.push(Mismatch::Architecture(quote(&theirs.value, QUOTE_LENGTH_MAX)));
        }
    }
    if let (Some(layers), Some((geometry, _))) = (&log.gpu_layers, model.memory) {
        let all = (geometry.layers.len() as u64).saturating_add(geometry.draft_blocks);
        let all = all.saturating_add(1);
        if let Some(total) = layers.value.total.filter(|total| *total != all) {
            found.push(Mismatch::Layers {
                log: total,
                page: all,
            });
        }
    }
    if let Some(theirs) = &log.quantization
        && !is_same_quantization(&theirs.value, model.label)
    {
        found.push(Mismatch::Quantization(quote(&theirs.value, QUOTE_LENGTH_MAX)));
    }
    let weights = model.memory.map(|(_, weights)| weights);
    if let (Some((theirs, is_mapped)), Some(weights)) = (weights_of(log), weights) {
        let ours = weights.loaded();
        let reach = ours / 100 * WEIGHTS_PERCENT;
        // A device has a second copy of a table that is the output too, and mapped files are counted in whole stretches.
        let most = ours.saturating_add(weights.tied_output).saturating_add(reach);
        if theirs < ours.saturating_sub(reach) || (theirs > most && !is_mapped) {
            found.push(Mismatch::Weights {
                log: theirs,
                page: ours,
            });
        }
    }
    found
}

/// The weights in all places together, and whether some are mapped.
fn weights_of(log: &EngineReport) -> Option<(u64, bool)> {
    let places = [Place::Device, Place::Host];
    let sums = places
        .into_iter()
        .filter_map(|place| log.sum(place, Part::Weights));
    let all = sums.map(|amount| amount.bytes).reduce(u64::saturating_add)?;
    let is_mapped = log.buffers.iter().any(|buffer| buffer.name.contains("Mapped"));
    Some((all, is_mapped))
}

/// Whether the engine's words (`Q4_K - Medium`, `all F32`, `IQ4_XS - 4.25 bpw`) can mean the label. Sizes of a mix
/// are left aside: publishers' own mixes bear the name of the nearest one.
fn is_same_quantization(words: &str, label: &str) -> bool {
    let plain = |text: &str| text.to_ascii_uppercase().replace("FP", "F");
    let words = plain(words);
    let words = words.trim().trim_start_matches("ALL ");
    let first = words.split([' ', ',', '(']).next().unwrap_or_default();
    let label = plain(label);
    let label = label.trim_start_matches("UD-").trim_start_matches("I1-");
    first.is_empty() || label.is_empty() || label.starts_with(first) || first.starts_with(label)
}
