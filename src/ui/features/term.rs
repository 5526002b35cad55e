//! A term that carries its explanation: on hover, on focus, on tap; Escape closes it.

use web_sys::Element;
use yew::prelude::*;

use crate::ui::messages::GlossaryEntry;
use crate::web::{focus, keyboard, viewport};

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
    let word = use_node_ref();
    let show = {
        let (place, word) = (place.setter(), word.clone());
        move || {
            if let Some(word) = word.cast::<Element>() {
                place.set(Some(place_below(&word)));
            }
        }
    };
    let onmouseenter = {
        let show = show.clone();
        Callback::from(move |_: MouseEvent| show())
    };
    let onfocus = {
        let show = show.clone();
        Callback::from(move |_: FocusEvent| show())
    };
    let onclick = Callback::from(move |event: MouseEvent| {
        event.stop_propagation();
        show();
    });
    let hide = {
        let place = place.setter();
        move || place.set(None)
    };
    let onmouseleave = {
        let (hide, word) = (hide.clone(), word.clone());
        // Who came by keyboard keeps the explanation while the pointer moves on.
        Callback::from(move |_: MouseEvent| {
            if !focus::is_focused(&word.cast::<Element>()) {
                hide();
            }
        })
    };
    let onblur = {
        let hide = hide.clone();
        Callback::from(move |_: FocusEvent| hide())
    };
    use_effect_with(place.is_some(), move |is_open| {
        // Escape closes it wherever the focus is, and closes nothing else: the dialog around it, if any, stays open.
        let listener = is_open.then(|| keyboard::on_escape(hide));
        move || drop(listener)
    });
    let tooltip_id = format!("term-{}", props.id);
    let position = place.map(|place| {
        let side = if place.is_above { "bottom" } else { "top" };
        format!("left: {}px; {side}: {}px", place.left as i32, place.edge as i32)
    });
    html! {
        <span {onmouseleave}>
            <button
                ref={word}
                type="button"
                class="term__word"
                aria-label={(props.word.as_deref() == Some("?")).then_some(props.entry.term)}
                aria-describedby={tooltip_id.clone()}
                {onmouseenter} {onfocus} {onclick} {onblur}
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
    let (width, height) = viewport::size_px();
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
