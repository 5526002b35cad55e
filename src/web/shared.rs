//! What the two modules of the page share in memory: properties of the window that both can reach.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Event;

use super::window::events;

const PREFIX: &str = "llmLens.";

/// A shared value; `undefined` when there is none.
pub(super) fn get(name: &str) -> JsValue {
    Reflect::get(&events(), &full(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Shares a value in place of an older one.
pub(super) fn set(name: &str, value: &JsValue) {
    // A window takes any property; one that does not would leave the modules apart, and each works alone.
    let _ = Reflect::set(&events(), &full(name), value);
}

/// Tells everyone who watches, in both modules and before it returns.
pub(super) fn tell(event: &str) {
    if let Ok(event) = Event::new(event) {
        // An error would come from a listener, and every listener is ours.
        let _ = events().dispatch_event(&event);
    }
}

fn full(name: &str) -> JsValue {
    JsValue::from_str(&format!("{PREFIX}{name}"))
}
