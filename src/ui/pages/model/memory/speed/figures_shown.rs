//! The three speeds, each with its range and a word of confidence.

use yew::prelude::*;

use super::numbers::{exact, rate, time};
use super::question::Answer;
use crate::domain::speed::{Confidence, NoSpeed, Rate};
use crate::ui::figures;
use crate::ui::messages::t;

/// How a number is written.
type Written = fn(f64) -> String;

/// Writing, reading, and the first token.
pub fn three_figures(answer: &Answer, context: u64) -> Html {
    let text = t::speed();
    let estimate = &answer.estimate;
    let at_full = answer
        .at_full
        .map(|full| (text.at_full)(&figures::integer(context), &rate(full.likely)));
    html! {
        <div class="stack speed__answer">
            <dl class="speed__figures">
                { figure("decode-speed", text.decode, estimate.decode, rate, text.tokens_per_s) }
                { figure("prefill-speed", text.prefill, estimate.prefill, rate, text.tokens_per_s) }
                { figure("first-token-time", text.first_token, estimate.first_token_ms, time, "") }
            </dl>
            <p class="small muted slot" data-quantity="decode-speed-full" data-likely={answer.at_full.map(|full| exact(full.likely))}>
                { at_full.unwrap_or_default() }
            </p>
        </div>
    }
}

fn figure(
    quantity: &'static str,
    name: &'static str,
    estimate: Result<Rate, NoSpeed>,
    written: Written,
    unit: &'static str,
) -> Html {
    let text = t::speed();
    let rate = estimate.ok();
    html! {
        <div
            class="speed__figure"
            data-quantity={quantity}
            data-likely={rate.map(|rate| exact(rate.likely))}
            data-low={rate.map(|rate| exact(rate.low))}
            data-high={rate.map(|rate| exact(rate.high))}
        >
            <dt>{ name }</dt>
            { match estimate {
                Ok(rate) => html! {
                    <dd>
                        <span class="speed__likely">
                            { "≈\u{a0}" }{ written(rate.likely) }
                            if !unit.is_empty() {
                                <span class="unit">{ format!("\u{a0}{unit}") }</span>
                            }
                        </span>
                        <span class="small">{ (text.range)(&written(rate.low), &written(rate.high)) }</span>
                        <span class="small muted speed__confidence" data-confidence={confidence_key(rate.confidence)}>
                            <span class="speed__dots" aria-hidden="true"></span>
                            { (text.confidence)(rate.confidence) }
                        </span>
                    </dd>
                },
                Err(reason) => html! {
                    <dd>
                        <span class="speed__likely muted">{ text.no_number }</span>
                        <span class="small muted">{ (text.no_speed)(reason) }</span>
                    </dd>
                },
            } }
        </div>
    }
}

const fn confidence_key(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}
