//! Variants: what the files of a repository are.
//!
//! [`read_contents`] looks at every file once: is it a companion (`companions`), and if not, to which set of which format
//! does it belong (`gguf`, `checkpoints`, `onnx`, `exports`)? The sets then become variants (`sets`): shards
//! counted (`shards`), alternatives told apart, ordered. What nobody claims is just a file.

mod checkpoints;
mod companions;
mod declared;
mod exports;
mod gguf;
mod onnx;
mod path;
mod precision_words;
mod sets;
mod shards;

use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::{Quantization, QuantizationFamily};

/// One file of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepoFile {
    /// Path inside the repository, `/` between folders.
    pub path: String,
    /// Bytes; `None` in lists, which never give sizes (docs/hub.md, Search).
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
    /// The Hub's summary of the Safetensors headers: stored elements for each dtype; empty if there is none.
    pub dtypes: Vec<(String, u64)>,
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
///
/// Every file is in one variant at most, and a variant never holds two copies of the same weights. The cost grows with
/// the total length of the paths (times its logarithm, for the sorting).
pub fn read_contents(files: Vec<RepoFile>, hints: &WeightHints) -> RepoContents {
    let repository = Repository::read(&files, hints);
    let mut companions = Vec::new();
    let mut sets = sets::Sets::default();
    for file in &files {
        let Some(path) = path::FilePath::parse(&file.path) else {
            continue;
        };
        if let Some(kind) = companions::kind_of(&path, file.size, &repository) {
            companions.push(Companion {
                kind,
                file: file.clone(),
            });
        } else if let Some(place) = gguf::place(&path)
            .or_else(|| onnx::place(&path, &repository))
            .or_else(|| exports::place(&path, &repository))
            .or_else(|| checkpoints::place(&path, &repository))
        {
            sets.add(place, file);
        }
    }
    RepoContents {
        variants: sets.into_variants(&repository),
        companions,
        files,
        dtypes: hints.dtypes.clone(),
    }
}

/// What the whole repository says that a single file's name does not.
struct Repository {
    /// `model_index.json` or the library says that folders are components of one image pipeline.
    is_pipeline: bool,
    /// An adapter's configuration lies in the root, or tags and library say that adapters are published here.
    is_adapter: bool,
    /// The library or the tags name MLX.
    is_mlx: bool,
    /// The repository's name in lower case, without its owner.
    name: String,
    /// What the name alone says about precision.
    named: Option<Quantization>,
    /// Precision of Safetensors files as configuration, tags, name and dtypes declare it.
    declared: Option<Quantization>,
    /// Whether the Safetensors files are ExLlama's.
    is_exllama: bool,
    /// Bytes of the largest GGUF file that no name calls a companion, if there is one; 0 where no size is known.
    largest_gguf: Option<u64>,
}

impl Repository {
    fn read(files: &[RepoFile], hints: &WeightHints) -> Self {
        let has = |name: &str| files.iter().any(|file| file.path == name);
        let tagged = |tag: &str| hints.tags.iter().any(|given| given.eq_ignore_ascii_case(tag));
        let library = |name: &str| {
            hints.library.as_ref().is_some_and(|given| {
                given
                    .get(..name.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(name))
            })
        };
        let is_mlx = tagged("mlx") || library("mlx");
        let declared = declared::declared_quantization(hints, is_mlx);
        Self {
            is_pipeline: has("model_index.json") || library("diffusers"),
            is_adapter: has("adapter_config.json") || tagged("lora") || library("peft"),
            is_mlx,
            largest_gguf: companions::largest_plain_gguf(files),
            name: hints.repo_name.to_ascii_lowercase(),
            named: precision_words::Evidence::from_words(&hints.repo_name).quantization(),
            is_exllama: declared
                .as_ref()
                .is_some_and(|quantization| quantization.family == QuantizationFamily::Exl),
            declared,
        }
    }
}
