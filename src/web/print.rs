//! Printing.

use super::window::window;

/// Opens the browser's print dialog. Returns whether the browser let the page do so.
pub fn print() -> bool {
    window().is_some_and(|window| window.print().is_ok())
}
