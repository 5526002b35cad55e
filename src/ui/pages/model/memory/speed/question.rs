//! What the speed is asked of: the variant, how it is run, and where it would lie on the machine.

use std::rc::Rc;

use super::super::header::read_header::KnownHeader;
use super::super::header::use_model_header::has_header;
use crate::domain::estimate::serving;
use crate::domain::estimate::subject::{GgufSubject, Subject};
use crate::domain::estimate::{Fit, LlamaCppSettings, Memories, Run, Wish};
use crate::domain::machine::hardware::Hardware;
use crate::domain::model::Model;
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::Quantization;
use crate::domain::report::comparison::{CheckedModel, PageRun, scaled_cache};
use crate::domain::run::command::Runner;
use crate::domain::run::settings::{Estimator, RunSettings, estimator};
use crate::domain::speed::{
    Engine, MachineSpeed, ModelFacts, Placement, Rate, SpeedEstimate, SpeedQuestion, WeightCoding,
    estimate_decode, estimate_speed, place,
};
use crate::ui::same::Same;

/// Bytes that lie beside weights and cache on each device of an engine whose memory is not worked out here.
const BESIDE_BYTES: u64 = 1 << 30;

/// Why no speed is estimated at all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum NoQuestion {
    /// It does not fit.
    DoesNotFit,
    /// The engine would refuse the settings.
    Refused,
}

/// A variant as it would run.
pub struct Question {
    subject: Option<Rc<Subject>>,
    label: String,
    facts: ModelFacts,
    settings: LlamaCppSettings,
    wish: Wish,
    /// The program.
    pub engine: Engine,
    /// Tokens of the context.
    pub context: u64,
    /// Where it would lie, or why not.
    pub placement: Result<Placement, NoQuestion>,
}

/// A question answered for one length of the prompt.
pub struct Answer {
    /// The speeds, with the correction of the profile.
    pub estimate: SpeedEstimate,
    /// Writing with a full context, where that is longer than the prompt.
    pub at_full: Option<Rate>,
    /// What the cache takes of a token with this prompt in it, in bytes.
    pub cache_bytes: Option<u64>,
    /// Tokens of the prompt.
    pub prompt: u64,
}

impl Question {
    /// The question about a variant. `None` for formats that nothing is known about.
    pub fn of(
        model: &Model,
        variant: usize,
        run: &str,
        header: Option<&Same<KnownHeader>>,
        hardware: &Hardware,
    ) -> Option<Self> {
        let shown = model.contents.variants.get(variant)?;
        let subject = header.and_then(|known| known.subject(model, variant));
        let format = subject.as_ref().map_or(shown.format, |subject| subject.format());
        if !has_header(format) {
            return None;
        }
        let run = RunSettings::parse(run).0;
        let is_own = subject.as_ref().is_some_and(|subject| subject.is_own());
        let label = match header.and_then(|known| known.description.gguf()) {
            Some(read) if is_own => Quantization::from_gguf_path(&read.file.name).map(|found| found.label),
            _ => shown.quantization.as_ref().map(|found| found.label.clone()),
        };
        let label = label.unwrap_or_default();
        let file_bytes = match subject.as_deref() {
            Some(Subject::Gguf(subject)) => subject.weights.loaded(),
            _ if is_own => 0,
            _ => shown.size().unwrap_or(0),
        };
        let whole = header
            .and_then(|known| known.description.gguf())
            .filter(|read| read.is_whole)
            .map(|read| read.tensors().elements());
        let listed = model.parameters.filter(|_| !is_own).map(|known| known.count);
        let parameters = whole.or(listed).unwrap_or(0);
        let coding = WeightCoding::of_label(&label);
        let facts = match &subject {
            Some(subject) => ModelFacts::from_geometry(subject.geometry(), parameters, file_bytes, coding),
            None => ModelFacts::from_listing(model.id.as_str(), parameters, file_bytes, &label),
        };
        let trained = subject
            .as_ref()
            .map_or(model.context_length, |subject| subject.geometry().context_length);
        let settings = run.llama_cpp(trained);
        let context = run.context_for(trained);
        let engine = engine_of(&run, format);
        let mut question = Self {
            subject,
            label,
            facts,
            settings,
            wish: run.wish(),
            engine,
            context,
            placement: Err(NoQuestion::DoesNotFit),
        };
        question.placement = question.place(hardware);
        Some(question)
    }

    fn gguf(&self) -> Option<&GgufSubject> {
        match self.subject.as_deref() {
            Some(Subject::Gguf(subject)) => Some(subject),
            _ => None,
        }
    }

    /// The model with the cache types that are set.
    pub fn facts(&self) -> ModelFacts {
        ModelFacts {
            kv_bytes_per_token: self
                .facts
                .kv_bytes_per_token
                .map(|bytes| scaled_cache(bytes, &self.settings)),
            ..self.facts
        }
    }

    fn place(&self, hardware: &Hardware) -> Result<Placement, NoQuestion> {
        let machine = MachineSpeed::of_hardware(hardware);
        if let Some(subject) = self.gguf() {
            let run = Run {
                geometry: &subject.geometry,
                weights: &subject.weights,
                settings: self.settings,
                wish: self.wish,
                projector: None,
            };
            let placed = run.place(&Memories::of(hardware));
            let placed = placed.map_err(|_| NoQuestion::Refused)?;
            if placed.fit == Fit::DoesNotFit {
                return Err(NoQuestion::DoesNotFit);
            }
            return Ok(Placement::of_placed(&placed, subject.weights.input, &machine));
        }
        let facts = self.facts();
        let cache = facts.kv_bytes_per_token.unwrap_or(0).saturating_mul(self.context);
        let beside = BESIDE_BYTES.saturating_add(cache);
        place(&facts, beside, &machine, self.engine, self.context).map_err(|_| NoQuestion::DoesNotFit)
    }

    /// The answer for a prompt of so many tokens, which is never longer than the context.
    pub fn answer(&self, prompt: u64, hardware: &Hardware) -> Option<Answer> {
        let placement = self.placement.as_ref().ok()?;
        let prompt = prompt.min(self.context).max(1);
        let model = self.facts();
        let question = SpeedQuestion {
            model: &model,
            placement,
            engine: self.engine,
            context: prompt,
            prompt,
            prompt_depth: 0,
        };
        let calibration = &hardware.facts.calibration;
        let full = SpeedQuestion {
            context: self.context,
            ..question
        };
        let at_full = estimate_decode(&full).ok().map(|(rate, _)| {
            let of_decode = SpeedEstimate {
                decode: Ok(rate),
                ..estimate_speed(&full)
            };
            calibration.apply(&of_decode).decode
        });
        Some(Answer {
            estimate: calibration.apply(&estimate_speed(&question)),
            at_full: at_full
                .and_then(Result::ok)
                .filter(|_| self.context > prompt.saturating_mul(2)),
            cache_bytes: model.kv_bytes_per_token.map(|bytes| bytes.saturating_mul(prompt)),
            prompt,
        })
    }

    /// The model and the run for a comparison with a log.
    pub fn checked(&self) -> (CheckedModel<'_>, PageRun<'_>) {
        let model = CheckedModel {
            memory: self.gguf().map(|subject| (&subject.geometry, &subject.weights)),
            label: &self.label,
            facts: self.facts,
        };
        let page = PageRun {
            engine: self.engine,
            settings: self.settings,
            wish: self.wish,
            placement: self.placement.as_ref().ok(),
        };
        (model, page)
    }
}

fn engine_of(run: &RunSettings, format: Format) -> Engine {
    let Some(runner) = run.runner_for(format) else {
        return Engine::LlamaCpp;
    };
    match (runner, estimator(runner, format)) {
        (Runner::Ollama, Estimator::LlamaCpp) => Engine::Ollama,
        (_, Estimator::LlamaCpp) => Engine::LlamaCpp,
        (_, Estimator::Serving(serving::Engine::Mlx)) => Engine::Mlx,
        (_, Estimator::Serving(_)) => Engine::Vllm,
    }
}
