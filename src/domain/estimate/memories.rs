//! The memories of a machine, as a placement sees them.

use crate::domain::machine::hardware::Hardware;

/// What computes on a device, and so what its runtime takes for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Runtime {
    /// NVIDIA.
    Cuda,
    /// AMD.
    Rocm,
    /// Any GPU, Intel's most of all.
    #[default]
    Vulkan,
    /// Apple.
    Metal,
}

const MIB: u64 = 1 << 20;

/// What the engine itself keeps free on each device when it chooses the layers (`-fit`; llama.cpp issue 23679).
pub const ENGINE_MARGIN: u64 = 1024 * MIB;
/// What a process takes beside its buffers: the program, a vocabulary of 128 thousand words, the graph (measured resident
/// size of llama.cpp on a CPU).
pub const PROCESS_BYTES: u64 = 64 * MIB;
/// Most devices that llama.cpp spreads a model over (`llama_max_devices`).
pub const DEVICES_MAX: usize = 16;

impl Runtime {
    /// Bytes that the runtime takes on each device, outside all buffers. CUDA: 451 to 456 MiB were left unaccounted on an
    /// RTX 4090 (llama.cpp PR 15860). Metal: none on an M1 Max (PR 22673), rounded up. ROCm and Vulkan: assumed, from
    /// 100 to 600 MiB were seen.
    pub const fn overhead(self) -> u64 {
        match self {
            Self::Cuda => 460 * MIB,
            Self::Rocm => 512 * MIB,
            Self::Vulkan => 256 * MIB,
            Self::Metal => 102 * MIB,
        }
    }

    /// The runtime of a device by its name, as far as the name tells the maker.
    pub fn of_device(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if has(&["apple", "m1", "m2", "m3", "m4", "m5"])
            && !has(&["nvidia", "radeon", "tesla", "rtx", "quadro"])
        {
            Self::Metal
        } else if has(&["radeon", "instinct", "amd", "rx ", "ryzen"]) {
            Self::Rocm
        } else if has(&["arc", "intel", "xe", "adreno", "mali"]) {
            Self::Vulkan
        } else {
            Self::Cuda
        }
    }
}

/// The memory of one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceMemory {
    /// Bytes that a program may use.
    pub free: u64,
    /// What computes there.
    pub runtime: Runtime,
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
            // Only Apple's share is known; other chips share all of it.
            let share = hardware.unified.and_then(|unified| unified.gpu_share_percent);
            let runtime = match share {
                Some(_) => Runtime::Metal,
                None => Runtime::Vulkan,
            };
            return Self {
                devices: vec![DeviceMemory { free: reach, runtime }],
                system: available.available_system,
                is_unified: true,
            };
        }
        // What the reader says that screen, desktop and driver keep of each device.
        let reserve = hardware.facts.gpu_reserve.bytes();
        let each = hardware.devices.iter().flat_map(|group| {
            let device = DeviceMemory {
                free: group.memory.bytes().saturating_sub(reserve),
                runtime: Runtime::of_device(&group.name),
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
