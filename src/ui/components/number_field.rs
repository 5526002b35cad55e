//! A field for a number that never changes what was typed: a number that cannot be used keeps standing there with a
//! message beside it.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`NumberField`].
#[derive(Properties, PartialEq)]
pub struct NumberFieldProps {
    /// Unique in the document.
    pub id: AttrValue,
    /// The visible and accessible name.
    pub label: AttrValue,
    /// The number in effect, as text.
    pub value: AttrValue,
    /// Uses the text, or says what is wrong with it.
    pub on_text: Callback<String, Option<AttrValue>>,
    /// Step of the arrow keys; any number can be typed.
    #[prop_or_else(|| AttrValue::from("1"))]
    pub step: AttrValue,
    /// Shown while empty.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Whether it can be edited.
    #[prop_or_default]
    pub disabled: bool,
}

/// A field for a number with its message beside it.
#[component]
pub fn NumberField(props: &NumberFieldProps) -> Html {
    let input = use_node_ref();
    let text = use_state(|| props.value.clone());
    let problem = use_state(|| None::<AttrValue>);
    {
        // A new value from outside (a preset, another tab) replaces the text, but never under the typing hand.
        let (text, problem, input) = (text.setter(), problem.setter(), input.clone());
        use_effect_with(props.value.clone(), move |value| {
            let is_typing = input.cast::<HtmlInputElement>().is_some_and(|input| {
                document().and_then(|document| document.active_element()).as_ref() == Some(input.as_ref())
            });
            if !is_typing {
                text.set(value.clone());
                problem.set(None);
            }
        });
    }
    let oninput = {
        let (text, problem, on_text) = (text.setter(), problem.setter(), props.on_text.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                let typed = input.value();
                text.set(AttrValue::from(typed.clone()));
                problem.set(on_text.emit(typed));
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
                type="number"
                inputmode="decimal"
                min="0"
                step={props.step.clone()}
                autocomplete="off"
                placeholder={props.placeholder.clone()}
                value={(*text).clone()}
                disabled={props.disabled}
                aria-invalid={problem.is_some().then_some("true")}
                aria-describedby={problem.is_some().then(|| problem_id.clone())}
                {oninput}
            />
            <span id={problem_id} class="field__problem" aria-live="polite">
                { (*problem).clone().unwrap_or_default() }
            </span>
        </div>
    }
}

fn document() -> Option<web_sys::Document> {
    web_sys::window().and_then(|window| window.document())
}
