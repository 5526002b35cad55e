//! Native modal dialogs.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};

/// Opens a dialog above everything else; the rest of the page cannot be reached until it closes. Opening an open one does
/// nothing. Returns whether it is open.
pub fn open_modal(dialog: &HtmlDialogElement) -> bool {
    // The browser refuses a dialog that is not in the document.
    dialog.open() || dialog.show_modal().is_ok()
}

/// Closes a dialog; the browser gives the focus back to where it was.
pub fn close(dialog: &HtmlDialogElement) {
    dialog.close();
}

/// Closes the dialog that an element stands in, if it does.
pub fn close_around(element: &Element) {
    let found = element.closest("dialog").ok().flatten();
    if let Some(dialog) = found.and_then(|found| found.dyn_into::<HtmlDialogElement>().ok()) {
        dialog.close();
    }
}
