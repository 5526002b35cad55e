//! The context: a slider over what the model was trained for, its usual stops, and a field for any number.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::domain::run::settings::{CONTEXT_MAX, context_stops};
use crate::ui::components::number_field::NumberField;
use crate::ui::figures;
use crate::ui::messages::t;

/// Shortest context on the slider.
const LEAST: u64 = 512;
/// Places of the slider from one power of two to the next.
const STEPS: u64 = 8;

/// Properties of [`ContextControl`].
#[derive(Properties, PartialEq)]
pub struct ContextControlProps {
    /// The context in effect, in tokens.
    pub context: u64,
    /// The longest on the slider.
    pub longest: u64,
    /// Whether the model was trained for that, or nobody says.
    pub is_stated: bool,
    /// Sets the context.
    pub on_context: Callback<u64>,
}

/// The contexts of the slider's places: eight from one power of two to the next, the last one the longest.
fn places(longest: u64) -> Vec<u64> {
    let mut places = Vec::new();
    let mut octave = LEAST;
    while octave < longest {
        let step = (octave / STEPS).max(1);
        places.extend(
            (0..STEPS)
                .map(|n| octave + n * step)
                .filter(|place| *place < longest),
        );
        octave = octave.saturating_mul(2);
    }
    places.push(longest);
    places
}

/// The context's controls.
#[component]
pub fn ContextControl(props: &ContextControlProps) -> Html {
    let text = t::memory();
    let places = use_memo(props.longest, |longest| places(*longest));
    let slider = use_node_ref();
    let last = places.len().saturating_sub(1);
    let place = places
        .iter()
        .rposition(|place| *place <= props.context)
        .unwrap_or(0);
    {
        // The attribute stops counting once somebody has moved the slider.
        let slider = slider.clone();
        use_effect_with((place, last), move |(place, _)| {
            if let Some(slider) = slider.cast::<HtmlInputElement>() {
                slider.set_value(&place.to_string());
            }
        });
    }
    let oninput = {
        let (on_context, places) = (props.on_context.clone(), places.clone());
        Callback::from(move |event: InputEvent| {
            let slider = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let place = slider.and_then(|slider| slider.value().parse::<usize>().ok());
            if let Some(context) = place.and_then(|place| places.get(place)) {
                on_context.emit(*context);
            }
        })
    };
    let on_text = {
        let on_context = props.on_context.clone();
        Callback::from(move |typed: String| {
            match typed
                .trim()
                .parse::<u64>()
                .ok()
                .filter(|context| (1..=CONTEXT_MAX).contains(context))
            {
                Some(context) => {
                    on_context.emit(context);
                    None
                }
                None => Some(AttrValue::Static(t::memory().context_wrong)),
            }
        })
    };
    let tokens = (text.tokens)(&figures::integer(props.context));
    html! {
        <div class="memory-context">
            <div class="memory-context__range">
                <label class="field__label" for="memory-context-slider">{ text.context }</label>
                <input
                    ref={slider}
                    id="memory-context-slider"
                    type="range"
                    min="0"
                    max={last.to_string()}
                    step="1"
                    value={place.to_string()}
                    aria-valuetext={tokens}
                    {oninput}
                />
                <div class="memory-context__stops" role="group" aria-label={text.context_stops}>
                    { for context_stops(props.longest).into_iter().filter(|stop| has_room(&places, *stop)).map(|stop| {
                        let position = places.iter().position(|place| *place == stop).unwrap_or(last);
                        let percent = (position * 1000).checked_div(last).unwrap_or(1000);
                        let on_context = props.on_context.clone();
                        let is_chosen = stop == props.context;
                        html! {
                            <button
                                key={stop}
                                type="button"
                                class="memory-context__stop"
                                style={format!("--at: {}.{}%", percent / 10, percent % 10)}
                                aria-pressed={is_chosen.to_string()}
                                onclick={Callback::from(move |_: MouseEvent| on_context.emit(stop))}
                            >
                                { short_tokens(stop) }
                            </button>
                        }
                    }) }
                </div>
            </div>
            <NumberField
                id="memory-context-number"
                label={text.context_number}
                value={props.context.to_string()}
                step="256"
                {on_text}
            />
            <p class="muted small memory-context__note">
                { match (props.is_stated, props.context > props.longest) {
                    (false, _) => text.context_not_stated.to_owned(),
                    (true, true) => (text.context_beyond)(&figures::integer(props.longest)),
                    (true, false) => (text.context_trained)(&figures::integer(props.longest)),
                } }
            </p>
        </div>
    }
}

/// Whether the name of a stop does not run into that of the last one, a fourteenth of the slider away.
fn has_room(places: &[u64], stop: u64) -> bool {
    let last = places.len().saturating_sub(1);
    let position = places.iter().position(|place| *place == stop).unwrap_or(last);
    position == last || last.saturating_sub(position).saturating_mul(14) >= last
}

/// A context as people call it: `8K`, `128K`, `1M`, else the number.
pub fn short_tokens(tokens: u64) -> String {
    match tokens {
        n if n >= 1 << 20 && n % (1 << 20) == 0 => format!("{}M", n >> 20),
        n if n >= 1 << 10 && n % (1 << 10) == 0 => format!("{}K", n >> 10),
        n => figures::integer(n),
    }
}
