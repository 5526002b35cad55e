//! Folding lines into runs: what begins a new run, what replaces and what adds to what was read before.

use super::EngineLog;
use super::line::{Line, cut};
use super::report::{
    Amount, Basis, BenchRow, Buffer, DeviceMemory, Engine, EngineReport, Figure, Part, Place,
};
use super::request::{Phase, Request, Said};

/// More memory than any machine has: a pebibyte.
const AMOUNT_MAX: u64 = 1 << 50;
/// Buffers that a run has at most: a few for each of 32 GPUs. More lines of hostile text are passed over.
const BUFFERS_MAX: usize = 256;
/// Rows of the memory table and of benchmarks, likewise.
const ROWS_MAX: usize = 256;

/// Whether a second line about the same buffer replaces the first or adds to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeated {
    /// The engine made it anew.
    Replaces,
    /// It is another one under the same name: a second file, a second cache.
    Adds,
}

/// The run that is being read, and the last one before it.
#[derive(Default)]
pub(super) struct Reader {
    run: EngineReport,
    request: Request,
    n_requests: u32,
    /// The context's part of the buffers of an earlier context of this load, if it was larger.
    other_context: Vec<Buffer>,
    /// The whole KV cache, where devices are not told apart.
    whole_cache: Option<Figure<Amount>>,
    previous: Option<(EngineReport, u32)>,
    n_runs: u32,
    has_draft: bool,
    n_implausible: u32,
    /// What the columns of the llama-bench table are.
    pub bench_columns: Option<super::llama_bench::Columns>,
    /// Where the vision projector lies.
    pub projector_device: Option<String>,
    /// Whether the heading of `ollama ps` was the last table line.
    pub has_process_heading: bool,
}

/// Whether the part is made for a context, and not for a model.
const fn is_of_context(part: Part) -> bool {
    matches!(
        part,
        Part::KvCache | Part::RecurrentState | Part::Compute | Part::Output
    )
}

fn sum(buffers: &[Buffer], is_wanted: impl Fn(Part) -> bool) -> u64 {
    let wanted = buffers.iter().filter(|buffer| is_wanted(buffer.part));
    wanted.fold(0, |sum, buffer| sum.saturating_add(buffer.size.value.bytes))
}

impl Reader {
    /// The run.
    pub(super) fn run(&mut self) -> &mut EngineReport {
        &mut self.run
    }

    /// Notes the engine. Ollama and LM Studio run llama.cpp inside, so their names say more.
    pub(super) fn saw(&mut self, engine: Engine) {
        let engine_before = self.run.engine;
        if engine_before.is_none() || engine_before == Some(Engine::LlamaCpp) {
            self.run.engine = Some(engine);
        }
    }

    /// A model begins to load.
    pub(super) fn begin_load(&mut self) {
        self.request.finish(&mut self.run);
        if !self.run.is_empty() && !self.is_expectation() {
            self.retire();
        }
    }

    /// A context begins. Within one load it is beside the first one (a draft's), and the larger is the main one.
    pub(super) fn begin_context(&mut self) {
        if !self.has_context() {
            return;
        }
        self.set_context_aside();
        self.has_draft = true;
    }

    fn set_context_aside(&mut self) {
        let buffers = std::mem::take(&mut self.run.buffers);
        let (context, model): (Vec<_>, Vec<_>) =
            buffers.into_iter().partition(|buffer| is_of_context(buffer.part));
        self.run.buffers = model;
        if sum(&context, |_| true) > sum(&self.other_context, |_| true) {
            self.other_context = context;
        }
    }

    fn has_context(&self) -> bool {
        let mut measured = self
            .run
            .buffers
            .iter()
            .filter(|buffer| buffer.basis == Basis::Measured);
        measured.any(|buffer| is_of_context(buffer.part))
    }

    /// Takes a buffer.
    pub(super) fn add_buffer(
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
        if part == Part::Weights && repeated == Repeated::Adds && self.has_context() {
            self.begin_load();
        }
        if basis == Basis::Measured {
            self.forget_expectation();
        }
        let name = cut(name);
        let buffers = &mut self.run.buffers;
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

    /// Forgets what the engine expected, now that it says what it took.
    fn forget_expectation(&mut self) {
        let run = &mut self.run;
        let n_buffers = run.buffers.len();
        run.buffers.retain(|buffer| buffer.basis == Basis::Measured);
        run.devices.retain(|row| row.basis == Basis::Measured);
        if run.buffers.len() < n_buffers {
            run.total = None;
        }
    }

    /// Whether everything so far is what the engine expects of the load that it is about to begin.
    fn is_expectation(&self) -> bool {
        let run = &self.run;
        let has_any = !run.buffers.is_empty() || !run.devices.is_empty();
        has_any
            && !run.has_speed()
            && run.buffers.iter().all(|buffer| buffer.basis == Basis::Expected)
            && run.devices.iter().all(|row| row.basis == Basis::Expected)
    }

    /// Forgets every buffer: the engine begins to distribute the model anew.
    pub(super) fn distribute_anew(&mut self) {
        self.run.buffers.clear();
        self.run.total = None;
    }

    /// Takes the size of a whole KV cache.
    pub(super) fn add_whole_cache(&mut self, line: &Line<'_>, size: Amount) {
        if !self.is_implausible(size.bytes) {
            let before = self.whole_cache.take().map(|cache| cache.value);
            self.whole_cache = Some(line.figure(before.unwrap_or_default().plus(size)));
        }
    }

    /// Takes a row of the memory table.
    pub(super) fn add_device(&mut self, row: DeviceMemory) {
        let largest = row.own.bytes.max(row.total.unwrap_or_default().bytes);
        if !self.is_implausible(largest) && self.run.devices.len() < ROWS_MAX {
            self.run.devices.push(row);
        }
    }

    /// Takes a row of llama-bench.
    pub(super) fn add_bench_row(&mut self, row: BenchRow) {
        if self.run.bench.len() < ROWS_MAX {
            self.run.bench.push(row);
        }
    }

    /// Takes the sum of all memory.
    pub(super) fn set_total(&mut self, line: &Line<'_>, total: Amount) {
        if !self.is_implausible(total.bytes) {
            self.run.total = Some(line.figure(total));
        }
    }

    /// Takes something about the request that is being answered.
    pub(super) fn say(&mut self, line: &Line<'_>, phase: Phase, said: Said) {
        self.n_requests = self.n_requests.saturating_add(1);
        self.request.take(phase, said, line.source(), &mut self.run);
    }

    /// Takes a speed that replaces the one before, whatever it was measured over.
    pub(super) fn say_at_once(&mut self, line: &Line<'_>, phase: Phase, said: Said) {
        self.say(line, phase, said);
        self.request.finish(&mut self.run);
    }

    fn is_implausible(&mut self, bytes: u64) -> bool {
        let is_implausible = bytes > AMOUNT_MAX;
        if is_implausible {
            self.n_implausible = self.n_implausible.saturating_add(1);
        }
        is_implausible
    }

    /// The run is over; what follows is the next one.
    fn retire(&mut self) {
        self.request.finish(&mut self.run);
        if !self.other_context.is_empty() {
            self.set_context_aside();
            let context = std::mem::take(&mut self.other_context);
            self.run.buffers.extend(context);
        }
        if let Some(size) = self.whole_cache.take() {
            let is_known = self.run.buffers.iter().any(|buffer| buffer.part == Part::KvCache);
            if !is_known && self.run.buffers.len() < BUFFERS_MAX {
                // Logs that give only the sum are older than those that offload in part.
                let is_on_gpu = self
                    .run
                    .gpu_layers
                    .as_ref()
                    .is_some_and(|layers| layers.value.on_gpu > 0);
                self.run.buffers.push(Buffer {
                    name: String::new(),
                    place: if is_on_gpu { Place::Device } else { Place::Host },
                    part: Part::KvCache,
                    size,
                    basis: Basis::Measured,
                });
            }
        }
        let run = std::mem::take(&mut self.run);
        let n_requests = std::mem::take(&mut self.n_requests);
        if run.is_empty() {
            return;
        }
        let Some((before, n_requests_before)) = self.previous.take() else {
            self.n_runs = 1;
            self.previous = Some((run, n_requests));
            return;
        };
        let weights = |run: &EngineReport| sum(&run.buffers, |part| part == Part::Weights);
        let is_draft = n_requests_before == 0 && run.has_memory() && weights(&run) < weights(&before) / 2;
        if is_draft {
            self.has_draft = true;
            self.previous = Some((with_speeds(before, run), n_requests));
        } else if before.buffers.is_empty() && before.devices.is_empty() && !run.has_speed() {
            // The answer or the list of processes was pasted first, the log of its server after it.
            self.previous = Some((with_speeds(run, before), n_requests_before));
        } else {
            self.n_runs = self.n_runs.saturating_add(1);
            self.previous = Some((run, n_requests));
        }
    }

    /// The last run; `None` if there is none with a figure.
    pub(super) fn finish(mut self, n_bytes_skipped: usize) -> Option<EngineLog> {
        self.retire();
        let (report, _) = self.previous?;
        Some(EngineLog {
            report,
            n_runs: self.n_runs,
            has_draft: self.has_draft,
            n_implausible: self.n_implausible,
            n_bytes_skipped,
        })
    }
}

/// A run with the speeds of another, and with its sums where it has none.
fn with_speeds(mut run: EngineReport, speeds: EngineReport) -> EngineReport {
    run.engine = run.engine.or(speeds.engine);
    run.decode = speeds.decode;
    run.prefill = speeds.prefill;
    run.first_token_us = speeds.first_token_us.or(run.first_token_us);
    run.load_us = run.load_us.or(speeds.load_us);
    run.bench = speeds.bench;
    run.total = run.total.or(speeds.total);
    run.gpu_percent = run.gpu_percent.or(speeds.gpu_percent);
    run
}
