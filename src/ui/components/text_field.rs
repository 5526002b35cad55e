//! A one-line text field that reports when its text is meant: on Enter, and when it is left.

use yew::prelude::*;

use crate::ui::hooks::use_field_text::use_field_text;

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
    let field = use_field_text(props.value.clone(), AttrValue::default());
    let oninput = {
        let field = field.clone();
        Callback::from(move |event: InputEvent| {
            field.take(event.target());
        })
    };
    let onchange = {
        let (field, on_commit) = (field.clone(), props.on_commit.clone());
        Callback::from(move |event: Event| {
            if let Some(typed) = field.take(event.target()) {
                field.report(on_commit.emit(typed.trim().to_owned()));
            }
        })
    };
    let problem_id = format!("{}-problem", props.id);
    html! {
        <div class="field">
            <label class="field__label" for={props.id.clone()}>{ &props.label }</label>
            <input
                ref={field.input.clone()}
                id={props.id.clone()}
                type={props.kind.clone()}
                value={field.text.clone()}
                placeholder={props.placeholder.clone()}
                maxlength={props.max_length.to_string()}
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid={field.problem.is_some().then_some("true")}
                aria-describedby={field.problem.is_some().then(|| problem_id.clone())}
                {oninput}
                {onchange}
            />
            <span id={problem_id} class="field__problem" aria-live="polite">
                { field.problem.clone().unwrap_or_default() }
            </span>
        </div>
    }
}
