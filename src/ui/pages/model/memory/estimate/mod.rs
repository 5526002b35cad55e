//! Memory in detail: what a run of the variant on the page really needs, where it lies, and what would fit.
//!
//! The sum of the settings is worked out while the page is drawn (`llama_cpp`, `serving`); what takes many sums follows
//! in slices (`survey`, `inverse`). The settings live in the address (`use_run_settings`).

mod bars;
mod commands;
mod context_control;
mod controls;
mod curve;
mod grid;
mod inverse;
mod llama_cpp;
mod methods;
mod serving;
mod steps;
mod survey;
mod use_run_settings;

use std::rc::Rc;

use yew::prelude::*;

use self::commands::RunLikeThis;
use self::controls::controls;
use self::llama_cpp::LlamaCppAnswer;
use self::methods::{DetailedSum, methods};
use self::serving::{served as serving_of, serving_html};
use self::survey::Question;
use self::use_run_settings::use_run_settings;
use super::header::use_model_header::{Activity, UseModelHeader};
use crate::domain::app::route::Page;
use crate::domain::app::stored::Settings;
use crate::domain::assess::{Assessment, assess_variant};
use crate::domain::estimate::Memories;
use crate::domain::estimate::serving::{Engine, PartKind, ServingVerdict};
use crate::domain::estimate::subject::Subject;
use crate::domain::model::Model;
use crate::domain::model::RepoId;
use crate::domain::run::settings::{RefusedPart, RunSettings};
use crate::ui::components::notice::Notice;
use crate::ui::context::PageContext;
use crate::ui::figures;
use crate::ui::hooks::use_route::{Entry, Navigation};
use crate::ui::messages::t;
use crate::web::document;

/// Properties of [`MemoryInDetail`].
#[derive(Properties, PartialEq)]
pub struct MemoryInDetailProps {
    /// The model.
    pub model: Rc<Model>,
    /// The place of the variant among the model's.
    pub variant: usize,
    /// How it is run, as the address says.
    pub run: AttrValue,
    /// What is known of its header.
    pub header: UseModelHeader,
    /// The address, the settings and the machine.
    pub page: PageContext,
}

/// What was read last, which stays while the next variant's header is read.
#[derive(Clone)]
struct Last {
    id: RepoId,
    subject: Rc<Subject>,
}

/// The panel.
#[component]
pub fn MemoryInDetail(props: &MemoryInDetailProps) -> Html {
    let text = t::memory();
    let navigation = use_context::<Navigation>().unwrap_or_default();
    let hardware = props.page.machine.hardware.clone();
    let memories = use_memo(hardware.clone(), |hardware| Memories::of(hardware));
    let subject = use_subject(props);
    let write = {
        let (model, variant, navigation) = (props.model.clone(), props.variant, navigation.clone());
        let (settings, set) = (props.page.settings.settings, props.page.settings.set.clone());
        let (assessing, hardware) = (props.page.assessing.clone(), hardware.clone());
        Callback::from(move |run: RunSettings| {
            let assessed = assessing.assess(&model, &hardware, &run.text());
            if let Some(required) = assessed.variants.get(variant).and_then(Assessment::required) {
                document::announce(&(t::memory().announced)(&figures::size(required)));
            }
            // How one model is run is how the next one will be.
            set.emit(Settings {
                run: run.usual(),
                ..settings
            });
            go(&navigation, &model, variant, run);
        })
    };
    let run = use_run_settings(props.run.clone(), props.page.assessing.rules.run, write);
    let question = subject.as_ref().map(|subject| Question {
        subject: Rc::clone(subject),
        settings: run.settings,
        memories: memories.clone(),
    });
    let on_open = {
        let (model, set) = (props.model.clone(), run.set.clone());
        Callback::from(move |(variant, settings): (usize, RunSettings)| {
            set.emit(settings);
            go(&navigation, &model, variant, settings);
        })
    };
    let body = match &question {
        Some(question) => found(props, question, &run.set, &on_open),
        None => html! { <div class="slot">{ not_yet(props) }</div> },
    };
    let is_busy = matches!(props.header.activity, Activity::Reading { .. });
    html! {
        <section class="section memory" aria-labelledby="memory-title" aria-busy={is_busy.to_string()}>
            <h2 id="memory-title">{ text.title }</h2>
            <div class="slot">
                if !run.refused.is_empty() {
                    { refused(&run.refused) }
                }
            </div>
            { body }
        </section>
    }
}

/// The subject of the header; while another header of the same repository is read, the last one with the new variant's
/// files, since the geometry of all its variants is the same.
#[hook]
fn use_subject(props: &MemoryInDetailProps) -> Option<Rc<Subject>> {
    let last = use_mut_ref(|| None::<Last>);
    let last_known = use_mut_ref(|| None);
    if let Some(known) = &props.header.known {
        last_known.replace(Some((props.model.id.clone(), known.clone())));
    }
    let known = last_known
        .borrow()
        .clone()
        .filter(|(id, _)| *id == props.model.id);
    let subject = use_memo(
        (known.map(|(_, known)| known), props.model.clone(), props.variant),
        |(known, model, variant)| known.as_ref().and_then(|known| known.subject(model, *variant)),
    );
    if let Some(subject) = &*subject {
        last.replace(Some(Last {
            id: props.model.id.clone(),
            subject: Rc::clone(subject),
        }));
    }
    let is_reading = matches!(props.header.activity, Activity::Reading { .. });
    let kept = last
        .borrow()
        .clone()
        .filter(|last| is_reading && last.id == props.model.id);
    (*subject).clone().or_else(|| kept.map(|last| last.subject))
}

fn go(navigation: &Navigation, model: &Model, variant: usize, settings: RunSettings) {
    let page = Page::Model {
        id: model.id.clone(),
        variant: model
            .contents
            .variants
            .get(variant)
            .map(|variant| variant.key.clone()),
        run: settings.text(),
    };
    navigation.go(page, Entry::Replace);
}

fn refused(parts: &[RefusedPart]) -> Html {
    let text = t::memory();
    let words: Vec<String> = parts
        .iter()
        .take(4)
        .map(|part| match part {
            RefusedPart::NotUnderstood(part) => (text.refused_part)(part),
            RefusedPart::TooMany => text.refused_many.to_owned(),
        })
        .collect();
    Notice::warning(words.join(" ").into()).title(text.refused).html()
}

/// What stands there before anything is known, or when nothing will be.
fn not_yet(props: &MemoryInDetailProps) -> Html {
    let text = t::memory();
    let words = match &props.header.activity {
        Activity::Reading { .. } => text.reading,
        Activity::Failed { .. } => text.failed,
        Activity::Idle => text.no_estimate,
    };
    html! { <p class="muted">{ words }</p> }
}

fn found(
    props: &MemoryInDetailProps,
    question: &Question,
    set: &Callback<RunSettings>,
    on_open: &Callback<(usize, RunSettings)>,
) -> Html {
    let has_devices = !question.memories.devices.is_empty();
    html! {
        <div class="stack memory__body">
            { controls(&question.subject, question.settings, set, question.longest(), has_devices) }
            { match &*question.subject {
                Subject::Gguf(_) => html! {
                    <LlamaCppAnswer
                        model={props.model.clone()}
                        variant={props.variant}
                        question={question.clone()}
                        page={props.page.clone()}
                        set={set.clone()}
                        on_open={on_open.clone()}
                    />
                },
                Subject::Config(_) => served(props, question),
            } }
        </div>
    }
}

fn served(props: &MemoryInDetailProps, question: &Question) -> Html {
    let text = t::memory();
    let Subject::Config(subject) = &*question.subject else {
        return html! { <div></div> };
    };
    let hardware = &props.page.machine.hardware;
    let serving = match serving_of(subject, question.settings, hardware) {
        Some(Ok(serving)) => serving,
        Some(Err(engine)) => {
            let words = match engine {
                Engine::Mlx => text.needs_apple.to_owned(),
                engine => (text.needs_gpu)(engine.name()),
            };
            return html! { <div>{ Notice::new(words.into()).html() }</div> };
        }
        None => return html! { <div><p class="muted">{ text.no_estimate }</p></div> },
    };
    let of_all = |bytes: u64| bytes.saturating_mul(serving.devices());
    let detailed = DetailedSum {
        weights: of_all(serving.sum(|kind| kind == PartKind::Weights).likely),
        context: of_all(
            serving
                .sum(|kind| matches!(kind, PartKind::KvCache | PartKind::RecurrentState))
                .likely,
        ),
        needed: serving.needed().likely,
        tokens: question
            .settings
            .context_for(question.subject.geometry().context_length),
    };
    let devices = u32::try_from(serving.devices()).unwrap_or(1);
    let fits = !matches!(serving.estimate.verdict, ServingVerdict::DoesNotFit { .. });
    html! {
        <div class="stack">
            { serving_html(&serving) }
            <h3>{ text.methods_title }</h3>
            { methods(standard(props), detailed, &props.page.settings, subject.is_own) }
            { run_like_this(props.model.clone(), props.variant, question, None, devices, fits) }
        </div>
    }
}

fn standard(props: &MemoryInDetailProps) -> Option<crate::domain::estimate::StandardEstimate> {
    let variant = props.model.contents.variants.get(props.variant)?;
    let (hardware, rules) = (&props.page.machine.hardware, &props.page.assessing.rules);
    assess_variant(&props.model, variant, None, hardware, rules).standard
}

/// The command, with its heading.
fn run_like_this(
    model: Rc<Model>,
    variant: usize,
    question: &Question,
    placed: Option<&crate::domain::estimate::Placed>,
    devices: u32,
    fits: bool,
) -> Html {
    let is_own = question.subject.is_own();
    if !fits {
        return html! {
            <section class="memory__part" aria-labelledby="memory-run-title">
                <h3 id="memory-run-title">{ t::memory().run_title }</h3>
                <p class="muted">{ t::memory().no_command_for_what_does_not_fit }</p>
            </section>
        };
    }
    let written = commands::write(
        &model,
        variant,
        &question.subject,
        question.settings,
        placed,
        devices,
    );
    html! {
        <section class="memory__part" aria-labelledby="memory-run-title">
            <h3 id="memory-run-title">{ t::memory().run_title }</h3>
            if let Some(written) = written.filter(|_| !is_own) {
                <RunLikeThis {model} {variant} settings={question.settings} {written} />
            } else {
                <p class="muted">{ t::memory().no_runner }</p>
            }
        </section>
    }
}
