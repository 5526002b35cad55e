use llm_lens::domain::machine::devices::Vendor;
use llm_lens::domain::machine::recognition::{AdapterStrings, Outcome, Unreal, recognise};
use llm_lens::domain::text::memory_size::MemorySize;
use proptest::prelude::*;

use super::super::devices::shipped;
use super::{ids, with_answer, word};

const D3D11: &str = "Direct3D11 vs_5_0 ps_5_0, D3D11";

#[test]
fn the_id_decides_between_sizes_and_between_laptop_and_desktop() {
    for (middle, id) in [
        ("GeForce RTX 3060 (0x00002504)", "nvidia-geforce-rtx-3060-12gb"),
        (
            "GeForce RTX 4060 Ti (0x00002805)",
            "nvidia-geforce-rtx-4060-ti-16gb",
        ),
        ("GeForce GTX 1060 (0x00001C20)", "nvidia-geforce-gtx-1060-mobile"),
        (
            "GeForce GTX 1070 with Max-Q Design (0x00001BA1)",
            "nvidia-geforce-gtx-1070-max-q",
        ),
        ("Graphics Device (0x00002684)", "nvidia-geforce-rtx-4090"),
    ] {
        let renderer = format!("ANGLE (NVIDIA, NVIDIA {middle} {D3D11})");
        with_answer(&renderer, |answer| {
            assert_eq!(word(&answer.outcome), "exact", "{renderer}");
            assert_eq!(ids(&answer.outcome), [id]);
        });
    }
}

#[test]
fn a_part_of_a_name_is_another_card() {
    for (name, id) in [
        ("GeForce RTX 4070", None),
        ("GeForce RTX 4070 SUPER", Some("nvidia-geforce-rtx-4070-super")),
        ("GeForce RTX 4070 Ti", Some("nvidia-geforce-rtx-4070-ti")),
        (
            "GeForce RTX 4070 Ti SUPER",
            Some("nvidia-geforce-rtx-4070-ti-super"),
        ),
        (
            "GeForce RTX 4070 Laptop GPU",
            Some("nvidia-geforce-rtx-4070-laptop-gpu"),
        ),
        ("GeForce RTX 4070 Quantum", None),
        ("GeForce RTX 407", None),
        ("GeForce RTX 4090 D", Some("nvidia-geforce-rtx-4090-d")),
    ] {
        with_answer(&format!("NVIDIA {name}/PCIe/SSE2"), |answer| match id {
            Some(id) => assert_eq!(ids(&answer.outcome), [id]),
            None => assert_ne!(word(&answer.outcome), "exact", "{name}"),
        });
    }
}

#[test]
fn a_question_offers_the_sizes_that_are_sold() {
    with_answer("NVIDIA GeForce RTX 3060/PCIe/SSE2", |answer| {
        let Outcome::AskVariant(choices) = &answer.outcome else {
            panic!("{:?}", answer.outcome);
        };
        let mut sizes: Vec<_> = choices.iter().filter_map(|choice| choice.memory).collect();
        sizes.sort();
        assert_eq!(sizes, [MemorySize::from_gb(8), MemorySize::from_gb(12)]);
    });
    with_answer(
        "ANGLE (Apple, ANGLE Metal Renderer: Apple M3 Max, Unspecified Version)",
        |answer| {
            let Outcome::AskMemory(chips) = &answer.outcome else {
                panic!("{:?}", answer.outcome);
            };
            assert_eq!(chips.len(), 2);
            let sizes: Vec<_> = chips.iter().flat_map(|chip| &chip.memory).collect();
            assert_eq!(sizes.len(), 5);
            assert!(!sizes.contains(&&MemorySize::from_gb(32)));
        },
    );
}

#[test]
fn a_name_that_contradicts_the_id_is_not_believed() {
    with_answer(
        &format!("ANGLE (NVIDIA, NVIDIA GeForce RTX 5090 (0x00001C82) {D3D11})"),
        |answer| {
            assert_eq!(answer.outcome, Outcome::VendorOnly);
            assert_eq!(answer.vendor, Some(Vendor::Nvidia));
        },
    );
}

#[test]
fn an_unknown_id_leaves_open_what_it_would_tell() {
    with_answer(
        &format!("ANGLE (NVIDIA, NVIDIA GeForce GTX 1080 (0x00001BFF) {D3D11})"),
        |answer| {
            assert_eq!(word(&answer.outcome), "ask variant");
            assert!(ids(&answer.outcome).contains(&"nvidia-geforce-gtx-1080-mobile".to_owned()));
        },
    );
}

#[test]
fn programs_and_virtual_machines_are_no_gpu() {
    for (renderer, unreal) in [
        ("Google SwiftShader", Unreal::Software),
        ("llvmpipe (LLVM 17.0.6, 256 bits)", Unreal::Software),
        ("virgl (AMD Radeon RX 580 Series)", Unreal::Virtual),
        ("SVGA3D; build: RELEASE;  LLVM;", Unreal::Virtual),
    ] {
        with_answer(renderer, |answer| {
            assert_eq!(answer.outcome, Outcome::Unreal(unreal), "{renderer}")
        });
    }
}

#[test]
fn slashes_are_alternatives() {
    with_answer(
        "AMD Radeon RX 6600/6600 XT/6600M (radeonsi, navi23, LLVM 15)",
        |answer| {
            assert_eq!(word(&answer.outcome), "ask variant");
            let ids = ids(&answer.outcome);
            assert!(ids.contains(&"amd-radeon-rx-6600-xt".to_owned()));
            assert!(ids.contains(&"amd-radeon-rx-6600m".to_owned()));
        },
    );
}

#[test]
fn a_family_offers_what_its_id_or_chip_may_be() {
    with_answer(
        &format!("ANGLE (AMD, AMD Radeon(TM) Graphics (0x000015BF) {D3D11})"),
        |answer| {
            assert_eq!(word(&answer.outcome), "family");
            assert!(ids(&answer.outcome).contains(&"amd-radeon-780m".to_owned()));
        },
    );
    with_answer("AMD Radeon Graphics (radeonsi, navi23, LLVM 15)", |answer| {
        assert!(ids(&answer.outcome).contains(&"amd-radeon-rx-6600".to_owned()));
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_string_panics_and_none_that_is_noise_is_exact(noise in "\\PC{0,200}", head in 0..3_usize) {
        let devices = shipped();
        let renderer = format!("{}{noise}", ["", "ANGLE (NVIDIA, NVIDIA GeForce RTX ", "Radeon ("][head]);
        let strings = AdapterStrings { renderer: &renderer, vendor: &noise, gpu_vendor: &noise,
            gpu_architecture: &noise, gpu_description: &noise, ..AdapterStrings::default() };
        let _ = recognise(&strings, devices);
    }
}

#[test]
fn a_very_long_string_costs_no_more_than_its_beginning() {
    with_answer(&"(0x".repeat(1_000_000), |answer| {
        assert_ne!(word(&answer.outcome), "exact")
    });
}
