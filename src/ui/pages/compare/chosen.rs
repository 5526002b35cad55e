//! Which machines stand side by side.

use std::rc::Rc;

use yew::prelude::*;

use super::opened;
use crate::domain::app::share::{SHARED_MACHINES_MAX, SharedHardware};
use crate::domain::machine::hardware::{Hardware, presets};
use crate::domain::machine::profiles::ProfileId;
use crate::ui::hooks::use_machine::{MachineSource, UseMachineHandle};
use crate::ui::messages::t;

/// A machine that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// One of the link's, by its place there.
    Linked(usize),
    /// The machine in effect where it is none of the reader's profiles: the example, or shared hardware.
    InEffect,
    /// One of the reader's profiles.
    Profile(ProfileId),
    /// A preset, by its id.
    Preset(String),
}

/// Where a machine comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Profile,
    InUse,
    Example,
    Shared,
    Linked,
    Preset,
}

/// A chosen machine with all that is shown of it.
#[derive(Clone, PartialEq)]
pub struct Column {
    /// Which one.
    pub chosen: Chosen,
    /// Its name, never empty.
    pub name: AttrValue,
    /// Where it comes from.
    pub origin: Origin,
    /// The machine.
    pub hardware: Rc<Hardware>,
}

impl Chosen {
    /// The value of its entry in the list of machines.
    pub fn key(&self) -> String {
        match self {
            Self::Linked(index) => format!("link {index}"),
            Self::InEffect => "effect".to_owned(),
            Self::Profile(id) => format!("profile {}", id.0),
            Self::Preset(id) => format!("preset {id}"),
        }
    }

    /// What [`key`](Self::key) wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        if key == "effect" {
            return Some(Self::InEffect);
        }
        let (kind, id) = key.split_once(' ')?;
        match kind {
            "link" => id.parse().ok().map(Self::Linked),
            "profile" => id.parse().ok().map(|id| Self::Profile(ProfileId(id))),
            "preset" => Some(Self::Preset(id.to_owned())),
            _ => None,
        }
    }
}

impl Column {
    /// The machine as a link carries it. The example has no name of its own.
    pub fn shared(&self) -> SharedHardware {
        let name = match self.origin {
            Origin::Example => String::new(),
            _ => self.name.to_string(),
        };
        SharedHardware {
            name,
            hardware: (*self.hardware).clone(),
        }
    }
}

/// The machine behind a choice; `None` where it is gone.
pub fn column(chosen: &Chosen, linked: &[SharedHardware], machine: &UseMachineHandle) -> Option<Column> {
    let (name, origin, hardware) = match chosen {
        Chosen::Linked(index) => {
            let shared = linked.get(*index)?;
            let name = if shared.name.is_empty() {
                AttrValue::from((t::compare().unnamed)(index.saturating_add(1)))
            } else {
                AttrValue::from(shared.name.clone())
            };
            (name, Origin::Linked, Rc::new(shared.hardware.clone()))
        }
        Chosen::InEffect => {
            let origin = match machine.source {
                // A profile was made of the example meanwhile.
                MachineSource::Profile => {
                    let id = machine.book.selected()?.id;
                    return column(&Chosen::Profile(id), linked, machine);
                }
                MachineSource::Example => Origin::Example,
                MachineSource::Shared => Origin::Shared,
            };
            (machine.name.clone(), origin, machine.hardware.clone())
        }
        Chosen::Profile(id) => {
            let profile = machine.book.get(*id)?;
            let is_in_use = machine.source == MachineSource::Profile
                && machine.book.selected().map(|selected| selected.id) == Some(*id);
            let origin = if is_in_use { Origin::InUse } else { Origin::Profile };
            let name = AttrValue::from(profile.name.clone());
            (name, origin, Rc::new(profile.hardware.clone()))
        }
        Chosen::Preset(id) => {
            let entry = presets::find(id)?;
            (
                AttrValue::from(entry.name()),
                Origin::Preset,
                Rc::new(entry.hardware()),
            )
        }
    };
    Some(Column {
        chosen: chosen.clone(),
        name,
        origin,
        hardware,
    })
}

/// The machines of the link; without any the machine in effect and the reader's profiles.
fn default_choice(linked: &[SharedHardware], machine: &UseMachineHandle) -> Vec<Chosen> {
    if !linked.is_empty() {
        return (0..linked.len()).map(Chosen::Linked).collect();
    }
    let selected = machine.book.selected().map(|profile| profile.id);
    let first = match machine.source {
        MachineSource::Profile => selected.map(Chosen::Profile),
        MachineSource::Example | MachineSource::Shared => Some(Chosen::InEffect),
    };
    let others = machine
        .book
        .profiles()
        .iter()
        .map(|profile| Chosen::Profile(profile.id))
        .filter(|chosen| Some(chosen) != first.as_ref());
    first
        .iter()
        .cloned()
        .chain(others)
        .take(SHARED_MACHINES_MAX)
        .collect()
}

/// The chosen machines and the ways to change the choice.
#[derive(Clone, PartialEq)]
pub struct UseChosenHandle {
    /// The chosen machines, at most [`SHARED_MACHINES_MAX`].
    pub columns: Vec<Column>,
    /// Adds a machine behind the others.
    pub add: Callback<Chosen>,
    /// Takes a machine out.
    pub remove: Callback<Chosen>,
}

/// Keeps the choice, beside each link its own.
#[hook]
pub fn use_chosen(linked: &Rc<Vec<SharedHardware>>, machine: &UseMachineHandle) -> UseChosenHandle {
    let touched = use_state(|| opened::recall().chosen);
    let chosen = (*touched)
        .as_ref()
        .filter(|(beside, _)| *beside == **linked)
        .map_or_else(|| default_choice(linked, machine), |(_, chosen)| chosen.clone());
    let mut columns: Vec<Column> = Vec::new();
    for column in chosen.iter().filter_map(|chosen| column(chosen, linked, machine)) {
        if columns.iter().all(|other| other.chosen != column.chosen) {
            columns.push(column);
        }
    }
    let set = {
        let (touched, linked) = (touched.setter(), linked.clone());
        move |chosen: Vec<Chosen>| {
            opened::note_chosen(&linked, &chosen);
            touched.set(Some(((*linked).clone(), chosen)));
        }
    };
    let now: Vec<Chosen> = columns.iter().map(|column| column.chosen.clone()).collect();
    let add = {
        let (set, now) = (set.clone(), now.clone());
        Callback::from(move |new: Chosen| {
            if now.len() < SHARED_MACHINES_MAX && !now.contains(&new) {
                set(now.iter().cloned().chain([new]).collect());
            }
        })
    };
    let remove = Callback::from(move |gone: Chosen| {
        set(now.iter().filter(|chosen| **chosen != gone).cloned().collect());
    });
    UseChosenHandle { columns, add, remove }
}

/// What stands under a machine's name.
pub fn origin_word(origin: Origin) -> &'static str {
    let text = t::compare();
    match origin {
        Origin::Profile => text.origin_profile,
        Origin::InUse => text.origin_in_use,
        Origin::Example => text.origin_example,
        Origin::Shared => text.origin_shared,
        Origin::Linked => text.origin_linked,
        Origin::Preset => text.origin_preset,
    }
}

/// The name that a profile made of a shared machine gets.
pub fn profile_name(shared: &SharedHardware) -> String {
    if shared.name.is_empty() {
        t::hardware().shared_region.to_owned()
    } else {
        shared.name.clone()
    }
}
