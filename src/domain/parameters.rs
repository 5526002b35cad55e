//! Numbers of parameters: from the Safetensors headers and from a repository's name.

use crate::domain::model::ParameterCount;
use crate::domain::quantization::Quantization;
use crate::domain::variant::WeightHints;

/// The number of parameters behind `safetensors.total` and the dtype counts.
pub fn safetensors_parameters(
    total: Option<u64>,
    hints: &WeightHints,
    quantization: Option<&Quantization>,
) -> Option<ParameterCount> {
    let _ = (hints, quantization);
    total.map(|count| ParameterCount {
        count,
        source: crate::domain::model::ParameterSource::SafetensorsHeader,
    })
}

/// The number of parameters that a repository's name tells.
pub fn parameters_from_name(name: &str) -> Option<u64> {
    let _ = name;
    None
}
