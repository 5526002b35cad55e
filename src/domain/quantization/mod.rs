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
    /// A quantization whose width is the nominal one of its family.
    pub fn of_family(label: impl Into<String>, family: QuantizationFamily) -> Self {
        Self {
            label: label.into(),
            family,
            bits_per_weight: Some(family.nominal_bits_per_weight()),
        }
    }
}
