//! The reader's token for the Hub: in the program's memory, or until the tab is closed if they ask. Never stored for good.

use std::rc::Rc;

use super::recent;
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

/// The token that was kept for the tab, if there is one.
pub fn load() -> Option<Rc<str>> {
    Some(session::get(KEY).ok()??.into())
}

/// Whether the token is kept until the tab is closed.
pub fn is_kept_for_tab() -> bool {
    matches!(session::get(KEY), Ok(Some(_)))
}

/// Keeps a token, for the tab if it is to outlive the page. What was answered before belongs to somebody else.
///
/// # Errors
/// Why it could not be kept for the tab.
pub fn keep(token: &str, lifetime: TokenLifetime) -> Result<(), StoreError> {
    recent::forget_all();
    match lifetime {
        TokenLifetime::Tab => session::set(KEY, token),
        TokenLifetime::Page => {
            // Where storage is blocked, nothing was stored before either.
            let _ = session::remove(KEY);
            Ok(())
        }
    }
}

/// Forgets the token and what was answered to it.
pub fn forget() {
    recent::forget_all();
    // Where storage is blocked, nothing was stored.
    let _ = session::remove(KEY);
}
