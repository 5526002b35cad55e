//! The address of the page. Routes live in its fragment; what a fragment means is the domain's matter.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::JsValue;
use web_sys::Event;

use super::scroll;
use super::window::{events, window};

/// Event of our own: the browser announces what the reader does to the address, but not what a script does.
const CHANGED_BY_PAGE: &str = "llm-lens-address";

/// Keeps [`watch`] alive.
pub struct LocationWatch {
    _listeners: [EventListener; 3],
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = window() {
        // Refused only in a document that is being torn down.
        let _ = window.location().reload();
    }
}

/// The fragment without its `#`, percent-encoded as it stands in the address; empty when there is none.
pub fn fragment() -> String {
    let hash = window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default();
    hash.strip_prefix('#').unwrap_or_default().to_owned()
}

/// Goes to a fragment: a new entry in the history. Remembers how far this one was scrolled.
pub fn push(fragment: &str) {
    scroll::save();
    if let Some(window) = window()
        && let Ok(history) = window.history()
        && history
            .push_state_with_url(&JsValue::NULL, "", Some(&in_this_document(fragment)))
            .is_err()
    {
        // Safari refuses after a hundred changes in half a minute. Setting the fragment still works.
        let _ = window.location().set_hash(fragment);
    }
    announce_change();
}

/// Changes the fragment of this entry of the history, which keeps its scroll position.
pub fn replace(fragment: &str) {
    if let Some(window) = window()
        && let Ok(history) = window.history()
    {
        let state = history.state().unwrap_or(JsValue::NULL);
        // Refused after a hundred changes in half a minute (Safari); the next change catches up.
        let _ = history.replace_state_with_url(&state, "", Some(&in_this_document(fragment)));
    }
    announce_change();
}

/// Calls back with the new [`fragment`] when it changed, whoever changed it, as long as the guard lives.
pub fn watch(callback: impl Fn(String) + 'static) -> LocationWatch {
    let last = RefCell::new(fragment());
    // Going back fires two of these events for one change.
    let check = Rc::new(move || {
        let now = fragment();
        if last.replace(now.clone()) != now {
            callback(now);
        }
    });
    LocationWatch {
        _listeners: ["hashchange", "popstate", CHANGED_BY_PAGE].map(|event| {
            let check = check.clone();
            EventListener::new(&events(), event, move |_| check())
        }),
    }
}

/// The whole address that shows a fragment, for sharing. What follows a `?` before the fragment is left out: it is not
/// ours.
pub fn absolute(fragment: &str) -> String {
    let location = window().map(|window| window.location());
    let part = |read: fn(&web_sys::Location) -> Result<String, JsValue>| {
        location
            .as_ref()
            .and_then(|location| read(location).ok())
            .unwrap_or_default()
    };
    format!(
        "{}{}#{fragment}",
        part(web_sys::Location::origin),
        part(web_sys::Location::pathname)
    )
}

/// An address for the history. A bare `#…` would be resolved against the `<base>` element and leave `index.html` behind.
fn in_this_document(fragment: &str) -> String {
    let location = window().map(|window| window.location());
    let path = location
        .as_ref()
        .and_then(|location| location.pathname().ok())
        .unwrap_or_default();
    let query = location
        .as_ref()
        .and_then(|location| location.search().ok())
        .unwrap_or_default();
    format!("{path}{query}#{fragment}")
}

fn announce_change() {
    if let Ok(event) = Event::new(CHANGED_BY_PAGE) {
        // An error would come from a listener, and every listener is ours.
        let _ = events().dispatch_event(&event);
    }
}
