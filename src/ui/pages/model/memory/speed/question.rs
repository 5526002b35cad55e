//! What the speed is asked of: the variant, how it is run, and where it would lie on the machine.

use std::rc::Rc;

use super::super::header::read_header::KnownHeader;
use super::super::header::use_model_header::has_header;
use crate::domain::assess::{Assessment, Rules};
use crate::domain::estimate::subject::{GgufSubject, Subject};
use crate::domain::estimate::{Fit, LlamaCppSettings, Memories, Run, Wish};
use crate::domain::machine::hardware::Hardware;
use crate::domain::model::Model;
use crate::domain::precision::quantization::Quantization;
use crate::domain::report::comparison::{CheckedModel, PageRun};
use crate::domain::speed::{
    Engine, MachineSpeed, ModelFacts, Placement, Rate, SpeedEstimate, SpeedQuestion, WeightCoding,
    estimate_decode, estimate_speed,
};
use crate::ui::same::Same;

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
    /// What decides its speed, with the cache types of the run.
    pub facts: ModelFacts,
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
        rules: &Rules,
        assessed: &Assessment,
        header: Option<&Same<KnownHeader>>,
        hardware: &Hardware,
    ) -> Option<Self> {
        let shown = model.contents.variants.get(variant)?;
        let subject = header.and_then(|known| known.subject(model, variant));
        let format = subject.as_ref().map_or(shown.format, |subject| subject.format());
        if !has_header(format) {
            return None;
        }
        let trained = subject
            .as_ref()
            .map_or(model.context_length, |subject| subject.geometry().context_length);
        let settings = rules.run.llama_cpp(trained);
        let is_own = subject.as_ref().is_some_and(|subject| subject.is_own());
        let (label, facts, engine, placement) = if is_own {
            own(header?, subject.as_deref()?, settings, rules, hardware)
        } else {
            let label = shown.quantization.as_ref().map(|found| found.label.clone());
            let basis = assessed.basis.as_ref();
            let placement = match basis {
                Some(basis) => Ok(basis.placement.clone()),
                None if settings.refusal().is_some() => Err(NoQuestion::Refused),
                None => Err(NoQuestion::DoesNotFit),
            };
            let facts = basis.map_or_else(ModelFacts::default, |basis| basis.model);
            let kernels = basis.map_or(Engine::LlamaCpp, |basis| basis.kernels);
            (label.unwrap_or_default(), facts, kernels, placement)
        };
        Some(Self {
            subject,
            label,
            facts,
            settings,
            wish: rules.run.wish(),
            engine,
            context: rules.run.context_for(trained),
            placement,
        })
    }

    fn gguf(&self) -> Option<&GgufSubject> {
        match self.subject.as_deref() {
            Some(Subject::Gguf(subject)) => Some(subject),
            _ => None,
        }
    }

    /// The answer for a prompt of so many tokens, which is never longer than the context.
    pub fn answer(&self, prompt: u64, hardware: &Hardware) -> Option<Answer> {
        let placement = self.placement.as_ref().ok()?;
        let prompt = prompt.min(self.context).max(1);
        let model = self.facts;
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

/// Label, facts, engine and placement of the reader's own file, which is no variant of the page's model.
fn own(
    header: &Same<KnownHeader>,
    subject: &Subject,
    settings: LlamaCppSettings,
    rules: &Rules,
    hardware: &Hardware,
) -> (String, ModelFacts, Engine, Result<Placement, NoQuestion>) {
    let Subject::Gguf(subject) = subject else {
        let unknown = Err(NoQuestion::DoesNotFit);
        return (String::new(), ModelFacts::default(), Engine::Vllm, unknown);
    };
    let read = header.description.gguf();
    let label = read.and_then(|read| Quantization::from_gguf_path(&read.file.name));
    let label = label.map(|found| found.label).unwrap_or_default();
    let whole = read.filter(|read| read.is_whole);
    let parameters = whole.map_or(0, |read| read.tensors().elements());
    let bytes = subject.weights.loaded();
    let coding = WeightCoding::of_label(&label);
    let facts = ModelFacts::from_geometry(&subject.geometry, parameters, bytes, coding);
    let facts = facts.with_cache(settings.key_type, settings.value_type);
    let run = Run {
        geometry: &subject.geometry,
        weights: &subject.weights,
        settings,
        wish: rules.run.wish(),
        projector: None,
        buffers: &*subject.plans,
    };
    let placement = match run.place(&Memories::of(hardware)) {
        Err(_) => Err(NoQuestion::Refused),
        Ok(placed) if placed.fit == Fit::DoesNotFit => Err(NoQuestion::DoesNotFit),
        Ok(placed) => {
            let machine = MachineSpeed::of_hardware(hardware);
            Ok(Placement::of_placed(&placed, subject.weights.input, &machine))
        }
    };
    (label, facts, Engine::LlamaCpp, placement)
}
