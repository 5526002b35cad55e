//! Gemma 3n: four parallel streams of which one is computed (AltUp), and an embedding for each layer.

use super::builder::Builder;
use super::inputs::Inputs;
use super::tensors::{I32, Id};
use crate::domain::architecture::Layer;

/// Streams of the residual (`altup.num_inputs`; the same in both published sizes).
const STREAMS: u64 = 4;
/// Layers from the first whose activations are thinned out (fixed in the engine).
const SPARSE_LAYERS: usize = 10;
/// Rank of the learned augmented residual (fixed in the engine).
const LAUREL_RANK: u64 = 64;

impl Builder<'_> {
    /// The embedding that each layer has of its own, for all layers at once: numbers × tokens × layers.
    pub(super) fn per_layer_inputs(&mut self, input: Id) -> Option<Id> {
        let width = self.geometry.per_layer_embedding;
        if width == 0 {
            return None;
        }
        let (tokens, layers) = (self.tokens(), self.geometry.layers.len() as u64);
        let host = self.host();
        let numbers = self.graph.input([tokens, 1, 1, 1], I32);
        let table = self.weight(host);
        let all = width.saturating_mul(layers);
        let rows = self.graph.fresh([all, tokens, 1, 1], &[table, numbers]);
        let rows = self.graph.reshape(rows, [width, layers, tokens, 1]);
        let selected = self.map(rows);
        self.graph.expand(selected);
        let first = self.layer_backend(0);
        let projected = self.multiply(first, all, input);
        let projected = self.map(projected);
        let projected = self.graph.reshape(projected, [width, layers, tokens, 1]);
        let projected = self.free_norm(projected, first);
        let sum = self.add(projected, selected);
        let sum = self.map(sum);
        let by_layer = self.graph.permute(sum, [0, 2, 1, 3]);
        Some(self.graph.contiguous_copy(by_layer))
    }

    /// What a layer gets of the per-layer inputs.
    pub(super) fn slice(&mut self, of: Id) -> Id {
        let tensor = *self.graph.get(of);
        let [width, rows, ..] = tensor.ne;
        let [element, row, plane, _] = tensor.nb;
        self.graph
            .view(of, [width, rows, 1, 1], [element, row, plane, plane])
    }

    fn magnitude(&mut self, input: Id) -> Id {
        let squared = self.map(input);
        let [_, b, c, d] = self.graph.get(squared).ne;
        let sum = self.graph.fresh([1, b, c, d], &[squared]);
        self.map(sum)
    }

    /// Streams beside the first, of about its magnitude.
    fn like_magnitude(&mut self, rest: Id, target: Id) -> Id {
        let magnitude = self.magnitude(rest);
        let scaled = self.add(rest, target);
        self.add(scaled, magnitude)
    }

    /// The streams that the layers begin with.
    pub(super) fn open_streams(&mut self, input: Id) -> Id {
        let (width, tokens) = (self.width(), self.tokens());
        let target = self.magnitude(input);
        let rest = [width, tokens, STREAMS - 1, 1];
        let repeated = self.graph.fresh(rest, &[input]);
        let backend = self.backend(self.homes.output);
        let added = self.multiply(backend, width, repeated);
        let added = self.like_magnitude(added, target);
        self.graph.fresh([width, tokens, STREAMS, 1], &[input, added])
    }

    /// One stream of what the layers end with.
    pub(super) fn close_streams(&mut self, streams: Id) -> Id {
        let (width, tokens) = (self.width(), self.tokens());
        let active = self.slice(streams);
        let target = self.magnitude(active);
        let nb = self.graph.get(streams).nb;
        let rest = self.graph.view(streams, [width, tokens, STREAMS - 1, 1], nb);
        let backend = self.backend(self.homes.output);
        let merged = self.multiply(backend, width, rest);
        let merged = self.like_magnitude(merged, target);
        let mut sum = self.slice(streams);
        for _ in 1..STREAMS {
            let other = self.slice(merged);
            sum = self.add(sum, other);
        }
        self.map(sum)
    }

    fn modalities(&mut self, input: Id, layer: usize) -> Id {
        let normed = self.norm(input, layer);
        let scaled = self.map(normed);
        let weighed = self.multiply(self.layer_backend(layer), STREAMS, scaled);
        self.map(weighed)
    }

    fn predict(&mut self, streams: Id, layer: usize) -> Id {
        let (width, tokens) = (self.width(), self.tokens());
        let active = self.slice(streams);
        let modalities = self.modalities(active, layer);
        let backend = self.layer_backend(layer);
        let coefficients = self.multiply(backend, STREAMS * STREAMS, modalities);
        let coefficients = self.graph.reshape(coefficients, [STREAMS, STREAMS, tokens, 1]);
        let turned = self.graph.permute(streams, [1, 2, 0, 3]);
        let turned = self.graph.contiguous_copy(turned);
        let predictions = self
            .graph
            .fresh([width, STREAMS, tokens, 1], &[turned, coefficients]);
        let predictions = self.graph.permute(predictions, [0, 2, 1, 3]);
        let predictions = self.graph.contiguous_copy(predictions);
        self.add(predictions, streams)
    }

    fn correct(&mut self, predictions: Id, activated: Id, layer: usize) -> Id {
        let (width, tokens) = (self.width(), self.tokens());
        let modalities = self.modalities(activated, layer);
        let active = self.slice(predictions);
        let innovation = self.add(activated, active);
        let backend = self.layer_backend(layer);
        let coefficients = self.multiply(backend, STREAMS, modalities);
        let coefficients = self.map(coefficients);
        let coefficients = self.graph.transpose(coefficients);
        let coefficients = self
            .graph
            .contiguous_copy_as(coefficients, [1, tokens, STREAMS, 1]);
        let repeated = self.graph.fresh([width, tokens, STREAMS, 1], &[innovation]);
        let corrected = self.add(repeated, coefficients);
        self.add(corrected, predictions)
    }

    fn thinned(&mut self, gate: Id) -> Id {
        let [_, tokens, ..] = self.graph.get(gate).ne;
        let one = [1, tokens, 1, 1];
        let mean = self.graph.fresh(one, &[gate]);
        let centred = self.add(gate, mean);
        let squared = self.map(centred);
        let spread = self.graph.fresh(one, &[squared]);
        let spread = self.map(spread);
        let spread = self.map(spread);
        let scaled = self.map(spread);
        let cutoff = self.add(mean, scaled);
        let above = self.add(gate, cutoff);
        self.map(above)
    }

    pub(super) fn gemma3n_layer(
        &mut self,
        streams: Id,
        layer: &Layer,
        per_layer: Option<Id>,
        inputs: &Inputs,
        index: usize,
    ) -> Id {
        let backend = self.layer_backend(index);
        let (width, tokens) = (self.width(), self.tokens());
        let predictions = self.predict(streams, index);
        let active = self.slice(predictions);
        let normed = self.norm(active, index);
        let laurel = self.multiply(backend, LAUREL_RANK, normed);
        let laurel = self.multiply(backend, width, laurel);
        let laurel = self.norm(laurel, index);
        let laurel = self.add(laurel, normed);
        let mut current = match &layer.attention {
            Some(attention) => self.attention(normed, attention, inputs, index),
            None => normed,
        };
        current = self.norm(current, index);
        current = self.add(current, active);
        let sum = self.add(current, laurel);
        let residual = self.map(sum);
        current = self.norm(residual, index);
        if let Some(dense) = layer.dense {
            let up = self.multiply(backend, dense.width, current);
            let mut gate = self.multiply(backend, dense.width, current);
            if index < SPARSE_LAYERS {
                gate = self.thinned(gate);
            }
            let gate = self.map(gate);
            let inner = self.add(up, gate);
            current = self.multiply(backend, width, inner);
        }
        current = self.free_norm(current, backend);
        current = self.add(current, residual);
        let corrected = self.correct(predictions, current, index);
        let first = self.slice(corrected);
        let first = self.scale_by_weights(first, backend);
        let gated = self.multiply(backend, self.geometry.per_layer_embedding, first);
        let mut gated = self.map(gated);
        if let Some(per_layer) = per_layer {
            let mine = self.slice(per_layer);
            gated = self.add(gated, mine);
        }
        let first = self.multiply(backend, width, gated);
        let first = self.norm(first, index);
        let slice = self.slice(corrected);
        let nb = self.graph.get(corrected).nb;
        let rest = self.graph.view(corrected, [width, tokens, STREAMS - 1, 1], nb);
        let rest = self.add(rest, first);
        self.graph.fresh([width, tokens, STREAMS, 1], &[slice, rest])
    }
}
