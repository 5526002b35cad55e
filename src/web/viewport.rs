//! The window's size.

use super::window::window;

/// Width and height in CSS pixels; 0 where the browser does not tell.
pub fn size_px() -> (f64, f64) {
    let size = |value: Option<wasm_bindgen::JsValue>| value.and_then(|value| value.as_f64()).unwrap_or(0.0);
    let window = window();
    (
        size(window.as_ref().and_then(|window| window.inner_width().ok())),
        size(window.as_ref().and_then(|window| window.inner_height().ok())),
    )
}
