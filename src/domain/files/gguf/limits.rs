//! The limits of the reader, each with its reason. A file that needs more is refused, or kept in part where that says
//! nothing false.

/// Bytes of a key. The format allows 2^16 − 1 (ggml `docs/gguf.md`, "gguf_metadata_kv_t").
pub const MAX_KEY_BYTES: u64 = 65_535;

/// Metadata entries. Real files have 20 to 100; the usual JavaScript reader refuses more than 100,000. Each costs 48
/// bytes here, so a file that only lists keys holds 3 MB.
pub const MAX_KEYS: u64 = 65_536;

/// Tensors. The largest models have some thousand, for experts are stacked; one tensor for each expert would make
/// 70,000 of the largest. Each costs 24 bytes and its name.
pub const MAX_TENSORS: u64 = 1 << 20;

/// Bytes of a tensor's name. The format says 64, and programs that were built with a larger limit exist; 1,024 stops
/// lying lengths only.
pub const MAX_TENSOR_NAME_BYTES: u64 = 1_024;

/// Dimensions of a tensor (`GGML_MAX_DIMS`).
pub const MAX_DIMENSIONS: u32 = 4;

/// Arrays inside arrays. The format allows any depth, the engine refuses the second level, the usual JavaScript reader
/// the fifth.
pub const MAX_NESTING: usize = 4;

/// Bytes of a text that are held; of a longer one the beginning and the real length. Chat templates, the longest texts
/// in real files, have 1 to 15 KB.
pub const MAX_TEXT_BYTES: u64 = 16_384;

/// Elements of an array of numbers up to which it is held whole. What is given for each layer has at most some
/// hundreds; arrays for each token have 30,000 and more, and no question here needs their content.
pub const MAX_HELD_NUMBERS: u64 = 4_096;

/// Elements held of a longer array, and of every array of texts, to show what it looks like.
pub const SAMPLE_ELEMENTS: usize = 16;

/// Bytes held of each text of an array.
pub const SAMPLE_TEXT_BYTES: u64 = 128;

/// Bytes of texts and arrays that are held in all. Past this, entries keep their type and length but no content. A
/// thousand chat templates would fit.
pub const MAX_HELD_BYTES: u64 = 16 << 20;

/// Bytes from the beginning of the file to the end of the tensor table. Real headers end at 16 MB (vocabularies of
/// 260,000 tokens); a gigabyte would cost a reader minutes of downloading before the first weight.
pub const MAX_HEADER_BYTES: u64 = 1 << 30;

/// Alignment of tensor data where the file names none (ggml `docs/gguf.md`, `general.alignment`).
pub const DEFAULT_ALIGNMENT: u32 = 32;

/// Shards of a model: `split.count` has 16 bits.
pub const MAX_SHARDS: u64 = 65_535;
