//! What a metadata key says: a number, a text, or an array.

/// The type of a value or of an array's elements, with the numbers the format gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)] // The names say it.
pub enum ValueType {
    U8 = 0,
    I8 = 1,
    U16 = 2,
    I16 = 3,
    U32 = 4,
    I32 = 5,
    F32 = 6,
    Bool = 7,
    Text = 8,
    Array = 9,
    U64 = 10,
    I64 = 11,
    F64 = 12,
}

impl ValueType {
    /// The type with this number in the file, or nothing for a number the format does not know.
    pub fn from_id(id: u32) -> Option<Self> {
        Some(match id {
            0 => Self::U8,
            1 => Self::I8,
            2 => Self::U16,
            3 => Self::I16,
            4 => Self::U32,
            5 => Self::I32,
            6 => Self::F32,
            7 => Self::Bool,
            8 => Self::Text,
            9 => Self::Array,
            10 => Self::U64,
            11 => Self::I64,
            12 => Self::F64,
            _ => return None,
        })
    }

    /// The name that the format's own tools print, such as `UINT32`.
    pub fn name(self) -> &'static str {
        match self {
            Self::U8 => "UINT8",
            Self::I8 => "INT8",
            Self::U16 => "UINT16",
            Self::I16 => "INT16",
            Self::U32 => "UINT32",
            Self::I32 => "INT32",
            Self::F32 => "FLOAT32",
            Self::Bool => "BOOL",
            Self::Text => "STRING",
            Self::Array => "ARRAY",
            Self::U64 => "UINT64",
            Self::I64 => "INT64",
            Self::F64 => "FLOAT64",
        }
    }

    /// Bytes of a value of this type, or nothing for texts and arrays, whose size differs from value to value.
    pub fn fixed_bytes(self) -> Option<u64> {
        match self {
            Self::U8 | Self::I8 | Self::Bool => Some(1),
            Self::U16 | Self::I16 => Some(2),
            Self::U32 | Self::I32 | Self::F32 => Some(4),
            Self::U64 | Self::I64 | Self::F64 => Some(8),
            Self::Text | Self::Array => None,
        }
    }
}

/// One number or truth value, as the file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scalar {
    value_type: ValueType,
    /// The bytes of the value in the low end, zeros above.
    bits: u64,
}

impl Scalar {
    /// From the value's bytes, the least significant first.
    pub(super) fn from_little_endian(value_type: ValueType, bytes: &[u8]) -> Self {
        let bits = bytes
            .iter()
            .take(8)
            .rev()
            .fold(0, |bits, byte| bits << 8 | u64::from(*byte));
        Self { value_type, bits }
    }

    /// Its type in the file.
    pub fn value_type(self) -> ValueType {
        self.value_type
    }

    /// A whole number that is not negative, of any width. Nothing for fractions, even whole ones, and truth values.
    pub fn as_u64(self) -> Option<u64> {
        self.as_i128().and_then(|value| u64::try_from(value).ok())
    }

    /// A whole number of any width.
    pub fn as_i64(self) -> Option<i64> {
        self.as_i128().and_then(|value| i64::try_from(value).ok())
    }

    /// Any number; whole ones above 2^53 are rounded.
    pub fn as_f64(self) -> Option<f64> {
        match self.value_type {
            // The upper half is zero.
            ValueType::F32 => Some(f64::from(f32::from_bits(self.bits as u32))),
            ValueType::F64 => Some(f64::from_bits(self.bits)),
            _ => self.as_i128().map(|value| value as f64),
        }
    }

    /// A truth value. The engine takes every byte but 0 as true.
    pub fn as_bool(self) -> Option<bool> {
        (self.value_type == ValueType::Bool).then_some(self.bits != 0)
    }

    fn as_i128(self) -> Option<i128> {
        // The casts to a narrower type drop zeros only; those to a signed one are the two's complement of the file.
        Some(match self.value_type {
            ValueType::U8 | ValueType::U16 | ValueType::U32 | ValueType::U64 => i128::from(self.bits),
            ValueType::I8 => i128::from(self.bits as u8 as i8),
            ValueType::I16 => i128::from(self.bits as u16 as i16),
            ValueType::I32 => i128::from(self.bits as u32 as i32),
            ValueType::I64 => i128::from(self.bits as i64),
            _ => return None,
        })
    }
}

/// A text, or its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub(super) held: Box<str>,
    pub(super) bytes: u64,
    pub(super) is_whole: bool,
}

impl Text {
    /// A text of `bytes` bytes in the file, of which the first are given.
    pub(super) fn new(first: &[u8], bytes: u64) -> Self {
        let is_whole = first.len() as u64 == bytes;
        // A cut inside a letter would leave a `U+FFFD` behind that the file does not have.
        let letters = match std::str::from_utf8(first) {
            Err(error) if !is_whole && error.error_len().is_none() => first.get(..error.valid_up_to()),
            _ => None,
        };
        Self {
            held: String::from_utf8_lossy(letters.unwrap_or(first)).into(),
            bytes,
            is_whole,
        }
    }

    /// What is held of it: all, or the beginning. Bytes that are not UTF-8 have become `U+FFFD`.
    pub fn held(&self) -> &str {
        &self.held
    }

    /// Its length in the file, in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The whole text, or nothing where only its beginning is held.
    pub fn whole(&self) -> Option<&str> {
        self.is_whole.then_some(&*self.held)
    }
}

/// An array. Of numbers and truth values it holds all, if there are at most
/// [`MAX_HELD_NUMBERS`](super::limits::MAX_HELD_NUMBERS), else the first few; of texts (the vocabulary) the first few;
/// of arrays nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Array {
    pub(super) element: ValueType,
    pub(super) count: u64,
    pub(super) bytes: Option<u64>,
    /// The held numbers, the least significant byte first.
    pub(super) numbers: Vec<u8>,
    pub(super) texts: Vec<Text>,
}

impl Array {
    /// The type of its elements.
    pub fn element(&self) -> ValueType {
        self.element
    }

    /// How many elements it has in the file.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The bytes of its elements in the file, or nothing while a reader has not come to its end.
    pub fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    /// The numbers and truth values that are held, in order.
    pub fn scalars(&self) -> impl Iterator<Item = Scalar> + '_ {
        let width = self.element.fixed_bytes().unwrap_or(1) as usize;
        self.numbers
            .chunks_exact(width)
            .map(|bytes| Scalar::from_little_endian(self.element, bytes))
    }

    /// The texts that are held, in order.
    pub fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// True if every element is held.
    pub fn is_whole(&self) -> bool {
        match self.element.fixed_bytes() {
            Some(width) => self.numbers.len() as u64 == self.count.saturating_mul(width),
            None => self.texts.len() as u64 == self.count,
        }
    }
}

/// The value of a metadata key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number or truth value.
    Scalar(Scalar),
    /// A text.
    Text(Text),
    /// An array.
    Array(Box<Array>),
}

impl Value {
    /// A whole number that is not negative, of any width.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_scalar()?.as_u64()
    }

    /// Any number.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_scalar()?.as_f64()
    }

    /// A truth value.
    pub fn as_bool(&self) -> Option<bool> {
        self.as_scalar()?.as_bool()
    }

    /// A text that is held whole.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => text.whole(),
            _ => None,
        }
    }

    /// An array.
    pub fn as_array(&self) -> Option<&Array> {
        match self {
            Self::Array(array) => Some(array),
            _ => None,
        }
    }

    fn as_scalar(&self) -> Option<Scalar> {
        match self {
            Self::Scalar(scalar) => Some(*scalar),
            _ => None,
        }
    }
}
