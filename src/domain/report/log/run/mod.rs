//! Folding lines into runs: what begins a new run, what replaces and what adds to what was read before.

mod failure;
mod memory;
mod retire;

use crate::domain::report::log::EngineLog;
use crate::domain::report::log::context::Context;
use crate::domain::report::log::figure::{Amount, Figure, Source};
use crate::domain::report::log::line::Line;
use crate::domain::report::log::memory::{Buffer, Part};
use crate::domain::report::log::report::{BenchRow, Engine, EngineReport};
use crate::domain::report::log::request::{Phase, Request, Said};

/// More memory than any machine has: a pebibyte.
const AMOUNT_MAX: u64 = 1 << 50;
/// Buffers that a run has at most: a few for each of 32 GPUs. More lines of hostile text are passed over.
const BUFFERS_MAX: usize = 256;
/// Rows of the memory table and of benchmarks, likewise.
const ROWS_MAX: usize = 256;
/// Contexts and companions of a load, likewise.
const CONTEXTS_MAX: usize = 8;
/// Devices that an engine finds, likewise.
const FOUND_MAX: usize = 64;
/// Lines that a failure is told with.
const FAILURE_SOURCES_MAX: usize = 4;
/// Lines that are shown as not understood.
const UNREAD_MAX: usize = 20;

/// Whether a second line about the same buffer replaces the first or adds to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domain::report::log) enum Repeated {
    /// The engine made it anew.
    Replaces,
    /// It is another one under the same name: a second file, a second cache.
    Adds,
}

/// The run that is being read, and the last one before it.
#[derive(Default)]
pub(in crate::domain::report::log) struct Reader {
    run: EngineReport,
    request: Request,
    n_requests: u32,
    /// Earlier contexts of this load.
    contexts: Vec<Context>,
    context: Context,
    /// The next context or model is for drafts: the log says so.
    expects_draft: bool,
    is_draft: bool,
    previous: Option<(EngineReport, u32)>,
    n_runs: u32,
    n_implausible: u32,
    n_unread: u32,
    unread: Vec<Source>,
    /// What the columns of the table that is being read are.
    pub table: Option<crate::domain::report::log::tables::Table>,
    /// The row of a document that is being put together.
    pub documents: crate::domain::report::log::bench_documents::Documents,
    /// Where the vision projector lies.
    pub projector_device: Option<String>,
    /// Whether the heading of `ollama ps` was the last table line.
    pub has_process_heading: bool,
    /// Tokens of a block of vLLM's cache.
    pub block_tokens: Option<u64>,
    /// Whether a serving engine said how it begins.
    has_start: bool,
    /// Whether it said so after the figures: then it can be of the run that follows too.
    is_start_late: bool,
    /// Buffers of a draft model, where a worker loads it after the main one.
    draft_buffers: Option<Vec<Buffer>>,
}

impl Reader {
    /// The run.
    pub(in crate::domain::report::log) fn run(&mut self) -> &mut EngineReport {
        &mut self.run
    }

    /// The context that is being made.
    pub(in crate::domain::report::log) fn context(&mut self) -> &mut Context {
        &mut self.context
    }

    /// Notes the engine. Programs that run llama.cpp or PyTorch inside say more by their names.
    pub(in crate::domain::report::log) fn saw(&mut self, engine: Engine) {
        let before = self.run.engine;
        let is_general = matches!(before, None | Some(Engine::LlamaCpp | Engine::Transformers));
        if is_general && (before.is_none() || engine != Engine::Transformers) {
            self.run.engine = Some(engine);
        }
    }

    /// A model begins to load.
    pub(in crate::domain::report::log) fn begin_load(&mut self) {
        self.request.finish(&mut self.run);
        let has_any = !self.run.is_empty() || !self.context.buffers.is_empty() || self.context.is_begun();
        if has_any && !self.is_expectation() {
            self.retire();
        }
        self.is_draft |= std::mem::take(&mut self.expects_draft) && self.previous.is_some();
    }

    /// The first context of the load.
    pub(in crate::domain::report::log) fn main_context(&mut self) -> &mut Context {
        self.contexts.first_mut().unwrap_or(&mut self.context)
    }

    /// A serving engine says how it begins. A log can show it after figures of the same run.
    pub(in crate::domain::report::log) fn begin_serving(&mut self, engine: Engine) {
        let run = &self.run;
        let is_over = run.failure.is_some()
            || (self.has_start && (run.is_serving || run.has_speed() || run.cache_tokens.is_some()));
        if is_over {
            self.begin_load();
        }
        self.is_start_late = !self.run.is_empty();
        self.has_start = true;
        self.saw(engine);
    }

    /// A worker of a serving engine loads weights: another run, if it had loaded some and gone on.
    pub(in crate::domain::report::log) fn begin_weights(&mut self, worker: &str) {
        let run = &self.run;
        let has_gone_on = self.context.is_begun() || run.cache_tokens.is_some();
        let has_weights = self.taken(worker, Part::Weights).is_some();
        if !(run.failure.is_some() || (has_weights && has_gone_on)) {
            return;
        }
        let start = self.is_start_late.then(|| EngineReport {
            engine: run.engine,
            model: run.model.clone(),
            quantization: run.quantization.clone(),
            context: run.context.clone(),
            ..EngineReport::default()
        });
        self.begin_load();
        if let Some(start) = start {
            self.run = start;
        }
    }

    /// What a worker takes from here on is for a draft model.
    pub(in crate::domain::report::log) fn begin_draft_of_worker(&mut self) {
        let _ = self.draft_buffers.get_or_insert_with(Vec::new);
    }

    /// The log says that what comes next is for drafts.
    pub(in crate::domain::report::log) fn expect_draft(&mut self) {
        self.expects_draft = true;
    }

    /// A context begins. Within one load it is beside the first one.
    pub(in crate::domain::report::log) fn begin_context(&mut self) {
        if !self.context.is_begun() {
            return;
        }
        let is_draft = std::mem::take(&mut self.expects_draft);
        let next = Context {
            is_draft,
            ..Context::default()
        };
        let before = std::mem::replace(&mut self.context, next);
        if self.contexts.len() < CONTEXTS_MAX {
            self.contexts.push(before);
        }
    }

    /// A context begins, if the one before it is complete: its compute buffers are made last.
    pub(in crate::domain::report::log) fn begin_context_after_compute(&mut self) {
        if self.context.has(Part::Compute) {
            self.begin_context();
        }
    }

    /// Takes a row of llama-bench.
    pub(in crate::domain::report::log) fn add_bench_row(&mut self, row: BenchRow) {
        if self.run.bench.len() < ROWS_MAX {
            self.run.bench.push(row);
        }
    }

    /// Takes the sum of all memory.
    pub(in crate::domain::report::log) fn set_total(&mut self, line: &Line<'_>, total: Amount) {
        if !self.is_implausible(total.bytes) {
            self.run.total = Some(line.figure(total));
        }
    }

    /// Takes something about the request that is being answered.
    pub(in crate::domain::report::log) fn say(&mut self, line: &Line<'_>, phase: Phase, said: Said) {
        self.n_requests = self.n_requests.saturating_add(1);
        if matches!(said, Said::Rate(rate) if rate > 0) && phase == Phase::Decode {
            self.succeed();
        }
        self.request.take(phase, said, line.source(), &mut self.run);
    }

    /// Takes a speed that replaces the one before, whatever it was measured over.
    pub(in crate::domain::report::log) fn say_at_once(&mut self, line: &Line<'_>, phase: Phase, said: Said) {
        self.say(line, phase, said);
        self.request.finish(&mut self.run);
    }

    /// Takes a speed of another trial over as many tokens as the one before.
    pub(in crate::domain::report::log) fn say_again(&mut self, line: &Line<'_>, phase: Phase, rate: u64) {
        self.say(line, phase, Said::Rate(rate));
        let kept = match phase {
            Phase::Prefill => &self.run.prefill,
            Phase::Decode => &self.run.decode,
        };
        let n_tokens = kept.as_ref().and_then(|kept| kept.value.n_tokens);
        if let Some(n_tokens) = n_tokens.filter(|_| !self.request.has_tokens(phase)) {
            self.request
                .take(phase, Said::Tokens(n_tokens), line.source(), &mut self.run);
        }
    }

    fn is_implausible(&mut self, bytes: u64) -> bool {
        let is_implausible = bytes > AMOUNT_MAX;
        if is_implausible {
            self.n_implausible = self.n_implausible.saturating_add(1);
        }
        is_implausible
    }

    /// The last run; `None` if there is none with a figure.
    pub(in crate::domain::report::log) fn finish(mut self, n_bytes_skipped: usize) -> Option<EngineLog> {
        self.retire();
        let (report, _) = self.previous?;
        Some(EngineLog {
            report,
            n_runs: self.n_runs,
            n_implausible: self.n_implausible,
            n_bytes_skipped,
            n_unread: self.n_unread,
            unread: self.unread,
        })
    }
}

/// A run with the speeds of another, and with its sums where it has none.
pub(in crate::domain::report::log) fn with_speeds(
    mut run: EngineReport,
    speeds: EngineReport,
) -> EngineReport {
    run.engine = run.engine.or(speeds.engine);
    run.decode = speeds.decode;
    run.prefill = speeds.prefill;
    run.first_token_us = speeds.first_token_us.or(run.first_token_us);
    run.load_us = run.load_us.or(speeds.load_us);
    run.bench = speeds.bench;
    run.total = run.total.or(speeds.total);
    run.gpu_percent = run.gpu_percent.or(speeds.gpu_percent);
    run.failure = speeds.failure.or(run.failure);
    run.is_serving |= speeds.is_serving;
    run
}

/// A figure, unless the other is known.
pub(in crate::domain::report::log) fn keep<T>(slot: &mut Option<Figure<T>>, figure: Option<Figure<T>>) {
    if figure.is_some() {
        *slot = figure;
    }
}
