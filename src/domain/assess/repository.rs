//! A whole repository assessed: all its variants, and the best of them.

use super::assessment::{Assessment, Machine, VariantSize, assess_on};
use super::best::{BestReason, best_variant};
use super::checks::Compatibility;
use super::grade::{Grade, GradeLimits};
use super::insight::Insight;
use super::need::Doubt;
use super::rules::Rules;
use crate::domain::machine::hardware::Hardware;
use crate::domain::model::Model;
use crate::domain::model::variant::{CompanionKind, Variant};

/// Most files of a variant whose sizes are worth asking for one by one.
const SHARDS_MAX: usize = 4;

/// A whole repository assessed.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelAssessment {
    /// One for each of the model's variants, in their order.
    pub variants: Vec<Assessment>,
    /// Index of the variant to recommend, and why.
    pub best: Option<(usize, BestReason)>,
    /// How many variants are compatible.
    pub n_compatible: usize,
    /// The word for the whole repository: compatible if one variant is; not compatible if all are not; else unknown.
    pub overall: Compatibility,
    /// Why there is no variant to assess, if there is none.
    pub nothing: Option<NothingToAssess>,
}

/// Why a repository has no variant to assess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NothingToAssess {
    /// The answer did not list the files.
    FilesNotListed,
    /// Only adapters: they change a base model and cannot run alone.
    OnlyAdapters,
    /// Files of the format before GGUF, which programs of today do not load.
    OldGgml,
    /// Files, but no weights in any format we know.
    NoWeights,
}

impl ModelAssessment {
    /// Index of the variant to show among those that were assessed: the one with this key, else the recommended one, else
    /// the first; `None` if there is none.
    pub fn chosen(&self, variants: &[Variant], key: Option<&str>) -> Option<usize> {
        let named = key.and_then(|key| variants.iter().position(|variant| variant.key == key));
        let recommended = self.best.map(|(index, _)| index);
        named.or(recommended).or((!variants.is_empty()).then_some(0))
    }

    /// Index of the variant that a list shows: the recommended one, else the first; `None` if there is none.
    pub fn shown_index(&self) -> Option<usize> {
        let recommended = self.best.map(|(index, _)| index);
        recommended.or((!self.variants.is_empty()).then_some(0))
    }

    /// The variant that a list shows.
    pub fn shown(&self) -> Option<&Assessment> {
        self.variants.get(self.shown_index()?)
    }

    /// Index of the variant whose size would make the recommendation surer, if one would: the recommended one, then the
    /// next larger and the next smaller file of its format and those about which a small difference would decide, as
    /// long as their sizes are only estimated.
    pub fn next_to_measure(&self, variants: &[Variant], limits: &GradeLimits) -> Option<usize> {
        let best = self.shown_index()?;
        let format = variants.get(best)?.format;
        let size = |index: usize| self.variants.get(index)?.size;
        let is_estimated = |index: &usize| {
            let is_single = variants
                .get(*index)
                .is_some_and(|variant| variant.files.len() <= SHARDS_MAX);
            is_single && matches!(size(*index), Some(VariantSize::Estimated(_)))
        };
        if is_estimated(&best) {
            return Some(best);
        }
        let own = size(best)?.bytes();
        let others = (0..variants.len()).filter(|index| {
            *index != best
                && variants
                    .get(*index)
                    .is_some_and(|variant| variant.format == format)
        });
        let sized = others.filter_map(|index| Some((size(index)?.bytes(), index)));
        let (wider, smaller): (Vec<_>, Vec<_>) = sized.clone().partition(|(bytes, _)| *bytes >= own);
        let next_wider = wider.into_iter().min().map(|(_, index)| index);
        let next_smaller = smaller.into_iter().max().map(|(_, index)| index);
        let mut close: Vec<(u64, usize)> = sized.filter(|(_, index)| self.is_close(*index, limits)).collect();
        close.sort_unstable_by(|one, other| other.cmp(one));
        let close = close.into_iter().map(|(_, index)| index);
        [next_wider, next_smaller]
            .into_iter()
            .flatten()
            .chain(close)
            .find(is_estimated)
    }

    /// Whether a size that is off by as much as estimated ones are would decide about a variant otherwise.
    fn is_close(&self, index: usize, limits: &GradeLimits) -> bool {
        let Some(assessment) = self.variants.get(index) else {
            return false;
        };
        let fits_nearly = assessment.need.as_ref().is_some_and(|need| {
            need.placement.is_none() && need.missing <= need.likely / 100 * Doubt::ESTIMATED_SIZE
        });
        let limit = u32::from(limits.good_speed).saturating_mul(1000);
        let writes_nearly = assessment
            .speed
            .is_some_and(|speed| speed.likely.abs_diff(limit) <= limit / 8);
        fits_nearly || writes_nearly
    }

    /// The grade of the variant that a list shows.
    pub fn grade(&self) -> Grade {
        self.shown().map_or(Grade::Unknown, |shown| shown.grade)
    }

    /// Its likely speed in thousandths of a token a second; 0 where it is not known.
    pub fn listed_speed(&self) -> u32 {
        let speed = self.shown().and_then(|shown| shown.speed);
        speed.map_or(0, |speed| speed.likely)
    }
}

/// Assesses every variant of a model on a machine and names the one to recommend. Without an insight from its files the
/// model is likened to a known one.
pub fn assess_model(
    model: &Model,
    insight: Option<&Insight>,
    hardware: &Hardware,
    rules: &Rules,
) -> ModelAssessment {
    let machine = Machine::of(hardware);
    let like = Insight::of_model(model);
    let variants: Vec<Assessment> = model
        .contents
        .variants
        .iter()
        .map(|variant| {
            let own = insight.filter(|insight| insight.speaks_of(variant.format));
            assess_on(model, variant, own.or(like.as_ref()), &machine, rules)
        })
        .collect();
    let words = variants
        .iter()
        .map(|assessment| assessment.verdict.compatibility());
    let n_compatible = words
        .clone()
        .filter(|word| *word == Compatibility::Compatible)
        .count();
    let overall = if n_compatible > 0 {
        Compatibility::Compatible
    } else if !variants.is_empty() && words.clone().all(|word| word == Compatibility::NotCompatible) {
        Compatibility::NotCompatible
    } else {
        Compatibility::Unknown
    };
    ModelAssessment {
        best: best_variant(&model.contents.variants, &variants, &rules.limits),
        nothing: variants.is_empty().then(|| nothing_to_assess(model)),
        n_compatible,
        overall,
        variants,
    }
}

fn nothing_to_assess(model: &Model) -> NothingToAssess {
    let is_adapter = |kind: CompanionKind| kind == CompanionKind::Adapter;
    if !model.files_listed {
        NothingToAssess::FilesNotListed
    } else if model
        .contents
        .companions
        .iter()
        .any(|companion| is_adapter(companion.kind))
    {
        NothingToAssess::OnlyAdapters
    } else if model.contents.files.iter().any(|file| is_old_ggml(&file.path)) {
        NothingToAssess::OldGgml
    } else {
        NothingToAssess::NoWeights
    }
}

/// `llama-7b.ggmlv3.q4_0.bin` and `ggml-model-q4_0.bin`: GGML, GGMF and GGJT files, which llama.cpp stopped loading in August
/// 2023 (pull request 2398).
fn is_old_ggml(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.ends_with(".bin") && lower.contains("ggml")
}
