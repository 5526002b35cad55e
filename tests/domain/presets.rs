//! Presets against the facts they were chosen from (`tests/fixtures/presets`).

use std::collections::{BTreeMap, BTreeSet};

use llm_lens::domain::machine::devices::Devices;
use llm_lens::domain::machine::hardware::presets::{
    Body, ChipClass, Preset, PresetEntry, PresetGroup, apple_gpu_share_percent, default_entry,
    default_hardware, entries, find, presets, search, typical_system_gb,
};
use llm_lens::domain::machine::hardware::{DeviceSpeed, NAME_LENGTH_MAX, default_formats};
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::precision::quantization::QuantizationFamily;
use llm_lens::domain::text::memory_size::{BYTES_PER_GB, MemorySize};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    preset: String,
    facts: Vec<Facts>,
}

#[derive(Deserialize)]
struct Facts {
    kind: String,
    unified: bool,
    memory_gb: Vec<u16>,
    compute_capability: Option<f64>,
    architecture: Option<String>,
    source: String,
}

fn facts() -> BTreeMap<String, Vec<Facts>> {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../fixtures/presets/chips.json")).unwrap();
    rows.into_iter().map(|row| (row.preset, row.facts)).collect()
}

/// Presets with the facts of their chips: all but those without a GPU.
fn with_facts() -> Vec<(&'static Preset, Vec<Facts>)> {
    let mut facts = facts();
    let joined = presets()
        .filter(|preset| preset.group != PresetGroup::CpuOnly)
        .map(|preset| {
            (
                preset,
                facts.remove(preset.id).unwrap_or_else(|| panic!("{}", preset.id)),
            )
        })
        .collect();
    assert!(facts.is_empty(), "facts without a preset: {:?}", facts.keys());
    joined
}

fn entry(id: &str) -> PresetEntry {
    find(id).unwrap_or_else(|| panic!("{id}"))
}

#[test]
fn there_are_many_presets_in_every_group() {
    assert!(presets().count() >= 60);
    for group in PresetGroup::ALL {
        assert!(presets().any(|preset| preset.group == group), "{group:?}");
    }
}

#[test]
fn ids_and_names_are_unique_short_and_plain() {
    let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
    for entry in entries() {
        assert!(ids.insert(entry.id()), "{}", entry.id());
        assert!(names.insert(entry.name()), "{}", entry.name());
        assert!(entry.name().chars().count() <= NAME_LENGTH_MAX);
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(entry.id().bytes().all(plain), "{}", entry.id());
    }
    assert_eq!(
        ids.len(),
        presets()
            .map(|preset| preset.memory_options_gb.len())
            .sum::<usize>()
    );
}

#[test]
fn entries_are_found_by_their_id_and_by_nothing_else() {
    for entry in entries() {
        assert_eq!(find(&entry.id()), Some(entry));
    }
    for id in [
        "",
        "-",
        "rtx-4070",
        "rtx-4070-8gb",
        "rtx-4070-012gb",
        "rtx-4070-+12gb",
        "rtx-4070-12GB",
        "cpu-99999gb",
    ] {
        assert_eq!(find(id), None, "{id}");
    }
}

#[test]
fn released_ids_stay() {
    for id in [
        "rtx-3060-12gb",
        "rtx-4070-laptop-8gb",
        "apple-m4-max-64gb",
        "cpu-16gb",
        "dgx-spark-128gb",
    ] {
        entry(id);
    }
}

#[test]
fn memory_sizes_are_those_of_the_chips() {
    for (preset, facts) in with_facts() {
        let sold: BTreeSet<u16> = facts
            .iter()
            .flat_map(|chip| chip.memory_gb.iter().copied())
            .collect();
        let sold: Vec<u16> = sold.into_iter().collect();
        assert_eq!(preset.memory_options_gb, sold, "{}", preset.id);
        assert!(facts.iter().all(|chip| !chip.source.is_empty()));
    }
}

#[test]
fn shared_memory_is_counted_once_and_own_memory_beside_the_system() {
    for (preset, facts) in with_facts() {
        let shared = facts.iter().all(|chip| chip.unified);
        assert_eq!(preset.body == Body::OneMemory, shared, "{}", preset.id);
    }
    for entry in entries() {
        let hardware = entry.hardware();
        let bytes = u64::from(entry.memory_gb()) * BYTES_PER_GB;
        let memory = hardware.available_memory();
        if entry.preset().body == Body::OneMemory {
            assert!(hardware.devices.is_empty());
            assert_eq!((memory.total_gpu, memory.system), (0, bytes), "{}", entry.id());
        } else {
            assert_eq!(memory.total_gpu, bytes, "{}", entry.id());
            assert_eq!(hardware.devices[0].name, entry.preset().name);
            assert!(hardware.unified.is_none());
            assert!(hardware.system_memory >= MemorySize::from_gb(16));
        }
        let without_gpu = entry.group() == PresetGroup::CpuOnly;
        assert_eq!(memory.gpu_reach == 0, without_gpu, "{}", entry.id());
    }
}

#[test]
fn groups_fit_the_kind_of_chip() {
    for (preset, facts) in with_facts() {
        for chip in facts {
            let expected: &[PresetGroup] = match chip.kind.as_str() {
                "desktop" | "workstation" => {
                    &[PresetGroup::NvidiaDesktop, PresetGroup::Amd, PresetGroup::Intel]
                }
                "laptop" => &[PresetGroup::NvidiaLaptop, PresetGroup::Amd, PresetGroup::Intel],
                "datacenter" => &[PresetGroup::DataCentre],
                "apple" => &[PresetGroup::Apple],
                _ => &[PresetGroup::SharedMemory],
            };
            assert!(expected.contains(&preset.group), "{} {}", preset.id, chip.kind);
            let laptop = chip.kind == "laptop";
            assert_eq!(preset.body == Body::Laptop, laptop, "{}", preset.id);
        }
    }
}

#[test]
fn fp8_and_nvfp4_are_only_where_the_chip_computes_them() {
    for (preset, facts) in with_facts() {
        let quantizations = preset.chip.quantizations();
        for chip in &facts {
            let architecture = chip.architecture.as_deref().unwrap_or_default();
            let amd = ["RDNA 4.0", "CDNA 3.0", "CDNA 4.0"].contains(&architecture);
            let capability = chip.compute_capability.unwrap_or(0.0);
            let has = |family| quantizations.contains(&family);
            assert_eq!(
                has(QuantizationFamily::Fp8),
                capability >= 8.9 || amd,
                "{}",
                preset.id
            );
            assert_eq!(
                has(QuantizationFamily::Nvfp4),
                capability >= 10.0,
                "{}",
                preset.id
            );
            assert_eq!(has(QuantizationFamily::Exl), capability >= 8.0, "{}", preset.id);
            if chip.compute_capability.is_some() {
                assert_eq!(has(QuantizationFamily::Awq), capability >= 7.5, "{}", preset.id);
                assert_eq!(has(QuantizationFamily::Mxfp4), capability >= 7.5, "{}", preset.id);
            }
        }
        let loads_exl = preset.chip.formats().contains(&Format::ExLlama);
        assert_eq!(
            loads_exl,
            quantizations.contains(&QuantizationFamily::Exl),
            "{}",
            preset.id
        );
    }
}

#[test]
fn mlx_and_core_ml_are_only_on_apple_chips() {
    for preset in presets() {
        let formats = preset.chip.formats();
        let apple = preset.group == PresetGroup::Apple;
        assert_eq!(formats.contains(&Format::Mlx), apple, "{}", preset.id);
        assert_eq!(formats.contains(&Format::CoreMl), apple, "{}", preset.id);
        assert!(default_formats().difference(formats).is_empty(), "{}", preset.id);
    }
}

#[test]
fn every_machine_runs_ggufs_own_quantizations() {
    use QuantizationFamily::{Bf16, Fp16, Fp32, Int8, Iq, Q2, Q3, Q4, Q5, Q6, Q8, Ternary};
    for preset in presets() {
        let quantizations = preset.chip.quantizations();
        for family in [Fp32, Bf16, Fp16, Int8, Q8, Q6, Q5, Q4, Q3, Q2, Iq, Ternary] {
            assert!(quantizations.contains(&family), "{} {family:?}", preset.id);
        }
    }
}

#[test]
fn a_cpu_runs_openvino_but_no_4_bit_floats() {
    assert!(ChipClass::X86Cpu.formats().contains(&Format::OpenVino));
    assert!(!ChipClass::ArmCpu.formats().contains(&Format::OpenVino));
    assert!(
        !ChipClass::X86Cpu
            .quantizations()
            .contains(&QuantizationFamily::Mxfp4)
    );
}

#[test]
fn apple_lets_the_gpu_use_a_share_that_grows_with_the_memory() {
    let shares = [8, 16, 18, 24, 32, 36, 48, 64, 96, 128, 192, 512].map(apple_gpu_share_percent);
    assert_eq!(shares, [66, 74, 74, 75, 77, 77, 80, 83, 83, 84, 84, 84]);
    for entry in entries() {
        let share = entry.hardware().unified.map(|unified| unified.gpu_share_percent);
        let expected = match entry.group() {
            PresetGroup::Apple => Some(Some(apple_gpu_share_percent(entry.memory_gb()))),
            PresetGroup::SharedMemory => Some(None),
            _ => None,
        };
        assert_eq!(share, expected, "{}", entry.id());
    }
}

#[test]
fn system_memory_is_typical_for_the_kind_of_machine() {
    for (body, memory_gb, system_gb) in [
        (Body::Laptop, 8, 16),
        (Body::Laptop, 16, 32),
        (Body::Desktop, 6, 16),
        (Body::Desktop, 12, 32),
        (Body::Desktop, 32, 64),
        (Body::Desktop, 96, 192),
        (Body::Server, 16, 32),
        (Body::Server, 141, 384),
        (Body::Server, 288, 768),
        (Body::Server, u16::MAX, 1024),
        (Body::OneMemory, 18, 18),
    ] {
        assert_eq!(
            typical_system_gb(body, memory_gb),
            system_gb,
            "{body:?} {memory_gb}"
        );
    }
}

#[test]
fn the_first_visit_shows_a_16_gb_machine_without_a_gpu() {
    assert_eq!(find(&default_entry().id()), Some(default_entry()));
    let memory = default_hardware().available_memory();
    assert_eq!((memory.total_gpu, memory.system), (0, 16 * BYTES_PER_GB));
}

#[test]
fn search_finds_what_people_type() {
    for (query, first) in [
        ("4070 laptop", "rtx-4070-laptop-8gb"),
        ("Laptop 4070", "rtx-4070-laptop-8gb"),
        ("4070", "rtx-4070-12gb"),
        ("RTX4090", "rtx-4090-24gb"),
        ("m3 max 36", "apple-m3-max-36gb"),
        ("rtx 3060 12", "rtx-3060-12gb"),
        ("rtx 3060 12gb", "rtx-3060-12gb"),
        ("macbook m4 24", "apple-m4-24gb"),
        ("strix halo 128", "ryzen-ai-max-395-128gb"),
        ("dgx", "dgx-spark-128gb"),
        ("h100", "h100-80gb"),
        ("nvidia t4", "t4-16gb"),
        ("amd 7900 xtx", "rx-7900-xtx-24gb"),
        ("intel b580", "arc-b580-12gb"),
        ("cpu 64", "cpu-64gb"),
    ] {
        let found: Vec<String> = search(query).into_iter().map(PresetEntry::id).collect();
        assert_eq!(
            found.first().map(String::as_str),
            Some(first),
            "{query}: {found:?}"
        );
    }
}

#[test]
fn the_whole_name_of_a_chip_finds_it_before_its_variants() {
    for preset in presets() {
        let found = search(preset.name);
        let first = found.iter().find(|entry| entry.group() == preset.group);
        assert_eq!(first.map(|entry| entry.preset().id), Some(preset.id));
    }
}

#[test]
fn search_keeps_groups_together_and_finds_nothing_for_nonsense() {
    for query in ["", "rtx", "laptop", "16", "gb", "a", "t4"] {
        let mut groups: Vec<PresetGroup> = search(query).into_iter().map(PresetEntry::group).collect();
        assert!(!groups.is_empty(), "{query}");
        groups.dedup();
        let n_runs = groups.len();
        groups.sort_unstable();
        groups.dedup();
        assert_eq!(groups.len(), n_runs, "{query}");
    }
    assert_eq!(search("").len(), entries().count());
    assert!(search("rtx 9999").is_empty());
    assert!(search("rtx 3060 36").is_empty());
}

proptest! {
    #[test]
    fn any_query_is_answered_with_entries(query in "\\PC{0,300}") {
        prop_assert!(search(&query).len() <= entries().count());
        let _ = find(&query);
    }
}

#[test]
fn the_speed_of_a_preset_is_that_of_its_device_in_the_catalog() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/static/devices.txt")).unwrap();
    let devices = Devices::parse(&text).unwrap();
    for entry in entries() {
        let device = entry.identity().catalog_id.and_then(|id| devices.find(&id));
        let of_catalog = device.map_or_else(DeviceSpeed::default, |device| DeviceSpeed {
            bandwidth_mb_s: device.bandwidth_mb_s,
            fp32_gflops: device.fp32_gflops,
            fp16_gflops: device.fp16_gflops,
        });
        assert_eq!(entry.speed(), of_catalog, "{}", entry.id());
        assert_eq!(of_catalog.believable(), of_catalog, "{}", entry.id());
    }
}
