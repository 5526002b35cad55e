//! Presets: a native list in groups, narrowed by words.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::domain::machine::hardware::presets::{self, PresetEntry, PresetGroup};
use crate::ui::components::select_field::{Choice, ChoiceGroup, SelectField};
use crate::ui::hooks::use_machine::{MachineSource, UseMachineHandle};
use crate::ui::messages::t;

/// Value of the entry that stands for "no preset".
const NO_PRESET: &str = "";

/// Properties of [`PresetPicker`].
#[derive(Properties, PartialEq)]
pub struct PresetPickerProps {
    /// The machine in effect and the ways to change it.
    pub machine: UseMachineHandle,
}

/// The choice of a preset.
#[component]
pub fn PresetPicker(props: &PresetPickerProps) -> Html {
    let machine = &props.machine;
    let words = use_state_eq(String::new);
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
    let found = presets::search(&words);
    let n_found = found.len();
    let current = machine.preset.as_deref().and_then(presets::find);
    let mut groups = grouped(found);
    let unedited = current.filter(|entry| entry.hardware() == *machine.hardware);
    let value = unedited.map_or_else(
        || AttrValue::Static(NO_PRESET),
        |entry| AttrValue::from(entry.id()),
    );
    let is_listed = groups
        .iter()
        .any(|group| group.choices.iter().any(|choice| choice.value == value));
    let first = match (unedited, current, machine.source) {
        (Some(entry), ..) if !is_listed => Some((value.clone(), entry.name())),
        (Some(_), ..) => None,
        (None, Some(entry), _) => Some((
            AttrValue::Static(NO_PRESET),
            (t::hardware().preset_edited)(&entry.name()),
        )),
        (None, None, MachineSource::Example) => Some((
            AttrValue::Static(NO_PRESET),
            t::hardware().preset_choose.to_owned(),
        )),
        (None, None, _) => Some((
            AttrValue::Static(NO_PRESET),
            t::hardware().preset_custom.to_owned(),
        )),
    };
    if let Some((value, label)) = first {
        let choices = vec![Choice {
            value,
            label: AttrValue::from(label),
        }];
        groups.insert(
            0,
            ChoiceGroup {
                label: AttrValue::default(),
                choices,
            },
        );
    }
    let on_change = {
        let set_hardware = machine.set_hardware.clone();
        Callback::from(move |id: AttrValue| {
            if let Some(entry) = presets::find(&id) {
                set_hardware.emit((entry.hardware(), Some(entry.id())));
            }
        })
    };
    let disabled = machine.source == MachineSource::Shared;
    html! {
        <div class="field">
            <label class="field__label" for="preset-search">{ t::hardware().preset_search }</label>
            <input
                id="preset-search"
                type="search"
                placeholder={t::hardware().preset_search_hint}
                value={(*words).clone()}
                autocomplete="off"
                spellcheck="false"
                {disabled}
                {oninput}
            />
            <span class="small muted slot" aria-live="polite">
                if n_found == 0 {
                    { t::hardware().preset_none }
                } else if !words.trim().is_empty() {
                    { (t::hardware().preset_found)(n_found) }
                }
            </span>
            <SelectField id="preset" label={t::hardware().preset} {value} {groups} {on_change} {disabled} />
        </div>
    }
}

fn grouped(entries: Vec<PresetEntry>) -> Vec<ChoiceGroup> {
    let mut groups: Vec<(PresetGroup, Vec<Choice>)> = Vec::new();
    for entry in entries {
        let choice = Choice {
            value: AttrValue::from(entry.id()),
            label: AttrValue::from(entry.name()),
        };
        match groups.iter_mut().find(|(group, _)| *group == entry.group()) {
            Some((_, choices)) => choices.push(choice),
            None => groups.push((entry.group(), vec![choice])),
        }
    }
    groups
        .into_iter()
        .map(|(group, choices)| ChoiceGroup {
            label: AttrValue::Static(group_name(group)),
            choices,
        })
        .collect()
}

/// The name of a group of presets.
pub fn group_name(group: PresetGroup) -> &'static str {
    let text = t::hardware();
    match group {
        PresetGroup::NvidiaDesktop => text.group_nvidia_desktop,
        PresetGroup::NvidiaLaptop => text.group_nvidia_laptop,
        PresetGroup::Amd => text.group_amd,
        PresetGroup::Intel => text.group_intel,
        PresetGroup::Apple => text.group_apple,
        PresetGroup::SharedMemory => text.group_shared,
        PresetGroup::DataCentre => text.group_data_centre,
        PresetGroup::CpuOnly => text.group_cpu,
    }
}
