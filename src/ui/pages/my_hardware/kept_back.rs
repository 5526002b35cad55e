//! Memory that models do not get, each share with its source and to be edited.

use yew::prelude::*;

use super::editing::{Editing, fact};
use crate::domain::machine::devices::reservations::{Amount, Reservation, raised_wired_limit};
use crate::domain::machine::hardware::MacSystem;
use crate::domain::machine::hardware::{GPU_SHARE_PERCENT_RANGE, SYSTEM_RESERVE_PERCENT_MAX, parse_percent};
use crate::domain::text::memory_size::MemorySize;
use crate::ui::components::copy_button::CopyButton;
use crate::ui::components::number_field::NumberField;
use crate::ui::components::select_field::{ChoiceGroup, SelectField};
use crate::ui::features::hardware::parse_memory;
use crate::ui::figures;
use crate::ui::messages::t;

const OLDER: &str = "older";
const CURRENT: &str = "current";

/// Memory that models do not get.
pub fn kept_back(editing: &Editing) -> Html {
    let text = t::machine();
    html! {
        <section class="my-section" aria-label={text.kept_back}>
            <h4>{ text.kept_back }</h4>
            <div class="my-grid my-grid--pair">{ of_system(editing) }</div>
            if editing.draft.has_own_memory() {
                { of_devices(editing) }
            }
            if editing.draft.is_apple() {
                { of_mac(editing) }
            }
        </section>
    }
}

fn of_system(editing: &Editing) -> Html {
    let text = t::machine();
    let draft = &editing.draft;
    let on_text = editing.field(|draft, _, typed| {
        let max = SYSTEM_RESERVE_PERCENT_MAX;
        let problem = || AttrValue::from((t::hardware().reserve_problem)(max));
        let percent = parse_percent(typed, 0..=u16::from(max)).map_err(|_| problem())?;
        draft
            .reserve_percent
            .say(u8::try_from(percent).map_err(|_| problem())?);
        Ok(())
    });
    let reserved = draft.hardware().available_memory().reserved_system;
    let (from, to) = match Reservation::OperatingSystem.amount() {
        Amount::Percent { from, to, .. } => (from, to),
        Amount::Size { .. } => (0, SYSTEM_RESERVE_PERCENT_MAX),
    };
    html! {
        <>
            { fact(&draft.reserve_percent, html! {
                <NumberField
                    id="my-reserve"
                    label={text.reserve}
                    value={draft.reserve_percent.value.to_string()}
                    reset={editing.reset.clone()}
                    {on_text}
                />
            }) }
            <p class="small muted my-grid__beside">{ (text.reserve_note)(from, to, &figures::size(reserved)) }</p>
        </>
    }
}

fn of_devices(editing: &Editing) -> Html {
    let text = t::machine();
    let draft = &editing.draft;
    let on_text = editing.field(|draft, _, typed| {
        let size = parse_memory(typed)?;
        draft.gpu_reserve.say(size);
        Ok(())
    });
    let pick = |label: String, size: MemorySize| {
        let onclick = editing.click(move |draft, _| draft.gpu_reserve.say(size));
        html! {
            <button
                key={label.clone()}
                type="button"
                class="button my-pick"
                aria-pressed={(draft.gpu_reserve.value == size).to_string()}
                {onclick}
            >
                { label }
            </button>
        }
    };
    let display = match Reservation::Display.amount() {
        Amount::Size { typical, .. } => typical,
        Amount::Percent { .. } => MemorySize::ZERO,
    };
    let percent = match Reservation::Wddm.amount() {
        Amount::Percent { typical, .. } => typical,
        Amount::Size { .. } => 0,
    };
    let largest = draft.devices.iter().map(|device| device.memory.value).max();
    let thousandths = u64::from(largest.map_or(0, MemorySize::thousandths)) * u64::from(percent) / 100;
    let windows = u32::try_from(thousandths)
        .ok()
        .and_then(MemorySize::from_thousandths)
        .unwrap_or_default();
    html! {
        <div class="my-grid my-grid--pair">
            { fact(&draft.gpu_reserve, html! {
                <NumberField
                    id="my-gpu-reserve"
                    label={text.gpu_reserve}
                    value={draft.gpu_reserve.value.to_string()}
                    reset={editing.reset.clone()}
                    step="any"
                    {on_text}
                />
            }) }
            <div class="my-grid__beside">
                <div class="cluster">
                    { pick(text.gpu_reserve_none.to_owned(), MemorySize::ZERO) }
                    { pick((text.gpu_reserve_display)(&display.to_string()), display) }
                    if !windows.is_zero() {
                        { pick((text.gpu_reserve_windows)(percent, &windows.to_string()), windows) }
                    }
                </div>
                <p class="small muted">{ text.gpu_reserve_note }{ " " }{ source(Reservation::Wddm) }</p>
            </div>
        </div>
    }
}

fn of_mac(editing: &Editing) -> Html {
    let text = t::machine();
    let draft = &editing.draft;
    let on_text = editing.field(|draft, _, typed| {
        let percent = match typed.trim() {
            "" => None,
            typed => Some(
                parse_percent(typed, GPU_SHARE_PERCENT_RANGE)
                    .ok()
                    .and_then(|percent| u8::try_from(percent).ok())
                    .ok_or(AttrValue::Static(t::hardware().gpu_share_problem))?,
            ),
        };
        draft.gpu_share_percent.say(percent);
        Ok(())
    });
    let on_system = {
        let editing = editing.clone();
        Callback::from(move |value: AttrValue| {
            let system = if value == OLDER {
                MacSystem::Older
            } else {
                MacSystem::Current
            };
            editing.change(|draft, _| draft.set_mac_system(system));
        })
    };
    let systems = [(CURRENT, text.mac_current), (OLDER, text.mac_older)]
        .map(|(value, label)| (AttrValue::Static(value), AttrValue::Static(label)));
    let share = draft.hardware().available_memory().gpu_share;
    let memory = draft.system_memory.value;
    let raised = raised_wired_limit(memory, draft.mac_system).filter(|raised| raised.after > share);
    html! {
        <>
            <div class="my-grid my-grid--roomy">
                <div class="my-fact">
                    <SelectField
                        id="my-macos"
                        label={text.mac_system}
                        value={match draft.mac_system {
                            MacSystem::Older => OLDER,
                            MacSystem::Current => CURRENT,
                        }}
                        groups={ChoiceGroup::plain(systems)}
                        on_change={on_system}
                    />
                </div>
                { fact(&draft.gpu_share_percent, html! {
                    <NumberField
                        id="my-share"
                        label={text.gpu_share}
                        value={draft.gpu_share_percent.value.map(|percent| percent.to_string()).unwrap_or_default()}
                        reset={editing.reset.clone()}
                        {on_text}
                    />
                }) }
                <p class="small muted my-grid__wide">
                    { (text.gpu_share_note)(&figures::size(share)) }{ " " }{ source(Reservation::AppleWiredLimit) }
                </p>
            </div>
            <div class="slot">
                if let Some(raised) = raised {
                    { raise(editing, memory, share, raised) }
                }
            </div>
        </>
    }
}

fn raise(
    editing: &Editing,
    memory: MemorySize,
    share: u64,
    raised: crate::domain::machine::devices::reservations::RaisedWiredLimit,
) -> Html {
    let text = t::machine();
    let percent = raised
        .after
        .saturating_mul(100)
        .checked_div(memory.bytes())
        .and_then(|percent| u8::try_from(percent).ok());
    let command = raised.command.clone();
    html! {
        <div class="my-raise">
            <p class="small">{ (text.raise)(&figures::size(share), &figures::size(raised.after)) }</p>
            <code class="formula">{ raised.command }</code>
            <div class="cluster">
                <CopyButton label={text.copy_command} text={Callback::from(move |()| command.clone())} />
                <button
                    type="button"
                    class="button"
                    onclick={editing.click(move |draft, _| draft.gpu_share_percent.say(percent))}
                >
                    { text.raised }
                </button>
            </div>
        </div>
    }
}

/// Where a figure comes from.
fn source(reservation: Reservation) -> Html {
    let text = t::machine();
    match reservation.source() {
        Some(address) => html! {
            <a href={address} target="_blank" rel="noopener noreferrer">{ text.source }</a>
        },
        None => html! { <>{ text.assumed }</> },
    }
}
