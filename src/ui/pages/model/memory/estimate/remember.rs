//! What is remembered for lists and verdicts.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::serving::Serving;
use super::survey::Question;
use crate::domain::assess::verdict::{DetailedNeed, RememberedEstimate};
use crate::domain::estimate::Run;
use crate::domain::estimate::subject::Subject;
use crate::domain::machine::hardware::Hardware;
use crate::domain::model::Model;
use crate::domain::run::settings::RunSettings;
use crate::web::clock;

/// How long a slice may take.
const SLICE_MS: u64 = 8;
/// How long the settings rest before every variant is worked out.
const REST_MS: u32 = 300;

/// Remembers what a run of one variant needs.
pub fn remember_one(
    remember: &Callback<Vec<RememberedEstimate>>,
    model: &Model,
    variant: usize,
    settings: RunSettings,
    need: DetailedNeed,
) {
    if let Some(entry) = entry(model, variant, settings, need) {
        remember.emit(vec![entry]);
    }
}

/// The need of the variant that is looked at; `None` for the reader's own file, which is no variant of the model.
pub fn need_of(question: &Question, hardware: &Hardware) -> Option<DetailedNeed> {
    if question.subject.is_own() {
        return None;
    }
    let trained = question.subject.geometry().context_length;
    let bytes = match &*question.subject {
        Subject::Gguf(subject) => question.run(subject).place(&question.memories).ok()?.needed(),
        Subject::Config(subject) => {
            let serving = Serving::of(subject, question.settings, hardware)?.ok()?;
            serving.needed().likely
        }
    };
    need(bytes, question.settings, trained)
}

fn need(bytes: u64, settings: RunSettings, trained: Option<u64>) -> Option<DetailedNeed> {
    let context = u32::try_from(settings.context_for(trained)).ok()?;
    Some(DetailedNeed { bytes, context })
}

fn entry(
    model: &Model,
    variant: usize,
    settings: RunSettings,
    need: DetailedNeed,
) -> Option<RememberedEstimate> {
    Some(RememberedEstimate {
        id: model.id.clone(),
        variant: model.contents.variants.get(variant)?.key.clone(),
        run: settings.text(),
        need,
    })
}

/// Remembers what every variant of the model needs: run by default, which is what lists show, and as it is set now.
#[hook]
pub fn use_remembering(
    model: Rc<Model>,
    variant: usize,
    question: Option<Question>,
    hardware: Rc<Hardware>,
    remember: &Callback<Vec<RememberedEstimate>>,
) {
    let remember = remember.clone();
    use_effect_with(
        (model, variant, question, hardware),
        move |(model, variant, question, hardware)| {
            let is_wanted = Rc::new(Cell::new(true));
            if let Some(question) = question.clone().filter(|question| !question.subject.is_own()) {
                let (model, hardware, variant) = (model.clone(), Rc::clone(hardware), *variant);
                let is_wanted = Rc::clone(&is_wanted);
                spawn_local(async move {
                    TimeoutFuture::new(REST_MS).await;
                    let mut all = vec![RunSettings::default()];
                    if question.settings != RunSettings::default() {
                        all.push(question.settings);
                    }
                    for settings in all {
                        let question = Question {
                            settings,
                            ..question.clone()
                        };
                        if let Some(found) = work(&model, variant, &question, &hardware, &is_wanted).await {
                            remember.emit(found);
                        }
                    }
                });
            }
            move || is_wanted.set(false)
        },
    );
}

async fn work(
    model: &Model,
    variant: usize,
    question: &Question,
    hardware: &Hardware,
    is_wanted: &Cell<bool>,
) -> Option<Vec<RememberedEstimate>> {
    let Subject::Gguf(subject) = &*question.subject else {
        let need = need_of(question, hardware).filter(|_| is_wanted.get())?;
        return Some(
            entry(model, variant, question.settings, need)
                .into_iter()
                .collect(),
        );
    };
    let trained = subject.geometry.context_length;
    let mut found = Vec::new();
    let mut slice_began = clock::now_ms();
    for (index, weights) in subject.variants.iter().zip(&subject.variant_weights) {
        if clock::now_ms().saturating_sub(slice_began) >= SLICE_MS {
            TimeoutFuture::new(0).await;
            slice_began = clock::now_ms();
        }
        if !is_wanted.get() {
            return None;
        }
        let run = Run {
            weights,
            ..question.run(subject)
        };
        let placed = run.place(&question.memories).ok();
        let need = placed.and_then(|placed| need(placed.needed(), question.settings, trained));
        found.extend(need.and_then(|need| entry(model, *index, question.settings, need)));
    }
    Some(found)
}
