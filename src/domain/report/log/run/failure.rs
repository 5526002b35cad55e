//! Whether a run failed, and what the engine was at.

use super::{FAILURE_SOURCES_MAX, Reader, UNREAD_MAX};
use crate::domain::report::log::failure::{Failure, FailureKind, Stage};
use crate::domain::report::log::line::Line;
use crate::domain::report::log::memory::{Basis, Part};

impl Reader {
    /// The engine says that it serves.
    pub(in crate::domain::report::log) fn serve(&mut self) {
        self.succeed();
        self.run.is_serving = true;
    }

    /// Whatever failed was tried again, and went well.
    pub(super) fn succeed(&mut self) {
        self.run.failure = None;
    }

    /// Takes a failure. Of several lines about it the one that says most counts.
    pub(in crate::domain::report::log) fn fail(
        &mut self,
        line: &Line<'_>,
        kind: FailureKind,
    ) -> &mut Failure {
        let failure = self.run.failure.get_or_insert_with(|| Failure::new(kind.clone()));
        if kind.rank() > failure.kind.rank() {
            failure.kind = kind;
        }
        if failure.sources.len() < FAILURE_SOURCES_MAX {
            failure.sources.push(line.source());
        }
        failure
    }

    /// Takes an allocation that failed, at what the engine is by what it did so far.
    pub(in crate::domain::report::log) fn run_out(
        &mut self,
        line: &Line<'_>,
        stage: Option<Stage>,
    ) -> &mut Failure {
        let so_far = self.stage();
        let failure = self.fail(line, FailureKind::OutOfMemory);
        failure.stage = stage.or(failure.stage).or(Some(so_far));
        failure
    }

    /// What the engine is at, by what it did so far.
    pub(in crate::domain::report::log) fn stage(&self) -> Stage {
        let has_weights = self
            .run
            .buffers
            .iter()
            .any(|buffer| buffer.part == Part::Weights && buffer.basis == Basis::Measured);
        if self.run.is_serving || self.n_requests > 0 || self.context.has(Part::Compute) {
            Stage::Prompt
        } else if self.context.is_begun() {
            Stage::Compute
        } else if has_weights {
            Stage::KvCache
        } else {
            Stage::Weights
        }
    }

    /// Notes a line that holds a figure or an error and was not understood.
    pub(in crate::domain::report::log) fn leave_unread(&mut self, line: &Line<'_>) {
        self.n_unread = self.n_unread.saturating_add(1);
        if self.unread.len() < UNREAD_MAX {
            self.unread.push(line.source());
        }
    }
}
