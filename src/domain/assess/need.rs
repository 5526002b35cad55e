//! The memory that a run needs, place by place, and whether it fits.

use super::insight::Insight;
use super::placement::{Placement, place};
use super::served::Served;
use crate::domain::estimate::serving::{DeviceMemory, PartKind, ServingVerdict};
use crate::domain::estimate::{Fit, Load, Memories, Placed, Run};
use crate::domain::machine::hardware::AvailableMemory;

/// The memory that a run needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// At least this in all places together, in bytes.
    pub low: u64,
    /// Probably this.
    pub likely: u64,
    /// At most this.
    pub high: u64,
    /// The places, devices first.
    pub places: Vec<PlaceNeed>,
    /// Tokens of context of each conversation that this is for; 0 for the Standard estimate, which knows none.
    pub context: u64,
    /// Bytes that the engine can use in all.
    pub available: u64,
    /// Where it lies; `None` where it does not fit.
    pub placement: Option<Placement>,
    /// Bytes that are missing, place by place; 0 where it fits.
    pub missing: u64,
    /// Whether it fits over the whole range.
    pub fits_surely: bool,
    /// What is left over of the fast memory in use, in percent.
    pub spare_percent: u8,
}

/// What lies in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceNeed {
    /// Which place.
    pub kind: PlaceKind,
    /// Bytes needed there, probably.
    pub needed: u64,
    /// Bytes that a program can use there.
    pub capacity: u64,
}

/// A kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// A device with memory of its own, by its number from 0.
    Device(u16),
    /// The share of unified memory that the GPU may use.
    UnifiedShare,
    /// System memory.
    System,
}

/// How far something can be off, in percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Doubt {
    /// The weights.
    pub weights: u64,
    /// Caches, states and buffers.
    pub context: u64,
}

impl Doubt {
    /// How far a size can be off that follows from a label and a number of parameters: files of one label differ so
    /// between models (docs/hub.md, Widths).
    pub(super) const ESTIMATED_SIZE: u64 = 6;

    /// How far an estimate from this insight can be off.
    pub const fn of(insight: &Insight, is_size_exact: bool) -> Self {
        let context = match insight {
            Insight::Like(_, likeness) => likeness.context_percent(),
            Insight::Gguf(_) | Insight::Config(_) => 0,
        };
        Self {
            weights: if is_size_exact { 0 } else { Self::ESTIMATED_SIZE },
            context,
        }
    }
}

fn percent_of(bytes: u64, percent: u64) -> u64 {
    let product = u128::from(bytes) * u128::from(percent);
    u64::try_from(product / 100).unwrap_or(u64::MAX)
}

impl Need {
    /// What a run with llama.cpp needs of a variant with `files` bytes, and where it lies. `None` where the engine refuses
    /// the settings. It never needs less than its files, even where the engine leaves a part of them alone (MTP blocks).
    pub(super) fn of_llama_cpp(
        run: &Run<'_>,
        files: u64,
        memories: &Memories,
        doubt: Doubt,
        context: u64,
    ) -> Option<(Self, Placed)> {
        let placed = run.place(memories).ok()?;
        let parts = placed.detailed.sum();
        let range = placed.detailed.range(run.geometry, run.weights);
        let more = percent_of(parts.weights, doubt.weights).saturating_add(percent_of(
            parts.context().saturating_add(parts.compute),
            doubt.context,
        ));
        let likely = placed.needed();
        let total = parts.total();
        let up = range.high.saturating_sub(total).saturating_add(more);
        let down = total.saturating_sub(range.low).saturating_add(more);
        let mut places: Vec<PlaceNeed> = Vec::with_capacity(placed.devices.len().saturating_add(1));
        for (number, load) in (0_u16..).zip(&placed.devices) {
            let kind = if memories.is_unified {
                PlaceKind::UnifiedShare
            } else {
                PlaceKind::Device(number)
            };
            places.push(place_need(kind, load));
        }
        places.push(place_need(PlaceKind::System, &placed.host));
        let fits = placed.fit != Fit::DoesNotFit;
        let placement = fits.then(|| match (placed.gpu_layers > 0, placed.is_wholly_on_devices()) {
            (true, true) if memories.is_unified => Placement::Unified,
            (true, true) => Placement::Gpu,
            (_, false) if memories.is_unified => Placement::UnifiedBeyondGpuShare,
            (true, false) => Placement::GpuAndSystem,
            (false, _) => Placement::System,
        });
        let available = if memories.is_unified {
            memories.system
        } else {
            memories
                .devices
                .iter()
                .fold(memories.system, |sum, device| sum.saturating_add(device.free))
        };
        let need = Self {
            low: likely.saturating_sub(down),
            likely: likely.max(files),
            high: likely.max(files).saturating_add(up),
            context,
            available,
            placement,
            missing: missing(&places),
            fits_surely: fits && fits_with(&places, up, likely),
            spare_percent: spare_percent(&places),
            places,
        };
        Some((need, placed))
    }

    /// What an engine that serves Safetensors needs.
    pub fn of_served(served: &Served, doubt: Doubt, context: u64) -> Self {
        let devices = served.devices();
        let each = served.sum(|_| true);
        let needed = served.needed();
        let weights = served.sum(|kind| kind == PartKind::Weights).times(devices).likely;
        let rest = needed.likely.saturating_sub(weights);
        let more = percent_of(weights, doubt.weights).saturating_add(percent_of(rest, doubt.context));
        let (capacity, kind) = match served.memory {
            DeviceMemory::Devices { bytes, .. } => (bytes, PlaceKind::Device(0)),
            DeviceMemory::Unified { bytes } => (bytes, PlaceKind::UnifiedShare),
        };
        let places: Vec<PlaceNeed> = (0..devices)
            .map(|number| PlaceNeed {
                kind: match kind {
                    PlaceKind::Device(_) if served.is_on_processor => PlaceKind::System,
                    PlaceKind::Device(_) => PlaceKind::Device(u16::try_from(number).unwrap_or(u16::MAX)),
                    other => other,
                },
                needed: each.likely,
                capacity,
            })
            .collect();
        let placement = match served.memory {
            DeviceMemory::Unified { .. } => Placement::Unified,
            DeviceMemory::Devices { .. } if served.is_on_processor => Placement::System,
            DeviceMemory::Devices { .. } => Placement::Gpu,
        };
        let (fits, missing) = match served.estimate.verdict {
            ServingVerdict::DoesNotFit { missing } => (false, missing.saturating_mul(devices)),
            ServingVerdict::Fits { .. } | ServingVerdict::Tight { .. } => (true, 0),
        };
        let budget = served.estimate.budget.likely;
        let left = budget.saturating_sub(each.likely).saturating_mul(100);
        Self {
            low: needed.low.saturating_sub(more),
            likely: needed.likely,
            high: needed.high.saturating_add(more),
            places,
            context,
            available: capacity.saturating_mul(devices),
            placement: fits.then_some(placement),
            missing,
            fits_surely: matches!(served.estimate.verdict, ServingVerdict::Fits { spare } if spare.saturating_mul(devices) >= more),
            spare_percent: u8::try_from(left.checked_div(budget).unwrap_or(0)).unwrap_or(100),
        }
    }

    /// What the Standard estimate says. Files that are larger than its sum (the rule counts half a byte for everything from
    /// 6 bits down) lie where they have room; whether it fits is for the rule to say.
    pub(super) fn of_standard(required: u64, files: u64, memory: &AvailableMemory) -> Self {
        let placement =
            place(required, memory).map(|by_rule| place(required.max(files), memory).unwrap_or(by_rule));
        let reach = memory.gpu_reach;
        let left = reach.saturating_sub(required).saturating_mul(100);
        let missing = required.saturating_sub(memory.available);
        Self {
            low: required,
            likely: required,
            high: required,
            places: Vec::new(),
            context: 0,
            available: memory.available,
            placement,
            missing,
            fits_surely: placement.is_some(),
            spare_percent: u8::try_from(left.checked_div(reach).unwrap_or(0)).unwrap_or(100),
        }
    }
}

fn place_need(kind: PlaceKind, load: &Load) -> PlaceNeed {
    PlaceNeed {
        kind,
        needed: load.needed(),
        capacity: load.capacity,
    }
}

fn missing(places: &[PlaceNeed]) -> u64 {
    places.iter().fold(0, |sum, place| {
        sum.saturating_add(place.needed.saturating_sub(place.capacity))
    })
}

/// Whether every place in use still holds its part if `more` is needed in all, shared out as the need is.
fn fits_with(places: &[PlaceNeed], more: u64, likely: u64) -> bool {
    let in_use = places.iter().filter(|place| place.needed > 0);
    in_use.copied().all(|place| {
        let share = u128::from(more) * u128::from(place.needed) / u128::from(likely.max(1));
        let share = u64::try_from(share).unwrap_or(u64::MAX);
        place.needed.saturating_add(share) <= place.capacity
    })
}

fn spare_percent(places: &[PlaceNeed]) -> u8 {
    let fast = places
        .iter()
        .filter(|place| place.kind != PlaceKind::System && place.needed > 0);
    let (needed, capacity) = fast.fold((0_u64, 0_u64), |(needed, capacity), place| {
        (
            needed.saturating_add(place.needed),
            capacity.saturating_add(place.capacity),
        )
    });
    let left = capacity.saturating_sub(needed).saturating_mul(100);
    u8::try_from(left.checked_div(capacity).unwrap_or(0)).unwrap_or(100)
}
