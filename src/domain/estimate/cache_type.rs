//! The types a cache can have.

/// Type of cached keys or values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CacheType {
    /// 32 bits.
    F32,
    /// 16 bits: the default.
    #[default]
    F16,
    /// 16 bits, bfloat.
    Bf16,
    /// 8 bits, blocks of 32 with a scale.
    Q8_0,
    /// 5 bits with a scale and a minimum.
    Q5_1,
    /// 5 bits with a scale.
    Q5_0,
    /// 4 bits with a scale and a minimum.
    Q4_1,
    /// 4 bits with a scale.
    Q4_0,
    /// 4 bits, not linear.
    Iq4Nl,
    /// 8 bits as floating point (vLLM and SGLang, not llama.cpp).
    Fp8,
}

impl CacheType {
    /// All types that llama.cpp has, from the largest to the smallest.
    pub const LLAMA_CPP: [Self; 9] = [
        Self::F32,
        Self::F16,
        Self::Bf16,
        Self::Q8_0,
        Self::Q5_1,
        Self::Q5_0,
        Self::Q4_1,
        Self::Q4_0,
        Self::Iq4Nl,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
            Self::Q8_0 => "q8_0",
            Self::Q5_1 => "q5_1",
            Self::Q5_0 => "q5_0",
            Self::Q4_1 => "q4_1",
            Self::Q4_0 => "q4_0",
            Self::Iq4Nl => "iq4_nl",
            Self::Fp8 => "fp8",
        }
    }

    /// The type of a name on the command line.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut types = Self::LLAMA_CPP.into_iter().chain([Self::Fp8]);
        types.find(|cache_type| cache_type.name() == name)
    }

    /// Whether it needs flash attention for values (llama.cpp).
    pub const fn is_quantized(self) -> bool {
        !matches!(self, Self::F32 | Self::F16 | Self::Bf16 | Self::Fp8)
    }

    /// Numbers of a block, and the bytes of one. Source: the block structures of ggml.
    pub const fn block(self) -> (u64, u64) {
        match self {
            Self::F32 => (1, 4),
            Self::F16 | Self::Bf16 => (1, 2),
            Self::Q8_0 => (32, 34),
            Self::Q5_1 => (32, 24),
            Self::Q5_0 => (32, 22),
            Self::Q4_1 => (32, 20),
            Self::Q4_0 | Self::Iq4Nl => (32, 18),
            Self::Fp8 => (1, 1),
        }
    }

    /// Bytes of a row of this many numbers; a row is whole blocks.
    pub const fn row_bytes(self, numbers: u64) -> u64 {
        let (block, bytes) = self.block();
        (numbers / block).saturating_mul(bytes)
    }
}
