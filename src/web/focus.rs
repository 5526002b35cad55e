//! Moving the focus and the view.

use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

use super::window::document;

/// Focuses the element with this id and scrolls it into view. Returns whether there is one that takes the focus (a
/// heading needs `tabindex="-1"`).
pub fn focus_by_id(id: &str) -> bool {
    let Some(document) = document() else {
        return false;
    };
    let Some(element) = document
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
    else {
        return false;
    };
    element.focus().is_ok() && document.active_element().as_ref() == Some(element.as_ref())
}

/// Focuses the first heading of the element with this id, where a reader of a new page begins, or where there is none
/// the element itself; nothing is scrolled.
pub fn focus_heading(container_id: &str) {
    let container = document().and_then(|document| document.get_element_by_id(container_id));
    let heading = container
        .as_ref()
        .and_then(|container| container.query_selector("h1").ok().flatten())
        .or(container)
        .and_then(|heading| heading.dyn_into::<HtmlElement>().ok());
    if let Some(heading) = heading {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // Refused only by an element that cannot take the focus; then it stays where it is.
        let _ = heading.focus_with_options(&options);
    }
}

/// Where the element with this id has the focus itself, because its heading was not there yet: focuses the heading.
pub fn follow_to_heading(container_id: &str) {
    let is_waiting = document()
        .and_then(|document| document.active_element())
        .is_some_and(|active| active.id() == container_id);
    if is_waiting {
        focus_heading(container_id);
    }
}

/// Focuses the element with this id without scrolling.
pub fn focus_quietly(id: &str) {
    let element = document()
        .and_then(|document| document.get_element_by_id(id))
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // Refused only by an element that cannot take the focus; then it stays where it is.
        let _ = element.focus_with_options(&options);
    }
}

/// Whether nothing has the focus: what had it has gone.
pub fn is_lost() -> bool {
    document().is_none_or(|document| {
        let active = document.active_element();
        active.is_none() || active == document.body().map(Into::into)
    })
}

/// Whether an element has the focus.
pub fn is_focused(element: &Option<Element>) -> bool {
    let active = document().and_then(|document| document.active_element());
    element.is_some() && active == *element
}
