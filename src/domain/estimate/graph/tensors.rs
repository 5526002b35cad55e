//! The tensors of a computation, as far as their memory is concerned.

/// Bytes of an `f32`.
pub(super) const F32: u64 = 4;
/// Bytes of an `f16`.
pub(super) const F16: u64 = 2;
/// Bytes of an `i32`.
pub(super) const I32: u64 = 4;
/// Bytes of an `i64`.
pub(super) const I64: u64 = 8;

/// A tensor of a graph, by its place in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Id(u32);

impl Id {
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A memory that computes: the devices in order, then the host.
pub(super) type Backend = u8;
/// No backend was chosen yet.
pub(super) const NO_BACKEND: Backend = Backend::MAX;

/// What happens to the memory of a tensor.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An input that the host fills before the computation.
    Input,
    /// Weights: they have memory of their own, on the backend given.
    Weights(Backend),
    /// A cache or a state: it has memory of its own, on the backend given.
    Cache(Backend),
    /// A result with new memory.
    Fresh,
    /// A result that may take the memory of an operand nobody else needs.
    InPlace,
    /// Another look at a tensor.
    View,
    /// A result that is written into another tensor.
    Written,
}

/// One tensor.
#[derive(Clone, Copy)]
pub(super) struct Tensor {
    pub(super) kind: Kind,
    /// Elements along each dimension, the innermost first.
    pub(super) ne: [u64; 4],
    /// Bytes from one element to the next along each dimension.
    pub(super) nb: [u64; 4],
    /// Bytes of an element.
    pub(super) element: u64,
    /// The tensor whose memory this is a view of, never a view itself.
    pub(super) view_of: Option<Id>,
    /// Whether the weights among its operands say where it is computed.
    pub(super) follows_weights: bool,
    /// Whether it is read after the computation, so that its memory stays.
    pub(super) is_output: bool,
    pub(super) first_source: u32,
    pub(super) source_count: u32,
}

impl Tensor {
    /// Bytes from the first element to the last.
    pub(super) fn bytes(&self) -> u64 {
        let ends = self.ne.iter().zip(&self.nb).map(|(count, stride)| {
            let steps = count.saturating_sub(1);
            steps.saturating_mul(*stride)
        });
        if self.ne.contains(&0) {
            return 0;
        }
        ends.fold(self.element, u64::saturating_add)
    }

    pub(super) fn elements(&self) -> u64 {
        self.ne
            .iter()
            .fold(1, |product, count| product.saturating_mul(*count))
    }

    pub(super) fn is_contiguous(&self) -> bool {
        self.nb == contiguous(self.ne, self.element)
    }
}

/// Strides of a tensor whose elements lie side by side.
pub(super) fn contiguous(ne: [u64; 4], element: u64) -> [u64; 4] {
    let [a, b, c, _] = ne;
    let row = element.saturating_mul(a);
    let plane = row.saturating_mul(b);
    [element, row, plane, plane.saturating_mul(c)]
}

/// A computation: its tensors, and the order in which they are computed.
#[derive(Default)]
pub(super) struct Graph {
    tensors: Vec<Tensor>,
    sources: Vec<Id>,
    visited: Vec<bool>,
    /// What is computed, in order.
    pub(super) nodes: Vec<Id>,
    /// Inputs, weights and caches, in the order in which they are met.
    pub(super) leafs: Vec<Id>,
}

/// What a tensor that does not exist looks like. No caller has an [`Id`] that the graph did not give.
const NOTHING: Tensor = Tensor {
    kind: Kind::Cache(0),
    ne: [0; 4],
    nb: [0; 4],
    element: 0,
    view_of: None,
    follows_weights: false,
    is_output: false,
    first_source: 0,
    source_count: 0,
};

impl Graph {
    pub(super) fn len(&self) -> usize {
        self.tensors.len()
    }

    pub(super) fn get(&self, id: Id) -> &Tensor {
        self.tensors.get(id.index()).unwrap_or(&NOTHING)
    }

    pub(super) fn sources(&self, id: Id) -> &[Id] {
        let tensor = self.get(id);
        let first = tensor.first_source as usize;
        let behind = first + tensor.source_count as usize;
        self.sources.get(first..behind).unwrap_or_default()
    }

    /// Puts another tensor in the place of an operand.
    pub(super) fn replace_source(&mut self, id: Id, place: usize, source: Id) {
        let first = self.get(id).first_source as usize;
        if let Some(slot) = self.sources.get_mut(first + place) {
            *slot = source;
        }
    }

    pub(super) fn add(&mut self, kind: Kind, ne: [u64; 4], nb: [u64; 4], sources: &[Id]) -> Id {
        let [element, ..] = nb;
        self.add_of(kind, element, ne, nb, sources)
    }

    pub(super) fn add_of(
        &mut self,
        kind: Kind,
        element: u64,
        ne: [u64; 4],
        nb: [u64; 4],
        sources: &[Id],
    ) -> Id {
        // The cast would need more tensors than memory holds.
        let id = Id(self.tensors.len() as u32);
        let first_source = self.sources.len() as u32;
        self.sources.extend_from_slice(sources);
        self.tensors.push(Tensor {
            kind,
            ne,
            nb,
            element,
            view_of: None,
            follows_weights: true,
            is_output: false,
            first_source,
            source_count: sources.len() as u32,
        });
        self.visited.push(false);
        id
    }

    pub(super) fn input(&mut self, ne: [u64; 4], element: u64) -> Id {
        self.add(Kind::Input, ne, contiguous(ne, element), &[])
    }

    pub(super) fn weights(&mut self, home: Backend) -> Id {
        self.add(Kind::Weights(home), [1; 4], [F32; 4], &[])
    }

    pub(super) fn cache(&mut self, home: Backend, ne: [u64; 4], nb: [u64; 4]) -> Id {
        self.add(Kind::Cache(home), ne, nb, &[])
    }

    /// A result with new memory, of `f32` unless told.
    pub(super) fn fresh(&mut self, ne: [u64; 4], sources: &[Id]) -> Id {
        self.fresh_of(ne, F32, sources)
    }

    pub(super) fn fresh_of(&mut self, ne: [u64; 4], element: u64, sources: &[Id]) -> Id {
        self.add(Kind::Fresh, ne, contiguous(ne, element), sources)
    }

    /// A result of the shape of its first operand, which may take the memory of an operand.
    pub(super) fn in_place(&mut self, sources: &[Id]) -> Id {
        let Some(first) = sources.first() else {
            return self.fresh([0; 4], sources);
        };
        let shape = *self.get(*first);
        self.add(
            Kind::InPlace,
            shape.ne,
            contiguous(shape.ne, shape.element),
            sources,
        )
    }

    /// A look at a tensor with other dimensions and strides.
    pub(super) fn view(&mut self, source: Id, ne: [u64; 4], nb: [u64; 4]) -> Id {
        let root = self.get(source).view_of.unwrap_or(source);
        let element = self.get(source).element;
        let id = self.add_of(Kind::View, element, ne, nb, &[source]);
        self.edit(id, |tensor| tensor.view_of = Some(root));
        id
    }

    /// A look at a tensor, as contiguous as it is, with other dimensions.
    pub(super) fn reshape(&mut self, source: Id, ne: [u64; 4]) -> Id {
        let element = self.get(source).element;
        self.view(source, ne, contiguous(ne, element))
    }

    /// A look at a tensor with dimensions exchanged: dimension `i` of the source becomes dimension `axes[i]`.
    pub(super) fn permute(&mut self, source: Id, axes: [usize; 4]) -> Id {
        let shape = *self.get(source);
        let (mut ne, mut nb) = ([1; 4], [0; 4]);
        for ((axis, count), stride) in axes.iter().zip(shape.ne).zip(shape.nb) {
            if let (Some(to_count), Some(to_stride)) = (ne.get_mut(*axis), nb.get_mut(*axis)) {
                *to_count = count;
                *to_stride = stride;
            }
        }
        self.view(source, ne, nb)
    }

    pub(super) fn transpose(&mut self, source: Id) -> Id {
        self.permute(source, [1, 0, 2, 3])
    }

    /// A contiguous copy.
    pub(super) fn contiguous_copy(&mut self, source: Id) -> Id {
        let ne = self.get(source).ne;
        self.contiguous_copy_as(source, ne)
    }

    /// A contiguous copy with other dimensions.
    pub(super) fn contiguous_copy_as(&mut self, source: Id, ne: [u64; 4]) -> Id {
        let element = self.get(source).element;
        self.fresh_of(ne, element, &[source])
    }

    /// Something written into (a view of) another tensor.
    pub(super) fn write(&mut self, into: Id, sources: &[Id]) -> Id {
        let shape = *self.get(into);
        let root = shape.view_of.unwrap_or(into);
        let id = self.add_of(Kind::Written, shape.element, shape.ne, shape.nb, sources);
        self.edit(id, |tensor| tensor.view_of = Some(root));
        id
    }

    /// The place of computation does not follow the weights among the operands: too little would hang on them.
    pub(super) fn ignore_weights(&mut self, id: Id) {
        self.edit(id, |tensor| tensor.follows_weights = false);
    }

    pub(super) fn keep(&mut self, id: Id) {
        self.edit(id, |tensor| tensor.is_output = true);
    }

    fn edit(&mut self, id: Id, change: impl FnOnce(&mut Tensor)) {
        if let Some(tensor) = self.tensors.get_mut(id.index()) {
            change(tensor);
        }
    }

    /// Puts a tensor, and what it needs, at the end of the order, if it has no place yet: operands first, from the
    /// first to the last.
    pub(super) fn expand(&mut self, id: Id) {
        let mut stack = vec![(id, 0)];
        if self.visit(id) {
            return;
        }
        while let Some((top, next)) = stack.last_mut() {
            let (top, place) = (*top, *next);
            *next += 1;
            match self.sources(top).get(place).copied() {
                Some(source) => {
                    if !self.visit(source) {
                        stack.push((source, 0));
                    }
                }
                None => {
                    stack.pop();
                    match self.get(top).kind {
                        Kind::Input | Kind::Weights(_) | Kind::Cache(_) => self.leafs.push(top),
                        _ => self.nodes.push(top),
                    }
                }
            }
        }
    }

    /// Marks a tensor as visited, and says whether it was already.
    fn visit(&mut self, id: Id) -> bool {
        match self.visited.get_mut(id.index()) {
            Some(visited) => std::mem::replace(visited, true),
            None => true,
        }
    }
}

impl Id {
    /// The first tensor of a graph.
    pub(super) const FIRST: Self = Self(0);
}
