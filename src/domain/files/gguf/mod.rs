//! GGUF, the container of llama.cpp: its header says what a model is made of.
//!
//! A file is: the magic `GGUF`, a version, two counts; metadata entries (key, type, value); the tensor table (name,
//! dimensions, type, offset); padding; the tensors' data. Source: `docs/gguf.md` of ggml, and for versions 1 and 2 its
//! history.
//!
//! [`Reader`] takes a file in pieces and says which bytes it needs next; [`read`] reads a prefix in one go. A model's
//! geometry stands in the first kilobytes ([`Goal::Geometry`]), before the megabytes of its vocabulary.

mod cursor;
mod error;
mod foreign;
mod header;
mod items;
pub mod limits;
mod metadata;
mod reader;
mod shards;
mod tensor_type;
mod tensors;
mod value;

pub use error::GgufError;
pub use foreign::Foreign;
pub use header::{ByteOrder, Header};
pub use metadata::{Entry, Metadata, PerLayer};
pub use reader::{Goal, Progress, Reader, Wanted};
pub use shards::{Joined, ShardError, join_shards};
pub use tensor_type::{Block, TensorType};
pub use tensors::{Tensor, Tensors, TypeTotal};
pub use value::{Array, Scalar, Text, Value, ValueType};

/// Reads the beginning of a file of `file_bytes` bytes (if that is known): how far it got, and what it read.
///
/// # Errors
/// What is wrong with the file. That the prefix ends too early is none.
pub fn read(prefix: &[u8], file_bytes: Option<u64>, goal: Goal) -> Result<(Progress, Header), GgufError> {
    let mut reader = Reader::new(file_bytes, goal);
    let progress = reader.feed(0, prefix)?;
    Ok((progress, reader.into_header()))
}
