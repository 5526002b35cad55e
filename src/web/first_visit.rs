//! Whether the reader was asked for their machine before, and with which way the description of it begins.

use wasm_bindgen::JsValue;

use super::shared;
use super::storage;

const KEY: &str = "first-visit";
const WAY: &str = "describe";

/// Whether the question needs not be asked: it was answered or declined once. Without storage it is asked each time.
pub fn is_over() -> bool {
    matches!(storage::get(KEY), Ok(Some(_)))
}

/// The question is not asked again.
pub fn end() {
    // Where nothing can be stored, everything begins anew each time, this too.
    let _ = storage::set(KEY, "1");
}

/// Says to the second module whether the description begins with the search.
pub fn begin_with_search(is_search: bool) {
    shared::set(WAY, &JsValue::from_bool(is_search));
}

/// Whether the description begins with the search.
pub fn begins_with_search() -> bool {
    shared::get(WAY).is_truthy()
}
