//! Giving up on what is under way.

use gloo_events::EventListener;
use web_sys::{AbortController, AbortSignal};

/// Owns the right to give up on a request, and does so when dropped.
pub struct AbortHandle {
    /// `None` only in an engine without the service, which could not run this page at all.
    controller: Option<AbortController>,
}

impl AbortHandle {
    /// A handle for something that is about to start.
    pub fn new() -> Self {
        Self {
            controller: AbortController::new().ok(),
        }
    }

    /// The signal that a request listens to.
    pub fn signal(&self) -> AbortSignal {
        self.controller
            .as_ref()
            .map_or_else(AbortSignal::abort, AbortController::signal)
    }

    /// Gives up. Doing it twice, or after the end, does nothing.
    ///
    /// No reason is passed on purpose: readers of the rejection may rely on its being an error object.
    pub fn abort(&self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }

    /// Whether it was given up.
    pub fn is_aborted(&self) -> bool {
        self.signal().aborted()
    }

    /// Calls back once it is given up, as long as the guard lives.
    pub fn on_abort(&self, callback: impl Fn() + 'static) -> EventListener {
        EventListener::new(&self.signal(), "abort", move |_| callback())
    }
}

impl Default for AbortHandle {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for AbortHandle {
    fn drop(&mut self) {
        self.abort();
    }
}
