//! The variant to recommend.

use std::cmp::Reverse;

use super::judgement::{Judgement, VariantSize};
use super::placement::{Placement, place};
use super::{Compatibility, Outcome, Verdict};
use crate::domain::machine::hardware::AvailableMemory;
use crate::domain::model::Model;

/// Why a variant is the one to recommend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BestReason {
    /// The widest precision that fits wholly into GPU memory.
    WidestOnGpu,
    /// The widest precision that fits wholly into the share of unified memory that the GPU may use.
    WidestOnUnified,
    /// Nothing fits wholly on the GPU; the widest precision that fits GPU and system memory together.
    WidestWithSystem,
    /// No GPU reaches all of it, or there is none; the widest precision that fits.
    WidestInSystem,
    /// The rule passes it, but its files alone are larger than the memory; so it is with all that the rule passes, and
    /// this one is the smallest.
    SmallestByRuleOnly,
    /// Nothing is compatible; of the variants that only memory is missing for, the one that needs least.
    SmallestOfTooLarge,
}

/// The variant to recommend: of the compatible ones those that the GPU reaches wholly come first, then the widest
/// precision, then the smaller file, then the order of the page. A variant whose very files exceed the memory comes
/// after all others even where the rule passes it.
pub(super) fn best_variant(
    model: &Model,
    judgements: &[Judgement],
    memory: &AvailableMemory,
) -> Option<(usize, BestReason)> {
    let is_compatible =
        |judgement: &Judgement| judgement.verdict.compatibility() == Compatibility::Compatible;
    if !judgements.iter().any(is_compatible) {
        return smallest_of_too_large(judgements);
    }
    let width = |index: usize| {
        let variant = model.contents.variants.get(index)?;
        variant.quantization.as_ref()?.bits_per_weight
    };
    let bytes = |judgement: &Judgement| judgement.size.map_or(u64::MAX, VariantSize::bytes);
    let best = judgements
        .iter()
        .enumerate()
        .filter(|(_, judgement)| is_compatible(judgement))
        .filter_map(|(index, judgement)| {
            let placement = place(judgement.careful_bytes()?, memory)?;
            let rank = (
                placement.is_wholly_on_gpu(),
                width(index),
                Reverse(bytes(judgement)),
                Reverse(index),
            );
            Some((rank, index, placement))
        })
        .max_by_key(|(rank, ..)| *rank);
    let Some((_, index, placement)) = best else {
        return smallest(judgements, is_compatible).map(|index| (index, BestReason::SmallestByRuleOnly));
    };
    let reason = match placement {
        Placement::Gpu => BestReason::WidestOnGpu,
        Placement::Unified => BestReason::WidestOnUnified,
        Placement::GpuAndSystem => BestReason::WidestWithSystem,
        Placement::System | Placement::UnifiedBeyondGpuShare => BestReason::WidestInSystem,
    };
    Some((index, reason))
}

/// Where nothing is compatible: of the variants that only memory is missing for, the one that needs least.
fn smallest_of_too_large(judgements: &[Judgement]) -> Option<(usize, BestReason)> {
    let lacks_only_memory = |verdict: Verdict| {
        verdict.format.outcome() == Outcome::Pass
            && verdict.quantization.outcome() == Outcome::Pass
            && verdict.memory.outcome() == Outcome::Fail
    };
    let is_meant = |judgement: &Judgement| lacks_only_memory(judgement.verdict);
    smallest(judgements, is_meant).map(|index| (index, BestReason::SmallestOfTooLarge))
}

fn smallest(judgements: &[Judgement], is_meant: impl Fn(&Judgement) -> bool) -> Option<usize> {
    judgements
        .iter()
        .enumerate()
        .filter(|(_, judgement)| is_meant(judgement))
        .filter_map(|(index, judgement)| Some((judgement.careful_bytes()?, index)))
        .min()
        .map(|(_, index)| index)
}
