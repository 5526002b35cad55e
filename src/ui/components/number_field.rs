//! A field for a number that never changes what was typed: a number that cannot be used keeps standing there with a
//! message beside it.

use yew::prelude::*;

use crate::ui::hooks::use_field_text::use_field_text;

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
    let field = use_field_text(props.value.clone(), props.reset.clone());
    let lazily = props.lazily;
    let oninput = {
        let (field, on_text) = (field.clone(), props.on_text.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(typed) = field.take(event.target()).filter(|_| !lazily) {
                field.report(on_text.emit(typed));
            }
        })
    };
    let onchange = {
        let (field, on_text) = (field.clone(), props.on_text.clone());
        Callback::from(move |event: Event| {
            if let Some(typed) = field.take(event.target()).filter(|_| lazily) {
                field.report(on_text.emit(typed));
            }
        })
    };
    let onblur = {
        // What changed elsewhere while the field was in use shows now.
        let (field, value) = (field.clone(), props.value.clone());
        Callback::from(move |_: FocusEvent| {
            if !lazily {
                field.settle(&value);
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
                type="number"
                inputmode="decimal"
                min="0"
                step={props.step.clone()}
                autocomplete="off"
                value={field.text.clone()}
                disabled={props.disabled}
                aria-invalid={field.problem.is_some().then_some("true")}
                aria-describedby={field.problem.is_some().then(|| problem_id.clone())}
                {oninput}
                {onchange}
                {onblur}
            />
            <span id={problem_id} class="field__problem" aria-live="polite">
                { field.problem.clone().unwrap_or_default() }
            </span>
        </div>
    }
}
