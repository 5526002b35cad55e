//! The title of the document and its two live regions, which `index.html` mounts from the start.

use super::window;

/// Invisible difference between a sentence and its repetition, which would not be read out otherwise.
const REPEATED: char = '\u{a0}';

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = window::document() {
        document.set_title(title);
    }
}

/// Has assistive technology say a sentence when it is done with what it says now.
pub fn announce(text: &str) {
    say("status", text);
}

/// The element with this id.
pub fn element(id: &str) -> Option<web_sys::Element> {
    window::document().and_then(|document| document.get_element_by_id(id))
}

/// The content of the `<meta>` with this name.
pub fn meta(name: &str) -> Option<String> {
    let document = window::document()?;
    let found = document
        .query_selector(&format!("meta[name=\"{name}\"]"))
        .ok()??;
    found.get_attribute("content")
}

/// A new element for the document's head, see [`append_to_head`].
pub fn new_head_element(name: &str) -> Option<web_sys::Element> {
    window::document()?.create_element(name).ok()
}

/// Puts an element at the end of the document's head.
pub fn append_to_head(element: &web_sys::Element) {
    if let Some(head) = window::document().and_then(|document| document.head()) {
        // A document takes any element that it made itself.
        let _ = head.append_child(element);
    }
}

/// Adds a sentence to what was said politely last, for news that must not drown a more important sentence.
pub fn announce_also(text: &str) {
    let said = element("status")
        .and_then(|region| region.text_content())
        .unwrap_or_default();
    announce(format!("{said} {text}").trim());
}

/// Has assistive technology say a sentence at once. An empty one clears it.
pub fn alert(text: &str) {
    say("alert", text);
}

fn say(region_id: &str, text: &str) {
    if let Some(region) = element(region_id) {
        let is_repeated = !text.is_empty() && region.text_content().as_deref() == Some(text);
        if is_repeated {
            region.set_text_content(Some(&format!("{text}{REPEATED}")));
        } else {
            region.set_text_content(Some(text));
        }
    }
}
