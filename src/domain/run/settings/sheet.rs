//! The sum as people see it: the parts of each memory, in the order of the bars.

use crate::domain::estimate::{Load, Memories, Placed, Weights};
use crate::domain::machine::hardware::Hardware;

/// A part of the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartName {
    /// The weights.
    Weights,
    /// Cached keys and values.
    KvCache,
    /// States of recurrent layers.
    State,
    /// Compute and output buffers.
    Compute,
    /// The vision projector.
    Projector,
    /// What the runtime or the process takes.
    Overhead,
}

impl PartName {
    /// Every part, in the order of the bars.
    pub const ALL: [Self; 6] = [
        Self::Weights,
        Self::KvCache,
        Self::State,
        Self::Compute,
        Self::Projector,
        Self::Overhead,
    ];

    /// The value of `data-part`. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Weights => "weights",
            Self::KvCache => "kv-cache",
            Self::State => "state",
            Self::Compute => "compute",
            Self::Projector => "projector",
            Self::Overhead => "overhead",
        }
    }
}

/// One memory with what lies in it.
#[derive(Clone, PartialEq)]
pub struct Column {
    /// Which memory.
    pub place: Place,
    /// Bytes of each part, in the order of [`PartName::ALL`].
    pub parts: [u64; 6],
    /// Bytes that a program may use.
    pub capacity: u64,
}

/// Which memory.
#[derive(Clone, PartialEq)]
pub enum Place {
    /// A device by its number, from 1, with its name if it has one.
    Device(usize, String),
    /// System memory.
    System,
    /// Memory that processor and graphics share, and how much of it graphics may use.
    Unified(u64),
}

impl Column {
    /// Bytes needed.
    pub fn needed(&self) -> u64 {
        self.parts.iter().fold(0, |sum, part| sum.saturating_add(*part))
    }

    /// Bytes left over, or missing.
    pub fn left(&self) -> Result<u64, u64> {
        let needed = self.needed();
        self.capacity
            .checked_sub(needed)
            .ok_or_else(|| needed.saturating_sub(self.capacity))
    }

    /// A part.
    pub fn part(&self, name: PartName) -> u64 {
        let place = PartName::ALL.iter().position(|other| *other == name);
        place
            .and_then(|place| self.parts.get(place))
            .copied()
            .unwrap_or(0)
    }
}

fn parts(load: &Load) -> [u64; 6] {
    [
        load.parts.weights,
        load.parts.kv_full.saturating_add(load.parts.kv_window),
        load.parts.recurrent,
        load.parts.compute.saturating_add(load.parts.output),
        load.projector,
        load.overhead,
    ]
}

/// The memories of a machine with what a run puts into each.
pub fn columns(placed: &Placed, memories: &Memories, hardware: &Hardware, weights: &Weights) -> Vec<Column> {
    if memories.is_unified {
        // One memory: the table of words that is the output too lies there once.
        let mut all = parts(&placed.host);
        for load in &placed.devices {
            for (sum, part) in all.iter_mut().zip(parts(load)) {
                *sum = sum.saturating_add(part);
            }
        }
        if let Some(first) = all.first_mut().filter(|_| placed.gpu_layers > 0) {
            *first = first.saturating_sub(weights.tied_output);
        }
        let share = memories.devices.first().map_or(0, |device| device.free);
        return vec![Column {
            place: Place::Unified(share),
            parts: all,
            capacity: memories.system,
        }];
    }
    let names = hardware.devices.iter();
    let names = names.flat_map(|group| std::iter::repeat_n(group.name.as_str(), usize::from(group.count)));
    let mut names = names;
    let mut columns: Vec<Column> = placed
        .devices
        .iter()
        .enumerate()
        .map(|(index, load)| Column {
            place: Place::Device(index.saturating_add(1), names.next().unwrap_or("").to_owned()),
            parts: parts(load),
            capacity: load.capacity,
        })
        .collect();
    columns.push(Column {
        place: Place::System,
        parts: parts(&placed.host),
        capacity: placed.host.capacity,
    });
    columns
}
