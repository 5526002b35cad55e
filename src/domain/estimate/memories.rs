//! The memories of a machine, as a placement sees them.

use crate::domain::machine::devices::Backend;
use crate::domain::machine::hardware::Hardware;

const MIB: u64 = 1 << 20;

/// What the engine itself keeps free on each device when it chooses the layers (`-fit`; llama.cpp issue 23679).
pub const ENGINE_MARGIN: u64 = 1024 * MIB;
/// What a process takes beside its buffers: the program, a vocabulary of 128 thousand words, the graph (measured resident
/// size of llama.cpp on a CPU).
pub const PROCESS_BYTES: u64 = 64 * MIB;
/// Most devices that llama.cpp spreads a model over (`llama_max_devices`).
pub const DEVICES_MAX: usize = 16;

/// The memory of one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceMemory {
    /// Bytes that a program may use.
    pub free: u64,
    /// What computes there.
    pub backend: Backend,
}

impl DeviceMemory {
    /// Bytes that the backend takes of the device, outside all buffers. CUDA: 451 to 456 MiB were left unaccounted on an RTX
    /// 4090 (llama.cpp PR 15860). Metal: none on an M1 Max (PR 22673), rounded up. ROCm, Vulkan and SYCL: assumed, from 100 to
    /// 600 MiB were seen. Processor cores have no memory beside the system's.
    pub const fn overhead(self) -> u64 {
        match self.backend {
            Backend::Cuda => 460 * MIB,
            Backend::Rocm => 512 * MIB,
            Backend::Vulkan | Backend::Sycl => 256 * MIB,
            Backend::Metal => 102 * MIB,
            Backend::Cpu => 0,
        }
    }
}

/// The memories of a machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memories {
    /// Devices with memory of their own, or the one that shares the system's; at most [`DEVICES_MAX`].
    pub devices: Vec<DeviceMemory>,
    /// Bytes of system memory that a program may use.
    pub system: u64,
    /// Whether the device takes its memory from the system's. There is one device then.
    pub is_unified: bool,
}

impl Memories {
    /// The memories of a machine. Devices beyond [`DEVICES_MAX`] are left out: no program spreads one model over more.
    pub fn of(hardware: &Hardware) -> Self {
        let available = hardware.available_memory();
        if available.is_unified && hardware.devices.iter().all(|group| group.count == 0) {
            let reach = available.gpu_share.min(available.available_system);
            let backend = hardware.facts.chip_identity.backend;
            return Self {
                devices: vec![DeviceMemory { free: reach, backend }],
                system: available.available_system,
                is_unified: true,
            };
        }
        // What the reader says that screen, desktop and driver keep of each device.
        let reserve = hardware.facts.gpu_reserve.bytes();
        let each = hardware.devices.iter().flat_map(|group| {
            let device = DeviceMemory {
                free: group.memory.bytes().saturating_sub(reserve),
                backend: group.identity.backend,
            };
            std::iter::repeat_n(device, usize::from(group.count))
        });
        Self {
            devices: each.take(DEVICES_MAX).collect(),
            system: available.available_system,
            is_unified: false,
        }
    }
}
