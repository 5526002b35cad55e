use llm_lens::domain::machine::devices::Vendor;
use llm_lens::domain::machine::recognition::{AdapterStrings, Hint, recognise};
use llm_lens::domain::text::memory_size::MemorySize;

use super::super::devices::shipped;
use super::{ids, word};

const INTEL: &str = "ANGLE (Intel, Intel(R) UHD Graphics 630 (0x00003E9B) Direct3D11 vs_5_0 ps_5_0, D3D11)";

#[test]
fn an_integrated_gpu_may_hide_a_card() {
    let devices = shipped();
    let strings = AdapterStrings {
        renderer: INTEL,
        gpu_vendor: "nvidia",
        ..AdapterStrings::default()
    };
    let answer = recognise(&strings, devices);
    assert!(answer.hints.contains(&Hint::IntegratedGpuSeen));
    assert!(answer.hints.contains(&Hint::SecondGpu(Vendor::Nvidia)));
    let mac = AdapterStrings {
        renderer: "Apple M2",
        ..AdapterStrings::default()
    };
    assert_eq!(recognise(&mac, devices).hints, []);
}

#[test]
fn device_memory_is_rounded_and_capped() {
    let devices = shipped();
    let hint = |thousandths| {
        let strings = AdapterStrings {
            renderer: INTEL,
            device_memory_thousandths: Some(thousandths),
            ..AdapterStrings::default()
        };
        let hints = recognise(&strings, devices).hints;
        hints
            .into_iter()
            .find(|hint| matches!(hint, Hint::SystemMemory { .. }))
    };
    let of = |at_least, at_most: Option<u16>| {
        Some(Hint::SystemMemory {
            at_least: MemorySize::from_gb(at_least),
            at_most: at_most.map(MemorySize::from_gb),
        })
    };
    assert_eq!(hint(4_000), of(3, Some(6)));
    assert_eq!(hint(8_000), of(6, None));
    assert_eq!(hint(32_000), of(24, None));
    assert_eq!(hint(0), None);
    assert_eq!(hint(u32::MAX), None);
}

#[test]
fn a_desktop_name_without_an_id_may_be_a_laptop() {
    let devices = shipped();
    let hints = |renderer| {
        let strings = AdapterStrings {
            renderer,
            ..AdapterStrings::default()
        };
        recognise(&strings, devices).hints
    };
    assert_eq!(hints("NVIDIA GeForce GTX 1070/PCIe/SSE2"), [Hint::MayBeLaptop]);
    assert_eq!(hints("NVIDIA GeForce RTX 4070 Ti/PCIe/SSE2"), []);
    assert_eq!(
        hints("ANGLE (NVIDIA, NVIDIA GeForce GTX 1070 (0x00001B81) Direct3D11 vs_5_0 ps_5_0, D3D11)"),
        []
    );
}

#[test]
fn webgpu_helps_where_webgl_hides_the_name() {
    let devices = shipped();
    let hidden = AdapterStrings {
        renderer: "ANGLE (NVIDIA, NVIDIA GeForce GTX 980 Direct3D11 vs_5_0 ps_5_0), or similar",
        gpu_vendor: "nvidia",
        gpu_architecture: "ampere",
        ..AdapterStrings::default()
    };
    let answer = recognise(&hidden, devices);
    assert_eq!(word(&answer.outcome), "family");
    assert!(ids(&answer.outcome).contains(&"nvidia-geforce-rtx-3090".to_owned()));
    let described = AdapterStrings {
        gpu_description: "NVIDIA GeForce RTX 3090",
        ..hidden
    };
    assert_eq!(
        ids(&recognise(&described, devices).outcome),
        ["nvidia-geforce-rtx-3090"]
    );
}

#[test]
fn the_number_of_cores_tells_apple_chips_apart() {
    let devices = shipped();
    let chips = |cores| {
        let strings = AdapterStrings {
            renderer: "Apple M4 Max",
            logical_cores: Some(cores),
            ..AdapterStrings::default()
        };
        ids(&recognise(&strings, devices).outcome)
    };
    assert_eq!(chips(16), ["apple-m4-max-40-core-gpu"]);
    assert_eq!(chips(14), ["apple-m4-max-32-core-gpu"]);
    // Some browsers say 8 for everything.
    assert_eq!(chips(8).len(), 2);
}
