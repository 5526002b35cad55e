//! Where the time of a token goes: a stacked bar with its text twin.

use yew::prelude::*;

use super::numbers::time;
use crate::domain::speed::{DecodeTime, Rate};
use crate::ui::messages::t;

/// The bar and its legend. The parts are scaled to the time of the speed that is shown, which a correction may have
/// changed.
pub fn token_time(decode_time: Option<DecodeTime>, rate: Option<Rate>) -> Html {
    let text = t::speed();
    let Some((parts, rate)) = decode_time.zip(rate) else {
        return html! { <div class="slot"></div> };
    };
    let plain = parts.total_ms();
    if !(plain > 0.0 && rate.likely > 0.0) {
        return html! { <div class="slot"></div> };
    }
    let whole = 1e3 / rate.likely;
    let scale = whole / plain;
    let parts = [
        ("weights", text.time_weights, parts.weights_ms),
        ("host", text.time_host, parts.host_ms),
        ("layers", text.time_layers, parts.layers_ms),
        ("context", text.time_context, parts.context_ms),
    ];
    let shares: Vec<(&str, String, f64, f64)> = parts
        .into_iter()
        .filter(|(_, _, ms)| *ms > 0.0)
        .map(|(key, name, ms)| {
            let share = ms / plain;
            let words = (text.time_share)(name, &time(ms * scale), (share * 100.0).round() as u64);
            (key, words, share, ms)
        })
        .collect();
    let mut start = 0.0;
    let drawn = shares.iter().map(|(key, _, share, _)| {
        let x = start;
        start += share;
        // Of one and a half thousandths of the bar nothing could be seen.
        let width = (share - 0.002).max(0.002);
        html! {
            <rect
                class={format!("speed-time__part speed-time__part--{key}")}
                x={percent(x)}
                width={percent(width)}
                y="0"
                height="100%"
            />
        }
    });
    let title = (text.time_title)(&time(whole));
    html! {
        <div class="speed-time" data-part="token-time">
            <h3>{ title.clone() }</h3>
            <svg class="speed-time__bar" role="img" aria-label={title} focusable="false">{ for drawn }</svg>
            <p class="bar-legend">
                { for shares.iter().map(|(key, words, ..)| html! {
                    <span key={*key} data-share={*key}>
                        <span class={format!("bar-legend__swatch speed-time__swatch--{key}")}></span>
                        { words }
                    </span>
                }) }
            </p>
        </div>
    }
}

fn percent(share: f64) -> String {
    let hundredths = (share.clamp(0.0, 1.0) * 1e4).round() as u64;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
