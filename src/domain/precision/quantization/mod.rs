//! Quantization: the precision of a variant's weights.

mod family;
pub mod label;
mod quality;
mod width;

pub use family::{PrecisionClass, QuantizationFamily};
pub use quality::QualityCost;
pub use width::bits_of_label;
pub(crate) use width::hub_rank;

/// Thousandths of a bit per weight: 4,900 is the 4.9 bits of a Q4_K_M file.
pub type MilliBits = u32;

/// From this width on weights are not "6 bits and below" any more, scales included.
const WIDER_THAN_SIX_BITS: MilliBits = 7_000;

/// The precision of a variant's weights as its publisher labels it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantization {
    /// The label as people write it: `Q4_K_M`, `UD-Q4_K_XL`, `AWQ 4-bit`, `BF16`.
    pub label: String,
    /// The family that a machine supports or not, and that decides the rule's bytes per parameter.
    pub family: QuantizationFamily,
    /// Typical width of a whole file with this label, embeddings and scales included; `None` where nobody measured it.
    pub bits_per_weight: Option<MilliBits>,
}

impl Quantization {
    /// The class of the Standard estimate: the family's, but 8 bits where a method of several widths is that wide (GPTQ
    /// 8-bit, EXL2 8.0 bpw).
    pub fn precision_class(&self) -> PrecisionClass {
        let is_wide = self
            .bits_per_weight
            .is_some_and(|bits| bits >= WIDER_THAN_SIX_BITS);
        match self.family {
            QuantizationFamily::Gptq | QuantizationFamily::Exl if is_wide => PrecisionClass::Bits8,
            family => family.precision_class(),
        }
    }

    /// A quantization whose width is the nominal one of its family.
    pub fn of_family(label: impl Into<String>, family: QuantizationFamily) -> Self {
        Self {
            label: label.into(),
            family,
            bits_per_weight: Some(family.nominal_bits_per_weight()),
        }
    }
}
