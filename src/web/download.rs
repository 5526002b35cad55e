//! Saving a text as a file.

use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::window::document;

/// The browser did not let the page save a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DownloadRefused;

/// Safari reads the file only some time after the click.
const KEEP_ALIVE_MS: u32 = 60_000;

/// Offers a text as a file with this name and media type (`application/json`). Whether the reader keeps it is not known.
///
/// # Errors
/// [`DownloadRefused`] when it could not even be offered.
pub fn save_text(file_name: &str, media_type: &str, text: &str) -> Result<(), DownloadRefused> {
    offer(file_name, media_type, text).ok_or(DownloadRefused)
}

fn offer(file_name: &str, media_type: &str, text: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let document = document()?;
    let anchor: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    anchor.set_href(&url);
    anchor.set_download(file_name);
    // Not appended to the page: a detached link downloads too, and no assistive technology meets it.
    anchor.click();
    // Forgotten on purpose: nobody is left to hold the guard, and it frees itself when it fires.
    Timeout::new(KEEP_ALIVE_MS, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Some(())
}
