//! Remembered Detailed estimates on the device. They can be had again, so trouble with them is nobody's loss.

use super::storage::{self, StorageWatch};
use super::stored_text;
use crate::domain::app::stored::{read_remembered, write_remembered};
use crate::domain::assess::verdict::{RememberedEstimate, RememberedEstimates};

const KEY: &str = "estimates";

/// The remembered estimates.
pub fn load() -> RememberedEstimates {
    stored_text::load(KEY, read_remembered, |_| false).0
}

/// Remembers new ones, on top of what is stored by now. Answers whether anything changed; else nothing is written.
pub fn remember(new: Vec<RememberedEstimate>) -> bool {
    let before = load();
    let is_known =
        |entry: &RememberedEstimate| before.find(&entry.id, &entry.variant, &entry.run) == Some(entry.need);
    if new.iter().all(is_known) {
        return false;
    }
    let mut all = before.clone();
    all.remember(new);
    // Full or blocked storage: this page knows them all the same, and the next visit reads the headers again.
    let _ = stored_text::save(KEY, &write_remembered(&all), read_remembered);
    true
}

/// Calls back when another tab remembered some, as long as the guard lives.
pub fn watch(callback: impl Fn() + 'static) -> StorageWatch {
    storage::watch(KEY, callback)
}
