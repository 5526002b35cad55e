//! The service worker: ready for offline, and a new version that is offered and never forced.

use std::rc::Rc;

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

/// Registers the worker once and follows it.
#[hook]
pub fn use_service_worker() -> UseServiceWorkerHandle {
    let waiting = use_state_eq(|| false);
    {
        let waiting = waiting.setter();
        use_effect_with((), move |()| {
            service_worker::register(Rc::new(move |event| match event {
                WorkerEvent::Ready => document::announce_also(t().app.ready_offline),
                WorkerEvent::UpdateWaiting => waiting.set(true),
            }));
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
