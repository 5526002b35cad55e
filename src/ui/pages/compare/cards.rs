//! The machines side by side: what each has, and where a model is judged, its verdict there.

use std::rc::Rc;

use yew::prelude::*;

use super::chosen::{Chosen, Column, Origin, UseChosenHandle, origin_word, profile_name};
use super::verdicts::{best_reason_word, variant_name};
use crate::domain::assess::verdict::{Compatibility, MemoryCheck, ModelJudgement};
use crate::domain::machine::profiles::{NewProfile, ProfileAction, ProfileError};
use crate::domain::model::Model;
use crate::ui::features::checks::{nothing_to_judge, placement_sentence};
use crate::ui::features::memory_bar::small_memory_bar;
use crate::ui::features::verdict_badge::verdict_badge;
use crate::ui::figures;
use crate::ui::hooks::use_machine::UseMachineHandle;
use crate::ui::messages::t;
use crate::web::document;

/// A model judged on every machine, in the order of the columns.
pub type Judged<'a> = Option<(&'a Model, &'a [Rc<ModelJudgement>])>;

/// One card for each machine.
pub fn cards(chosen: &UseChosenHandle, machine: &UseMachineHandle, judged: Judged<'_>) -> Html {
    let card = |(index, column): (usize, &Column)| {
        let judged = judged.and_then(|(model, judgements)| Some((model, judgements.get(index)?)));
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
    judged: Option<(&Model, &Rc<ModelJudgement>)>,
) -> Html {
    let text = t::compare();
    let memory = column.hardware.available_memory();
    let required = judged.and_then(|(_, judgement)| shown(judgement)?.required());
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
                    { figures::gb(memory.available) }
                </strong>
                { " " }<span class="muted">{ text.available }</span>
            </p>
            <div>
                { small_memory_bar(memory, required) }
                <p class="small muted">{ sum_in_words(column) }</p>
            </div>
            <div class="stack compare__verdict">
                { judged.map_or_else(Html::default, |(model, judgement)| verdict(model, judgement)) }
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

/// The judgement that stands for the whole repository: the recommended variant's, else the first one's.
fn shown(judgement: &ModelJudgement) -> Option<&crate::domain::assess::verdict::Judgement> {
    let index = judgement.best.map_or(0, |(index, _)| index);
    judgement.variants.get(index)
}

fn sum_in_words(column: &Column) -> String {
    let memory = column.hardware.available_memory();
    let system = figures::gb(memory.available_system);
    if memory.total_gpu > 0 {
        (t::hardware().sum)(&figures::gb(memory.total_gpu), &system)
    } else if memory.is_unified {
        (t::hardware().sum_unified)(&system)
    } else {
        (t::hardware().sum_system)(&system)
    }
}

/// What is said of a model on one machine. Each fact is an entry of the list: the word, the best variant, its memory, its
/// place. How fast it runs belongs between the place and the number of variants.
fn verdict(model: &Model, judgement: &ModelJudgement) -> Html {
    let text = t::compare();
    let index = judgement.best.map_or(0, |(index, _)| index);
    let (Some(variant), Some(judged)) = (model.contents.variants.get(index), judgement.variants.get(index))
    else {
        return html! {
            <>
                { verdict_badge(judgement.overall, None) }
                <p class="small">{ judgement.nothing_to_judge.map_or("", nothing_to_judge) }</p>
            </>
        };
    };
    let placement = judged.verdict.memory.placement();
    let runs = judgement.overall == Compatibility::Compatible;
    let missing = match judged.verdict.memory {
        MemoryCheck::TooLarge { required, available } => Some(required.saturating_sub(available)),
        _ => None,
    };
    let required = judged.required().map_or_else(
        || html! { { text.unknown_value } },
        |bytes| {
            html! {
                <>
                    <span data-quantity="required-memory" data-bytes={bytes.to_string()}>{ figures::gb(bytes) }</span>
                    { missing.map_or_else(String::new, |missing| format!(" · {}", (text.missing)(&figures::gb(missing)))) }
                </>
            }
        },
    );
    let place = placement.filter(|_| runs).map(placement_sentence);
    html! {
        <>
            { verdict_badge(judgement.overall, None) }
            <dl class="compare__facts">
                <div>
                    <dt>{ judgement.best.map_or(text.column_variant, |(_, reason)| best_reason_word(reason)) }</dt>
                    <dd class="break">{ variant_name(variant) }</dd>
                </div>
                <div><dt>{ text.required }</dt><dd>{ required }</dd></div>
                <div><dt>{ text.placement }</dt><dd>{ place.unwrap_or("–") }</dd></div>
                <div>
                    <dt>{ text.n_variants }</dt>
                    <dd>{ (text.n_of)(judgement.n_compatible, judgement.variants.len()) }</dd>
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
