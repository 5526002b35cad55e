//! One assessed model of the result list.

use std::rc::Rc;

use yew::prelude::*;

use super::checks::nothing_to_assess;
use super::grade_badge::repository_badge;
use super::memory_bar::{BarNeed, small_memory_bar};
use crate::domain::assess::{
    Assessment, FormatCheck, Likeness, Method, ModelAssessment, QuantizationCheck, WritingSpeed,
};
use crate::domain::machine::hardware::AvailableMemory;
use crate::domain::model::variant::Variant;
use crate::domain::model::{Gated, Model, ModelKind};
use crate::domain::precision::format::Format;
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::figures;
use crate::ui::messages::t;

/// Quantizations that a row names; with more variants it only counts them.
const NAMED_QUANTIZATIONS_MAX: usize = 3;

/// Properties of [`ResultRow`].
#[derive(Properties, PartialEq)]
pub struct ResultRowProps {
    /// The model.
    pub model: Rc<Model>,
    /// Its assessment.
    pub assessment: Rc<ModelAssessment>,
    /// The machine's memory.
    pub memory: AvailableMemory,
    /// Address of its page.
    pub href: AttrValue,
}

/// One assessed model of the result list.
#[component]
pub fn ResultRow(props: &ResultRowProps) -> Html {
    let model = &*props.model;
    html! {
        <li class="row" data-model={model.id.to_string()}>
            <div class="row__main">
                <a class="row__id" href={props.href.clone()} aria-label={model.id.as_str().to_owned()}>
                    if let Some(owner) = model.id.owner() {
                        <span class="row__owner">{ owner }{ "/" }<wbr /></span>
                    }
                    { model.id.name() }
                </a>
                <div class="facts">{ for weight_facts(model) }</div>
                <div class="facts">{ for hub_facts(model) }</div>
            </div>
            <div class="row__verdict">{ verdict(model, &props.assessment, props.memory) }</div>
        </li>
    }
}

fn weight_facts(model: &Model) -> impl Iterator<Item = Html> {
    let variants = &model.contents.variants;
    let is_there = |format: &Format| variants.iter().any(|variant| variant.format == *format);
    let formats: Vec<&str> = Format::ALL
        .into_iter()
        .filter(is_there)
        .map(Format::name)
        .collect();
    let mut labels: Vec<&str> = Vec::new();
    for variant in variants {
        let label = variant
            .quantization
            .as_ref()
            .map_or(t::explore().unstated_quantization, |quantization| {
                &quantization.label
            });
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let quantizations = if labels.len() > NAMED_QUANTIZATIONS_MAX {
        (t::explore().quantizations)(labels.len())
    } else {
        labels.join(", ")
    };
    let facts = [
        model
            .parameters
            .map(|parameters| html! { <strong>{ figures::parameters_phrase(parameters) }</strong> }),
        (!formats.is_empty()).then(|| html! { <span>{ formats.join(", ") }</span> }),
        (!quantizations.is_empty()).then(|| html! { <span>{ quantizations }</span> }),
        model.task.as_ref().map(|task| {
            let class = (task == "text-generation").then_some("row__usual");
            html! { <span {class}>{ task }</span> }
        }),
        (model.gated != Gated::No)
            .then(|| html! { <span class="fact">{ icon(Glyph::Lock) }{ t::explore().gated }</span> }),
    ];
    facts.into_iter().flatten()
}

fn hub_facts(model: &Model) -> impl Iterator<Item = Html> {
    let counted = |glyph: Glyph, number: u64, phrase: fn(&str) -> String| {
        let number = figures::compact(number);
        html! {
            <span class="fact" title={phrase(&number)}>
                { icon(glyph) }
                <span aria-hidden="true">{ &number }</span>
                <span class="sr-only">{ phrase(&number) }</span>
            </span>
        }
    };
    let facts = [
        model
            .downloads
            .map(|number| counted(Glyph::Download, number, t::explore().downloads)),
        model
            .likes
            .map(|number| counted(Glyph::Heart, number, t::explore().likes)),
        model.last_modified.map(|day| {
            html! {
                <span class="fact" title={figures::date(day)}>
                    { icon(Glyph::Clock) }
                    { (t::explore().updated)(&figures::days_ago(day)) }
                </span>
            }
        }),
    ];
    facts.into_iter().flatten()
}

fn verdict(model: &Model, assessment: &ModelAssessment, memory: AvailableMemory) -> Html {
    let shown = assessment.shown_index().and_then(|index| {
        Some((
            model.contents.variants.get(index)?,
            assessment.variants.get(index)?,
        ))
    });
    let Some((variant, assessed)) = shown.filter(|_| model.kind != ModelKind::NotLanguage) else {
        return html! {
            <>
                { repository_badge(assessment) }
                <div class="facts">{ why_unknown(model, assessment) }</div>
            </>
        };
    };
    let required = assessed.required();
    html! {
        <>
            <div class="row__answer">
                { repository_badge(assessment) }
                { for assessed.speed.map(writing_speed) }
            </div>
            { small_memory_bar(memory, BarNeed::of(assessed)) }
            <div class="row__needs" title={why_so(assessed)}>
                <strong data-variant={variant_label(variant).to_owned()} data-best={assessment.best.map(|_| "true")}>
                    { variant_label(variant) }
                </strong>
                if let Some(required) = required {
                    <span>
                        { t::explore().needs }{ " " }
                        <strong data-quantity="required-memory" data-bytes={required.to_string()}>
                            { doubted(figures::size(required), assessed.method) }
                        </strong>
                        { " " }{ t::explore().of }{ " " }{ figures::size(available(assessed, memory)) }
                    </span>
                }
                if let Some(size) = assessed.size {
                    <span
                        data-quantity="download-size"
                        data-bytes={size.bytes().to_string()}
                        title={figures::decimal_size(size.bytes())}
                    >
                        { (t::explore().download)(&figures::variant_size(size)) }
                    </span>
                }
                if says_little(assessed) {
                    <span title={t::explore().low_confidence_why}>{ t::explore().low_confidence }</span>
                }
                // The text of the bar: the whole machine, of which a program may reach a part only.
                <span class="sr-only" data-quantity="available-memory" data-bytes={memory.available.to_string()}>
                    { (t::explore().machine_has)(&figures::size(memory.available)) }
                </span>
            </div>
        </>
    }
}

/// What there is no room for: the context that it is for, and why it does not run.
fn why_so(assessed: &Assessment) -> String {
    let context = context_of(assessed).map(|context| (t::explore().at_context)(&figures::integer(context)));
    let words: Vec<String> = context.into_iter().chain(refusal(assessed)).collect();
    words.join(". ")
}

/// What the program can use, or without a sum the whole machine.
fn available(assessed: &Assessment, memory: AvailableMemory) -> u64 {
    assessed
        .need
        .as_ref()
        .map_or(memory.available, |need| need.available)
}

/// A figure that is estimated from a list alone is marked as such.
fn doubted(figure: String, method: Method) -> String {
    match method {
        Method::Quick => format!("≈ {figure}"),
        Method::Standard | Method::Detailed => figure,
    }
}

/// The context that the sum is for; the Standard rule knows none.
fn context_of(assessed: &Assessment) -> Option<u64> {
    let need = assessed.need.as_ref()?;
    (need.context > 0).then_some(need.context)
}

/// Whether what is known of the model's inside is only a likeness to another one.
fn says_little(assessed: &Assessment) -> bool {
    assessed
        .likeness
        .is_some_and(|likeness| likeness >= Likeness::SameArchitecture)
}

/// How fast it writes here: the likely speed and its range.
pub fn writing_speed(speed: WritingSpeed) -> Html {
    let text = (t::explore().speed)(
        &figures::speed(speed.likely),
        &figures::speed(speed.low),
        &figures::speed(speed.high),
    );
    html! {
        <span
            data-quantity="decode-speed"
            data-low={tokens(speed.low)}
            data-likely={tokens(speed.likely)}
            data-high={tokens(speed.high)}
        >
            { text }
        </span>
    }
}

/// Tokens a second, from thousandths: the value of `data-likely` and its kin.
pub fn tokens(thousandths: u32) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// Why a variant that would fit does not run all the same.
fn refusal(assessed: &Assessment) -> Option<String> {
    match (assessed.verdict.format, assessed.verdict.quantization) {
        (FormatCheck::NotSupported(format), _) => Some((t::verdict().format_not_supported)(format.name())),
        (FormatCheck::Incomplete { found, expected }, _) => {
            Some((t::verdict().format_incomplete)(found, expected))
        }
        (_, QuantizationCheck::NotSupported(family)) => Some((t::verdict().quantization_not_supported)(
            family.name(),
            family.name(),
        )),
        _ => None,
    }
}

fn variant_label(variant: &Variant) -> &str {
    variant
        .quantization
        .as_ref()
        .map_or(variant.format.name(), |quantization| &quantization.label)
}

fn why_unknown(model: &Model, assessment: &ModelAssessment) -> String {
    if model.kind == ModelKind::NotLanguage {
        return model.task.as_deref().map_or_else(
            || t::verdict().not_a_language_model_unstated.to_owned(),
            |task| (t::verdict().not_a_language_model)(task),
        );
    }
    assessment
        .nothing
        .map_or(t::verdict().memory_size_unknown, nothing_to_assess)
        .to_owned()
}
