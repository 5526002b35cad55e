//! The choice of a profile, and what can be done with profiles.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::domain::app::route::Route;
use crate::domain::app::share::SharedHardware;
use crate::domain::app::stored::{STORED_LENGTH_MAX, StoredError, read_import, write_export};
use crate::domain::machine::profiles::{NewProfile, Profile, ProfileAction, ProfileError, ProfileId};
use crate::ui::components::copy_button::CopyButton;
use crate::ui::components::notice::Notice;
use crate::ui::components::select_field::{ChoiceGroup, SelectField};
use crate::ui::components::text_field::TextField;
use crate::ui::hooks::use_machine::{MachineSource, UseMachineHandle};
use crate::ui::messages::t;
use crate::web::{chosen_file, document, download, location};

/// Properties of [`ProfileBar`].
#[derive(Properties, PartialEq)]
pub struct ProfileBarProps {
    /// The machine in effect and the ways to change it.
    pub machine: UseMachineHandle,
}

/// The choice of a profile, and what can be done with profiles.
#[component]
pub fn ProfileBar(props: &ProfileBarProps) -> Html {
    let machine = &props.machine;
    let is_renaming = use_state_eq(|| false);
    let report = use_state_eq(|| None::<String>);
    let change = {
        let (change, report) = (machine.change.clone(), report.setter());
        Callback::from(move |action: ProfileAction| {
            let refusal = change.emit(action);
            report.set(refusal.map(|error| refusal_sentence(error).to_owned()));
        })
    };
    let selected = machine
        .book
        .selected()
        .filter(|_| machine.source == MachineSource::Profile);
    let button = |label: &'static str, onclick: Callback<MouseEvent>| {
        html! { <button type="button" class="button button--quiet" key={label} {onclick}>{ label }</button> }
    };
    let on_profile = |action: fn(&Profile) -> ProfileAction| {
        let (change, profile) = (change.clone(), selected.cloned());
        Callback::from(move |_: MouseEvent| {
            if let Some(profile) = &profile {
                change.emit(action(profile));
            }
        })
    };
    let create = {
        let (change, hardware, preset) = (change.clone(), machine.hardware.clone(), machine.preset.clone());
        Callback::from(move |_: MouseEvent| {
            change.emit(ProfileAction::Create(NewProfile {
                name: t::hardware().new_profile_name.to_owned(),
                preset: preset.as_ref().map(AttrValue::to_string),
                hardware: (*hardware).clone(),
            }));
        })
    };
    let toggle_renaming = {
        let is_renaming = is_renaming.clone();
        Callback::from(move |_: MouseEvent| is_renaming.set(!*is_renaming))
    };
    let rename = {
        let (change, is_renaming, id) = (
            machine.change.clone(),
            is_renaming.setter(),
            selected.map(|profile| profile.id),
        );
        Callback::from(move |name: String| {
            let refusal = id.and_then(|id| change.emit(ProfileAction::Rename { id, name }));
            if refusal.is_none() {
                is_renaming.set(false);
            }
            refusal.map(|error| AttrValue::Static(refusal_sentence(error)))
        })
    };
    let has_profile = selected.is_some();
    let name = selected
        .map(|profile| AttrValue::from(profile.name.clone()))
        .unwrap_or_default();
    html! {
        <div class="field">
            { profile_choice(machine, &change) }
            if *is_renaming && has_profile {
                <TextField
                    id="profile-name"
                    label={t::hardware().rename_label}
                    value={name}
                    max_length={60}
                    on_commit={rename}
                />
            }
            <div class="cluster profile-actions">
                { button(t::hardware().new_profile, create) }
                if has_profile {
                    <>
                        { button(t::hardware().rename, toggle_renaming) }
                        { button(
                            t::hardware().duplicate,
                            on_profile(|profile| ProfileAction::Duplicate { id: profile.id, name: profile.name.clone() }),
                        ) }
                        { button(
                            t::hardware().delete,
                            on_profile(|profile| ProfileAction::Delete { id: profile.id }),
                        ) }
                    </>
                }
                if !machine.book.profiles().is_empty() {
                    { button(t::hardware().export, export(machine)) }
                }
                { import(&machine.change, &report) }
                <CopyButton class="button--quiet" label={t::hardware().copy_link} text={share_link(machine)} />
            </div>
            <div class="stack slot" aria-live="polite">
                if let Some(removed) = machine.deleted.clone() {
                    { Notice::new((t::hardware().deleted)(&removed.profile.name).into())
                        .actions(button(t::hardware().undo, {
                            let (change, removed) = (change.clone(), removed.clone());
                            Callback::from(move |_: MouseEvent| {
                                change.emit(ProfileAction::Restore(Box::new((*removed).clone())));
                            })
                        }))
                        .html() }
                }
                if let Some(sentence) = &*report {
                    { Notice::new(sentence.clone().into()).html() }
                }
            </div>
        </div>
    }
}

fn profile_choice(machine: &UseMachineHandle, change: &Callback<ProfileAction>) -> Html {
    let mut choices: Vec<(AttrValue, AttrValue)> = machine
        .book
        .profiles()
        .iter()
        .map(|profile| {
            (
                AttrValue::from(profile.id.0.to_string()),
                AttrValue::from(profile.name.clone()),
            )
        })
        .collect();
    let value = match (machine.source, machine.book.selected()) {
        (MachineSource::Profile, Some(profile)) => AttrValue::from(profile.id.0.to_string()),
        _ => {
            choices.insert(0, (AttrValue::default(), machine.name.clone()));
            AttrValue::default()
        }
    };
    let on_change = {
        let change = change.clone();
        Callback::from(move |value: AttrValue| {
            if let Ok(id) = value.parse() {
                change.emit(ProfileAction::Select { id: ProfileId(id) });
            }
        })
    };
    html! {
        <SelectField
            id="profile"
            label={t::hardware().profile}
            {value}
            groups={ChoiceGroup::plain(choices)}
            {on_change}
            disabled={machine.source == MachineSource::Shared}
        />
    }
}

fn refusal_sentence(error: ProfileError) -> &'static str {
    match error {
        ProfileError::Name(_) => t::hardware().rename_problem,
        ProfileError::TooMany { .. } => t::hardware().too_many_profiles,
        ProfileError::Hardware(_) | ProfileError::NotFound(_) => t::hardware().gone,
    }
}

/// The address of the page that is shown, a search or a model, with the machine in effect.
fn share_link(machine: &UseMachineHandle) -> Callback<(), String> {
    let (hardware, name, source) = (machine.hardware.clone(), machine.name.clone(), machine.source);
    Callback::from(move |()| {
        let name = if source == MachineSource::Example {
            String::new()
        } else {
            name.to_string()
        };
        let shared = SharedHardware {
            name,
            hardware: (*hardware).clone(),
        };
        let shown = Route::parse(&location::fragment());
        let fragment = Route {
            hardware: Some(Ok(shared)),
            ..shown
        }
        .fragment();
        location::absolute(fragment.strip_prefix('#').unwrap_or(&fragment))
    })
}

fn export(machine: &UseMachineHandle) -> Callback<MouseEvent> {
    let book = machine.book.clone();
    Callback::from(move |_: MouseEvent| {
        let profiles: Vec<&Profile> = book.profiles().iter().collect();
        let text = write_export(&profiles);
        if download::save_text("llm-lens-hardware.json", "application/json", &text).is_err() {
            document::alert(t::hardware().export_refused);
        }
    })
}

fn import(
    change: &Callback<ProfileAction, Option<ProfileError>>,
    report: &UseStateHandle<Option<String>>,
) -> Html {
    let (change, report) = (change.clone(), report.setter());
    let onchange = Callback::from(move |event: Event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some((input, file)) = input.and_then(|input| Some((input.clone(), input.files()?.get(0)?)))
        else {
            return;
        };
        // So that choosing the same file again counts as a choice.
        input.set_value("");
        let (change, report) = (change.clone(), report.clone());
        spawn_local(async move {
            let sentence = match chosen_file::read_text(&file, STORED_LENGTH_MAX as u32).await {
                Err(chosen_file::ChosenFileError::TooLarge { .. }) => {
                    t::hardware().import_too_large.to_owned()
                }
                Err(_) => t::hardware().import_unreadable.to_owned(),
                Ok(text) => match read_import(&text) {
                    Ok(outcome) => {
                        let (n, n_skipped) = (outcome.profiles.len(), outcome.n_skipped);
                        match change.emit(ProfileAction::Import(outcome.profiles)) {
                            None => (t::hardware().imported)(n, n_skipped),
                            Some(refusal) => refusal_sentence(refusal).to_owned(),
                        }
                    }
                    Err(error) => import_sentence(&error).to_owned(),
                },
            };
            report.set(Some(sentence));
        });
    });
    html! {
        <label class="button button--quiet import">
            { t::hardware().import }
            <input
                class="sr-only"
                type="file"
                accept="application/json,.json"
                aria-label={t::hardware().import_label}
                {onchange}
            />
        </label>
    }
}

fn import_sentence(error: &StoredError) -> &'static str {
    match error {
        StoredError::NotJson | StoredError::NothingUsable => t::hardware().import_damaged,
        StoredError::TooLarge { .. } => t::hardware().import_too_large,
        StoredError::NewerVersion { .. } => t::hardware().import_newer,
        _ => t::hardware().import_not_ours,
    }
}
