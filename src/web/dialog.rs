//! Native modal dialogs.

use web_sys::HtmlDialogElement;

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
