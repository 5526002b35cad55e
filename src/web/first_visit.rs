//! Whether the reader was asked for their machine before.

use super::storage;

const KEY: &str = "first-visit";

/// Whether the question needs not be asked: it was answered or declined once. Without storage it is asked each time.
pub fn is_over() -> bool {
    matches!(storage::get(KEY), Ok(Some(_)))
}

/// The question is not asked again.
pub fn end() {
    // Where nothing can be stored, everything begins anew each time, this too.
    let _ = storage::set(KEY, "1");
}
