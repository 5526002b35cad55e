//! System memory: how much, and of which kind.

use yew::prelude::*;

use super::editing::{Editing, fact, origin_word};
use crate::domain::machine::devices::system_memory::{
    CHANNEL_COUNTS, HBM_CHANNELS, MemoryGeneration, SystemMemory,
};
use crate::domain::machine::draft::Origin;
use crate::domain::text::decimal::write_thousandths;
use crate::ui::components::number_field::NumberField;
use crate::ui::components::select_field::{Choice, ChoiceGroup, SelectField};
use crate::ui::features::hardware::parse_memory;
use crate::ui::messages::t;

/// Channels where nothing else is known.
const USUAL_CHANNELS: u8 = 2;

/// System memory.
pub fn system_fields(editing: &Editing) -> Html {
    let text = t::machine();
    let draft = &editing.draft;
    let memory = draft.system_memory.value;
    let on_memory = editing.field(|draft, devices, typed| {
        let memory = parse_memory(typed)?;
        draft.set_system_memory(memory, Origin::Reader, devices);
        Ok(())
    });
    html! {
        <section class="my-section" aria-label={text.system}>
            <h4>{ text.system }</h4>
            <div class="my-grid my-grid--roomy">
                { fact(&draft.system_memory, html! {
                    <NumberField
                        id="my-system"
                        label={text.system_ram}
                        value={if memory.is_zero() { String::new() } else { memory.to_string() }}
                        reset={editing.reset.clone()}
                        on_text={on_memory}
                    />
                }) }
                if draft.has_memory_of_choice() {
                    { kind_fields(editing) }
                }
            </div>
        </section>
    }
}

fn kind_fields(editing: &Editing) -> Html {
    let text = t::machine();
    let chosen = editing.draft.memory_kind.value;
    let mut groups = vec![ChoiceGroup {
        label: AttrValue::default(),
        choices: vec![Choice {
            value: AttrValue::default(),
            label: AttrValue::Static(text.memory_unknown),
        }],
    }];
    // A speed that is not sold, but was read, stands in the list as well.
    let is_odd = |kind: SystemMemory| !kind.generation.speeds().contains(&kind.mega_transfers);
    if let Some(kind) = chosen.filter(|kind| is_odd(*kind)) {
        groups.push(ChoiceGroup {
            label: AttrValue::from(format!("{} ", kind.generation.name())),
            choices: vec![kind_choice(kind.generation, kind.mega_transfers)],
        });
    }
    groups.extend(MemoryGeneration::ALL.into_iter().map(|generation| {
        ChoiceGroup {
            label: AttrValue::Static(generation.name()),
            choices: generation
                .speeds()
                .iter()
                .map(|speed| kind_choice(generation, *speed))
                .collect(),
        }
    }));
    let on_kind = {
        let editing = editing.clone();
        Callback::from(move |value: AttrValue| {
            editing.change(|draft, _| {
                let channels = draft.memory_kind.value.map(|kind| kind.channels);
                draft.set_memory_kind(read_kind(&value).map(|(generation, mega_transfers)| {
                    SystemMemory {
                        generation,
                        mega_transfers,
                        channels: match generation {
                            MemoryGeneration::Hbm => HBM_CHANNELS,
                            _ => channels
                                .filter(|count| *count != HBM_CHANNELS)
                                .unwrap_or(USUAL_CHANNELS),
                        },
                    }
                }));
            });
        })
    };
    let on_channels = {
        let editing = editing.clone();
        Callback::from(move |value: AttrValue| {
            editing.change(|draft, _| {
                if let (Some(kind), Ok(channels)) = (draft.memory_kind.value, value.parse()) {
                    draft.set_memory_kind(Some(SystemMemory { channels, ..kind }));
                }
            });
        })
    };
    let mut counts = CHANNEL_COUNTS.to_vec();
    if let Some(kind) = chosen
        && !counts.contains(&kind.channels)
    {
        counts.push(kind.channels);
    }
    let counts = counts.into_iter().map(|count| {
        (
            AttrValue::from(count.to_string()),
            AttrValue::from((text.channels)(count)),
        )
    });
    let bandwidth = chosen.map(SystemMemory::bandwidth_mb_s);
    html! {
        <>
            <div class="my-fact">
                <SelectField
                    id="my-kind"
                    label={text.memory_kind}
                    value={chosen.map(|kind| kind_value(kind.generation, kind.mega_transfers)).unwrap_or_default()}
                    {groups}
                    on_change={on_kind}
                />
                { origin_word(&editing.draft.memory_kind) }
            </div>
            <div class="my-fact">
                <SelectField
                    id="my-channels"
                    label={text.memory_channels}
                    value={chosen.map_or(USUAL_CHANNELS, |kind| kind.channels).to_string()}
                    groups={ChoiceGroup::plain(counts)}
                    on_change={on_channels}
                    disabled={chosen.is_none()}
                />
            </div>
            <p class="small muted my-grid__wide">
                { bandwidth.map_or_else(
                    || text.memory_speed_unknown.to_owned(),
                    |value| (text.memory_speed)(&write_thousandths(value)),
                ) }
            </p>
        </>
    }
}

fn kind_choice(generation: MemoryGeneration, speed: u16) -> Choice {
    Choice {
        value: AttrValue::from(kind_value(generation, speed)),
        label: AttrValue::from(format!("{}-{speed}", generation.name())),
    }
}

fn kind_value(generation: MemoryGeneration, speed: u16) -> String {
    format!("{} {speed}", generation.name())
}

fn read_kind(value: &str) -> Option<(MemoryGeneration, u16)> {
    let (name, speed) = value.split_once(' ')?;
    Some((MemoryGeneration::from_word(name)?, speed.parse().ok()?))
}
