//! The variant to recommend.

use std::cmp::Reverse;

use super::assessment::{Assessment, VariantSize};
use super::checks::{Compatibility, Outcome, Verdict};
use super::grade::{Grade, GradeLimits};
use super::placement::Placement;
use crate::domain::model::variant::Variant;
use crate::domain::precision::quantization::{MilliBits, QualityCost};

/// Why a variant is the one to recommend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BestReason {
    /// Of those wholly in GPU memory that are quick enough, the one that loses least.
    OnGpu,
    /// The same for the share of unified memory that the GPU may use.
    OnUnified,
    /// No good one is wholly on the GPU; of those that are quick enough with system memory, the one that loses least.
    WithSystem,
    /// The same for the processor alone, or unified memory beyond the GPU's share.
    InSystem,
    /// None is quick enough to read along; the one that loses least.
    NoneQuick,
    /// Only files fit that lose much; of these the one that loses least. A smaller model would answer better.
    OnlyReduced,
    /// Nothing is compatible; of the variants that only memory is missing for, the one that needs least.
    SmallestOfTooLarge,
}

/// Wider than this no test tells a file from the original, so that the smaller one is better: the 8.5 bits of Q8_0 differ
/// from 16 bits by 0.003 of 6.23 in perplexity ([`QualityCost`]).
const LOSSLESS: MilliBits = 8_500;

/// How a compatible variant compares with another, the better the greater; the first that differs decides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// The files alone fit, which the Standard rule does not ask.
    files_fit: bool,
    has_quality: bool,
    is_certain_to_fit: bool,
    is_quick: bool,
    is_wholly_on_gpu: bool,
    width: MilliBits,
    bytes: Reverse<u64>,
    place_on_page: Reverse<usize>,
}

/// The variant to recommend.
pub(super) fn best_variant(
    variants: &[Variant],
    assessments: &[Assessment],
    limits: &GradeLimits,
) -> Option<(usize, BestReason)> {
    let compatible = variants
        .iter()
        .zip(assessments)
        .enumerate()
        .filter(|(_, (_, assessment))| assessment.is_compatible());
    let ranked = compatible.filter_map(|(index, (variant, assessment))| {
        let placement = assessment.placement()?;
        let available = assessment.need.as_ref()?.available;
        let rank = Rank {
            files_fit: assessment.size.is_none_or(|size| size.bytes() <= available),
            has_quality: has_quality(variant),
            is_certain_to_fit: assessment.grade != Grade::Tight,
            is_quick: limits.is_quick(assessment.speed).unwrap_or(true),
            is_wholly_on_gpu: placement.is_wholly_on_gpu(),
            width: width(variant).min(LOSSLESS),
            bytes: Reverse(assessment.size.map_or(u64::MAX, VariantSize::bytes)),
            place_on_page: Reverse(index),
        };
        Some((rank, index, placement))
    });
    let Some((rank, index, placement)) = ranked.max_by_key(|(rank, ..)| *rank) else {
        return smallest_of_too_large(assessments).map(|index| (index, BestReason::SmallestOfTooLarge));
    };
    let reason = match placement {
        _ if !rank.has_quality => BestReason::OnlyReduced,
        _ if !rank.is_quick => BestReason::NoneQuick,
        Placement::Gpu => BestReason::OnGpu,
        Placement::Unified => BestReason::OnUnified,
        Placement::GpuAndSystem => BestReason::WithSystem,
        Placement::System | Placement::UnifiedBeyondGpuShare => BestReason::InSystem,
    };
    Some((index, reason))
}

/// Whether a file keeps enough of the model: below that a smaller model with more bits answers better. What nobody knows
/// counts as enough.
fn has_quality(variant: &Variant) -> bool {
    let cost = variant
        .quantization
        .as_ref()
        .and_then(|quantization| quantization.quality_cost());
    cost.is_none_or(|cost| cost <= QualityCost::Noticeable)
}

fn width(variant: &Variant) -> MilliBits {
    let quantization = variant.quantization.as_ref();
    quantization
        .and_then(|quantization| quantization.bits_per_weight)
        .unwrap_or(0)
}

/// Where nothing is compatible: of the variants that only memory is missing for, the one that needs least.
fn smallest_of_too_large(assessments: &[Assessment]) -> Option<usize> {
    let lacks_only_memory = |verdict: &Verdict| {
        verdict.format.outcome() == Outcome::Pass
            && verdict.quantization.outcome() == Outcome::Pass
            && verdict.memory.outcome() == Outcome::Fail
    };
    let meant = assessments.iter().enumerate().filter(|(_, assessment)| {
        lacks_only_memory(&assessment.verdict)
            && assessment.verdict.compatibility() == Compatibility::NotCompatible
    });
    meant
        .filter_map(|(index, assessment)| {
            let files = assessment.size.map_or(0, VariantSize::bytes);
            Some((assessment.required()?.max(files), index))
        })
        .min()
        .map(|(_, index)| index)
}
