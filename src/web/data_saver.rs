//! Whether the reader asked the browser to spare data.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::window::window;

/// `true` where the browser says that data shall be spared (`navigator.connection.saveData`; Chromium only).
pub fn is_on() -> bool {
    window()
        .map(|window| JsValue::from(window.navigator()))
        .and_then(|navigator| Reflect::get(&navigator, &JsValue::from_str("connection")).ok())
        .and_then(|connection| Reflect::get(&connection, &JsValue::from_str("saveData")).ok())
        .is_some_and(|saves| saves.is_truthy())
}
