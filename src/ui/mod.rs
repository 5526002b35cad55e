//! The page, in Yew. No fetch, no storage, no arithmetic about memory here.
//!
//! `pages` own their state and layout, `features` know what they are about, `components` do not, `hooks` hold state and
//! effects, `messages` every sentence, `figures` how numbers are written.

mod app;
mod components;
mod context;
mod features;
mod figures;
mod hooks;
mod messages;
mod pages;
mod same;

use self::messages::t;
use crate::web::document;
use crate::web::panic_overlay::{self, PanicText};

/// The element that the app is put into; the static page around it holds the live regions.
const ROOT_ID: &str = "app";

/// Puts the app into the document. Without its element there is nothing to put it into, and nothing happens.
pub fn mount() {
    show_panics();
    if let Some(root) = document::element(ROOT_ID) {
        // The static picture of the first moment makes room for the app.
        root.set_text_content(None);
        yew::Renderer::<app::App>::with_root(root).render();
    }
}

fn show_panics() {
    let text = t::app();
    panic_overlay::install(PanicText {
        title: text.panic_title,
        explanation: text.panic_explanation,
        reload: text.panic_reload,
        start_page: text.panic_start,
    });
}
