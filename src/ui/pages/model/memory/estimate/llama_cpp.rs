//! The answer for llama.cpp and the programs built on it: the sum in each memory, pictures, and what would fit.

use std::rc::Rc;

use yew::prelude::*;

use super::bars::bars;
use super::curve::{curve, curve_figure};
use super::grid::{fit_key, grid};
use super::inverse::{answers_html, use_answers, with_change};
use super::methods::{DetailedSum, methods};
use super::run_like_this;
use super::steps::steps;
use super::survey::{Question, use_survey};
use crate::domain::assess::assess_variant;
use crate::domain::estimate::subject::{GgufSubject, Subject};
use crate::domain::estimate::{ChangeKind, Fit, Placed, Refusal};
use crate::domain::model::Model;
use crate::domain::run::settings::columns;
use crate::domain::run::settings::{CellFit, RunSettings};
use crate::ui::components::icon::icon;
use crate::ui::components::notice::Notice;
use crate::ui::context::PageContext;
use crate::ui::figures;
use crate::ui::messages::t;

/// Properties of [`LlamaCppAnswer`].
#[derive(Properties, PartialEq)]
pub struct LlamaCppAnswerProps {
    /// The model.
    pub model: Rc<Model>,
    /// The place of the variant among the model's.
    pub variant: usize,
    /// What is asked.
    pub question: Question,
    /// The address, the settings and the machine.
    pub page: PageContext,
    /// Sets the settings.
    pub set: Callback<RunSettings>,
    /// Opens a variant with settings.
    pub on_open: Callback<(usize, RunSettings)>,
}

/// The answer.
#[component]
pub fn LlamaCppAnswer(props: &LlamaCppAnswerProps) -> Html {
    let question = &props.question;
    let survey = use_survey(Some(question.clone()));
    let answers = use_answers(Some(question.clone()));
    let any_context = Question {
        settings: RunSettings {
            context: None,
            ..question.settings
        },
        ..question.clone()
    };
    let curve = use_memo(any_context, |question| curve(question).map(Rc::new));
    let Subject::Gguf(subject) = &*question.subject else {
        return html! { <div></div> };
    };
    let placed = match question.run(subject).place(&question.memories) {
        Ok(placed) => placed,
        Err(refusal) => return refused(refusal, props),
    };
    let text = t::memory();
    let trained = subject.geometry.context_length;
    let context = question.settings.context_for(trained);
    let hardware = &props.page.machine.hardware;
    let has_devices = !question.memories.devices.is_empty();
    let columns = columns(&placed, &question.memories, hardware, &subject.weights);
    let settings = question.settings.llama_cpp(trained);
    let on_cell = {
        let (on_open, settings) = (props.on_open.clone(), question.settings);
        Callback::from(move |(variant, context)| {
            on_open.emit((variant, settings.with_context(context, trained)))
        })
    };
    let on_change = {
        let (on_open, settings, shown) = (props.on_open.clone(), question.settings, props.variant);
        Callback::from(move |kind: ChangeKind| {
            let variant = match kind {
                ChangeKind::Variant(index) => index,
                _ => shown,
            };
            on_open.emit((variant, with_change(settings, kind, trained)));
        })
    };
    let sum = placed.detailed.sum();
    let detailed = DetailedSum {
        weights: sum.weights,
        context: sum.context(),
        needed: placed.needed(),
        tokens: context,
    };
    html! {
        <div class="stack memory__answer">
            { verdict(&placed, subject, has_devices) }
            { bars(&columns) }
            <div class="memory__pair">
                { curve_figure(curve.as_ref().as_ref(), question, &survey, context) }
                <section class="memory__part" aria-labelledby="memory-answers-title">
                    <h3 id="memory-answers-title">{ text.answers_title }</h3>
                    { answers_html(answers.as_ref(), question, &props.model, props.variant, &on_change) }
                </section>
            </div>
            <div class="slot">
            if !subject.is_own {
                <section class="memory__part" aria-labelledby="memory-grid-title">
                    <h3 id="memory-grid-title">{ text.grid_title }</h3>
                    { grid(&props.model, &survey, (props.variant, context), has_devices, &on_cell) }
                </section>
            }
            </div>
            <section class="memory__part" aria-labelledby="memory-methods-title">
                <h3 id="memory-methods-title">{ text.methods_title }</h3>
                { methods(standard(props, subject), detailed, &props.page.settings, subject.is_own) }
            </section>
            { steps(subject, &settings, &placed) }
            { run_like_this(props.model.clone(), props.variant, question, Some(&placed), 1, placed.fit != Fit::DoesNotFit) }
        </div>
    }
}

fn standard(
    props: &LlamaCppAnswerProps,
    subject: &GgufSubject,
) -> Option<crate::domain::estimate::StandardEstimate> {
    let model: &Model = &props.model;
    let variant = model
        .contents
        .variants
        .get(props.variant)
        .filter(|_| !subject.is_own)?;
    let (hardware, rules) = (&props.page.machine.hardware, &props.page.assessing.rules);
    assess_variant(model, variant, None, hardware, rules).standard
}

fn refused(refusal: Refusal, props: &LlamaCppAnswerProps) -> Html {
    let text = t::memory();
    let (set, settings) = (props.set.clone(), props.question.settings);
    let onclick = Callback::from(move |_: MouseEvent| {
        set.emit(RunSettings {
            flash_attention: true,
            ..settings
        });
    });
    let Refusal::QuantizedValuesWithoutFlashAttention = refusal;
    html! {
        <div>
            { Notice::warning(text.needs_flash_attention.into())
                .actions(html! { <button type="button" class="button" {onclick}>{ text.switch_flash_attention_on }</button> })
                .html() }
        </div>
    }
}

/// How it fits, in one sentence with the sum.
fn verdict(placed: &Placed, subject: &GgufSubject, has_devices: bool) -> Html {
    let text = t::memory();
    let fit = match placed.fit {
        Fit::DoesNotFit => CellFit::No,
        _ if has_devices && !placed.is_wholly_on_devices() => CellFit::WithSystemMemory,
        Fit::Tight => CellFit::Tight,
        Fit::Fits => CellFit::Fits,
    };
    let word = if has_devices {
        (text.fit)(fit)
    } else {
        (text.fit_in_system)(fit)
    };
    let needed = placed.needed();
    let layers = (has_devices && fit == CellFit::WithSystemMemory)
        .then(|| (text.layers_on_devices)(placed.gpu_layers, placed.all_layers, placed.host_experts));
    let range = placed.detailed.range(&subject.geometry, &subject.weights);
    let beside = needed.saturating_sub(placed.detailed.total());
    let (low, high) = (
        range.low.saturating_add(beside),
        range.high.saturating_add(beside),
    );
    let high = (high < u64::MAX).then(|| figures::size(high));
    let range_words = (figures::size(low) != figures::size(needed) || high.is_none())
        .then(|| (text.between)(&figures::size(low), high.as_deref()));
    html! {
        <p class="memory-verdict" data-fit={fit_key(fit)}>
            { icon(super::grid::fit_glyph(fit)) }
            <span>
                <strong>{ capitalized(word) }</strong>{ ". " }
                <strong data-quantity="detailed-memory" data-bytes={needed.to_string()}>
                    { figures::size(needed) }
                </strong>
                { " " }{ range_words.map_or_else(String::new, |range| format!("{range} ")) }{ text.needed_words }
                { layers.map_or_else(String::new, |layers| format!(" {layers}")) }
            </span>
        </p>
    }
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}
