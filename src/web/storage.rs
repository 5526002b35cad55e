//! The browser's storage, which may be blocked, full, or changed by another tab.
//!
//! Every key is prefixed here, because other projects may share the origin.

use std::cell::RefCell;
use std::collections::BTreeMap;

use gloo_events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Storage, StorageEvent};

use super::window::{events, window};
use crate::domain::text::order;

const PREFIX: &str = "llm-lens.";

thread_local! {
    /// What could not be stored under its key, and is therefore newer than what is.
    static UNSAVED: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// The browser allows no storage (settings, a sandboxed frame, a private window).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocked;

/// Why something was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The browser allows no storage.
    Blocked,
    /// The browser's allowance is used up.
    Full,
}

impl From<Blocked> for StoreError {
    fn from(_: Blocked) -> Self {
        Self::Blocked
    }
}

/// What is stored under a key.
///
/// # Errors
/// [`Blocked`] when the browser allows no storage.
pub fn get(key: &str) -> Result<Option<String>, Blocked> {
    local()?.get_item(&full(key)).map_err(|_| Blocked)
}

/// Stores a text for good.
///
/// # Errors
/// Why it was not stored; what was there before still is.
pub fn set(key: &str, text: &str) -> Result<(), StoreError> {
    set_in(&local()?, key, text)
}

/// Deletes what is stored under a key, if anything is.
///
/// # Errors
/// [`Blocked`] when the browser allows no storage.
pub fn remove(key: &str) -> Result<(), Blocked> {
    local()?.remove_item(&full(key)).map_err(|_| Blocked)
}

/// Every key in use that starts with `start`, sorted.
///
/// # Errors
/// [`Blocked`] when the browser allows no storage.
pub fn keys(start: &str) -> Result<Vec<String>, Blocked> {
    let storage = local()?;
    let n_keys = storage.length().map_err(|_| Blocked)?;
    let mut found: Vec<String> = (0..n_keys)
        .filter_map(|key_idx| storage.key(key_idx).ok()?)
        .filter_map(|key| Some(key.strip_prefix(PREFIX)?.to_owned()))
        .filter(|key| key.starts_with(start))
        .collect();
    order::sort_by(&mut found, Ord::cmp);
    Ok(found)
}

/// Keeps [`watch`] alive.
pub struct StorageWatch {
    _listener: EventListener,
}

/// Calls back when another tab changed what is stored under a key, as long as the guard lives.
pub fn watch(key: &str, callback: impl Fn() + 'static) -> StorageWatch {
    let (full_key, key) = (full(key), key.to_owned());
    let listener = EventListener::new(&events(), "storage", move |event| {
        let Some(event) = event.dyn_ref::<StorageEvent>() else {
            return;
        };
        let is_local = event
            .storage_area()
            .is_some_and(|area| local().as_ref() == Ok(&area));
        // No key means that everything was cleared.
        if is_local && event.key().is_none_or(|changed| changed == full_key) {
            // The other tab's is the newest now, whatever could not be stored here.
            set_unsaved(&key, None);
            callback();
        }
    });
    StorageWatch { _listener: listener }
}

/// What could not be stored under a key, and is therefore newer than what is.
pub(super) fn unsaved(key: &str) -> Option<String> {
    UNSAVED.with_borrow(|unsaved| unsaved.get(key).cloned())
}

/// Keeps what could not be stored as long as the page is open; `None` once it was.
pub(super) fn set_unsaved(key: &str, text: Option<&str>) {
    UNSAVED.with_borrow_mut(|unsaved| match text {
        Some(text) => unsaved.insert(key.to_owned(), text.to_owned()),
        None => unsaved.remove(key),
    });
}

/// The same for what ends with the tab.
pub mod session {
    use super::{Blocked, StoreError, full, set_in, window};
    use web_sys::Storage;

    /// What is stored under a key.
    ///
    /// # Errors
    /// [`Blocked`] when the browser allows no storage.
    pub fn get(key: &str) -> Result<Option<String>, Blocked> {
        storage()?.get_item(&full(key)).map_err(|_| Blocked)
    }

    /// Stores a text until the tab is closed.
    ///
    /// # Errors
    /// Why it was not stored.
    pub fn set(key: &str, text: &str) -> Result<(), StoreError> {
        set_in(&storage()?, key, text)
    }

    /// Deletes what is stored under a key, if anything is.
    ///
    /// # Errors
    /// [`Blocked`] when the browser allows no storage.
    pub fn remove(key: &str) -> Result<(), Blocked> {
        storage()?.remove_item(&full(key)).map_err(|_| Blocked)
    }

    fn storage() -> Result<Storage, Blocked> {
        window()
            .and_then(|window| window.session_storage().ok()?)
            .ok_or(Blocked)
    }
}

fn local() -> Result<Storage, Blocked> {
    window()
        .and_then(|window| window.local_storage().ok()?)
        .ok_or(Blocked)
}

fn full(key: &str) -> String {
    format!("{PREFIX}{key}")
}

fn set_in(storage: &Storage, key: &str, text: &str) -> Result<(), StoreError> {
    storage.set_item(&full(key), text).map_err(|error| {
        let name = Reflect::get(&error, &JsValue::from_str("name"))
            .ok()
            .and_then(|name| name.as_string());
        // Firefox has a name of its own for it.
        match name.as_deref() {
            Some("QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED") => StoreError::Full,
            _ => StoreError::Blocked,
        }
    })
}
