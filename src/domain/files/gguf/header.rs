//! A header, as far as it was read.

use super::limits::DEFAULT_ALIGNMENT;
use super::metadata::Metadata;
use super::tensors::Tensors;

/// The order of bytes in a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteOrder {
    /// The least significant byte first: nearly every file.
    Little,
    /// The most significant byte first: files for IBM Z and the like.
    Big,
}

/// A file's header, or what was read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The version of the format: 1, 2 or 3; 0 before it was read.
    pub version: u32,
    /// The order of bytes.
    pub byte_order: ByteOrder,
    /// How many metadata entries the file says it has.
    pub declared_keys: u64,
    /// How many tensors the file says it has.
    pub declared_tensors: u64,
    /// The metadata entries read so far. An array of texts is here as soon as its length is known.
    pub metadata: Metadata,
    /// The tensors read so far.
    pub tensors: Tensors,
    /// Where the tensors' data begins; nothing before the whole header was read.
    pub data_start: Option<u64>,
}

impl Header {
    pub(super) const EMPTY: Self = Self {
        version: 0,
        byte_order: ByteOrder::Little,
        declared_keys: 0,
        declared_tensors: 0,
        metadata: Metadata::EMPTY,
        tensors: Tensors::EMPTY,
        data_start: None,
    };

    /// The alignment of tensors' data in bytes: `general.alignment`, or 32.
    pub fn alignment(&self) -> u64 {
        self.metadata
            .u64("general.alignment")
            .unwrap_or(DEFAULT_ALIGNMENT.into())
    }

    /// The least bytes that the whole file has: to the end of the tensor that ends last. Files have up to
    /// [`Header::alignment`] bytes of padding more; with fewer, the file was cut off. Nothing before the whole header was
    /// read. Tensors of unknown size count to their beginning.
    pub fn least_file_bytes(&self) -> Option<u64> {
        Some(self.data_start?.saturating_add(self.tensors.data_bytes()))
    }

    /// `split.no`: which shard of a model this is, counted from 0; nothing for a file that is no shard.
    pub fn shard_number(&self) -> Option<u64> {
        self.metadata.u64("split.no")
    }

    /// `split.count`: how many shards the model has.
    pub fn shard_count(&self) -> Option<u64> {
        self.metadata.u64("split.count")
    }

    /// `split.tensors.count`: how many tensors all shards have together.
    pub fn tensors_of_all_shards(&self) -> Option<u64> {
        self.metadata.u64("split.tensors.count")
    }
}
