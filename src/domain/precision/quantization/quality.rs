//! What a quantization costs in quality.

use super::{Quantization, QuantizationFamily};

/// How much worse a model answers than in its original precision.
///
/// The classes follow the perplexity that llama.cpp publishes for Llama 3 8B (help text of `llama-quantize`; 6.23 with
/// 16 bits): Q8_0 +0.003, Q6_K +0.02, Q5_K_M +0.06, Q5_K_S and Q5_1 +0.1, Q4_K_M +0.18, Q4_K_S +0.27, Q4_0 +0.47,
/// Q3_K_L +0.56, Q3_K_M +0.66, Q3_K_S +1.6, Q2_K +3.5. Large models lose less and small ones more, and a model trained
/// for its quantization (gpt-oss in MXFP4, Gemma QAT in Q4_0) loses less than its class says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QualityCost {
    /// The original precision.
    None,
    /// Below 1 % of perplexity: not to be told from the original.
    Negligible,
    /// 1 to 5 %.
    Small,
    /// 5 to 15 %: shows in hard tasks.
    Noticeable,
    /// 15 to 60 %: shows in ordinary use.
    Large,
    /// More: answers often stop making sense.
    Severe,
}

impl Quantization {
    /// The cost of this quantization; `None` where it depends on something that the label does not say.
    pub fn quality_cost(&self) -> Option<QualityCost> {
        let bits = self
            .bits_per_weight
            .unwrap_or(self.family.nominal_bits_per_weight());
        Some(match self.family {
            QuantizationFamily::Fp32 | QuantizationFamily::Bf16 | QuantizationFamily::Fp16 => {
                QualityCost::None
            }
            QuantizationFamily::Fp8 | QuantizationFamily::Int8 | QuantizationFamily::Q8 => {
                QualityCost::Negligible
            }
            // BitNet models are trained with ternary weights; the prefix says that a file was cut down afterwards.
            // Without it nobody knows which of the two a ternary GGUF file is.
            QuantizationFamily::Ternary if self.label.starts_with("BitNet") => QualityCost::None,
            QuantizationFamily::Ternary if self.label.starts_with("UD-") => QualityCost::Severe,
            QuantizationFamily::Ternary => return None,
            QuantizationFamily::Q6
            | QuantizationFamily::Q5
            | QuantizationFamily::Q4
            | QuantizationFamily::Q3
            | QuantizationFamily::Q2
            | QuantizationFamily::Iq => cost_of_gguf(&self.label, bits),
            QuantizationFamily::Awq
            | QuantizationFamily::Gptq
            | QuantizationFamily::BitsAndBytes
            | QuantizationFamily::Mxfp4
            | QuantizationFamily::Nvfp4
            | QuantizationFamily::Int4
            | QuantizationFamily::Exl => cost_of_integers(bits),
        })
    }
}

/// By the width of the file; the old formats (`Q4_0`, `Q4_1`) spend their bits worse than the k-quants.
fn cost_of_gguf(label: &str, bits: u32) -> QualityCost {
    let plain = label
        .strip_prefix("UD-")
        .or_else(|| label.strip_prefix("i1-"))
        .unwrap_or(label);
    match bits {
        _ if plain.starts_with("Q4_0") || plain.starts_with("Q4_1") => QualityCost::Noticeable,
        _ if plain.starts_with("Q5_1") => QualityCost::Small,
        5_700.. => QualityCost::Negligible,
        4_350.. => QualityCost::Small,
        3_650.. => QualityCost::Noticeable,
        2_310.. => QualityCost::Large,
        _ => QualityCost::Severe,
    }
}

/// Methods outside GGUF calibrate or search per group of weights and do about as well as k-quants of the same width.
fn cost_of_integers(bits: u32) -> QualityCost {
    match bits {
        6_000.. => QualityCost::Negligible,
        4_000.. => QualityCost::Small,
        3_200.. => QualityCost::Noticeable,
        2_000.. => QualityCost::Large,
        _ => QualityCost::Severe,
    }
}
