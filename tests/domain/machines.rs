//! Machines for the tests: a few by hand, and a strategy for every machine within the limits.

use llm_lens::domain::machine::devices::{Backend, SpeedClass, Vendor};
use llm_lens::domain::machine::hardware::{
    BANDWIDTH_MB_S_MAX, DEVICE_COUNT_MAX, DEVICE_GROUPS_MAX, DeviceGroup, DeviceIdentity, DeviceSpeed,
    GFLOPS_MAX, Hardware, MachineFacts, SYSTEM_RESERVE_PERCENT_DEFAULT, SYSTEM_RESERVE_PERCENT_MAX,
    UnifiedMemory, default_formats, default_quantizations, identity_from_name,
};
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::precision::quantization::QuantizationFamily;
use llm_lens::domain::text::memory_size::MemorySize;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::subsequence;

/// System memory and groups of GPUs (GB each, how many), everything else default.
pub fn machine(system_gb: u16, gpus: &[(u16, u16)]) -> Hardware {
    Hardware {
        system_memory: MemorySize::from_gb(system_gb),
        unified: None,
        devices: gpus.iter().map(|(gb, count)| group("", *gb, *count)).collect(),
        system_reserve_percent: SYSTEM_RESERVE_PERCENT_DEFAULT,
        formats: default_formats(),
        quantizations: default_quantizations(),
        facts: MachineFacts::default(),
    }
}

/// A machine whose memory is shared.
pub fn unified_machine(gb: u16, gpu_share_percent: Option<u8>) -> Hardware {
    let mut hardware = machine(gb, &[]);
    hardware.unified = Some(UnifiedMemory { gpu_share_percent });
    if gpu_share_percent.is_some() {
        // A share for the GPU is known of Apple chips.
        hardware.facts.chip_identity.vendor = Some(Vendor::Apple);
        hardware.facts.chip_identity.backend = Backend::Metal;
    }
    hardware
}

pub fn group(name: &str, gb: u16, count: u16) -> DeviceGroup {
    DeviceGroup {
        identity: identity_from_name(name, MemorySize::from_gb(gb)),
        name: name.to_owned(),
        memory: MemorySize::from_gb(gb),
        count,
        speed: DeviceSpeed::default(),
    }
}

/// Every amount of memory.
pub fn any_memory() -> impl Strategy<Value = MemorySize> {
    let whole = (0..=65_536_u32).prop_map(|gb| gb * 1000);
    prop_oneof![whole, 0..=MemorySize::MAX.thousandths()]
        .prop_map(|thousandths| MemorySize::from_thousandths(thousandths).unwrap())
}

/// Names that a machine may have, with the characters that links and JSON treat specially.
pub fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9~_%+&=#?./\\\\\"-]{1,60}",
        "[a-z](\\PC{0,20}[a-z])?",
        Just("名".repeat(60)),
    ]
    .prop_filter("no name", |name| {
        llm_lens::domain::machine::hardware::parse_name(name).as_deref() == Ok(name)
    })
}

/// Every speed that is believed.
fn any_speed() -> impl Strategy<Value = DeviceSpeed> {
    let gflops = || option::of(1..=GFLOPS_MAX);
    (option::of(1..=BANDWIDTH_MB_S_MAX), gflops(), gflops()).prop_map(
        |(bandwidth_mb_s, fp32_gflops, fp16_gflops)| DeviceSpeed {
            bandwidth_mb_s,
            fp32_gflops,
            fp16_gflops,
        },
    )
}

/// Every identity that can be stored.
fn any_identity() -> impl Strategy<Value = DeviceIdentity> {
    let vendor = option::of(proptest::sample::select(Vendor::ALL.to_vec()));
    let class = proptest::sample::select(vec![SpeedClass::Other, SpeedClass::Ada, SpeedClass::AppleM1Max]);
    let backend = proptest::sample::select(vec![Backend::Vulkan, Backend::Cuda, Backend::Metal]);
    let catalog_id = option::of("[a-z0-9]{1,20}(-[a-z0-9]{1,19}){0,2}");
    (vendor, class, backend, catalog_id).prop_map(|(vendor, class, backend, catalog_id)| DeviceIdentity {
        vendor,
        class,
        backend,
        catalog_id,
    })
}

/// Every machine within the limits.
pub fn any_hardware() -> impl Strategy<Value = Hardware> {
    let name = prop_oneof![Just(String::new()), any_name()];
    let device = (
        any_identity(),
        name.clone(),
        any_memory(),
        0..=DEVICE_COUNT_MAX,
        any_speed(),
    )
        .prop_map(|(identity, name, memory, count, speed)| DeviceGroup {
            identity,
            name,
            memory,
            count,
            speed,
        });
    let facts = (
        name,
        any_identity(),
        any_speed(),
        option::of(1..=BANDWIDTH_MB_S_MAX),
        any_memory(),
    )
        .prop_map(
            |(chip, chip_identity, chip_speed, system_bandwidth_mb_s, gpu_reserve)| MachineFacts {
                chip,
                chip_identity,
                chip_speed,
                system_bandwidth_mb_s,
                gpu_reserve,
                ..MachineFacts::default()
            },
        );
    let unified =
        option::of(option::of(1..=100_u8).prop_map(|gpu_share_percent| UnifiedMemory { gpu_share_percent }));
    (
        any_memory(),
        unified,
        vec(device, 0..=DEVICE_GROUPS_MAX),
        0..=SYSTEM_RESERVE_PERCENT_MAX,
        subsequence(Format::ALL.to_vec(), 0..=Format::ALL.len()),
        subsequence(
            QuantizationFamily::ALL.to_vec(),
            0..=QuantizationFamily::ALL.len(),
        ),
        facts,
    )
        .prop_map(
            |(system_memory, unified, devices, system_reserve_percent, formats, quantizations, facts)| {
                Hardware {
                    system_memory,
                    unified,
                    devices,
                    system_reserve_percent,
                    formats: formats.into_iter().collect(),
                    quantizations: quantizations.into_iter().collect(),
                    facts,
                }
            },
        )
}
