//! Checkpoints: Safetensors, PyTorch and Flax files as training libraries write them.

use super::Repository;
use super::path::FilePath;
use super::precision_words::Evidence;
use super::sets::{Draft, Place};
use super::shards::{split_number, split_shard};
use crate::domain::precision::format::Format;
use crate::domain::text::text_index::TextIndex;

/// Stem of a file that completes the set of another folder or stem; no file is called so.
const ADDITION: &str = "/";

/// Where a checkpoint's file belongs.
pub(super) fn place(path: &FilePath<'_>, repository: &Repository) -> Option<Place> {
    let format = format_of(path, repository)?;
    let (stem, shard) = split_shard(path.stem)
        .or_else(|| split_number(path.stem))
        .map_or_else(
            || (path.stem.to_owned(), None),
            |(stem, shard)| (stem, Some(shard)),
        );
    let (base, suffix) = stem.split_once('.').unwrap_or((&stem, ""));
    let is_default = is_default_stem(base);
    let mut place = Place::new(format, path.folder, &stem);
    place.shard = shard;
    place.is_main = path.folder.is_empty() && is_default && suffix.is_empty();
    place.quantization = stated_in(path.folder, &stem).or_else(|| repository.declared.clone());
    if repository.is_pipeline && !path.folder.is_empty() && is_default {
        // One pipeline is made of all components in one precision.
        place.folder = String::new();
        place.stem = "components".to_owned();
        place.set = format!("components {suffix}");
        place.series = format!("{}/{stem}", path.folder);
        place.is_main = suffix.is_empty();
        place.quantization = stated_in("", suffix).or_else(|| repository.declared.clone());
    } else if is_module_folder(path.folder) || is_extra(&stem) {
        place.folder = if is_extra(&stem) {
            path.folder.to_owned()
        } else {
            String::new()
        };
        place.set = format!("{ADDITION} {}", path.whole);
        place.series = path.whole.to_owned();
        place.stem = ADDITION.to_owned();
        place.is_main = false;
    } else if let Some(total) = shard.and_then(|shard| shard.total) {
        // A single file or a series of another length beside it holds the same weights again.
        place.set = format!("{}-of-{total}", place.set);
    }
    Some(place)
}

fn is_default_stem(base: &str) -> bool {
    matches!(
        base,
        "model"
            | "pytorch_model"
            | "diffusion_pytorch_model"
            | "flax_model"
            | "diffusion_flax_model"
            | "weights"
    )
}

/// The words of a folder and a stem about precision.
fn stated_in(folder: &str, stem: &str) -> Option<crate::domain::precision::quantization::Quantization> {
    let evidence = Evidence::from_words(stem).or(Evidence::from_words(folder));
    Evidence {
        says_quantized: false,
        ..evidence
    }
    .quantization()
}

/// `model_extra_tensors`: LLM Compressor stores tensors that it does not quantize beside the shards.
fn is_extra(stem: &str) -> bool {
    stem.starts_with("model") && stem.split(['_', '-', '.']).any(|word| word == "extra")
}

/// `2_Dense` and the like: a numbered step behind the model of a sentence-transformers repository.
fn is_module_folder(folder: &str) -> bool {
    let (number, name) = folder.split_once('_').unwrap_or_default();
    !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && !name.is_empty()
        && !name.contains('/')
}

fn format_of(path: &FilePath<'_>, repository: &Repository) -> Option<Format> {
    let base = path.lower.split(['.', '-']).next().unwrap_or_default();
    let is_weights_name = matches!(
        base,
        "pytorch_model" | "diffusion_pytorch_model" | "consolidated" | "gptq_model"
    );
    if path.has_extension(&["safetensors"]) {
        Some(if repository.is_exllama {
            Format::ExLlama
        } else if repository.is_mlx {
            Format::Mlx
        } else {
            Format::Safetensors
        })
    } else if path.has_extension(&["npz"]) && base == "weights" && repository.is_mlx {
        // MLX before it wrote Safetensors.
        Some(Format::Mlx)
    } else if path.has_extension(&["bin"]) {
        // `model.bin` is CTranslate2's, `ggml-model.bin` an old llama.cpp's, others are vocabularies.
        let numbered_model = base == "model" && path.lower.contains("-of-");
        (is_weights_name || numbered_model).then_some(Format::PyTorch)
    } else if path.has_extension(&["pt", "pth", "ckpt"]) {
        // Folders full of `.pt` files hold voices or embeddings, not models.
        let plain_name = is_weights_name || base == "model";
        (plain_name || path.folder.is_empty()).then_some(Format::PyTorch)
    } else if path.has_extension(&["msgpack"]) {
        path.lower.contains("flax").then_some(Format::Flax)
    } else {
        None
    }
}

/// Adds files that complete another set to it: modules of sentence-transformers, tensors outside the shards. Where no
/// such set of the same format exists they stay plain files.
pub(super) fn settle(drafts: &mut Vec<Draft>) {
    let (additions, mut sets): (Vec<Draft>, Vec<Draft>) = std::mem::take(drafts)
        .into_iter()
        .partition(|draft| draft.place.stem == ADDITION);
    let name = |draft: &Draft| format!("{} {}", draft.place.format.key(), draft.place.folder);
    let mut by_folder = TextIndex::default();
    for (index, draft) in sets
        .iter()
        .enumerate()
        .filter(|(_, draft)| is_default_stem(&draft.place.stem))
    {
        let best = by_folder.slot(name(draft), index);
        // Beside a single file, a series of shards is what other files complete.
        let rank = |set: &Draft| (set.members.len(), std::cmp::Reverse(set.place.set.clone()));
        if sets.get(*best).is_some_and(|set| rank(set) < rank(draft)) {
            *best = index;
        }
    }
    for addition in additions {
        let set = by_folder
            .get(&name(&addition))
            .and_then(|index| sets.get_mut(index));
        if let Some(set) = set {
            set.members.extend(addition.members);
        }
    }
    *drafts = sets;
}
