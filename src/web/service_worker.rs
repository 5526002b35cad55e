//! The service worker, which makes the page open without a network.
//!
//! The worker never takes over on its own: a new version waits until the reader agrees, and then every tab reloads.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    RegistrationOptions, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration,
    ServiceWorkerState, ServiceWorkerUpdateViaCache,
};

use super::window::{events, offers, window};
use super::{clock, online};

/// What the reader may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerEvent {
    /// First visit: from now on the page opens without a network.
    Ready,
    /// A new version waits for [`activate_waiting`].
    UpdateWaiting,
}

/// Relative, so that it lies under the page's own path, and for ever: readers hold on to the worker of their last visit.
const WORKER_URL: &str = "sw.js";
const CHECK_EVERY_MS: u32 = 60 * 60 * 1_000;
/// Going to and fro between tabs is no reason to ask the server each time.
const CHECK_ON_FOCUS_AFTER_MS: u64 = 5 * 60 * 1_000;

/// All that listens, for as long as the page lives. It is held here because nobody unregisters a worker halfway.
struct Watch {
    registration: ServiceWorkerRegistration,
    _update_found: EventListener,
    _controller_changed: EventListener,
    _focus: EventListener,
    _every_hour: Interval,
}

thread_local! {
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
    /// The worker that is being installed and the listener on its state.
    static INSTALLING: RefCell<Option<(ServiceWorker, EventListener)>> = const { RefCell::new(None) };
    static ACTIVATING: RefCell<Option<EventListener>> = const { RefCell::new(None) };
    static IS_RELOADING: Cell<bool> = const { Cell::new(false) };
}

/// Registers the worker and reports what happens to it. Does nothing in debug builds, where a worker would go on serving
/// yesterday's page, and where the browser has no workers.
pub fn register(on_event: Rc<dyn Fn(WorkerEvent)>) {
    if cfg!(debug_assertions) {
        return;
    }
    spawn_local(async move {
        // `None`: the browser refused, and the page works as any other page does.
        let _ = try_register(on_event).await;
    });
}

/// Has the waiting version take over; the page then reloads in every tab. Save first. Returns whether one waits.
pub fn activate_waiting() -> bool {
    let waiting = WATCH.with_borrow(|watch| watch.as_ref()?.registration.waiting());
    let Some(worker) = waiting else {
        return false;
    };
    // A page that was loaded past the worker has no controller that could change; it follows the worker instead.
    let activated = worker.clone();
    ACTIVATING.set(Some(EventListener::new(&worker, "statechange", move |_| {
        if activated.state() == ServiceWorkerState::Activated {
            reload_once();
        }
    })));
    let message = Object::new();
    Reflect::set(
        &message,
        &JsValue::from_str("type"),
        &JsValue::from_str("activate-waiting"),
    )
    .is_ok()
        && worker.post_message(&message).is_ok()
}

async fn try_register(on_event: Rc<dyn Fn(WorkerEvent)>) -> Option<()> {
    let navigator = window()?.navigator();
    if !offers(&navigator, "serviceWorker") {
        return None;
    }
    let container = navigator.service_worker();
    let options = RegistrationOptions::new();
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let promise = container.register_with_options(WORKER_URL, &options);
    let registration: ServiceWorkerRegistration = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;

    if registration.waiting().is_some() {
        on_event(WorkerEvent::UpdateWaiting);
    }
    follow_installing(&registration, &on_event);
    let update_found = EventListener::new(&registration, "updatefound", {
        let registration = registration.clone();
        move |_| follow_installing(&registration, &on_event)
    });
    let last_check_ms = Rc::new(Cell::new(clock::now_ms()));
    let focus = EventListener::new(&events(), "focus", {
        let (registration, last_check_ms) = (registration.clone(), last_check_ms.clone());
        move |_| {
            if clock::now_ms().saturating_sub(last_check_ms.get()) >= CHECK_ON_FOCUS_AFTER_MS {
                check_for_update(&registration, &last_check_ms);
            }
        }
    });
    let every_hour = Interval::new(CHECK_EVERY_MS, {
        let registration = registration.clone();
        move || check_for_update(&registration, &last_check_ms)
    });
    WATCH.set(Some(Watch {
        registration,
        _update_found: update_found,
        _controller_changed: reload_when_controller_changes(&container),
        _focus: focus,
        _every_hour: every_hour,
    }));
    Some(())
}

fn follow_installing(registration: &ServiceWorkerRegistration, on_event: &Rc<dyn Fn(WorkerEvent)>) {
    let Some(worker) = registration.installing() else {
        return;
    };
    let is_followed =
        INSTALLING.with_borrow(|followed| followed.as_ref().is_some_and(|(known, _)| *known == worker));
    if is_followed {
        return;
    }
    // Asked now: once the first worker is active, it would look like an update of itself.
    let is_first = registration.active().is_none();
    let (installed, on_event) = (worker.clone(), on_event.clone());
    let listener = EventListener::new(&worker, "statechange", move |_| {
        if installed.state() == ServiceWorkerState::Installed {
            on_event(if is_first {
                WorkerEvent::Ready
            } else {
                WorkerEvent::UpdateWaiting
            });
        }
    });
    INSTALLING.set(Some((worker, listener)));
}

/// Old files are gone once a new version has taken over, whichever tab agreed to it.
fn reload_when_controller_changes(container: &ServiceWorkerContainer) -> EventListener {
    // The first worker may take over the page that installed it, which is of the same version.
    let had_controller = Cell::new(container.controller().is_some());
    EventListener::new(container, "controllerchange", move |_| {
        if had_controller.replace(true) {
            reload_once();
        }
    })
}

fn check_for_update(registration: &ServiceWorkerRegistration, last_check_ms: &Cell<u64>) {
    if !online::is_online() {
        return;
    }
    last_check_ms.set(clock::now_ms());
    if let Ok(check) = registration.update() {
        ignore_outcome(check);
    }
}

/// A rejection that nobody takes would show up as an error in the console.
fn ignore_outcome(promise: Promise) {
    spawn_local(async move {
        let _ = JsFuture::from(promise).await;
    });
}

fn reload_once() {
    if !IS_RELOADING.replace(true)
        && let Some(window) = window()
    {
        let _ = window.location().reload();
    }
}
