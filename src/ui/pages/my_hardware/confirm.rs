//! The one view in which every way ends: what was understood, to be corrected and taken.

use yew::prelude::*;

use super::device_fields::device_fields;
use super::editing::Editing;
use super::evidence::Evidence;
use super::kept_back::kept_back;
use super::question::{QUESTION_ID, question};
use super::system_fields::system_fields;
use crate::domain::app::route::Route;
use crate::domain::machine::draft::{Draft, profile_name};
use crate::domain::machine::hardware::{check, parse_name};
use crate::domain::machine::profiles::{NewProfile, ProfileAction, ProfileError};
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::components::text_field::TextField;
use crate::ui::context::PageContext;
use crate::ui::features::hardware::problem_sentences;
use crate::ui::features::memory_bar::small_memory_bar;
use crate::ui::figures;
use crate::ui::hooks::use_machine::{MachineSource, UseMachineHandle};
use crate::ui::hooks::use_route::{Entry, go_to};
use crate::ui::messages::t;
use crate::web::{document, first_visit, focus};

/// Id of the heading, which takes the focus.
pub const HEADING_ID: &str = "my-understood";

/// Properties of [`Confirm`].
#[derive(Properties, PartialEq)]
pub struct ConfirmProps {
    /// The machine in effect, and the ways to change it.
    pub page: PageContext,
    /// The draft.
    pub editing: Editing,
    /// What it was made from.
    pub evidence: Evidence,
    /// Goes to the search for one more device.
    pub on_add: Callback<()>,
    /// Leaves the draft.
    pub on_cancel: Callback<()>,
    /// The machine was taken.
    pub on_taken: Callback<()>,
}

/// What was understood.
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let text = t::machine();
    let editing = &props.editing;
    let draft = &editing.draft;
    let machine = &props.page.machine;
    let refusal = use_state_eq(|| None::<&'static str>);
    let typed_name = use_state_eq(|| None::<AttrValue>);
    let name = typed_name
        .as_ref()
        .cloned()
        .unwrap_or_else(|| AttrValue::from(suggested_name(draft)));
    use_question_focus(draft);
    let on_name = {
        let typed_name = typed_name.setter();
        Callback::from(move |typed: String| match parse_name(&typed) {
            Ok(name) => {
                typed_name.set(Some(AttrValue::from(name)));
                None
            }
            Err(_) => Some(AttrValue::Static(t::machine().refused_name)),
        })
    };
    let replaced = machine
        .book
        .selected()
        .filter(|_| machine.source == MachineSource::Profile);
    let take = |is_new: bool| {
        let (page, draft, name) = (props.page.clone(), draft.clone(), name.clone());
        let (refusal, on_taken) = (refusal.setter(), props.on_taken.clone());
        Callback::from(move |_: MouseEvent| {
            let outcome = if draft.question().is_some() {
                focus::focus_by_id(QUESTION_ID);
                Err(t::machine().answer_first)
            } else {
                take_machine(&page, &draft, &name, is_new)
            };
            match outcome {
                Ok(()) => on_taken.emit(()),
                Err(sentence) => {
                    document::alert(sentence);
                    refusal.set(Some(sentence));
                }
            }
        })
    };
    let hardware = draft.hardware();
    let memory = hardware.available_memory();
    let problems = if draft.question().is_some() {
        Vec::new()
    } else {
        problem_sentences(&check(&hardware))
    };
    html! {
        <div class="stack">
            <div>
                <h3 id={HEADING_ID} tabindex="-1">{ text.understood }</h3>
                <p class="muted">{ text.understood_intro }</p>
            </div>
            <div class="slot">{ props.evidence.html() }</div>
            <ul class="my-notes slot" role="list">
                { for draft.notes.iter().map(|note| {
                    let sentence = (text.note)(note);
                    html! { <li key={sentence.clone()}>{ icon(Glyph::Info) }<span>{ sentence }</span></li> }
                }) }
            </ul>
            <div class="slot">{ question(editing) }</div>
            { device_fields(editing, &props.on_add) }
            { system_fields(editing) }
            { kept_back(editing) }
            <div class="my-sum">
                <span class="muted">{ text.available }</span>
                <strong>{ figures::size(memory.available) }</strong>
                { small_memory_bar(memory, None) }
            </div>
            <div class="slot">
                { for problems.into_iter().map(|sentence| html! {
                    <p key={sentence} class="field__problem">{ sentence }</p>
                }) }
            </div>
            <TextField id="my-profile" label={text.profile_name} value={name.clone()} max_length={60} on_commit={on_name} />
            <div class="slot">
                if let Some(sentence) = *refusal {
                    <p class="field__problem">{ sentence }</p>
                }
            </div>
            <div class="cluster my-actions">
                if let Some(profile) = replaced {
                    <>
                        <button type="button" class="button button--primary" onclick={take(true)}>{ text.as_new }</button>
                        <button type="button" class="button" onclick={take(false)}>{ (text.use_for)(&profile.name) }</button>
                    </>
                } else {
                    <button type="button" class="button button--primary" onclick={take(true)}>{ text.use_it }</button>
                }
                <button type="button" class="button button--quiet" onclick={props.on_cancel.reform(|_: MouseEvent| ())}>
                    { text.cancel }
                </button>
            </div>
        </div>
    }
}

/// When a question is answered, its buttons go; the focus goes on to the next one, or back to the heading.
#[hook]
fn use_question_focus(draft: &Draft) {
    let n_open = draft
        .devices
        .iter()
        .filter(|device| device.candidates.len() > 1)
        .count();
    let is_memory_open = draft.system_memory.value.is_zero();
    let is_first = use_mut_ref(|| true);
    use_effect_with((n_open, is_memory_open), move |_| {
        if !is_first.replace(false) && focus::is_lost() && !focus::focus_by_id(QUESTION_ID) {
            focus::focus_by_id(HEADING_ID);
        }
    });
}

fn suggested_name(draft: &Draft) -> String {
    let first = draft
        .devices
        .first()
        .map(|device| profile_name(&device.name.value));
    first
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| t::hardware().new_profile_name.to_owned())
}

/// Makes the draft a profile, or the machine of the profile in use.
fn take_machine(page: &PageContext, draft: &Draft, name: &str, is_new: bool) -> Result<(), &'static str> {
    let machine: &UseMachineHandle = &page.machine;
    let hardware = draft.hardware();
    let in_use = machine.book.selected().filter(|_| !is_new);
    let taken = in_use.map_or(name, |profile| profile.name.as_str()).to_owned();
    let action = match in_use {
        Some(profile) => ProfileAction::SetHardware {
            id: profile.id,
            hardware,
            preset: None,
        },
        None => ProfileAction::Create(NewProfile {
            name: name.to_owned(),
            preset: None,
            hardware,
        }),
    };
    if let Some(error) = machine.change.emit(action) {
        let text = t::machine();
        return Err(match error {
            ProfileError::Name(_) => text.refused_name,
            ProfileError::Hardware(_) => text.refused,
            ProfileError::TooMany { .. } => text.refused_room,
            ProfileError::NotFound(_) => text.refused_gone,
        });
    }
    first_visit::end();
    if machine.source == MachineSource::Shared {
        // The reader's own machine takes the place of the one in the link.
        go_to(&Route::from(page.route.page.clone()), Entry::Replace);
    }
    document::announce(&(t::machine().taken)(&taken));
    Ok(())
}
