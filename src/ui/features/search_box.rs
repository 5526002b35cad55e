//! The search field: typing searches after a short pause, Enter at once.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::domain::search::SEARCH_TEXT_MAX;
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
    {
        // Back, forward and "clear" change the text from outside; spaces that are still being typed stay.
        let (text, pause) = (text.clone(), pause.clone());
        use_effect_with(props.text.clone(), move |outside| {
            if text.trim() != outside.as_str() {
                pause.borrow_mut().take();
                text.set(outside.clone());
            }
        });
    }
    let oninput = {
        let (text, pause, on_search) = (text.setter(), pause.clone(), props.on_search.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                let typed = input.value();
                text.set(AttrValue::from(typed.clone()));
                let on_search = on_search.clone();
                let search = move || on_search.emit((typed.trim().to_owned(), false));
                *pause.borrow_mut() = Some(Timeout::new(PAUSE_MS, search));
            }
        })
    };
    let onkeydown = {
        let (pause, on_search) = (pause.clone(), props.on_search.clone());
        Callback::from(move |event: KeyboardEvent| {
            let input = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let (true, Some(input)) = (event.key() == "Enter", input) {
                event.prevent_default();
                pause.borrow_mut().take();
                on_search.emit((input.value().trim().to_owned(), true));
            }
        })
    };
    html! {
        <div class="search__field">
            { icon(Glyph::Search) }
            <input
                id={SEARCH_FIELD_ID}
                type="search"
                aria-label={t().explore.search}
                placeholder={t().explore.placeholder}
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
