//! What a person types about a machine: reading it, and saying what is wrong with it beside the field.
//! Amounts of memory are read by [`MemorySize::parse`].

use std::ops::RangeInclusive;

use super::{
    DEVICE_COUNT_MAX, DEVICE_GROUPS_MAX, DeviceGroup, Hardware, NameError, SYSTEM_RESERVE_PERCENT_MAX,
    check_device_name,
};
use crate::domain::text::memory_size::MemorySize;

/// Reserves of system memory that can be set, in percent.
pub const SYSTEM_RESERVE_PERCENT_RANGE: RangeInclusive<u16> = 0..=SYSTEM_RESERVE_PERCENT_MAX as u16;
/// Shares of unified memory that a GPU may use, in percent.
pub const GPU_SHARE_PERCENT_RANGE: RangeInclusive<u16> = 1..=100;
/// Device memory above which the reader probably mistyped, or took MB for GB: the largest accelerators sold hold 288 GB
/// (AMD Instinct MI355X, NVIDIA B300).
const PLAUSIBLE_DEVICE_MEMORY: MemorySize = MemorySize::from_gb(512);
/// System memory above which the reader probably mistyped, or took MB for GB: servers take up to 16 TB.
const PLAUSIBLE_SYSTEM_MEMORY: MemorySize = MemorySize::from_gb(16_384);

/// Why a text is not a number of devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountError {
    /// Nothing was entered.
    Empty,
    /// Not a whole number of ASCII digits.
    NotAWholeNumber,
    /// More than [`DEVICE_COUNT_MAX`].
    TooLarge,
}

/// Why a text is not a percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentError {
    /// Nothing was entered.
    Empty,
    /// Not a whole number of ASCII digits.
    NotAWholeNumber,
    /// Outside the field's range.
    OutOfRange {
        /// Least percentage allowed.
        min: u16,
        /// Greatest percentage allowed.
        max: u16,
    },
}

/// Reads a number of devices, 0 to [`DEVICE_COUNT_MAX`].
///
/// # Errors
/// See [`CountError`].
pub fn parse_gpu_count(text: &str) -> Result<u16, CountError> {
    match whole_number(text.trim()) {
        WholeNumber::Nothing => Err(CountError::Empty),
        WholeNumber::Other => Err(CountError::NotAWholeNumber),
        WholeNumber::Digits(Some(count)) if count <= DEVICE_COUNT_MAX => Ok(count),
        WholeNumber::Digits(_) => Err(CountError::TooLarge),
    }
}

/// Reads a whole percentage in a range, with or without a `%` behind it.
///
/// # Errors
/// See [`PercentError`].
pub fn parse_percent(text: &str, range: RangeInclusive<u16>) -> Result<u16, PercentError> {
    let text = text.trim();
    match whole_number(text.strip_suffix('%').unwrap_or(text).trim_end()) {
        WholeNumber::Nothing => Err(PercentError::Empty),
        WholeNumber::Other => Err(PercentError::NotAWholeNumber),
        WholeNumber::Digits(Some(percent)) if range.contains(&percent) => Ok(percent),
        WholeNumber::Digits(_) => Err(PercentError::OutOfRange {
            min: *range.start(),
            max: *range.end(),
        }),
    }
}

enum WholeNumber {
    Nothing,
    Other,
    /// `None` where the digits exceed a `u16`, and with it every range.
    Digits(Option<u16>),
}

fn whole_number(text: &str) -> WholeNumber {
    if text.is_empty() {
        WholeNumber::Nothing
    } else if text.bytes().all(|byte| byte.is_ascii_digit()) {
        WholeNumber::Digits(text.parse().ok())
    } else {
        WholeNumber::Other
    }
}

/// Something about a machine that the reader should know. `group` is an index into [`Hardware::devices`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HardwareProblem {
    /// Neither system memory nor device memory: nothing runs.
    NoMemoryAtAll,
    /// No system memory, which no machine lacks.
    SystemMemoryZero,
    /// More system memory than any machine has.
    SystemMemoryImplausible,
    /// Devices are counted but have no memory.
    GpuCountWithoutMemory {
        /// The group.
        group: usize,
    },
    /// A device has memory but there are none of it.
    GpuMemoryWithoutCount {
        /// The group.
        group: usize,
    },
    /// More memory than any device has.
    GpuMemoryImplausible {
        /// The group.
        group: usize,
    },
    /// No format is supported: nothing runs.
    NoFormats,
    /// No quantization is supported: nothing runs.
    NoQuantizations,
    /// More than [`DEVICE_COUNT_MAX`] equal devices.
    GpuCountAboveLimit {
        /// The group.
        group: usize,
    },
    /// A name of a device that [`check_device_name`] refuses.
    DeviceNameRefused {
        /// The group.
        group: usize,
        /// Why.
        error: NameError,
    },
    /// More than [`DEVICE_GROUPS_MAX`] groups.
    TooManyDeviceGroups,
    /// A reserve outside [`SYSTEM_RESERVE_PERCENT_RANGE`].
    ReserveOutOfRange,
    /// A share outside [`GPU_SHARE_PERCENT_RANGE`].
    GpuShareOutOfRange,
}

/// The field that a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HardwareField {
    /// System memory.
    SystemMemory,
    /// Reserve of system memory.
    SystemReserve,
    /// Share of unified memory that the GPU may use.
    GpuShare,
    /// The list of device groups.
    Devices,
    /// Name of a group's device.
    DeviceName(usize),
    /// Memory of a group's device.
    GpuMemory(usize),
    /// Number of a group's devices.
    GpuCount(usize),
    /// Supported formats.
    Formats,
    /// Supported quantizations.
    Quantizations,
}

impl HardwareProblem {
    /// Whether the machine is outside the limits of what is kept and shared. Everything else is only worth a warning.
    pub const fn is_over_limit(self) -> bool {
        matches!(
            self,
            Self::GpuCountAboveLimit { .. }
                | Self::DeviceNameRefused { .. }
                | Self::TooManyDeviceGroups
                | Self::ReserveOutOfRange
                | Self::GpuShareOutOfRange
        )
    }

    /// The field that the message belongs to.
    pub const fn field(self) -> HardwareField {
        match self {
            Self::NoMemoryAtAll | Self::SystemMemoryZero | Self::SystemMemoryImplausible => {
                HardwareField::SystemMemory
            }
            Self::GpuCountWithoutMemory { group } | Self::GpuMemoryImplausible { group } => {
                HardwareField::GpuMemory(group)
            }
            Self::GpuMemoryWithoutCount { group } | Self::GpuCountAboveLimit { group } => {
                HardwareField::GpuCount(group)
            }
            Self::DeviceNameRefused { group, .. } => HardwareField::DeviceName(group),
            Self::TooManyDeviceGroups => HardwareField::Devices,
            Self::NoFormats => HardwareField::Formats,
            Self::NoQuantizations => HardwareField::Quantizations,
            Self::ReserveOutOfRange => HardwareField::SystemReserve,
            Self::GpuShareOutOfRange => HardwareField::GpuShare,
        }
    }
}

/// Everything that is odd about a machine, in the order of the fields.
pub fn check(hardware: &Hardware) -> Vec<HardwareProblem> {
    let mut problems = Vec::new();
    let mut note = |applies: bool, problem: HardwareProblem| {
        if applies {
            problems.push(problem);
        }
    };
    let system = hardware.system_memory;
    let has_gpu_memory = hardware
        .devices
        .iter()
        .any(|group| group.count > 0 && !group.memory.is_zero());
    note(
        system.is_zero() && !has_gpu_memory,
        HardwareProblem::NoMemoryAtAll,
    );
    note(
        system.is_zero() && has_gpu_memory,
        HardwareProblem::SystemMemoryZero,
    );
    note(
        system > PLAUSIBLE_SYSTEM_MEMORY,
        HardwareProblem::SystemMemoryImplausible,
    );
    note(
        hardware.system_reserve_percent > SYSTEM_RESERVE_PERCENT_MAX,
        HardwareProblem::ReserveOutOfRange,
    );
    let share = hardware.unified.and_then(|unified| unified.gpu_share_percent);
    note(
        share.is_some_and(|percent| !GPU_SHARE_PERCENT_RANGE.contains(&u16::from(percent))),
        HardwareProblem::GpuShareOutOfRange,
    );
    note(
        hardware.devices.len() > DEVICE_GROUPS_MAX,
        HardwareProblem::TooManyDeviceGroups,
    );
    for (group, device) in hardware.devices.iter().enumerate().take(DEVICE_GROUPS_MAX) {
        for problem in check_device(group, device).into_iter().flatten() {
            note(true, problem);
        }
    }
    note(hardware.formats.is_empty(), HardwareProblem::NoFormats);
    note(
        hardware.quantizations.is_empty(),
        HardwareProblem::NoQuantizations,
    );
    problems
}

fn check_device(group: usize, device: &DeviceGroup) -> [Option<HardwareProblem>; 3] {
    let name = check_device_name(&device.name)
        .err()
        .map(|error| HardwareProblem::DeviceNameRefused { group, error });
    let memory = if device.memory.is_zero() && device.count > 0 {
        Some(HardwareProblem::GpuCountWithoutMemory { group })
    } else if device.memory > PLAUSIBLE_DEVICE_MEMORY {
        Some(HardwareProblem::GpuMemoryImplausible { group })
    } else {
        None
    };
    let count = if device.count > DEVICE_COUNT_MAX {
        Some(HardwareProblem::GpuCountAboveLimit { group })
    } else if device.count == 0 && !device.memory.is_zero() {
        Some(HardwareProblem::GpuMemoryWithoutCount { group })
    } else {
        None
    };
    [name, memory, count]
}

impl Hardware {
    /// The first limit that the machine exceeds, if it does: such a machine is neither kept nor shared.
    pub fn exceeded_limit(&self) -> Option<HardwareProblem> {
        check(self).into_iter().find(|problem| problem.is_over_limit())
    }
}
