//! A modal dialog on the browser's own `<dialog>`: it traps focus, closes on Escape and gives focus back.

use stylist::yew::use_style;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icon::{Glyph, icon};
use crate::ui::messages::t;

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
    let style = use_style!(
        r#"
        inline-size: min(480px, calc(100vw - 2 * var(--ll-space-4)));
        max-block-size: calc(100vh - 2 * var(--ll-space-5));
        padding: 0;
        border: 1px solid var(--ll-color-line-strong);
        border-radius: var(--ll-radius-large);
        background: var(--ll-color-surface);
        color: var(--ll-color-text);

        &::backdrop {
            background: rgb(0 0 0 / 45%);
        }

        .dialog__head {
            display: flex;
            align-items: center;
            justify-content: space-between;
            padding: var(--ll-space-3) var(--ll-space-3) var(--ll-space-3) var(--ll-space-5);
            border-block-end: 1px solid var(--ll-color-line);
        }

        .dialog__body {
            display: grid;
            gap: var(--ll-space-4);
            padding: var(--ll-space-5);
        }
    "#
    );
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with(props.open, move |open| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                if *open && !dialog.open() {
                    // Refused only if the element is not in the document, and then there is nothing to show.
                    let _ = dialog.show_modal();
                } else if !*open && dialog.open() {
                    dialog.close();
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
        <dialog ref={dialog} id={props.id.clone()} class={style} aria-labelledby={title_id.clone()} {onclose}>
            <div class="dialog__head">
                <h2 id={title_id}>{ &props.title }</h2>
                <button type="button" class="button button--quiet button--icon" aria-label={t().app.close} {onclick}>
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
