//! Machines while they are being described.

use llm_lens::domain::machine::devices::system_memory::{MemoryGeneration, SystemMemory};
use llm_lens::domain::machine::draft::SharedItem;
use llm_lens::domain::machine::draft::SharedKind;
use llm_lens::domain::machine::draft::{
    DescribedDevice, Draft, Note, Origin, Question, Recognised, chip_class, profile_name,
};
use llm_lens::domain::machine::hardware::MacSystem;
use llm_lens::domain::machine::hardware::presets;
use llm_lens::domain::machine::pasted;
use llm_lens::domain::machine::recognition::{AdapterStrings, Choice};
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::precision::quantization::QuantizationFamily;
use llm_lens::domain::text::memory_size::MemorySize;

use super::devices::shipped;

fn gb(gb: u16) -> MemorySize {
    MemorySize::from_gb(gb)
}

fn detected(renderer: &str) -> Recognised {
    let strings = AdapterStrings {
        renderer,
        device_memory_thousandths: Some(8_000),
        logical_cores: Some(12),
        ..AdapterStrings::default()
    };
    Draft::from_browser(&strings, shipped())
}

fn draft(renderer: &str) -> Draft {
    match detected(renderer) {
        Recognised::Draft(draft) => draft,
        other => panic!("{renderer}: {other:?}"),
    }
}

fn searched(id: &str, memory: u16) -> Draft {
    let device = shipped().find(id).unwrap();
    let choice = Choice {
        device,
        memory: Some(gb(memory)),
    };
    Draft::with_device(&[choice], Origin::Reader)
}

#[test]
fn the_class_of_a_device_is_the_one_that_its_preset_was_given() {
    let mut n_compared = 0;
    for entry in presets::entries() {
        if let Some(device) = entry.identity().catalog_id.and_then(|id| shipped().find(&id)) {
            n_compared += 1;
            assert_eq!(chip_class(device), entry.preset().chip, "{}", entry.id());
        }
    }
    assert!(n_compared > 100);
}

#[test]
fn a_device_from_the_catalog_gives_the_memory_and_support_of_its_preset() {
    for entry in presets::entries() {
        let Some(device) = entry.identity().catalog_id.and_then(|id| shipped().find(&id)) else {
            continue;
        };
        let mut draft = Draft::with_device(
            &[Choice {
                device,
                memory: Some(gb(entry.memory_gb())),
            }],
            Origin::Reader,
        );
        let preset = entry.hardware();
        draft.set_system_memory(preset.system_memory, Origin::Reader, shipped());
        let hardware = draft.hardware();
        assert_eq!(hardware.formats, preset.formats, "{}", entry.id());
        assert_eq!(hardware.quantizations, preset.quantizations, "{}", entry.id());
        let (own, listed) = (hardware.available_memory(), preset.available_memory());
        assert_eq!(own.available, listed.available, "{}", entry.id());
        assert_eq!(own.is_unified, listed.is_unified, "{}", entry.id());
        assert!(hardware.exceeded_limit().is_none(), "{}", entry.id());
    }
}

#[test]
fn an_exact_card_leaves_one_question_the_system_memory() {
    let mut draft =
        draft("ANGLE (NVIDIA, NVIDIA GeForce RTX 4090 (0x00002684) Direct3D11 vs_5_0 ps_5_0, D3D11)");
    let Some(Question::SystemMemory { sizes, is_one_memory }) = draft.question() else {
        panic!("no question");
    };
    assert!(!is_one_memory);
    assert!(sizes.iter().all(|size| *size >= gb(8)));
    draft.set_system_memory(gb(64), Origin::Reader, shipped());
    assert_eq!(draft.question(), None);
    let hardware = draft.hardware();
    assert_eq!(hardware.devices[0].memory, gb(24));
    assert_eq!(hardware.devices[0].speed.bandwidth_mb_s, Some(1_008_000));
    assert!(hardware.quantizations.contains(&QuantizationFamily::Fp8));
}

#[test]
fn several_sizes_are_asked_and_the_answer_decides() {
    let mut draft = draft("ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)");
    let Some(Question::Which { candidates, .. }) = draft.question() else {
        panic!("no question");
    };
    let twelve = candidates
        .iter()
        .position(|candidate| candidate.memory == Some(gb(12)))
        .unwrap();
    assert!(candidates.len() >= 2);
    assert!(draft.hardware().devices[0].memory.is_zero(), "nothing is guessed");
    draft.decide(0, twelve, shipped());
    assert_eq!(draft.hardware().devices[0].memory, gb(12));
    assert!(matches!(draft.question(), Some(Question::SystemMemory { .. })));
    draft.decide(0, 7, shipped());
    draft.decide(9, 0, shipped());
    assert_eq!(
        draft.hardware().devices[0].memory,
        gb(12),
        "an answer to no question"
    );
}

#[test]
fn an_apple_chip_is_asked_for_the_sizes_it_is_sold_with_and_the_size_tells_the_version() {
    let mut draft = draft("ANGLE (Apple, ANGLE Metal Renderer: Apple M4 Max, Unspecified Version)");
    let Some(Question::SystemMemory { sizes, is_one_memory }) = draft.question() else {
        panic!("no question");
    };
    assert!(is_one_memory);
    assert_eq!(sizes, [gb(36), gb(48), gb(64), gb(128)]);
    draft.set_system_memory(gb(36), Origin::Reader, shipped());
    assert_eq!(draft.question(), None, "36 GB come with one version");
    let hardware = draft.hardware();
    assert_eq!(hardware.facts.chip, "Apple M4 Max (32-core GPU)");
    assert!(hardware.facts.chip_speed.bandwidth_mb_s.is_some());
    assert!(hardware.devices.is_empty(), "one memory is counted once");
    assert!(hardware.formats.contains(&Format::Mlx));
    let current = hardware.unified.unwrap().gpu_share_percent.unwrap();
    draft.set_mac_system(MacSystem::Older);
    let older = draft.hardware().unified.unwrap().gpu_share_percent.unwrap();
    assert!(older < current && older == 66);
}

#[test]
fn what_is_hidden_is_no_draft() {
    for renderer in [
        "Google SwiftShader",
        "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
    ] {
        assert!(matches!(detected(renderer), Recognised::Unreal(_)), "{renderer}");
    }
    assert!(matches!(detected(""), Recognised::VendorOnly(None)));
    assert!(matches!(
        detected("ANGLE (NVIDIA, NVIDIA GeForce GTX 980 Direct3D11 vs_5_0 ps_5_0), or similar"),
        Recognised::VendorOnly(Some(_))
    ));
}

#[test]
fn a_card_displaces_the_gpu_inside_the_processor() {
    let mut draft = searched("amd-radeon-780m", 32);
    let card = searched("nvidia-geforce-rtx-4070-laptop-gpu", 8);
    draft.add(card.devices.first().cloned());
    assert_eq!(
        draft.notes,
        [Note::IntegratedLeftOut("AMD Radeon 780M".to_owned())]
    );
    assert!(draft.hardware().unified.is_none());
    draft.add(DescribedDevice::custom("Radeon Graphics", true, Origin::Reader).into());
    assert_eq!(draft.devices.len(), 1);
}

#[test]
fn different_cards_share_what_both_compute_with_and_a_profile_has_room_for_eight() {
    let mut draft = searched("nvidia-geforce-rtx-4090", 24);
    let older = searched("nvidia-geforce-rtx-3090", 24);
    for _ in 0..9 {
        draft.add(older.devices.first().cloned());
    }
    let hardware = draft.hardware();
    assert_eq!(hardware.devices.len(), 8);
    assert!(draft.notes.contains(&Note::DevicesLeftOut));
    assert!(!hardware.quantizations.contains(&QuantizationFamily::Fp8));
    assert!(hardware.formats.contains(&Format::ExLlama));
    assert!(hardware.exceeded_limit().is_none());
}

#[test]
fn a_kind_of_memory_gives_its_bandwidth_also_to_the_gpu_inside_the_processor() {
    let mut draft = searched("amd-radeon-780m", 32);
    draft.set_memory_kind(Some(SystemMemory {
        generation: MemoryGeneration::Ddr5,
        mega_transfers: 5600,
        channels: 2,
    }));
    let facts = draft.hardware().facts;
    assert_eq!(facts.system_bandwidth_mb_s, Some(89_600));
    assert_eq!(facts.chip_speed.bandwidth_mb_s, Some(89_600));
    draft.set_memory_kind(None);
    assert_eq!(draft.hardware().facts.system_bandwidth_mb_s, None);
}

#[test]
fn typical_memory_is_marked_as_such() {
    let mut draft = searched("nvidia-geforce-rtx-4090", 24);
    draft.assume_system_memory(shipped());
    assert_eq!(draft.system_memory.origin, Origin::Typical);
    assert_eq!(draft.system_memory.value, gb(32));
    let mut nothing = Draft::default();
    nothing.assume_system_memory(shipped());
    assert_eq!(nothing.system_memory.value, gb(16));
}

#[test]
fn a_pasted_table_becomes_a_machine() {
    let text = "| 0  NVIDIA GeForce RTX 3090    On | 00000000:01:00.0 |\n| 30%  |  10MiB / 24576MiB |\n\
                | 1  NVIDIA GeForce RTX 3090    On | 00000000:02:00.0 |\n| 30%  |  10MiB / 24576MiB |\n";
    let understood = pasted::read(text, shipped()).unwrap();
    let mut draft = Draft::from_pasted(&understood, shipped());
    assert_eq!(draft.devices[0].count.value, 2);
    assert_eq!(draft.devices[0].memory.origin, Origin::Pasted);
    draft.set_system_memory(gb(64), Origin::Reader, shipped());
    assert_eq!(draft.hardware().available_memory().total_gpu, 48 << 30);
}

#[test]
fn items_of_the_hub_become_a_machine() {
    let item = |kind, maker: &str, model: &str, memory, count| SharedItem {
        kind,
        maker: maker.to_owned(),
        model: model.to_owned(),
        memory: Some(gb(memory)),
        count,
        is_primary: false,
    };
    let gpu = item(SharedKind::Gpu, "NVIDIA", "RTX 3060", 12, 2);
    let cpu = item(SharedKind::Cpu, "AMD", "Ryzen Zen 4 7000 (Ryzen 9)", 64, 1);
    let hardware = Draft::from_hub(&[&gpu, &cpu], shipped()).hardware();
    assert_eq!(hardware.system_memory, gb(64));
    assert_eq!(
        (hardware.devices[0].memory, hardware.devices[0].count),
        (gb(12), 2)
    );
    let mac = item(SharedKind::Apple, "-", "Apple M3 Max", 64, 1);
    let hardware = Draft::from_hub(&[&mac], shipped()).hardware();
    assert_eq!(hardware.system_memory, gb(64));
    assert!(hardware.unified.is_some() && hardware.devices.is_empty());
    let odd = item(SharedKind::Gpu, "ACME", "\u{202e}Nothing\u{7} 9000", 7, 3);
    let draft = Draft::from_hub(&[&odd], shipped());
    assert_eq!(draft.devices[0].name.value, "Nothing 9000");
    assert!(draft.hardware().exceeded_limit().is_none());
}

#[test]
fn names_fit_into_a_profile() {
    assert_eq!(profile_name(&format!(" {}", "x".repeat(100))).len(), 59);
    assert_eq!(profile_name("a\u{202e}b\nc"), "abc");
}
