//! The table of a model's variants: what each costs and whether it runs.

use std::cmp::Ordering;
use std::rc::Rc;

use yew::prelude::*;

use crate::domain::assess::{Assessment, BestReason, Grade, ModelAssessment, WritingSpeed};
use crate::domain::model::Model;
use crate::domain::model::variant::{Shards, Variant};
use crate::domain::precision::quantization::MilliBits;
use crate::domain::text::order;
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::features::grade_badge::grade_badge;
use crate::ui::features::result_row::tokens;
use crate::ui::features::term::Term;
use crate::ui::figures;
use crate::ui::messages::{GlossaryEntry, t};

/// Properties of [`VariantsTable`].
#[derive(Properties, PartialEq)]
pub struct VariantsTableProps {
    /// The model.
    pub model: Rc<Model>,
    /// Its assessment.
    pub assessment: Rc<ModelAssessment>,
    /// Index of the variant whose sum is shown.
    pub chosen: Option<usize>,
    /// Chooses a variant.
    pub on_choose: Callback<usize>,
}

/// Rows shown at first; repositories with thousands of files exist.
const SHOWN_AT_FIRST: usize = 100;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Quantization,
    Format,
    Bits,
    Size,
    Files,
    Required,
    Speed,
    Verdict,
}

/// The order of the rows; `None` is the model's own: formats in the page's order, widest first.
type Order = Option<(Column, bool)>;

/// The table of a model's variants, sortable by every column.
#[component]
pub fn VariantsTable(props: &VariantsTableProps) -> Html {
    let sorting = use_state_eq(|| None::<(Column, bool)>);
    let show_all = use_state_eq(|| false);
    let sort = {
        let sorting = sorting.clone();
        Callback::from(move |column: Column| {
            sorting.set(match *sorting {
                Some((sorted, true)) if sorted == column => Some((column, false)),
                Some((sorted, false)) if sorted == column => None,
                _ => Some((column, true)),
            });
        })
    };
    let variants = &props.model.contents.variants;
    let mut rows: Vec<(usize, &Variant, &Assessment)> = variants
        .iter()
        .zip(&props.assessment.variants)
        .enumerate()
        .map(|(index, (variant, assessment))| (index, variant, assessment))
        .collect();
    if let Some((column, ascending)) = *sorting {
        order::sort_by(&mut rows, |a, b| {
            let ordering = compare(&props.model, column, a, b);
            if ascending { ordering } else { ordering.reverse() }
        });
    }
    let n_rows = rows.len();
    if !*show_all {
        let best = props.assessment.best.map(|(index, _)| index);
        let mut place = 0;
        rows.retain(|(index, ..)| {
            place += 1;
            place <= SHOWN_AT_FIRST || Some(*index) == best || Some(*index) == props.chosen
        });
    }
    let n_hidden = n_rows.saturating_sub(rows.len());
    let on_all = {
        let show_all = show_all.setter();
        Callback::from(move |_: MouseEvent| show_all.set(true))
    };
    let heading = |column: Column, name: &'static str, entry: Option<GlossaryEntry>, is_number: bool| {
        heading(*sorting, &sort, column, name, entry, is_number)
    };
    html! {
        <div class="table-scroll">
            <table class="variants" aria-label={t::model().variants}>
                <thead>
                    <tr>
                        { heading(Column::Quantization, t::model().column_quantization, Some(t::glossary().quantization), false) }
                        { heading(Column::Format, t::model().column_format, Some(t::glossary().format), false) }
                        { heading(Column::Bits, t::model().column_bits, Some(t::glossary().bits_per_weight), true) }
                        { heading(Column::Size, t::model().column_size, None, true) }
                        { heading(Column::Files, t::model().column_files, Some(t::glossary().shard), true) }
                        { heading(Column::Required, t::model().column_required, None, true) }
                        { heading(Column::Speed, t::model().column_speed, Some(t::glossary().tokens_per_second), true) }
                        { heading(Column::Verdict, t::model().column_verdict, None, false) }
                    </tr>
                </thead>
                <tbody>
                    { for rows.into_iter().map(|(index, variant, assessment)| row(props, index, variant, assessment)) }
                </tbody>
            </table>
            if n_hidden > 0 {
                <button type="button" class="button" onclick={on_all}>{ (t::model().variants_show_all)(n_rows) }</button>
            }
        </div>
    }
}

fn heading(
    order: Order,
    sort: &Callback<Column>,
    column: Column,
    name: &'static str,
    entry: Option<GlossaryEntry>,
    is_number: bool,
) -> Html {
    let direction = order
        .filter(|(sorted, _)| *sorted == column)
        .map(|(_, ascending)| ascending);
    let aria_sort = direction.map(|ascending| if ascending { "ascending" } else { "descending" });
    let glyph = direction.map(|ascending| if ascending { Glyph::Up } else { Glyph::Down });
    let onclick = sort.reform(move |_: MouseEvent| column);
    // On a phone there is no room for what decides least.
    let is_aside = matches!(column, Column::Format | Column::Bits | Column::Files);
    let class = classes!(
        is_number.then_some("number"),
        is_aside.then_some("variant__aside")
    );
    html! {
        <th scope="col" {class} aria-sort={aria_sort}>
            <button type="button" class="variant__sort" {onclick}>
                { name }
                { glyph.map_or_else(Html::default, icon) }
            </button>
            if let Some(entry) = entry {
                { " " }<Term id={format!("column-{}", column as u8)} {entry} word="?" />
            }
        </th>
    }
}

fn row(props: &VariantsTableProps, index: usize, variant: &Variant, assessment: &Assessment) -> Html {
    let best = props
        .assessment
        .best
        .filter(|(best, _)| *best == index)
        .map(|(_, reason)| reason);
    let is_best = best.is_some();
    let is_chosen = props.chosen == Some(index);
    let quantization = variant.quantization.as_ref();
    let quality = quantization
        .and_then(|quantization| quantization.quality_cost())
        .map_or(t::model().quality_unknown, t::model().quality);
    let label = quantization.map_or(t::model().not_stated_quantization, |quantization| {
        &quantization.label
    });
    let onclick = props.on_choose.reform(move |_: MouseEvent| index);
    let required = assessment.required();
    let files = match variant.shards {
        Shards::Complete => variant.files.len().to_string(),
        Shards::Incomplete { found, expected } => (t::model().incomplete)(found, expected),
    };
    html! {
        <tr
            key={variant.key.clone()}
            class={is_chosen.then_some("variant--chosen")}
            data-variant={label.to_owned()}
            data-best={is_best.then_some("true")}
        >
            <th scope="row" aria-label={label.to_owned()}>
                <button type="button" class="variant__choose" aria-pressed={is_chosen.to_string()} {onclick}>
                    { label }
                </button>
                if let Some(distinction) = &variant.distinction {
                    <span class="variant__note break">{ distinction }</span>
                }
                <span class="variant__note">{ quality }</span>
                if let Some(reason) = best {
                    <span class="variant__best">
                        { icon(Glyph::Star) }
                        { best_title(reason) }
                    </span>
                    <span class="variant__note">{ best_reason(reason) }</span>
                }
            </th>
            <td class="variant__aside">{ variant.format.name() }</td>
            <td class="number variant__aside">{ bits_per_weight(&props.model, variant, assessment).map_or_else(|| "–".to_owned(), figures::bits) }</td>
            <td class="number">
                if let Some(size) = assessment.size {
                    <span
                        data-quantity="download-size"
                        data-bytes={size.bytes().to_string()}
                        title={figures::decimal_size(size.bytes())}
                    >
                        { figures::variant_size(size) }
                    </span>
                } else {
                    { "–" }
                }
            </td>
            <td class="number variant__aside">{ files }</td>
            <td class="number">
                if let Some(required) = required {
                    <span data-quantity="required-memory" data-bytes={required.to_string()}>{ figures::size_aligned(required) }</span>
                } else {
                    { "–" }
                }
            </td>
            <td class="number">{ assessment.speed.map_or_else(|| html! { "–" }, speed) }</td>
            <td>{ grade_badge(assessment) }</td>
        </tr>
    }
}

/// The likely speed, with its range for who points at it or listens.
fn speed(speed: WritingSpeed) -> Html {
    let range = (t::explore().speed)(
        &figures::speed(speed.likely),
        &figures::speed(speed.low),
        &figures::speed(speed.high),
    );
    html! {
        <span
            title={range.clone()}
            data-quantity="decode-speed"
            data-low={tokens(speed.low)}
            data-likely={tokens(speed.likely)}
            data-high={tokens(speed.high)}
        >
            <span aria-hidden="true">{ figures::speed(speed.likely) }</span>
            <span class="sr-only">{ range }</span>
        </span>
    }
}

/// Real width where size and count are known, else the label's typical one.
fn bits_per_weight(model: &Model, variant: &Variant, assessment: &Assessment) -> Option<MilliBits> {
    let typical = variant
        .quantization
        .as_ref()
        .and_then(|quantization| quantization.bits_per_weight);
    assessment.bits_per_weight(model).or(typical)
}

/// How a variant is marked.
fn best_title(reason: BestReason) -> &'static str {
    match reason {
        BestReason::SmallestOfTooLarge => t::model().smallest,
        _ => t::model().best,
    }
}

/// Why a variant is the one to recommend.
fn best_reason(reason: BestReason) -> &'static str {
    match reason {
        BestReason::OnGpu => t::model().best_on_gpu,
        BestReason::OnUnified => t::model().best_on_unified,
        BestReason::WithSystem => t::model().best_with_system,
        BestReason::InSystem => t::model().best_in_system,
        BestReason::NoneQuick => t::model().best_none_quick,
        BestReason::OnlyReduced => t::model().best_only_reduced,
        BestReason::SmallestOfTooLarge => t::model().smallest_reason,
    }
}

fn compare(
    model: &Model,
    column: Column,
    a: &(usize, &Variant, &Assessment),
    b: &(usize, &Variant, &Assessment),
) -> Ordering {
    let (index_a, variant_a, judged_a) = a;
    let (index_b, variant_b, judged_b) = b;
    let label = |variant: &Variant| {
        variant
            .quantization
            .as_ref()
            .map(|quantization| quantization.label.clone())
    };
    let size = |judged: &Assessment| judged.size.map(|size| size.bytes());
    let speed_of = |judged: &Assessment| judged.speed.map(|speed| speed.likely);
    let grade = |judged: &Assessment| -> Grade { judged.grade };
    let ordering = match column {
        Column::Quantization => label(variant_a).cmp(&label(variant_b)),
        Column::Format => variant_a.format.cmp(&variant_b.format),
        Column::Bits => {
            bits_per_weight(model, variant_a, judged_a).cmp(&bits_per_weight(model, variant_b, judged_b))
        }
        Column::Size => size(judged_a).cmp(&size(judged_b)),
        Column::Files => variant_a.files.len().cmp(&variant_b.files.len()),
        Column::Required => judged_a.required().cmp(&judged_b.required()),
        Column::Speed => speed_of(judged_a).cmp(&speed_of(judged_b)),
        Column::Verdict => grade(judged_a).cmp(&grade(judged_b)),
    };
    ordering.then(index_a.cmp(index_b))
}
