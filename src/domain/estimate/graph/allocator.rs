//! How much memory a graph needs when every tensor's memory is given back after its last use.
//!
//! The engine plans this before it computes anything, tensor by tensor in the order of computation: a result that may
//! be computed in place takes its operand's memory; others take the smallest free block that is large enough, or extend
//! the buffer. What is reserved is the largest extent. Source: `ggml-alloc.c` of ggml 0.25 (`ggml_gallocr`).

use super::tensors::{Backend, Graph, Id, Kind};

/// Tensors begin at multiples of this many bytes (ggml `TENSOR_ALIGNMENT`; GPUs use up to 256, which changes the sum by
/// less than a kilobyte for each tensor alive).
const ALIGNMENT: u64 = 32;

#[derive(Clone, Copy)]
struct Block {
    offset: u64,
    bytes: u64,
}

/// The planned memory of one backend.
struct Plan {
    /// Free blocks by offset. The last one has no end.
    free: Vec<Block>,
    largest: u64,
}

impl Plan {
    fn new() -> Self {
        let free = vec![Block {
            offset: 0,
            bytes: u64::MAX / 2,
        }];
        Self { free, largest: 0 }
    }

    fn take(&mut self, bytes: u64) -> u64 {
        let bytes = aligned(bytes);
        let mut chosen = self.free.len().saturating_sub(1);
        let mut fit = u64::MAX;
        for (place, block) in self.free.iter().enumerate() {
            if place + 1 < self.free.len() && block.bytes >= bytes && block.bytes <= fit {
                (chosen, fit) = (place, block.bytes);
            }
        }
        let Some(block) = self.free.get_mut(chosen) else {
            return 0;
        };
        let offset = block.offset;
        block.offset = offset.saturating_add(bytes);
        block.bytes = block.bytes.saturating_sub(bytes);
        if block.bytes == 0 {
            self.free.remove(chosen);
        }
        self.largest = self.largest.max(offset.saturating_add(bytes));
        offset
    }

    fn give_back(&mut self, offset: u64, bytes: u64) {
        let bytes = aligned(bytes);
        let end = offset.saturating_add(bytes);
        for place in 0..self.free.len() {
            let next = self.free.get(place + 1).copied();
            let Some(block) = self.free.get_mut(place) else {
                return;
            };
            if block.offset.saturating_add(block.bytes) == offset {
                block.bytes = block.bytes.saturating_add(bytes);
                if let Some(next) = next.filter(|next| next.offset == end) {
                    block.bytes = block.bytes.saturating_add(next.bytes);
                    self.free.remove(place + 1);
                }
                return;
            }
            if block.offset == end {
                // The block before it does not touch, or it would have been met first.
                block.offset = offset;
                block.bytes = block.bytes.saturating_add(bytes);
                return;
            }
        }
        let place = self.free.partition_point(|block| block.offset < offset);
        self.free.insert(place, Block { offset, bytes });
    }
}

fn aligned(bytes: u64) -> u64 {
    bytes.checked_next_multiple_of(ALIGNMENT).unwrap_or(u64::MAX)
}

#[derive(Clone, Copy, Default)]
struct State {
    /// Uses of the tensor that are still to come.
    children: u32,
    /// Views of it that are still in use.
    views: u32,
    is_allocated: bool,
    backend: Backend,
    offset: u64,
}

/// What is computed, and where.
pub(super) struct Step {
    pub(super) id: Id,
    pub(super) backend: Backend,
    /// A step that only keeps its operand alive counts as no view of it.
    pub(super) is_dependency: bool,
}

struct Allocator<'a> {
    graph: &'a Graph,
    states: Vec<State>,
    plans: Vec<Plan>,
}

/// Bytes to reserve on each backend for the steps in order. `leafs` says on which backend each input lies.
pub(super) fn reserve(graph: &Graph, steps: &[Step], leafs: &[(Id, Backend)], backends: usize) -> Vec<u64> {
    let mut allocator = Allocator {
        graph,
        states: vec![State::default(); graph.len()],
        plans: (0..backends).map(|_| Plan::new()).collect(),
    };
    for (leaf, backend) in leafs {
        allocator.allocate(*leaf, *backend);
    }
    for step in steps {
        let tensor = graph.get(step.id);
        if let Some(root) = tensor.view_of.filter(|_| !step.is_dependency) {
            allocator.edit(root, |state| state.views += 1);
        }
        for source in graph.sources(step.id) {
            allocator.edit(*source, |state| state.children += 1);
            if graph.get(*source).kind == Kind::Input {
                allocator.allocate(*source, step.backend);
            }
        }
    }
    for step in steps {
        for source in graph.sources(step.id) {
            allocator.allocate(*source, step.backend);
        }
        allocator.allocate(step.id, step.backend);
        for source in graph.sources(step.id) {
            allocator.release(*source);
        }
    }
    allocator.plans.iter().map(|plan| plan.largest).collect()
}

impl Allocator<'_> {
    fn state(&self, id: Id) -> State {
        self.states.get(id.index()).copied().unwrap_or_default()
    }

    fn edit(&mut self, id: Id, change: impl FnOnce(&mut State)) {
        if let Some(state) = self.states.get_mut(id.index()) {
            change(state);
        }
    }

    fn allocate(&mut self, id: Id, backend: Backend) {
        let tensor = self.graph.get(id);
        let has_memory = matches!(tensor.kind, Kind::Weights(_) | Kind::Cache(_)) || tensor.view_of.is_some();
        if has_memory || self.state(id).is_allocated {
            return;
        }
        if tensor.kind == Kind::InPlace && self.reuse_operand(id) {
            return;
        }
        let Some(plan) = self.plans.get_mut(usize::from(backend)) else {
            return;
        };
        let offset = plan.take(tensor.bytes());
        self.edit(id, |state| {
            state.is_allocated = true;
            state.backend = backend;
            state.offset = offset;
        });
    }

    /// Takes the memory of an operand that nobody else needs and that is laid out like the result. Views are never
    /// taken over (the engine does not count them as its own).
    fn reuse_operand(&mut self, id: Id) -> bool {
        let tensor = self.graph.get(id);
        for source in self.graph.sources(id) {
            let operand = self.graph.get(*source);
            let state = self.state(*source);
            let is_alike = operand.ne == tensor.ne && operand.nb == tensor.nb;
            let is_last_use = state.children == 1 && state.views == 0;
            if state.is_allocated && !operand.is_output && is_alike && is_last_use {
                self.edit(*source, |state| state.is_allocated = false);
                self.edit(id, |taken| {
                    taken.is_allocated = true;
                    taken.backend = state.backend;
                    taken.offset = state.offset;
                });
                return true;
            }
        }
        false
    }

    /// Counts one use of a tensor as done and gives its memory back after the last one.
    fn release(&mut self, id: Id) {
        self.edit(id, |state| state.children = state.children.saturating_sub(1));
        let state = self.state(id);
        if state.children > 0 || state.views > 0 {
            return;
        }
        match self.graph.get(id).view_of {
            Some(root) => {
                self.edit(root, |state| state.views = state.views.saturating_sub(1));
                let root_state = self.state(root);
                if root_state.views == 0 && root_state.children == 0 && root_state.is_allocated {
                    self.free(root);
                }
            }
            None if state.is_allocated => self.free(id),
            None => {}
        }
    }

    fn free(&mut self, id: Id) {
        let tensor = self.graph.get(id);
        if tensor.is_output {
            return;
        }
        let state = self.state(id);
        if let Some(plan) = self.plans.get_mut(usize::from(state.backend)) {
            plan.give_back(state.offset, tensor.bytes());
        }
        self.edit(id, |state| state.is_allocated = false);
    }
}
