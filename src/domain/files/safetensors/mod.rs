//! Safetensors: what a file's header says of the weights in it, without the weights.
//!
//! A file begins with the length of its header (8 bytes, little-endian) and the header, which is JSON: every tensor's
//! dtype, shape and place. [`parse_header`] reads it from a growing prefix of the file and keeps sums, never the
//! tensors: a mixture of experts names a hundred thousand of them. [`parse_index`] reads the list of shards beside a
//! file in several parts, and [`plan_reads`] decides which of all that has to be fetched at all.
//!
//! Source of the format: `safetensors/README.md` and `safetensors/src/tensor.rs` of huggingface/safetensors.

mod dtype;
mod error;
mod header;
mod index;
mod plan;
mod role;
mod totals;

pub use dtype::{Dtype, KnownDtype};
pub use error::SafetensorsError;
pub use header::{
    FIRST_READ_BYTES, HEADER_BYTES_MAX, Header, HeaderProgress, LENGTH_BYTES, parse_header,
    parse_header_of_file,
};
pub use index::{INDEX_BYTES_MAX, IndexSummary, ShardCount, parse_index};
pub use plan::{ReadPlan, SHARD_HEADERS_MAX, WhySizesOnly, plan_reads};
pub use role::{N_LAYERS_MAX, TensorRole, role_of};
pub use totals::{DtypeTotal, WeightTotals};
