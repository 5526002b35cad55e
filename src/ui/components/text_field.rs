//! A one-line text field that reports when its text is meant: on Enter, and when it is left.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::web::focus;

/// Properties of [`TextField`].
#[derive(Properties, PartialEq)]
pub struct TextFieldProps {
    /// Unique in the document.
    pub id: AttrValue,
    /// The visible and accessible name.
    pub label: AttrValue,
    /// The text in effect.
    pub value: AttrValue,
    /// Uses the text once it is meant, or says what is wrong with it.
    pub on_commit: Callback<String, Option<AttrValue>>,
    /// An example, shown while empty.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// `text`, `password` or `search`.
    #[prop_or_else(|| AttrValue::from("text"))]
    pub kind: AttrValue,
    /// Most characters that can be typed.
    #[prop_or(200)]
    pub max_length: u32,
}

/// A one-line text field.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let input = use_node_ref();
    let text = use_state(|| props.value.clone());
    let problem = use_state(|| None::<AttrValue>);
    {
        // A new value from outside replaces the text, but never under the typing hand.
        let (text, problem, input) = (text.setter(), problem.setter(), input.clone());
        use_effect_with(props.value.clone(), move |value| {
            if !focus::is_focused(&input.cast()) {
                text.set(value.clone());
                problem.set(None);
            }
        });
    }
    let oninput = {
        let text = text.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                text.set(AttrValue::from(input.value()));
            }
        })
    };
    let onchange = {
        let (problem, on_commit) = (problem.setter(), props.on_commit.clone());
        Callback::from(move |event: Event| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                problem.set(on_commit.emit(input.value().trim().to_owned()));
            }
        })
    };
    let problem_id = format!("{}-problem", props.id);
    html! {
        <div class="field">
            <label class="field__label" for={props.id.clone()}>{ &props.label }</label>
            <input
                ref={input}
                id={props.id.clone()}
                type={props.kind.clone()}
                value={(*text).clone()}
                placeholder={props.placeholder.clone()}
                maxlength={props.max_length.to_string()}
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid={problem.is_some().then_some("true")}
                aria-describedby={problem.is_some().then(|| problem_id.clone())}
                {oninput}
                {onchange}
            />
            <span id={problem_id} class="field__problem" aria-live="polite">
                { (*problem).clone().unwrap_or_default() }
            </span>
        </div>
    }
}
