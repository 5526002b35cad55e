//! How far the page is scrolled, remembered in each entry of the history.
//!
//! The browser's own memory of it restores too early: the page that is gone back to has no rows yet.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use super::window::{document, window};

/// Rest after scrolling before it is remembered. Safari refuses more than a hundred changes of the history in half a
/// minute.
const REST_MS: u32 = 400;

/// Keeps [`watch`] alive.
pub struct ScrollWatch {
    _listener: EventListener,
}

/// Remembers the scroll position in the present entry of the history.
pub fn save() {
    if let Some(window) = window()
        && let Ok(history) = window.history()
        && let Ok(position_px) = window.scroll_y()
    {
        let state = Object::new();
        let is_set = Reflect::set(&state, &field(), &JsValue::from_f64(position_px)).is_ok();
        if is_set {
            // Refused after too many changes; then this position is not remembered.
            let _ = history.replace_state(&state, "");
        }
    }
}

/// The position remembered in the present entry of the history, in CSS pixels from the top. `None` for a new entry.
pub fn saved_px() -> Option<f64> {
    let state = window()?.history().ok()?.state().ok()?;
    Reflect::get(&state, &field())
        .ok()?
        .as_f64()
        .filter(|position_px| position_px.is_finite())
}

/// Scrolls to the remembered position, or to the top of a new entry. Call it when the content is there.
pub fn restore() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, saved_px().unwrap_or(0.0));
    }
}

/// Takes over from the browser: [`save`]s whenever scrolling comes to rest, as long as the guard lives.
pub fn watch() -> Option<ScrollWatch> {
    // Refused in a document that is not shown, where nobody scrolls.
    let _ = window()?
        .history()
        .ok()?
        .set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    let rest: Rc<RefCell<Option<Timeout>>> = Rc::default();
    let _listener = EventListener::new(&document()?.into(), "scroll", move |_| {
        rest.replace(Some(Timeout::new(REST_MS, save)));
    });
    Some(ScrollWatch { _listener })
}

fn field() -> JsValue {
    JsValue::from_str("scroll_px")
}
