//! State space layers: Mamba and Mamba-2, and the short convolution of LFM2.

use super::builder::Builder;
use super::inputs::Inputs;
use super::tensors::{F32, Id};
use crate::domain::architecture::{Recurrent, RecurrentKind};

impl Builder<'_> {
    /// The recurrent part of a layer, from its normed input.
    pub(super) fn recurrent(
        &mut self,
        input: Id,
        recurrent: &Recurrent,
        inputs: &Inputs,
        layer: usize,
    ) -> Id {
        match recurrent.kind {
            RecurrentKind::Mamba => self.mamba(input, recurrent, inputs, layer),
            RecurrentKind::Mamba2 => self.mamba2(input, recurrent, inputs, layer),
            RecurrentKind::ShortConvolution => self.short_convolution(input, recurrent, inputs, layer),
            RecurrentKind::DeltaNet | RecurrentKind::LinearAttention => {
                self.delta_net(input, recurrent, inputs, layer)
            }
            RecurrentKind::Rwkv => self.rwkv(input, recurrent, inputs, layer),
        }
    }

    pub(super) fn sequence_tokens(&self) -> u64 {
        self.tokens() / self.lengths.sequences.max(1)
    }

    /// The states of the sequences of a batch, read from where all states lie. Also gives where they lie.
    pub(super) fn states(&mut self, numbers: u64, inputs: &Inputs, layer: usize) -> (Id, Id) {
        let places = inputs.state_places;
        self.states_by(numbers, inputs, layer, |builder, all| {
            let ne = [numbers, builder.lengths.sequences, 1, 1];
            builder.graph.fresh(ne, &[all, places])
        })
    }

    fn states_by(
        &mut self,
        numbers: u64,
        inputs: &Inputs,
        layer: usize,
        read: impl FnOnce(&mut Self, Id) -> Id,
    ) -> (Id, Id) {
        let sequences = self.lengths.sequences;
        let backend = self.cache_backend(layer);
        let ne = [numbers, sequences, 1, 1];
        let row = Self::row(numbers);
        let all = row.saturating_mul(sequences);
        let store = self.graph.cache(backend, ne, [F32, row, all, all]);
        let states = self.graph.reshape(store, ne);
        let cleared = self.graph.view(states, [numbers, 1, 1, 1], [F32, row, row, row]);
        let cleared = self.graph.write(cleared, &[cleared]);
        self.graph.expand(cleared);
        let current = read(self, states);
        self.graph.expand(current);
        let others = self
            .graph
            .fresh([numbers, 0, 1, 1], &[states, inputs.other_states]);
        let behind = self.graph.view(store, [numbers, 0, 1, 1], [F32, row, all, all]);
        let moved = self.graph.write(behind, &[others, behind]);
        self.graph.expand(moved);
        (current, store)
    }

    /// Keeps the last columns of a convolution's input for the next batch.
    pub(super) fn keep_columns(&mut self, input: Id, taps: u64, store: Id) {
        let tensor = *self.graph.get(input);
        let [_, channels, sequences, _] = tensor.ne;
        let last = self
            .graph
            .view(input, [taps.saturating_sub(1), channels, sequences, 1], tensor.nb);
        self.store(last, store);
    }

    pub(super) fn store(&mut self, values: Id, store: Id) {
        let shape = *self.graph.get(store);
        let place = self.graph.view(store, shape.ne, shape.nb);
        let written = self.graph.write(place, &[values, place]);
        self.graph.expand(written);
    }

    /// The input of a convolution: the columns kept from the last batch, and the new ones.
    fn columns(&mut self, states: Id, input: Id, channels: u64, taps: u64) -> Id {
        let sequences = self.lengths.sequences;
        let kept = taps.saturating_sub(1);
        let states = self.graph.reshape(states, [kept, channels, sequences, 1]);
        let new = self.graph.transpose(input);
        let length = kept.saturating_add(self.sequence_tokens());
        self.graph.fresh([length, channels, sequences, 1], &[states, new])
    }

    fn mamba(&mut self, input: Id, recurrent: &Recurrent, inputs: &Inputs, layer: usize) -> Id {
        let backend = self.layer_backend(layer);
        let (tokens, sequences) = (self.sequence_tokens(), self.lengths.sequences);
        let inner = recurrent.inner;
        let (states, store) = self.states(recurrent.convolution, inputs, layer);
        let rows = self.graph.reshape(input, [self.width(), tokens, sequences, 1]);
        let both = self.multiply(backend, inner.saturating_mul(2), rows);
        let nb = self.graph.get(both).nb;
        let half = [inner, tokens, sequences, 1];
        let x = self.graph.view(both, half, nb);
        let gate = self.graph.view(both, half, nb);
        let columns = self.columns(states, x, inner, recurrent.taps);
        self.keep_columns(columns, recurrent.taps, store);
        let kernel = self.weight(backend);
        let x = self.graph.fresh(half, &[columns, kernel]);
        let x = self.scale_by_weights(x, backend);
        let x = self.map(x);
        let step = recurrent
            .heads
            .saturating_add(recurrent.state_width.saturating_mul(2));
        let parts = self.multiply(backend, step, x);
        let nb = self.graph.get(parts).nb;
        let time = self
            .graph
            .view(parts, [recurrent.heads, tokens, sequences, 1], nb);
        let b = self
            .graph
            .view(parts, [recurrent.state_width, tokens, sequences, 1], nb);
        let c = self
            .graph
            .view(parts, [recurrent.state_width, tokens, sequences, 1], nb);
        let (time, b, c) = if self.geometry.architecture == "jamba" {
            (self.norm(time, layer), self.norm(b, layer), self.norm(c, layer))
        } else {
            (self.graph.contiguous_copy(time), b, c)
        };
        let time = self.multiply(backend, inner, time);
        let time = self.scale_by_weights(time, backend);
        let wide = self.graph.reshape(x, [1, inner, tokens, sequences]);
        let decay = self.weight(backend);
        let scan = self.scan(recurrent, [wide, time, decay, b, c], inputs, layer);
        let y = self.graph.view(scan, half, super::tensors::contiguous(half, F32));
        let skipped = self.scale_by_weights(x, backend);
        let y = self.add(y, skipped);
        let gate = self.graph.contiguous_copy(gate);
        let y = self.activate(gate, y);
        let out = self.multiply(backend, self.width(), y);
        self.graph.reshape(out, [self.width(), self.tokens(), 1, 1])
    }

    /// The selective scan: its result and the new states side by side.
    fn scan(&mut self, recurrent: &Recurrent, operands: [Id; 5], inputs: &Inputs, layer: usize) -> Id {
        let numbers = recurrent.state;
        let places = inputs.state_places;
        let sequences = self.lengths.sequences;
        let results = recurrent.inner.saturating_mul(self.tokens());
        let [x, time, decay, b, c] = operands;
        let (scan, store) = self.states_by(numbers, inputs, layer, |builder, all| {
            let length = results.saturating_add(numbers.saturating_mul(sequences));
            let states = builder.graph.reshape(all, [numbers, sequences, 1, 1]);
            builder
                .graph
                .fresh([length, 1, 1, 1], &[states, x, time, decay, b, c, places])
        });
        let shape = [numbers, sequences, 1, 1];
        let state = self
            .graph
            .view(scan, shape, super::tensors::contiguous(shape, F32));
        self.store(state, store);
        scan
    }

    fn mamba2(&mut self, input: Id, recurrent: &Recurrent, inputs: &Inputs, layer: usize) -> Id {
        let backend = self.layer_backend(layer);
        let (tokens, sequences) = (self.sequence_tokens(), self.lengths.sequences);
        let (inner, heads) = (recurrent.inner, recurrent.heads.max(1));
        let head = inner / heads;
        let shared = recurrent.groups.saturating_mul(recurrent.state_width);
        let channels = inner.saturating_add(shared.saturating_mul(2));
        let (states, store) = self.states(recurrent.convolution, inputs, layer);
        let width = inner.saturating_add(channels).saturating_add(heads);
        let all = self.multiply(backend, width, input);
        let all = self.graph.reshape(all, [width, tokens, sequences, 1]);
        let [_, row, sequence, _] = self.graph.get(all).nb;
        let split = [head, heads, tokens, sequences];
        let gate = self.graph.view(all, split, [F32, Self::row(head), row, sequence]);
        let nb = self.graph.get(all).nb;
        let x = self.graph.view(all, [channels, tokens, sequences, 1], nb);
        let time = self.graph.view(all, [heads, tokens, sequences, 1], nb);
        let columns = self.columns(states, x, channels, recurrent.taps);
        self.keep_columns(columns, recurrent.taps, store);
        let kernel = self.weight(backend);
        let mixed = self
            .graph
            .fresh([channels, tokens, sequences, 1], &[columns, kernel]);
        let mixed = self.scale_by_weights(mixed, backend);
        let mixed = self.map(mixed);
        let [_, row, sequence, _] = self.graph.get(mixed).nb;
        let x = self
            .graph
            .view(mixed, split, [F32, Self::row(head), row, sequence]);
        let group = [recurrent.state_width, recurrent.groups, tokens, sequences];
        let nb = [F32, Self::row(recurrent.state_width), row, sequence];
        let b = self.graph.view(mixed, group, nb);
        let c = self.graph.view(mixed, group, nb);
        let time = self.graph.contiguous_copy(time);
        let time = self.scale_by_weights(time, backend);
        let decay = self.weight(backend);
        let scan = self.scan(recurrent, [x, time, decay, b, c], inputs, layer);
        let y = self
            .graph
            .view(scan, split, super::tensors::contiguous(split, F32));
        let skipped = self.scale_by_weights(x, backend);
        let y = self.add(y, skipped);
        let gate = self.graph.contiguous_copy(gate);
        let mut y = self.activate(gate, y);
        if recurrent.normed {
            let groups = recurrent.groups.max(1);
            y = self.graph.reshape(y, [inner / groups, groups, tokens, sequences]);
            y = self.norm(y, layer);
        }
        let y = self.graph.reshape(y, [inner, self.tokens(), 1, 1]);
        self.multiply(backend, self.width(), y)
    }

    fn short_convolution(&mut self, input: Id, recurrent: &Recurrent, inputs: &Inputs, layer: usize) -> Id {
        let backend = self.layer_backend(layer);
        let (tokens, sequences) = (self.sequence_tokens(), self.lengths.sequences);
        let width = self.width();
        let rows = self.graph.reshape(input, [width, tokens, sequences, 1]);
        let all = self.multiply(backend, width.saturating_mul(3), rows);
        let nb = self.graph.get(all).nb;
        let third = [width, tokens, sequences, 1];
        let [b, c, x] = [(); 3].map(|()| self.graph.view(all, third, nb));
        let mixed = self.add(b, x);
        let (states, store) = self.states(recurrent.convolution, inputs, layer);
        let columns = self.columns(states, mixed, width, recurrent.taps);
        self.keep_columns(columns, recurrent.taps, store);
        let kernel = self.weight(backend);
        let convolved = self.graph.fresh(third, &[columns, kernel]);
        let gated = self.add(c, convolved);
        let out = self.multiply(backend, width, gated);
        self.graph.reshape(out, [width, self.tokens(), 1, 1])
    }
}
