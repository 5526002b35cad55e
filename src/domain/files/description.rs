//! What the files of a variant say of the model: a GGUF header, or a configuration and Safetensors headers.

use std::rc::Rc;

use super::config::ModelConfig;
use super::gguf::{self, GgufError, Joined, Reader, Tensors};
use super::safetensors::{IndexSummary, WeightTotals, WhySizesOnly};
use crate::domain::model::RepoId;

/// What was read of a variant's files.
#[derive(Clone, Debug)]
pub enum Description {
    /// The header of a GGUF model.
    Gguf(Box<GgufDescription>),
    /// The configuration of any other model, and what is known of its weights.
    Config(ConfigDescription),
}

/// A file of a model: its name and its size, where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// Path in the repository, or the reader's own name for it.
    pub name: String,
    /// Bytes.
    pub bytes: Option<u64>,
}

/// The header of a GGUF model.
#[derive(Clone, Debug)]
pub struct GgufDescription {
    /// The reader of the first file, which can go on where it stopped.
    pub reader: Reader,
    /// The first file.
    pub file: NamedFile,
    /// The further shards with their headers: read with the whole header only.
    pub shards: Vec<(NamedFile, gguf::Header)>,
    /// All shards as one; nothing for a model in one file, and before its further shards were read.
    pub joined: Option<Joined>,
    /// Whether every tensor of every file is known.
    pub is_whole: bool,
    /// How many files the variant has.
    pub n_files: usize,
    /// What is wrong with the file behind its geometry.
    pub fault: Option<GgufError>,
}

/// The configuration of a model, and what is known of its weights.
#[derive(Clone, Debug)]
pub struct ConfigDescription {
    /// The configuration; `None` where there is none or it could not be read.
    pub config: Option<Rc<ModelConfig>>,
    /// The file that it is in, and its repository where that is another one.
    pub config_file: Option<(Option<RepoId>, &'static str)>,
    /// What is known of the weights.
    pub weights: WeightFacts,
}

/// What is known of the weights besides the sizes of their files.
#[derive(Clone, Debug)]
pub enum WeightFacts {
    /// Bytes of each dtype and layer, from the headers of all files.
    Headers(Rc<SafetensorsTotals>),
    /// Counts, from the index.
    Index(Rc<IndexSummary>),
    /// Stored elements of each dtype by the Hub's own count, which agrees with the sizes of the files.
    HubSummary(Vec<(String, u64)>),
    /// The sizes of the files only: reading more would cost more than it tells.
    SizesOnly(WhySizesOnly),
    /// The sizes of the files only: the format has no header that is read here.
    NotRead,
}

/// What the headers of Safetensors files come to.
#[derive(Clone, Debug)]
pub struct SafetensorsTotals {
    /// The sums.
    pub totals: WeightTotals,
    /// Every file with the bytes of its header and the bytes that its header implies.
    pub files: Vec<(NamedFile, u64, u64)>,
    /// `__metadata__` of the first file.
    pub metadata: Vec<(String, String)>,
}

impl Description {
    /// The GGUF header, if it is one.
    pub fn gguf(&self) -> Option<&GgufDescription> {
        match self {
            Self::Gguf(read) => Some(read),
            Self::Config(_) => None,
        }
    }

    /// The configuration and the weights, if they are what was read.
    pub fn config(&self) -> Option<&ConfigDescription> {
        match self {
            Self::Gguf(_) => None,
            Self::Config(read) => Some(read),
        }
    }

    /// Whether there is nothing more to read.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Gguf(read) => read.is_whole,
            Self::Config(_) => true,
        }
    }
}

impl GgufDescription {
    /// The header of the first file.
    pub fn header(&self) -> &gguf::Header {
        self.reader.header()
    }

    /// The tensors of all files, as far as they were read.
    pub fn tensors(&self) -> &Tensors {
        self.joined
            .as_ref()
            .map_or(&self.header().tensors, |joined| &joined.tensors)
    }

    /// Every file that was read, with its header.
    pub fn files(&self) -> impl Iterator<Item = (&NamedFile, &gguf::Header)> {
        let others = self.shards.iter().map(|(file, header)| (file, header));
        std::iter::once((&self.file, self.header())).chain(others)
    }

    /// About how many bytes must still be read for all tensors of all files.
    pub fn bytes_to_whole(&self) -> u64 {
        // Vocabularies with their scores, types and merges take some 60 bytes a token (7.8 MB for 128,256 tokens, 16 MB
        // for 262,144); a tensor takes some 80 with its name.
        const TOKEN_BYTES: u64 = 60;
        const TENSOR_BYTES: u64 = 80;
        let header = self.header();
        let tokens = header.metadata.get("tokenizer.ggml.tokens");
        let tokens = tokens
            .and_then(gguf::Value::as_array)
            .map_or(0, gguf::Array::count);
        let end = tokens
            .saturating_mul(TOKEN_BYTES)
            .saturating_add(self.reader.position().min(65_536));
        let vocabulary = end.saturating_sub(self.reader.position());
        let tensors = header.tensors_of_all_shards().unwrap_or(header.declared_tensors);
        let left = tensors.saturating_sub(header.tensors.len() as u64);
        vocabulary.saturating_add(left.saturating_mul(TENSOR_BYTES))
    }
}
