//! Every variant of a model on every machine, in words and colours.

use std::rc::Rc;

use yew::prelude::*;

use super::cards::Judged;
use super::chosen::Column;
use crate::domain::variant::Variant;
use crate::domain::verdict::{
    BestReason, Compatibility, FormatCheck, Judgement, MemoryCheck, ModelJudgement, Outcome, Verdict,
};
use crate::ui::features::verdict_badge::verdict_badge;
use crate::ui::figures;
use crate::ui::messages::t;
use crate::ui::messages::workbench::w;

/// A variant as people call it: `Q4_K_M (GGUF)`.
pub fn variant_name(variant: &Variant) -> String {
    format!("{} ({})", label(variant), variant.format.name())
}

fn label(variant: &Variant) -> &str {
    variant
        .quantization
        .as_ref()
        .map_or(t().model.not_stated_quantization, |quantization| {
            &quantization.label
        })
}

/// What the recommended variant is, in short.
pub fn best_reason_word(reason: BestReason) -> &'static str {
    match reason {
        BestReason::SmallestByRuleOnly => w().compare.by_rule_variant,
        BestReason::SmallestOfTooLarge => w().compare.closest_variant,
        _ => w().compare.best_variant,
    }
}

/// Where a model runs, in one sentence.
pub fn summary(columns: &[Column], judgements: &[Rc<ModelJudgement>]) -> String {
    let text = &w().compare;
    let runs = |judgement: &Rc<ModelJudgement>| judgement.overall == Compatibility::Compatible;
    let names: Vec<&str> = columns
        .iter()
        .zip(judgements)
        .filter(|(_, judgement)| runs(judgement))
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
    let text = &w().compare;
    let Some((model, judgements)) = judged.filter(|(model, _)| !model.contents.variants.is_empty()) else {
        return html! { <div class="slot"></div> };
    };
    html! {
        <section class="section" aria-labelledby="compare-variants">
            <h2 id="compare-variants">{ text.variants }</h2>
            <div class="table-scroll compare__scroll" role="region" aria-label={text.variants_region} tabindex="0">
                <table class="compare__table">
                    { head(text.column_variant, columns) }
                    <tbody>
                        { for model.contents.variants.iter().enumerate().map(|(index, variant)| html! {
                            <tr key={variant.key.clone()} data-variant={variant.key.clone()}>
                                <th scope="row">
                                    <strong>{ label(variant) }</strong>
                                    <span class="small muted">
                                        { variant.format.name() }
                                        { variant.distinction.as_ref().map_or_else(String::new, |words| format!(" · {words}")) }
                                    </span>
                                </th>
                                { for judgements.iter().map(|judgement| {
                                    let is_best = judgement.best.is_some_and(|(best, _)| best == index);
                                    cell(judgement.variants.get(index), is_best)
                                }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// The machines' names over their columns.
pub fn head(first: &'static str, columns: &[Column]) -> Html {
    html! {
        <thead>
            <tr>
                <th scope="col">{ first }</th>
                { for columns.iter().map(|column| html! {
                    <th scope="col" key={column.chosen.key()}><span class="compare__head">{ &column.name }</span></th>
                }) }
            </tr>
        </thead>
    }
}

fn cell(judged: Option<&Judgement>, is_best: bool) -> Html {
    let Some(judged) = judged else {
        return html! { <td></td> };
    };
    let placement = judged.verdict.memory.placement();
    html! {
        <td>
            { verdict_badge(judged.verdict.compatibility(), placement) }
            <span class="small muted compare__why">
                { why(&judged.verdict).unwrap_or_default() }
                { if is_best { judged_best(judged) } else { "" } }
            </span>
        </td>
    }
}

fn judged_best(judged: &Judgement) -> &'static str {
    if judged.verdict.compatibility() == Compatibility::Compatible {
        w().compare.best_variant
    } else {
        w().compare.closest_variant
    }
}

/// The first reason against it, in a few words.
pub fn why(verdict: &Verdict) -> Option<String> {
    let text = &w().compare;
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
        MemoryCheck::TooLarge { required, available } => Some((text.short_memory)(&figures::gb(
            required.saturating_sub(available),
        ))),
        _ => None,
    }
}
