//! How many weights of each class a configuration's shapes come to.
//!
//! Matrices are counted and vectors (norms, biases) are not: these are below one part in 2,000. Encoders for images and
//! sound are not counted either, since their shapes are described in other words for every model.

use super::ModelConfig;
use super::modules::WeightClass;
use crate::domain::architecture::{Attention, Experts, Geometry, Recurrent, RecurrentKind};

/// Numbers of weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeightShapes {
    /// By class, in the order of [`WeightClass::ALL`]. A tied output matrix counts with the embeddings.
    pub classes: [u64; 6],
    /// Embeddings that each layer has of its own (Gemma 3n and 4), which may stay in system memory.
    pub per_layer_embedding: u64,
}

impl WeightShapes {
    /// All weights together.
    pub fn total(&self) -> u64 {
        let classes = self.classes.iter().copied();
        classes.fold(self.per_layer_embedding, u64::saturating_add)
    }

    /// Weights of a class.
    pub fn class(&self, class: WeightClass) -> u64 {
        self.classes.get(class.place()).copied().unwrap_or(0)
    }

    fn add(&mut self, class: WeightClass, weights: u64) {
        if let Some(sum) = self.classes.get_mut(class.place()) {
            *sum = sum.saturating_add(weights);
        }
    }
}

impl ModelConfig {
    /// The weights that the shapes come to, without the heads for predicting several tokens.
    pub fn weight_shapes(&self) -> WeightShapes {
        let geometry = &self.geometry;
        let width = geometry.embedding_length;
        let mut shapes = WeightShapes::default();
        let table = geometry.vocabulary.saturating_mul(width);
        shapes.add(WeightClass::Embedding, table);
        if !geometry.tied_embeddings && !geometry.is_encoder {
            shapes.add(WeightClass::OutputHead, table);
        }
        for layer in &geometry.layers {
            if let Some(attention) = &layer.attention {
                shapes.add(WeightClass::Attention, self.attention_weights(attention));
            }
            if let Some(recurrent) = &layer.recurrent {
                shapes.add(WeightClass::Attention, recurrent_weights(recurrent, width));
            }
            if let Some(dense) = &layer.dense {
                shapes.add(WeightClass::Dense, network(width, dense.width, dense.gated));
            }
            if let Some(experts) = &layer.experts {
                self.add_experts(&mut shapes, experts);
            }
        }
        shapes.per_layer_embedding = per_layer_embedding(geometry);
        shapes
    }

    fn add_experts(&self, shapes: &mut WeightShapes, experts: &Experts) {
        let width = self.geometry.embedding_length;
        let gated = self.model_type != "nemotron_h";
        let one = network(width, experts.width, gated);
        shapes.add(WeightClass::Experts, one.saturating_mul(experts.count));
        shapes.add(
            WeightClass::SharedExperts,
            network(width, experts.shared_width, gated),
        );
        // The router, which stays a float everywhere, goes with the embeddings.
        shapes.add(WeightClass::Embedding, width.saturating_mul(experts.count));
    }

    fn attention_weights(&self, attention: &Attention) -> u64 {
        let width = self.geometry.embedding_length;
        let queries = attention.query_heads.saturating_mul(attention.key_width);
        let values = attention.query_heads.saturating_mul(attention.value_width);
        let output = values.saturating_mul(width);
        if let Some(latent) = attention.latent {
            let query = match self.query_rank {
                Some(rank) => rank.saturating_mul(width.saturating_add(queries)),
                None => width.saturating_mul(queries),
            };
            let plain = attention.key_width.saturating_sub(latent.rope_width);
            let expanded = attention
                .query_heads
                .saturating_mul(plain.saturating_add(attention.value_width));
            let compressed = width.saturating_mul(latent.rank.saturating_add(latent.rope_width));
            return query
                .saturating_add(compressed)
                .saturating_add(latent.rank.saturating_mul(expanded))
                .saturating_add(output);
        }
        let gates = if self.has_output_gate { 2 } else { 1 };
        let keys_and_values = attention
            .kv_heads
            .saturating_mul(attention.key_width.saturating_add(attention.value_width));
        width
            .saturating_mul(queries.saturating_mul(gates).saturating_add(keys_and_values))
            .saturating_add(output)
    }
}

fn network(width: u64, inner: u64, gated: bool) -> u64 {
    let matrices = if gated { 3 } else { 2 };
    width.saturating_mul(inner).saturating_mul(matrices)
}

/// Gemma 3n and 4: a table of its own for each layer, and what mixes it in.
fn per_layer_embedding(geometry: &Geometry) -> u64 {
    let layers = u64::try_from(geometry.layers.len()).unwrap_or(u64::MAX);
    let each = geometry.per_layer_embedding.saturating_mul(layers);
    each.saturating_mul(geometry.vocabulary)
        .saturating_add(each.saturating_mul(geometry.embedding_length).saturating_mul(3))
}

fn recurrent_weights(recurrent: &Recurrent, width: u64) -> u64 {
    let inner = recurrent.inner;
    let grouped = recurrent
        .groups
        .saturating_mul(recurrent.state_width)
        .saturating_mul(2);
    let through = |columns: u64| width.saturating_mul(columns);
    match recurrent.kind {
        RecurrentKind::Mamba => {
            let steps = recurrent.heads;
            let states = recurrent.state_width.saturating_mul(3);
            let small = steps
                .saturating_mul(2)
                .saturating_add(states)
                .saturating_add(recurrent.taps);
            through(inner.saturating_mul(3)).saturating_add(inner.saturating_mul(small))
        }
        RecurrentKind::Mamba2 => {
            let columns = inner
                .saturating_mul(3)
                .saturating_add(grouped)
                .saturating_add(recurrent.heads);
            through(columns).saturating_add(inner.saturating_add(grouped).saturating_mul(recurrent.taps))
        }
        RecurrentKind::DeltaNet => {
            let gates = recurrent.heads.saturating_mul(2);
            let columns = inner
                .saturating_mul(3)
                .saturating_add(grouped)
                .saturating_add(gates);
            through(columns).saturating_add(inner.saturating_add(grouped).saturating_mul(recurrent.taps))
        }
        RecurrentKind::ShortConvolution => {
            through(width.saturating_mul(4)).saturating_add(through(recurrent.taps))
        }
        RecurrentKind::Rwkv => through(width.saturating_mul(5)),
        RecurrentKind::LinearAttention => through(inner.saturating_mul(5)),
    }
}
