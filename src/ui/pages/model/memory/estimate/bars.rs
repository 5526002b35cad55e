//! One stacked bar for each memory, and the same figures as a table.

use yew::prelude::*;

use crate::domain::run::settings::{Column, PartName, Place};
use crate::ui::figures;
use crate::ui::messages::t;

/// The end of a bar, in hundredths of a percent.
const END: u64 = 10_000;

/// The bars with their legend and their table.
pub fn bars(columns: &[Column]) -> Html {
    let text = t::memory();
    let is_used = |name: &PartName| columns.iter().any(|column| column.part(*name) > 0);
    let used: Vec<PartName> = PartName::ALL.into_iter().filter(is_used).collect();
    // One scale for all: what is twice as long is twice as much.
    let extent = |column: &Column| column.capacity.max(column.needed());
    let longest = columns.iter().map(extent).max().unwrap_or(0);
    html! {
        <div class="memory-bars">
            { for columns.iter().enumerate().map(|(index, column)| bar(index, column, longest)) }
            <p class="bar-legend">
                { for used.iter().map(|name| html! {
                    <span key={name.key()}>
                        <span class={classes!("bar-legend__swatch", format!("memory-part--{}", name.key()))}></span>
                        { (text.part)(*name) }
                    </span>
                }) }
                <span key="free"><span class="bar-legend__swatch memory-part--free"></span>{ text.free }</span>
            </p>
            { table(columns, &used) }
        </div>
    }
}

fn place_name(place: &Place) -> String {
    let text = t::memory();
    match place {
        Place::Device(number, name) => (text.device)(*number, name),
        Place::System => text.system.to_owned(),
        Place::Unified(_) => text.unified.to_owned(),
    }
}

fn bar(index: usize, column: &Column, longest: u64) -> Html {
    let text = t::memory();
    let needed = column.needed();
    let name = place_name(&column.place);
    let (needed_gb, capacity_gb) = (figures::size(needed), figures::size(column.capacity));
    let words = match column.left() {
        Ok(left) => (text.bar_left)(&figures::size(left)),
        Err(missing) => (text.bar_missing)(&figures::size(missing)),
    };
    let is_over = column.left().is_err();
    let mut start = 0;
    let mut rects = Vec::new();
    for (name, bytes) in PartName::ALL.into_iter().zip(column.parts) {
        let end = u64::saturating_add(start, bytes);
        let (from, to) = (position(start, longest), position(end, longest));
        let class = format!("memory-part memory-part--{}", name.key());
        rects.push(html! { <rect {class} x={percent(from)} width={percent(to.saturating_sub(from))} y="0" height="100%" /> });
        start = end;
    }
    let capacity = position(column.capacity, longest);
    let over_width = position(needed, longest).saturating_sub(capacity);
    let share = match column.place {
        Place::Unified(share) if share < column.capacity => Some(position(share, longest)),
        _ => None,
    };
    html! {
        <div key={index} class={classes!("memory-bar", is_over.then_some("memory-bar--over"))} data-memory={name.clone()}>
            <p class="memory-bar__head">
                <strong>{ &name }</strong>
                <span class="memory-bar__sum">{ (text.bar_sum)(&needed_gb, &capacity_gb) }</span>
                <span class={if is_over { "memory-bar__left memory-bar__left--over" } else { "memory-bar__left" }}>{ words.clone() }</span>
            </p>
            <svg class="bar bar--large" role="img" aria-label={(text.bar)(&name, &needed_gb, &capacity_gb, &words)} focusable="false">
                <rect class="memory-part--free" x="0" y="0" width={percent(capacity)} height="100%" rx="2" />
                { for rects }
                <rect class="memory-over" x={percent(capacity)} y="0" width={percent(over_width)} height="100%" />
                <line class="memory-bar__end" x1={percent(capacity)} x2={percent(capacity)} y1="-3" y2="31" />
                <line
                    class={if share.is_some() { "memory-bar__share" } else { "" }}
                    x1={percent(share.unwrap_or(0))}
                    x2={percent(share.unwrap_or(0))}
                    y1="0"
                    y2="100%"
                />
            </svg>
        </div>
    }
}

/// The figures of the bars.
fn table(columns: &[Column], used: &[PartName]) -> Html {
    let text = t::memory();
    let total = |part: &dyn Fn(&Column) -> u64| {
        columns
            .iter()
            .fold(0, |sum: u64, column| sum.saturating_add(part(column)))
    };
    let has_sum = columns.len() > 1;
    let row = |key: &'static str, name: &str, part: &dyn Fn(&Column) -> u64, class: Option<&'static str>| {
        let sum = total(part);
        html! {
            <tr key={key} class={classes!(class)} data-quantity="detailed-memory" data-part={key} data-bytes={sum.to_string()}>
                <th scope="row">{ name }</th>
                { for columns.iter().enumerate().map(|(index, column)| html! {
                    <td key={index} class="number" data-bytes={part(column).to_string()}>{ amount(part(column)) }</td>
                }) }
                if has_sum {
                    <td class="number">{ amount(sum) }</td>
                }
            </tr>
        }
    };
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={text.table}>
            <table class="memory-table">
                <caption class="sr-only">{ text.table }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ text.column_part }</th>
                        { for columns.iter().enumerate().map(|(index, column)| html! {
                            <th key={index} scope="col" class="number">{ place_name(&column.place) }</th>
                        }) }
                        if has_sum {
                            <th scope="col" class="number">{ text.column_sum }</th>
                        }
                    </tr>
                </thead>
                <tbody>
                    { for used.iter().map(|name| row(name.key(), (text.part)(*name), &|column| column.part(*name), None)) }
                    { row("total", text.needed, &Column::needed, Some("memory-table__total")) }
                    <tr>
                        <th scope="row">{ text.usable }</th>
                        { for columns.iter().enumerate().map(|(index, column)| html! {
                            <td key={index} class="number">{ amount(column.capacity) }</td>
                        }) }
                        if has_sum {
                            <td class="number">{ amount(total(&|column| column.capacity)) }</td>
                        }
                    </tr>
                </tbody>
            </table>
        </div>
    }
}

/// Bytes for a column: `0` where there is nothing, so that the eye skips it.
fn amount(bytes: u64) -> Html {
    match bytes {
        0 => html! { <span class="muted">{ "–" }</span> },
        bytes => {
            html! { <span title={(t::memory().bytes)(&figures::integer(bytes))}>{ figures::size_aligned(bytes) }</span> }
        }
    }
}

pub(super) fn position(bytes: u64, total: u64) -> u64 {
    if total == 0 {
        return 0;
    }
    let hundredths = u128::from(bytes) * u128::from(END) / u128::from(total);
    u64::try_from(hundredths).unwrap_or(END).min(END)
}

pub(super) fn percent(position: u64) -> String {
    format!("{}.{:02}%", position / 100, position % 100)
}
