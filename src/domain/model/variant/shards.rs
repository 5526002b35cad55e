//! Shards: files that hold one model together.

use super::Shards;
use crate::domain::text::order::sort_by;

/// Which part of a series a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shard {
    /// Number of the file, from 0 or 1.
    pub index: u32,
    /// How many files the name promises; `None` where names only count (`consolidated.00.pth`).
    pub total: Option<u32>,
}

/// Digits that a shard's number has at most: DeepSeek writes `00001-of-000163`. Longer ones are no shard numbers.
const DIGITS_MAX: usize = 6;

/// Takes the shard number out of a stem: `model.fp16-00001-of-00002` is file 1 of 2 of `model.fp16`,
/// `model-00001-of-00002.fp16` as well. Numbers are not always padded (`model-1-of-61`).
pub(super) fn split_shard(stem: &str) -> Option<(String, Shard)> {
    let (before, after) = stem.rsplit_once("-of-")?;
    let total_length = after.bytes().take_while(u8::is_ascii_digit).count();
    let (total, tail) = after.split_at_checked(total_length)?;
    let (prefix, index) = before.rsplit_once(['-', '_', '.']).unwrap_or(("", before));
    let ends_soundly = tail.is_empty() || tail.starts_with('.');
    let (index, total) = (number(index)?, number(total)?);
    (ends_soundly && total > 0 && index <= total).then(|| {
        // Qwen repeats the extension: `model.safetensors-00001-of-00014.safetensors`.
        let prefix = prefix.strip_suffix(".safetensors").unwrap_or(prefix);
        (
            format!("{prefix}{tail}"),
            Shard {
                index,
                total: Some(total),
            },
        )
    })
}

/// Takes a plain two-digit number off a stem: `consolidated.00` is the first file of `consolidated`.
pub(super) fn split_number(stem: &str) -> Option<(String, Shard)> {
    let (prefix, index) = stem.rsplit_once('.')?;
    (index.len() == 2).then_some(())?;
    Some((
        prefix.to_owned(),
        Shard {
            index: number(index)?,
            total: None,
        },
    ))
}

fn number(digits: &str) -> Option<u32> {
    (1..=DIGITS_MAX).contains(&digits.len()).then_some(())?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    digits.parse().ok()
}

/// Files found and expected of one series of shards.
///
/// Numbers begin with 1, or with 0: then the last file may be numbered as promised (gpt-oss has three files
/// `00000-of-00002` to `00002-of-00002`) or one less.
pub(super) fn found_and_expected(shards: &[Shard]) -> (u32, u32) {
    let mut indices: Vec<u32> = shards.iter().map(|shard| shard.index).collect();
    sort_by(&mut indices, Ord::cmp);
    indices.dedup();
    let found = u32::try_from(indices.len()).unwrap_or(u32::MAX);
    let highest = indices.last().copied().unwrap_or_default();
    let total = shards.iter().find_map(|shard| shard.total);
    let expected = match total {
        Some(total) if indices.first() == Some(&0) && highest == total => total.saturating_add(1),
        Some(total) => total,
        None => highest.saturating_add(1),
    };
    (found, expected)
}

/// The state of a set whose series have these counts.
pub(super) fn state(counts: impl Iterator<Item = (u32, u32)>) -> Shards {
    let (found, expected) = counts.fold((0_u32, 0_u32), |sum, count| {
        (sum.0.saturating_add(count.0), sum.1.saturating_add(count.1))
    });
    if found >= expected {
        Shards::Complete
    } else {
        Shards::Incomplete { found, expected }
    }
}
