//! Loading and saving what the reader made, so that nothing of it is lost.
//!
//! A text that cannot be read (damaged, or written by a newer version in another tab) is copied aside before anything
//! may take its place.

use super::clock;
use super::storage::{self, Blocked, StoreError};
use crate::domain::app::stored::StoredError;

/// Copies set aside for each key. They are made only when something is damaged, so more would be the same damage over
/// and over, and would fill the allowance; the oldest goes first.
const SET_ASIDE_MAX: usize = 10;

/// What went wrong while loading; the app goes on with a default.
#[derive(Clone, Debug, PartialEq)]
pub enum StoredTrouble {
    /// The browser allows no storage, so nothing will be remembered.
    Blocked,
    /// What was stored could not be read.
    Unreadable {
        /// Why.
        error: StoredError,
        /// Whether a copy was set aside. If not (storage is full), the text stays where it is and saving is refused.
        is_set_aside: bool,
    },
}

/// Reads what is stored under a key; the default when nothing is, or when there is trouble. A text that cannot be
/// read, or that held more than was read (`is_lossy`), is set aside before anything can overwrite it.
pub(super) fn load<T: Default>(
    key: &str,
    read: impl Fn(&str) -> Result<T, StoredError>,
    is_lossy: impl Fn(&T) -> bool,
) -> (T, Option<StoredTrouble>) {
    let unsaved = storage::unsaved(key).and_then(|text| read(&text).ok());
    let text = match (storage::get(key), unsaved) {
        (Err(Blocked), unsaved) => return (unsaved.unwrap_or_default(), Some(StoredTrouble::Blocked)),
        (Ok(_), Some(unsaved)) => return (unsaved, None),
        (Ok(Some(text)), None) => text,
        (Ok(None), None) => return (T::default(), None),
    };
    match read(&text) {
        Ok(value) => {
            if is_lossy(&value) {
                // Where storage is full the text itself still lies there until the next save, which tries again.
                let _ = set_aside(key, &text);
            }
            (value, None)
        }
        Err(error) => {
            let is_set_aside = set_aside(key, &text).is_ok();
            (
                T::default(),
                Some(StoredTrouble::Unreadable { error, is_set_aside }),
            )
        }
    }
}

/// Stores a text, after setting aside what lies there if that cannot be read.
///
/// # Errors
/// Why it was not stored; what was there before still is.
pub(super) fn save<T>(
    key: &str,
    text: &str,
    read: impl Fn(&str) -> Result<T, StoredError>,
) -> Result<(), StoreError> {
    let stored = put(key, text, read);
    storage::set_unsaved(key, stored.is_err().then_some(text));
    stored
}

fn put<T>(key: &str, text: &str, read: impl Fn(&str) -> Result<T, StoredError>) -> Result<(), StoreError> {
    if let Some(present) = storage::get(key)?
        && read(&present).is_err()
    {
        set_aside(key, &present)?;
    }
    storage::set(key, text)
}

/// The texts set aside for a key, oldest first.
pub(super) fn texts_set_aside(key: &str) -> Vec<String> {
    let keys = storage::keys(&set_aside_start(key)).unwrap_or_default();
    keys.iter().filter_map(|key| storage::get(key).ok()?).collect()
}

fn set_aside(key: &str, text: &str) -> Result<(), StoreError> {
    let start = set_aside_start(key);
    let mut keys = storage::keys(&start)?;
    // Every load until the next save meets the same text again.
    for key in &keys {
        if storage::get(key)?.as_deref() == Some(text) {
            return Ok(());
        }
    }
    // Times have thirteen digits until the year 2286, so sorting by name is sorting by age.
    let newest = format!("{start}{}", clock::now_ms());
    storage::set(&newest, text)?;
    keys.push(newest);
    let n_excess = keys.len().saturating_sub(SET_ASIDE_MAX);
    for key in keys.iter().take(n_excess) {
        storage::remove(key)?;
    }
    Ok(())
}

fn set_aside_start(key: &str) -> String {
    format!("{key}.set-aside.")
}
