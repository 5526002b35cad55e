//! A machine in JSON, version 1.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::format::Format;
use crate::domain::hardware::{DeviceGroup, Hardware, SYSTEM_RESERVE_PERCENT_DEFAULT, UnifiedMemory, set_of};
use crate::domain::memory_size::MemorySize;
use crate::domain::quantization::QuantizationFamily;

/// Memory is a decimal text in GB, as people read it and as [`MemorySize`] keeps it exactly.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredHardwareV1 {
    system_memory_gb: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unified: Option<StoredUnifiedV1>,
    #[serde(default)]
    devices: Vec<StoredDeviceV1>,
    #[serde(default = "default_reserve")]
    system_reserve_percent: u8,
    formats: Vec<String>,
    quantizations: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredUnifiedV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gpu_share_percent: Option<u8>,
}

#[derive(Serialize, Deserialize)]
struct StoredDeviceV1 {
    #[serde(default)]
    name: String,
    memory_gb: String,
    count: u16,
}

const fn default_reserve() -> u8 {
    SYSTEM_RESERVE_PERCENT_DEFAULT
}

impl StoredHardwareV1 {
    pub(super) fn of(hardware: &Hardware) -> Self {
        Self {
            system_memory_gb: hardware.system_memory.to_string(),
            unified: hardware.unified.map(|unified| StoredUnifiedV1 {
                gpu_share_percent: unified.gpu_share_percent,
            }),
            devices: hardware
                .devices
                .iter()
                .map(|group| StoredDeviceV1 {
                    name: group.name.clone(),
                    memory_gb: group.memory.to_string(),
                    count: group.count,
                })
                .collect(),
            system_reserve_percent: hardware.system_reserve_percent,
            formats: keys(&hardware.formats, Format::key),
            quantizations: keys(&hardware.quantizations, QuantizationFamily::key),
        }
    }

    /// The machine and how many keys of formats and quantizations are unknown (a newer version may have written them);
    /// `None` if an amount cannot be read or a limit is exceeded.
    pub(super) fn read(self) -> Option<(Hardware, usize)> {
        let devices = self.devices.into_iter().map(|device| {
            Some(DeviceGroup {
                name: device.name,
                memory: MemorySize::parse(&device.memory_gb).ok()?,
                count: device.count,
            })
        });
        let (formats, n_unknown_formats) = known(&self.formats, Format::from_key);
        let (quantizations, n_unknown_quantizations) =
            known(&self.quantizations, QuantizationFamily::from_key);
        let hardware = Hardware {
            system_memory: MemorySize::parse(&self.system_memory_gb).ok()?,
            unified: self.unified.map(|unified| UnifiedMemory {
                gpu_share_percent: unified.gpu_share_percent,
            }),
            devices: devices.collect::<Option<_>>()?,
            system_reserve_percent: self.system_reserve_percent,
            formats,
            quantizations,
        };
        let n_unknown = n_unknown_formats.saturating_add(n_unknown_quantizations);
        hardware
            .exceeded_limit()
            .is_none()
            .then_some((hardware, n_unknown))
    }
}

fn keys<T: Copy>(items: &BTreeSet<T>, key: impl Fn(T) -> &'static str) -> Vec<String> {
    items.iter().map(|item| key(*item).to_owned()).collect()
}

fn known<T: Ord>(keys: &[String], from_key: impl Fn(&str) -> Option<T>) -> (BTreeSet<T>, usize) {
    let n_unknown = keys.iter().filter(|key| from_key(key).is_none()).count();
    (set_of(keys.iter().filter_map(|key| from_key(key))), n_unknown)
}
