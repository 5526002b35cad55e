//! The styles of what is loaded later: linked when the first such part is shown.

use std::cell::RefCell;

use js_sys::Promise;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::document;

/// The name of the `<meta>` whose content is the address of the styles.
const PLACE: &str = "llm-lens-later-styles";

/// The styles could not be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoStyles;

thread_local! {
    /// The styles on their way, or there; whoever asks meanwhile waits for the same.
    static LOADING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Links the styles of the parts that are loaded later, once, and waits for them.
///
/// # Errors
/// [`NoStyles`]; the next call tries again.
pub async fn load_later() -> Result<(), NoStyles> {
    let promise = LOADING.with_borrow_mut(|loading| loading.get_or_insert_with(link).clone());
    let outcome = JsFuture::from(promise).await;
    if outcome.is_err() {
        LOADING.set(None);
    }
    outcome.map(|_| ()).map_err(|_| NoStyles)
}

fn link() -> Promise {
    let Some((address, link)) = document::meta(PLACE).zip(document::new_head_element("link")) else {
        return Promise::reject(&JsValue::UNDEFINED);
    };
    Promise::new(&mut |resolve, reject| {
        // The browser takes any attribute of an element that it made itself.
        let _ = link.set_attribute("rel", "stylesheet");
        let _ = link.set_attribute("href", &address);
        let loaded = Closure::once_into_js(move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
        let failed = {
            let link: Element = link.clone();
            Closure::once_into_js(move || {
                // So that the next attempt links them anew.
                link.remove();
                let _ = reject.call0(&JsValue::UNDEFINED);
            })
        };
        let _ = link.add_event_listener_with_callback("load", loaded.unchecked_ref());
        let _ = link.add_event_listener_with_callback("error", failed.unchecked_ref());
        document::append_to_head(&link);
    })
}
