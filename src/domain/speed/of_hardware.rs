//! The reader's machine, as far as speed is concerned.

use super::machine::DeviceSpeed;
use super::place::{GpuGroup, MachineSpeed};
use crate::domain::machine::hardware::Hardware;

impl MachineSpeed {
    /// The devices of a machine, each with what a model may use of it: the reader's reserve for screen and driver is
    /// taken off. A chip with unified memory is one device with the part of the memory that its GPU may use.
    pub fn of_hardware(hardware: &Hardware) -> Self {
        let memory = hardware.available_memory();
        let facts = &hardware.facts;
        let reserve = facts.gpu_reserve.bytes();
        let mut gpus: Vec<GpuGroup> = hardware
            .devices
            .iter()
            .filter(|group| group.count > 0)
            .map(|group| GpuGroup {
                device: DeviceSpeed::of_identity(&group.identity, group.speed),
                memory_bytes: group.memory.bytes().saturating_sub(reserve),
                count: group.count,
            })
            .collect();
        let chip_reach = memory.gpu_share.min(memory.available_system);
        if memory.is_unified && chip_reach > 0 {
            gpus.push(GpuGroup {
                device: DeviceSpeed::of_identity(&facts.chip_identity, facts.chip_speed),
                memory_bytes: chip_reach,
                count: 1,
            });
        }
        let host_bandwidth = facts.system_bandwidth_mb_s.or(if memory.is_unified {
            facts.chip_speed.bandwidth_mb_s
        } else {
            None
        });
        Self {
            gpus,
            host: DeviceSpeed::of_processor(host_bandwidth, false),
            host_bytes: memory.available_system.saturating_sub(chip_reach),
        }
    }
}
