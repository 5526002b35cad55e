//! The tools a graph is built with.

use super::style::Style;
use super::tensors::{Backend, F32, Graph, I32, Id, Kind};
use super::{Home, Homes};
use crate::domain::architecture::Geometry;
use crate::domain::estimate::settings::{Lengths, LlamaCppSettings};

/// A graph under construction.
pub(super) struct Builder<'a> {
    pub(super) graph: Graph,
    pub(super) geometry: &'a Geometry,
    pub(super) settings: &'a LlamaCppSettings,
    pub(super) lengths: &'a Lengths,
    pub(super) homes: &'a Homes,
    pub(super) style: Style,
    /// Steps whose place the engine sets itself.
    pub(super) forced: Vec<(Id, Backend)>,
    weights: Vec<Id>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        geometry: &'a Geometry,
        settings: &'a LlamaCppSettings,
        lengths: &'a Lengths,
        homes: &'a Homes,
    ) -> Self {
        let mut graph = Graph::default();
        let weights = (0..=homes.devices).map(|backend| graph.weights(backend));
        let weights = weights.collect();
        Self {
            graph,
            geometry,
            settings,
            lengths,
            homes,
            style: Style::of(&geometry.architecture),
            forced: Vec::new(),
            weights,
        }
    }

    pub(super) fn host(&self) -> Backend {
        self.homes.devices
    }

    pub(super) fn backend(&self, home: Home) -> Backend {
        match home {
            Home::Device(device) => device.min(self.homes.devices),
            Home::Host => self.host(),
        }
    }

    pub(super) fn layer_backend(&self, layer: usize) -> Backend {
        let home = self.homes.layers.get(layer).copied();
        self.backend(home.unwrap_or(Home::Host))
    }

    pub(super) fn expert_backend(&self, layer: usize) -> Backend {
        match self.homes.experts_on_host.get(layer) {
            Some(true) => self.host(),
            _ => self.layer_backend(layer),
        }
    }

    pub(super) fn cache_backend(&self, layer: usize) -> Backend {
        if self.settings.offload_cache {
            self.layer_backend(layer)
        } else {
            self.host()
        }
    }

    pub(super) fn weight(&self, backend: Backend) -> Id {
        let found = self.weights.get(usize::from(backend)).or(self.weights.first());
        found.copied().unwrap_or(Id::FIRST)
    }

    pub(super) fn tokens(&self) -> u64 {
        self.lengths.tokens
    }

    /// Width of the residual stream.
    pub(super) fn width(&self) -> u64 {
        self.geometry.embedding_length
    }

    /// A product with a matrix of `rows` rows.
    pub(super) fn multiply(&mut self, backend: Backend, rows: u64, input: Id) -> Id {
        let [_, b, c, d] = self.graph.get(input).ne;
        let weight = self.weight(backend);
        self.graph.fresh([rows, b, c, d], &[weight, input])
    }

    /// A product of two activations: the rows of the first with those of the second.
    pub(super) fn product(&mut self, first: Id, second: Id) -> Id {
        let [_, rows, ..] = self.graph.get(first).ne;
        let [_, b, c, d] = self.graph.get(second).ne;
        self.graph.fresh([rows, b, c, d], &[first, second])
    }

    /// The norm of a layer with its weights. The engine keeps it on the device of the layer.
    pub(super) fn norm(&mut self, input: Id, layer: usize) -> Id {
        let backend = self.layer_backend(layer);
        let normed = self.bare_norm(input);
        if self.homes.is_full_offload() {
            self.forced.push((normed, backend));
        }
        self.scale_by_weights(normed, backend)
    }

    /// A norm with weights whose place is left open.
    pub(super) fn free_norm(&mut self, input: Id, backend: Backend) -> Id {
        let normed = self.bare_norm(input);
        self.scale_by_weights(normed, backend)
    }

    /// A norm without weights.
    pub(super) fn bare_norm(&mut self, input: Id) -> Id {
        if self.style.layer_norm {
            let ne = self.graph.get(input).ne;
            self.graph.fresh(ne, &[input])
        } else {
            self.graph.in_place(&[input])
        }
    }

    pub(super) fn scale_by_weights(&mut self, input: Id, backend: Backend) -> Id {
        let weight = self.weight(backend);
        self.graph.in_place(&[input, weight])
    }

    /// A function of each number.
    pub(super) fn map(&mut self, input: Id) -> Id {
        self.graph.in_place(&[input])
    }

    pub(super) fn add(&mut self, first: Id, second: Id) -> Id {
        self.graph.in_place(&[first, second])
    }

    /// Rows of a tensor by their numbers.
    pub(super) fn rows(&mut self, input: Id, numbers: Id) -> Id {
        let [width, ..] = self.graph.get(input).ne;
        let [a, b, c, _] = self.graph.get(numbers).ne;
        self.graph.fresh([width, a, b, c], &[input, numbers])
    }

    /// Rotates queries or keys by their positions.
    pub(super) fn rotate(&mut self, input: Id, positions: Id) -> Id {
        let rotated = self.graph.in_place(&[input, positions]);
        self.graph.ignore_weights(rotated);
        rotated
    }

    /// Bytes of a row of `f32`.
    pub(super) fn row(numbers: u64) -> u64 {
        numbers.saturating_mul(F32)
    }

    /// Rows of the embedding table for the tokens of the batch, on the host; the engine keeps room for embeddings
    /// given from outside beside it.
    pub(super) fn embed(&mut self) -> Id {
        let (width, tokens) = (self.width(), self.tokens());
        let numbers = self.graph.input([tokens, 1, 1, 1], I32);
        let given = self.graph.input([width, tokens, 1, 1], F32);
        let table = self.weight(self.host());
        let rows = self.graph.fresh([width, tokens, 1, 1], &[table, numbers]);
        self.graph.expand(rows);
        self.graph.expand(given);
        rows
    }

    /// The three matrices of a gated network, or its two without a gate.
    pub(super) fn activate(&mut self, gate: Id, up: Id) -> Id {
        let ne = self.graph.get(gate).ne;
        self.graph
            .add(Kind::Fresh, ne, super::tensors::contiguous(ne, F32), &[gate, up])
    }
}
