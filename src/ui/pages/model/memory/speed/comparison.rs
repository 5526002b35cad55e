//! The tables of a comparison: figure, estimate, reported figure, difference, with the lines of the log.

use yew::prelude::*;

use super::numbers::{decimal, rate, time};
use crate::domain::report::comparison::{Agreement, MemoryLine, Reason, SpeedFigure, SpeedLine};
use crate::domain::report::log::Source;
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::figures;
use crate::ui::messages::t;

/// Mebibytes, as engines print them.
const MIB: f64 = 1_048_576.0;

/// A row, ready to be drawn.
struct Row {
    key: String,
    name: String,
    estimate: String,
    reported: String,
    difference: String,
    agreement: Agreement,
    reasons: Vec<Reason>,
    sources: Vec<Source>,
}

/// Memory.
pub fn memory_table(lines: &[MemoryLine]) -> Html {
    let rows = lines.iter().enumerate().map(|(index, line)| {
        let reported = line.reported.bytes;
        Row {
            key: format!("memory-{index}"),
            name: (t::speed().memory_figure)(line.figure),
            estimate: line.estimate.map_or_else(dash, mib),
            reported: mib(reported),
            difference: line
                .estimate
                .filter(|_| line.agreement != Agreement::Exact)
                .map_or_else(String::new, |estimate| percent(estimate as f64, reported as f64)),
            agreement: line.agreement,
            reasons: line.reasons.clone(),
            sources: line.sources.clone(),
        }
    });
    table(t::speed().table_memory, rows.collect())
}

/// Speed.
pub fn speed_table(lines: &[SpeedLine]) -> Html {
    let text = t::speed();
    let rows = lines.iter().enumerate().map(|(index, line)| {
        let real = line.milli as f64 / 1e3;
        let written = |value: f64| match line.figure {
            SpeedFigure::FirstToken => time(value),
            _ => rate(value),
        };
        let tokens = line.n_tokens.map(figures::integer);
        Row {
            key: format!("speed-{index}"),
            name: (text.speed_figure)(line.figure, tokens.as_deref()),
            estimate: line.estimate.map_or_else(
                |_| dash(),
                |rate| {
                    format!(
                        "{} ({})",
                        written(rate.likely),
                        (text.range)(&written(rate.low), &written(rate.high))
                    )
                },
            ),
            reported: match line.figure {
                SpeedFigure::FirstToken => time(real),
                _ => format!("{}\u{a0}{}", rate(real), text.tokens_per_s),
            },
            difference: line
                .estimate
                .map_or_else(|_| String::new(), |estimate| percent(estimate.likely, real)),
            agreement: line.agreement,
            reasons: line.reasons.clone(),
            sources: vec![line.source.clone()],
        }
    });
    table(text.table_speed, rows.collect())
}

fn table(caption: &'static str, rows: Vec<Row>) -> Html {
    let text = t::speed();
    if rows.is_empty() {
        return html! { <div class="slot"></div> };
    }
    html! {
        <div class="check-us__scroll">
            <table class="check-us__table">
                <caption>{ caption }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ text.column_figure }</th>
                        <th scope="col" class="number">{ text.column_estimate }</th>
                        <th scope="col" class="number">{ text.column_reported }</th>
                        <th scope="col">{ text.column_difference }</th>
                    </tr>
                </thead>
                <tbody>{ for rows.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn row(row: &Row) -> Html {
    let text = t::speed();
    let (key, glyph) = match row.agreement {
        Agreement::Exact => ("exact", Glyph::Pass),
        Agreement::WithinRange => ("within", Glyph::Pass),
        Agreement::Outside => ("outside", Glyph::Fail),
        Agreement::NotEstimated => ("none", Glyph::Question),
    };
    let reasons: Vec<&str> = row.reasons.iter().map(|reason| (text.reason)(*reason)).collect();
    html! {
        <tr key={row.key.clone()} data-agreement={key} data-row={row.key.clone()}>
            <th scope="row">
                { &row.name }
                <span class="check-us__sources">
                    { for row.sources.iter().map(|source| html! {
                        <span class="check-us__source muted" key={source.line}>
                            { (text.log_line)(source.line) }{ " " }<code><bdi>{ &source.text }</bdi></code>
                        </span>
                    }) }
                </span>
            </th>
            <td class="number" data-label={text.column_estimate}>{ &row.estimate }</td>
            <td class="number" data-label={text.column_reported}>{ &row.reported }</td>
            <td>
                <span class="check-us__agreement">
                    { icon(glyph) }
                    <span>{ (text.agreement)(row.agreement) }</span>
                    <span class="check-us__percent">{ &row.difference }</span>
                </span>
                <span class="small muted check-us__reasons slot">{ reasons.join("; ") }</span>
            </td>
        </tr>
    }
}

fn mib(bytes: u64) -> String {
    let value = bytes as f64 / MIB;
    let digits = if value < 10.0 { 2 } else { 0 };
    format!("{}\u{a0}MiB", decimal(value, digits))
}

/// How far a reported figure is from the estimate.
fn percent(estimate: f64, reported: f64) -> String {
    if estimate <= 0.0 {
        return dash();
    }
    let difference = (reported / estimate - 1.0) * 100.0;
    let sign = if difference < 0.0 { "−" } else { "+" };
    let size = difference.abs();
    format!("{sign}{}\u{a0}%", decimal(size, if size < 10.0 { 1 } else { 0 }))
}

fn dash() -> String {
    "–".to_owned()
}
