//! The reader's machine, as far as speed is concerned.

use super::class::{Backend, ClassFacts, class_of};
use super::machine::DeviceSpeed;
use super::place::{GpuGroup, MachineSpeed};
use crate::domain::machine::devices::words_of;
use crate::domain::machine::hardware::{self, Hardware};

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
                device: device_speed(&group.name, group.speed),
                memory_bytes: group.memory.bytes().saturating_sub(reserve),
                count: group.count,
            })
            .collect();
        let chip_reach = memory.gpu_share.min(memory.available_system);
        if memory.is_unified && chip_reach > 0 {
            gpus.push(GpuGroup {
                device: device_speed(&facts.chip, facts.chip_speed),
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

/// The speed of a device by its name and its peak figures.
pub fn device_speed(name: &str, speed: hardware::DeviceSpeed) -> DeviceSpeed {
    let words = words_of(name);
    let has = |word: &str| words.iter().any(|have| have == word);
    let is_apple = has("apple");
    // The names of AMD's integrated GPUs end in M (Radeon 780M); they and those of Intel and Qualcomm are mostly
    // driven through Vulkan.
    let is_integrated_amd = has("radeon")
        && words.iter().any(|word| {
            word.strip_suffix('m')
                .is_some_and(|number| number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
        });
    let is_strix_halo = has("ryzen") || has("8060s") || has("8050s");
    let backend = if is_integrated_amd || has("intel") || has("arc") || has("iris") || has("snapdragon") {
        Backend::Vulkan
    } else {
        Backend::Native
    };
    let half_of_fp16 = speed.fp16_gflops.map(|gflops| gflops / 2);
    let shader_gflops = if is_apple {
        speed.fp16_gflops
    } else if is_strix_halo {
        half_of_fp16
    } else {
        speed.fp32_gflops.or(half_of_fp16)
    };
    DeviceSpeed {
        class: class_of(&ClassFacts {
            name,
            vendor: None,
            kind: None,
            architecture: None,
            backend,
        }),
        bandwidth_mb_s: speed.bandwidth_mb_s,
        shader_gflops,
    }
}
