//! Why a run failed, and what would have run: the log's own amounts, what we would have said, and the smallest changes.
//!
//! What would fit is asked of the same placement as every estimate ([`Run::changes`]), with the memory that was free by the
//! log; where a serving engine names the cache that it had and needed, the context follows from the two.

use super::comparison::{CheckedModel, PageRun, Stated};
use super::log::{EngineReport, Place};
use crate::domain::estimate::{Change, Fit, Load, Memories, Placed, Planner, Run};
use crate::domain::machine::hardware::Hardware;

/// What is to be said about a run that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// What we would have said of the settings of the log; `None` where the model is not known, or the engine refuses the
    /// settings.
    pub estimate: Option<Estimate>,
    /// Single changes, each of which makes it fit: the smallest of each kind. Empty if our estimate fits, or nothing helps.
    pub changes: Vec<Change>,
    /// The longest context that would have fitted beside everything else, by the engine's own figures, in tokens.
    pub fitting_context: Option<u64>,
    /// What was free where memory ran out, in bytes: as the engine says, else what was free at the start without what
    /// the run had taken since.
    pub free: Option<u64>,
}

/// What we would have said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Whether it would have fitted.
    pub fit: Fit,
    /// Where it is tightest.
    pub place: Place,
    /// What is needed there, in bytes.
    pub needed: u64,
    /// What is free there, in bytes.
    pub free: u64,
}

/// Looks into a failure; `None` if the log tells of none, or of one that has nothing to do with memory.
pub fn diagnose(
    log: &EngineReport,
    model: &CheckedModel<'_>,
    page: &PageRun<'_>,
    hardware: &Hardware,
) -> Option<Diagnosis> {
    let failure = log.failure.as_ref()?;
    failure.kind.is_about_memory().then_some(())?;
    let stated = Stated::of(log, page);
    let memories = free_memories(log, stated.memories(log, &Memories::of(hardware)));
    let run = model.memory.map(|(geometry, weights)| Run {
        geometry,
        weights,
        settings: stated.settings,
        wish: stated.wish,
        projector: None,
        buffers: &Planner,
    });
    let placed = run.as_ref().and_then(|run| run.place(&memories).ok());
    Some(Diagnosis {
        estimate: placed.as_ref().map(tightest),
        changes: run.map_or_else(Vec::new, |run| run.changes(&memories, &[])),
        fitting_context: failure.fitting_tokens(),
        free: log.free_at_failure().map(|free| free.bytes),
    })
}

/// The memories with what was free by the log. An engine asks when its runtime has taken its share already, so that this
/// is added again: the estimate counts it.
fn free_memories(log: &EngineReport, mut memories: Memories) -> Memories {
    let free: Vec<u64> = log
        .found
        .iter()
        .filter_map(|device| Some(device.free?.bytes))
        .collect();
    if free.len() >= memories.devices.len() {
        for (device, free) in memories.devices.iter_mut().zip(free) {
            device.free = free.saturating_add(device.overhead());
        }
    }
    memories
}

/// The memory with the least room: the one that lacks most, else the one with the least left.
fn tightest(placed: &Placed) -> Estimate {
    let host = (Place::Host, &placed.host);
    let devices = placed.devices.iter().map(|load| (Place::Device, load));
    let room = |load: &Load| i128::from(load.capacity).saturating_sub(load.needed().into());
    let (place, load) = devices
        .fold(
            None,
            |tightest: Option<(Place, &Load)>, (place, load)| match tightest {
                Some(known) if room(known.1) <= room(load) => Some(known),
                _ => Some((place, load)),
            },
        )
        .filter(|(_, load)| room(load) <= room(&placed.host) || room(&placed.host) >= 0)
        .unwrap_or(host);
    Estimate {
        fit: placed.fit,
        place,
        needed: load.needed(),
        free: load.capacity,
    }
}
