//! The reader's token for the Hub: in memory, or until the tab is closed if they ask. Never stored for good.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::shared;
use super::storage::{self, StorageWatch, StoreError, session};

const KEY: &str = "token";

/// How long a token is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenLifetime {
    /// Until the page is left or reloaded.
    Page,
    /// Until the tab is closed; the browser holds it as plain text until then.
    Tab,
}

/// The token, if there is one.
pub fn load() -> Option<Rc<str>> {
    let in_memory = shared::get(KEY).as_string();
    Some(in_memory.or_else(|| session::get(KEY).ok()?)?.into())
}

/// Calls back when the other module of the page was given a token or forgot it, as long as the guard lives.
pub fn watch(callback: impl Fn() + 'static) -> StorageWatch {
    storage::watch(KEY, callback)
}

/// Whether the token is kept until the tab is closed.
pub fn is_kept_for_tab() -> bool {
    matches!(session::get(KEY), Ok(Some(_)))
}

/// Keeps a token in place of an older one.
///
/// # Errors
/// Why it could not be kept for the tab; it is kept for the page all the same.
pub fn keep(token: &str, lifetime: TokenLifetime) -> Result<(), StoreError> {
    shared::set(KEY, &JsValue::from_str(token));
    let kept = match lifetime {
        TokenLifetime::Tab => session::set(KEY, token),
        TokenLifetime::Page => {
            // Where storage is blocked, nothing was stored before either.
            let _ = session::remove(KEY);
            Ok(())
        }
    };
    storage::tell_page(KEY);
    kept
}

/// Forgets the token everywhere.
pub fn forget() {
    shared::set(KEY, &JsValue::UNDEFINED);
    // Where storage is blocked, nothing was stored.
    let _ = session::remove(KEY);
    storage::tell_page(KEY);
}
