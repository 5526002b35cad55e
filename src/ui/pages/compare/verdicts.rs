//! Every variant of a model on every machine, in words and colours.

use std::rc::Rc;

use yew::prelude::*;

use super::cards::Judged;
use super::chosen::Column;
use crate::domain::assess::{
    Assessment, BestReason, Compatibility, FormatCheck, MemoryCheck, ModelAssessment, Outcome, Verdict,
};
use crate::domain::model::variant::Variant;
use crate::ui::features::grade_badge::grade_badge;
use crate::ui::figures;
use crate::ui::messages::t;

/// A variant as people call it: `Q4_K_M (GGUF)`.
pub fn variant_name(variant: &Variant) -> String {
    format!("{} ({})", label(variant), variant.format.name())
}

/// Its label, or that none is stated.
pub fn label(variant: &Variant) -> &str {
    variant
        .quantization
        .as_ref()
        .map_or(t::model().not_stated_quantization, |quantization| {
            &quantization.label
        })
}

/// What the recommended variant is, in short.
pub fn best_reason_word(reason: BestReason) -> &'static str {
    match reason {
        BestReason::SmallestOfTooLarge => t::compare().closest_variant,
        _ => t::compare().best_variant,
    }
}

/// Where a model runs, in one sentence.
pub fn summary(columns: &[Column], assessments: &[Rc<ModelAssessment>]) -> String {
    let text = t::compare();
    let runs = |assessment: &Rc<ModelAssessment>| assessment.overall == Compatibility::Compatible;
    let names: Vec<&str> = columns
        .iter()
        .zip(assessments)
        .filter(|(_, assessment)| runs(assessment))
        .map(|(column, _)| column.name.as_str())
        .collect();
    if names.is_empty() {
        text.runs_nowhere.to_owned()
    } else {
        (text.differs)(&names.join(", "))
    }
}

/// The table: a row for each variant, a column for each machine.
pub fn variants_table(columns: &[Column], judged: Judged<'_>) -> Html {
    let text = t::compare();
    let Some((model, assessments)) = judged.filter(|(model, _)| !model.contents.variants.is_empty()) else {
        return html! { <div class="slot"></div> };
    };
    html! {
        <section class="section" aria-labelledby="compare-variants">
            <h2 id="compare-variants">{ text.variants }</h2>
            <div class="table-scroll compare__scroll" role="region" aria-label={text.variants_region} tabindex="0">
                <table class="compare__table" role="table" style={machines(columns)}>
                    { head(text.column_variant, columns) }
                    <tbody role="rowgroup">
                        { for model.contents.variants.iter().enumerate().map(|(index, variant)| html! {
                            <tr role="row" key={variant.key.clone()} data-variant={label(variant).to_owned()}>
                                <th scope="row" role="rowheader">
                                    <strong>{ label(variant) }</strong>
                                    <span class="small muted">
                                        { variant.format.name() }
                                        { variant.distinction.as_ref().map_or_else(String::new, |words| format!(" · {words}")) }
                                    </span>
                                </th>
                                { for assessments.iter().map(|assessment| {
                                    let best = assessment.best.filter(|(best, _)| *best == index);
                                    cell(assessment.variants.get(index), best.map(|(_, reason)| reason))
                                }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// The number of machines for the style sheet. On a phone a row's name stands above its cells, in a grid; the roles in
/// the tables keep their meaning there.
pub fn machines(columns: &[Column]) -> String {
    format!("--machines: {}", columns.len())
}

/// The machines' names over their columns.
pub fn head(first: &'static str, columns: &[Column]) -> Html {
    html! {
        <thead role="rowgroup">
            <tr role="row">
                <th scope="col" role="columnheader">{ first }</th>
                { for columns.iter().map(|column| html! {
                    <th scope="col" role="columnheader" key={column.chosen.key()}><span class="compare__head">{ &column.name }</span></th>
                }) }
            </tr>
        </thead>
    }
}

fn cell(judged: Option<&Assessment>, best: Option<BestReason>) -> Html {
    let Some(judged) = judged else {
        return html! { <td role="cell"></td> };
    };
    let words: Vec<String> = why(&judged.verdict)
        .filter(|_| !matches!(judged.verdict.memory, MemoryCheck::TooLarge { .. }))
        .into_iter()
        .chain(best.map(|reason| best_reason_word(reason).to_owned()))
        .collect();
    html! {
        <td role="cell">
            { grade_badge(judged) }
            <span class="small muted compare__why">{ words.join(" · ") }</span>
        </td>
    }
}

/// The first reason against it, in a few words.
pub fn why(verdict: &Verdict) -> Option<String> {
    let text = t::compare();
    if let FormatCheck::Incomplete { .. } = verdict.format {
        return Some(text.short_incomplete.to_owned());
    }
    if verdict.format.outcome() == Outcome::Fail {
        return Some(text.short_format.to_owned());
    }
    if verdict.quantization.outcome() == Outcome::Fail {
        return Some(text.short_quantization.to_owned());
    }
    match verdict.memory {
        MemoryCheck::TooLarge { missing, .. } => Some((text.short_memory)(&figures::size(missing))),
        MemoryCheck::NoDevice { engine, .. } => Some((t::verdict().no_device_short)(engine.name())),
        _ => None,
    }
}
