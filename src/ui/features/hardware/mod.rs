//! The hardware panel: which machine, what it has, what its software loads.

mod first_visit;
mod machine_fields;
mod preset_picker;
mod profile_bar;
mod support_fields;

use yew::prelude::*;

pub use self::first_visit::{first_visit_card, use_first_visit};
use self::machine_fields::machine_fields;
pub use self::machine_fields::{parse_memory, problem_sentences};
use self::preset_picker::PresetPicker;
pub use self::preset_picker::group_name;
use self::profile_bar::ProfileBar;
use self::support_fields::support_fields;
use super::memory_bar::small_memory_bar;
use super::term::Term;
use crate::domain::machine::hardware::{AvailableMemory, Hardware};
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::figures;
use crate::ui::hooks::use_machine::{MachineSource, UseMachineHandle};
use crate::ui::messages::t;

/// The hardware panel: beside the page on a desktop, a drawer on small screens that `is_open` shows and `on_close`
/// closes. `on_describe` opens the dialog that describes the machine.
pub fn hardware_panel(
    machine: &UseMachineHandle,
    is_open: bool,
    on_close: &Callback<()>,
    on_describe: &Callback<bool>,
) -> Html {
    let memory = machine.hardware.available_memory();
    // A profile or a preset that is chosen; the first edit of the example makes a profile of it and changes neither.
    let selected = machine.book.selected().map_or(0, |profile| profile.id.0);
    let reset = AttrValue::from(format!(
        "{selected} {}",
        machine.preset.as_deref().unwrap_or_default()
    ));
    let is_shared = machine.source == MachineSource::Shared;
    let set = {
        let (set_hardware, preset) = (machine.set_hardware.clone(), machine.preset.clone());
        Callback::from(move |hardware: Hardware| {
            set_hardware.emit((hardware, preset.as_ref().map(AttrValue::to_string)));
        })
    };
    let onkeydown = {
        let on_close = on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_close.emit(());
            }
        })
    };
    let onclick = on_close.reform(|_: MouseEvent| ());
    html! {
        <aside
            id="hardware"
            class={classes!("panel", is_open.then_some("panel--open"))}
            aria-label={t::hardware().title}
            tabindex="-1"
            {onkeydown}
        >
            <div class="panel__head">
                <div class="panel__title">
                    <h2>{ t::hardware().title }</h2>
                    <button
                        type="button"
                        class="button button--quiet button--icon panel__close"
                        aria-label={t::app().close}
                        {onclick}
                    >
                        { icon(Glyph::Close) }
                    </button>
                </div>
                <div class="panel__sum">
                    <span class="muted small">{ t::hardware().available }</span>
                    <span
                        class="panel__total"
                        data-quantity="available-memory"
                        data-bytes={memory.available.to_string()}
                    >
                        { figures::size(memory.available) }
                    </span>
                </div>
                { small_memory_bar(memory, None) }
                <p class="muted small">{ sum_in_words(memory) }</p>
                if machine.source == MachineSource::Example {
                    <p class="small">{ t::hardware().example_note }</p>
                }
            </div>
            <div class="panel__body">
                <button type="button" class="button" onclick={on_describe.reform(|_: MouseEvent| false)}>
                    { icon(Glyph::Chip) }
                    { t::hardware().describe }
                </button>
                <ProfileBar machine={machine.clone()} />
                <div class="stack">
                    <PresetPicker machine={machine.clone()} />
                    { machine_fields(&machine.hardware, &set, &reset, is_shared) }
                    { support_fields(&machine.hardware, &set, is_shared) }
                </div>
            </div>
        </aside>
    }
}

fn sum_in_words(memory: AvailableMemory) -> Html {
    let system = figures::size(memory.available_system);
    if memory.is_unified && memory.total_gpu == 0 {
        return html! {
            <>
                { (t::hardware().sum_unified)(&system) }{ " " }
                <Term id="unified" entry={t::glossary().unified_memory} word="?" />
            </>
        };
    }
    if memory.total_gpu == 0 {
        return html! { <>{ (t::hardware().sum_system)(&system) }</> };
    }
    html! { <>{ (t::hardware().sum)(&figures::size(memory.total_gpu), &system) }</> }
}
