//! Which of several models and contexts is the main one, and what the others are for.

use super::context::Context;
use super::memory::{Basis, Part};
use super::report::{Companion, EngineReport, Role};
use super::run::with_speeds;

/// Companions that a run has at most.
const COMPANIONS_MAX: usize = 8;

/// What is known about a run that follows another.
pub(super) struct Companions {
    /// The log says that it is for drafts.
    pub is_draft: bool,
    /// Whether the one before it answered, alone.
    pub has_answered: bool,
}

/// Whether a model makes embeddings or ranks, and writes nothing.
pub(super) fn is_for_embeddings(run: &EngineReport) -> bool {
    let is_of_encoder = run.architecture.as_ref().is_some_and(|architecture| {
        let name = architecture.value.to_ascii_lowercase();
        name.contains("bert") || name.contains("embedding") || name.starts_with("t5enc")
    });
    let names = [&run.model, &run.file];
    is_of_encoder
        || names.into_iter().flatten().any(|name| {
            let name = name.value.to_ascii_lowercase();
            name.contains("embed") || name.contains("rerank")
        })
}

/// How large a model is, to tell the main one: its weights, or its file where they are not known.
fn size(run: &EngineReport) -> u64 {
    let sum = |is_wanted: &dyn Fn(Part) -> bool| {
        let buffers = run.buffers.iter().filter(|buffer| is_wanted(buffer.part));
        buffers.fold(0, |sum: u64, buffer| sum.saturating_add(buffer.size.value.bytes))
    };
    let file = run.file_size.as_ref().map_or(0, |size| size.value.bytes);
    let weights = sum(&|part| part == Part::Weights).max(file);
    if weights > 0 { weights } else { sum(&|_| true) }
}

impl Companions {
    /// Hands the main context of a load to its run: the largest that the log does not call one for drafts.
    pub(super) fn beside_the_main(mut contexts: Vec<Context>, run: &mut EngineReport) -> Vec<Companion> {
        let main = contexts
            .iter()
            .enumerate()
            .rev()
            .max_by_key(|(_, context)| (!context.is_draft, context.bytes()))
            .map_or(0, |(index, _)| index);
        if main < contexts.len() {
            contexts.swap_remove(main).hand_over(run);
        }
        let beside = contexts.into_iter().filter(|context| {
            let mut buffers = context.buffers.iter();
            buffers.any(|buffer| buffer.basis == Basis::Measured)
        });
        let of_contexts = beside.map(|context| Companion {
            role: Role::Draft,
            model: None,
            buffers: context.buffers,
        });
        let mut companions = std::mem::take(&mut run.companions);
        companions.extend(of_contexts);
        companions.truncate(COMPANIONS_MAX);
        companions
    }

    /// Whether a run was loaded beside the one before it, and did not take its place.
    pub(super) fn is_beside(&self, run: &EngineReport, before: &EngineReport) -> bool {
        if !before.has_memory() {
            return false;
        }
        if self.is_draft {
            return true;
        }
        let has_failed = run.failure.is_some() || before.failure.is_some();
        if has_failed || !run.has_memory() {
            return false;
        }
        let is_small = size(run) < size(before) / 2;
        is_small && ((is_for_embeddings(run) && !is_for_embeddings(before)) || !self.has_answered)
    }

    /// The main run with another beside it. What was answered after a draft was loaded is the main model's answer.
    pub(super) fn add(mut main: EngineReport, beside: EngineReport) -> EngineReport {
        let is_other = is_for_embeddings(&beside);
        let companion = Companion {
            role: if is_other { Role::Other } else { Role::Draft },
            model: beside
                .model
                .as_ref()
                .or(beside.file.as_ref())
                .map(|name| name.value.clone()),
            buffers: beside.buffers.clone(),
        };
        if main.companions.len() < COMPANIONS_MAX {
            main.companions.push(companion);
        }
        if beside.failure.is_some() {
            main.failure = beside.failure.clone();
        }
        if is_other && (main.has_speed() || !beside.has_speed()) {
            return main;
        }
        if !beside.has_speed() && main.has_speed() {
            return main;
        }
        with_speeds(main, beside)
    }
}
