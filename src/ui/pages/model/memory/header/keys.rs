//! The metadata of a GGUF file: every key in its order, with type and value.

use yew::prelude::*;

use super::filter::use_filter;
use super::read_header::KnownHeader;
use super::values::{type_name, value_html};
use crate::domain::text::quote::quote;
use crate::ui::figures;
use crate::ui::messages::t;
use crate::ui::same::Same;

/// Characters of a key that are shown; the longest real ones have 60.
const KEY_CHARS: usize = 200;

/// Properties of [`Keys`].
#[derive(Properties, PartialEq)]
pub struct KeysProps {
    /// Whose metadata.
    pub known: Same<KnownHeader>,
}

/// The metadata of a GGUF file.
#[component]
pub fn Keys(props: &KeysProps) -> Html {
    let filter = use_filter();
    let Some(read) = props.known.description.gguf() else {
        return html! { <div></div> };
    };
    let entries = read.header().metadata.entries();
    let n_unread = read.header().declared_keys.saturating_sub(entries.len() as u64);
    let row = |index: &usize| {
        let entry = entries.get(*index)?;
        let key = quote(&entry.key, KEY_CHARS);
        Some(html! {
            <div class="file-says__row" key={*index} data-key={key.clone()}>
                <dt class="break"><bdi>{ key }</bdi></dt>
                <dd class="file-says__type muted">{ type_name(&entry.value) }</dd>
                <dd class="break">{ value_html(&entry.key, &entry.value) }</dd>
            </div>
        })
    };
    html! {
        <div class="stack file-says__part">
            { filter.html(
                "filter-keys",
                t::header().filter_keys,
                entries.iter().map(|entry| &*entry.key),
                |shown| html! { <dl class="file-says__rows">{ for shown.iter().filter_map(row) }</dl> },
            ) }
            <p class="muted small slot">
                { if n_unread > 0 { (t::header().keys_unread)(&figures::integer(n_unread)) } else { String::new() } }
            </p>
        </div>
    }
}
