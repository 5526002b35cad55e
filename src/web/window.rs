//! The window and the document, and whether they offer what is asked of them.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, EventTarget, Window};

/// The window; `None` outside a page.
pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

/// The document; `None` outside a page.
pub(super) fn document() -> Option<Document> {
    window()?.document()
}

/// The window as a source of events. Unlike [`window`] it is always there, since every global object is one.
pub(super) fn events() -> EventTarget {
    js_sys::global().unchecked_into()
}

/// Whether an object has a property with a value. Insecure pages and old engines lack whole services (`caches`,
/// `clipboard`, `serviceWorker`); calling a method of a missing one throws past Rust, so ask first.
pub(super) fn offers(object: &JsValue, property: &str) -> bool {
    Reflect::get(object, &JsValue::from_str(property))
        .is_ok_and(|value| !value.is_undefined() && !value.is_null())
}
