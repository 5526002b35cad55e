//! One variant assessed: need, speed, checks, verdict and grade.

use super::checks::{Compatibility, FormatCheck, MemoryCheck, QuantizationCheck, Verdict};
use super::estimated::{estimate, writes_text};
use super::grade::Grade;
use super::insight::Insight;
use super::likeness::Likeness;
use super::need::Need;
use super::placement::Placement;
use super::rules::{EstimateMethod, Rules};
use super::speed::{SPEED_CONTEXT, SpeedBasis, WritingSpeed, writing_speed};
use crate::domain::architecture::Geometry;
use crate::domain::estimate::{Memories, StandardEstimate, StandardInput, file_size};
use crate::domain::files::safetensors::WeightTotals;
use crate::domain::machine::hardware::Hardware;
use crate::domain::model::variant::{Shards, Variant};
use crate::domain::model::{Model, ModelKind};
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::{MilliBits, Quantization, QuantizationFamily};
use crate::domain::run::command::Runner;
use crate::domain::speed::MachineSpeed;

/// One variant assessed on one machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Which estimate speaks.
    pub method: Method,
    /// How much the known model that it is likened to says about it, where nothing of its own was read.
    pub likeness: Option<Likeness>,
    /// The Standard estimate; `None` where the rule does not apply or nothing is known to compute it from.
    pub standard: Option<StandardEstimate>,
    /// The program that it is assessed for; `None` for formats that none of them loads.
    pub runner: Option<Runner>,
    /// The memory that it needs, place by place; `None` where that cannot be said.
    pub need: Option<Need>,
    /// The three checks.
    pub verdict: Verdict,
    /// What to expect.
    pub grade: Grade,
    /// Bytes of the files: real, or estimated from the label.
    pub size: Option<VariantSize>,
    /// How fast it writes here, where it fits, writes text at all, and the machine's bandwidth is known.
    pub speed: Option<WritingSpeed>,
    /// What that follows from.
    pub basis: Option<SpeedBasis>,
}

/// Which estimate speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// The documented rule (design: bytes a parameter, a multiplier, all memory together).
    Standard,
    /// Weights by width, the rest from a known model that it is like.
    Quick,
    /// From the header or the configuration of its own files.
    Detailed,
}

/// The size of a variant's files, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariantSize {
    /// Added up from the repository's files.
    Exact(u64),
    /// Parameters × typical bits per weight of the label.
    Estimated(u64),
}

impl Method {
    /// The value of `data-estimate`. Never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Quick => "quick",
            Self::Detailed => "detailed",
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

impl Assessment {
    /// Bytes that it probably needs.
    pub fn required(&self) -> Option<u64> {
        self.need.as_ref().map(|need| need.likely)
    }

    /// Where it lies, if it fits.
    pub fn placement(&self) -> Option<Placement> {
        self.need.as_ref()?.placement
    }

    /// Whether it runs.
    pub fn is_compatible(&self) -> bool {
        self.verdict.compatibility() == Compatibility::Compatible
    }

    /// Whether the Standard rule would decide the memory check otherwise; `None` where it decides, or has no answer.
    pub fn standard_differs(&self, hardware: &Hardware) -> Option<bool> {
        let standard = self.standard.filter(|_| self.method != Method::Standard)?;
        let need = self.need.as_ref()?;
        let fits = standard.required <= hardware.available_memory().available;
        Some(fits != need.placement.is_some())
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
}

/// A machine with what is worked out of it once for all variants.
pub(super) struct Machine<'a> {
    pub hardware: &'a Hardware,
    pub memories: Memories,
    pub speed: MachineSpeed,
}

impl<'a> Machine<'a> {
    pub fn of(hardware: &'a Hardware) -> Self {
        Self {
            hardware,
            memories: Memories::of(hardware),
            speed: MachineSpeed::of_hardware(hardware),
        }
    }
}

/// Assesses one variant of a model on a machine.
pub fn assess_variant(
    model: &Model,
    variant: &Variant,
    insight: Option<&Insight>,
    hardware: &Hardware,
    rules: &Rules,
) -> Assessment {
    assess_on(model, variant, insight, &Machine::of(hardware), rules)
}

pub(super) fn assess_on(
    model: &Model,
    variant: &Variant,
    insight: Option<&Insight>,
    machine: &Machine<'_>,
    rules: &Rules,
) -> Assessment {
    let hardware = machine.hardware;
    let exact = variant.size();
    let standard = (model.kind != ModelKind::NotLanguage)
        .then(|| {
            StandardEstimate::compute(StandardInput {
                precision: variant.quantization.as_ref().map(Quantization::precision_class),
                parameters: model.parameters,
                size_bytes: exact,
                activation_percent: rules.activation_percent,
            })
        })
        .flatten();
    let size = size_of(model, variant, insight);
    let estimated = match (insight, size) {
        _ if model.kind == ModelKind::NotLanguage => None,
        (Some(insight), Some(size)) => estimate(model, variant, insight, size, machine, rules),
        _ => None,
    };
    let is_standard = rules.method == EstimateMethod::Standard;
    let (method, need) = match &estimated {
        Some(estimated) if !is_standard => (estimated.method, estimated.need.clone()),
        _ => {
            let memory = hardware.available_memory();
            let files = size.map_or(0, VariantSize::bytes);
            let need = standard.map(|standard| Need::of_standard(standard.required, files, &memory));
            let check = if model.kind == ModelKind::NotLanguage {
                MemoryCheck::NotLanguage
            } else {
                MemoryCheck::SizeUnknown
            };
            (Method::Standard, need.ok_or(check))
        }
    };
    let (need, memory) = match need {
        Ok(need) => {
            let check = memory_check(&need);
            (Some(need), check)
        }
        Err(check) => (None, check),
    };
    let verdict = Verdict {
        format: format_check(variant, hardware),
        quantization: quantization_check(variant, hardware),
        memory,
    };
    // What does not run has no speed.
    let runs = need.as_ref().is_some_and(|need| need.placement.is_some())
        && verdict.compatibility() != Compatibility::NotCompatible;
    let writes = writes_text(model, insight);
    let basis = estimated
        .as_ref()
        .and_then(|estimated| estimated.basis.clone())
        .filter(|_| runs && writes);
    let speed = basis.as_ref().zip(insight).and_then(|(basis, insight)| {
        let context = need.as_ref().map(|need| need.context);
        let context = context.filter(|context| *context > 0).unwrap_or(SPEED_CONTEXT);
        writing_speed(basis, context, insight.speed_doubt(), hardware)
    });
    let is_like = (method == Method::Quick).then_some(insight).flatten();
    Assessment {
        grade: rules.limits.grade(&verdict, need.as_ref(), speed, writes),
        likeness: is_like.and_then(|insight| match insight {
            Insight::Like(_, likeness) => Some(*likeness),
            Insight::Gguf(_) | Insight::Config(_) => None,
        }),
        runner: estimated.and_then(|estimated| estimated.runner),
        method,
        standard,
        need,
        verdict,
        size,
        speed,
        basis,
    }
}

fn size_of(model: &Model, variant: &Variant, insight: Option<&Insight>) -> Option<VariantSize> {
    // The Hub counts the elements of Safetensors files by their type: their bytes, but for the headers.
    let is_counted = matches!(variant.format, Format::Safetensors | Format::Mlx)
        && model
            .contents
            .variants
            .iter()
            .filter(|other| other.format == variant.format)
            .count()
            == 1
        && !model.contents.dtypes.is_empty();
    let counted = is_counted
        .then(|| WeightTotals::from_elements(&model.contents.dtypes))
        .flatten();
    match (variant.size(), &variant.quantization, model.parameters) {
        (None, ..) if counted.is_some() => counted.map(|totals| VariantSize::Estimated(totals.bytes)),
        (Some(bytes), _, _) => Some(VariantSize::Exact(bytes)),
        (None, Some(quantization), Some(parameters)) => quantization
            .bits_per_weight
            .map(|bits| VariantSize::Estimated(labelled_size(parameters.count, bits, variant, insight))),
        _ => None,
    }
}

/// Thousandths of a bit that a weight takes in MXFP4: blocks of 32 in 17 bytes.
const MXFP4_BITS: MilliBits = 4_250;

/// Bytes of files with this typical width. The experts of gpt-oss were published in MXFP4, and every GGUF label leaves them
/// so (llama.cpp `tools/quantize`): the label speaks of the rest only.
fn labelled_size(parameters: u64, bits: MilliBits, variant: &Variant, insight: Option<&Insight>) -> u64 {
    let published = insight
        .map(Insight::geometry)
        .filter(|geometry| variant.format == Format::Gguf && geometry.architecture == "gpt-oss");
    let experts = published.map_or(0, Geometry::expert_parameters).min(parameters);
    file_size(experts, MXFP4_BITS).saturating_add(file_size(parameters.saturating_sub(experts), bits))
}

fn format_check(variant: &Variant, hardware: &Hardware) -> FormatCheck {
    match variant.shards {
        Shards::Incomplete { found, expected } => FormatCheck::Incomplete { found, expected },
        Shards::Complete if hardware.formats.contains(&variant.format) => {
            FormatCheck::Supported(variant.format)
        }
        Shards::Complete => FormatCheck::NotSupported(variant.format),
    }
}

fn quantization_check(variant: &Variant, hardware: &Hardware) -> QuantizationCheck {
    let family = variant
        .quantization
        .as_ref()
        .map(|quantization| quantization.family);
    match family {
        Some(family) if hardware.quantizations.contains(&family) => QuantizationCheck::Supported(family),
        Some(family) => QuantizationCheck::NotSupported(family),
        None if hardware.quantizations.contains(&QuantizationFamily::Fp32) => QuantizationCheck::AssumedFp32,
        None => QuantizationCheck::NotStated,
    }
}

fn memory_check(need: &Need) -> MemoryCheck {
    let (required, available) = (need.likely, need.available);
    match need.placement {
        Some(placement) => MemoryCheck::Fits {
            required,
            available,
            placement,
        },
        None => MemoryCheck::TooLarge {
            required,
            available,
            missing: need.missing,
        },
    }
}
