//! Which children of an element are on the screen.

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use super::window::document;

/// Keeps [`watch_children`] alive.
pub struct InViewWatch {
    observer: IntersectionObserver,
    _callback: Closure<dyn FnMut(Array)>,
}

impl Drop for InViewWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back with the value of an attribute of each child that came onto the screen (`true`) or left it, as long as the
/// guard lives. `None` without the element, or in an engine without the service.
pub fn watch_children(
    parent_id: &str,
    attribute: &'static str,
    mut callback: impl FnMut(String, bool) + 'static,
) -> Option<InViewWatch> {
    let parent = document()?.get_element_by_id(parent_id)?;
    let on_change = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
        for entry in entries.iter() {
            let Ok(entry) = entry.dyn_into::<IntersectionObserverEntry>() else {
                continue;
            };
            if let Some(value) = entry.target().get_attribute(attribute) {
                callback(value, entry.is_intersecting());
            }
        }
    });
    let observer = IntersectionObserver::new(on_change.as_ref().unchecked_ref()).ok()?;
    let children = parent.children();
    for index in 0..children.length() {
        if let Some(child) = children.item(index) {
            observer.observe(&child);
        }
    }
    Some(InViewWatch {
        observer,
        _callback: on_change,
    })
}
