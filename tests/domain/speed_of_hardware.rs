//! The speed of the reader's machine: which devices it has, what stays free, and what lists show.

use llm_lens::domain::assess::{Rules, assess_model};
use llm_lens::domain::hub::read_model;
use llm_lens::domain::machine::devices::SpeedClass;
use llm_lens::domain::machine::hardware::presets::{entries, find};
use llm_lens::domain::machine::hardware::{DeviceSpeed, Hardware};
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::speed::MachineSpeed;
use llm_lens::domain::text::memory_size::MemorySize;

use crate::machines::{group, machine, unified_machine};

const GB: u64 = 1 << 30;
/// Llama 3.1 8B as Q4_K_M.
const FILE_BYTES: u64 = 4_920_000_000;

fn preset(id: &str) -> Hardware {
    find(id).unwrap().hardware()
}

fn speed_on(hardware: &Hardware) -> Option<f64> {
    let document = format!(
        r#"{{"id":"a/Llama-3.1-8B-Instruct-GGUF","tags":["gguf"],"pipeline_tag":"text-generation",
        "gguf":{{"total":8030261312,"architecture":"llama"}},
        "siblings":[{{"rfilename":"m-Q4_K_M.gguf","size":{FILE_BYTES}}}]}}"#
    );
    let id = "a/Llama-3.1-8B-Instruct-GGUF".parse().unwrap();
    let model = read_model(&document, &id).unwrap().model;
    let assessed = assess_model(&model, None, hardware, &Rules::default());
    assessed.variants[0]
        .speed
        .map(|speed| f64::from(speed.likely) / 1e3)
}

#[test]
fn presets_are_of_the_class_of_their_chip() {
    for (id, class) in [
        ("rtx-4090-24gb", SpeedClass::Ada),
        ("rtx-3060-12gb", SpeedClass::Ampere),
        ("rtx-5090-32gb", SpeedClass::Blackwell),
        ("gtx-1080-ti-11gb", SpeedClass::Pascal),
        ("rx-7900-xtx-24gb", SpeedClass::Rdna3),
        ("apple-m4-max-64gb", SpeedClass::AppleM3),
        ("apple-m1-16gb", SpeedClass::AppleM1),
        ("ryzen-ai-max-395-128gb", SpeedClass::StrixHalo),
        ("radeon-780m-32gb", SpeedClass::AmdVulkan),
        ("dgx-spark-128gb", SpeedClass::NvidiaSoc),
    ] {
        let machine = MachineSpeed::of_hardware(&preset(id));
        assert_eq!(machine.gpus[0].device.class, class, "{id}");
        assert!(machine.gpus[0].device.bandwidth_mb_s.is_some(), "{id}");
        assert!(machine.gpus[0].device.shader_gflops.is_some(), "{id}");
    }
}

#[test]
fn the_reserve_of_screen_and_driver_is_taken_off_each_device() {
    let mut hardware = machine(32, &[(24, 1), (8, 2)]);
    hardware.facts.gpu_reserve = MemorySize::from_gb(1);
    let speed = MachineSpeed::of_hardware(&hardware);
    assert_eq!(speed.gpus[0].memory_bytes, 23 * GB);
    assert_eq!((speed.gpus[1].memory_bytes, speed.gpus[1].count), (7 * GB, 2));
}

#[test]
fn unified_memory_is_one_device_and_counts_once() {
    let speed = MachineSpeed::of_hardware(&unified_machine(100, Some(50)));
    assert_eq!(speed.gpus.len(), 1);
    assert_eq!(speed.gpus[0].memory_bytes, 50 * GB);
    assert_eq!(speed.host_bytes, 30 * GB);
}

#[test]
fn lists_show_a_plausible_speed_where_bandwidth_is_known_and_none_where_it_is_not() {
    // Measured with llama.cpp (discussions 15013 and 4167): about 130 on an RTX 4090, 45 on an RTX 3060, 60 on an M4 Max.
    for (id, low, high) in [
        ("rtx-4090-24gb", 100.0, 170.0),
        ("rtx-3060-12gb", 40.0, 75.0),
        ("apple-m4-max-64gb", 50.0, 95.0),
    ] {
        let speed = speed_on(&preset(id)).unwrap();
        assert!((low..high).contains(&speed), "{id}: {speed}");
    }
    assert_eq!(speed_on(&machine(32, &[(24, 1)])), None);
    let mut custom = machine(32, &[]);
    custom.devices = vec![group("My card", 24, 1)];
    custom.devices[0].speed = DeviceSpeed {
        bandwidth_mb_s: Some(500_000),
        ..DeviceSpeed::default()
    };
    assert!(speed_on(&custom).unwrap() > 20.0);
}

#[test]
fn a_card_that_holds_everything_is_faster_than_one_that_does_not() {
    let fits = speed_on(&preset("rtx-3060-12gb")).unwrap();
    let mut small = preset("rtx-3060-12gb");
    small.devices[0].memory = MemorySize::from_gb(4);
    small.facts.system_bandwidth_mb_s = Some(51_200);
    assert!(speed_on(&small).unwrap() < fits);
}

#[test]
fn every_preset_has_a_speed_or_none_but_never_nonsense() {
    for entry in entries() {
        if let Some(speed) = speed_on(&entry.hardware()) {
            assert!((0.2..1_000.0).contains(&speed), "{}: {speed}", entry.id());
        }
    }
}

#[test]
fn what_does_not_run_has_no_speed() {
    let document = r#"{"id":"a/b","tags":["gguf"],"pipeline_tag":"text-generation","gguf":{"total":8000000000},
        "siblings":[{"rfilename":"m-Q4_K_M.gguf","size":4900000000}]}"#;
    let id = "a/b".parse().unwrap();
    let model = read_model(document, &id).unwrap().model;
    let mut hardware = preset("rtx-4090-24gb");
    assert!(
        assess_model(&model, None, &hardware, &Rules::default()).variants[0]
            .speed
            .is_some()
    );
    hardware.formats.remove(&Format::Gguf);
    assert_eq!(
        assess_model(&model, None, &hardware, &Rules::default()).variants[0].speed,
        None
    );
}
