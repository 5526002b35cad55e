//! Choosing and dropping files of the reader's own, and the way back from them.

use web_sys::File;
use yew::prelude::*;

use super::read_header::HeaderSource;
use crate::ui::components::notice::Notice;
use crate::ui::messages::t;
use crate::web::chosen_file;

/// The button that opens files, with what happens to them.
pub fn own_file_button(on_files: Callback<Vec<File>>) -> Html {
    let onchange = on_files.reform(|event: Event| chosen_file::of_field(&event));
    html! {
        <div class="cluster no-print">
            <label class="button import">
                { t::header().own_open }
                <input
                    class="sr-only"
                    type="file"
                    multiple={true}
                    accept=".gguf,.safetensors,.json"
                    aria-label={t::header().own_open_label}
                    {onchange}
                />
            </label>
            <span class="muted small">{ t::header().own_hint }</span>
        </div>
    }
}

/// Says that the reader's own files are shown, and leads back; an empty place where they are not. `model` is what the
/// page is about.
pub fn own_file_notice(source: &HeaderSource, model: &str, on_close: &Callback<()>) -> Html {
    let files = match source {
        HeaderSource::Own(files) => files.as_slice(),
        HeaderSource::Hub => &[],
    };
    let onclick = on_close.reform(|_: MouseEvent| ());
    html! {
        <div class="slot">
            if let Some(first) = files.first() {
                { Notice::new({
                    let name = (t::header().own_more)(&first.name(), files.len().saturating_sub(1));
                    (t::header().own_shown)(&name, model).into()
                })
                .title(t::header().own_shown_title)
                .actions(html! {
                    <button type="button" class="button" {onclick}>{ (t::header().own_close)(model) }</button>
                })
                .html() }
            }
        </div>
    }
}

/// Properties of [`DropPlace`].
#[derive(Properties, PartialEq)]
pub struct DropPlaceProps {
    /// Takes what is dropped.
    pub on_files: Callback<Vec<File>>,
    /// What stands there.
    pub children: Html,
}

/// A place that takes dropped files. Those that fall beside it do not make the browser leave the page.
#[component]
pub fn DropPlace(props: &DropPlaceProps) -> Html {
    let is_over = use_state_eq(|| false);
    use_effect_with((), |()| {
        let guard = chosen_file::guard_drops();
        move || drop(guard)
    });
    let ondragover = {
        let is_over = is_over.setter();
        Callback::from(move |event: DragEvent| is_over.set(chosen_file::welcome_drag(&event)))
    };
    let ondragleave = {
        let is_over = is_over.setter();
        Callback::from(move |event: DragEvent| {
            if chosen_file::has_left(&event) {
                is_over.set(false);
            }
        })
    };
    let ondrop = {
        let (is_over, on_files) = (is_over.setter(), props.on_files.clone());
        Callback::from(move |event: DragEvent| {
            is_over.set(false);
            let files = chosen_file::of_drop(&event);
            if !files.is_empty() {
                on_files.emit(files);
            }
        })
    };
    html! {
        <div
            class={classes!("drop-place", "stack", (*is_over).then_some("drop-place--over"))}
            data-drop={t::header().own_drop}
            {ondragover}
            {ondragleave}
            {ondrop}
        >
            { props.children.clone() }
        </div>
    }
}
