//! A model of the Hub: what the app keeps of a list row, of a model document or of a catalog entry.

pub mod catalog;
pub mod parameters;
mod repo_id;
pub mod variant;

pub use repo_id::{RepoId, RepoIdError};

use crate::domain::model::variant::RepoContents;

/// A model repository with everything that a verdict needs. A list row and a model document give the same type; only
/// the document's files have sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The repository.
    pub id: RepoId,
    /// What the model is for, as far as it decides whether the memory rule applies.
    pub kind: ModelKind,
    /// The Hub's task (`pipeline_tag`), for example `text-generation`.
    pub task: Option<String>,
    /// The library it is published for (`library_name`).
    pub library: Option<String>,
    /// Licence identifier, for example `apache-2.0`.
    pub license: Option<String>,
    /// Models it was made from.
    pub base_models: Vec<BaseModel>,
    /// Whether files can only be had after agreeing to terms.
    pub gated: Gated,
    /// Whether only its owner sees it (an answer that must not be kept).
    pub private: bool,
    /// Downloads of the last 30 days.
    pub downloads: Option<u64>,
    /// Likes.
    pub likes: Option<u64>,
    /// Day of the last change.
    pub last_modified: Option<Date>,
    /// Day of creation (never before 2022-03-02: older ones were back-filled).
    pub created: Option<Date>,
    /// Commit that the answer describes.
    pub revision: Option<String>,
    /// Architecture as the files name it (`llama`, `qwen3moe`, `Gemma3ForConditionalGeneration`).
    pub architecture: Option<String>,
    /// Tokens of context the model was trained for.
    pub context_length: Option<u64>,
    /// Number of parameters.
    pub parameters: Option<ParameterCount>,
    /// Variants, companions and files. Empty when the answer had no file list.
    pub contents: RepoContents,
    /// Whether the answer listed the files at all.
    pub files_listed: bool,
}

/// What a model is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// Reads or writes language (also embeddings and language models that see or hear): the memory rule applies.
    Language,
    /// Image, speech, detection, robots, …: the memory rule says nothing about it.
    NotLanguage,
    /// Nothing says what it is for. The rule is applied and the page says so.
    Unstated,
}

/// A number of parameters and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterCount {
    /// The number.
    pub count: u64,
    /// How it is known.
    pub source: ParameterSource,
}

/// How a number of parameters is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterSource {
    /// The Hub counted them in a GGUF header (`gguf.total`).
    GgufHeader,
    /// The Hub counted them in the Safetensors headers (`safetensors.total`).
    SafetensorsHeader,
    /// Computed from the Safetensors headers, whose packed integers hold several weights each.
    UnpackedSafetensors,
    /// The starter catalog.
    Catalog,
    /// Read off the repository's name ("7B"): a guess, and marked as one.
    RepositoryName,
}

impl ParameterSource {
    /// Whether the number is the model's own count rather than a guess from its name.
    pub const fn is_count(self) -> bool {
        !matches!(self, Self::RepositoryName)
    }
}

/// Whether files can only be had after agreeing to terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gated {
    /// Free to download.
    #[default]
    No,
    /// After agreeing, at once.
    Automatic,
    /// After agreeing and a decision of its authors.
    Manual,
}

/// A model that another one was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseModel {
    /// The base model's repository.
    pub id: RepoId,
    /// How it was made from it, where the Hub says.
    pub relation: Option<BaseRelation>,
}

/// How a model was made from its base model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaseRelation {
    /// Same weights in another precision.
    Quantized,
    /// Trained further.
    Finetune,
    /// Weights added to it.
    Adapter,
    /// Mixed with others.
    Merge,
}

/// A day of the Gregorian calendar in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, 1970 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl Date {
    /// Reads the first ten characters of an ISO 8601 time (`2025-03-12T10:30:05.000Z`); `None` if they are no date.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let mut parts = text.get(..10)?.split('-');
        let year: u16 = parts.next()?.parse().ok()?;
        let month: u8 = parts.next()?.parse().ok()?;
        let day: u8 = parts.next()?.parse().ok()?;
        let sound = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        sound.then_some(Self { year, month, day })
    }
}
