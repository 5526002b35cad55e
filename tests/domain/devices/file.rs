use std::collections::HashSet;

use llm_lens::domain::machine::devices::{
    DeviceFault, DeviceKind, Devices, FILE_BYTES_MAX, Vendor, beginning_of, groups,
};
use llm_lens::domain::text::memory_size::MemorySize;
use proptest::prelude::*;

use super::shipped;

const SHIPPED: &str = include_str!("../../../static/devices.txt");

#[test]
fn the_shipped_file_holds_every_device_once() {
    let devices = shipped();
    assert!(devices.iter().count() >= 700);
    let ids: HashSet<&str> = devices.iter().map(|device| device.id.as_str()).collect();
    assert_eq!(ids.len(), devices.iter().count());
    assert!(
        devices
            .iter()
            .all(|device| devices.find(&device.id) == Some(device))
    );
}

#[test]
fn the_shipped_file_is_small() {
    // 11.7 KB with brotli; the raw size keeps the relation without a compressor here.
    assert!(SHIPPED.len() < 110_000, "{}", SHIPPED.len());
}

#[test]
fn facts_come_in_their_units() {
    let devices = shipped();
    let card = devices.find("nvidia-geforce-rtx-4090").unwrap();
    assert_eq!(card.vendor, Vendor::Nvidia);
    assert_eq!(card.kind, DeviceKind::Desktop);
    assert_eq!(card.year, Some(2022));
    assert_eq!(card.memory, [MemorySize::from_gb(24)]);
    assert_eq!(card.bandwidth_mb_s, Some(1_008_000));
    assert_eq!(card.fp32_gflops, Some(82_580));
    assert_eq!(
        card.compute_capability
            .map(|version| (version.major, version.minor)),
        Some((8, 9))
    );
    assert!(card.pci_ids.contains(&0x2684));
    assert!(card.is_common && !card.is_doubtful && !card.is_unified);
    let mac = devices.find("apple-m3-max-40-core-gpu").unwrap();
    assert_eq!(mac.gpu_cores, [40]);
    assert_eq!(mac.generation(), Some("M3"));
    assert_eq!(mac.reported_name(), "Apple M3 Max");
    assert!(mac.is_unified);
    let shared = devices.find("amd-radeon-780m").unwrap();
    assert_eq!(shared.memory_kind, None);
    assert_eq!(shared.gfx.as_deref(), Some("gfx1103"));
    let slower = shared
        .other_bandwidths
        .iter()
        .find(|other| other.mb_s == 89_600)
        .unwrap();
    assert_eq!(slower.memory.as_deref(), Some("DDR5-5600 dual"));
    assert!(devices.find("adreno-830").unwrap().is_doubtful);
}

#[test]
fn every_card_has_memory_and_bandwidth() {
    for device in shipped().iter().filter(|device| !device.is_unified) {
        assert!(!device.memory.is_empty(), "{}", device.id);
        assert!(device.bandwidth_mb_s.is_some(), "{}", device.id);
    }
}

#[test]
fn groups_keep_the_order_and_lose_nothing() {
    let devices = shipped();
    let groups = groups(devices.iter());
    assert_eq!(groups[0].vendor, Vendor::Nvidia);
    assert_eq!(groups[0].generation, Some("Blackwell 2.0"));
    let total: usize = groups.iter().map(|group| group.devices.len()).sum();
    assert_eq!(total, devices.iter().count());
    for group in &groups {
        assert!(group.devices.iter().all(|device| device.kind == group.kind));
    }
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let with = |line: &str| Devices::parse(&format!("llm-lens devices 1 2026-11-22\n{line}")).unwrap_err();
    let good = SHIPPED.lines().nth(1).unwrap();
    assert_eq!(with("\n").line, 2);
    assert_eq!(with(&format!("{good}|")).fault, DeviceFault::FieldCount);
    assert_eq!(
        with(&good.replace("NVIDIA|", "Nvidia|")).fault,
        DeviceFault::Field(2)
    );
    assert_eq!(
        with(&good.replace("|desktop|", "|toaster|")).fault,
        DeviceFault::Field(3)
    );
    assert_eq!(
        with(&good.replace("|2025|8|", "|2025|8,6|")).fault,
        DeviceFault::Field(5)
    );
    assert_eq!(
        with(&good.replace("|2025|8|", "|2025|0|")).fault,
        DeviceFault::Field(5)
    );
    assert_eq!(with(&good.replace("2D83", "2D8")).fault, DeviceFault::Field(19));
    assert_eq!(
        with(&good.replace("RTX", "R\u{202e}TX")).fault,
        DeviceFault::Field(0)
    );
}

#[test]
fn another_version_and_another_file_are_refused() {
    for text in [
        "",
        "<!doctype html>",
        "llm-lens devices 2 2026-11-22\n",
        "llm-lens devices 1 tomorrow\n",
    ] {
        assert_eq!(
            Devices::parse(text).unwrap_err().fault,
            DeviceFault::NotThisVersion,
            "{text}"
        );
    }
    let large = "x".repeat(FILE_BYTES_MAX + 1);
    assert_eq!(Devices::parse(&large).unwrap_err().fault, DeviceFault::TooLarge);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn damaged_files_never_panic(at in 0..SHIPPED.len(), with in any::<char>(), cut in 0..SHIPPED.len()) {
        let at = beginning_of(SHIPPED, at).len();
        let mut text = SHIPPED.to_owned();
        text.insert(at, with);
        let _ = Devices::parse(&text);
        let _ = Devices::parse(SHIPPED.get(..cut).unwrap_or_default());
    }
}
