//! The types of tensors: how many elements share a block, and the bytes of a block.
//!
//! Source: `enum ggml_type` and the block structures of ggml (`ggml.h`, `ggml-common.h`).

use std::fmt;

/// The type of a tensor's elements, as the number that stands in the file. Every number is kept, whether known or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TensorType(u32);

/// How elements of a type lie in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Elements that share a block; 1 where elements stand alone.
    pub elements: u32,
    /// Bytes of a block.
    pub bytes: u32,
}

/// Types that the engine's options name.
#[allow(missing_docs)] // The names say it.
impl TensorType {
    pub const F32: Self = Self(0);
    pub const F16: Self = Self(1);
    pub const Q4_0: Self = Self(2);
    pub const Q4_1: Self = Self(3);
    pub const Q5_0: Self = Self(6);
    pub const Q5_1: Self = Self(7);
    pub const Q8_0: Self = Self(8);
    pub const IQ4_NL: Self = Self(20);
    pub const BF16: Self = Self(30);
}

impl TensorType {
    /// The type with this number.
    pub const fn from_id(id: u32) -> Self {
        Self(id)
    }

    /// The type of this name (`Q4_K`, in capitals), or nothing for a name that is none of ggml's.
    pub fn from_name(name: &str) -> Option<Self> {
        let id = TYPES.iter().position(|(known, ..)| *known == name)?;
        u32::try_from(id).ok().map(Self)
    }

    /// Its number in the file.
    pub const fn id(self) -> u32 {
        self.0
    }

    /// Its name, such as `Q4_K`; nothing for a number that ggml does not know either.
    pub fn name(self) -> Option<&'static str> {
        self.entry().map(|(name, ..)| *name)
    }

    /// How its elements lie in memory; nothing for unknown numbers, and for `Q4_2` and `Q4_3`, which were withdrawn
    /// before the format existed.
    pub fn block(self) -> Option<Block> {
        let (_, elements, bytes) = *self.entry()?;
        (elements > 0).then_some(Block {
            elements: elements.into(),
            bytes: bytes.into(),
        })
    }

    /// True for a type that ggml had and has no more: no engine of today loads it.
    pub fn is_withdrawn(self) -> bool {
        matches!(self.0, 4 | 5 | 31..=33 | 36..=38)
    }

    /// The bytes of a tensor with these dimensions, the innermost first; without dimensions it is one element. Rows are
    /// whole blocks. Nothing for a type of unknown size, and where the product passes 2^64 − 1.
    pub fn tensor_bytes(self, dimensions: &[u64]) -> Option<u64> {
        let block = self.block()?;
        let (row, rows) = dimensions.split_first().unwrap_or((&1, &[]));
        let row_bytes = row
            .div_ceil(block.elements.into())
            .checked_mul(block.bytes.into())?;
        rows.iter()
            .try_fold(row_bytes, |bytes, rows| bytes.checked_mul(*rows))
    }

    fn entry(self) -> Option<&'static (&'static str, u16, u16)> {
        TYPES.get(usize::try_from(self.0).ok()?)
    }
}

/// The name, or `type 77` for a number without one.
impl fmt::Display for TensorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "type {}", self.0),
        }
    }
}

/// Name, elements of a block, bytes of a block; the place is the number in the file.
const TYPES: [(&str, u16, u16); 43] = [
    ("F32", 1, 4),
    ("F16", 1, 2),
    ("Q4_0", 32, 18),
    ("Q4_1", 32, 20),
    ("Q4_2", 0, 0),
    ("Q4_3", 0, 0),
    ("Q5_0", 32, 22),
    ("Q5_1", 32, 24),
    ("Q8_0", 32, 34),
    ("Q8_1", 32, 36),
    ("Q2_K", 256, 84),
    ("Q3_K", 256, 110),
    ("Q4_K", 256, 144),
    ("Q5_K", 256, 176),
    ("Q6_K", 256, 210),
    ("Q8_K", 256, 292),
    ("IQ2_XXS", 256, 66),
    ("IQ2_XS", 256, 74),
    ("IQ3_XXS", 256, 98),
    ("IQ1_S", 256, 50),
    ("IQ4_NL", 32, 18),
    ("IQ3_S", 256, 110),
    ("IQ2_S", 256, 82),
    ("IQ4_XS", 256, 136),
    ("I8", 1, 1),
    ("I16", 1, 2),
    ("I32", 1, 4),
    ("I64", 1, 8),
    ("F64", 1, 8),
    ("IQ1_M", 256, 56),
    ("BF16", 1, 2),
    ("Q4_0_4_4", 32, 18),
    ("Q4_0_4_8", 32, 18),
    ("Q4_0_8_8", 32, 18),
    ("TQ1_0", 256, 54),
    ("TQ2_0", 256, 66),
    ("IQ4_NL_4_4", 32, 18),
    ("IQ4_NL_4_8", 32, 18),
    ("IQ4_NL_8_8", 32, 18),
    ("MXFP4", 32, 17),
    ("NVFP4", 64, 36),
    ("Q1_0", 128, 18),
    ("Q2_0", 64, 18),
];
