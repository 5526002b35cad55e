//! Models that are split into several files: metadata stand in the first one, and each has a tensor table of its own.

use super::header::Header;
use super::limits::{MAX_SHARDS, MAX_TENSORS};
use super::metadata::Metadata;
use super::tensors::Tensors;

/// The headers of a model's files as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The metadata of the first shard, or of the earliest that is there.
    pub metadata: Metadata,
    /// The tensors of all shards that are there, shard by shard. Offsets count in each shard's own data section.
    pub tensors: Tensors,
    /// The shards that are not there, in order, counted from 0.
    pub missing: Vec<u64>,
    /// `split.tensors.count`, where it is given: how many tensors there should be.
    pub declared_tensors: Option<u64>,
}

impl Joined {
    /// True if every shard is there, with as many tensors as they say they have together.
    pub fn is_complete(&self) -> bool {
        let count = self.tensors.len() as u64;
        self.missing.is_empty() && self.declared_tensors.is_none_or(|declared| declared == count)
    }
}

/// Why headers are not those of one model's shards. Shards are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShardError {
    /// No header was given.
    NoShard,
    /// They name different numbers of shards.
    CountsDiffer(u64, u64),
    /// A model of more shards than [`MAX_SHARDS`].
    TooManyShards(u64),
    /// A shard's number is not below their count.
    NumberTooHigh(u64),
    /// Two headers have this number.
    Twice(u64),
    /// More tensors than [`MAX_TENSORS`] together.
    TooManyTensors,
}

/// Joins the headers of a model's shards, which may come in any order. A file that is no shard is the only one of its
/// model.
///
/// # Errors
/// When they are not shards of one model.
pub fn join_shards(headers: &[Header]) -> Result<Joined, ShardError> {
    let count = headers.first().map(shard_count).ok_or(ShardError::NoShard)?;
    if count > MAX_SHARDS {
        return Err(ShardError::TooManyShards(count));
    }
    let mut shards: Vec<Option<&Header>> = (0..count).map(|_| None).collect();
    for header in headers {
        if shard_count(header) != count {
            return Err(ShardError::CountsDiffer(count, shard_count(header)));
        }
        let number = header.shard_number().unwrap_or(0);
        let place = usize::try_from(number)
            .ok()
            .and_then(|number| shards.get_mut(number));
        match place {
            None => return Err(ShardError::NumberTooHigh(number)),
            Some(Some(_)) => return Err(ShardError::Twice(number)),
            Some(place) => *place = Some(header),
        }
    }
    let mut joined = Joined {
        metadata: Metadata::default(),
        tensors: Tensors::default(),
        missing: Vec::new(),
        declared_tensors: None,
    };
    let mut earliest = None;
    for (number, shard) in (0..).zip(shards) {
        let Some(shard) = shard else {
            joined.missing.push(number);
            continue;
        };
        earliest.get_or_insert(shard);
        joined.declared_tensors = joined.declared_tensors.or(shard.tensors_of_all_shards());
        if (joined.tensors.len() + shard.tensors.len()) as u64 > MAX_TENSORS {
            return Err(ShardError::TooManyTensors);
        }
        for tensor in shard.tensors.iter() {
            joined.tensors.push(tensor);
        }
    }
    if let Some(earliest) = earliest {
        joined.metadata = earliest.metadata.clone();
    }
    Ok(joined)
}

fn shard_count(header: &Header) -> u64 {
    header.shard_count().unwrap_or(1)
}
