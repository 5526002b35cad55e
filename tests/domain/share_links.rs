use std::fs;
use std::path::Path;

use llm_lens::domain::app::share::{SHARED_LENGTH_MAX, ShareError, SharedHardware, decode, encode};
use llm_lens::domain::machine::devices::{Backend, SpeedClass, Vendor};
use llm_lens::domain::machine::hardware::DeviceIdentity;
use llm_lens::domain::machine::hardware::Hardware;
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::precision::quantization::QuantizationFamily;
use llm_lens::domain::text::memory_size::MemorySize;
use proptest::prelude::*;

use crate::machines::{any_hardware, any_name, group, machine, unified_machine};

fn shared(name: &str, hardware: Hardware) -> SharedHardware {
    SharedHardware {
        name: name.to_owned(),
        hardware,
    }
}

fn examples() -> Vec<(&'static str, SharedHardware)> {
    let mut workstation = machine(128, &[]);
    workstation.devices = vec![group("RTX 4090", 24, 2), group("T400", 4, 1), group("", 8, 0)];
    workstation.devices[1].memory = MemorySize::parse("3.75").unwrap();
    workstation.system_reserve_percent = 10;
    workstation.quantizations.insert(QuantizationFamily::Fp8);
    workstation.quantizations.insert(QuantizationFamily::Exl);
    workstation.quantizations.remove(&QuantizationFamily::Mxfp4);
    let mut mac = unified_machine(64, Some(74));
    mac.formats = [Format::Gguf, Format::Mlx].into();
    mac.quantizations = [QuantizationFamily::Fp16, QuantizationFamily::Q4].into();
    let mut nothing = machine(0, &[]);
    nothing.formats.clear();
    nothing.quantizations.clear();
    vec![
        ("v2~ram16", shared("", machine(16, &[]))),
        ("v2~ram16~gpu4", shared("", machine(16, &[(4, 1)]))),
        (
            "v2~ram128~gpu24x2invidia.ada.cuda-RTX_4090~gpu3.75-T400~gpu8x0~keep10~q-std.fp8.exl.no-mxfp4~n-Workstation",
            shared("Workstation", workstation),
        ),
        (
            "v2~ram64~uma74~chipiapple.other.metal~fmt-gguf.mlx~q-fp16.q4~n-My_Mac",
            shared("My Mac", mac),
        ),
        ("v2~ram96~uma", shared("", unified_machine(96, None))),
        ("v2~ram0~fmt-~q-", shared("", nothing)),
        (
            "v2~ram8~n-100%25_%5F%7E%2B%26_%E5%90%8D",
            shared("100% _~+& 名", machine(8, &[])),
        ),
    ]
}

#[test]
fn what_is_known_beyond_memory_travels_in_the_link() {
    let link = "v2~ram64~gpu24s1008000.82580.82580invidia.ada.cuda.nvidia_geforce_rtx_4090-Mine~gpu8s~chips410000..28400-Apple_M3_Max~bw89600~disp1.5";
    let shared = decode(link).unwrap();
    let hardware = &shared.hardware;
    assert_eq!(hardware.devices[0].speed.bandwidth_mb_s, Some(1_008_000));
    assert_eq!(hardware.devices[0].speed.fp16_gflops, Some(82_580));
    assert!(hardware.devices[1].speed.is_unknown());
    let identity = &hardware.devices[0].identity;
    assert_eq!(identity.vendor, Some(Vendor::Nvidia));
    assert_eq!(
        (identity.class, identity.backend),
        (SpeedClass::Ada, Backend::Cuda)
    );
    assert_eq!(identity.catalog_id.as_deref(), Some("nvidia-geforce-rtx-4090"));
    assert!(hardware.devices[1].identity.is_unknown());
    // Names are labels: this link says that it is not known what the chip is.
    assert!(hardware.facts.chip_identity.is_unknown());
    assert_eq!(hardware.facts.chip, "Apple M3 Max");
    assert_eq!(hardware.facts.chip_speed.fp32_gflops, None);
    assert_eq!(hardware.facts.system_bandwidth_mb_s, Some(89_600));
    assert_eq!(hardware.facts.gpu_reserve.thousandths(), 1_500);
    assert_eq!(encode(&shared), link.replace("gpu8s", "gpu8"));
    for bad in [
        "gpu8s0",
        "gpu8s1.2.3.4",
        "gpu8ia.b.c.d.e",
        "gpu8s+5",
        "gpu8sx",
        "chips1e9",
        "bw",
        "bw0",
        "bw999999999",
        "disp-1",
    ] {
        let link = format!("v2~ram64~{bad}");
        assert!(matches!(decode(&link), Err(ShareError::BadPart { .. })), "{bad}");
    }
}

#[test]
fn examples_are_written_and_read() {
    for (text, shared) in examples() {
        assert_eq!(encode(&shared), text);
        assert_eq!(decode(text), Ok(shared));
    }
}

/// Links that were sent are read forever: the fixtures only grow. One line each: link, tab, what it means, written with
/// every set in full so that a changed default shows.
#[test]
fn links_of_every_version_still_open() {
    for (name, least) in [("v1.txt", 8), ("v2.txt", 4)] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/share");
        let fixture = fs::read_to_string(folder.join(name)).unwrap();
        let lines: Vec<&str> = fixture.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.len() >= least);
        for line in lines {
            let (link, meaning) = line.split_once('\t').unwrap();
            let shared = decode(link).unwrap();
            let mut described = describe(&shared);
            if name != "v1.txt" {
                described.push_str(&identities(&shared));
            }
            assert_eq!(described, meaning, "{link}");
        }
    }
}

/// Version 1 knew devices by their names: they are told once, and then kept.
#[test]
fn links_of_version_1_say_by_names_what_devices_are_and_are_written_as_version_2() {
    let shared =
        decode("v1~ram64~gpu24-GeForce_RTX_4090~gpu24-My_RTX_4090~gpu16-Radeon_780M~gpu16~gpu12-Arc_B580")
            .unwrap();
    assert_eq!(
        identities(&shared),
        " | nvidia ada cuda nvidia-geforce-rtx-4090, nvidia ada cuda -, amd amdvulkan vulkan -, - other vulkan -, intel intelxe2 vulkan intel-arc-b580 | - other vulkan -"
    );
    let again = encode(&shared);
    assert!(again.starts_with("v2~"), "{again}");
    assert_eq!(decode(&again), Ok(shared));
    let mac = decode("v1~ram64~uma75-~chips410000-Apple_M4_Max");
    assert!(mac.is_err());
    let mac = decode("v1~ram64~uma75~chips410000-Apple_M4_Max").unwrap();
    assert_eq!(
        identities(&mac),
        " |  | apple applem3 metal apple-m4-max-40-core-gpu"
    );
    let nameless = decode("v1~ram64~uma75").unwrap();
    assert_eq!(identities(&nameless), " |  | apple other metal -");
}

fn identities(shared: &SharedHardware) -> String {
    let identity = |identity: &DeviceIdentity| {
        format!(
            "{} {} {} {}",
            identity.vendor.map_or("-", Vendor::key),
            identity.class.key(),
            identity.backend.key(),
            identity.catalog_id.as_deref().unwrap_or("-")
        )
    };
    let devices: Vec<String> = shared
        .hardware
        .devices
        .iter()
        .map(|group| identity(&group.identity))
        .collect();
    let chip = identity(&shared.hardware.facts.chip_identity);
    format!(" | {} | {chip}", devices.join(", "))
}

fn describe(shared: &SharedHardware) -> String {
    let hardware = &shared.hardware;
    let devices: Vec<String> = hardware
        .devices
        .iter()
        .map(|group| format!("{} GB x {} {:?}", group.memory, group.count, group.name))
        .collect();
    let formats: Vec<&str> = hardware.formats.iter().map(|format| format.key()).collect();
    let families: Vec<&str> = hardware.quantizations.iter().map(|family| family.key()).collect();
    format!(
        "{:?} | {} GB {:?} keep {} % | {} | {} | {}",
        shared.name,
        hardware.system_memory,
        hardware.unified.map(|unified| unified.gpu_share_percent),
        hardware.system_reserve_percent,
        devices.join(", "),
        formats.join(" "),
        families.join(" ")
    )
}

#[test]
fn parts_may_come_in_any_order() {
    let usual = decode("v1~ram32~gpu24~uma~n-PC").unwrap();
    assert_eq!(decode("v1~n-PC~uma~gpu24~~ram32.0~").unwrap(), usual);
}

#[test]
fn a_wrong_link_is_refused_with_what_was_wrong() {
    let bad = |part: &str| ShareError::BadPart {
        part: part.to_owned(),
    };
    let repeated = |part: &str| ShareError::RepeatedPart {
        part: part.to_owned(),
    };
    let unknown = |version: &str| ShareError::UnknownVersion {
        version: version.to_owned(),
    };
    let cases = [
        ("", ShareError::Empty),
        ("v1", ShareError::MissingSystemMemory),
        ("v1~gpu24", ShareError::MissingSystemMemory),
        ("v3~ram32", unknown("v3")),
        ("v1~ram32~gpu8invidia.ada", bad("gpu8invidia.ada")),
        ("V1~ram32", unknown("V1")),
        ("<script>", unknown("<script>")),
        ("v1~ram", bad("ram")),
        ("v1~ram-1", bad("ram-1")),
        ("v1~ram99999", bad("ram99999")),
        ("v1~ram1e9", bad("ram1e9")),
        ("v1~ram32~ram64", repeated("ram64")),
        ("v1~ram32~uma0", bad("uma0")),
        ("v1~ram32~uma101", bad("uma101")),
        ("v1~ram32~gpu", bad("gpu")),
        ("v1~ram32~gpu24x", bad("gpu24x")),
        ("v1~ram32~gpu24x1025", bad("gpu24x1025")),
        ("v1~ram32~gpu24x2x2", bad("gpu24x2x2")),
        ("v1~ram32~gpu24-%zz", bad("gpu24-%zz")),
        ("v1~ram32~gpu24-a%0Ab", bad("gpu24-a%0Ab")),
        ("v1~ram32~keep91", bad("keep91")),
        ("v1~ram32~fmt-gguf.exe", bad("fmt-gguf.exe")),
        ("v1~ram32~fmt-gguf.std", bad("fmt-gguf.std")),
        ("v1~ram32~q-std.no-x", bad("q-std.no-x")),
        ("v1~ram32~n-", bad("n-")),
        ("v1~ram32~n-%E2%80%AEx", bad("n-%E2%80%AEx")),
        ("v1~ram32~token-hf_x", bad("token-hf_x")),
    ];
    for (text, error) in cases {
        assert_eq!(decode(text), Err(error), "{text}");
    }
}

#[test]
fn links_are_bounded() {
    let groups = |n: usize| format!("v1~ram1{}", "~gpu1".repeat(n));
    assert_eq!(decode(&groups(8)).unwrap().hardware.devices.len(), 8);
    assert_eq!(decode(&groups(9)), Err(ShareError::TooManyDevices));
    let n_bytes = SHARED_LENGTH_MAX + 1;
    assert_eq!(decode(&"x".repeat(n_bytes)), Err(ShareError::TooLong { n_bytes }));
    let Err(ShareError::BadPart { part }) = decode(&format!("v1~{}", "x".repeat(1900))) else {
        panic!("not refused");
    };
    assert_eq!(part.chars().count(), 40);
}

#[test]
fn device_names_are_left_out_of_a_link_that_would_be_too_long() {
    let mut hardware = machine(1, &[]);
    hardware.devices = vec![group(&"名".repeat(60), 24, 1); 8];
    let link = encode(&shared("PC", hardware.clone()));
    assert!(link.len() <= SHARED_LENGTH_MAX);
    hardware.devices.iter_mut().for_each(|device| device.name.clear());
    assert_eq!(decode(&link), Ok(shared("PC", hardware)));
}

#[test]
fn keys_keep_clear_of_the_words_of_links() {
    let formats = Format::ALL.map(Format::key);
    let families = QuantizationFamily::ALL.map(QuantizationFamily::key);
    for key in formats.iter().chain(&families) {
        assert!(
            key.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()),
            "{key}"
        );
        assert_ne!(*key, "std");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(hardware in any_hardware(), name in any_name()) {
        let shared = shared(&name, hardware);
        let link = encode(&shared);
        prop_assert!(link.len() <= SHARED_LENGTH_MAX);
        let in_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~%".contains(&byte);
        prop_assert!(link.bytes().all(in_alphabet), "{}", link);
        let read = decode(&link).unwrap();
        let mut nameless = shared.clone();
        nameless.hardware.devices.iter_mut().for_each(|device| device.name.clear());
        nameless.hardware.facts.chip.clear();
        nameless.hardware.facts.chip_identity.catalog_id = None;
        for group in &mut nameless.hardware.devices {
            group.identity.catalog_id = None;
        }
        prop_assert!(read == shared || read == nameless, "{}", link);
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), parts in "[a-z0-9~.%_x-]{0,200}") {
        let _ = decode(&text);
        if let Ok(shared) = decode(&format!("v2~ram1~{parts}")) {
            prop_assert_eq!(shared.hardware.exceeded_limit(), None);
            prop_assert_eq!(decode(&encode(&shared)), Ok(shared));
        }
    }

    #[test]
    fn a_damaged_link_is_read_or_refused(hardware in any_hardware(), at in 0..300_usize, byte in 0x20..0x7F_u8) {
        let mut bytes = encode(&shared("PC", hardware)).into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(shared) = decode(&String::from_utf8(bytes).unwrap()) {
            prop_assert_eq!(shared.hardware.exceeded_limit(), None);
        }
    }
}
