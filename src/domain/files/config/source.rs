//! Whose `config.json` to ask.

use crate::domain::model::RepoId;
use crate::domain::model::variant::RepoFile;
use crate::domain::model::{BaseModel, BaseRelation};

/// The file that describes a model.
pub const CONFIG_FILE: &str = "config.json";

/// Files beside it that say how the weights are kept, in the order of asking. One of them is there at most.
pub const QUANTIZATION_FILES: [&str; 3] = [
    "hf_quant_config.json",
    "quantize_config.json",
    "quant_config.json",
];

/// Descriptions of a model in its authors' own words, where `config.json` is missing (Mistral).
const PARAMS_FILE: &str = "params.json";

/// Most base models that are asked one after the other. A merge names many, all with the same shapes.
const N_BASES_MAX: usize = 2;

/// A file to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigSource {
    /// The repository; `None` is the one that was asked about.
    pub repository: Option<RepoId>,
    /// Path of the file.
    pub path: &'static str,
    /// Whether its quantization is that of the weights in question: a base model's is not.
    pub speaks_of_weights: bool,
}

/// Files to ask for one after the other until one describes the model: the repository's own, then those of the models
/// it was quantized, merged or trained from. An adapter's base is its model.
pub fn config_sources(files: &[RepoFile], bases: &[BaseModel]) -> Vec<ConfigSource> {
    let has = |name: &str| files.iter().any(|file| file.path == name);
    if let Some(path) = [CONFIG_FILE, PARAMS_FILE].into_iter().find(|name| has(name)) {
        return vec![ConfigSource {
            repository: None,
            path,
            speaks_of_weights: true,
        }];
    }
    // A quantized model has its base's shapes for certain, the others nearly always.
    let is_quantized = |base: &&BaseModel| base.relation == Some(BaseRelation::Quantized);
    let first = bases.iter().filter(is_quantized);
    let others = bases.iter().filter(|base| !is_quantized(base));
    first
        .chain(others)
        .take(N_BASES_MAX)
        .map(|base| ConfigSource {
            repository: Some(base.id.clone()),
            path: CONFIG_FILE,
            speaks_of_weights: false,
        })
        .collect()
}
