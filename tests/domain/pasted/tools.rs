use llm_lens::domain::machine::devices::system_memory::MemoryGeneration;
use llm_lens::domain::machine::pasted::Doubt;

use super::{summary, understood};

macro_rules! pasted {
    ($name:literal) => {
        include_str!(concat!("../../fixtures/pasted/", $name))
    };
}

#[test]
fn every_tool_gives_its_machine() {
    let cases: [(&str, &[&str], Option<u32>); 30] = [
        (
            pasted!("nvidia-smi.txt"),
            &["2 x nvidia-geforce-rtx-3090 24"],
            None,
        ),
        (
            pasted!("nvidia-smi-list.txt"),
            &["4 x nvidia-a100-sxm4-80gb 80"],
            None,
        ),
        (
            pasted!("nvidia-smi-query.csv"),
            &[
                "1 x nvidia-geforce-rtx-4060-ti-16gb 16",
                "1 x nvidia-geforce-gtx-1060-6gb 6",
            ],
            None,
        ),
        (
            pasted!("nvidia-smi-q.txt"),
            &["1 x nvidia-rtx-6000-ada-generation 48"],
            None,
        ),
        (pasted!("rocm-smi.txt"), &["1 x amd-radeon-rx-7900-xtx 24"], None),
        (pasted!("amd-smi.txt"), &["2 x amd-instinct-mi300x 192"], None),
        (
            pasted!("lspci.txt"),
            &[
                "1 x intel-iris-xe-graphics -",
                "1 x nvidia-geforce-rtx-3060-laptop-gpu/nvidia-geforce-rtx-3060-laptop-gpu-max-q 6",
            ],
            None,
        ),
        (
            pasted!("system-profiler.txt"),
            &["1 x apple-m3-max-40-core-gpu -"],
            Some(64),
        ),
        (
            pasted!("system-profiler-intel.txt"),
            &["1 x intel-uhd-graphics-630 -", "1 x amd-radeon-pro-5500m 8"],
            Some(32),
        ),
        (pasted!("sysctl.txt"), &["1 x apple-m2 -"], Some(24)),
        (
            pasted!("dxdiag.txt"),
            &[
                "1 x nvidia-geforce-rtx-4070-laptop-gpu 8",
                "1 x intel-uhd-graphics-alder-raptor-lake-mobile -",
            ],
            Some(32),
        ),
        (
            pasted!("wmic.txt"),
            &[
                "1 x nvidia-geforce-rtx-3080-12gb/nvidia-geforce-rtx-3080 -",
                "1 x intel-uhd-graphics-770 -",
            ],
            None,
        ),
        (
            pasted!("cim.txt"),
            &["1 x amd-radeon-rx-6700-xt 12", "1 x nvidia-geforce-gtx-1050-ti 4"],
            None,
        ),
        (
            pasted!("wmic-list.txt"),
            &["1 x nvidia-geforce-gtx-1060-3gb 3"],
            Some(16),
        ),
        (pasted!("memory-chips.txt"), &[], Some(32)),
        (pasted!("cim-memory.txt"), &[], Some(64)),
        (pasted!("free.txt"), &[], Some(32)),
        (pasted!("free-m.txt"), &[], Some(64)),
        (pasted!("meminfo.txt"), &[], Some(16)),
        (pasted!("systeminfo.txt"), &[], Some(32)),
        (pasted!("computerinfo.txt"), &[], Some(64)),
        (pasted!("dmidecode.txt"), &[], Some(64)),
        (pasted!("lscpu.txt"), &["1 x amd-radeon-780m -"], None),
        (
            pasted!("lscpu-halo.txt"),
            &["1 x amd-ryzen-ai-maxplus-395-radeon-8060s -"],
            Some(128),
        ),
        (pasted!("vulkaninfo.txt"), &["1 x amd-radeon-rx-6800-xt 16"], None),
        (
            pasted!("clinfo.txt"),
            &["1 x nvidia-geforce-rtx-3060-12gb 12"],
            None,
        ),
        (
            pasted!("titles.txt"),
            &["1 x nvidia-geforce-rtx-4070-laptop-gpu 8"],
            Some(32),
        ),
        (pasted!("title-mac.txt"), &["1 x apple-m3-pro -"], Some(18)),
        (
            pasted!("title-pc.txt"),
            &["2 x nvidia-geforce-rtx-4090 24"],
            Some(64),
        ),
        (pasted!("glxinfo.txt"), &["1 x amd-radeon-rx-7800-xt 16"], None),
    ];
    let mut wrong = Vec::new();
    for (text, devices, system) in cases {
        let understood = understood(text);
        let answer = summary(&understood);
        let right: Vec<String> = devices.iter().map(ToString::to_string).collect();
        if answer != (right.clone(), system) {
            wrong.push(format!("{text}\n{answer:?}\n{right:?} {system:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn several_tools_in_one_paste_name_one_device_once() {
    let text = [
        pasted!("nvidia-smi.txt"),
        "01:00.0 VGA compatible controller: NVIDIA Corporation GA102 [GeForce RTX 3090] (rev a1)\n",
        "02:00.0 VGA compatible controller: NVIDIA Corporation GA102 [GeForce RTX 3090] (rev a1)\n",
        pasted!("free.txt"),
    ]
    .concat();
    let understood = understood(&text);
    assert_eq!(
        summary(&understood),
        (vec!["2 x nvidia-geforce-rtx-3090 24".to_owned()], Some(32))
    );
}

#[test]
fn a_name_that_was_cut_off_is_narrowed_by_its_memory() {
    let understood = understood(pasted!("nvidia-smi-cut.txt"));
    let device = &understood.devices[0];
    assert_eq!(device.memory.map(|size| size.thousandths()), Some(16_000));
    assert!(device.ids.contains(&"nvidia-geforce-rtx-4080".to_owned()));
    assert!(!device.ids.contains(&"nvidia-geforce-rtx-4070".to_owned()));
    assert!(understood.doubts.contains(&Doubt::SeveralVersions { device: 0 }));
}

#[test]
fn alternatives_of_a_chip_are_a_question() {
    let understood = understood(pasted!("lspci-amd.txt"));
    let device = &understood.devices[0];
    for id in [
        "amd-radeon-rx-7900-xt",
        "amd-radeon-rx-7900-xtx",
        "amd-radeon-rx-7900m",
    ] {
        assert!(device.ids.contains(&id.to_owned()), "{:?}", device.ids);
    }
    assert_eq!(device.memory, None);
    assert!(understood.doubts.contains(&Doubt::SeveralVersions { device: 0 }));
}

#[test]
fn inxi_and_fastfetch_put_the_name_in_their_own_way() {
    let understood_inxi = understood(pasted!("inxi.txt"));
    assert_eq!(understood_inxi.devices[0].ids, ["nvidia-geforce-rtx-3080-ti"]);
    let understood_fastfetch = understood(pasted!("fastfetch.txt"));
    assert_eq!(
        summary(&understood_fastfetch),
        (vec!["1 x nvidia-geforce-rtx-4080-super 16".to_owned()], Some(64))
    );
}

#[test]
fn windows_says_at_most_four_gb() {
    let understood = understood(pasted!("cim.txt"));
    assert!(
        understood
            .doubts
            .contains(&Doubt::AdapterRamEndsAt4Gb { device: 0 })
    );
    // This card really has 4 GB.
    assert!(
        !understood
            .doubts
            .contains(&Doubt::AdapterRamEndsAt4Gb { device: 1 })
    );
}

#[test]
fn modules_give_generation_speed_and_channels() {
    let dmidecode = understood(pasted!("dmidecode.txt"));
    assert_eq!(dmidecode.generation, Some(MemoryGeneration::Ddr5));
    assert_eq!(dmidecode.mega_transfers, Some(5600));
    assert_eq!(dmidecode.channels, Some(2));
    assert!(!dmidecode.doubts.contains(&Doubt::ChannelsGuessed));
    let cim = understood(pasted!("cim-memory.txt"));
    assert_eq!(
        (cim.generation, cim.mega_transfers, cim.channels),
        (Some(MemoryGeneration::Ddr5), Some(6000), Some(2))
    );
    let table = understood(pasted!("memory-chips.txt"));
    assert_eq!((table.mega_transfers, table.channels), (Some(5600), Some(2)));
    assert!(table.doubts.contains(&Doubt::ChannelsGuessed));
    let title = understood(pasted!("title-pc.txt"));
    assert_eq!(
        (title.generation, title.mega_transfers, title.channels),
        (Some(MemoryGeneration::Ddr5), Some(6000), Some(2))
    );
}

#[test]
fn a_rounded_size_says_what_was_reported() {
    let understood = understood(pasted!("free-m.txt"));
    let reported = understood.doubts.iter().find_map(|doubt| match doubt {
        Doubt::SystemMemoryRoundedUp { reported } => Some(reported.thousandths()),
        _ => None,
    });
    assert_eq!(reported, Some(64_086 * 1000 / 1024));
}
