//! The reader's machine.

mod available;
mod calibration;
mod from_name;
mod identity;
mod input;
mod name;
pub mod presets;
mod speed_facts;
mod support;
mod wired_limit;

pub use available::AvailableMemory;
pub use calibration::{CALIBRATION_RANGE, Calibration};
pub use from_name::{identify, identity_from_name};
pub use identity::{CATALOG_ID_LENGTH_MAX, DeviceIdentity, catalog_id};
pub use input::{
    CountError, GPU_SHARE_PERCENT_RANGE, HardwareField, HardwareProblem, PercentError,
    SYSTEM_RESERVE_PERCENT_RANGE, check, parse_gpu_count, parse_percent,
};
pub use name::{NameError, check_device_name, parse_name};
pub use speed_facts::{BANDWIDTH_MB_S_MAX, DeviceSpeed, GFLOPS_MAX, MachineFacts};
pub use support::{default_formats, default_quantizations};
pub use wired_limit::{MacSystem, wired_limit_thousandths};

use crate::domain::text::key_set::KeySet;

use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::QuantizationFamily;
use crate::domain::text::memory_size::MemorySize;

/// Most groups of equal devices in one machine; more than any mixed machine seen, and a bound for links and imports.
pub const DEVICE_GROUPS_MAX: usize = 8;
/// Most equal devices in one group.
pub const DEVICE_COUNT_MAX: u16 = 1024;
/// Longest name of a machine or a device, in characters.
pub const NAME_LENGTH_MAX: usize = 60;
/// The share of system memory that the Standard estimate leaves to the operating system and other programs.
pub const SYSTEM_RESERVE_PERCENT_DEFAULT: u8 = 20;
/// Largest reserve that can be set: with everything reserved no machine would run anything.
pub const SYSTEM_RESERVE_PERCENT_MAX: u8 = 90;

/// What a machine has and what its software can load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hardware {
    /// System memory; on a machine with unified memory the one memory that CPU and GPU share.
    pub system_memory: MemorySize,
    /// Set if CPU and GPU share the system memory. Such a machine usually has no other devices.
    pub unified: Option<UnifiedMemory>,
    /// Devices with memory of their own, at most [`DEVICE_GROUPS_MAX`] groups.
    pub devices: Vec<DeviceGroup>,
    /// Share of system memory that is left alone, in percent, 0 to [`SYSTEM_RESERVE_PERCENT_MAX`].
    pub system_reserve_percent: u8,
    /// Formats that the machine's software loads.
    pub formats: KeySet<Format>,
    /// Quantizations that the machine computes with.
    pub quantizations: KeySet<QuantizationFamily>,
    /// What is known beyond memory.
    pub facts: MachineFacts,
}

/// Memory that CPU and GPU share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnifiedMemory {
    /// Largest share that the GPU may use without changing a setting, in percent, where it is known (Apple).
    pub gpu_share_percent: Option<u8>,
}

/// Equal devices with memory of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceGroup {
    /// What the device is.
    pub identity: DeviceIdentity,
    /// What it is called, or empty: a label.
    pub name: String,
    /// Memory of each device.
    pub memory: MemorySize,
    /// How many there are, 0 to [`DEVICE_COUNT_MAX`].
    pub count: u16,
    /// How fast each is.
    pub speed: DeviceSpeed,
}
