//! Families of quantizations: what a machine supports or not.

use crate::domain::text::key_set::SetMember;

/// A group of quantization labels that a machine supports, or not, together.
///
/// The 4-bit float formats are told apart by where they are computed: inside GGUF the runtime unpacks them in
/// software on any chip, so a GGUF file labelled `MXFP4` or `NVFP4` belongs to [`QuantizationFamily::Q4`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuantizationFamily {
    /// 32-bit floats.
    Fp32,
    /// Brain floats of 16 bits.
    Bf16,
    /// IEEE floats of 16 bits.
    Fp16,
    /// 8-bit floats with hardware support (E4M3, E5M2).
    Fp8,
    /// 8-bit integers outside GGUF (bitsandbytes LLM.int8, W8A8, MLX 8-bit, …).
    Int8,
    /// GGUF `Q8_*`.
    Q8,
    /// GGUF `Q6_*`.
    Q6,
    /// GGUF `Q5_*`.
    Q5,
    /// GGUF `Q4_*`, and `MXFP4` and `NVFP4` inside GGUF.
    Q4,
    /// GGUF `Q3_*`.
    Q3,
    /// GGUF `Q2_*`.
    Q2,
    /// GGUF i-quants `IQ1_*` … `IQ4_*`.
    Iq,
    /// Ternary and 1-bit weights: GGUF `TQ*` and `Q1_*`, BitNet.
    Ternary,
    /// Activation-aware 4-bit integers.
    Awq,
    /// GPTQ integers of 2 to 8 bits.
    Gptq,
    /// bitsandbytes 4-bit (NF4, FP4).
    BitsAndBytes,
    /// Any other integer method of 2 to 6 bits outside GGUF: MLX, compressed-tensors, HQQ, OpenVINO, …
    Int4,
    /// Microscaling 4-bit floats in Safetensors.
    Mxfp4,
    /// NVIDIA's 4-bit floats in Safetensors.
    Nvfp4,
    /// ExLlamaV2 and V3 mixed widths.
    Exl,
}

/// The four classes of the Standard estimate (its documented table).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrecisionClass {
    /// 4 bytes a parameter.
    Bits32,
    /// 2 bytes a parameter.
    Bits16,
    /// 1 byte a parameter.
    Bits8,
    /// Half a byte a parameter: 6 bits and below.
    Bits6OrBelow,
}

impl SetMember for QuantizationFamily {
    const MEMBERS: &'static [Self] = &Self::ALL;

    fn number(self) -> u32 {
        self as u32
    }
}

impl QuantizationFamily {
    /// Every family, in the page's order: widest first.
    pub const ALL: [Self; 20] = [
        Self::Fp32,
        Self::Bf16,
        Self::Fp16,
        Self::Fp8,
        Self::Int8,
        Self::Q8,
        Self::Q6,
        Self::Q5,
        Self::Q4,
        Self::Q3,
        Self::Q2,
        Self::Iq,
        Self::Ternary,
        Self::Awq,
        Self::Gptq,
        Self::BitsAndBytes,
        Self::Int4,
        Self::Mxfp4,
        Self::Nvfp4,
        Self::Exl,
    ];

    /// The word in addresses and storage. Never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Fp32 => "fp32",
            Self::Bf16 => "bf16",
            Self::Fp16 => "fp16",
            Self::Fp8 => "fp8",
            Self::Int8 => "int8",
            Self::Q8 => "q8",
            Self::Q6 => "q6",
            Self::Q5 => "q5",
            Self::Q4 => "q4",
            Self::Q3 => "q3",
            Self::Q2 => "q2",
            Self::Iq => "iq",
            Self::Ternary => "ternary",
            Self::Awq => "awq",
            Self::Gptq => "gptq",
            Self::BitsAndBytes => "bnb",
            Self::Int4 => "int4",
            Self::Mxfp4 => "mxfp4",
            Self::Nvfp4 => "nvfp4",
            Self::Exl => "exl",
        }
    }

    /// The family with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.key() == key)
    }

    /// The name people know, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fp32 => "FP32",
            Self::Bf16 => "BF16",
            Self::Fp16 => "FP16",
            Self::Fp8 => "FP8",
            Self::Int8 => "INT8",
            Self::Q8 => "Q8",
            Self::Q6 => "Q6",
            Self::Q5 => "Q5",
            Self::Q4 => "Q4",
            Self::Q3 => "Q3",
            Self::Q2 => "Q2",
            Self::Iq => "IQ",
            Self::Ternary => "Ternary",
            Self::Awq => "AWQ",
            Self::Gptq => "GPTQ",
            Self::BitsAndBytes => "bitsandbytes",
            Self::Int4 => "INT4",
            Self::Mxfp4 => "MXFP4",
            Self::Nvfp4 => "NVFP4",
            Self::Exl => "EXL2 / EXL3",
        }
    }

    /// The class of the Standard estimate that the family falls into.
    pub const fn precision_class(self) -> PrecisionClass {
        match self {
            Self::Fp32 => PrecisionClass::Bits32,
            Self::Bf16 | Self::Fp16 => PrecisionClass::Bits16,
            Self::Fp8 | Self::Int8 | Self::Q8 => PrecisionClass::Bits8,
            _ => PrecisionClass::Bits6OrBelow,
        }
    }

    /// The width that the family's name promises, in thousandths of a bit per weight; for 4-bit methods outside GGUF
    /// with the scales of their usual group size (128 weights, or 64 for MLX; 32 and 16 for MXFP4 and NVFP4).
    pub const fn nominal_bits_per_weight(self) -> super::MilliBits {
        match self {
            Self::Fp32 => 32_000,
            Self::Bf16 | Self::Fp16 => 16_000,
            Self::Fp8 | Self::Int8 => 8_000,
            Self::Q8 => 8_500,
            Self::Q6 => 6_560,
            Self::Q5 => 5_710,
            Self::Q4 => 4_900,
            Self::Q3 => 3_990,
            Self::Q2 => 3_170,
            Self::Iq => 3_500,
            Self::Ternary => 2_060,
            Self::Awq | Self::Gptq | Self::Exl => 4_250,
            Self::BitsAndBytes | Self::Int4 | Self::Nvfp4 => 4_500,
            Self::Mxfp4 => 4_250,
        }
    }
}

impl PrecisionClass {
    /// Bytes per parameter, counted in half bytes so that it stays whole: FP32 8, FP16 4, 8-bit 2, 6-bit and below 1.
    pub const fn half_bytes_per_param(self) -> u64 {
        match self {
            Self::Bits32 => 8,
            Self::Bits16 => 4,
            Self::Bits8 => 2,
            Self::Bits6OrBelow => 1,
        }
    }
}
