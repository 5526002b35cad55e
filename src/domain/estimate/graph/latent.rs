//! Multi-head latent attention: keys and values come from one compressed row (DeepSeek V2 and V3, Kimi).

use super::builder::Builder;
use super::inputs::Inputs;
use super::tensors::{F32, Id};
use crate::domain::architecture::{Attention, Latent};

impl Builder<'_> {
    /// Queries, keys and values of latent attention that caches whole heads (older files of DeepSeek V2 and V3).
    pub(super) fn expanded(
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
    pub(super) fn latent_attention(
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
