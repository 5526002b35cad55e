use llm_lens::domain::machine::devices::{Device, Devices};
use llm_lens::domain::machine::hardware::DeviceIdentity;
use llm_lens::domain::machine::hardware::presets::{PresetEntry, PresetGroup, entries};
use llm_lens::domain::text::memory_size::MemorySize;

use super::shipped;

fn device_of(devices: &Devices, entry: PresetEntry) -> Option<&Device> {
    devices.find(&entry.identity().catalog_id?)
}

#[test]
fn the_table_of_the_presets_devices_is_that_of_the_catalog() {
    for entry in entries() {
        let device = device_of(shipped(), entry);
        let of_catalog = device.map_or(DeviceIdentity::UNKNOWN, DeviceIdentity::of_device);
        assert_eq!(entry.identity(), of_catalog, "{}", entry.id());
    }
}

#[test]
fn every_preset_with_a_gpu_has_its_device_with_that_memory() {
    let devices = shipped();
    for entry in entries() {
        let device = device_of(devices, entry);
        if entry.group() == PresetGroup::CpuOnly {
            assert!(device.is_none(), "{}", entry.id());
            continue;
        }
        let device = device.unwrap_or_else(|| panic!("{} has no device", entry.id()));
        let size = MemorySize::from_gb(entry.memory_gb());
        assert!(
            device.memory.contains(&size),
            "{} is not {}",
            entry.id(),
            device.id
        );
        assert_eq!(
            device.kind.is_laptop(),
            entry.group() == PresetGroup::NvidiaLaptop || entry.name().ends_with("Laptop"),
            "{}",
            entry.id()
        );
    }
}

#[test]
fn versions_are_told_apart_by_their_memory() {
    let devices = shipped();
    let device = |id: &str| {
        let entry = llm_lens::domain::machine::hardware::presets::find(id).unwrap();
        device_of(devices, entry).unwrap().id.clone()
    };
    assert_eq!(device("rtx-3060-8gb"), "nvidia-geforce-rtx-3060-8gb");
    assert_eq!(device("rtx-3060-12gb"), "nvidia-geforce-rtx-3060-12gb");
    assert_eq!(
        device("rtx-3060-laptop-6gb"),
        "nvidia-geforce-rtx-3060-laptop-gpu"
    );
    assert_eq!(device("apple-m3-max-36gb"), "apple-m3-max-30-core-gpu");
    assert_eq!(device("apple-m3-max-64gb"), "apple-m3-max-40-core-gpu");
    assert_eq!(device("a100-40gb"), "nvidia-a100-sxm4-40gb");
    assert_eq!(device("rtx-2070-8gb"), "nvidia-geforce-rtx-2070");
    assert_eq!(device("rtx-2070-laptop-8gb"), "nvidia-geforce-rtx-2070-mobile");
}
