//! What a run takes: buffers, caches, tables, plans and the devices that were found.

use super::{AMOUNT_MAX, BUFFERS_MAX, FOUND_MAX, ROWS_MAX, Reader, Repeated};
use crate::domain::report::log::context::is_of_context;
use crate::domain::report::log::figure::Amount;
use crate::domain::report::log::line::{Line, cut};
use crate::domain::report::log::memory::{Basis, Buffer, DeviceMemory, FoundDevice, Part, Place, Plan};

impl Reader {
    /// Takes a buffer.
    pub(in crate::domain::report::log) fn add_buffer(
        &mut self,
        line: &Line<'_>,
        name: &str,
        (part, basis): (Part, Basis),
        size: Amount,
        repeated: Repeated,
    ) {
        if self.is_implausible(size.bytes) {
            return;
        }
        // Weights that add up, after a context: another load, whose other lines the log leaves out. (Where they replace, it
        // is the next worker of a server that speaks.)
        let is_draft = self.draft_buffers.is_some();
        if part == Part::Weights && repeated == Repeated::Adds && self.context.is_begun() && !is_draft {
            self.begin_load();
        }
        // llama.cpp makes caches, states and outputs before it computes; what it makes later is another context's.
        let is_made_once = matches!(part, Part::KvCache | Part::RecurrentState) && repeated == Repeated::Adds;
        if is_made_once || part == Part::Output {
            self.begin_context_after_compute();
        }
        if basis == Basis::Measured {
            self.forget_expectation();
        }
        if part == Part::Compute && basis == Basis::Measured {
            self.succeed();
        }
        let name = cut(name);
        let buffers = match &mut self.draft_buffers {
            Some(buffers) => buffers,
            None if is_of_context(part) => &mut self.context.buffers,
            None => &mut self.run.buffers,
        };
        let is_full = buffers.len() >= BUFFERS_MAX;
        let same = buffers
            .iter_mut()
            .find(|buffer| buffer.part == part && buffer.name == name);
        match same {
            Some(buffer) => {
                let sum = match repeated {
                    Repeated::Replaces => size,
                    Repeated::Adds => buffer.size.value.plus(size),
                };
                buffer.size = line.figure(sum);
            }
            None if is_full => {}
            None => buffers.push(Buffer {
                place: Place::of_buffer(&name),
                name,
                part,
                size: line.figure(size),
                basis,
            }),
        }
    }

    /// What a worker took for a purpose so far.
    pub(in crate::domain::report::log) fn taken(&self, name: &str, part: Part) -> Option<Amount> {
        let buffers = self.run.buffers.iter().chain(&self.context.buffers);
        let mut same = buffers.filter(|buffer| buffer.part == part && buffer.name == name);
        same.next().map(|buffer| buffer.size.value)
    }

    /// Forgets what the engine expected, now that it says what it took.
    fn forget_expectation(&mut self) {
        let run = &mut self.run;
        let n_buffers = run.buffers.len();
        run.buffers.retain(|buffer| buffer.basis == Basis::Measured);
        self.context
            .buffers
            .retain(|buffer| buffer.basis == Basis::Measured);
        run.devices.retain(|row| row.basis == Basis::Measured);
        if run.buffers.len() < n_buffers {
            run.total = None;
        }
    }

    /// Whether everything so far is what the engine expects of the load that it is about to begin.
    pub(super) fn is_expectation(&self) -> bool {
        let run = &self.run;
        let mut buffers = run.buffers.iter().chain(&self.context.buffers);
        let has_any = !run.buffers.is_empty() || !run.devices.is_empty();
        has_any
            && !run.has_speed()
            && run.failure.is_none()
            && buffers.all(|buffer| buffer.basis == Basis::Expected)
            && run.devices.iter().all(|row| row.basis == Basis::Expected)
    }

    /// Forgets every buffer: the engine begins to distribute the model anew.
    pub(in crate::domain::report::log) fn distribute_anew(&mut self) {
        self.run.buffers.clear();
        self.context.buffers.clear();
        self.run.total = None;
    }

    /// Takes the size of a whole KV cache, of which a context can have two.
    pub(in crate::domain::report::log) fn add_whole_cache(&mut self, line: &Line<'_>, size: Amount) {
        if !self.is_implausible(size.bytes) {
            self.begin_context_after_compute();
            let before = self.context.whole_cache.take().map(|cache| cache.value);
            self.context.whole_cache = Some(line.figure(before.unwrap_or_default().plus(size)));
        }
    }

    /// Takes a row of the memory table. If one row is a plan, the table is.
    pub(in crate::domain::report::log) fn add_device(&mut self, mut row: DeviceMemory) {
        let largest = row.own.bytes.max(row.total.unwrap_or_default().bytes);
        if self.is_implausible(largest) || self.run.devices.len() >= ROWS_MAX {
            return;
        }
        let is_plan = |row: &DeviceMemory| row.basis == Basis::Expected;
        let has_run = self.context.is_begun() || self.n_requests > 0;
        let is_fitting = self.run.plan.is_some() && !has_run;
        if is_plan(&row) || is_fitting || self.run.devices.iter().any(is_plan) {
            row.basis = Basis::Expected;
        }
        self.run.devices.push(row);
        self.settle_table();
    }

    /// Makes a table a plan of which one row is.
    fn settle_table(&mut self) {
        let rows = &mut self.run.devices;
        if rows.last().is_some_and(|row| row.basis == Basis::Expected) {
            for row in rows.iter_mut() {
                row.basis = Basis::Expected;
                row.unaccounted = None;
            }
        }
    }

    /// Takes what the engine says while it looks for settings that fit. Tables before it are plans.
    pub(in crate::domain::report::log) fn plan(&mut self, line: &Line<'_>, is_anew: bool) -> &mut Plan {
        let is_over = self.context.is_begun() || self.run.has_speed() || self.run.failure.is_some();
        if is_over {
            self.begin_load();
        }
        for row in &mut self.run.devices {
            row.basis = Basis::Expected;
            row.unaccounted = None;
        }
        if is_anew {
            self.run.plan = None;
        }
        let plan = self.run.plan.get_or_insert_with(|| line.figure(Plan::default()));
        &mut plan.value
    }

    /// Takes a device that the engine found.
    pub(in crate::domain::report::log) fn find_device(&mut self, device: FoundDevice) {
        let is_lying = |amount: Option<Amount>| amount.is_some_and(|amount| amount.bytes > AMOUNT_MAX);
        if is_lying(device.total) || is_lying(device.free) {
            self.n_implausible = self.n_implausible.saturating_add(1);
            return;
        }
        let found = &mut self.run.found;
        let is_full = found.len() >= FOUND_MAX;
        let known = found.iter_mut().find(|known| known.name == device.name);
        match known {
            Some(known) => {
                known.total = device.total.or(known.total);
                known.free = device.free.or(known.free);
                if !device.description.is_empty() {
                    known.description = device.description;
                }
            }
            None if is_full => {}
            None => found.push(device),
        }
    }
}
