//! A native choice list: the best one on a phone, with a screen reader and from the keyboard alike.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// One choice.
#[derive(Clone, PartialEq)]
pub struct Choice {
    /// Value passed to the callback.
    pub value: AttrValue,
    /// What people read.
    pub label: AttrValue,
}

/// Choices under a heading; an empty heading puts them at the top level.
#[derive(Clone, PartialEq)]
pub struct ChoiceGroup {
    /// The heading, or empty.
    pub label: AttrValue,
    /// The choices.
    pub choices: Vec<Choice>,
}

impl ChoiceGroup {
    /// Choices without a heading.
    pub fn plain(choices: impl IntoIterator<Item = (AttrValue, AttrValue)>) -> Vec<Self> {
        let choices = choices
            .into_iter()
            .map(|(value, label)| Choice { value, label })
            .collect();
        vec![Self {
            label: AttrValue::default(),
            choices,
        }]
    }
}

/// Properties of [`SelectField`].
#[derive(Properties, PartialEq)]
pub struct SelectFieldProps {
    /// Unique in the document.
    pub id: AttrValue,
    /// The accessible name.
    pub label: AttrValue,
    /// Whether the name is shown above the list.
    #[prop_or(true)]
    pub show_label: bool,
    /// The chosen value.
    pub value: AttrValue,
    /// The choices.
    pub groups: Vec<ChoiceGroup>,
    /// Called with the new value.
    pub on_change: Callback<AttrValue>,
    /// Whether it can be changed.
    #[prop_or_default]
    pub disabled: bool,
}

/// A native choice list with its name.
#[component]
pub fn SelectField(props: &SelectFieldProps) -> Html {
    let select = use_node_ref();
    {
        // The `selected` attribute stops counting once somebody has used the list, so the value is set on the element.
        let select = select.clone();
        use_effect_with((props.value.clone(), props.groups.clone()), move |(value, _)| {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(value);
            }
        });
    }
    let onchange = {
        let on_change = props.on_change.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlSelectElement>().ok())
            {
                on_change.emit(AttrValue::from(select.value()));
            }
        })
    };
    let option = |choice: &Choice| {
        html! {
            <option key={choice.value.to_string()} value={choice.value.clone()} selected={choice.value == props.value}>
                { &choice.label }
            </option>
        }
    };
    html! {
        <div class="field">
            <label class={if props.show_label { "field__label" } else { "sr-only" }} for={props.id.clone()}>
                { &props.label }
            </label>
            <select ref={select} id={props.id.clone()} disabled={props.disabled} {onchange}>
                { for props.groups.iter().map(|group| if group.label.is_empty() {
                    html! { <>{ for group.choices.iter().map(option) }</> }
                } else {
                    html! {
                        <optgroup key={group.label.to_string()} label={group.label.clone()}>
                            { for group.choices.iter().map(option) }
                        </optgroup>
                    }
                }) }
            </select>
        </div>
    }
}
