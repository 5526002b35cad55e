//! Adding a machine: a profile, one of the link's, or a preset.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::chosen::{Chosen, UseChosenHandle, column};
use crate::domain::app::share::{SHARED_MACHINES_MAX, SharedHardware};
use crate::domain::machine::hardware::presets;
use crate::ui::components::select_field::{Choice, ChoiceGroup, SelectField};
use crate::ui::features::hardware::group_name;
use crate::ui::hooks::use_machine::{MachineSource, UseMachineHandle};
use crate::ui::messages::t;
use crate::ui::same::Same;
use crate::web::document;

/// Properties of [`AddMachine`].
#[derive(Properties, PartialEq)]
pub struct AddMachineProps {
    /// The chosen machines.
    pub chosen: UseChosenHandle,
    /// The machines of the link.
    pub linked: Same<Vec<SharedHardware>>,
    /// The reader's profiles.
    pub machine: UseMachineHandle,
}

/// The list of what can be added, and the button that does.
#[component]
pub fn AddMachine(props: &AddMachineProps) -> Html {
    let text = t::compare();
    let words = use_state_eq(String::new);
    let picked = use_state_eq(AttrValue::default);
    let groups = groups(props, &words);
    let n_presets = presets::search(&words).len();
    let is_listed = |key: &AttrValue| {
        groups
            .iter()
            .any(|group| group.choices.iter().any(|choice| choice.value == *key))
    };
    // What is not in the list any more gives way to the first that is.
    let value = Some((*picked).clone()).filter(is_listed).or_else(|| {
        let first = groups.iter().find_map(|group| group.choices.first())?;
        Some(first.value.clone())
    });
    let is_full = props.chosen.columns.len() >= SHARED_MACHINES_MAX;
    let oninput = {
        let words = words.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                words.set(input.value());
            }
        })
    };
    let on_change = {
        let picked = picked.setter();
        Callback::from(move |key: AttrValue| picked.set(key))
    };
    let onclick = {
        let (add, value) = (props.chosen.add.clone(), value.clone());
        let (linked, machine) = (props.linked.clone(), props.machine.clone());
        Callback::from(move |_: MouseEvent| {
            let chosen = value.as_deref().and_then(Chosen::from_key);
            if let Some(column) = chosen.and_then(|chosen| column(&chosen, &linked, &machine)) {
                document::announce(&(text.added)(&column.name));
                add.emit(column.chosen);
            }
        })
    };
    html! {
        <div class="compare__add no-print">
            <div class="field">
                <label class="field__label" for="compare-find">{ text.find_preset }</label>
                <input
                    id="compare-find"
                    type="search"
                    placeholder={text.find_preset_hint}
                    value={(*words).clone()}
                    maxlength="100"
                    autocomplete="off"
                    spellcheck="false"
                    disabled={is_full}
                    {oninput}
                />
            </div>
            <SelectField
                id="compare-add"
                label={text.add_label}
                value={value.clone().unwrap_or_default()}
                {groups}
                {on_change}
                disabled={is_full || value.is_none()}
            />
            <button type="button" class="button" disabled={is_full || value.is_none()} {onclick}>{ text.add }</button>
            <p class="small muted compare__add-note" aria-live="polite">
                { if is_full {
                    text.full.to_owned()
                } else if words.trim().is_empty() {
                    String::new()
                } else {
                    (text.found_presets)(n_presets)
                } }
            </p>
        </div>
    }
}

/// What can be added and does not stand there yet.
fn groups(props: &AddMachineProps, words: &str) -> Vec<ChoiceGroup> {
    let text = t::compare();
    let is_chosen = |chosen: &Chosen| props.chosen.columns.iter().any(|column| column.chosen == *chosen);
    let choice = |chosen: Chosen| {
        let column = column(&chosen, &props.linked, &props.machine)?;
        (!is_chosen(&chosen)).then(|| Choice {
            value: AttrValue::from(chosen.key()),
            label: column.name,
        })
    };
    let profiles = props.machine.book.profiles().iter();
    let is_apart = props.machine.source != MachineSource::Profile;
    let mut groups = vec![
        ChoiceGroup {
            label: AttrValue::Static(text.group_linked),
            choices: (0..props.linked.len())
                .map(Chosen::Linked)
                .filter_map(choice)
                .collect(),
        },
        ChoiceGroup {
            label: AttrValue::Static(text.group_in_effect),
            choices: is_apart
                .then_some(Chosen::InEffect)
                .and_then(choice)
                .into_iter()
                .collect(),
        },
        ChoiceGroup {
            label: AttrValue::Static(text.group_profiles),
            choices: profiles
                .map(|profile| Chosen::Profile(profile.id))
                .filter_map(choice)
                .collect(),
        },
    ];
    if !words.trim().is_empty() {
        // Who looks for a preset wants one: the found ones come first.
        groups.clear();
    }
    for entry in presets::search(words) {
        let chosen = Chosen::Preset(entry.id());
        if is_chosen(&chosen) {
            continue;
        }
        let label = group_name(entry.group());
        let choice = Choice {
            value: AttrValue::from(chosen.key()),
            label: AttrValue::from(entry.name()),
        };
        match groups.iter_mut().find(|group| group.label == label) {
            Some(group) => group.choices.push(choice),
            None => groups.push(ChoiceGroup {
                label: AttrValue::Static(label),
                choices: vec![choice],
            }),
        }
    }
    groups.retain(|group| !group.choices.is_empty());
    groups
}
