//! Sets: files that are loaded together, and how they become variants.

use std::cmp::Reverse;

use super::shards::{Shard, found_and_expected, state};
use super::{RepoFile, Repository, Shards, Variant, onnx};
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::{Quantization, QuantizationFamily, hub_rank};
use crate::domain::text::order::sort_by;
use crate::domain::text::text_index::TextIndex;

/// Characters of a distinction at most. Paths of the Hub are shorter; a hostile one is cut and told apart by a number.
const DISTINCTION_CHARACTERS_MAX: usize = 200;

/// Where a file belongs.
pub(super) struct Place {
    /// The container.
    pub format: Format,
    /// Name of the set, unique within the format. Files with the same name are loaded together.
    pub set: String,
    /// Folder that the set lies in, to tell it from sets with the same label.
    pub folder: String,
    /// Common stem of the set's files, likewise.
    pub stem: String,
    /// The precision that the path states.
    pub quantization: Option<Quantization>,
    /// Which of a set's series of shards the file is in (a component of a pipeline, a part of an ONNX model).
    pub series: String,
    /// The file's place in its series.
    pub shard: Option<Shard>,
    /// Whether this is what a library loads when told nothing but the repository's name.
    pub is_main: bool,
}

impl Place {
    /// A set of its own for every folder and stem.
    pub fn new(format: Format, folder: &str, stem: &str) -> Self {
        Self {
            format,
            set: format!("{folder}/{stem}"),
            folder: folder.to_owned(),
            stem: stem.to_owned(),
            quantization: None,
            series: String::new(),
            shard: None,
            is_main: false,
        }
    }
}

/// A file of a set.
pub(super) struct Member {
    /// As [`Place::series`].
    pub series: String,
    /// As [`Place::shard`].
    pub shard: Option<Shard>,
    /// The file.
    pub file: RepoFile,
}

/// A set before its files are counted.
pub(super) struct Draft {
    /// The place of its first file.
    pub place: Place,
    /// Its files.
    pub members: Vec<Member>,
}

/// All sets of a repository.
#[derive(Default)]
pub(super) struct Sets {
    drafts: Vec<Draft>,
    by_name: TextIndex,
}

impl Sets {
    /// Puts a file into its set.
    pub fn add(&mut self, place: Place, file: &RepoFile) {
        let next = self.drafts.len();
        let name = format!("{} {}", place.format.key(), place.set);
        let index = *self.by_name.slot(name, next);
        let member = Member {
            series: place.series.clone(),
            shard: place.shard,
            file: file.clone(),
        };
        if let Some(draft) = self.drafts.get_mut(index) {
            draft.members.push(member);
        } else {
            self.drafts.push(Draft {
                place,
                members: vec![member],
            });
        }
    }

    /// The variants, in the order of [`RepoContents`](super::RepoContents).
    pub fn into_variants(self, repository: &Repository) -> Vec<Variant> {
        let mut drafts = self.drafts;
        onnx::settle(&mut drafts);
        super::checkpoints::settle(&mut drafts);
        read_single_gguf_from_name(&mut drafts, repository);
        let mut variants: Vec<(Place, Variant)> = drafts.into_iter().map(finish).collect();
        sort_by(&mut variants, |a, b| rank(a).cmp(&rank(b)));
        tell_apart(variants)
    }
}

/// A repository with a single, unlabelled GGUF file usually carries the label in its own name. A 16- or 32-bit word in
/// that name speaks of the model that it was made from as often as of the file, and is not believed.
fn read_single_gguf_from_name(drafts: &mut [Draft], repository: &Repository) {
    let mut gguf = drafts
        .iter_mut()
        .filter(|draft| draft.place.format == Format::Gguf);
    if let (Some(only), None) = (gguf.next(), gguf.next())
        && only.place.quantization.is_none()
    {
        only.place.quantization = Quantization::from_gguf_path(&repository.name).filter(|quantization| {
            !matches!(
                quantization.family,
                QuantizationFamily::Fp32 | QuantizationFamily::Bf16 | QuantizationFamily::Fp16
            )
        });
    }
}

/// What variants are ordered by: format, width, the Hub's order of labels, and then what makes the order unique.
fn rank((place, variant): &(Place, Variant)) -> impl Ord {
    let quantization = variant.quantization.as_ref();
    let bits = quantization.and_then(|quantization| quantization.bits_per_weight);
    let hub = quantization.map_or(usize::MAX, |quantization| hub_rank(&quantization.label));
    let label = quantization.map(|quantization| &*quantization.label);
    (
        variant.format,
        Reverse(bits),
        hub,
        label,
        !place.is_main,
        &*place.set,
    )
}

/// Sorts a set's files into load order, drops second copies of a shard and counts.
fn finish(draft: Draft) -> (Place, Variant) {
    let Draft { place, mut members } = draft;
    sort_by(&mut members, |a, b| {
        let order = |member: &Member| member.shard.map(|shard| shard.index);
        (&a.series, order(a))
            .cmp(&(&b.series, order(b)))
            .then_with(|| a.file.path.cmp(&b.file.path))
    });
    members.dedup_by(|later, kept| {
        later.series == kept.series && later.shard.is_some() && later.shard == kept.shard
    });
    let counts = members
        .chunk_by(|a, b| a.series == b.series)
        .map(|series| {
            series
                .iter()
                .filter_map(|member| member.shard)
                .collect::<Vec<_>>()
        })
        .filter(|shards| !shards.is_empty())
        .map(|shards| found_and_expected(&shards));
    let shards: Shards = state(counts);
    let variant = Variant {
        key: String::new(),
        format: place.format,
        quantization: place.quantization.clone(),
        files: members.into_iter().map(|member| member.file).collect(),
        shards,
        distinction: None,
    };
    (place, variant)
}

/// Gives every variant its key, and a distinction where format and label are not enough.
fn tell_apart(variants: Vec<(Place, Variant)>) -> Vec<Variant> {
    let mut names = TextIndex::default();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, (_, variant)) in variants.iter().enumerate() {
        let group = *names.slot(plain_key(variant), groups.len());
        match groups.get_mut(group) {
            Some(alike) => alike.push(index),
            None => groups.push(vec![index]),
        }
    }
    let mut distinctions: Vec<Option<String>> = vec![None; variants.len()];
    for alike in groups.into_iter().filter(|alike| alike.len() > 1) {
        let places = || {
            alike
                .iter()
                .filter_map(|&index| variants.get(index).map(|(place, _)| (index, place)))
        };
        let main = places().find(|(_, place)| place.is_main).map(|(index, _)| index);
        let others = || places().filter(|(index, _)| Some(*index) != main);
        let folders: TextIndex = places().map(|(_, place)| place.folder.to_string()).collect();
        let stems: TextIndex = places()
            .map(|(_, place)| format!("{}/{}", place.folder, place.stem))
            .collect();
        let count = alike.len();
        for (index, place) in others() {
            let text = if folders.len() == count && !place.folder.is_empty() {
                place.folder.clone()
            } else if stems.len() == count && place.folder.is_empty() {
                place.stem.clone()
            } else if stems.len() == count {
                format!("{}/{}", place.folder, place.stem)
            } else {
                place.set.trim_start_matches('/').to_owned()
            };
            if let Some(slot) = distinctions.get_mut(index) {
                *slot = Some(text.chars().take(DISTINCTION_CHARACTERS_MAX).collect());
            }
        }
    }
    let mut taken = TextIndex::default();
    let mut copies = TextIndex::default();
    variants
        .into_iter()
        .zip(distinctions)
        .map(|((_, mut variant), distinction)| {
            let plain = plain_key(&variant);
            let wanted = match &distinction {
                Some(text) => format!("{plain}:{text}"),
                None => plain,
            };
            let mut key = wanted.clone();
            while !taken.insert(key.clone()) {
                let number = copies.slot(wanted.clone(), 1);
                *number += 1;
                key = format!("{wanted}~{number}");
            }
            variant.key = key;
            variant.distinction = distinction;
            variant
        })
        .collect()
}

fn plain_key(variant: &Variant) -> String {
    let label = variant
        .quantization
        .as_ref()
        .map_or("unknown", |quantization| &quantization.label);
    let label: String = label
        .chars()
        .map(|character| match character {
            ' ' => '-',
            other => other.to_ascii_lowercase(),
        })
        .filter(|character| !matches!(character, '(' | ')'))
        .collect();
    format!("{}:{label}", variant.format.key())
}
