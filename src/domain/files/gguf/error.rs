//! Why a file is refused.

use super::foreign::Foreign;

/// Why bytes are no header of a GGUF file. Lengths and places are in bytes from the file's beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GgufError {
    /// The file does not begin with `GGUF`.
    NotGguf(Foreign),
    /// A version other than 1, 2 and 3, in either byte order.
    UnsupportedVersion(u32),
    /// More metadata entries than [`MAX_KEYS`](super::limits::MAX_KEYS).
    TooManyKeys(u64),
    /// More tensors than [`MAX_TENSORS`](super::limits::MAX_TENSORS).
    TooManyTensors(u64),
    /// A key longer than [`MAX_KEY_BYTES`](super::limits::MAX_KEY_BYTES).
    KeyTooLong(u64),
    /// A tensor's name longer than [`MAX_TENSOR_NAME_BYTES`](super::limits::MAX_TENSOR_NAME_BYTES).
    TensorNameTooLong(u64),
    /// A tensor with more dimensions than [`MAX_DIMENSIONS`](super::limits::MAX_DIMENSIONS).
    TooManyDimensions(u32),
    /// Arrays inside arrays, deeper than [`MAX_NESTING`](super::limits::MAX_NESTING).
    NestedTooDeep,
    /// A value of a type that the format does not know: its length is unknown, so nothing after it can be read.
    UnknownValueType(u32),
    /// `general.alignment` is no power of two that fits 32 bits.
    BadAlignment,
    /// The dimensions of the tensor with this place in the table, or its offset, pass 2^64 bytes.
    TensorTooLarge(u64),
    /// The header goes on past the end of a file that has `file` bytes, to `needed` at least: a download that broke
    /// off, or a length that lies.
    PastTheEnd {
        /// Bytes of the file.
        file: u64,
        /// Bytes that it would need.
        needed: u64,
    },
    /// The header goes on past [`MAX_HEADER_BYTES`](super::limits::MAX_HEADER_BYTES), to this place at least.
    HeaderTooLarge(u64),
}
