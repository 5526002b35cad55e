//! The search field: typing searches after a short pause, Enter at once.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::domain::hub::search::SEARCH_TEXT_MAX;
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::messages::t;

/// The pause after which typing searches. The Hub allows about one request every 0.6 s in the long run, and 300 ms is
/// the shortest pause that its guidance for clients names.
const PAUSE_MS: u32 = 300;

/// The element's id: `/` puts the focus here from anywhere.
pub const SEARCH_FIELD_ID: &str = "search";

/// Properties of [`SearchBox`].
#[derive(Properties, PartialEq)]
pub struct SearchBoxProps {
    /// The text that the results belong to.
    pub text: AttrValue,
    /// Called with the trimmed text, and whether Enter was pressed.
    pub on_search: Callback<(String, bool)>,
}

/// The search field.
#[component]
pub fn SearchBox(props: &SearchBoxProps) -> Html {
    let text = use_state_eq(|| props.text.clone());
    let pause = use_mut_ref(|| None::<Timeout>);
    // What was searched for last, and how: the pause may end in a later render than it began in.
    let emitted = use_mut_ref(|| props.text.clone());
    let on_search = use_mut_ref(|| props.on_search.clone());
    *on_search.borrow_mut() = props.on_search.clone();
    {
        // Back, forward and "clear" change the text from outside; spaces that are still being typed stay.
        let (text, pause, emitted) = (text.clone(), pause.clone(), emitted.clone());
        use_effect_with(props.text.clone(), move |outside| {
            if emitted.borrow().as_str() != outside.as_str() {
                *emitted.borrow_mut() = outside.clone();
                pause.borrow_mut().take();
                text.set(outside.clone());
            }
        });
    }
    let oninput = {
        let (text, pause, on_search, emitted) =
            (text.setter(), pause.clone(), on_search.clone(), emitted.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                let typed = input.value();
                text.set(AttrValue::from(typed.clone()));
                let (on_search, emitted) = (on_search.clone(), emitted.clone());
                let search = move || search(&on_search, &emitted, typed.trim(), false);
                *pause.borrow_mut() = Some(Timeout::new(PAUSE_MS, search));
            }
        })
    };
    let onkeydown = {
        let (pause, on_search, emitted) = (pause.clone(), on_search.clone(), emitted.clone());
        Callback::from(move |event: KeyboardEvent| {
            let input = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let (true, Some(input)) = (event.key() == "Enter", input) {
                event.prevent_default();
                pause.borrow_mut().take();
                search(&on_search, &emitted, input.value().trim(), true);
            }
        })
    };
    html! {
        <div class="search__field">
            { icon(Glyph::Search) }
            <input
                id={SEARCH_FIELD_ID}
                type="search"
                aria-label={t::explore().search}
                placeholder={t::explore().placeholder}
                value={(*text).clone()}
                maxlength={SEARCH_TEXT_MAX.to_string()}
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="search"
                aria-keyshortcuts="/"
                {oninput}
                {onkeydown}
            />
        </div>
    }
}

fn search(
    on_search: &RefCell<Callback<(String, bool)>>,
    emitted: &RefCell<AttrValue>,
    words: &str,
    is_enter: bool,
) {
    *emitted.borrow_mut() = AttrValue::from(words.to_owned());
    // Cloned first: the callback leads to a render, which borrows it anew.
    let on_search = on_search.borrow().clone();
    on_search.emit((words.to_owned(), is_enter));
}
