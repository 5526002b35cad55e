//! Linear attention with a state: the gated delta rule, and RWKV.

use super::builder::Builder;
use super::inputs::Inputs;
use super::tensors::{F32, Id, contiguous};
use crate::domain::architecture::Recurrent;

impl Builder<'_> {
    /// A gated delta rule layer (Qwen3-Next, Qwen3.5), with the engine's fused operation.
    pub(super) fn delta_net(
        &mut self,
        input: Id,
        recurrent: &Recurrent,
        inputs: &Inputs,
        layer: usize,
    ) -> Id {
        let backend = self.layer_backend(layer);
        let (tokens, sequences) = (self.sequence_tokens(), self.lengths.sequences);
        let heads = recurrent.heads.max(1);
        let (key_width, groups) = (recurrent.state_width, recurrent.groups.max(1));
        let value_width = recurrent.inner / heads;
        let keys = key_width.saturating_mul(groups);
        let channels = recurrent.inner.saturating_add(keys.saturating_mul(2));

        let mixed = self.multiply(backend, channels, input);
        let mixed = self.graph.reshape(mixed, [channels, tokens, sequences, 1]);
        let gate_rows = self.multiply(backend, recurrent.inner, input);
        let beta = self.multiply(backend, heads, input);
        let beta = self.graph.reshape(beta, [1, heads, tokens, sequences]);
        let beta = self.map(beta);
        let decay = self.multiply(backend, heads, input);
        let decay = self.graph.reshape(decay, [heads, tokens, sequences, 1]);
        let decay = self.scale_by_weights(decay, backend);
        let decay = self.map(decay);
        let decay = self.scale_by_weights(decay, backend);
        let decay = self.graph.reshape(decay, [1, heads, tokens, sequences]);

        let (states, store) = self.states(recurrent.convolution, inputs, layer);
        let kept = recurrent.taps.saturating_sub(1);
        let states = self.graph.reshape(states, [kept, channels, sequences, 1]);
        let new = self.graph.transpose(mixed);
        let ne = [kept.saturating_add(tokens), channels, sequences, 1];
        let columns = self.graph.fresh(ne, &[states, new]);
        self.keep_columns(columns, recurrent.taps, store);
        let (state, state_store) = self.states(recurrent.state, inputs, layer);
        let state_shape = [value_width, value_width, heads, sequences];
        let state = self.graph.reshape(state, state_shape);
        let kernel = self.weight(backend);
        let ne = [channels, tokens, sequences, 1];
        let convolved = self.graph.fresh(ne, &[columns, kernel]);
        let convolved = self.map(convolved);

        let repeats = self.geometry.architecture == "qwen3next" && heads != groups;
        let row = Self::row(channels);
        let sequence = row.saturating_mul(tokens);
        let key_shape = [key_width, groups, tokens, sequences];
        let nb = [F32, Self::row(key_width), row, sequence];
        let [q, k] = [(); 2].map(|()| self.graph.view(convolved, key_shape, nb));
        let value_shape = [value_width, heads, tokens, sequences];
        let nb = [F32, Self::row(value_width), row, sequence];
        let v = self.graph.view(convolved, value_shape, nb);
        let [q, k] = [q, k].map(|id| {
            let normed = self.bare_norm(id);
            let scaled = self.map(normed);
            if !repeats {
                return scaled;
            }
            // Qwen3-Next repeats keys for the heads that share them; later models leave that to the operation.
            let each = self.graph.reshape(scaled, [key_width, 1, groups, self.tokens()]);
            let repeated = [key_width, heads / groups, groups, self.tokens()];
            let repeated = self.graph.fresh(repeated, &[each]);
            self.graph
                .reshape(repeated, [key_width, heads, tokens, sequences])
        });
        let results = recurrent.inner.saturating_mul(self.tokens());
        let length = results.saturating_add(recurrent.state.saturating_mul(sequences));
        let all = self
            .graph
            .fresh([length, 1, 1, 1], &[q, k, v, decay, beta, state]);
        let out = self.graph.view(all, value_shape, contiguous(value_shape, F32));
        let new_state = self.graph.view(all, state_shape, contiguous(state_shape, F32));
        self.store(new_state, state_store);

        let gate = self.graph.reshape(gate_rows, value_shape);
        let normed = self.norm(out, layer);
        let gate = self.map(gate);
        let gated = self.add(normed, gate);
        let rows = self.graph.reshape(gated, [recurrent.inner, tokens, sequences, 1]);
        let out = self.multiply(backend, self.width(), rows);
        self.graph.reshape(out, [self.width(), self.tokens(), 1, 1])
    }

    /// The time mixing of RWKV: several projections of shifted tokens, and the state's own operation. Approximate: the
    /// mixing of six shifted copies is the moment of most memory.
    pub(super) fn rwkv(&mut self, input: Id, recurrent: &Recurrent, inputs: &Inputs, layer: usize) -> Id {
        const SHIFTED_COPIES: u64 = 6;
        let backend = self.layer_backend(layer);
        let (width, tokens) = (self.width(), self.tokens());
        let (shift, store) = self.states(recurrent.convolution, inputs, layer);
        let ne = [width, tokens, 1, 1];
        let previous = self.graph.fresh(ne, &[shift, input]);
        let difference = self.graph.in_place(&[previous, input]);
        let copies = self
            .graph
            .fresh([width, tokens, SHIFTED_COPIES, 1], &[difference, input]);
        let copies = self.map(copies);
        let nb = self.graph.get(copies).nb;
        let mut operands = Vec::new();
        for _ in 1..SHIFTED_COPIES {
            let copy = self.graph.view(copies, ne, nb);
            operands.push(self.multiply(backend, width, copy));
        }
        let (state, state_store) = self.states(recurrent.state, inputs, layer);
        operands.push(state);
        let results = width.saturating_mul(tokens);
        let states = recurrent.state.saturating_mul(self.lengths.sequences);
        let all = self
            .graph
            .fresh([results.saturating_add(states), 1, 1, 1], &operands);
        let state_shape = [recurrent.state, self.lengths.sequences, 1, 1];
        let new_state = self.graph.view(all, state_shape, contiguous(state_shape, F32));
        self.store(new_state, state_store);
        self.store(input, store);
        let out = self.graph.view(all, ne, contiguous(ne, F32));
        let out = self.norm(out, layer);
        self.multiply(backend, width, out)
    }
}
