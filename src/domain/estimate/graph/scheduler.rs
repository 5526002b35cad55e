//! Where each step of a graph is computed, and which tensors are copied between devices for it.
//!
//! Weights and caches draw the steps that use them to where they lie; what is left follows its neighbours, devices
//! before the host. Where a step needs a tensor of another backend, a copy of it is made at the beginning of the run of
//! steps (the split). Source: `ggml_backend_sched_split_graph` of `ggml-backend.cpp`, ggml 0.25.

use super::allocator::{Step, reserve};
use super::tensors::{Backend, Graph, Id, Kind, NO_BACKEND};

/// Bytes to reserve on each backend: the devices in order, then the host.
///
/// `forced` are the steps whose place the engine sets itself. Where devices work as a pipeline, every input and every copy
/// is there [`PIPELINE_COPIES`] times and stays.
pub(super) fn reserve_split(
    graph: &mut Graph,
    forced: &[(Id, Backend)],
    devices: usize,
    is_pipelined: bool,
) -> Vec<u64> {
    let host = devices.min(usize::from(NO_BACKEND) - 1) as Backend;
    let mut places = vec![NO_BACKEND; graph.len()];
    for (id, backend) in forced {
        set(&mut places, *id, *backend);
    }
    let order: Vec<Id> = graph.nodes.clone();
    let leafs: Vec<Id> = graph.leafs.clone();
    for id in leafs.iter().chain(&order) {
        if place(&places, *id) == NO_BACKEND {
            set(&mut places, *id, first_choice(graph, *id, host));
        }
    }
    let computed: Vec<Id> = order
        .iter()
        .copied()
        .filter(|id| graph.get(*id).kind != Kind::View)
        .collect();
    follow(&mut places, computed.iter(), host);
    follow(&mut places, computed.iter().rev(), host);
    follow(&mut places, computed.iter(), NO_BACKEND);
    follow(&mut places, computed.iter().rev(), NO_BACKEND);
    for id in &order {
        if place(&places, *id) == NO_BACKEND {
            let root = graph.get(*id).view_of;
            let chosen = root.map_or(0, |root| place(&places, root));
            set(&mut places, *id, chosen);
        }
        for source in graph.sources(*id) {
            if place(&places, *source) == NO_BACKEND {
                let chosen = match graph.get(*source).view_of {
                    Some(root) => place(&places, root),
                    None => place(&places, *id),
                };
                set(&mut places, *source, chosen);
            }
        }
    }
    let (steps, copies) = split(graph, &order, &mut places);
    let mut leafs: Vec<(Id, Backend)> = leafs.iter().map(|id| (*id, place(&places, *id))).collect();
    if is_pipelined {
        let inputs = leafs.iter().filter(|(id, _)| graph.get(*id).kind == Kind::Input);
        let lasting: Vec<(Id, Backend)> = inputs.copied().chain(copies).collect();
        for (id, backend) in lasting {
            graph.keep(id);
            leafs.push((id, backend));
            let shape = *graph.get(id);
            for _ in 1..PIPELINE_COPIES {
                let twin = graph.add_of(Kind::Fresh, shape.element, shape.ne, shape.nb, &[]);
                leafs.push((twin, backend));
            }
        }
    }
    reserve(graph, &steps, &leafs, usize::from(host) + 1)
}

/// How often a pipeline of devices holds each input (ggml `GGML_SCHED_MAX_COPIES`).
const PIPELINE_COPIES: u32 = 4;

fn place(places: &[Backend], id: Id) -> Backend {
    places.get(id.index()).copied().unwrap_or(NO_BACKEND)
}

fn set(places: &mut Vec<Backend>, id: Id, backend: Backend) {
    if places.len() <= id.index() {
        places.resize(id.index() + 1, NO_BACKEND);
    }
    if let Some(slot) = places.get_mut(id.index()) {
        *slot = backend;
    }
}

/// Where a tensor belongs for its own sake.
fn first_choice(graph: &Graph, id: Id, host: Backend) -> Backend {
    let tensor = graph.get(id);
    let root = tensor.view_of.map_or(tensor, |root| graph.get(root));
    match root.kind {
        Kind::Weights(home) | Kind::Cache(home) => return home,
        _ => {}
    }
    if tensor.kind == Kind::Input {
        return host;
    }
    let sources = graph.sources(id).iter().filter(|_| tensor.follows_weights);
    let mut homes = sources.filter_map(|source| match graph.get(*source).kind {
        Kind::Weights(home) => Some(home),
        _ => None,
    });
    homes.next().unwrap_or(NO_BACKEND)
}

/// Gives steps without a place the place of the step before them, but never that of `except`.
fn follow<'a>(places: &mut Vec<Backend>, steps: impl Iterator<Item = &'a Id>, except: Backend) {
    let mut current = NO_BACKEND;
    for id in steps {
        match place(places, *id) {
            NO_BACKEND if current != NO_BACKEND => set(places, *id, current),
            NO_BACKEND => {}
            known if known == except => current = NO_BACKEND,
            known => current = known,
        }
    }
}

/// A run of steps on one backend, and the copies that it begins with.
struct Split {
    backend: Backend,
    start: usize,
    copies: Vec<(Id, Id)>,
}

/// The steps in order, with those that copy between backends, and the copies.
fn split(graph: &mut Graph, order: &[Id], places: &mut Vec<Backend>) -> (Vec<Step>, Vec<(Id, Backend)>) {
    let mut splits: Vec<Split> = Vec::new();
    // The copy of a tensor on a backend, once it was made.
    let mut copies: Vec<(Id, Backend, Id)> = Vec::new();
    let first = order.iter().find(|id| graph.get(**id).kind != Kind::View);
    splits.push(Split {
        backend: first.map_or(0, |id| place(places, *id)),
        start: 0,
        copies: Vec::new(),
    });
    for (index, id) in order.iter().enumerate() {
        if graph.get(*id).kind == Kind::View {
            continue;
        }
        let backend = place(places, *id);
        let sources = graph.sources(*id).to_vec();
        let (current, has_copies) = splits.last().map_or((backend, false), |split| {
            (split.backend, !split.copies.is_empty())
        });
        let foreign_weights = has_copies
            && sources.iter().any(|source| {
                matches!(graph.get(*source).kind, Kind::Weights(_)) && place(places, *source) != current
            });
        if backend != current || foreign_weights {
            splits.push(Split {
                backend,
                start: index,
                copies: Vec::new(),
            });
        }
        for (slot, source) in sources.iter().enumerate() {
            if place(places, *source) == backend {
                continue;
            }
            let known = copies.iter().find(|(of, on, _)| of == source && *on == backend);
            let copy = match known {
                Some((.., copy)) => *copy,
                None => {
                    let shape = *graph.get(*source);
                    let copy = graph.add_of(Kind::Fresh, shape.element, shape.ne, shape.nb, &[]);
                    set(places, copy, backend);
                    copies.push((*source, backend, copy));
                    if let Some(split) = splits.last_mut() {
                        split.copies.push((*source, copy));
                    }
                    copy
                }
            };
            graph.replace_source(*id, slot, copy);
        }
    }
    let mut steps = Vec::with_capacity(order.len());
    let mut ends = splits.iter().skip(1).map(|split| split.start);
    for split in &splits {
        for (source, copy) in &split.copies {
            let shape = *graph.get(*source);
            let keeper = graph.view(*source, shape.ne, shape.nb);
            steps.push(Step {
                id: keeper,
                backend: place(places, *source),
                is_dependency: true,
            });
            steps.push(Step {
                id: *copy,
                backend: split.backend,
                is_dependency: false,
            });
        }
        let end = ends.next().unwrap_or(order.len());
        for id in order.get(split.start..end).unwrap_or_default() {
            steps.push(Step {
                id: *id,
                backend: place(places, *id),
                is_dependency: false,
            });
        }
    }
    let copies = copies.into_iter().map(|(_, backend, copy)| (copy, backend));
    (steps, copies.collect())
}
