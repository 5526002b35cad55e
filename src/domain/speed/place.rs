//! The fastest placement that fits.

use super::decode::decode_time;
use super::engine::Engine;
use super::machine::{DeviceSpeed, PARTS_MAX, Part, Placement, Sharing};
use super::model_facts::ModelFacts;

/// Equal GPUs of a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GpuGroup {
    /// One of them.
    pub device: DeviceSpeed,
    /// Bytes of each that a model may use, reservations taken off.
    pub memory_bytes: u64,
    /// How many there are.
    pub count: u16,
}

/// A machine as far as speed is concerned.
#[derive(Clone, Debug, PartialEq)]
pub struct MachineSpeed {
    /// The GPUs, the first [`PARTS_MAX`] of which count. A chip with unified memory is one group with the part of the
    /// memory that its GPU may use.
    pub gpus: Vec<GpuGroup>,
    /// The processor and the bandwidth of system memory.
    pub host: DeviceSpeed,
    /// Bytes of system memory that a model may use besides what the GPUs hold.
    pub host_bytes: u64,
}

/// Why a model has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlace {
    /// It does not fit into all memory together.
    DoesNotFit,
}

/// Chooses the fastest of: one GPU (or as few equal ones as hold the model), all GPUs, GPUs and system memory, processor
/// only. `beside_bytes` is what the context and the buffers need on each GPU, and in system memory where no GPU is used.
/// Placements whose speed is unknown come last.
///
/// # Errors
/// [`NoPlace::DoesNotFit`].
pub fn place(
    model: &ModelFacts,
    beside_bytes: u64,
    machine: &MachineSpeed,
    engine: Engine,
    context: u64,
) -> Result<Placement, NoPlace> {
    let mut best: Option<(Option<f64>, Placement)> = None;
    for placement in candidates(model.file_bytes, beside_bytes, machine) {
        let time = decode_time(model, &placement, engine, context).map(|time| time.total_ms());
        let is_better = match (&best, time) {
            (None, _) => true,
            (Some((None, _)), time) => time.is_some(),
            (Some((Some(_), _)), None) => false,
            (Some((Some(least), _)), Some(time)) => time < *least,
        };
        if is_better {
            best = Some((time, placement));
        }
    }
    best.map(|(_, placement)| placement).ok_or(NoPlace::DoesNotFit)
}

/// Every placement that fits, the preferred first.
fn candidates(file_bytes: u64, beside_bytes: u64, machine: &MachineSpeed) -> Vec<Placement> {
    let rooms: Vec<(&GpuGroup, u64)> = machine
        .gpus
        .iter()
        .take(PARTS_MAX)
        .filter(|group| group.count > 0)
        .map(|group| (group, group.memory_bytes.saturating_sub(beside_bytes)))
        .filter(|(_, room)| *room > 0)
        .collect();
    let with = |parts: Vec<Part>| Placement {
        parts,
        host: machine.host,
    };
    let mut found = Vec::new();
    for (group, room) in &rooms {
        let needed = file_bytes.div_ceil((*room).max(1)).max(1);
        if needed <= u64::from(group.count) {
            found.push(with(vec![part(
                group,
                u16::try_from(needed).unwrap_or(group.count),
                1.0,
            )]));
        }
    }
    let all: u64 = rooms.iter().fold(0, |sum, (group, room)| {
        sum.saturating_add(room.saturating_mul(u64::from(group.count)))
    });
    if all > 0 {
        let spilled = file_bytes.saturating_sub(all);
        let held = file_bytes.min(all) as f64 / (file_bytes.max(1)) as f64;
        if spilled <= machine.host_bytes && (spilled > 0 || rooms.len() > 1) {
            found.push(with(
                rooms
                    .iter()
                    .map(|(group, room)| {
                        let bytes = room.saturating_mul(u64::from(group.count));
                        part(group, group.count, held * bytes as f64 / all as f64)
                    })
                    .collect(),
            ));
        }
    }
    if file_bytes.saturating_add(beside_bytes) <= machine.host_bytes {
        found.push(Placement::on_processor(machine.host));
    }
    found
}

fn part(group: &GpuGroup, count: u16, share: f64) -> Part {
    Part {
        device: group.device,
        count,
        sharing: Sharing::Layers,
        share,
    }
}
