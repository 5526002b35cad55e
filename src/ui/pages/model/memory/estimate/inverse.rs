//! What would fit: the best variant, and the smallest single changes that help.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::survey::{Question, helpful_changes};
use crate::domain::estimate::subject::{GgufSubject, Subject};
use crate::domain::estimate::{ChangeKind, Fit, GpuLayers};
use crate::domain::model::Model;
use crate::domain::run::settings::{RunPlacement, RunSettings};
use crate::ui::figures;
use crate::ui::messages::t;

/// How long a question rests before it is worked on: these answers take long, and a slider asks many.
const REST_MS: u32 = 120;

/// A change that helps, with the memory that is needed then.
#[derive(Clone, Copy, PartialEq)]
pub struct Help {
    /// What to change. Contexts are those of each conversation; variants are places in the model's list.
    pub kind: ChangeKind,
    /// Bytes needed in all memories together.
    pub needed: u64,
    /// Whether it then lies wholly on the devices.
    pub is_on_devices: bool,
}

/// What would fit.
#[derive(Clone, PartialEq)]
pub struct Answers {
    /// Whether it fits as it is.
    pub fits: bool,
    /// The best variant that fits: its place, the memory it needs, and whether it lies wholly on the devices.
    pub best: Option<Help>,
    /// What would help.
    pub changes: Vec<Help>,
}

/// Works out the answers once the question rests; the last ones stay until then.
#[hook]
pub fn use_answers(question: Option<Question>) -> Option<Rc<Answers>> {
    let answers = use_state(|| None::<Rc<Answers>>);
    {
        let answers = answers.setter();
        use_effect_with(question, move |question| {
            let is_wanted = Rc::new(Cell::new(true));
            if let Some(question) = question.clone() {
                let is_wanted = Rc::clone(&is_wanted);
                spawn_local(async move {
                    TimeoutFuture::new(REST_MS).await;
                    if let Subject::Gguf(subject) = &*question.subject
                        && is_wanted.get()
                    {
                        answers.set(answer(&question, subject).map(Rc::new));
                    }
                });
            }
            move || is_wanted.set(false)
        });
    }
    (*answers).clone()
}

fn answer(question: &Question, subject: &GgufSubject) -> Option<Answers> {
    let run = question.run(subject);
    let memories = &*question.memories;
    let placed = run.place(memories).ok()?;
    let sequences = run.settings.sequences.max(1);
    let variant = |place: usize| subject.variants.get(place).copied();
    let best = run.best_variant(memories, &subject.variant_weights);
    let best = best.and_then(|(place, placed)| {
        Some(Help {
            kind: ChangeKind::Variant(variant(place)?),
            needed: placed.needed(),
            is_on_devices: placed.is_wholly_on_devices(),
        })
    });
    let fits = placed.fit != Fit::DoesNotFit;
    let changes = helpful_changes(question, subject, &placed).into_iter();
    let changes = changes.filter_map(|change| {
        let kind = match change.kind {
            ChangeKind::Variant(place) => ChangeKind::Variant(variant(place)?),
            ChangeKind::Context(context) => ChangeKind::Context(context / sequences),
            // That is how it runs already.
            ChangeKind::GpuLayers(_) | ChangeKind::HostExperts(_) if fits => return None,
            kind => kind,
        };
        Some(Help {
            kind,
            needed: change.placed.needed(),
            is_on_devices: change.placed.is_wholly_on_devices(),
        })
    });
    Some(Answers {
        fits,
        best,
        changes: changes.collect(),
    })
}

/// The settings with a change; a variant is not among the settings.
pub fn with_change(settings: RunSettings, kind: ChangeKind, trained: Option<u64>) -> RunSettings {
    let small = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    match kind {
        ChangeKind::Variant(_) => settings,
        ChangeKind::Context(context) => settings.with_context(context, trained),
        ChangeKind::CacheType(cache_type) => settings.with_cache_type(cache_type),
        ChangeKind::Sequences(sequences) => RunSettings {
            sequences: small(sequences),
            ..settings
        },
        ChangeKind::HostExperts(_) | ChangeKind::GpuLayers(_) => RunSettings {
            placement: RunPlacement::Automatic,
            ..settings
        },
    }
}

/// The answers with their buttons.
pub fn answers_html(
    answers: Option<&Rc<Answers>>,
    question: &Question,
    model: &Model,
    shown: usize,
    on_change: &Callback<ChangeKind>,
) -> Html {
    let text = t::memory();
    let Some(answers) = answers else {
        return html! { <p class="muted small">{ text.working }</p> };
    };
    let has_devices = !question.memories.devices.is_empty();
    let label = |index: usize| {
        let variant = model.contents.variants.get(index);
        let quantization = variant.and_then(|variant| variant.quantization.as_ref());
        quantization
            .map_or(t::model().not_stated_quantization, |known| &known.label)
            .to_owned()
    };
    let best = answers.best.map(|best| match best.kind {
        ChangeKind::Variant(index) if index == shown => {
            html! { <p>{ (text.best_is_shown)(&label(index), best.is_on_devices || !has_devices) }</p> }
        }
        ChangeKind::Variant(index) => html! {
            <p>{ (text.best)(&label(index), &figures::size(best.needed), best.is_on_devices || !has_devices) }{ " " }
                { button((text.show)(&label(index)), best.kind, on_change) }
            </p>
        },
        _ => html! {},
    });
    let is_lonely = answers.changes.is_empty() && !answers.fits;
    let wants_devices = answers.fits && question.run_wants_more();
    html! {
        <div class="memory-answers">
            { best.unwrap_or_else(|| html! { <p>{ text.best_none }</p> }) }
            if !answers.changes.is_empty() || is_lonely {
                <h4>{ if wants_devices { text.help_onto_devices } else { text.help } }</h4>
                <ul role="list" class="memory-help">
                    { for answers.changes.iter().map(|help| {
                        let words = match help.kind {
                            ChangeKind::Variant(index) => (text.change_variant)(&label(index)),
                            kind => (text.change)(kind, &figures::integer(context_of(kind))),
                        };
                        html! {
                            <li key={words.clone()}>
                                { button(words, help.kind, on_change) }
                                <span class="muted small">{ (text.then_needs)(&figures::size(help.needed)) }</span>
                            </li>
                        }
                    }) }
                </ul>
                if is_lonely {
                    <p>{ text.help_none }</p>
                }
            }
        </div>
    }
}

const fn context_of(kind: ChangeKind) -> u64 {
    match kind {
        ChangeKind::Context(context) => context,
        ChangeKind::Sequences(count) | ChangeKind::HostExperts(count) | ChangeKind::GpuLayers(count) => count,
        ChangeKind::Variant(_) | ChangeKind::CacheType(_) => 0,
    }
}

fn button(words: String, kind: ChangeKind, on_change: &Callback<ChangeKind>) -> Html {
    let on_change = on_change.clone();
    html! {
        <button type="button" class="button" onclick={Callback::from(move |_: MouseEvent| on_change.emit(kind))}>
            { words }
        </button>
    }
}

impl Question {
    /// Whether the settings let anything lie on devices that the machine has.
    fn run_wants_more(&self) -> bool {
        let Subject::Gguf(subject) = &*self.subject else {
            return false;
        };
        !self.memories.devices.is_empty() && self.run(subject).wish.layers != GpuLayers::Count(0)
    }
}
