//! One judged model of the result list.

use std::rc::Rc;

use yew::prelude::*;

use super::checks::nothing_to_judge;
use super::memory_bar::small_memory_bar;
use super::verdict_badge::verdict_badge;
use crate::domain::assess::verdict::{
    FormatCheck, Judgement, ListedSpeed, MemoryCheck, ModelJudgement, QuantizationCheck,
};
use crate::domain::machine::hardware::AvailableMemory;
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
    /// Its judgement.
    pub judgement: Rc<ModelJudgement>,
    /// The machine's memory.
    pub memory: AvailableMemory,
    /// Address of its page.
    pub href: AttrValue,
}

/// One judged model of the result list.
#[component]
pub fn ResultRow(props: &ResultRowProps) -> Html {
    let model = &*props.model;
    html! {
        <li class="row">
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
            <div class="row__verdict">{ verdict(model, &props.judgement, props.memory) }</div>
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

fn verdict(model: &Model, judgement: &ModelJudgement, memory: AvailableMemory) -> Html {
    let best = judgement.best.and_then(|(index, _)| {
        Some((
            model.contents.variants.get(index)?,
            judgement.variants.get(index)?,
        ))
    });
    let shown = best
        .map(|(_, judged)| judged)
        .or_else(|| judgement.variants.first());
    let placement = shown.and_then(|judged| judged.verdict.memory.placement());
    let required = shown.and_then(Judgement::required);
    html! {
        <>
            { verdict_badge(judgement.overall, placement) }
            if let Some(required) = required {
                { small_memory_bar(memory, Some(required)) }
                <div class="facts">
                    <span>
                        { t::explore().needs }{ " " }
                        <strong data-quantity="required-memory" data-bytes={required.to_string()}>
                            { figures::gb(required) }
                        </strong>
                        { " " }{ t::explore().of }{ " " }
                        <span data-quantity="available-memory" data-bytes={memory.available.to_string()}>
                            { figures::gb(memory.available) }
                        </span>
                    </span>
                    { for shown.and_then(|judged| judged.detailed).map(|need| html! {
                        <span>{ (t::explore().from_header)(&figures::integer(u64::from(need.context))) }</span>
                    }) }
                    { for shown.and_then(|judged| judged.speed).map(speed) }
                    { for times_over(required, memory).map(|sentence| html! { <span>{ sentence }</span> }) }
                    { for shown.and_then(refusal).map(|reason| html! { <span>{ reason }</span> }) }
                    { for best.map(|(variant, judged)| best_facts(model, variant_label(variant), judged, judgement)) }
                </div>
            } else {
                <div class="facts">
                    { shown.filter(|_| model.kind != ModelKind::NotLanguage).and_then(refusal).unwrap_or_else(|| why_unknown(model, judgement)) }
                </div>
            }
        </>
    }
}

/// How fast it writes here: the likely speed and its range.
fn speed(speed: ListedSpeed) -> Html {
    let text = (t::explore().speed)(
        &figures::speed(speed.likely),
        &figures::speed(speed.low),
        &figures::speed(speed.high),
    );
    html! {
        <span data-quantity="decode-speed" data-likely={speed.likely.to_string()}>{ text }</span>
    }
}

/// How many times the memory is needed, where it is at least twice: the bar cannot show it.
fn times_over(required: u64, memory: AvailableMemory) -> Option<String> {
    let times = required.checked_div(memory.available)?;
    (times >= 2).then(|| (t::explore().times_over)(times))
}

/// Why a variant that would fit does not run all the same.
fn refusal(judged: &Judgement) -> Option<String> {
    if matches!(judged.verdict.memory, MemoryCheck::TooLarge { .. }) {
        return None;
    }
    match (judged.verdict.format, judged.verdict.quantization) {
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

fn variant_label(variant: &crate::domain::model::variant::Variant) -> &str {
    variant
        .quantization
        .as_ref()
        .map_or(variant.format.name(), |quantization| &quantization.label)
}

/// The best variant and how many run, where there is a choice; else the estimated size of the only one.
fn best_facts(model: &Model, label: &str, judged: &Judgement, judgement: &ModelJudgement) -> Html {
    let n_variants = model.contents.variants.len();
    html! {
        <>
            if n_variants > 1 {
                <span>{ (t::explore().best)(label) }</span>
                <span>{ (t::explore().n_run)(judgement.n_compatible, n_variants) }</span>
            }
            if let Some(size) = judged.size {
                <span>{ (t::explore().download)(&figures::variant_size(size)) }</span>
            }
        </>
    }
}

fn why_unknown(model: &Model, judgement: &ModelJudgement) -> String {
    if model.kind == ModelKind::NotLanguage {
        return model.task.as_deref().map_or_else(
            || t::verdict().not_a_language_model_unstated.to_owned(),
            |task| (t::verdict().not_a_language_model)(task),
        );
    }
    judgement
        .nothing_to_judge
        .map_or(t::verdict().memory_size_unknown, nothing_to_judge)
        .to_owned()
}
