//! A term that carries its explanation: on hover, on focus, on tap; Escape closes it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::ui::messages::GlossaryEntry;

/// Width of the explanation in CSS pixels, as components.css has it: about eight words a line.
const WIDTH_PX: f64 = 280.0;
/// Least distance from the edge of the window.
const MARGIN_PX: f64 = 8.0;

/// Properties of [`Term`].
#[derive(Properties, PartialEq)]
pub struct TermProps {
    /// The term and its explanation.
    pub entry: GlossaryEntry,
    /// Unique in the document.
    pub id: AttrValue,
    /// The word to show, where it is not the term itself.
    #[prop_or_default]
    pub word: Option<AttrValue>,
}

/// Where the explanation stands, in CSS pixels of the window; above the word in the lower part of the window.
#[derive(Clone, Copy, PartialEq)]
struct Place {
    left: f64,
    edge: f64,
    is_above: bool,
}

/// A term with its explanation.
///
/// The explanation is placed in the window rather than beside the word, so that no scrolling box cuts it off.
#[component]
pub fn Term(props: &TermProps) -> Html {
    let place = use_state_eq(|| None::<Place>);
    let show = {
        let place = place.setter();
        move |target: Option<web_sys::EventTarget>| {
            if let Some(word) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
                place.set(Some(place_below(&word)));
            }
        }
    };
    let onmouseenter = {
        let show = show.clone();
        Callback::from(move |event: MouseEvent| show(event.current_target()))
    };
    let onfocus = {
        let show = show.clone();
        Callback::from(move |event: FocusEvent| show(event.current_target()))
    };
    let onclick = Callback::from(move |event: MouseEvent| {
        event.stop_propagation();
        show(event.current_target());
    });
    let hide = {
        let place = place.setter();
        move || place.set(None)
    };
    let onmouseleave = {
        let hide = hide.clone();
        Callback::from(move |_: MouseEvent| hide())
    };
    let onblur = {
        let hide = hide.clone();
        Callback::from(move |_: FocusEvent| hide())
    };
    let onkeydown = {
        let is_open = place.is_some();
        Callback::from(move |event: KeyboardEvent| {
            if is_open && event.key() == "Escape" {
                // The dialog around it, if any, stays open.
                event.prevent_default();
                event.stop_propagation();
                hide();
            }
        })
    };
    let tooltip_id = format!("term-{}", props.id);
    let position = place.map(|place| {
        let side = if place.is_above { "bottom" } else { "top" };
        format!("left: {}px; {side}: {}px", place.left as i32, place.edge as i32)
    });
    html! {
        <span {onmouseleave}>
            <button
                type="button"
                class="term__word"
                aria-describedby={tooltip_id.clone()}
                {onmouseenter} {onfocus} {onclick} {onblur} {onkeydown}
            >
                { props.word.clone().unwrap_or(AttrValue::Static(props.entry.term)) }
            </button>
            <span id={tooltip_id} role="tooltip" class="term__explanation" hidden={place.is_none()} style={position}>
                { props.entry.explanation }
            </span>
        </span>
    }
}

fn place_below(word: &Element) -> Place {
    let size = |value: Option<wasm_bindgen::JsValue>| value.and_then(|value| value.as_f64()).unwrap_or(0.0);
    let window = web_sys::window();
    let width = size(window.as_ref().and_then(|window| window.inner_width().ok()));
    let height = size(window.as_ref().and_then(|window| window.inner_height().ok()));
    let rect = word.get_bounding_client_rect();
    let left = rect.left().min(width - WIDTH_PX - MARGIN_PX).max(MARGIN_PX);
    let is_above = rect.bottom() > height * 0.7;
    let edge = if is_above {
        height - rect.top()
    } else {
        rect.bottom()
    };
    Place { left, edge, is_above }
}
