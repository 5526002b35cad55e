//! Attention: queries, keys and values, the cache, and the scores.

use super::builder::Builder;
use super::inputs::{CacheInputs, Inputs};
use super::tensors::{Backend, F16, F32, Id};
use crate::domain::estimate::cache_type::CacheType;
use crate::domain::estimate::kv_cache::widest_values;
use crate::domain::geometry::{Attention, CacheOwner, Latent, Span};

/// Keys and values of a layer in the cache, as attention reads them.
#[derive(Clone, Copy)]
struct Cached {
    keys: Id,
    values: Id,
    /// Whether the values lie transposed.
    is_transposed: bool,
}

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
        let cache = self.inputs_of(attention, inputs);
        let [mut queries, mut keys, mut values] = match attention.expanded {
            Some(latent) => self.expanded(input, attention, latent, inputs, layer),
            None => self.projections(input, attention, backend),
        };
        let owns = attention.cache == CacheOwner::Own;
        let gate = self.gate(attention, queries);
        if let Some((gated_queries, _)) = gate {
            queries = gated_queries;
        }
        if attention.normed {
            queries = self.norm(queries, layer);
        }
        if self.style.rotary {
            queries = self.rotate(queries, inputs.positions);
        }
        if owns {
            if attention.normed {
                keys = self.norm(keys, layer);
            }
            if self.style.normed_values {
                values = self.bare_norm(values);
            }
            if self.style.rotary && attention.expanded.is_none() {
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

    fn inputs_of(&self, attention: &Attention, inputs: &Inputs) -> CacheInputs {
        match attention.span {
            Span::Full => inputs.full,
            Span::Window(_) | Span::Chunked(_) => inputs.window,
        }
    }

    /// Queries, keys and values, each a row of heads for each token.
    fn projections(&mut self, input: Id, attention: &Attention, backend: Backend) -> [Id; 3] {
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
        let queries = if self.style.gated_attention {
            queries
        } else {
            self.graph.reshape(queries, [width, count, tokens, 1])
        };
        if attention.cache == CacheOwner::EarlierLayer {
            return [queries, queries, queries];
        }
        let rows = self.multiply(backend, keys.0.saturating_mul(keys.1), input);
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

    fn caches(&mut self, attention: &Attention, inputs: &CacheInputs, layer: usize) -> (Id, Id) {
        let backend = self.cache_backend(layer);
        let values = if self.settings.flash_attention {
            attention.cached_values()
        } else {
            widest_values(self.geometry)
        };
        let widths = [
            (attention.cached_keys(), self.settings.key_type),
            (values, self.settings.value_type),
        ];
        let [keys, values] = widths.map(|(width, cache_type)| {
            let ne = [width, inputs.cells, self.lengths.streams, 1];
            self.graph.cache(backend, ne, strides(ne, cache_type))
        });
        (keys, values)
    }

    fn write_keys(&mut self, keys: Id, cache: Id, attention: &Attention, inputs: &CacheInputs) {
        let row = attention.cached_keys();
        let keys = self.graph.reshape(keys, [row, self.tokens(), 1, 1]);
        let cache = self.all_streams(cache);
        let written = self.graph.write(cache, &[keys, inputs.key_places, cache]);
        self.graph.expand(written);
    }

    fn write_values(&mut self, values: Id, cache: Id, attention: &Attention, inputs: &CacheInputs) {
        let (row, tokens) = (attention.cached_values(), self.tokens());
        let written = if self.settings.flash_attention {
            let values = self.graph.reshape(values, [row, tokens, 1, 1]);
            let cache = self.all_streams(cache);
            self.graph.write(cache, &[values, inputs.value_places, cache])
        } else {
            let mut rows = if self.graph.get(values).is_contiguous() {
                self.graph.reshape(values, [row, tokens, 1, 1])
            } else {
                self.graph.contiguous_copy_as(values, [row, tokens, 1, 1])
            };
            let widest = widest_values(self.geometry);
            if row < widest {
                rows = self.graph.fresh([widest, tokens, 1, 1], &[rows]);
            }
            let numbers = self.graph.get(rows).elements();
            let single = self.graph.reshape(rows, [1, numbers, 1, 1]);
            let cells = self.graph.get(cache).elements();
            let cache = self.graph.reshape(cache, [1, cells, 1, 1]);
            self.graph.write(cache, &[single, inputs.value_places, cache])
        };
        self.graph.expand(written);
    }

    /// The cells of all streams one after the other, if there are several.
    fn all_streams(&mut self, cache: Id) -> Id {
        let tensor = *self.graph.get(cache);
        let [row, cells, streams, _] = tensor.ne;
        if streams <= 1 {
            return cache;
        }
        let ne = [row, cells.saturating_mul(streams), 1, 1];
        self.graph.view(cache, ne, tensor.nb)
    }

    fn read(&mut self, keys: Id, values: Id, attention: &Attention, inputs: &CacheInputs) -> Cached {
        let (cells, streams) = (inputs.cells, self.lengths.streams);
        let (key_head, heads) = match attention.latent {
            Some(_) => (attention.cached_keys(), 1),
            None => (attention.key_width, attention.kv_heads),
        };
        let [_, row, stream, _] = self.graph.get(keys).nb;
        let type_k = self.settings.key_type;
        let nb = [type_k.block().1, type_k.row_bytes(key_head), row, stream];
        let keys = self.graph.view(keys, [key_head, heads, cells, streams], nb);
        if let Some(latent) = attention.latent {
            let nb = self.graph.get(keys).nb;
            let values = self.graph.view(keys, [latent.rank, heads, cells, streams], nb);
            return Cached {
                keys,
                values,
                is_transposed: false,
            };
        }
        let type_v = self.settings.value_type;
        let (_, element) = type_v.block();
        let [_, row, stream, _] = self.graph.get(values).nb;
        let width = attention.value_width;
        let is_transposed = !self.settings.flash_attention;
        let values = if is_transposed {
            let column = type_v.row_bytes(cells);
            let nb = [element, column.saturating_mul(width), column, stream];
            self.graph.view(values, [cells, heads, width, streams], nb)
        } else {
            let nb = [element, type_v.row_bytes(width), row, stream];
            self.graph.view(values, [width, heads, cells, streams], nb)
        };
        Cached {
            keys,
            values,
            is_transposed,
        }
    }

    /// The scores of the queries over the cache, and the values weighted by them: a row for each token. `expansion` is
    /// the matrix that makes heads of latent values.
    fn scores(
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

    /// Queries, keys and values of latent attention that caches whole heads (older files of DeepSeek V2 and V3).
    fn expanded(
        &mut self,
        input: Id,
        attention: &Attention,
        latent: Latent,
        inputs: &Inputs,
        layer: usize,
    ) -> [Id; 3] {
        let backend = self.layer_backend(layer);
        let tokens = self.tokens();
        let (heads, value_width) = (attention.query_heads, attention.value_width);
        let plain = attention.key_width.saturating_sub(latent.rope_width);
        let queries = self.latent_queries(input, attention, latent, layer);
        let (compressed, positional) = self.compressed(input, latent, inputs, layer);
        let both = plain.saturating_add(value_width);
        let expanded = self.multiply(backend, both.saturating_mul(heads), compressed);
        let head = Self::row(both);
        let row = head.saturating_mul(heads);
        let nb = [F32, head, row, row.saturating_mul(tokens)];
        let plain_keys = self.graph.view(expanded, [plain, heads, tokens, 1], nb);
        let values = self.graph.view(expanded, [value_width, heads, tokens, 1], nb);
        let values = self.graph.contiguous_copy(values);
        let repeated = self
            .graph
            .fresh([latent.rope_width, heads, tokens, 1], &[positional]);
        let ne = [attention.key_width, heads, tokens, 1];
        let keys = self.graph.fresh(ne, &[plain_keys, repeated]);
        [queries, keys, values]
    }

    fn latent_queries(&mut self, input: Id, attention: &Attention, latent: Latent, layer: usize) -> Id {
        let backend = self.layer_backend(layer);
        let (heads, width) = (attention.query_heads, attention.key_width);
        let mut queries = input;
        if latent.query_rank > 0 {
            queries = self.multiply(backend, latent.query_rank, queries);
            queries = self.norm(queries, layer);
        }
        queries = self.multiply(backend, width.saturating_mul(heads), queries);
        self.graph.reshape(queries, [width, heads, self.tokens(), 1])
    }

    /// The compressed row of each token, and its part with positions.
    fn compressed(&mut self, input: Id, latent: Latent, inputs: &Inputs, layer: usize) -> (Id, Id) {
        let tokens = self.tokens();
        let row = latent.rank.saturating_add(latent.rope_width);
        let both = self.multiply(self.layer_backend(layer), row, input);
        let stride = Self::row(row);
        let all = stride.saturating_mul(tokens);
        let compressed = self
            .graph
            .view(both, [latent.rank, tokens, 1, 1], [F32, stride, all, all]);
        let ne = [latent.rope_width, 1, tokens, 1];
        let positional = self.graph.view(both, ne, [F32, stride, stride, all]);
        let positional = self.rotate(positional, inputs.positions);
        let compressed = self.norm(compressed, layer);
        (compressed, positional)
    }

    /// Multi-head latent attention: one narrow row is cached, and the heads are folded into the queries.
    fn latent_attention(
        &mut self,
        input: Id,
        attention: &Attention,
        latent: Latent,
        inputs: &Inputs,
        layer: usize,
    ) -> Id {
        let backend = self.layer_backend(layer);
        let tokens = self.tokens();
        let (heads, key_width) = (attention.query_heads, attention.key_width);
        let plain = key_width.saturating_sub(latent.rope_width);
        let queries = self.latent_queries(input, attention, latent, layer);
        let row = latent.rank.saturating_add(latent.rope_width);
        let (compressed, positional) = self.compressed(input, latent, inputs, layer);

        let nb = self.graph.get(queries).nb;
        let query_plain = self.graph.view(queries, [plain, heads, tokens, 1], nb);
        let query_positional = self
            .graph
            .view(queries, [latent.rope_width, heads, tokens, 1], nb);
        let query_positional = self.rotate(query_positional, inputs.positions);
        let query_plain = self.graph.permute(query_plain, [0, 2, 1, 3]);
        let absorbed = self.multiply(backend, latent.rank, query_plain);
        let absorbed = self.graph.permute(absorbed, [0, 2, 1, 3]);
        let queries = self
            .graph
            .fresh([row, heads, tokens, 1], &[absorbed, query_positional]);
        let compressed = self.graph.reshape(compressed, [latent.rank, 1, tokens, 1]);
        let keys = self.graph.fresh([row, 1, tokens, 1], &[compressed, positional]);

        for id in [queries, compressed, keys] {
            self.graph.expand(id);
        }
        let cache = self.inputs_of(attention, inputs);
        let (key_cache, value_cache) = self.caches(attention, &cache, layer);
        self.write_keys(keys, key_cache, attention, &cache);
        let cached = self.read(key_cache, value_cache, attention, &cache);
        let expansion = Some((backend, attention.value_width));
        let scores = self.scores(queries, cached, expansion, &cache, attention);
        self.multiply(backend, self.width(), scores)
    }
}

/// Strides of a cache whose rows are whole blocks.
fn strides(ne: [u64; 4], cache_type: CacheType) -> [u64; 4] {
    let [width, cells, streams, _] = ne;
    let (_, element) = cache_type.block();
    let row = cache_type.row_bytes(width);
    let stream = row.saturating_mul(cells);
    [element, row, stream, stream.saturating_mul(streams)]
}
