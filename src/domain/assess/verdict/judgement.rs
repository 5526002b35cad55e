//! Judging: the estimate, the size and the three checks of a variant, and what follows for its repository.

use super::best::{BestReason, best_variant};
use super::placement::place;
use super::remembered::DetailedNeed;
use super::{Compatibility, FormatCheck, MemoryCheck, Outcome, QuantizationCheck, Verdict};
use crate::domain::estimate::{StandardEstimate, StandardInput, file_size};
use crate::domain::machine::hardware::Hardware;
use crate::domain::model::variant::{CompanionKind, Shards, Variant};
use crate::domain::model::{Model, ModelKind};
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::{MilliBits, Quantization, QuantizationFamily};
use crate::domain::speed::{Engine, MachineSpeed, listed_decode};

/// A variant judged: its estimate and its verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The Standard estimate; `None` where the rule does not apply or nothing is known to compute it from.
    pub estimate: Option<StandardEstimate>,
    /// What the Detailed estimate says, where it is known and is to decide: the memory check is about this then.
    pub detailed: Option<DetailedNeed>,
    /// The three checks.
    pub verdict: Verdict,
    /// Bytes of the files: real, or estimated from the label.
    pub size: Option<VariantSize>,
    /// How fast it writes here, where it fits and the machine's bandwidth is known.
    pub speed: Option<ListedSpeed>,
}

/// A speed of writing in thousandths of a token a second, with its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedSpeed {
    /// The likely value.
    pub likely: u32,
    /// The lower end of the range.
    pub low: u32,
    /// The upper end of the range.
    pub high: u32,
}

/// The size of a variant's files, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariantSize {
    /// Added up from the repository's files.
    Exact(u64),
    /// Parameters × typical bits per weight of the label.
    Estimated(u64),
}

/// A whole repository judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelJudgement {
    /// One for each of the model's variants, in their order.
    pub variants: Vec<Judgement>,
    /// Index of the variant to recommend: see [`BestReason`].
    pub best: Option<(usize, BestReason)>,
    /// How many variants are compatible.
    pub n_compatible: usize,
    /// The word for the whole repository: compatible if one variant is; not compatible if all are not; else unknown.
    pub overall: Compatibility,
    /// Why there is no variant to judge, if there is none.
    pub nothing_to_judge: Option<NothingToJudge>,
}

/// Why a repository has no variant to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NothingToJudge {
    /// The answer did not list the files.
    FilesNotListed,
    /// Only adapters: they change a base model and cannot run alone.
    OnlyAdapters,
    /// Files, but no weights in any format we know.
    NoWeights,
}

impl VariantSize {
    /// The bytes, exact or not.
    pub const fn bytes(self) -> u64 {
        match self {
            Self::Exact(bytes) | Self::Estimated(bytes) => bytes,
        }
    }
}

impl ModelJudgement {
    /// Index of the variant to show among those that were judged: the one with this key, else the recommended one, else
    /// the first; `None` if there is none.
    pub fn chosen(&self, variants: &[Variant], key: Option<&str>) -> Option<usize> {
        let named = key.and_then(|key| variants.iter().position(|variant| variant.key == key));
        let recommended = self.best.map(|(index, _)| index);
        named.or(recommended).or((!variants.is_empty()).then_some(0))
    }

    /// The variant that a list shows: the recommended one, else the first.
    pub fn shown(&self) -> Option<&Judgement> {
        self.best
            .and_then(|(index, _)| self.variants.get(index))
            .or_else(|| self.variants.first())
    }

    /// The likely speed of that variant in thousandths of a token a second; 0 where it is not known.
    pub fn listed_speed(&self) -> u32 {
        let speed = self.shown().and_then(|shown| shown.speed);
        speed.map_or(0, |speed| speed.likely)
    }
}

impl Judgement {
    /// Where the files are larger than the model memory that the rule computes, by how many bytes. The rule counts
    /// half a byte for everything from 6 bits down, so a Q6_K or Q5_K_M file is larger than its sum.
    pub fn size_above_model_memory(&self) -> Option<u64> {
        let excess = self.size?.bytes().checked_sub(self.estimate?.model_memory)?;
        (excess > 0).then_some(excess)
    }

    /// The real width of the weights, from the files' size and the model's own count.
    pub fn bits_per_weight(&self, model: &Model) -> Option<MilliBits> {
        let VariantSize::Exact(bytes) = self.size? else {
            return None;
        };
        let counted = model
            .parameters
            .filter(|parameters| parameters.source.is_count() && parameters.count > 0)?;
        MilliBits::try_from(u128::from(bytes) * 8000 / u128::from(counted.count)).ok()
    }

    /// Bytes that the deciding estimate asks for.
    pub fn required(&self) -> Option<u64> {
        self.detailed
            .map(|need| need.bytes)
            .or_else(|| Some(self.estimate?.required))
    }

    /// The memory that is surely needed: what the estimate says, or the files where they alone are larger.
    pub(super) fn careful_bytes(&self) -> Option<u64> {
        let required = self.required()?;
        Some(self.size.map_or(required, |size| required.max(size.bytes())))
    }
}

/// Judges one variant of a model on a machine.
pub fn judge_variant(
    model: &Model,
    variant: &Variant,
    hardware: &Hardware,
    activation_percent: u16,
) -> Judgement {
    let machine = MachineSpeed::of_hardware(hardware);
    judge_variant_knowing(model, variant, hardware, &machine, activation_percent, None)
}

fn judge_variant_knowing(
    model: &Model,
    variant: &Variant,
    hardware: &Hardware,
    machine: &MachineSpeed,
    activation_percent: u16,
    detailed: Option<DetailedNeed>,
) -> Judgement {
    let family = variant
        .quantization
        .as_ref()
        .map(|quantization| quantization.family);
    let exact = variant.size();
    let estimate = if model.kind == ModelKind::NotLanguage {
        None
    } else {
        StandardEstimate::compute(StandardInput {
            precision: variant.quantization.as_ref().map(Quantization::precision_class),
            parameters: model.parameters,
            size_bytes: exact,
            activation_percent,
        })
    };
    let size = match (exact, &variant.quantization, model.parameters) {
        (Some(bytes), _, _) => Some(VariantSize::Exact(bytes)),
        (None, Some(quantization), Some(parameters)) => quantization
            .bits_per_weight
            .map(|bits| VariantSize::Estimated(file_size(parameters.count, bits))),
        _ => None,
    };
    let format = match variant.shards {
        Shards::Incomplete { found, expected } => FormatCheck::Incomplete { found, expected },
        Shards::Complete if hardware.formats.contains(&variant.format) => {
            FormatCheck::Supported(variant.format)
        }
        Shards::Complete => FormatCheck::NotSupported(variant.format),
    };
    let quantization = match family {
        Some(family) if hardware.quantizations.contains(&family) => QuantizationCheck::Supported(family),
        Some(family) => QuantizationCheck::NotSupported(family),
        None if hardware.quantizations.contains(&QuantizationFamily::Fp32) => QuantizationCheck::AssumedFp32,
        None => QuantizationCheck::NotStated,
    };
    let required = detailed
        .map(|need| need.bytes)
        .or(estimate.map(|estimate| estimate.required));
    let memory = match required {
        _ if model.kind == ModelKind::NotLanguage => MemoryCheck::NotLanguage,
        None => MemoryCheck::SizeUnknown,
        Some(required) => {
            let memory = hardware.available_memory();
            let available = memory.available;
            place(required, &memory).map_or(MemoryCheck::TooLarge { required, available }, |placement| {
                MemoryCheck::Fits {
                    required,
                    available,
                    placement,
                }
            })
        }
    };
    let verdict = Verdict {
        format,
        quantization,
        memory,
    };
    // What does not run has no speed.
    let speed = size
        .filter(|_| memory.outcome() == Outcome::Pass)
        .filter(|_| verdict.compatibility() != Compatibility::NotCompatible)
        .and_then(|size| listed_speed(model, variant, size.bytes(), hardware, machine));
    Judgement {
        estimate,
        detailed,
        verdict,
        size,
        speed,
    }
}

fn listed_speed(
    model: &Model,
    variant: &Variant,
    bytes: u64,
    hardware: &Hardware,
    machine: &MachineSpeed,
) -> Option<ListedSpeed> {
    let engine = match variant.format {
        Format::Mlx => Engine::Mlx,
        _ => Engine::LlamaCpp,
    };
    let label = variant
        .quantization
        .as_ref()
        .map_or("", |quantization| &quantization.label);
    let parameters = model.parameters?.count;
    let rate = listed_decode(model.id.name(), parameters, bytes, label, engine, machine).ok()??;
    let factor = hardware.facts.calibration.decode_thousandths.unwrap_or(1_000);
    // A float that is too large for the integer becomes its greatest value.
    let thousandths = |rate: f64| (rate * f64::from(factor)) as u32;
    Some(ListedSpeed {
        likely: thousandths(rate.likely),
        low: thousandths(rate.low),
        high: thousandths(rate.high),
    })
}

/// Judges every variant of a model on a machine and names the one to recommend.
pub fn judge_model(model: &Model, hardware: &Hardware, activation_percent: u16) -> ModelJudgement {
    judge_model_knowing(model, hardware, activation_percent, &|_| None)
}

/// As [`judge_model`], where `detailed` tells what the Detailed estimate says of a variant, if that is to decide.
pub fn judge_model_knowing(
    model: &Model,
    hardware: &Hardware,
    activation_percent: u16,
    detailed: &dyn Fn(&Variant) -> Option<DetailedNeed>,
) -> ModelJudgement {
    let machine = MachineSpeed::of_hardware(hardware);
    let variants: Vec<Judgement> = model
        .contents
        .variants
        .iter()
        .map(|variant| {
            judge_variant_knowing(
                model,
                variant,
                hardware,
                &machine,
                activation_percent,
                detailed(variant),
            )
        })
        .collect();
    let words: Vec<Compatibility> = variants
        .iter()
        .map(|judgement| judgement.verdict.compatibility())
        .collect();
    let n_compatible = words
        .iter()
        .filter(|word| **word == Compatibility::Compatible)
        .count();
    let overall = if n_compatible > 0 {
        Compatibility::Compatible
    } else if !words.is_empty() && words.iter().all(|word| *word == Compatibility::NotCompatible) {
        Compatibility::NotCompatible
    } else {
        Compatibility::Unknown
    };
    ModelJudgement {
        best: best_variant(model, &variants, &hardware.available_memory()),
        nothing_to_judge: variants.is_empty().then(|| nothing_to_judge(model)),
        n_compatible,
        overall,
        variants,
    }
}

fn nothing_to_judge(model: &Model) -> NothingToJudge {
    let is_adapter = |kind: CompanionKind| kind == CompanionKind::Adapter;
    if !model.files_listed {
        NothingToJudge::FilesNotListed
    } else if model
        .contents
        .companions
        .iter()
        .any(|companion| is_adapter(companion.kind))
    {
        NothingToJudge::OnlyAdapters
    } else {
        NothingToJudge::NoWeights
    }
}
