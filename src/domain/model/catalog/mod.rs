//! The starter catalog: well-known models for a machine without internet, and for a Hub that does not answer.
//!
//! `static/catalog.json` is made by `cargo xtask catalog` and read here into the same [`Model`]s that the Hub's
//! answers give, so that search rows and model pages work with it unchanged:
//!
//! * one for each base repository, with one Safetensors variant of its published precision and no file sizes (the
//!   precision is `None` where the sources do not state it);
//! * one for each known GGUF repository of it, with one variant for each label and its real size in bytes.
//!
//! The sources hold labels and sizes but no file names. So [`Model::files_listed`] is `false` and
//! `contents.files` empty for every model here, and the one file of a GGUF variant stands for all its shards: its path
//! is the label, no address. What the Hub counts daily (downloads, likes) is `None`.

mod row;

use crate::domain::text::text_index::TextIndex;

use crate::domain::model::RepoId;
use crate::domain::model::{Date, Model};
use crate::domain::text::order::sort_by;
use crate::domain::wire::json::Json;

use row::CatalogRow;

/// The version of the file that [`Catalog::parse`] reads.
pub const CATALOG_VERSION: u32 = 1;

/// The starter catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// The day the facts were gathered.
    pub generated: Date,
    /// Base models, newest release first (those without a known date last, then by name), each followed by its GGUF
    /// repositories by name. There are no download numbers to order by; what is new is what people look for.
    pub models: Vec<Model>,
    facts: Vec<CatalogFacts>,
    /// For each repository its index in `models`.
    index: TextIndex,
    /// For each of `models` the index of its base model in `facts`.
    facts_of_models: Vec<usize>,
    sources: Vec<String>,
}

/// What the catalog knows of a base model besides the fields of [`Model`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogFacts {
    /// Family name ("Qwen3", "Gemma 4").
    pub family: String,
    /// Year and month of the release. (`Model::created` has the first day of this month, since it must name a day.)
    pub released: Option<(u16, u8)>,
    /// Parameters read for each token, for models with experts.
    pub active_parameters: Option<u64>,
    /// The licence's own name, where the identifier is only `other`.
    pub license_name: Option<String>,
    /// How well the geometry (or without one, the number of parameters) is known.
    pub confidence: Confidence,
    /// A doubt that the reader should know.
    pub note: Option<String>,
    sources: Vec<usize>,
}

/// How well the facts about a model are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Read from a copy of the model's own configuration.
    Recorded,
    /// Quoted in another project's code, or on a model card.
    Documented,
    /// Taken over from a sibling.
    Derived,
}

/// Why a text is not a catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatalogError {
    /// Not JSON.
    Malformed {
        /// Line of the first fault, from 1.
        line: usize,
        /// Column of the first fault, from 1.
        column: usize,
    },
    /// JSON, but not of the catalog's shape.
    OtherShape,
    /// A version that this program does not read.
    UnknownVersion(u32),
    /// The day of its making is no date.
    BadDate,
    /// A model with a field that is missing or impossible, or named twice.
    BadModel {
        /// Its position in the file, from 0.
        position: usize,
    },
}

impl Catalog {
    /// Reads the catalog. Cost: the length of the text, and the sorting of its models.
    ///
    /// # Errors
    /// See [`CatalogError`]; a damaged file is refused as a whole, since half a catalog would look like a whole one.
    pub fn parse(text: &str) -> Result<Self, CatalogError> {
        let file = Json::parse(text).map_err(|error| malformed(text, error.at))?;
        let other_shape = CatalogError::OtherShape;
        let file = file.fields().ok_or(other_shape)?;
        let version: u32 = file.get("version").and_then(Json::number).ok_or(other_shape)?;
        if version != CATALOG_VERSION {
            return Err(CatalogError::UnknownVersion(version));
        }
        let generated = file.get("generated").and_then(Json::text).ok_or(other_shape)?;
        let generated = Date::parse_iso(&generated).ok_or(CatalogError::BadDate)?;
        // Every source text once; models name them by position.
        let sources = file.get("sources").and_then(Json::items).ok_or(other_shape)?;
        let sources = row::all(sources, Json::text).ok_or(other_shape)?;
        let models = file.get("models").and_then(Json::items).ok_or(other_shape)?;
        let mut rows = Vec::new();
        for (position, row) in models.enumerate() {
            let row = row.fields().and_then(|row| CatalogRow::read(&row, sources.len()));
            rows.push((position, row.ok_or(CatalogError::BadModel { position })?));
        }
        sort_by(&mut rows, |(_, a), (_, b)| {
            let newest_first = b.facts.released.cmp(&a.facts.released);
            newest_first.then_with(|| a.base.id.cmp(&b.base.id))
        });
        let mut catalog = Self {
            generated,
            models: Vec::new(),
            facts: Vec::new(),
            index: TextIndex::default(),
            facts_of_models: Vec::new(),
            sources,
        };
        for (position, row) in rows {
            let facts_index = catalog.facts.len();
            catalog.facts.push(row.facts);
            for model in std::iter::once(row.base).chain(row.gguf) {
                let place = catalog.models.len();
                if *catalog.index.slot(model.id.to_string(), place) != place {
                    return Err(CatalogError::BadModel { position });
                }
                catalog.facts_of_models.push(facts_index);
                catalog.models.push(model);
            }
        }
        Ok(catalog)
    }

    /// The model with this name.
    pub fn model(&self, id: &RepoId) -> Option<&Model> {
        self.models.get(self.index.get(id.as_str())?)
    }

    /// What else is known of this model, or of the base model of this GGUF repository.
    pub fn facts(&self, id: &RepoId) -> Option<&CatalogFacts> {
        let facts = self.facts_of_models.get(self.index.get(id.as_str())?)?;
        self.facts.get(*facts)
    }

    /// Where the facts come from, each "fact: source".
    pub fn sources<'a>(&'a self, facts: &'a CatalogFacts) -> impl Iterator<Item = &'a str> {
        facts
            .sources
            .iter()
            .filter_map(|&source| self.sources.get(source).map(String::as_str))
    }
}

fn malformed(text: &str, at: usize) -> CatalogError {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    CatalogError::Malformed {
        line: before.split('\n').count(),
        column: line.chars().count().saturating_add(1),
    }
}
