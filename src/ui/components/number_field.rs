//! A field for a number that never changes what was typed: a number that cannot be used keeps standing there with a
//! message beside it.

use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlInputElement};
use yew::prelude::*;

use crate::web::focus;

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
    /// A change of this shows the number in effect again, whatever stands in the field: another profile was chosen.
    #[prop_or_default]
    pub reset: AttrValue,
    /// Whether the text is used when the field is left, and not at each keystroke.
    #[prop_or_default]
    pub lazily: bool,
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
        use_effect_with((props.value.clone(), props.reset.clone()), move |(value, _)| {
            if !focus::is_focused(&input.cast()) {
                text.set(value.clone());
                problem.set(None);
            }
        });
    }
    let take_text = {
        let (text, problem, on_text) = (text.setter(), problem.setter(), props.on_text.clone());
        move |target: Option<EventTarget>, is_meant: bool| {
            if let Some(input) = target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                let typed = input.value();
                text.set(AttrValue::from(typed.clone()));
                if is_meant {
                    problem.set(on_text.emit(typed));
                }
            }
        }
    };
    let lazily = props.lazily;
    let oninput = {
        let take_text = take_text.clone();
        Callback::from(move |event: InputEvent| take_text(event.target(), !lazily))
    };
    let onchange = Callback::from(move |event: Event| {
        if lazily {
            take_text(event.target(), true);
        }
    });
    let onblur = {
        // What changed elsewhere while the field was in use shows now; wrong text stays with its message.
        let (text, value, has_problem) = (text.setter(), props.value.clone(), problem.is_some());
        Callback::from(move |_: FocusEvent| {
            if !has_problem && !lazily {
                text.set(value.clone());
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
                value={(*text).clone()}
                disabled={props.disabled}
                aria-invalid={problem.is_some().then_some("true")}
                aria-describedby={problem.is_some().then(|| problem_id.clone())}
                {oninput}
                {onchange}
                {onblur}
            />
            <span id={problem_id} class="field__problem" aria-live="polite">
                { (*problem).clone().unwrap_or_default() }
            </span>
        </div>
    }
}
