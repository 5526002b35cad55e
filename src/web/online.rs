//! Whether the device has a network at all.

use gloo_events::EventListener;

use super::window::{events, window};

/// Keeps [`watch`] alive.
pub struct OnlineWatch {
    _listeners: [EventListener; 2],
}

/// `false` only when the device is sure to have no network. `true` promises nothing: the Hub may still be out of reach.
pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Calls back with [`is_online`] when the network comes or goes, as long as the guard lives.
pub fn watch(callback: impl Fn(bool) + Clone + 'static) -> OnlineWatch {
    let came = callback.clone();
    OnlineWatch {
        _listeners: [
            EventListener::new(&events(), "online", move |_| came(true)),
            EventListener::new(&events(), "offline", move |_| callback(false)),
        ],
    }
}
