//! What the reader sees if the program breaks.
//!
//! A panic ends the program for good, so nothing here calls back into it: the markup is static and its button is the
//! browser's own `reload`.

use std::cell::Cell;
use std::panic;

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, console};

use super::window::{document, window};

/// The sentences of the overlay.
#[derive(Clone, Copy)]
pub struct PanicText {
    /// What happened.
    pub title: &'static str,
    /// That what the reader saved is still there, and what to do.
    pub explanation: &'static str,
    /// Name of the button that loads the same address again.
    pub reload: &'static str,
    /// Name of the link to the start page, for the case that this address is what breaks it.
    pub start_page: &'static str,
}

thread_local! {
    static IS_SHOWN: Cell<bool> = const { Cell::new(false) };
}

/// Shows the overlay and one line in the console at the first panic. Call it before anything else.
pub fn install(text: PanicText) {
    panic::set_hook(Box::new(move |panic| {
        // A program that broke once breaks at every event after; the first report is the one that tells why.
        if !IS_SHOWN.replace(true) {
            console::error_1(&JsValue::from_str(&panic.to_string()));
            // `None`: the document refuses even this, and the console has the report.
            let _ = show(text);
        }
    }));
}

fn show(text: PanicText) -> Option<()> {
    let document = document()?;
    let location = window()?.location();
    let overlay = element(&document, "div", "")?;
    overlay.set_class_name("panic-overlay");
    overlay.set_attribute("role", "alert").ok()?;
    overlay
        .append_child(element(&document, "h2", text.title)?.as_ref())
        .ok()?;
    overlay
        .append_child(element(&document, "p", text.explanation)?.as_ref())
        .ok()?;

    let actions = element(&document, "p", "")?;
    let button = element(&document, "button", text.reload)?;
    button.set_attribute("type", "button").ok()?;
    let reload: Function = Reflect::get(&location, &JsValue::from_str("reload"))
        .ok()?
        .dyn_into()
        .ok()?;
    button
        .add_event_listener_with_callback("click", &reload.bind0(&location))
        .ok()?;
    actions.append_child(&button).ok()?;
    let link = element(&document, "a", text.start_page)?;
    // An address without a fragment is loaded anew; one that differs in the fragment alone would not be.
    link.set_attribute("href", &location.pathname().ok()?).ok()?;
    actions.append_child(&link).ok()?;
    overlay.append_child(&actions).ok()?;

    // What is left of the page may be looked at and copied, but no longer answers.
    if let Some(app) = document.get_element_by_id("app") {
        app.set_attribute("inert", "").ok()?;
    }
    document.body()?.prepend_with_node_1(&overlay).ok()
}

fn element(document: &Document, name: &str, text: &str) -> Option<Element> {
    let element = document.create_element(name).ok()?;
    element.set_text_content(Some(text));
    Some(element)
}
