//! What a machine's software loads unless the reader says otherwise.
//!
//! Links of version 1 leave these sets out (see [`crate::domain::app::share`]), so they are part of that format: changing
//! one changes the meaning of links that people have already sent, and needs a new version of links.

use crate::domain::text::key_set::KeySet;

use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::QuantizationFamily;

/// The formats that common software loads on any machine.
pub fn default_formats() -> KeySet<Format> {
    [Format::Gguf, Format::Safetensors, Format::Onnx, Format::PyTorch].into()
}

/// The quantizations that need no special hardware: all but FP8 and NVFP4, which are computed by recent chips only,
/// and EXL, whose loader runs on NVIDIA GPUs only.
pub fn default_quantizations() -> KeySet<QuantizationFamily> {
    let is_special = |family: &QuantizationFamily| {
        matches!(
            family,
            QuantizationFamily::Fp8 | QuantizationFamily::Nvfp4 | QuantizationFamily::Exl
        )
    };
    QuantizationFamily::ALL
        .into_iter()
        .filter(|family| !is_special(family))
        .collect()
}
