//! A long list made findable: a field that filters it, and a button that shows more of it.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::ui::components::icon::{Glyph, icon};
use crate::ui::figures;
use crate::ui::messages::t;

/// Rows shown at first, and more with each click. Real files have up to 100 keys and 2,000 tensors, hostile ones 65,536
/// and a million.
pub const ROWS: usize = 200;

/// A filter and how far the list is shown.
#[derive(Clone, PartialEq)]
pub struct UseFilter {
    /// What must be in a name, in lower case.
    words: AttrValue,
    /// Rows that are shown.
    n_shown: usize,
    on_type: Callback<InputEvent>,
    on_more: Callback<MouseEvent>,
}

/// A filter of a list.
#[hook]
pub fn use_filter() -> UseFilter {
    let words = use_state_eq(AttrValue::default);
    let n_shown = use_state_eq(|| ROWS);
    let on_type = {
        let (words, n_shown) = (words.setter(), n_shown.setter());
        use_callback((), move |event: InputEvent, ()| {
            let field = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(field) = field {
                words.set(field.value().trim().to_lowercase().into());
                n_shown.set(ROWS);
            }
        })
    };
    let on_more = {
        let setter = n_shown.setter();
        use_callback(*n_shown, move |_: MouseEvent, shown| {
            setter.set(shown.saturating_add(ROWS))
        })
    };
    UseFilter {
        words: (*words).clone(),
        n_shown: *n_shown,
        on_type,
        on_more,
    }
}

impl UseFilter {
    /// Draws the field, the rows that pass and are to be shown, and the way to more. `rows` draws the list from the
    /// places of its rows.
    pub fn html<'a>(
        &self,
        id: &'static str,
        label: &'static str,
        names: impl Iterator<Item = &'a str>,
        rows: impl Fn(&[usize]) -> Html,
    ) -> Html {
        let mut n_all = 0_usize;
        let mut n_found = 0_usize;
        let mut shown = Vec::new();
        for (index, name) in names.enumerate() {
            n_all = index.saturating_add(1);
            if self.words.is_empty() || name.to_lowercase().contains(&*self.words) {
                n_found = n_found.saturating_add(1);
                if shown.len() < self.n_shown {
                    shown.push(index);
                }
            }
        }
        let n_left = n_found.saturating_sub(shown.len());
        let number = |n: usize| figures::integer(n as u64);
        html! {
            <>
                <div class="file-says__filter">
                    <label class="sr-only" for={id}>{ label }</label>
                    { icon(Glyph::Search) }
                    <input
                        {id}
                        type="search"
                        placeholder={label}
                        maxlength="200"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        oninput={self.on_type.clone()}
                    />
                    <span class="muted small number" aria-live="polite">
                        { (t::header().shown)(&number(n_found), &number(n_all)) }
                    </span>
                </div>
                { rows(&shown) }
                <p class="muted slot">{ if n_found == 0 { t::header().nothing_matches } else { "" } }</p>
                <div class="slot">
                    if n_left > 0 {
                        <button type="button" class="button" onclick={self.on_more.clone()}>
                            { (t::header().show_more)(&number(n_left.min(ROWS))) }
                        </button>
                    }
                </div>
            </>
        }
    }
}
