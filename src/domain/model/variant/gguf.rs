//! GGUF: one file, or one series of shards, for each quantization.

use super::path::FilePath;
use super::sets::Place;
use super::shards::{Shard, split_shard};
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::Quantization;

/// Where a `.gguf` file belongs.
pub(super) fn place(path: &FilePath<'_>) -> Option<Place> {
    let (stem, shard) = stem_and_shard(path)?;
    // The label stands in the name, or in a folder around it (`BF16/model-00001-of-00002.gguf`).
    let labelled = if path.folder.is_empty() {
        stem.clone()
    } else {
        format!("{}/{stem}", path.folder)
    };
    let mut place = Place::new(Format::Gguf, path.folder, &stem);
    place.quantization = Quantization::from_gguf_path(&labelled);
    place.shard = shard;
    // Two series of the same name but of another length are two sets: one is left from an earlier upload.
    if let Some(total) = shard.and_then(|shard| shard.total) {
        place.set = format!("{}-of-{total}", place.set);
    }
    Some(place)
}

fn stem_and_shard(path: &FilePath<'_>) -> Option<(String, Option<Shard>)> {
    if path.has_extension(&["gguf"]) {
        let Some((prefix, shard)) = split_shard(path.stem) else {
            return Some((path.stem.to_owned(), None));
        };
        return Some((prefix, Some(shard)));
    }
    // Before GGUF had shards, large files were cut and had to be joined after the download:
    // `model.gguf.part1of2`, `model.gguf-split-a`, `model.gguf.a`, `model.gguf.chunk-001-of-018`.
    let at = path.lower.rfind(".gguf")?;
    let (stem, piece) = (path.name.get(..at)?, path.lower.get(at + ".gguf".len()..)?);
    let numbered = [".part", ".chunk-", "-chunk-", ".part-"]
        .iter()
        .find_map(|prefix| piece.strip_prefix(prefix));
    let shard = if let Some(numbers) = numbered {
        let (index, total) = numbers.split_once("-of-").or_else(|| numbers.split_once("of"))?;
        Shard {
            index: index.parse().ok()?,
            total: Some(total.parse().ok()?),
        }
    } else {
        let letter = piece
            .strip_prefix("-split-")
            .or_else(|| piece.strip_prefix(".split-"))
            .or_else(|| piece.strip_prefix('.'))?;
        let [letter @ b'a'..=b'z'] = letter.as_bytes() else {
            return None;
        };
        Shard {
            index: u32::from(letter - b'a'),
            total: None,
        }
    };
    let sound = shard
        .total
        .is_none_or(|total| (1..=1_000).contains(&total) && shard.index <= total);
    sound.then(|| (stem.to_owned(), Some(shard)))
}
