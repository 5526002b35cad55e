//! Names that many chips share: what an id or a driver's word for the chip makes of them.
//!
//! Ranges of ids are Intel's own, as its Linux driver lists them (`i915_pciids.h`); words for chips are Mesa's.

use super::Outcome;
use super::renderer::Adapter;
use crate::domain::machine::devices::{Device, DeviceKind, Devices, NameKey, Vendor, words_of};

const IRIS_XE: &str = "intel-iris-xe-graphics";
const UHD_MOBILE: &str = "intel-uhd-graphics-alder-raptor-lake-mobile";
const METEOR_LAKE: &str = "intel-graphics-meteor-lake-u-arrow-lake";
const ARC_METEOR_LAKE: &str = "intel-arc-graphics-meteor-lake";
const LUNAR_LAKE: [&str; 2] = ["intel-arc-140v-lunar-lake", "intel-arc-130v-lunar-lake"];
const ARROW_LAKE_H: [&str; 2] = ["intel-arc-140t-arrow-lake-h", "intel-arc-130t-arrow-lake-h"];
const X1_85: &str = "qualcomm-snapdragon-x-elite-adreno-x1-85";
const X1_45: &str = "qualcomm-snapdragon-x-x-plus-adreno-x1-45";
const X2_85: &str = "qualcomm-snapdragon-x2-elite-adreno-x2-85";

/// The answer for names that no single device has; `None` for all others.
pub fn outcome<'a>(vendor: Vendor, adapter: &Adapter, devices: &'a Devices) -> Option<Outcome<'a>> {
    let key = NameKey::of(&adapter.name);
    match vendor {
        Vendor::Intel => intel(&key, adapter, devices),
        Vendor::Amd => amd(&key, adapter, devices),
        Vendor::Nvidia => nvidia(&key, adapter, devices),
        Vendor::Apple => key.base.is_empty().then_some(Outcome::VendorOnly),
        Vendor::Qualcomm => qualcomm(&key, devices),
        Vendor::Arm | Vendor::Samsung | Vendor::Google | Vendor::Imagination => {
            Some(phone(vendor, &key, devices))
        }
        Vendor::RaspberryPi => Some(raspberry_pi(adapter, devices)),
    }
}

/// The answer for a name by whose words no vendor is known: chips of phones and boards, or nothing.
pub fn without_vendor<'a>(name: &str) -> Outcome<'a> {
    let is_chip = words_of(name)
        .iter()
        .any(|word| matches!(word.as_str(), "maleoon" | "vivante" | "rogue" | "tensor"));
    if is_chip {
        Outcome::AskMemory(Vec::new())
    } else {
        Outcome::VendorOnly
    }
}

/// The answer for a name that is in no table.
pub fn unknown<'a>(vendor: Vendor, adapter: &Adapter) -> Outcome<'a> {
    let key = NameKey::of(&adapter.name);
    match vendor {
        // Every Intel GPU but an Arc card or Iris Xe MAX is part of a processor, where its number tells little.
        Vendor::Intel if !key.has("arc") && !key.has("max") => Outcome::Family(Vec::new()),
        // Chips of phones and tablets.
        Vendor::Apple if key.base.iter().any(|word| word.starts_with('a')) => Outcome::AskMemory(Vec::new()),
        Vendor::Qualcomm => Outcome::AskMemory(Vec::new()),
        _ if key.base.is_empty() || is_unnamed(&key) => Outcome::VendorOnly,
        _ => Outcome::Unlisted,
    }
}

fn found<'a>(ids: &[&str], devices: &'a Devices) -> Vec<&'a Device> {
    ids.iter().filter_map(|id| devices.find(id)).collect()
}

fn intel<'a>(key: &NameKey, adapter: &Adapter, devices: &'a Devices) -> Option<Outcome<'a>> {
    let code = |word: &str| adapter.codes.iter().any(|code| code == word);
    let range = adapter.pci_id.map(|id| id >> 8);
    let words: Vec<&str> = key.base.iter().map(String::as_str).collect();
    let is_lunar_lake = range == Some(0x64) || code("lnl");
    let is_meteor_or_arrow_lake = range == Some(0x7D) || code("mtl") || code("arl");
    // The desktop processors of these generations have names with numbers, or none that tells.
    let is_desktop = code("s");
    let is_alder_or_raptor_lake =
        matches!(range, Some(0x46 | 0xA7)) || ((code("adl") || code("rpl")) && !is_desktop);
    let ids: &[&str] = match words.as_slice() {
        ["uhd"] if matches!(range, Some(0x46 | 0xA7)) => &[UHD_MOBILE],
        [] if is_lunar_lake => &LUNAR_LAKE,
        [] if is_meteor_or_arrow_lake => &[METEOR_LAKE],
        [] if is_alder_or_raptor_lake && code("n") => &[UHD_MOBILE],
        [] if is_alder_or_raptor_lake => &[IRIS_XE, UHD_MOBILE],
        ["arc"] | ["arc", "pro"] if is_lunar_lake => &LUNAR_LAKE,
        ["arc"] | ["arc", "pro"] if adapter.pci_id == Some(0x7D51) || code("arl") => &ARROW_LAKE_H,
        ["arc"] | ["arc", "pro"] if range == Some(0x7D) || code("mtl") || range.is_none() => {
            &[ARC_METEOR_LAKE]
        }
        [] | ["uhd" | "hd" | "arc"] => return Some(Outcome::Family(Vec::new())),
        _ => return None,
    };
    Some(Outcome::AskMemory(found(ids, devices)))
}

/// `Radeon Graphics`, `Radeon R5 Graphics`, a processor's name or the chip's own: the number is missing that would tell.
fn amd<'a>(key: &NameKey, adapter: &Adapter, devices: &'a Devices) -> Option<Outcome<'a>> {
    // Some drivers put the processor's name, or nothing but a word, where the GPU's should stand.
    let is_placeholder = key.has("processor") || key.has("custom") || key.base.len() <= 1;
    let is_silent = |word: &String| {
        let is_rank = matches!(word.as_bytes(), [b'r', b'2'..=b'9']);
        is_rank || is_code(word) || matches!(word.as_str(), "radeon" | "pro" | "vega" | "hd")
    };
    let has_number = key
        .base
        .iter()
        .any(|word| word.bytes().any(|byte| byte.is_ascii_digit()));
    let is_generic =
        key.base.iter().all(is_silent) || (is_placeholder && (!has_number || key.base.len() > 1));
    if !is_generic {
        return None;
    }
    if adapter.name.is_empty()
        || (key.base.is_empty() && adapter.codes.is_empty() && adapter.pci_id.is_none())
    {
        return Some(Outcome::VendorOnly);
    }
    Some(Outcome::Family(of_chip(Vendor::Amd, key, adapter, devices)))
}

/// Mesa's words for AMD chips that carry a number.
fn is_code(word: &str) -> bool {
    ["navi", "polaris", "vega", "gfx", "raven", "phoenix"]
        .iter()
        .any(|start| {
            word.strip_prefix(start).is_some_and(|number| {
                !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
        })
}

/// `NV136`: the open driver's word for a chip.
fn nvidia<'a>(key: &NameKey, adapter: &Adapter, devices: &'a Devices) -> Option<Outcome<'a>> {
    let is_code = |word: &String| {
        let digits = word.strip_prefix("nv");
        digits.is_some_and(|digits| {
            (2..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    };
    match key.base.as_slice() {
        _ if is_unnamed(key) && adapter.pci_id.is_none() => Some(Outcome::VendorOnly),
        [word] if is_code(word) => Some(Outcome::Family(of_chip(Vendor::Nvidia, key, adapter, devices))),
        _ => None,
    }
}

/// Whether an NVIDIA name says nothing: `NVIDIA Graphics Device`, as drivers call what they do not know yet.
pub fn is_unnamed(key: &NameKey) -> bool {
    key.base.iter().all(|word| word == "device")
}

/// The devices with the adapter's id, or else with one of its words for a chip.
fn of_chip<'a>(vendor: Vendor, key: &NameKey, adapter: &Adapter, devices: &'a Devices) -> Vec<&'a Device> {
    let id = adapter.pci_id.unwrap_or_default();
    let with_id: Vec<&Device> = devices.with_pci_id(vendor, id).collect();
    if !with_id.is_empty() {
        return with_id;
    }
    let is_word = |chip: &str| {
        let chip = chip.to_ascii_lowercase().replace([' ', '-'], "");
        adapter.codes.iter().chain(&key.base).any(|word| *word == chip)
    };
    let of_vendor = devices.iter().filter(|device| device.vendor == vendor);
    of_vendor
        .filter(|device| {
            [&device.chip, &device.gfx]
                .into_iter()
                .flatten()
                .any(|chip| is_word(chip))
        })
        .collect()
}

fn qualcomm<'a>(key: &NameKey, devices: &'a Devices) -> Option<Outcome<'a>> {
    let has_start = |start: &str| key.base.iter().any(|word| word.starts_with(start));
    let (is_x, is_plus) = (key.has("x"), key.has("plus"));
    let id = if has_start("x2e") || key.has("x2") {
        X2_85
    } else if has_start("x1e") || has_start("x1p64") || (is_x && key.has("elite")) {
        X1_85
    } else if has_start("x1p") || has_start("x126") || (is_x && is_plus) {
        X1_45
    } else {
        let is_named = key
            .base
            .iter()
            .any(|word| word.starts_with("x1") || word.starts_with("8cx"));
        return (!is_named).then(|| phone(Vendor::Qualcomm, key, devices));
    };
    Some(Outcome::AskMemory(found(&[id], devices)))
}

/// The chip of a phone, by its number; phones without a row are chips all the same.
fn phone<'a>(vendor: Vendor, key: &NameKey, devices: &'a Devices) -> Outcome<'a> {
    let number = |word: &str| {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        (digits.len() >= 2).then(|| word.trim_end_matches('l').to_owned())
    };
    let own: Vec<String> = key.base.iter().filter_map(|word| number(word)).collect();
    let of_vendor = devices
        .iter()
        .filter(|device| device.vendor == vendor && device.kind == DeviceKind::Phone);
    let found: Vec<&Device> = of_vendor
        .filter(|device| {
            NameKey::of(&device.name)
                .base
                .iter()
                .any(|word| own.contains(word))
        })
        .collect();
    if own.is_empty() {
        Outcome::VendorOnly
    } else {
        Outcome::AskMemory(found)
    }
}

/// Broadcom's GPU says its version: 4.2 in the fourth board, 7.1 in the fifth.
fn raspberry_pi<'a>(adapter: &Adapter, devices: &'a Devices) -> Outcome<'a> {
    let ids: &[&str] = if adapter.name.contains("4.2") {
        &["raspberry-pi-4"]
    } else if adapter.name.contains("7.1") {
        &["raspberry-pi-5"]
    } else {
        return Outcome::Family(Vec::new());
    };
    Outcome::AskMemory(found(ids, devices))
}

/// The devices of an architecture as WebGPU names it (`ampere`, `rdna-3`); integrated ones alone would be a guess.
pub fn of_webgpu_architecture<'a>(vendor: Vendor, word: &str, devices: &'a Devices) -> Vec<&'a Device> {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let word = plain(word);
    if word.is_empty() || word.len() > 40 {
        return Vec::new();
    }
    let of_vendor = devices.iter().filter(|device| device.vendor == vendor);
    of_vendor
        .filter(|device| {
            let architecture = device.architecture.as_deref().map(plain).unwrap_or_default();
            architecture.starts_with(&word) || (!architecture.is_empty() && architecture.ends_with(&word))
        })
        .collect()
}

/// Of Apple chips that share a name, those whose processor has that many cores (Apple's product pages).
pub fn with_cores(chips: Vec<&Device>, cores: u16) -> Vec<&Device> {
    const CORES: [(&str, u16); 4] = [
        ("apple-m3-max-30-core-gpu", 14),
        ("apple-m3-max-40-core-gpu", 16),
        ("apple-m4-max-32-core-gpu", 14),
        ("apple-m4-max-40-core-gpu", 16),
    ];
    let fitting = |chip: &&Device| CORES.contains(&(chip.id.as_str(), cores));
    let narrowed: Vec<&Device> = chips.iter().copied().filter(fitting).collect();
    if narrowed.is_empty() { chips } else { narrowed }
}
