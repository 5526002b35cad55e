//! A model's geometry from the header of a GGUF file.
//!
//! The metadata alone are enough (they stand in the first kilobytes); the tensor table, where it was read, says in
//! addition what is really there. Keys and defaults are those of llama.cpp (`llama_model_base::load_hparams` and
//! `load_arch_hparams` of each file in `src/models`, commit 0c1e57098).

mod architectures;
mod blocks;
mod keys;
mod layers;
mod recurrent;
mod windows;

use super::{Geometry, LAYERS_MAX, Origin, Pooling, Quantity};
use crate::domain::files::gguf::{Header, Metadata, Tensors};
use blocks::Blocks;
use keys::Keys;

impl Geometry {
    /// The geometry of a model from the header of its file, as far as it was read.
    pub fn from_gguf(header: &Header) -> Self {
        let is_whole = header.data_start.is_some() && header.shard_count().unwrap_or(1) <= 1;
        Self::from_gguf_parts(&header.metadata, is_whole.then_some(&header.tensors))
    }

    /// The geometry of a model from the metadata of its first file and, if all were read, the tensors of all its files.
    pub fn from_gguf_parts(metadata: &Metadata, tensors: Option<&Tensors>) -> Self {
        let mut keys = Keys::new(metadata);
        let blocks = tensors.map(Blocks::new);
        keys.geometry.architecture = keys.architecture().to_owned();
        let origin = if architectures::is_known(keys.architecture()) {
            Origin::Architecture
        } else {
            Origin::Assumed
        };
        keys.geometry.note(Quantity::LayerKinds, 0, 0, origin);
        let blocks_stated = keys.require("block_count", Quantity::Layers);
        let drafts = keys
            .one("nextn_predict_layers", Quantity::DraftBlocks)
            .unwrap_or(0);
        let count = blocks_stated.saturating_sub(drafts).min(LAYERS_MAX as u64);
        keys.geometry.draft_blocks = drafts;
        keys.geometry.embedding_length = keys.require("embedding_length", Quantity::EmbeddingLength);
        keys.geometry.context_length = keys.one("context_length", Quantity::ContextLength);
        if keys.geometry.context_length.is_none() {
            keys.geometry.miss(Quantity::ContextLength);
        }
        vocabulary(&mut keys, blocks.as_ref());
        whole_model(&mut keys, blocks.as_ref());
        layers::read(&mut keys, blocks.as_ref(), usize::try_from(count).unwrap_or(0));
        keys.geometry
    }
}

fn vocabulary(keys: &mut Keys<'_>, blocks: Option<&Blocks>) {
    let rows = blocks.map_or(0, |blocks| blocks.vocabulary);
    if rows > 0 {
        keys.geometry.vocabulary = rows;
        let origin = Origin::Tensor("token_embd.weight".to_owned());
        keys.geometry.note(Quantity::Vocabulary, rows, rows, origin);
        return;
    }
    match keys.metadata.vocabulary_size() {
        Some(rows) => {
            keys.geometry.vocabulary = rows;
            let origin = Origin::Key("tokenizer.ggml.tokens".to_owned());
            keys.geometry.note(Quantity::Vocabulary, rows, rows, origin);
        }
        None => keys.geometry.miss(Quantity::Vocabulary),
    }
}

/// What holds for the model as a whole.
fn whole_model(keys: &mut Keys<'_>, blocks: Option<&Blocks>) {
    let architecture = keys.architecture().to_owned();
    let tied = match blocks {
        Some(blocks) => {
            let origin = Origin::Tensor("output.weight".to_owned());
            (!blocks.has_output, origin)
        }
        None if is_always_tied(&architecture) => (true, Origin::Architecture),
        None => (false, Origin::Assumed),
    };
    keys.geometry.tied_embeddings = tied.0;
    let flag = u64::from(tied.0);
    keys.geometry.note(Quantity::TiedEmbeddings, flag, flag, tied.1);
    keys.geometry.per_layer_embedding = keys
        .one("embedding_length_per_layer_input", Quantity::PerLayerEmbedding)
        .unwrap_or(0);
    keys.geometry.is_encoder = is_encoder(&architecture);
    if keys.geometry.is_encoder {
        keys.geometry.note(Quantity::Encoder, 1, 1, Origin::Architecture);
    }
    keys.geometry.has_learned_positions = match blocks {
        Some(blocks) => blocks.has_positions,
        None => matches!(architecture.as_str(), "gpt2" | "bert" | "starcoder"),
    };
    let pooling = keys.of_model("pooling_type").and_then(|value| value.as_u64());
    keys.geometry.pooling = match pooling {
        Some(1) => Pooling::Mean,
        Some(2..=4) => Pooling::OneToken,
        _ => Pooling::None,
    };
}

/// Architectures without a cache (llama.cpp `create_memory`): encoders, and models that generate by diffusion.
fn is_encoder(architecture: &str) -> bool {
    matches!(
        architecture,
        "bert"
            | "modern-bert"
            | "nomic-bert"
            | "nomic-bert-moe"
            | "neo-bert"
            | "jina-bert-v2"
            | "jina-bert-v3"
            | "eurobert"
            | "gemma-embedding"
            | "wavtokenizer-dec"
            | "dream"
            | "llada"
            | "llada-moe"
            | "rnd1"
            | "t5encoder"
    )
}

/// Architectures whose published models all use the embedding table as output matrix.
fn is_always_tied(architecture: &str) -> bool {
    let family = architecture.starts_with("gemma") || architecture.starts_with("lfm2");
    family
        || matches!(
            architecture,
            "gpt2" | "command-r" | "cohere2" | "bloom" | "mpt" | "starcoder" | "starcoder2"
        )
}
