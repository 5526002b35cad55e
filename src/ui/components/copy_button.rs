//! A button that copies a text and says that it did.

use gloo_timers::future::TimeoutFuture;
use yew::prelude::*;

use super::icon::{Glyph, icon};
use crate::ui::messages::t;
use crate::web::{clipboard, document};

/// How long the button says "Copied": long enough to read, short enough to copy again.
const CONFIRMATION_MS: u32 = 2_000;

/// Properties of [`CopyButton`].
#[derive(Properties, PartialEq)]
pub struct CopyButtonProps {
    /// The button's words.
    pub label: AttrValue,
    /// Makes the text at the moment of the click.
    pub text: Callback<(), String>,
    /// Extra class.
    #[prop_or_default]
    pub class: Classes,
}

/// A button that copies a text and says that it did, in place and to assistive technology.
#[component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let confirmation = use_state(|| None::<&'static str>);
    let onclick = {
        let (confirmation, text) = (confirmation.setter(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (confirmation, text) = (confirmation.clone(), text.emit(()));
            wasm_bindgen_futures::spawn_local(async move {
                let words = match clipboard::copy(text).await {
                    Ok(()) => t::app().copied,
                    Err(_) => t::app().copy_refused,
                };
                document::announce(words);
                confirmation.set(Some(words));
                TimeoutFuture::new(CONFIRMATION_MS).await;
                confirmation.set(None);
            });
        })
    };
    html! {
        <button type="button" class={classes!("button", props.class.clone())} {onclick}>
            { icon(Glyph::Copy) }
            <span>{ confirmation.map_or_else(|| props.label.clone(), AttrValue::from) }</span>
        </button>
    }
}
