//! What the software of an unknown machine loads.

use std::collections::BTreeSet;

use crate::domain::format::Format;
use crate::domain::quantization::QuantizationFamily;

/// The formats whose runtimes exist for every common machine.
pub fn default_formats() -> BTreeSet<Format> {
    [Format::Gguf, Format::Safetensors, Format::Onnx, Format::PyTorch].into()
}

/// Every quantization that needs no special chip: all but FP8, NVFP4 and ExLlama's.
pub fn default_quantizations() -> BTreeSet<QuantizationFamily> {
    let special = [
        QuantizationFamily::Fp8,
        QuantizationFamily::Nvfp4,
        QuantizationFamily::Exl,
    ];
    QuantizationFamily::ALL
        .into_iter()
        .filter(|family| !special.contains(family))
        .collect()
}
