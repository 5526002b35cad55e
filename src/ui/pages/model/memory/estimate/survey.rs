//! What takes many sums: how each variant fits at each context, how far the context goes, and what would help. It is
//! worked out in short slices after the page has shown the sum itself, and the last answer stays until the next is there.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::domain::estimate::subject::{GgufSubject, Subject};
use crate::domain::estimate::{Change, GpuLayers, Memories, Placed, Run};
use crate::domain::run::settings::{CellFit, RunSettings, cell_fit, context_stops, wholly_on_devices};
use crate::web::clock;

/// How long a slice may take: half a frame.
const SLICE_MS: u64 = 8;

/// How a variant fits at a context.
pub type Row = (usize, Vec<CellFit>);

/// The answers that do not depend on the chosen context.
#[derive(Clone, Default, PartialEq)]
pub struct Survey {
    /// Contexts of the grid, in tokens.
    pub stops: Vec<u64>,
    /// One row for each variant, as far as they are worked out.
    pub rows: Vec<Row>,
    /// The largest context wholly on the devices.
    pub largest_on_devices: Option<u64>,
    /// The largest context with the wished placement.
    pub largest: Option<u64>,
    /// Whether all of it is worked out.
    pub is_done: bool,
}

/// What a survey is about.
#[derive(Clone)]
pub struct Question {
    /// The model.
    pub subject: Rc<Subject>,
    /// How it is run.
    pub settings: RunSettings,
    /// The machine.
    pub memories: Rc<Memories>,
}

impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        let is_same_machine = Rc::ptr_eq(&self.memories, &other.memories) || self.memories == other.memories;
        Rc::ptr_eq(&self.subject, &other.subject) && self.settings == other.settings && is_same_machine
    }
}

impl Question {
    /// The run that the settings describe, for the variant that is looked at.
    pub fn run<'a>(&self, subject: &'a GgufSubject) -> Run<'a> {
        let trained = subject.geometry.context_length;
        Run {
            geometry: &subject.geometry,
            weights: &subject.weights,
            settings: self.settings.llama_cpp(trained),
            wish: self.settings.wish(),
            projector: subject
                .projector
                .as_ref()
                .filter(|_| self.settings.projector)
                .map(|(projector, ..)| *projector),
            buffers: &*subject.plans,
        }
    }

    /// The same with another context for each conversation.
    pub fn run_at<'a>(&self, subject: &'a GgufSubject, context: u64) -> Run<'a> {
        let mut run = self.run(subject);
        run.settings.context = context.saturating_mul(run.settings.sequences);
        run
    }

    /// The largest context of a conversation that the controls offer.
    pub fn longest(&self) -> u64 {
        let trained = self.subject.geometry().context_length;
        trained.filter(|trained| *trained > 0).unwrap_or(131_072)
    }
}

/// Surveys a question; the question is compared without its context.
#[hook]
pub fn use_survey(question: Option<Question>) -> Rc<Survey> {
    let survey = use_state(|| Rc::new(Survey::default()));
    let question = question.map(|question| Question {
        settings: RunSettings {
            context: None,
            ..question.settings
        },
        ..question
    });
    {
        let survey = survey.setter();
        use_effect_with(question, move |question| {
            let is_wanted = Rc::new(Cell::new(true));
            if let Some(question) = question.clone() {
                let is_wanted = Rc::clone(&is_wanted);
                spawn_local(async move { work(question, is_wanted, survey).await });
            }
            move || is_wanted.set(false)
        });
    }
    Rc::clone(&*survey)
}

async fn work(question: Question, is_wanted: Rc<Cell<bool>>, survey: UseStateSetter<Rc<Survey>>) {
    let Subject::Gguf(subject) = &*question.subject else {
        return;
    };
    // The page is drawn first.
    TimeoutFuture::new(0).await;
    let longest = question.longest();
    let sequences = question.run(subject).settings.sequences.max(1);
    let most = longest.saturating_mul(sequences);
    let each = |context: Option<u64>| context.map(|context| context / sequences);
    let mut found = Survey {
        stops: context_stops(longest),
        ..Survey::default()
    };
    if !is_wanted.get() {
        return;
    }
    let memories = &*question.memories;
    let run = question.run(subject);
    found.largest_on_devices = each(wholly_on_devices(&run, memories).largest_context(memories, most));
    found.largest = if found.largest_on_devices == Some(longest) && run.wish.layers == GpuLayers::AsFit {
        Some(longest)
    } else {
        TimeoutFuture::new(0).await;
        each(run.largest_context(memories, most))
    };
    let mut slice_began = clock::now_ms();
    for (index, weights) in subject.variants.iter().zip(&subject.variant_weights) {
        let mut fits = Vec::with_capacity(found.stops.len());
        for stop in &found.stops {
            if clock::now_ms().saturating_sub(slice_began) >= SLICE_MS {
                TimeoutFuture::new(0).await;
                slice_began = clock::now_ms();
            }
            if !is_wanted.get() {
                return;
            }
            // What does not fit at a context does not at a longer one.
            let fit = match fits.last() {
                Some(CellFit::No) => CellFit::No,
                _ => {
                    let run = Run {
                        weights,
                        ..question.run_at(subject, *stop)
                    };
                    cell_fit(&run, memories)
                }
            };
            fits.push(fit);
        }
        found.rows.push((*index, fits));
    }
    found.is_done = true;
    if is_wanted.get() {
        survey.set(Rc::new(found));
    }
}

/// What would make a run fit; where it fits with a part in system memory, what would bring it wholly onto the devices.
pub fn helpful_changes(question: &Question, subject: &GgufSubject, placed: &Placed) -> Vec<Change> {
    let run = question.run(subject);
    let memories = &*question.memories;
    let is_whole = memories.devices.is_empty() || placed.is_wholly_on_devices();
    if placed.fit == crate::domain::estimate::Fit::DoesNotFit {
        run.changes(memories, &subject.variant_weights)
    } else if is_whole {
        Vec::new()
    } else {
        wholly_on_devices(&run, memories).changes(memories, &subject.variant_weights)
    }
}
