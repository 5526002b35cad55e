use llm_lens::domain::machine::pasted::{Doubt, Fact};
use llm_lens::domain::text::memory_size::MemorySize;

use super::{summary, understood};

#[test]
fn every_fact_names_its_line_and_words() {
    let text = "Hello\nGPU 0: NVIDIA GeForce RTX 4090 (UUID: GPU-1)\nMem: 64Gi 3Gi\n";
    let understood = understood(text);
    let facts: Vec<_> = understood
        .readings
        .iter()
        .map(|reading| (reading.line, reading.fact))
        .collect();
    assert_eq!(
        facts,
        [
            (2, Fact::Device { device: 0 }),
            (3, Fact::SystemMemory(MemorySize::from_gb(64))),
        ]
    );
    assert!(understood.readings[0].words.contains("RTX 4090"));
}

#[test]
fn a_title_gives_disks_to_nobody() {
    for (title, devices, system) in [
        (
            "Lenovo Legion 5, RTX 3060 6GB 16GB RAM 512GB SSD",
            &["1 x nvidia-geforce-rtx-3060-laptop-gpu 6"][..],
            Some(16),
        ),
        (
            "MSI RTX 4060 Ti VENTUS 2X BLACK 16GB GDDR6",
            &["1 x nvidia-geforce-rtx-4060-ti-16gb 16"],
            None,
        ),
        (
            "Sapphire Pulse Radeon RX 7900XTX 24GB",
            &["1 x amd-radeon-rx-7900-xtx 24"],
            None,
        ),
        ("PowerColor RX 7900 GRE", &["1 x amd-radeon-rx-7900-gre 16"], None),
        ("Mac mini M4 16GB 256GB", &["1 x apple-m4 -"], Some(16)),
        (
            "Mac Studio, M2 Ultra, 192 GB unified memory, 1 TB",
            &["1 x apple-m2-ultra -"],
            Some(192),
        ),
        ("Intel Arc A770 16GB", &["1 x intel-arc-a770 16"], None),
        ("128GB SSD, 8GB LPDDR4X RAM", &[], Some(8)),
        ("Server with 4 x A100 80GB, 512GB RAM", &[], None),
    ] {
        let understood = understood(title);
        let (own, memory) = summary(&understood);
        if title.starts_with("Server") {
            assert_eq!(understood.devices[0].count, 4);
            assert_eq!(understood.devices[0].memory, Some(MemorySize::from_gb(80)));
            assert_eq!(memory, Some(512));
            continue;
        }
        let devices: Vec<String> = devices.iter().map(ToString::to_string).collect();
        assert_eq!((own, memory), (devices, system), "{title}");
    }
}

#[test]
fn a_card_without_a_row_is_kept_and_doubted() {
    let understood = understood("Card name: NVIDIA GeForce GT 710\nDedicated Memory: 2007 MB\n");
    let device = &understood.devices[0];
    assert_eq!(device.ids, [""; 0]);
    assert_eq!(device.name, "NVIDIA GeForce GT 710");
    assert_eq!(device.memory, Some(MemorySize::from_gb(2)));
    assert!(understood.doubts.contains(&Doubt::Unlisted { device: 0 }));
}

#[test]
fn memory_that_no_such_card_has_is_doubted() {
    let understood = understood("Card name: NVIDIA GeForce RTX 4090\nDedicated Memory: 48000 MB\n");
    assert_eq!(understood.devices[0].memory, Some(MemorySize::from_gb(48)));
    assert!(understood.doubts.contains(&Doubt::MemoryNotSold { device: 0 }));
}
