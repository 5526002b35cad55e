//! How wide the files of a GGUF label are.

use super::MilliBits;

/// Bits per weight of a whole file, in thousandths. A label mixes tensor types, so that its files are wider than its
/// base type. Where the source is not named at the row, the value is the median of real files over 2 B parameters
/// (docs/hub.md, Widths: file bytes × 8 / parameters of 39 repositories).
const WIDTHS: &[(&str, MilliBits)] = &[
    ("F32", 32_000),
    ("BF16", 16_000),
    ("F16", 16_000),
    ("Q8_K_XL", 9_800),
    ("Q8_0", 8_500),
    ("Q8", 8_500),
    ("Q6_K_XL", 7_100),
    ("Q6_K_L", 6_780),
    ("Q6_K", 6_560),
    ("Q6", 6_560),
    ("Q5_1", 6_040),
    ("Q5_K_L", 6_000),
    ("Q5_K_XL", 5_720),
    ("Q5_K_M", 5_710),
    ("Q5_K", 5_710),
    ("Q5", 5_710),
    ("Q5_K_S", 5_540),
    ("Q5_0", 5_540),
    ("Q4_K_L", 5_270),
    ("Q4_1", 5_110),
    ("Q4_K_XL", 4_980),
    ("Q4_K_M", 4_900),
    ("Q4_K", 4_900),
    ("Q4", 4_900),
    ("Q4_K_S", 4_670),
    ("Q4_0", 4_600),
    ("IQ4_NL", 4_660),
    ("IQ4_XS", 4_430),
    ("Q3_K_XL", 4_700),
    ("UD-Q3_K_XL", 4_100),
    ("Q3_K_L", 4_290),
    ("Q3_K_M", 3_990),
    ("Q3_K", 3_990),
    ("Q3", 3_990),
    ("Q3_K_S", 3_620),
    ("IQ3_M", 3_750),
    ("IQ3_S", 3_670),
    ("IQ3_XS", 3_510),
    ("UD-IQ3_XXS", 3_370),
    ("IQ3_XXS", 3_260),
    ("Q2_K_L", 3_500),
    ("Q2_K_XL", 3_300),
    ("Q2_K", 3_170),
    ("Q2", 3_170),
    ("IQ2_M", 2_910),
    ("UD-IQ2_XXS", 2_500),
    ("UD-IQ1_M", 2_300),
    ("UD-IQ1_S", 2_160),
    // Two recorded files: 1.93 bits (DeepSeek-R1-0528) and 2.14 bits (Qwen3-30B-A3B).
    ("UD-TQ1_0", 2_030),
    // llama.cpp, tools/quantize/README.md: bits per weight of Llama 3.1 8B.
    ("Q2_K_S", 2_970),
    ("IQ2_S", 2_740),
    ("IQ2_XS", 2_590),
    ("IQ2_XXS", 2_380),
    ("IQ1_M", 2_150),
    ("IQ1_S", 2_000),
    // The base type and a twentieth more for embeddings and norms: nobody measured these.
    ("MXFP4_MOE", 4_460),
    ("MXFP4", 4_460),
    ("NVFP4", 4_720),
    ("Q6_0", 6_830),
    ("TQ2_0", 2_170),
    ("TQ1_0", 1_770),
    ("Q2_0", 2_360),
    ("Q1_0", 1_180),
    // The same for the types of ik_llama.cpp, whose block sizes give 6.625 bits for IQ6_K down to 1.625 for IQ1_BN.
    ("IQ6_K", 6_960),
    ("IQ5_K", 5_780),
    ("IQ5_KS", 5_510),
    ("IQ4_K", 4_730),
    ("IQ4_KS", 4_460),
    ("IQ4_KSS", 4_200),
    ("IQ4_KT", 4_200),
    ("IQ3_K", 3_610),
    ("IQ3_KS", 3_350),
    ("IQ3_KT", 3_280),
    ("IQ2_KL", 2_820),
    ("IQ2_K", 2_490),
    ("IQ2_KS", 2_300),
    ("IQ2_KT", 2_230),
    ("IQ1_KT", 1_840),
    ("IQ2_BN", 2_100),
    ("IQ1_BN", 1_710),
];

/// The Hub's order from best to smallest (`GGUF_QUANT_ORDER` in huggingface.js), for labels of equal width.
const HUB_ORDER: &[&str] = &[
    "F32",
    "BF16",
    "F16",
    "Q8_K_XL",
    "Q8_0",
    "Q6_K_XL",
    "Q6_K",
    "Q5_K_XL",
    "Q5_K_M",
    "Q5_K_S",
    "Q5_0",
    "Q5_1",
    "Q4_K_XL",
    "Q4_K_M",
    "Q4_K_S",
    "IQ4_NL",
    "IQ4_XS",
    "Q4_0_4_4",
    "Q4_0_4_8",
    "Q4_0_8_8",
    "Q4_0",
    "Q4_1",
    "MXFP4_MOE",
    "NVFP4",
    "Q3_K_XL",
    "Q3_K_L",
    "Q3_K_M",
    "Q3_K_S",
    "IQ3_M",
    "IQ3_S",
    "IQ3_XS",
    "IQ3_XXS",
    "Q2_K_XL",
    "Q2_K",
    "Q2_K_S",
    "IQ2_M",
    "IQ2_S",
    "IQ2_XS",
    "IQ2_XXS",
    "Q2_0",
    "IQ1_S",
    "IQ1_M",
    "TQ1_0",
    "TQ2_0",
    "Q1_0",
];

/// Typical bits per weight of a GGUF file with this label, in thousandths. Unknown endings are taken off one by one
/// (`Q4_K_P` is as wide as `Q4_K`); `None` if nothing known remains. Upper case, as
/// [`Quantization::from_gguf_path`](super::Quantization::from_gguf_path) writes labels.
pub fn bits_of_label(label: &str) -> Option<MilliBits> {
    let mut known = label.strip_prefix("i1-").unwrap_or(label);
    loop {
        let plain = known.strip_prefix("UD-").unwrap_or(known);
        let plain = plain
            .strip_prefix('D')
            .filter(|rest| rest.starts_with('Q'))
            .unwrap_or(plain);
        for name in [known, plain] {
            if let Some((_, width)) = WIDTHS.iter().find(|(row, _)| *row == name) {
                return Some(*width);
            }
        }
        known = known.rsplit_once('_')?.0;
    }
}

/// Place of a label in the Hub's order, prefixes of publishers aside; labels that the Hub does not know come last.
pub(crate) fn hub_rank(label: &str) -> usize {
    let plain = label
        .strip_prefix("UD-")
        .or_else(|| label.strip_prefix("i1-"))
        .unwrap_or(label);
    HUB_ORDER
        .iter()
        .position(|name| *name == plain)
        .unwrap_or(HUB_ORDER.len())
}
