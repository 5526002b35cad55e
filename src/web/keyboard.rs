//! Keys that work anywhere on the page.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::window::events;

/// Calls back when Escape is pressed anywhere, before anything else hears of it, as long as the guard lives.
pub fn on_escape(callback: impl Fn() + 'static) -> EventListener {
    let options = EventListenerOptions {
        phase: EventListenerPhase::Capture,
        passive: false,
    };
    listen(options, move |event| {
        let is_escape = event.key() == "Escape";
        if is_escape {
            event.stop_propagation();
            callback();
        }
        is_escape
    })
}

/// Calls back when this key is pressed alone and outside of any field, as long as the guard lives. The callback says
/// whether it has used the key up.
pub fn on_plain_key(key: &'static str, callback: impl Fn() -> bool + 'static) -> EventListener {
    listen(EventListenerOptions::enable_prevent_default(), move |event| {
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        event.key() == key && !has_modifier && !is_typing(event) && callback()
    })
}

fn listen(
    options: EventListenerOptions,
    uses_up: impl Fn(&KeyboardEvent) -> bool + 'static,
) -> EventListener {
    EventListener::new_with_options(&events(), "keydown", options, move |event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(&uses_up) {
            event.prevent_default();
        }
    })
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"))
}
