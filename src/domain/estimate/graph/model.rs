//! The graph of a whole model: the input, the layers, and the probabilities at the end.

use super::builder::Builder;
use super::inputs::Inputs;
use super::style::{Parallel, Rotary};
use super::tensors::{F32, I32, Id, Kind};
use crate::domain::architecture::{Layer, Pooling};

/// Longest pattern of layers that is looked for.
const PATTERN_MAX: usize = 8;
/// Layers kept at each end of a repetition, at least.
const KEPT_MIN: usize = 4;

/// Layers within a run that only repeat the ones before them: from one to another, exclusive.
fn repetitions(layers: &[Layer], start: usize, end: usize) -> (usize, usize) {
    for period in 1..=PATTERN_MAX {
        let kept = (2 * period).max(KEPT_MIN);
        let (from, to) = (start + kept, end.saturating_sub(kept));
        if to <= from + period {
            break;
        }
        let repeats = (from..to).all(|index| layers.get(index) == layers.get(index + period));
        if repeats {
            // What one layer leaves behind can differ from what the next one does, and then alternates.
            let step = 2 * period;
            return (from, from + (to - from) / step * step);
        }
    }
    (end, end)
}

impl<'a> Builder<'a> {
    /// Builds the graph of one micro-batch.
    pub(super) fn build(&mut self) {
        if self.geometry.is_encoder && self.is_bert() {
            return self.bert();
        }
        let mut current = self.embed();
        if self.style.scaled_input {
            current = self.map(current);
        }
        if self.geometry.has_learned_positions {
            let inputs_positions = self.graph.input([self.tokens(), 1, 1, 1], I32);
            let table = self.weight(self.host());
            let width = self.width();
            let rows = self
                .graph
                .fresh([width, self.tokens(), 1, 1], &[table, inputs_positions]);
            current = self.add(current, rows);
        }
        let inputs = self.inputs();
        let per_layer = self.per_layer_inputs(current);
        let has_streams = self.geometry.architecture == "gemma3n";
        if has_streams {
            current = self.open_streams(current);
        }
        let last = self.geometry.layers.len().saturating_sub(1);
        for (index, layer) in self.telling_layers() {
            let picks = index == last && !self.style.late_rows;
            let rows = picks.then_some(inputs.chosen_rows);
            current = if has_streams {
                self.gemma3n_layer(current, layer, per_layer, &inputs, index)
            } else {
                self.layer(current, layer, per_layer, &inputs, rows, index)
            };
        }
        if has_streams {
            current = self.close_streams(current);
        }
        self.finish(current, &inputs);
    }

    /// The layers that are planned. Where a pattern of layers repeats in one place, the middle repetitions are left out:
    /// each finds the memory as the one before it left it, so they change nothing.
    fn telling_layers(&self) -> Vec<(usize, &'a Layer)> {
        let layers = &self.geometry.layers;
        let place = |index: usize| (self.layer_backend(index), self.expert_backend(index));
        let mut telling = Vec::new();
        let mut start = 0;
        while start < layers.len() {
            let end = (start..layers.len())
                .find(|index| place(*index) != place(start))
                .unwrap_or(layers.len());
            let (from, to) = repetitions(layers, start, end);
            let kept = (start..from).chain(to..end);
            telling.extend(kept.filter_map(|index| Some((index, layers.get(index)?))));
            start = end;
        }
        telling
    }

    fn finish(&mut self, mut current: Id, inputs: &Inputs) {
        let output = self.backend(self.homes.output);
        let architecture = self.geometry.architecture.as_str();
        let rows_before_norm = matches!(architecture, "gpt-oss" | "gemma3n" | "step35");
        let late = self.style.late_rows;
        if late && rows_before_norm {
            if self.style.keeps_hidden {
                self.graph.keep(current);
            }
            current = self.rows(current, inputs.chosen_rows);
        }
        current = self.free_norm(current, output);
        if self.style.keeps_hidden && !rows_before_norm {
            self.graph.keep(current);
        }
        if late && !rows_before_norm {
            current = self.rows(current, inputs.chosen_rows);
        }
        self.graph.keep(current);
        let embedding = current;
        let has_words = !matches!(
            architecture,
            "gemma-embedding" | "modern-bert" | "eurobert" | "t5encoder"
        );
        if has_words {
            current = self.multiply(output, self.geometry.vocabulary, current);
            if matches!(
                architecture,
                "gemma2"
                    | "gemma3n"
                    | "gemma4"
                    | "granite"
                    | "granitemoe"
                    | "granitehybrid"
                    | "command-r"
                    | "cohere2"
                    | "grok"
            ) {
                current = self.map(current);
            }
            self.graph.keep(current);
        }
        self.graph.expand(current);
        self.pool(embedding);
    }

    /// One layer of a decoder.
    fn layer(
        &mut self,
        input: Id,
        layer: &Layer,
        per_layer: Option<Id>,
        inputs: &Inputs,
        rows: Option<Id>,
        index: usize,
    ) -> Id {
        let architecture = self.geometry.architecture.as_str();
        let mut residual = input;
        let normed = if self.style.norm_before {
            self.norm(input, index)
        } else {
            input
        };
        if architecture.starts_with("qwen35") || architecture == "qwen3next" {
            self.graph.expand(normed);
        }
        let mut current = match (&layer.attention, &layer.recurrent) {
            (Some(attention), Some(recurrent)) => {
                let attended = self.attention(normed, attention, inputs, index);
                let normed = self.norm(input, index);
                let recurred = self.recurrent(normed, recurrent, inputs, index);
                let both = self.add(attended, recurred);
                let sum = self.add(both, residual);
                let sum = match rows {
                    Some(rows) => self.rows(sum, rows),
                    None => sum,
                };
                let out = self.network(sum, layer, index);
                return self.add(out, sum);
            }
            (Some(attention), None) => self.attention(normed, attention, inputs, index),
            (None, Some(recurrent)) => self.recurrent(normed, recurrent, inputs, index),
            (None, None) => normed,
        };
        let has_mixer = layer.attention.is_some() || layer.recurrent.is_some();
        let has_network = layer.dense.is_some() || layer.experts.is_some();
        if self.style.parallel != Parallel::No && has_mixer {
            return self.parallel(input, normed, current, layer, rows, index);
        }
        if let Some(rows) = rows {
            current = self.rows(current, rows);
            residual = self.rows(residual, rows);
        }
        if !has_mixer {
            let out = self.feed_forward(normed, layer, index);
            return self.add(out, residual);
        }
        if !self.style.norm_before {
            current = self.norm(current, index);
        }
        let sum = if self.style.residual_first_behind_attention {
            self.add(residual, current)
        } else {
            self.add(current, residual)
        };
        if !has_network {
            return sum;
        }
        let mut out = self.network(sum, layer, index);
        if !self.style.norm_before {
            out = self.norm(out, index);
        }
        let out = if self.style.residual_first {
            self.add(sum, out)
        } else {
            self.add(out, sum)
        };
        match per_layer {
            Some(per_layer) => self.add_per_layer(out, per_layer, index),
            None => out,
        }
    }

    /// The feed-forward part of a layer with the norm before it.
    fn network(&mut self, input: Id, layer: &Layer, index: usize) -> Id {
        let is_gemma4 = self.geometry.architecture == "gemma4";
        if let (Some(experts), Some(dense), true) = (layer.experts, layer.dense, is_gemma4) {
            let backend = self.layer_backend(index);
            let normed = self.norm(input, index);
            let shared = self.dense(normed, &dense, backend);
            let shared = self.norm(shared, index);
            let normed = self.norm(input, index);
            let routing = self.bare_norm(input);
            let routing = self.map(routing);
            let routing = self.scale_by_weights(routing, backend);
            let logits = self.multiply(backend, experts.count, routing);
            let routed = self.routed(normed, logits, &experts, index);
            let routed = self.norm(routed, index);
            return self.add(shared, routed);
        }
        let normed = if self.style.norm_before {
            self.norm(input, index)
        } else {
            input
        };
        self.feed_forward(normed, layer, index)
    }

    /// Attention and feed-forward side by side.
    fn parallel(
        &mut self,
        input: Id,
        normed: Id,
        attended: Id,
        layer: &Layer,
        rows: Option<Id>,
        index: usize,
    ) -> Id {
        let (mut residual, mut normed, mut attended) = (input, normed, attended);
        if let Some(rows) = rows {
            attended = self.rows(attended, rows);
            residual = self.rows(residual, rows);
            if self.style.parallel != Parallel::OwnNorm {
                normed = self.rows(normed, rows);
            }
        }
        if self.style.parallel == Parallel::OwnNorm {
            normed = self.norm(residual, index);
        }
        let out = self.feed_forward(normed, layer, index);
        match self.style.parallel {
            Parallel::SameNormSumFirst(attention_first) => {
                let sum = if attention_first {
                    self.add(attended, out)
                } else {
                    self.add(out, attended)
                };
                self.add(sum, residual)
            }
            _ => {
                let sum = self.add(out, residual);
                self.add(sum, attended)
            }
        }
    }

    fn add_per_layer(&mut self, input: Id, per_layer: Id, index: usize) -> Id {
        let backend = self.layer_backend(index);
        let gate = self.multiply(backend, self.geometry.per_layer_embedding, input);
        let gate = self.map(gate);
        let mine = self.slice(per_layer);
        let gate = self.add(gate, mine);
        let out = self.multiply(backend, self.width(), gate);
        let out = self.norm(out, index);
        self.add(input, out)
    }

    fn is_bert(&self) -> bool {
        let architecture = self.geometry.architecture.as_str();
        architecture.contains("bert") && architecture != "modern-bert" && architecture != "eurobert"
    }

    /// An encoder of the BERT family: norms behind each part, and vectors instead of probabilities.
    fn bert(&mut self) {
        let (width, tokens) = (self.width(), self.tokens());
        self.style.layer_norm = true;
        if self.geometry.has_learned_positions {
            self.style.rotary = Rotary::None;
        }
        let host = self.host();
        let mut current = self.embed();
        // The first row of the token types: a look at weights, which does not draw the sum to where they lie.
        let types = self
            .graph
            .add(Kind::Weights(host), [width, 1, 1, 1], [F32; 4], &[]);
        let first_type = self.graph.reshape(types, [width, 1, 1, 1]);
        current = self.add(current, first_type);
        let inputs = self.inputs();
        if self.geometry.has_learned_positions {
            let table = self.weight(host);
            let rows = self
                .graph
                .fresh([width, tokens, 1, 1], &[table, inputs.positions]);
            current = self.add(rows, current);
        }
        current = self.norm(current, 0);
        let last = self.geometry.layers.len().saturating_sub(1);
        for (index, layer) in self.telling_layers() {
            let mut residual = current;
            if let Some(attention) = &layer.attention {
                current = self.attention(current, attention, &inputs, index);
            }
            if index == last {
                current = self.rows(current, inputs.chosen_rows);
                residual = self.rows(residual, inputs.chosen_rows);
            }
            let sum = self.add(current, residual);
            let normed = self.norm(sum, index);
            let out = self.feed_forward(normed, layer, index);
            let sum = self.add(out, normed);
            current = self.norm(sum, index);
        }
        self.graph.keep(current);
        self.graph.expand(current);
        self.pool(current);
    }

    /// Makes one vector of all tokens, if embeddings are asked for.
    fn pool(&mut self, embedding: Id) {
        if !self.settings.embeddings {
            return;
        }
        let (tokens, sequences) = (self.tokens(), self.lengths.sequences);
        let pooled = match self.geometry.pooling {
            Pooling::None => return,
            Pooling::Mean => {
                let weights = self.graph.input([tokens, sequences, 1, 1], F32);
                let turned = self.graph.transpose(embedding);
                let turned = self.graph.contiguous_copy(turned);
                self.product(turned, weights)
            }
            Pooling::OneToken => {
                let chosen = self.graph.input([sequences, 1, 1, 1], I32);
                self.rows(embedding, chosen)
            }
        };
        self.graph.keep(pooled);
        self.graph.expand(pooled);
    }
}
