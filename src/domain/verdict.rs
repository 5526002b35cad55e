//! Verdicts: three checks, each with its reason, and the overall word.

use std::cmp::Reverse;

use crate::domain::estimate::{StandardEstimate, StandardInput, file_size};
use crate::domain::format::Format;
use crate::domain::hardware::{AvailableMemory, Hardware};
use crate::domain::model::{Model, ModelKind};
use crate::domain::quantization::{MilliBits, QuantizationFamily};
use crate::domain::variant::{CompanionKind, Shards, Variant};

/// The overall word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Compatibility {
    /// All three checks pass.
    Compatible,
    /// At least one check fails.
    NotCompatible,
    /// No check fails and at least one is unknown.
    Unknown,
}

/// How one check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Passed.
    Pass,
    /// Failed.
    Fail,
    /// Cannot be said.
    Unknown,
}

/// Can the machine's software load the container?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatCheck {
    /// Yes.
    Supported(Format),
    /// No.
    NotSupported(Format),
    /// Files are missing from the repository, so nothing can load it.
    Incomplete {
        /// Files found.
        found: u32,
        /// Files that the names promise.
        expected: u32,
    },
}

/// Can the machine compute with this precision?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantizationCheck {
    /// Yes.
    Supported(QuantizationFamily),
    /// No.
    NotSupported(QuantizationFamily),
    /// Nothing states it; the rule takes FP32, which the machine supports.
    AssumedFp32,
    /// Nothing states it, and the machine does not support the FP32 that the rule takes.
    NotStated,
}

/// Does it fit?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryCheck {
    /// `required ≤ available`.
    Fits {
        /// Bytes required.
        required: u64,
        /// Bytes available.
        available: u64,
        /// Where the weights go.
        placement: Placement,
    },
    /// `required > available`.
    TooLarge {
        /// Bytes required.
        required: u64,
        /// Bytes available.
        available: u64,
    },
    /// The rule is about language models, and this is another kind.
    NotLanguage,
    /// Neither a number of parameters nor a size is known.
    SizeUnknown,
}

/// Where the weights go when the memory check passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placement {
    /// Wholly in the memory of the GPUs.
    Gpu,
    /// Wholly in the share of unified memory that the GPU may use.
    Unified,
    /// In unified memory, above the share that the GPU may use without changing a setting.
    UnifiedBeyondGpuShare,
    /// Partly in system memory: runs, slower.
    GpuAndSystem,
    /// In system memory: the CPU computes.
    System,
}

impl Placement {
    /// Whether a GPU reaches all of it, so that it runs at full speed.
    pub const fn is_wholly_on_gpu(self) -> bool {
        matches!(self, Self::Gpu | Self::Unified)
    }
}

/// The three checks of one variant on one machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Format check.
    pub format: FormatCheck,
    /// Quantization check.
    pub quantization: QuantizationCheck,
    /// Memory check.
    pub memory: MemoryCheck,
}

/// A variant judged: its estimate and its verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The Standard estimate; `None` where the rule does not apply or nothing is known to compute it from.
    pub estimate: Option<StandardEstimate>,
    /// The three checks.
    pub verdict: Verdict,
    /// Bytes of the files: real, or estimated from the label.
    pub size: Option<VariantSize>,
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

/// Why a variant is the one to recommend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BestReason {
    /// The widest precision that fits wholly into GPU memory.
    WidestOnGpu,
    /// The widest precision that fits wholly into the share of unified memory that the GPU may use.
    WidestOnUnified,
    /// Nothing fits wholly on the GPU; the widest precision that fits GPU and system memory together.
    WidestWithSystem,
    /// There is no GPU; the widest precision that fits.
    WidestInSystem,
    /// Nothing is compatible; the variant that needs least memory.
    SmallestOfTooLarge,
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

impl FormatCheck {
    /// How it ended.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Supported(_) => Outcome::Pass,
            Self::NotSupported(_) => Outcome::Fail,
            Self::Incomplete { .. } => Outcome::Unknown,
        }
    }
}

impl QuantizationCheck {
    /// How it ended.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Supported(_) | Self::AssumedFp32 => Outcome::Pass,
            Self::NotSupported(_) => Outcome::Fail,
            Self::NotStated => Outcome::Unknown,
        }
    }
}

impl MemoryCheck {
    /// How it ended.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Fits { .. } => Outcome::Pass,
            Self::TooLarge { .. } => Outcome::Fail,
            Self::NotLanguage | Self::SizeUnknown => Outcome::Unknown,
        }
    }

    /// Where the weights go, if they fit.
    pub const fn placement(self) -> Option<Placement> {
        match self {
            Self::Fits { placement, .. } => Some(placement),
            _ => None,
        }
    }
}

impl Verdict {
    /// The overall word of the three checks.
    pub fn compatibility(self) -> Compatibility {
        let outcomes = [
            self.format.outcome(),
            self.quantization.outcome(),
            self.memory.outcome(),
        ];
        if outcomes.contains(&Outcome::Fail) {
            Compatibility::NotCompatible
        } else if outcomes.contains(&Outcome::Unknown) {
            Compatibility::Unknown
        } else {
            Compatibility::Compatible
        }
    }
}

impl VariantSize {
    /// The bytes, exact or not.
    pub const fn bytes(self) -> u64 {
        match self {
            Self::Exact(bytes) | Self::Estimated(bytes) => bytes,
        }
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

    /// The memory that is surely needed: what the rule says, or the files where they alone are larger.
    fn careful_bytes(&self) -> Option<u64> {
        let required = self.estimate?.required;
        Some(self.size.map_or(required, |size| required.max(size.bytes())))
    }
}

/// Where `required` bytes go on a machine; `None` if they do not fit.
pub fn place(required: u64, memory: &AvailableMemory) -> Option<Placement> {
    if required > memory.available {
        return None;
    }
    Some(match (memory.is_unified, memory.gpu_reach) {
        (true, reach) if required <= reach => Placement::Unified,
        (true, _) if memory.total_gpu == 0 => Placement::UnifiedBeyondGpuShare,
        (_, 0) => Placement::System,
        (_, reach) if required <= reach => Placement::Gpu,
        _ => Placement::GpuAndSystem,
    })
}

/// Judges one variant of a model on a machine.
pub fn judge_variant(
    model: &Model,
    variant: &Variant,
    hardware: &Hardware,
    activation_percent: u16,
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
            family,
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
    let memory = match estimate {
        _ if model.kind == ModelKind::NotLanguage => MemoryCheck::NotLanguage,
        None => MemoryCheck::SizeUnknown,
        Some(StandardEstimate { required, .. }) => {
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
    Judgement {
        estimate,
        verdict: Verdict {
            format,
            quantization,
            memory,
        },
        size,
    }
}

/// Judges every variant of a model on a machine and names the one to recommend.
pub fn judge_model(model: &Model, hardware: &Hardware, activation_percent: u16) -> ModelJudgement {
    let variants: Vec<Judgement> = model
        .contents
        .variants
        .iter()
        .map(|variant| judge_variant(model, variant, hardware, activation_percent))
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

/// The variant to recommend: of the compatible ones those that the GPU reaches wholly come first, then the widest
/// precision, then the smaller file, then the order of the page. A variant whose very files exceed the memory is no
/// recommendation even where the rule passes it.
fn best_variant(
    model: &Model,
    judgements: &[Judgement],
    memory: &AvailableMemory,
) -> Option<(usize, BestReason)> {
    let width = |index: usize| {
        let variant = model.contents.variants.get(index)?;
        variant.quantization.as_ref()?.bits_per_weight
    };
    let bytes = |judgement: &Judgement| judgement.size.map_or(u64::MAX, VariantSize::bytes);
    let compatible = judgements
        .iter()
        .enumerate()
        .filter(|(_, judgement)| judgement.verdict.compatibility() == Compatibility::Compatible);
    let best = compatible
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
    if let Some((_, index, placement)) = best {
        let reason = match placement {
            Placement::Gpu => BestReason::WidestOnGpu,
            Placement::Unified => BestReason::WidestOnUnified,
            Placement::GpuAndSystem => BestReason::WidestWithSystem,
            Placement::System | Placement::UnifiedBeyondGpuShare => BestReason::WidestInSystem,
        };
        return Some((index, reason));
    }
    judgements
        .iter()
        .enumerate()
        .filter(|(_, judgement)| matches!(judgement.verdict.memory, MemoryCheck::TooLarge { .. }))
        .filter_map(|(index, judgement)| Some((judgement.careful_bytes()?, index)))
        .min()
        .map(|(_, index)| (index, BestReason::SmallestOfTooLarge))
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
