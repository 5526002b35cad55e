//! The Standard estimate: the documented rule of thumb (README, How the verdict is computed).
//!
//! ```text
//! num_params   = the model's own count if it gives one, else total_model_size / bytes_per_param
//! model_memory = num_params × bytes_per_param
//! required     = model_memory × activation_multiplier (1.5)
//! ```
//!
//! Worked example: a 2 GB FP16 model without a count → 2^31 / 2 = 1,073,741,824 parameters → 2 GB model memory →
//! 3 GB required.

use std::ops::RangeInclusive;

use crate::domain::model::ParameterCount;
use crate::domain::precision::quantization::{MilliBits, PrecisionClass};

/// The activation multiplier in percent: 1.5.
pub const ACTIVATION_PERCENT_DEFAULT: u16 = 150;
/// Multipliers that can be set: from the weights alone to five times the weights.
pub const ACTIVATION_PERCENT_RANGE: RangeInclusive<u16> = 100..=500;

/// What the rule is told about a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandardInput {
    /// Class of the precision; `None` if nothing states it, and the rule takes FP32.
    pub precision: Option<PrecisionClass>,
    /// The model's number of parameters, counted or guessed from its name.
    pub parameters: Option<ParameterCount>,
    /// Bytes of this variant's files, never of several alternatives together.
    pub size_bytes: Option<u64>,
    /// The activation multiplier in percent.
    pub activation_percent: u16,
}

/// The rule's sum for one variant; every step is kept so that the page can show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandardEstimate {
    /// The class that decides bytes per parameter.
    pub precision: PrecisionClass,
    /// Whether the quantization was not stated and FP32 was taken.
    pub precision_is_assumed: bool,
    /// Number of parameters used.
    pub num_params: u64,
    /// Where the number came from.
    pub basis: ParameterBasis,
    /// `num_params × bytes_per_param`, in bytes.
    pub model_memory: u64,
    /// `model_memory × activation multiplier`, in bytes.
    pub required: u64,
    /// The activation multiplier in percent.
    pub activation_percent: u16,
}

/// Where the rule's number of parameters came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterBasis {
    /// The model's own count, or a guess from its name when nothing better is there.
    Given(ParameterCount),
    /// The size of the variant's files divided by the bytes per parameter.
    FromSize {
        /// Bytes of the files.
        size_bytes: u64,
    },
}

impl StandardEstimate {
    /// Computes the rule; `None` if neither a number of parameters nor a size is known.
    ///
    /// A count comes before the size, the size before a guess from the name. A number of zero is no number: a model of
    /// no parameters would run everywhere.
    pub fn compute(input: StandardInput) -> Option<Self> {
        let precision = input.precision.unwrap_or(PrecisionClass::Bits32);
        let half_bytes = precision.half_bytes_per_param();
        let given = input.parameters.filter(|parameters| parameters.count > 0);
        let counted = given.filter(|parameters| parameters.source.is_count());
        let basis = match (counted, input.size_bytes, given) {
            (Some(parameters), _, _) => ParameterBasis::Given(parameters),
            (None, Some(size_bytes), _) if size_bytes > 0 => ParameterBasis::FromSize { size_bytes },
            (None, _, Some(guess)) => ParameterBasis::Given(guess),
            (None, _, None) => return None,
        };
        let num_params = match basis {
            ParameterBasis::Given(parameters) => parameters.count,
            ParameterBasis::FromSize { size_bytes } => {
                saturate(u128::from(size_bytes) * 2 / u128::from(half_bytes))
            }
        };
        let model_memory = saturate(u128::from(num_params) * u128::from(half_bytes) / 2);
        let required = saturate(u128::from(model_memory) * u128::from(input.activation_percent) / 100);
        Some(Self {
            precision,
            precision_is_assumed: input.precision.is_none(),
            num_params,
            basis,
            model_memory,
            required,
            activation_percent: input.activation_percent,
        })
    }
}

/// Bytes of a file with `num_params` weights of the given width: how a size is estimated where a list gives none.
pub fn file_size(num_params: u64, bits_per_weight: MilliBits) -> u64 {
    saturate(u128::from(num_params) * u128::from(bits_per_weight) / 8000)
}

fn saturate(bytes: u128) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
