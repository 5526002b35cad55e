//! The tensors of a file: what each type comes to, and all of them with their shapes.

use yew::prelude::*;

use super::filter::use_filter;
use super::read_header::KnownHeader;
use crate::domain::files::description::GgufDescription;
use crate::domain::files::gguf::{Tensor, TypeTotal};
use crate::domain::files::safetensors::DtypeTotal;
use crate::domain::text::quote::quote;
use crate::ui::figures;
use crate::ui::messages::t;
use crate::ui::same::Same;

/// Characters of a tensor's name that are shown; the format allows 64.
const NAME_CHARS: usize = 120;

/// What the tensors of one type come to.
struct TypeRow {
    name: String,
    n_tensors: u64,
    n_elements: u64,
    bytes: Option<u64>,
}

impl From<TypeTotal> for TypeRow {
    fn from(total: TypeTotal) -> Self {
        Self {
            name: total.tensor_type.to_string(),
            n_tensors: total.tensors,
            n_elements: total.elements,
            bytes: total.bytes,
        }
    }
}

impl From<&DtypeTotal> for TypeRow {
    fn from(total: &DtypeTotal) -> Self {
        Self {
            name: total.dtype.name().to_owned(),
            n_tensors: total.n_tensors,
            n_elements: total.n_elements,
            bytes: Some(total.bytes),
        }
    }
}

/// The types of a GGUF model's tensors.
pub fn gguf_types(read: &GgufDescription) -> Html {
    types_table(read.tensors().by_type().into_iter().map(TypeRow::from).collect())
}

/// The dtypes of Safetensors files.
pub fn dtypes(totals: &[DtypeTotal]) -> Html {
    types_table(totals.iter().map(TypeRow::from).collect())
}

fn types_table(mut rows: Vec<TypeRow>) -> Html {
    let text = t::header();
    let all = rows.iter().fold(
        TypeRow {
            name: text.all_types.to_owned(),
            n_tensors: 0,
            n_elements: 0,
            bytes: Some(0),
        },
        |sum, row| TypeRow {
            n_tensors: sum.n_tensors.saturating_add(row.n_tensors),
            n_elements: sum.n_elements.saturating_add(row.n_elements),
            bytes: sum
                .bytes
                .zip(row.bytes)
                .map(|(sum, bytes)| sum.saturating_add(bytes)),
            ..sum
        },
    );
    if rows.len() > 1 {
        rows.push(all);
    }
    let n_rows = rows.len();
    let row = |(index, row): (usize, &TypeRow)| {
        let is_sum = n_rows > 1 && index.saturating_add(1) == n_rows;
        html! {
            <tr key={index} class={classes!(is_sum.then_some("file-says__sum"))} data-type={row.name.clone()}>
                <th scope="row"><bdi>{ &row.name }</bdi></th>
                <td class="number">{ figures::integer(row.n_tensors) }</td>
                <td class="number variant__aside">{ figures::integer(row.n_elements) }</td>
                <td class="number" data-bytes={row.bytes.map(|bytes| bytes.to_string())}>
                    { row.bytes.map_or_else(|| text.unknown_size.to_owned(), figures::integer) }
                </td>
                <td class="number">{ bits_each(row).unwrap_or_default() }</td>
            </tr>
        }
    };
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={text.tensor_types}>
            <table class="file-says__types small" aria-label={text.tensor_types}>
                <thead>
                    <tr>
                        <th scope="col">{ text.column_type }</th>
                        <th scope="col" class="number">{ text.column_tensors }</th>
                        <th scope="col" class="number variant__aside">{ text.column_elements }</th>
                        <th scope="col" class="number">{ text.column_bytes }</th>
                        <th scope="col" class="number">{ text.column_bits }</th>
                    </tr>
                </thead>
                <tbody>{ for rows.iter().enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}

fn bits_each(row: &TypeRow) -> Option<String> {
    let milli = row.bytes?.checked_mul(8_000)?.checked_div(row.n_elements)?;
    u32::try_from(milli).ok().map(figures::bits)
}

/// Properties of [`TensorList`].
#[derive(Properties, PartialEq)]
pub struct TensorListProps {
    /// Whose tensors.
    pub known: Same<KnownHeader>,
}

/// All tensors of a GGUF model, with a filter; drawn once it is opened.
#[component]
pub fn TensorList(props: &TensorListProps) -> Html {
    let filter = use_filter();
    let is_open = use_state_eq(|| false);
    let onclick = {
        let is_open = is_open.clone();
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            is_open.set(!*is_open);
        })
    };
    let Some(read) = props.known.description.gguf() else {
        return html! { <div></div> };
    };
    let tensors = read.tensors();
    let count = figures::integer(tensors.len() as u64);
    let row = |index: &usize| {
        let tensor = tensors.get(*index)?;
        let name = quote(tensor.name, NAME_CHARS);
        let bytes = tensor.bytes();
        Some(html! {
            <div class="file-says__row" key={*index} data-tensor={name.clone()}>
                <dt class="break"><bdi>{ name }</bdi></dt>
                <dd class="file-says__type muted">{ tensor.tensor_type.to_string() }</dd>
                <dd class="file-says__shape">
                    <span>{ shape(&tensor) }</span>
                    <span class="number">{ bytes.map_or_else(|| t::header().unknown_size.to_owned(), figures::integer) }</span>
                </dd>
            </div>
        })
    };
    html! {
        <details class="file-says__tensors" open={*is_open}>
            <summary {onclick}>{ (t::header().tensor_list)(&count) }</summary>
            <div class="stack file-says__part">
                if *is_open {
                    { filter.html(
                        "filter-tensors",
                        t::header().filter_tensors,
                        tensors.iter().map(|tensor| tensor.name),
                        |shown| html! {
                            <div class="file-says__scroll" tabindex="0" role="group" aria-label={(t::header().tensor_list)(&count)}>
                                <dl class="file-says__rows">{ for shown.iter().filter_map(row) }</dl>
                            </div>
                        },
                    ) }
                }
            </div>
        </details>
    }
}

/// The dimensions, the length of a row first: `4096 × 14336`.
fn shape(tensor: &Tensor<'_>) -> String {
    let sizes: Vec<String> = tensor.dimensions.iter().map(u64::to_string).collect();
    sizes.join(" × ")
}
