//! Files that the reader chose or dropped on the page.

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, Event, File, FileList, HtmlInputElement, Node};

use super::window;

/// Why a chosen file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChosenFileError {
    /// It has more bytes than allowed.
    TooLarge {
        /// Its bytes.
        bytes: u64,
        /// The bytes allowed.
        bytes_max: u64,
    },
    /// The browser could not read it (moved, no permission).
    Unreadable,
    /// It is not UTF-8 text.
    NotText,
}

/// The text of a chosen file of at most `bytes_max` bytes.
///
/// # Errors
/// Why it was not read. A file that is too large is refused before reading.
pub async fn read_text(file: &File, bytes_max: u32) -> Result<String, ChosenFileError> {
    let bytes_max = u64::from(bytes_max);
    let bytes = file.size() as u64;
    if bytes > bytes_max {
        return Err(ChosenFileError::TooLarge { bytes, bytes_max });
    }
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| ChosenFileError::Unreadable)?;
    let text = String::from_utf8(Uint8Array::new(&buffer).to_vec()).map_err(|_| ChosenFileError::NotText)?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The files that were just chosen in a field. The field is emptied, so that choosing the same ones again counts too.
pub fn of_field(event: &Event) -> Vec<File> {
    let field = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(field) = field else {
        return Vec::new();
    };
    let files = listed(field.files());
    field.set_value("");
    files
}

/// The files that were dropped. The browser would leave the page and open them itself, which is prevented.
pub fn of_drop(event: &DragEvent) -> Vec<File> {
    event.prevent_default();
    listed(event.data_transfer().and_then(|data| data.files()))
}

/// Whether what is dragged are files. They are welcome where this is asked: the browser then offers to drop them.
pub fn welcome_drag(event: &DragEvent) -> bool {
    let is_files = carries_files(event);
    if is_files {
        event.prevent_default();
        event.stop_propagation();
    }
    is_files
}

/// Keeps the page open when files are dropped beside the place that takes them, as long as it lives.
pub struct DropGuard {
    _listeners: [EventListener; 2],
}

/// See [`DropGuard`].
pub fn guard_drops() -> DropGuard {
    let refuse = |name: &'static str| {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&window::events(), name, options, |event| {
            let Some(event) = event.dyn_ref::<DragEvent>().filter(|event| carries_files(event)) else {
                return;
            };
            event.prevent_default();
            if let Some(data) = event.data_transfer() {
                data.set_drop_effect("none");
            }
        })
    };
    DropGuard {
        _listeners: [refuse("dragover"), refuse("drop")],
    }
}

fn carries_files(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

fn listed(list: Option<FileList>) -> Vec<File> {
    let Some(list) = list else {
        return Vec::new();
    };
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}

/// Whether a drag has left an element, and not only gone on to something inside of it.
pub fn has_left(event: &DragEvent) -> bool {
    let place = event
        .current_target()
        .and_then(|target| target.dyn_into::<Node>().ok());
    let to = event
        .related_target()
        .and_then(|target| target.dyn_into::<Node>().ok());
    !place.is_some_and(|place| place.contains(to.as_ref()) && to.is_some())
}
