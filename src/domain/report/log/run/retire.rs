//! What becomes of a run when the next one begins.

use super::{Reader, with_speeds};
use crate::domain::report::log::companions::{Companions, is_for_embeddings};
use crate::domain::report::log::report::{Companion, Role};

impl Reader {
    /// The run is over; what follows is the next one.
    pub(super) fn retire(&mut self) {
        self.request.finish(&mut self.run);
        let mut run = std::mem::take(&mut self.run);
        let mut contexts = std::mem::take(&mut self.contexts);
        contexts.push(std::mem::take(&mut self.context));
        run.companions = Companions::beside_the_main(contexts, &mut run);
        if let Some(buffers) = self.draft_buffers.take() {
            run.companions.push(Companion {
                role: Role::Draft,
                model: None,
                buffers,
            });
        }
        let n_requests = std::mem::take(&mut self.n_requests);
        let is_draft = std::mem::take(&mut self.is_draft);
        self.table = None;
        self.has_start = false;
        self.is_start_late = false;
        self.block_tokens = None;
        if run.is_empty() {
            // What was found and planned belongs to the load that follows.
            self.run = run;
            return;
        }
        let Some((before, n_requests_before)) = self.previous.take() else {
            self.n_runs = 1;
            self.previous = Some((run, n_requests));
            return;
        };
        let companions = Companions {
            is_draft,
            has_answered: n_requests_before > 0,
        };
        if companions.is_beside(&run, &before) {
            let is_other = is_for_embeddings(&run);
            let main = Companions::add(before, run);
            let answered = if is_other { n_requests_before } else { n_requests };
            self.previous = Some((main, answered));
        } else if is_for_embeddings(&before) && !is_for_embeddings(&run) && run.has_memory() {
            self.previous = Some((Companions::add(run, before), n_requests));
        } else if before.buffers.is_empty()
            && before.devices.is_empty()
            && before.failure.is_none()
            && !run.has_speed()
        {
            // The answer or the list of processes was pasted first, the log of its server after it.
            self.previous = Some((with_speeds(run, before), n_requests_before));
        } else {
            self.n_runs = self.n_runs.saturating_add(1);
            self.previous = Some((run, n_requests));
        }
    }
}
