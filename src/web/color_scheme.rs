//! Light or dark.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::window::document;
use crate::domain::app::stored::Theme;

/// Applies a theme to the whole page: `data-theme` on the root element for the styles, and `color-scheme` for what the
/// browser draws itself (scroll bars, form fields).
pub fn apply(theme: Theme) {
    let (name, color_scheme) = match theme {
        Theme::System => ("system", "light dark"),
        Theme::Light => ("light", "light"),
        Theme::Dark => ("dark", "dark"),
    };
    let root = document().and_then(|document| document.document_element());
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        // A refusal leaves the theme of the reader's system, which is readable too.
        let _ = root.set_attribute("data-theme", name);
        let _ = root.style().set_property("color-scheme", color_scheme);
    }
}
