//! The service worker: ready for offline, and a new version that is offered and never forced.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::ui::messages::t;
use crate::web::document;
use crate::web::service_worker::{self, WorkerEvent};

/// Whether a new version waits.
#[derive(Clone, PartialEq)]
pub struct UseServiceWorkerHandle {
    /// A new version waits.
    pub is_update_waiting: bool,
    /// Puts the offer away until the next visit.
    pub dismiss: Callback<()>,
}

/// After this long the worker is registered even if the list has not settled: other pages have none to wait for.
const REGISTER_AFTER_MS: u32 = 5_000;

/// Registers the worker once and follows it: when the list `has_settled`, because keeping the page for later must not hold
/// up what is wanted now.
#[hook]
pub fn use_service_worker(has_settled: bool) -> UseServiceWorkerHandle {
    let waiting = use_state_eq(|| false);
    let is_due = use_state_eq(|| false);
    {
        let is_due = is_due.setter();
        use_effect_with((), move |()| {
            let timeout = Timeout::new(REGISTER_AFTER_MS, move || is_due.set(true));
            move || drop(timeout)
        });
    }
    {
        let is_due = is_due.setter();
        use_effect_with(has_settled, move |has_settled| {
            if *has_settled {
                is_due.set(true);
            }
        });
    }
    {
        let waiting = waiting.setter();
        use_effect_with(*is_due, move |is_due| {
            if *is_due {
                service_worker::register(Rc::new(move |event| match event {
                    WorkerEvent::Ready => document::announce_also(t::app().ready_offline),
                    WorkerEvent::UpdateWaiting => waiting.set(true),
                }));
            }
        });
    }
    let dismiss = {
        let waiting = waiting.setter();
        use_callback((), move |(), ()| waiting.set(false))
    };
    UseServiceWorkerHandle {
        is_update_waiting: *waiting,
        dismiss,
    }
}
