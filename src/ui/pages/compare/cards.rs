//! The machines side by side: what each has, and where a model is judged, its verdict there.

use std::rc::Rc;

use yew::prelude::*;

use super::chosen::{Chosen, Column, Origin, UseChosenHandle, origin_word, profile_name};
use super::verdicts::{best_reason_word, label, variant_name};
use crate::domain::assess::{Compatibility, ModelAssessment};
use crate::domain::machine::profiles::{NewProfile, ProfileAction, ProfileError};
use crate::domain::model::Model;
use crate::ui::features::checks::{nothing_to_assess, placement_sentence};
use crate::ui::features::grade_badge::{grade_badge, repository_badge};
use crate::ui::features::memory_bar::{BarNeed, small_memory_bar};
use crate::ui::features::result_row::writing_speed;
use crate::ui::figures;
use crate::ui::hooks::use_machine::UseMachineHandle;
use crate::ui::messages::t;
use crate::web::document;

/// A model judged on every machine, in the order of the columns.
pub type Judged<'a> = Option<(&'a Model, &'a [Rc<ModelAssessment>])>;

/// One card for each machine.
pub fn cards(chosen: &UseChosenHandle, machine: &UseMachineHandle, judged: Judged<'_>) -> Html {
    let card = |(index, column): (usize, &Column)| {
        let judged = judged.and_then(|(model, assessments)| Some((model, assessments.get(index)?)));
        card(column, chosen, machine, judged)
    };
    html! {
        <ul class="compare__cards" role="list" aria-label={t::compare().machines}>
            { for chosen.columns.iter().enumerate().map(card) }
        </ul>
    }
}

fn card(
    column: &Column,
    chosen: &UseChosenHandle,
    machine: &UseMachineHandle,
    judged: Option<(&Model, &Rc<ModelAssessment>)>,
) -> Html {
    let text = t::compare();
    let memory = column.hardware.available_memory();
    let need = judged.and_then(|(_, assessment)| BarNeed::of(assessment.shown()?));
    let remove = {
        let (remove, column) = (chosen.remove.clone(), column.clone());
        Callback::from(move |_: MouseEvent| {
            document::announce(&(text.removed)(&column.name));
            remove.emit(column.chosen.clone());
        })
    };
    html! {
        <li class="section compare__card" key={column.chosen.key()} data-machine={column.name.clone()}>
            <div class="compare__name">
                <h2 class="break">{ &column.name }</h2>
                <span class="small muted">{ origin_word(column.origin) }</span>
            </div>
            <p>
                <strong data-quantity="available-memory" data-bytes={memory.available.to_string()}>
                    { figures::size(memory.available) }
                </strong>
                { " " }<span class="muted">{ text.available }</span>
            </p>
            <div>
                { small_memory_bar(memory, need) }
                <p class="small muted">{ sum_in_words(column) }</p>
            </div>
            <div class="stack compare__verdict">
                { judged.map_or_else(Html::default, |(model, assessment)| verdict(model, assessment)) }
            </div>
            <div class="cluster compare__card-actions no-print">
                { save_button(column, machine) }
                <button
                    type="button"
                    class="button button--quiet small"
                    aria-label={(text.remove_name)(&column.name)}
                    onclick={remove}
                >
                    { text.remove }
                </button>
            </div>
        </li>
    }
}

fn sum_in_words(column: &Column) -> String {
    let memory = column.hardware.available_memory();
    let system = figures::size(memory.available_system);
    if memory.total_gpu > 0 {
        (t::hardware().sum)(&figures::size(memory.total_gpu), &system)
    } else if memory.is_unified {
        (t::hardware().sum_unified)(&system)
    } else {
        (t::hardware().sum_system)(&system)
    }
}

/// What is said of a model on one machine. Each fact is an entry of the list: the word, the best variant, its memory, its
/// place. How fast it runs belongs between the place and the number of variants.
fn verdict(model: &Model, assessment: &ModelAssessment) -> Html {
    let text = t::compare();
    let shown = assessment.shown_index().and_then(|index| {
        Some((
            model.contents.variants.get(index)?,
            assessment.variants.get(index)?,
        ))
    });
    let Some((variant, judged)) = shown else {
        return html! {
            <>
                { repository_badge(assessment) }
                <p class="small">{ assessment.nothing.map_or("", nothing_to_assess) }</p>
            </>
        };
    };
    let placement = judged.verdict.memory.placement();
    let runs = assessment.overall == Compatibility::Compatible;
    let required = judged.required().map_or_else(
        || html! { { text.unknown_value } },
        |bytes| {
            html! {
                <span data-quantity="required-memory" data-bytes={bytes.to_string()}>{ figures::size(bytes) }</span>
            }
        },
    );
    let place = placement.filter(|_| runs).map(placement_sentence);
    html! {
        <>
            { grade_badge(judged) }
            <dl class="compare__facts">
                <div>
                    <dt>{ assessment.best.map_or(text.column_variant, |(_, reason)| best_reason_word(reason)) }</dt>
                    <dd class="break" data-variant={label(variant).to_owned()} data-best={assessment.best.map(|_| "true")}>{ variant_name(variant) }</dd>
                </div>
                <div><dt>{ text.required }</dt><dd>{ required }</dd></div>
                <div><dt>{ text.placement }</dt><dd>{ place.unwrap_or("–") }</dd></div>
                { for judged.speed.map(|speed| html! {
                    <div><dt>{ t::model().column_speed }</dt><dd>{ writing_speed(speed) }</dd></div>
                }) }
                <div>
                    <dt>{ text.n_variants }</dt>
                    <dd>{ (text.n_of)(assessment.n_compatible, assessment.variants.len()) }</dd>
                </div>
            </dl>
        </>
    }
}

/// For a machine of the link or a preset: keeping it.
fn save_button(column: &Column, machine: &UseMachineHandle) -> Html {
    let text = t::compare();
    if !matches!(column.chosen, Chosen::Linked(_))
        && !matches!(column.origin, Origin::Preset | Origin::Shared)
    {
        return html! { <span class="slot"></span> };
    }
    if is_kept(column, machine) {
        return html! { <span class="small muted">{ text.saved }</span> };
    }
    let onclick = {
        let (change, column) = (machine.change.clone(), column.clone());
        Callback::from(move |_: MouseEvent| {
            let refusal = change.emit(ProfileAction::Import(vec![new_profile(&column)]));
            report(refusal, 1);
        })
    };
    html! {
        <button type="button" class="button button--quiet small" aria-label={(text.save_name)(&column.name)} {onclick}>
            { text.save }
        </button>
    }
}

/// Whether one of the reader's profiles is this machine.
pub fn is_kept(column: &Column, machine: &UseMachineHandle) -> bool {
    let mut profiles = machine.book.profiles().iter();
    profiles.any(|profile| profile.hardware == *column.hardware && column.name == profile.name)
}

/// The profile that a machine becomes.
pub fn new_profile(column: &Column) -> NewProfile {
    NewProfile {
        name: profile_name(&column.shared()),
        preset: match &column.chosen {
            Chosen::Preset(id) => Some(id.clone()),
            _ => None,
        },
        hardware: (*column.hardware).clone(),
    }
}

/// Says how saving went.
pub fn report(refusal: Option<ProfileError>, n_profiles: usize) {
    let text = t::compare();
    match refusal {
        None => document::announce(&(text.saved_n)(n_profiles)),
        Some(ProfileError::TooMany { room }) => document::alert(&(text.too_many_profiles)(room)),
        Some(_) => document::alert(text.not_saved),
    }
}
