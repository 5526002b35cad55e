//! Why bytes are no Safetensors header or index.

/// Why a Safetensors header or index cannot be read. Tensor names in it are cut to 80 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SafetensorsError {
    /// The bytes are a web page: a server answered with a page in place of the file.
    Html,
    /// The bytes are git-lfs's stand-in for a large file, not the file.
    GitLfsPointer,
    /// The first bytes belong to a GGUF file.
    Gguf,
    /// The first bytes belong to a ZIP archive: a PyTorch checkpoint.
    Zip,
    /// The header does not begin with `{`.
    NoObject {
        /// The byte in its place.
        found: u8,
    },
    /// The header promises to be shorter than the shortest one, `{}`.
    HeaderTooShort {
        /// Bytes promised.
        bytes: u64,
    },
    /// The header promises to be longer than the format allows.
    HeaderTooLarge {
        /// Bytes promised.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// The whole file is shorter than its header promises to be.
    FileTooShort {
        /// Bytes of the file.
        file_bytes: u64,
        /// Bytes it must have for what it says.
        needed: u64,
    },
    /// The index is longer than this app reads.
    IndexTooLarge {
        /// Bytes of the index.
        bytes: u64,
        /// Bytes that are read at most.
        limit: u64,
    },
    /// Not UTF-8.
    NotText {
        /// Place of the first bad byte.
        at: usize,
    },
    /// Not JSON, or not of the form that the format asks for.
    Malformed {
        /// Place of the first fault, in bytes.
        at: usize,
    },
    /// A tensor lacks its dtype, shape or place, or one of them has another form.
    BadTensor {
        /// The tensor's name.
        tensor: String,
    },
    /// A shape whose number of elements does not fit into 64 bits.
    ShapeOverflow {
        /// The tensor's name.
        tensor: String,
    },
    /// A tensor ends before it begins, or the place does not have the size of its shape.
    WrongSize {
        /// The tensor's name.
        tensor: String,
        /// First byte of its place.
        begin: u64,
        /// Byte behind its place.
        end: u64,
    },
    /// The tensors together are larger than the space they lie in: some lie upon each other.
    Overlap {
        /// Bytes of all tensors.
        tensors: u64,
        /// Bytes of the space.
        space: u64,
    },
    /// More shards than any model has.
    TooManyShards {
        /// The most that are read.
        limit: usize,
    },
}
