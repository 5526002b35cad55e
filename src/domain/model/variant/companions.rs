//! Companions: files that belong to a model without being one.

use super::path::{FilePath, words};
use super::{CompanionKind, Repository};
use crate::domain::precision::quantization::{Quantization, QuantizationFamily};

/// Adapters are small. A file that carries `lora` in its name but is larger is a model that one was merged into.
const ADAPTER_BYTES_MAX: u64 = 4 << 30;

/// Extensions that weights and states come in.
const WEIGHT_EXTENSIONS: [&str; 7] = ["safetensors", "bin", "pt", "pth", "ckpt", "gguf", "npz"];

/// What a file is for, if it is no model.
pub(super) fn kind_of(
    path: &FilePath<'_>,
    size: Option<u64>,
    repository: &Repository,
) -> Option<CompanionKind> {
    if is_training_state(path) {
        return Some(CompanionKind::TrainingState);
    }
    if path.lower.contains("imatrix") && path.has_extension(&["dat", "gguf", "imatrix", "gguf_file"])
        || path.has_extension(&["imatrix"])
    {
        // Publishers of ordinary files put `imatrix` into their names as well; those carry a label.
        let is_model = path.has_extension(&["gguf"]) && Quantization::from_gguf_path(path.name).is_some();
        return (!is_model).then_some(CompanionKind::ImportanceMatrix);
    }
    if path.has_extension(&["gguf"]) {
        return kind_of_gguf(path, size, repository);
    }
    kind_of_checkpoint(path, size, repository)
}

fn kind_of_gguf(path: &FilePath<'_>, size: Option<u64>, repository: &Repository) -> Option<CompanionKind> {
    if path.lower.contains("mmproj") {
        return Some(CompanionKind::VisionProjector);
    }
    if path.lower.starts_with("ggml-vocab") {
        return Some(CompanionKind::Vocabulary);
    }
    if is_draft(path, repository) && !is_whole_with_head(path, size, repository) {
        return Some(CompanionKind::DraftModel);
    }
    // llama.cpp's converter writes adapters in 16 or 32 bits or Q8_0; a narrower file is a model with a telling name.
    let narrow = Quantization::from_gguf_path(path.name).is_some_and(|quantization| {
        quantization.family.precision_class() == QuantizationFamily::Q4.precision_class()
    });
    let named = path.words().any(|word| matches!(word, "lora" | "adapter"));
    (named && !narrow && !path.lower.contains("merged")).then_some(CompanionKind::Adapter)
}

/// A head is at most this part of the model that it guesses for; a model with such a head inside is as large as without.
const HEAD_SHARE: u64 = 3;

/// Bytes of the largest GGUF file whose name says neither that it is a head nor another companion; `None` without one.
pub(super) fn largest_plain_gguf(files: &[super::RepoFile]) -> Option<u64> {
    let plain = files.iter().filter(|file| {
        FilePath::parse(&file.path).is_some_and(|path| {
            let is_other = path.lower.contains("mmproj")
                || path.lower.contains("imatrix")
                || path.lower.starts_with("ggml-vocab")
                || path.words().any(is_draft_word);
            path.has_extension(&["gguf"]) && !is_other
        })
    });
    plain.map(|file| file.size.unwrap_or(0)).max()
}

/// Whether a file whose name speaks of a head is a whole model with the head inside (`Qwythos-9B-MTP-Q4_K_M.gguf`): it is
/// as large as a model, or nothing else in the repository could be the model.
fn is_whole_with_head(path: &FilePath<'_>, size: Option<u64>, repository: &Repository) -> bool {
    if path.lower.starts_with("mtp-") || path.lower.starts_with("mtp.") {
        return false;
    }
    match (repository.largest_gguf, size) {
        (None, _) => true,
        (Some(largest), Some(size)) if largest > 0 => size.saturating_mul(HEAD_SHARE) > largest,
        (Some(_), _) => false,
    }
}

fn is_draft_word(word: &str) -> bool {
    matches!(word, "mtp" | "dflash" | "draft" | "nextn") || word.starts_with("eagle") && word.len() <= 6
}

/// Heads that guess tokens ahead for a larger model. Where the repository's own name has the word, its files are what
/// it is about, so that only the `mtp-` prefix counts.
fn is_draft(path: &FilePath<'_>, repository: &Repository) -> bool {
    path.lower.starts_with("mtp-")
        || path.lower.starts_with("mtp.")
        || (path.words().any(is_draft_word) && !words(&repository.name).any(is_draft_word))
}

fn kind_of_checkpoint(
    path: &FilePath<'_>,
    size: Option<u64>,
    repository: &Repository,
) -> Option<CompanionKind> {
    if path.lower == "adapter_config.json" {
        return None;
    }
    if !path.has_extension(&WEIGHT_EXTENSIONS) {
        return None;
    }
    let small = size.is_none_or(|size| size <= ADAPTER_BYTES_MAX);
    let main = [
        "model",
        "pytorch_model",
        "consolidated",
        "diffusion_pytorch_model",
    ]
    .iter()
    .any(|prefix| path.lower.starts_with(prefix));
    if path.lower.starts_with("adapter_model")
        || path.lower.starts_with("adapters.") && repository.is_mlx
        || small && path.lower.starts_with("pytorch_lora_weights")
        || small && !main && path.words().any(|word| word == "lora")
        || small && !main && repository.is_adapter
    {
        return Some(CompanionKind::Adapter);
    }
    let head = path.has_extension(&["safetensors"]) && is_draft(path, repository);
    head.then_some(CompanionKind::DraftModel)
}

fn is_training_state(path: &FilePath<'_>) -> bool {
    let in_checkpoint = path.folder.split('/').any(|folder| {
        let numbered = |prefix: &str| {
            folder
                .strip_prefix(prefix)
                .is_some_and(|number| number.bytes().next().is_some_and(|byte| byte.is_ascii_digit()))
        };
        numbered("checkpoint-") || numbered("global_step") || numbered("pytorch_model_fsdp_")
    });
    let state = path.has_extension(&["pt", "pth", "bin", "safetensors", "pkl", "distcp"]);
    in_checkpoint
        || matches!(path.lower.as_str(), "trainer_state.json" | "training_args.bin")
        || path.lower.starts_with("events.out.tfevents")
        || path.has_extension(&["distcp"])
        || state
            && ([
                "optimizer",
                "optim_",
                "scheduler",
                "rng_state",
                "scaler",
                "random_states_",
                "zero_pp_rank_",
            ]
            .iter()
            .any(|prefix| path.lower.starts_with(prefix))
                || path.lower.ends_with("_optim_states.pt")
                || path.lower.ends_with("_model_states.pt"))
}
