//! Models and variants for the tests.

use llm_lens::domain::model::variant::{RepoContents, RepoFile, Shards, Variant};
use llm_lens::domain::model::{Gated, Model, ModelKind, ParameterCount, ParameterSource};
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::precision::quantization::{Quantization, QuantizationFamily};

/// A language model of which nothing else is known.
pub fn model(name: &str) -> Model {
    Model {
        id: name.parse().unwrap(),
        kind: ModelKind::Language,
        task: None,
        library: None,
        license: None,
        base_models: Vec::new(),
        gated: Gated::No,
        private: false,
        downloads: None,
        likes: None,
        last_modified: None,
        created: None,
        revision: None,
        architecture: None,
        context_length: None,
        parameters: None,
        contents: RepoContents::default(),
        files_listed: true,
    }
}

/// A language model with a counted number of parameters and these variants.
pub fn model_of(count: u64, variants: Vec<Variant>) -> Model {
    Model {
        parameters: Some(counted(count)),
        contents: RepoContents {
            variants,
            ..RepoContents::default()
        },
        ..model("owner/model")
    }
}

pub const fn counted(count: u64) -> ParameterCount {
    ParameterCount {
        count,
        source: ParameterSource::SafetensorsHeader,
    }
}

pub const fn guessed(count: u64) -> ParameterCount {
    ParameterCount {
        count,
        source: ParameterSource::RepositoryName,
    }
}

/// A complete GGUF variant of one file.
pub fn gguf(family: QuantizationFamily, size: Option<u64>) -> Variant {
    Variant {
        key: format!("gguf:{}", family.key()),
        format: Format::Gguf,
        quantization: Some(Quantization::of_family(family.name(), family)),
        files: vec![RepoFile {
            path: "model.gguf".to_owned(),
            size,
        }],
        shards: Shards::Complete,
        distinction: None,
    }
}
