//! The reader's token for the Hub: in memory, or until the tab is closed if they ask. Never stored for good.

use std::cell::RefCell;
use std::rc::Rc;

use super::storage::{StoreError, session};

const KEY: &str = "token";

/// How long a token is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenLifetime {
    /// Until the page is left or reloaded.
    Page,
    /// Until the tab is closed; the browser holds it as plain text until then.
    Tab,
}

thread_local! {
    static TOKEN: RefCell<Option<Rc<str>>> = const { RefCell::new(None) };
}

/// The token, if there is one.
pub fn load() -> Option<Rc<str>> {
    let in_memory = TOKEN.with_borrow(Clone::clone);
    in_memory.or_else(|| {
        let token: Rc<str> = session::get(KEY).ok()??.into();
        TOKEN.set(Some(token.clone()));
        Some(token)
    })
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
    TOKEN.set(Some(token.into()));
    match lifetime {
        TokenLifetime::Tab => session::set(KEY, token),
        TokenLifetime::Page => {
            // Where storage is blocked, nothing was stored before either.
            let _ = session::remove(KEY);
            Ok(())
        }
    }
}

/// Forgets the token everywhere.
pub fn forget() {
    TOKEN.set(None);
    // Where storage is blocked, nothing was stored.
    let _ = session::remove(KEY);
}
