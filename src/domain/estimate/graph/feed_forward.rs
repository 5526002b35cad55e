//! Feed-forward networks: dense ones, and experts.

use super::builder::Builder;
use super::tensors::{Backend, F32, I32, Id};
use crate::domain::architecture::{DenseFeedForward, Experts, Layer};

impl Builder<'_> {
    /// The feed-forward part of a layer, from its normed input.
    pub(super) fn feed_forward(&mut self, input: Id, layer: &Layer, index: usize) -> Id {
        let backend = self.layer_backend(index);
        match (layer.experts, layer.dense) {
            (Some(experts), _) => {
                let routed = self.experts(input, &experts, index);
                if experts.shared_width == 0 {
                    return routed;
                }
                let dense = DenseFeedForward {
                    width: experts.shared_width,
                    gated: experts.gated,
                    fused: false,
                };
                let shared = self.dense(input, &dense, backend);
                self.add(routed, shared)
            }
            (None, Some(dense)) => self.dense(input, &dense, backend),
            (None, None) => input,
        }
    }

    pub(super) fn dense(&mut self, input: Id, dense: &DenseFeedForward, backend: Backend) -> Id {
        let inner = if dense.fused {
            let both = self.multiply(backend, dense.width.saturating_mul(2), input);
            let [_, b, c, d] = self.graph.get(both).ne;
            self.graph.fresh([dense.width, b, c, d], &[both])
        } else if dense.gated {
            let up = self.multiply(backend, dense.width, input);
            let gate = self.multiply(backend, dense.width, input);
            self.activate(gate, up)
        } else {
            let up = self.multiply(backend, dense.width, input);
            self.map(up)
        };
        self.multiply(backend, self.width(), inner)
    }

    /// The routed experts: choose, compute the chosen ones for each token, weigh and add.
    pub(super) fn experts(&mut self, input: Id, experts: &Experts, layer: usize) -> Id {
        let backend = self.layer_backend(layer);
        let logits = self.multiply(backend, experts.count, input);
        self.routed(input, logits, experts, layer)
    }

    pub(super) fn routed(&mut self, input: Id, logits: Id, experts: &Experts, layer: usize) -> Id {
        let tokens = self.graph.get(input).ne[1];
        let (backend, home) = (self.layer_backend(layer), self.expert_backend(layer));
        let (used, width) = (experts.used.min(experts.count), experts.width);
        let embedding = self.graph.get(input).ne[0];
        let sigmoid_after = self.style.weigh_before_experts;
        let late_softmax = self.geometry.architecture == "gpt-oss";
        let probabilities = if late_softmax { logits } else { self.map(logits) };
        let mut selected_by = if sigmoid_after { logits } else { probabilities };
        if experts.has_choice_bias {
            selected_by = self.scale_by_weights(selected_by, backend);
        }
        let sorted = self
            .graph
            .fresh_of([experts.count, tokens, 1, 1], I32, &[selected_by]);
        let nb = self.graph.get(sorted).nb;
        let selected = self.graph.view(sorted, [used, tokens, 1, 1], nb);
        let columns = self.graph.reshape(probabilities, [1, experts.count, tokens, 1]);
        let mut weights = self.graph.fresh([1, used, tokens, 1], &[columns, selected]);
        if late_softmax {
            weights = self.graph.reshape(weights, [used, tokens, 1, 1]);
            weights = self.map(weights);
            weights = self.graph.reshape(weights, [1, used, tokens, 1]);
        }
        if experts.weights_normed {
            weights = self.graph.reshape(weights, [used, tokens, 1, 1]);
            let sum = self.graph.fresh([1, tokens, 1, 1], &[weights]);
            let sum = self.map(sum);
            weights = self.add(weights, sum);
            weights = self.graph.reshape(weights, [1, used, tokens, 1]);
        }
        if experts.weights_scaled {
            weights = self.map(weights);
        }
        self.graph.expand(weights);

        let mut rows = self.graph.reshape(input, [embedding, 1, tokens, 1]);
        if sigmoid_after {
            let repeated = self.graph.fresh([embedding, used, tokens, 1], &[rows]);
            rows = self.add(repeated, weights);
        }
        let matrix = self.weight(home);
        let inner = if experts.fused {
            let ne = [width.saturating_mul(2), used, tokens, 1];
            let both = self.graph.fresh(ne, &[matrix, rows, selected]);
            let [element, row, plane, all] = self.graph.get(both).nb;
            let half = [width, used, tokens, 1];
            let gate = self.graph.view(both, half, [element, row, plane, all]);
            let up = self.graph.view(both, half, [element, row, plane, all]);
            self.graph.fresh(half, &[gate, up])
        } else {
            let ne = [width, used, tokens, 1];
            let up = self.graph.fresh(ne, &[matrix, rows, selected]);
            if experts.gated {
                let gate = self.graph.fresh(ne, &[matrix, rows, selected]);
                self.activate(gate, up)
            } else {
                self.map(up)
            }
        };
        let mut out = self
            .graph
            .fresh([embedding, used, tokens, 1], &[matrix, inner, selected]);
        if !sigmoid_after {
            out = self.add(out, weights);
        }
        self.graph.expand(out);
        let plane = self.graph.get(out).nb[2];
        let nb = [
            F32,
            plane,
            plane.saturating_mul(tokens),
            plane.saturating_mul(tokens),
        ];
        // Hostile headers may claim any number; published models use at most 32.
        let views: Vec<Id> = (0..used.min(EXPERTS_USED_MAX))
            .map(|_| {
                let view = self.graph.view(out, [embedding, tokens, 1, 1], nb);
                self.graph.expand(view);
                view
            })
            .collect();
        let mut sum: Option<Id> = None;
        for view in &views {
            sum = Some(match sum {
                None => *view,
                Some(sum) => {
                    let added = self.add(sum, *view);
                    self.graph.expand(added);
                    added
                }
            });
        }
        match sum {
            Some(sum) if views.len() > 1 => sum,
            Some(sum) => self.graph.contiguous_copy(sum),
            None => out,
        }
    }
}

/// Most experts of one token that are added one by one; a bound for hostile headers.
const EXPERTS_USED_MAX: u64 = 256;
