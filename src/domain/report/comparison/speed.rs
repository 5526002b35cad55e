//! Speeds: each measured one beside its estimate for the same lengths.

use super::{Agreement, CheckedModel, PageRun, Reason};
use crate::domain::estimate::{LlamaCppSettings, Placed};
use crate::domain::machine::hardware::Calibration;
use crate::domain::machine::hardware::Hardware;
use crate::domain::report::log::{self, BenchTest, EngineReport, Figure, Source, Speed};
use crate::domain::speed::CalibrationError;
use crate::domain::speed::{
    Engine, MachineSpeed, NoSpeed, Placement, Rate, SpeedEstimate, SpeedQuestion, estimate_speed,
};

/// Prompts and answers of fewer tokens say little about longer ones: what surrounds the computation decides.
pub const SHORT_RUN: u64 = 256;
/// Answers of fewer tokens are not believed for a correction.
const SHORT_ANSWER: u64 = 16;
/// Most rows of a benchmark that are compared.
const ROWS_MAX: usize = 16;
/// Longest prompt or answer that is believed, in tokens.
const TOKENS_MAX: u64 = 1 << 30;

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeedFigure {
    /// Writing.
    Decode,
    /// Reading the prompt.
    Prefill,
    /// Time to the first token.
    FirstToken,
}

/// A measured speed or time beside its estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedLine {
    /// What it is.
    pub figure: SpeedFigure,
    /// The estimate: tokens per second, for the time to the first token milliseconds.
    pub estimate: Result<Rate, NoSpeed>,
    /// The figure in thousandths of the same unit.
    pub milli: u64,
    /// Tokens that were read or written, where the log says.
    pub n_tokens: Option<u64>,
    /// Tokens in the context before them.
    pub depth: u64,
    /// Where it was read.
    pub source: Source,
    /// How far they agree.
    pub agreement: Agreement,
    /// Why they may not.
    pub reasons: Vec<Reason>,
}

/// A log with everything that its speeds depend on.
pub(super) struct Measured<'a> {
    pub log: &'a EngineReport,
    pub model: &'a CheckedModel<'a>,
    pub page: &'a PageRun<'a>,
    pub placed: Option<&'a Placed>,
    pub settings: &'a LlamaCppSettings,
    pub hardware: &'a Hardware,
}

/// What was measured.
struct Run {
    figure: SpeedFigure,
    milli: u64,
    n_tokens: Option<u64>,
    depth: u64,
    source: Source,
}

impl Measured<'_> {
    /// Every speed of the log, and the correction that the longest of them make.
    pub fn lines(&self, is_other_model: bool) -> (Vec<SpeedLine>, Result<Calibration, CalibrationError>) {
        let machine = MachineSpeed::of_hardware(self.hardware);
        let placement = match (self.placed, self.model.memory) {
            (Some(placed), Some((_, weights))) => Some(Placement::of_placed(placed, weights.input, &machine)),
            _ => self.page.placement.cloned(),
        };
        let mut lines = Vec::new();
        let mut best: [Option<(u64, SpeedEstimate, u64)>; 2] = [None, None];
        for run in self.runs() {
            let plain = placement.as_ref().map(|placement| self.estimate(placement, &run));
            let slot = match run.figure {
                SpeedFigure::Decode => best.first_mut(),
                SpeedFigure::Prefill => best.last_mut(),
                SpeedFigure::FirstToken => None,
            };
            let least = if run.figure == SpeedFigure::Decode {
                SHORT_ANSWER
            } else {
                SHORT_RUN
            };
            let tokens = run.n_tokens.unwrap_or(least);
            if let (Some(slot), Some(plain)) = (slot, plain)
                && tokens >= least
                && slot.is_none_or(|(most, ..)| tokens > most)
            {
                *slot = Some((tokens, plain, run.milli));
            }
            lines.push(self.line(run, plain, placement.as_ref(), is_other_model));
        }
        (lines, correction(best))
    }

    fn line(
        &self,
        run: Run,
        plain: Option<SpeedEstimate>,
        placement: Option<&Placement>,
        is_other_model: bool,
    ) -> SpeedLine {
        let corrected = plain.map(|plain| self.hardware.facts.calibration.apply(&plain));
        let estimate = corrected.map_or(Err(NoSpeed::ModelUnknown), |estimate| match run.figure {
            SpeedFigure::Decode => estimate.decode,
            SpeedFigure::Prefill => estimate.prefill,
            SpeedFigure::FirstToken => estimate.first_token_ms,
        });
        let agreement = match estimate {
            Err(_) => Agreement::NotEstimated,
            Ok(rate) => {
                let real = run.milli as f64 / 1e3;
                if (rate.low..=rate.high).contains(&real) {
                    Agreement::WithinRange
                } else {
                    Agreement::Outside
                }
            }
        };
        let is_short = run.n_tokens.is_some_and(|tokens| tokens < SHORT_RUN);
        let candidates = [
            (is_short, Reason::ShortRun),
            (
                placement.is_some_and(Placement::is_partial),
                Reason::SharedPlacement,
            ),
            (self.log.gpu_layers.is_none(), Reason::LayersNotStated),
            (true, Reason::OtherMachine),
        ];
        let reasons = match agreement {
            Agreement::Outside if is_other_model => vec![Reason::OtherModel],
            Agreement::Outside => candidates
                .into_iter()
                .filter(|(applies, _)| *applies)
                .map(|(_, reason)| reason)
                .collect(),
            _ => Vec::new(),
        };
        SpeedLine {
            figure: run.figure,
            estimate,
            milli: run.milli,
            n_tokens: run.n_tokens,
            depth: run.depth,
            source: run.source,
            agreement,
            reasons,
        }
    }

    fn estimate(&self, placement: &Placement, run: &Run) -> SpeedEstimate {
        let tokens = run.n_tokens.unwrap_or(0);
        let settings = self.settings;
        let model = self
            .model
            .facts
            .with_cache(settings.key_type, settings.value_type);
        estimate_speed(&SpeedQuestion {
            model: &model,
            placement,
            engine: self.engine(),
            // Half of the answer is there when half of it is written.
            context: match run.figure {
                SpeedFigure::Decode => run.depth.saturating_add(tokens / 2),
                SpeedFigure::Prefill | SpeedFigure::FirstToken => run.depth,
            },
            prompt: tokens,
            prompt_depth: run.depth,
        })
    }

    fn engine(&self) -> Engine {
        match self.log.engine {
            Some(log::Engine::Ollama) => Engine::Ollama,
            Some(log::Engine::MlxLm) => Engine::Mlx,
            Some(log::Engine::Vllm | log::Engine::Sglang | log::Engine::Transformers) => Engine::Vllm,
            Some(
                log::Engine::LlamaCpp
                | log::Engine::IkLlamaCpp
                | log::Engine::KoboldCpp
                | log::Engine::LmStudio,
            ) => Engine::LlamaCpp,
            None => self.page.engine,
        }
    }

    fn runs(&self) -> Vec<Run> {
        let log = self.log;
        let prompt = log.prefill.as_ref().and_then(|figure| figure.value.n_tokens);
        let prompt = prompt.map(|tokens| tokens.min(TOKENS_MAX));
        let run = |figure: SpeedFigure, speed: &Figure<Speed>, depth: u64| Run {
            figure,
            milli: speed.value.milli_tokens_per_s,
            n_tokens: speed.value.n_tokens.map(|tokens| tokens.min(TOKENS_MAX)),
            depth,
            source: speed.source.clone(),
        };
        let mut runs = Vec::new();
        if let Some(speed) = &log.decode {
            runs.push(run(SpeedFigure::Decode, speed, prompt.unwrap_or(0)));
        }
        if let Some(speed) = &log.prefill {
            runs.push(run(SpeedFigure::Prefill, speed, 0));
        }
        if let (Some(time), Some(_)) = (&log.first_token_us, prompt) {
            runs.push(Run {
                figure: SpeedFigure::FirstToken,
                milli: time.value,
                n_tokens: prompt,
                depth: 0,
                source: time.source.clone(),
            });
        }
        for row in log.bench.iter().take(ROWS_MAX) {
            let (figure, tokens) = match row.test {
                BenchTest::Prefill(tokens) => (SpeedFigure::Prefill, tokens),
                BenchTest::Decode(tokens) => (SpeedFigure::Decode, tokens),
                // One time for both is the speed of neither.
                BenchTest::Both { .. } => continue,
            };
            runs.push(Run {
                figure,
                milli: row.milli_tokens_per_s,
                n_tokens: Some(tokens.min(TOKENS_MAX)),
                depth: row.depth.min(TOKENS_MAX),
                source: row.source.clone(),
            });
        }
        runs
    }
}

fn correction(best: [Option<(u64, SpeedEstimate, u64)>; 2]) -> Result<Calibration, CalibrationError> {
    let [decode, prefill] = best;
    let either = decode.or(prefill).ok_or(CalibrationError::NothingToCompare)?;
    let mut estimate = either.1;
    if let Some((_, of_prefill, _)) = prefill {
        estimate.prefill = of_prefill.prefill;
    }
    let milli = |run: Option<(u64, SpeedEstimate, u64)>| run.map(|(_, _, milli)| milli);
    Calibration::of_run(&estimate, milli(decode), milli(prefill))
}
