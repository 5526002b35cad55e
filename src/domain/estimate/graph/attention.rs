//! Attention: queries, keys and values, the cache, and the scores.

use super::builder::Builder;
use super::cache::Cached;
use super::inputs::{CacheInputs, Inputs};
use super::style::Rotary;
use super::tensors::{Backend, F16, F32, Id};
use crate::domain::architecture::{Attention, CacheOwner, Span};

impl Builder<'_> {
    /// The attention of a layer, up to and including its output matrix.
    pub(super) fn attention(
        &mut self,
        input: Id,
        attention: &Attention,
        inputs: &Inputs,
        layer: usize,
    ) -> Id {
        if let Some(latent) = attention.latent {
            return self.latent_attention(input, attention, latent, inputs, layer);
        }
        let backend = self.layer_backend(layer);
        let rotates = self.rotates(attention, layer);
        let cache = self.inputs_of(attention, inputs);
        let [mut queries, mut keys, mut values] = match attention.expanded {
            Some(latent) => self.expanded(input, attention, latent, inputs, layer),
            None => self.projections(input, attention, layer),
        };
        let owns = attention.cache == CacheOwner::Own;
        let gate = self.gate(attention, queries);
        if let Some((gated_queries, _)) = gate {
            queries = gated_queries;
        }
        if attention.normed && !self.style.flat_norms {
            queries = self.norm(queries, layer);
        }
        if rotates {
            queries = self.rotate(queries, inputs.positions);
        }
        if owns {
            if attention.normed && !self.style.flat_norms {
                keys = self.norm(keys, layer);
            }
            if self.style.normed_values {
                values = self.bare_norm(values);
            }
            if rotates && attention.expanded.is_none() {
                keys = self.rotate(keys, inputs.positions);
            }
        }
        if self.style.scaled_attention && attention.span == Span::Full {
            queries = self.graph.in_place(&[queries, inputs.attention_scale]);
        }
        let scores = self.attend(queries, owns.then_some((keys, values)), attention, &cache, layer);
        let scores = match gate {
            Some((_, gate)) => {
                let squashed = self.map(gate);
                self.add(scores, squashed)
            }
            None => scores,
        };
        self.multiply(backend, self.width(), scores)
    }

    fn rotates(&self, attention: &Attention, layer: usize) -> bool {
        match self.style.rotary {
            Rotary::All => true,
            Rotary::None => false,
            Rotary::Windows => attention.span != Span::Full || !self.has_windows(),
            Rotary::AllButEvery(step) => !(layer + 1).is_multiple_of(step),
        }
    }

    pub(super) fn inputs_of(&self, attention: &Attention, inputs: &Inputs) -> CacheInputs {
        match attention.span {
            Span::Full => inputs.full,
            Span::Window(_) | Span::Chunked(_) => inputs.window,
        }
    }

    /// Queries, keys and values, each a row of heads for each token.
    fn projections(&mut self, input: Id, attention: &Attention, layer: usize) -> [Id; 3] {
        let backend = self.layer_backend(layer);
        let tokens = self.tokens();
        let heads = [
            (attention.key_width, attention.query_heads),
            (attention.key_width, attention.kv_heads),
            (attention.value_width, attention.kv_heads),
        ];
        if attention.fused_qkv {
            let width = heads.iter().fold(0, |sum: u64, (width, count)| {
                sum.saturating_add(width.saturating_mul(*count))
            });
            let all = self.multiply(backend, width, input);
            let [_, row, ..] = self.graph.get(all).nb;
            return heads.map(|(width, count)| {
                let nb = [F32, Self::row(width), row, row.saturating_mul(tokens)];
                self.graph.view(all, [width, count, tokens, 1], nb)
            });
        }
        let [(width, count), keys, values] = heads;
        let width_of_gate = if self.style.gated_attention { 2 } else { 1 };
        let count_and_gate = count.saturating_mul(width_of_gate);
        let queries = self.multiply(backend, width.saturating_mul(count_and_gate), input);
        let has_flat_norms = attention.normed && self.style.flat_norms;
        let queries = if has_flat_norms {
            let normed = self.norm(queries, layer);
            self.graph.reshape(normed, [width, count, tokens, 1])
        } else if self.style.gated_attention {
            queries
        } else {
            self.graph.reshape(queries, [width, count, tokens, 1])
        };
        if attention.cache == CacheOwner::EarlierLayer {
            return [queries, queries, queries];
        }
        let rows = self.multiply(backend, keys.0.saturating_mul(keys.1), input);
        let rows = if has_flat_norms {
            self.norm(rows, layer)
        } else {
            rows
        };
        let key_heads = self.graph.reshape(rows, [keys.0, keys.1, tokens, 1]);
        let rows = if attention.values_are_keys {
            rows
        } else {
            self.multiply(backend, values.0.saturating_mul(values.1), input)
        };
        let value_heads = self.graph.reshape(rows, [values.0, values.1, tokens, 1]);
        [queries, key_heads, value_heads]
    }

    /// The queries and the gate of a projection that carries both side by side.
    fn gate(&mut self, attention: &Attention, both: Id) -> Option<(Id, Id)> {
        if !self.style.gated_attention {
            return None;
        }
        let tokens = self.tokens();
        let (width, heads) = (attention.key_width, attention.query_heads);
        let pair = Self::row(width).saturating_mul(2);
        let row = pair.saturating_mul(heads);
        let ne = [width, heads, tokens, 1];
        let nb = [F32, pair, row, row.saturating_mul(tokens)];
        let queries = self.graph.view(both, ne, nb);
        let gate = self.graph.view(both, ne, nb);
        let gate = self
            .graph
            .contiguous_copy_as(gate, [width.saturating_mul(heads), tokens, 1, 1]);
        Some((queries, gate))
    }

    /// Writes keys and values into the cache, and reads the cache with the queries.
    fn attend(
        &mut self,
        mut queries: Id,
        current: Option<(Id, Id)>,
        attention: &Attention,
        inputs: &CacheInputs,
        layer: usize,
    ) -> Id {
        if self.geometry.is_encoder {
            let (keys, values) = current.unwrap_or((queries, queries));
            for id in [queries, keys, values] {
                self.graph.expand(id);
            }
            let cached = Cached {
                keys,
                values,
                is_transposed: false,
            };
            return self.scores(queries, cached, None, inputs, attention);
        }
        if let Some((rotation, width)) = inputs.key_rotation {
            queries = self.rotated(queries, rotation, width);
        }
        let current = current.map(|(keys, values)| {
            let keys = match inputs.key_rotation {
                Some((rotation, width)) => self.rotated(keys, rotation, width),
                None => keys,
            };
            let values = match inputs.value_rotation {
                Some((rotation, width)) => self.rotated(values, rotation, width),
                None => values,
            };
            (keys, values)
        });
        self.graph.expand(queries);
        let (key_cache, value_cache) = self.caches(attention, inputs, layer);
        if let Some((keys, values)) = current {
            let keys_first = self.has_windows();
            for id in if keys_first {
                [keys, values]
            } else {
                [values, keys]
            } {
                self.graph.expand(id);
            }
            self.write_keys(keys, key_cache, attention, inputs);
            self.write_values(values, value_cache, attention, inputs);
        }
        let cached = self.read(key_cache, value_cache, attention, inputs);
        let scores = self.scores(queries, cached, None, inputs, attention);
        match inputs.value_rotation {
            Some((rotation, width)) => self.rotated(scores, rotation, width),
            None => scores,
        }
    }

    pub(super) fn has_windows(&self) -> bool {
        let mut attentions = self.geometry.layers.iter().filter_map(|layer| layer.attention);
        attentions.any(|attention| attention.span != Span::Full)
    }

    /// Spreads what a head holds evenly, so that it can be quantized better.
    fn rotated(&mut self, input: Id, rotation: Id, width: u64) -> Id {
        let tensor = *self.graph.get(input);
        let flat = [width, tensor.elements() / width.max(1), 1, 1];
        let rows = if tensor.is_contiguous() {
            self.graph.reshape(input, flat)
        } else {
            self.graph.contiguous_copy_as(input, flat)
        };
        let rotated = self.product(rotation, rows);
        self.graph.reshape(rotated, tensor.ne)
    }

    /// The scores of the queries over the cache, and the values weighted by them: a row for each token. `expansion` is
    /// the matrix that makes heads of latent values.
    pub(super) fn scores(
        &mut self,
        queries: Id,
        cached: Cached,
        expansion: Option<(Backend, u64)>,
        inputs: &CacheInputs,
        attention: &Attention,
    ) -> Id {
        const HEADS_OUT: [usize; 4] = [0, 2, 1, 3];
        let [width, heads, tokens, _] = self.graph.get(queries).ne;
        let streams = self.graph.get(cached.keys).ne[3].max(1);
        let [element, head, token, _] = self.graph.get(queries).nb;
        let each = tokens / streams;
        let nb = [element, head, token, token.saturating_mul(each)];
        let queries = self.graph.view(queries, [width, heads, each, streams], nb);
        let queries = self.graph.permute(queries, HEADS_OUT);
        let mut keys = self.graph.permute(cached.keys, HEADS_OUT);
        let mut values = self.graph.permute(cached.values, HEADS_OUT);
        let value_width = match attention.latent {
            Some(latent) => latent.rank,
            None => attention.value_width,
        };
        let scores = if self.settings.flash_attention {
            if self.geometry.is_encoder {
                keys = self.half(keys);
                values = self.half(values);
            }
            let ne = [value_width, heads, each, streams];
            let mut scores = self.graph.fresh(ne, &[queries, keys, values, inputs.mask]);
            self.graph.ignore_weights(scores);
            if let Some((backend, expanded)) = expansion {
                scores = self.graph.permute(scores, HEADS_OUT);
                scores = self.multiply(backend, expanded, scores);
                scores = self.graph.permute(scores, HEADS_OUT);
                scores = self.graph.contiguous_copy(scores);
            }
            let [width, heads, ..] = self.graph.get(scores).ne;
            self.graph
                .reshape(scores, [width.saturating_mul(heads), tokens, 1, 1])
        } else {
            let mut scores = self.product(keys, queries);
            scores = self.graph.in_place(&[scores, inputs.mask]);
            if !cached.is_transposed {
                values = self.graph.transpose(values);
                values = self.graph.contiguous_copy(values);
            }
            let mut weighted = self.product(values, scores);
            if let Some((backend, expanded)) = expansion {
                weighted = self.multiply(backend, expanded, weighted);
            }
            let [width, _, heads, _] = self.graph.get(weighted).ne;
            let weighted = self.graph.permute(weighted, HEADS_OUT);
            let rows = [width.saturating_mul(heads), tokens, 1, 1];
            let merged = self.graph.contiguous_copy_as(weighted, rows);
            if !self.settings.offload_cache {
                self.forced.push((merged, self.host()));
            }
            merged
        };
        self.graph.expand(scores);
        scores
    }

    fn half(&mut self, input: Id) -> Id {
        let ne = self.graph.get(input).ne;
        self.graph.fresh_of(ne, F16, &[input])
    }
}
