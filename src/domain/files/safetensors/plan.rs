//! What has to be fetched to know what a variant's weights come to.

use super::dtype::Dtype;
use super::header::FIRST_READ_BYTES;
use super::index::INDEX_BYTES_MAX;
use crate::domain::model::variant::{RepoFile, Variant};
use crate::domain::precision::format::Format;

/// Most shards whose headers are read one by one: eight ranges of 100 KB are less than one picture of a model card.
pub const SHARD_HEADERS_MAX: usize = 8;

/// How far the Hub's count of elements times their widths may be from the sizes of the files: one part in 200. Headers
/// are below one part in 1,000; packed weights that the Hub has unpacked are off by half and more.
const AGREEMENT_PARTS: u64 = 200;

/// What to fetch, the cheapest that answers the question "how many bytes of which dtype?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadPlan {
    /// The header of the one file.
    Header {
        /// The file.
        path: String,
        /// Bytes to ask for first.
        first_bytes: u64,
    },
    /// Nothing: the Hub's own summary of the dtypes and the sizes of the files agree.
    Nothing,
    /// The headers of all shards.
    ShardHeaders {
        /// The files.
        paths: Vec<String>,
        /// Bytes of each to ask for first.
        first_bytes: u64,
    },
    /// The index: bytes and names of tensors, no dtypes.
    Index {
        /// The file.
        path: String,
        /// Its size, where the list of files gives it.
        bytes: Option<u64>,
    },
    /// Nothing that is worth its bytes: the sizes of the files have to do.
    SizesOnly(WhySizesOnly),
}

/// Why only the sizes of the files are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhySizesOnly {
    /// Many shards and no index beside them.
    NoIndex {
        /// Number of shards.
        n_shards: usize,
    },
    /// The index is larger than [`INDEX_BYTES_MAX`].
    LargeIndex {
        /// Its bytes.
        bytes: u64,
    },
}

/// Decides what to fetch for a variant among the files of its repository; `None` if it is not made of Safetensors
/// files. `dtypes` is the Hub's summary (`safetensors.parameters`), empty if there is none.
pub fn plan_reads(variant: &Variant, files: &[RepoFile], dtypes: &[(String, u64)]) -> Option<ReadPlan> {
    let is_safetensors = matches!(variant.format, Format::Safetensors | Format::Mlx)
        && variant
            .files
            .iter()
            .all(|file| file.path.ends_with(".safetensors"));
    let (first, others) = variant.files.split_first().filter(|_| is_safetensors)?;
    if others.is_empty() {
        return Some(ReadPlan::Header {
            path: first.path.clone(),
            first_bytes: first.size.unwrap_or(FIRST_READ_BYTES).min(FIRST_READ_BYTES),
        });
    }
    if summary_agrees(variant, dtypes) {
        return Some(ReadPlan::Nothing);
    }
    let n_shards = variant.files.len();
    if n_shards <= SHARD_HEADERS_MAX {
        return Some(ReadPlan::ShardHeaders {
            paths: variant.files.iter().map(|file| file.path.clone()).collect(),
            first_bytes: FIRST_READ_BYTES,
        });
    }
    Some(match index_of(first, files) {
        None => ReadPlan::SizesOnly(WhySizesOnly::NoIndex { n_shards }),
        Some(index) => match index.size {
            Some(bytes) if bytes > INDEX_BYTES_MAX => ReadPlan::SizesOnly(WhySizesOnly::LargeIndex { bytes }),
            bytes => ReadPlan::Index {
                path: index.path.clone(),
                bytes,
            },
        },
    })
}

fn summary_agrees(variant: &Variant, dtypes: &[(String, u64)]) -> bool {
    let bits = dtypes.iter().try_fold(0_u128, |sum, (name, n_elements)| {
        let bits = Dtype::from_name(name).bits()?;
        sum.checked_add(u128::from(*n_elements).checked_mul(u128::from(bits))?)
    });
    match (variant.size(), bits) {
        (Some(size), Some(bits)) if bits > 0 => {
            let distance = (bits / 8).abs_diff(u128::from(size));
            distance <= u128::from(size / AGREEMENT_PARTS)
        }
        _ => false,
    }
}

/// The index in the folder of a shard: the one whose name the shard's begins with.
fn index_of<'a>(shard: &RepoFile, files: &'a [RepoFile]) -> Option<&'a RepoFile> {
    files.iter().find(|file| {
        file.path
            .strip_suffix(".safetensors.index.json")
            .is_some_and(|stem| shard.path.starts_with(stem))
    })
}
