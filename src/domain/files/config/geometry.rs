//! A configuration as a [`Geometry`].

use super::ConfigError;
use super::attention::{AttentionKeys, note, window_of};
use super::feed_forward::FeedForwardKeys;
use super::keys::{Found, Keys};
use super::pattern::{Part, pattern};
use super::recurrent::recurrent;
use crate::domain::architecture::{Geometry, LAYERS_MAX, Layer, Origin, Quantity};

/// Models whose output matrix is the embedding table unless they say otherwise, as their classes in transformers have it.
const TIED_BY_DEFAULT: [&str; 20] = [
    "bert",
    "bloom",
    "cohere",
    "cohere2",
    "falcon",
    "falcon_mamba",
    "gemma",
    "gemma2",
    "gemma3_text",
    "gemma3n_text",
    "gemma4_text",
    "gpt2",
    "gpt_bigcode",
    "lfm2",
    "mamba",
    "mpt",
    "opt",
    "recurrent_gemma",
    "starcoder2",
    "t5",
];

/// Models that read everything at once and keep nothing.
const ENCODERS: [&str; 14] = [
    "albert",
    "bert",
    "camembert",
    "deberta",
    "deberta-v2",
    "distilbert",
    "electra",
    "eurobert",
    "mpnet",
    "modernbert",
    "new",
    "nomic_bert",
    "roberta",
    "xlm-roberta",
];

/// Models with a learned vector for each position.
const LEARNED_POSITIONS: [&str; 7] = [
    "bert",
    "gpt2",
    "gpt_bigcode",
    "gpt_neo",
    "opt",
    "roberta",
    "xlm-roberta",
];

/// Reads the geometry.
///
/// # Errors
/// [`ConfigError::NoModel`] without a number of layers and a width: then it is no language model's configuration.
pub(super) fn geometry(keys: &Keys<'_>, architecture: Option<&str>) -> Result<Geometry, ConfigError> {
    let depth = [
        "num_hidden_layers",
        "n_layer",
        "n_layers",
        "num_layers",
        "num_decoder_layers",
    ];
    let depth = keys.find(&depth).filter(|found| found.value > 0);
    let width = keys
        .find(&["hidden_size", "n_embd", "d_model", "n_embed", "dim", "model_dim"])
        .filter(|found| found.value > 0);
    let (Some(depth), Some(width)) = (depth, width) else {
        return Err(ConfigError::NoModel);
    };
    let layers = depth.value;
    let mut n_layers = usize::try_from(layers).unwrap_or(usize::MAX);
    // LongCat: each of its layers is a pair of ordinary ones.
    if keys.is_one_of(&["longcat_flash"]) {
        n_layers = n_layers.saturating_mul(2);
    }
    if n_layers > LAYERS_MAX {
        return Err(ConfigError::TooManyLayers { layers });
    }
    let mut geometry = Geometry {
        architecture: architecture.unwrap_or(&keys.model_type).to_owned(),
        embedding_length: width.value,
        is_encoder: keys.is_one_of(&ENCODERS),
        has_learned_positions: keys.is_one_of(&LEARNED_POSITIONS),
        ..Geometry::default()
    };
    note(&mut geometry, Quantity::Layers, Some(depth));
    note(&mut geometry, Quantity::EmbeddingLength, Some(width));
    read_vocabulary(keys, &mut geometry);
    read_layers(keys, &mut geometry, n_layers);
    read_additions(keys, &mut geometry);
    Ok(geometry)
}

fn read_vocabulary(keys: &Keys<'_>, geometry: &mut Geometry) {
    let rows = keys.find(&["vocab_size", "padded_vocab_size", "embedding_size"]);
    geometry.vocabulary = rows.as_ref().map_or(0, |found| found.value);
    note(geometry, Quantity::Vocabulary, rows);
    let names = [
        "max_position_embeddings",
        "n_positions",
        "n_ctx",
        "max_seq_len",
        "max_sequence_length",
        "max_seq_length",
        "seq_length",
        "model_max_length",
    ];
    let length = keys.find_length(&names);
    geometry.context_length = length.as_ref().map(|found| found.value);
    note(geometry, Quantity::ContextLength, length);
    let stated = keys.boolean(&["tie_word_embeddings", "tie_embedding", "tie_embeddings"]);
    geometry.tied_embeddings = stated.unwrap_or_else(|| keys.is_one_of(&TIED_BY_DEFAULT));
    let is_tied = u64::from(geometry.tied_embeddings);
    let origin = match stated {
        Some(_) => Origin::Key("tie_word_embeddings".to_owned()),
        None => Origin::EngineDefault,
    };
    geometry.note(Quantity::TiedEmbeddings, is_tied, is_tied, origin);
}

fn read_layers(keys: &Keys<'_>, geometry: &mut Geometry, n_layers: usize) {
    let window = window_of(keys);
    let pattern = pattern(keys, n_layers, window.as_ref());
    let attends = |part: &Part| matches!(part, Part::Full | Part::Window | Part::Both);
    let attention = pattern
        .parts
        .iter()
        .any(attends)
        .then(|| AttentionKeys::read(keys, geometry, window.as_ref(), n_layers));
    // Mamba has no network beside its layers, and names their inner width `intermediate_size`.
    let is_pure_mamba = attention.is_none() && keys.model_type.contains("mamba");
    let networks = (!is_pure_mamba && keys.object(&["ssm_cfg"]).is_none())
        .then(|| FeedForwardKeys::read(keys, geometry));
    let hidden = geometry.embedding_length;
    // Nemotron-H has its networks in layers of their own.
    let is_split = pattern
        .parts
        .iter()
        .any(|part| matches!(part, Part::FeedForward | Part::Experts));
    for (number, &part) in pattern.parts.iter().enumerate() {
        let has_network = !is_split || matches!(part, Part::FeedForward | Part::Experts);
        let (dense, experts) = networks
            .as_ref()
            .filter(|_| has_network)
            .map_or((None, None), |networks| networks.layer(number, part));
        geometry.layers.push(Layer {
            attention: attention.as_ref().and_then(|keys| keys.layer(number, part)),
            recurrent: recurrent(keys, part, hidden),
            dense,
            experts,
        });
    }
    note_pattern(geometry, &pattern.parts, pattern.origin, window);
}

fn note_pattern(geometry: &mut Geometry, parts: &[Part], origin: Origin, window: Option<Found>) {
    let count = |wanted: &[Part]| {
        let n = parts.iter().filter(|part| wanted.contains(part)).count();
        u64::try_from(n).unwrap_or(u64::MAX)
    };
    let windowed = count(&[Part::Window]);
    if let Some(window) = window.filter(|_| windowed > 0) {
        note(geometry, Quantity::WindowLength, Some(window));
        geometry.note(Quantity::WindowLayers, windowed, windowed, origin.clone());
    }
    let recurring = count(&[Part::Recurrent, Part::Convolution, Part::Both]);
    if recurring > 0 {
        geometry.note(Quantity::RecurrentLayers, recurring, recurring, origin);
        let state = geometry
            .layers
            .iter()
            .find_map(|layer| layer.recurrent)
            .map(|recurrent| recurrent.state.saturating_add(recurrent.convolution));
        match state {
            Some(state) => geometry.note(Quantity::RecurrentState, state, state, Origin::Architecture),
            None => geometry.miss(Quantity::RecurrentState),
        }
    }
    if geometry.is_encoder {
        geometry.note(Quantity::Encoder, 1, 1, Origin::Architecture);
    }
}

fn read_additions(keys: &Keys<'_>, geometry: &mut Geometry) {
    let names = [
        "num_nextn_predict_layers",
        "mtp_num_hidden_layers",
        "num_mtp_modules",
        "mtp_num_layers",
    ];
    if let Some(blocks) = keys.find(&names).filter(|found| (1..=16).contains(&found.value)) {
        geometry.draft_blocks = blocks.value;
        note(geometry, Quantity::DraftBlocks, Some(blocks));
    }
    let per_layer = keys.find(&["hidden_size_per_layer_input"]);
    if let Some(per_layer) = per_layer.filter(|found| found.value > 0) {
        geometry.per_layer_embedding = per_layer.value;
        note(geometry, Quantity::PerLayerEmbedding, Some(per_layer));
    }
}
