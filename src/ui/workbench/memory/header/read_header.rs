//! What was read of a model's own description: a GGUF header, or a configuration and Safetensors headers.

use web_sys::File;

use crate::domain::files::config::{ConfigError, ModelConfig};
use crate::domain::files::gguf::{self, GgufError, Joined, Reader, ShardError, Tensors};
use crate::domain::files::safetensors::{IndexSummary, SafetensorsError, WeightTotals, WhySizesOnly};
use crate::domain::hub::HubError;
use crate::domain::model::RepoId;
use crate::ui::same::Same;
use crate::web::model_file::FileError;

/// A header that was read, where it came from and what that cost.
#[derive(Clone)]
pub struct KnownHeader {
    /// What was read.
    pub header: ReadHeader,
    /// Whose it is.
    pub source: HeaderSource,
    /// What reading it cost.
    pub cost: ReadCost,
}

/// What was read.
#[derive(Clone)]
pub enum ReadHeader {
    /// The header of a GGUF model.
    Gguf(Box<GgufRead>),
    /// The configuration of any other model, and what is known of its weights.
    Config(ConfigRead),
}

/// Where a header came from.
#[derive(Clone, PartialEq)]
pub enum HeaderSource {
    /// The variant on the page, from the Hub.
    Hub,
    /// Files of the reader's own: nothing that the page says of the variant holds for them.
    Own(Vec<File>),
}

/// What reading cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadCost {
    /// Requests that went out; parts that the device kept need none.
    pub n_requests: u32,
    /// Bytes that travelled over the network.
    pub n_downloaded: u64,
    /// Bytes read, from wherever.
    pub n_read: u64,
    /// How long it took.
    pub ms: u64,
}

/// A file of a model: its name and its size, where that is known.
#[derive(Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// Path in the repository, or the reader's own name for it.
    pub name: String,
    /// Bytes.
    pub bytes: Option<u64>,
}

/// The header of a GGUF model.
#[derive(Clone)]
pub struct GgufRead {
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
#[derive(Clone)]
pub struct ConfigRead {
    /// The configuration.
    pub config: Option<Same<ModelConfig>>,
    /// Why there is none.
    pub config_failure: Option<HeaderFailure>,
    /// The file that it is in, and its repository where that is another one.
    pub config_file: Option<(Option<RepoId>, &'static str)>,
    /// What is known of the weights.
    pub weights: WeightFacts,
}

/// What is known of the weights besides the sizes of their files.
#[derive(Clone)]
pub enum WeightFacts {
    /// Bytes of each dtype and layer, from the headers of all files.
    Headers(Same<SafetensorsTotals>),
    /// Counts, from the index.
    Index(Same<IndexSummary>),
    /// Stored elements of each dtype by the Hub's own count, which agrees with the sizes of the files.
    HubSummary(Vec<(String, u64)>),
    /// The sizes of the files only: reading more would cost more than it tells.
    SizesOnly(WhySizesOnly),
    /// The sizes of the files only: the format has no header that is read here.
    NotRead,
}

/// What the headers of Safetensors files come to.
pub struct SafetensorsTotals {
    /// The sums.
    pub totals: WeightTotals,
    /// Every file with the bytes of its header and the bytes that its header implies.
    pub files: Vec<(NamedFile, u64, u64)>,
    /// `__metadata__` of the first file.
    pub metadata: Vec<(String, String)>,
}

/// Why a header could not be read.
#[derive(Clone, Debug, PartialEq)]
pub enum HeaderFailure {
    /// The Hub or the way to it.
    Hub(HubError),
    /// The browser could not read the reader's file.
    Unreadable,
    /// The bytes are no GGUF header.
    Gguf(GgufError),
    /// The bytes are no Safetensors header.
    Safetensors(SafetensorsError),
    /// The bytes are no configuration.
    Config(ConfigError),
    /// The files are not the shards of one model.
    Shards(ShardError),
    /// What is asked for stands behind so many bytes that they are not read without asking.
    Costly {
        /// Bytes to come.
        bytes: u64,
    },
    /// Neither the repository nor a base model has a configuration.
    NoConfig,
    /// Several files that do not belong together were chosen.
    MixedFiles,
}

impl GgufRead {
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

impl From<FileError> for HeaderFailure {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Hub(error) => Self::Hub(error),
            FileError::Unreadable => Self::Unreadable,
        }
    }
}

impl From<HubError> for HeaderFailure {
    fn from(error: HubError) -> Self {
        Self::Hub(error)
    }
}

impl From<GgufError> for HeaderFailure {
    fn from(error: GgufError) -> Self {
        Self::Gguf(error)
    }
}

impl From<SafetensorsError> for HeaderFailure {
    fn from(error: SafetensorsError) -> Self {
        Self::Safetensors(error)
    }
}

impl From<ConfigError> for HeaderFailure {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<ShardError> for HeaderFailure {
    fn from(error: ShardError) -> Self {
        Self::Shards(error)
    }
}

impl HeaderFailure {
    /// Whether asking the same again may help.
    pub fn may_help_to_retry(&self) -> bool {
        match self {
            Self::Hub(_) | Self::Unreadable => true,
            // What came may not be what the Hub has: a page of the network in between, an upload that is mended by now.
            Self::Gguf(_) | Self::Safetensors(_) | Self::Config(_) => true,
            Self::Shards(_) | Self::Costly { .. } | Self::NoConfig | Self::MixedFiles => false,
        }
    }
}

impl ReadCost {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            n_requests: self.n_requests.saturating_add(other.n_requests),
            n_downloaded: self.n_downloaded.saturating_add(other.n_downloaded),
            n_read: self.n_read.saturating_add(other.n_read),
            ms: self.ms.saturating_add(other.ms),
        }
    }
}

impl KnownHeader {
    /// The GGUF header, if it is one.
    pub fn gguf(&self) -> Option<&GgufRead> {
        match &self.header {
            ReadHeader::Gguf(read) => Some(read),
            ReadHeader::Config(_) => None,
        }
    }

    /// The configuration and the weights, if they are what was read.
    pub fn config(&self) -> Option<&ConfigRead> {
        match &self.header {
            ReadHeader::Gguf(_) => None,
            ReadHeader::Config(read) => Some(read),
        }
    }

    /// Whether there is nothing more to read.
    pub fn is_whole(&self) -> bool {
        match &self.header {
            ReadHeader::Gguf(read) => read.is_whole,
            ReadHeader::Config(_) => true,
        }
    }
}
