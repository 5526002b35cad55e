//! Recorded and composed documents of the Hub, and what is expected of several of them.

use llm_lens::domain::model::RepoId;
use llm_lens::domain::model::{BaseModel, BaseRelation, Model, ParameterCount, ParameterSource};

pub const BERT: &str = include_str!("../fixtures/hub/model_google-bert_bert-base-uncased.json");
pub const BLOBS: &str = include_str!("../fixtures/hub/model_blobs_composed.json");
pub const EXPANDED: &str = include_str!("../fixtures/hub/list_expanded_composed.json");
pub const GEMMA_12B: &str = include_str!("../fixtures/hub/model_ggml-org_gemma-3-12b-it-GGUF.json");
pub const GEMMA_1B: &str = include_str!("../fixtures/hub/model_ggml-org_gemma-3-1b-it-GGUF.json");
pub const LIST_19: &str = include_str!("../fixtures/hub/list_trending_default-fields_19.json");
pub const LIST_3: &str = include_str!("../fixtures/hub/list_trending_default-fields_3.json");
pub const ROBERTA: &str = include_str!("../fixtures/hub/model_deepset_roberta-base-squad2.json");
pub const STABLE_DIFFUSION: &str =
    include_str!("../fixtures/hub/model_stabilityai_stable-diffusion-2-1.json");

pub fn id(text: &str) -> RepoId {
    text.parse().unwrap()
}

pub fn from_header(count: u64) -> Option<ParameterCount> {
    Some(ParameterCount {
        count,
        source: ParameterSource::GgufHeader,
    })
}

pub fn quantized_from(name: &str) -> Vec<BaseModel> {
    vec![BaseModel {
        id: id(name),
        relation: Some(BaseRelation::Quantized),
    }]
}

pub fn paths(model: &Model) -> Vec<&str> {
    model
        .contents
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect()
}
