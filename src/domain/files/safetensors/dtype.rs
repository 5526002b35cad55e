//! The element types of the format and how wide they are.

use crate::domain::text::quote::quote;

/// Characters of an unknown dtype's name that are kept; the longest known one has 14.
const UNKNOWN_NAME_MAX: usize = 24;

/// The element types that the format names (`Dtype` in safetensors/src/tensor.rs).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownDtype {
    /// Truth values, a byte each.
    Bool,
    /// Whole numbers from zero, 8 bits; also the holder of packed 4-bit weights (MXFP4, NVFP4, bitsandbytes).
    U8,
    /// Whole numbers, 8 bits.
    I8,
    /// Whole numbers, 16 bits.
    I16,
    /// Whole numbers from zero, 16 bits.
    U16,
    /// Whole numbers, 32 bits; also the holder of packed GPTQ and AWQ weights.
    I32,
    /// Whole numbers from zero, 32 bits; also the holder of packed MLX weights.
    U32,
    /// Whole numbers, 64 bits.
    I64,
    /// Whole numbers from zero, 64 bits.
    U64,
    /// IEEE floats, 16 bits.
    F16,
    /// Brain floats, 16 bits.
    Bf16,
    /// IEEE floats, 32 bits.
    F32,
    /// IEEE floats, 64 bits.
    F64,
    /// Pairs of 32-bit floats (complex numbers).
    C64,
    /// 8-bit floats, 4 bits of exponent.
    F8E4m3,
    /// The same as AMD's older chips define it.
    F8E4m3Fnuz,
    /// 8-bit floats, 5 bits of exponent.
    F8E5m2,
    /// The same as AMD's older chips define it.
    F8E5m2Fnuz,
    /// Powers of two in 8 bits: scales.
    F8E8m0,
    /// 6-bit floats, 2 bits of exponent.
    F6E2m3,
    /// 6-bit floats, 3 bits of exponent.
    F6E3m2,
    /// 4-bit floats.
    F4,
}

/// The element type of a tensor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dtype {
    /// One that the format names.
    Known(KnownDtype),
    /// Any other: its name, cut to 24 characters. The width follows from the tensor's place in the file.
    Unknown(String),
}

impl KnownDtype {
    const ALL: [Self; 22] = [
        Self::Bf16,
        Self::F16,
        Self::F32,
        Self::F8E4m3,
        Self::I32,
        Self::U32,
        Self::U8,
        Self::I8,
        Self::Bool,
        Self::I16,
        Self::U16,
        Self::I64,
        Self::U64,
        Self::F64,
        Self::C64,
        Self::F8E4m3Fnuz,
        Self::F8E5m2,
        Self::F8E5m2Fnuz,
        Self::F8E8m0,
        Self::F6E2m3,
        Self::F6E3m2,
        Self::F4,
    ];

    /// The name as headers write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bool => "BOOL",
            Self::U8 => "U8",
            Self::I8 => "I8",
            Self::I16 => "I16",
            Self::U16 => "U16",
            Self::I32 => "I32",
            Self::U32 => "U32",
            Self::I64 => "I64",
            Self::U64 => "U64",
            Self::F16 => "F16",
            Self::Bf16 => "BF16",
            Self::F32 => "F32",
            Self::F64 => "F64",
            Self::C64 => "C64",
            Self::F8E4m3 => "F8_E4M3",
            Self::F8E4m3Fnuz => "F8_E4M3FNUZ",
            Self::F8E5m2 => "F8_E5M2",
            Self::F8E5m2Fnuz => "F8_E5M2FNUZ",
            Self::F8E8m0 => "F8_E8M0",
            Self::F6E2m3 => "F6_E2M3",
            Self::F6E3m2 => "F6_E3M2",
            Self::F4 => "F4",
        }
    }

    /// Bits of one element.
    pub const fn bits(self) -> u64 {
        match self {
            Self::F4 => 4,
            Self::F6E2m3 | Self::F6E3m2 => 6,
            Self::Bool
            | Self::U8
            | Self::I8
            | Self::F8E4m3
            | Self::F8E4m3Fnuz
            | Self::F8E5m2
            | Self::F8E5m2Fnuz
            | Self::F8E8m0 => 8,
            Self::I16 | Self::U16 | Self::F16 | Self::Bf16 => 16,
            Self::I32 | Self::U32 | Self::F32 => 32,
            Self::I64 | Self::U64 | Self::F64 | Self::C64 => 64,
        }
    }

    /// Whether an engine that loads the model in another float type converts such a tensor: floats of 16 bits and more.
    pub const fn is_convertible_float(self) -> bool {
        matches!(self, Self::F16 | Self::Bf16 | Self::F32 | Self::F64)
    }
}

impl Dtype {
    /// The element type with this name; the other spellings that headers and the Hub use are known too.
    pub fn from_name(name: &str) -> Self {
        let other_spelling = match name {
            "E8M0" | "UE8" | "UE8M0" => Some(KnownDtype::F8E8m0),
            "FP4" | "F4_E2M1" => Some(KnownDtype::F4),
            "F8_E4M3FN" => Some(KnownDtype::F8E4m3),
            _ => None,
        };
        KnownDtype::ALL
            .into_iter()
            .find(|dtype| dtype.name() == name)
            .or(other_spelling)
            .map_or_else(|| Self::Unknown(quote(name, UNKNOWN_NAME_MAX)), Self::Known)
    }

    /// The name as headers write it.
    pub fn name(&self) -> &str {
        match self {
            Self::Known(dtype) => dtype.name(),
            Self::Unknown(name) => name,
        }
    }

    /// Bits of one element; `None` if nobody knows.
    pub const fn bits(&self) -> Option<u64> {
        match self {
            Self::Known(dtype) => Some(dtype.bits()),
            Self::Unknown(_) => None,
        }
    }
}
