//! A modal dialog on the browser's own `<dialog>`: it traps focus, closes on Escape and gives focus back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icon::{Glyph, icon};
use crate::ui::messages::t;
use crate::web::dialog;

/// Properties of [`Dialog`].
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Unique in the document; the title's id is made from it.
    pub id: AttrValue,
    /// The dialog's name.
    pub title: AttrValue,
    /// Whether it is open.
    pub open: bool,
    /// Called when it closes, however that happens.
    pub on_close: Callback<()>,
    /// What stands in it.
    pub children: Html,
}

/// A modal dialog with a title and a close button.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let element = use_node_ref();
    {
        let element = element.clone();
        use_effect_with(props.open, move |open| {
            if let Some(element) = element.cast::<HtmlDialogElement>() {
                if *open {
                    dialog::open_modal(&element);
                } else {
                    dialog::close(&element);
                }
            }
        });
    }
    let onclose = {
        let on_close = props.on_close.clone();
        Callback::from(move |_: Event| on_close.emit(()))
    };
    let onclick = {
        let on_close = props.on_close.clone();
        Callback::from(move |_: MouseEvent| on_close.emit(()))
    };
    let title_id = format!("{}-title", props.id);
    html! {
        <dialog ref={element} id={props.id.clone()} class="dialog" aria-labelledby={title_id.clone()} {onclose}>
            <div class="dialog__head">
                <h2 id={title_id}>{ &props.title }</h2>
                <button type="button" class="button button--quiet button--icon" aria-label={t::app().close} {onclick}>
                    { icon(Glyph::Close) }
                </button>
            </div>
            <div class="dialog__body">
                if props.open {
                    { props.children.clone() }
                }
            </div>
        </dialog>
    }
}
