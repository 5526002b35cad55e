//! Copying a text.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use super::window::{document, offers, window};

/// The browser did not let the page copy; the text must be shown for copying by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyRefused;

/// Puts a text on the clipboard. Browsers allow it only as the answer to a click or a key.
///
/// # Errors
/// [`CopyRefused`] when neither way works.
pub async fn copy(text: String) -> Result<(), CopyRefused> {
    let navigator = window().ok_or(CopyRefused)?.navigator();
    if offers(&navigator, "clipboard")
        && JsFuture::from(navigator.clipboard().write_text(&text))
            .await
            .is_ok()
    {
        return Ok(());
    }
    // Pages without HTTPS have no clipboard service, and embedded ones may be refused it.
    if copy_by_selection(&text) == Some(true) {
        Ok(())
    } else {
        Err(CopyRefused)
    }
}

fn copy_by_selection(text: &str) -> Option<bool> {
    let document = document()?;
    let focused = document.active_element();
    // Outside of an open dialog nothing can be selected.
    let host = match focused
        .as_ref()
        .and_then(|element| element.closest("dialog").ok()?)
    {
        Some(dialog) => dialog,
        None => document.body()?.into(),
    };
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    field.set_read_only(true);
    field.set_attribute("aria-hidden", "true").ok()?;
    // Out of sight but in the layout, or it could not be selected.
    field.style().set_property("position", "fixed").ok()?;
    field.style().set_property("inset-block-start", "0").ok()?;
    field.style().set_property("opacity", "0").ok()?;
    host.append_child(&field).ok()?;
    field.select();
    let is_copied = document
        .dyn_ref::<HtmlDocument>()
        .and_then(|document| document.exec_command("copy").ok())
        .unwrap_or(false);
    field.remove();
    if let Some(element) = focused.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
    Some(is_copied)
}
