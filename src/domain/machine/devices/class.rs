//! Classes of devices whose kernels behave alike; the constants of each are in `speed::class`.

use super::{Backend, DeviceKind, Vendor, words_of};

/// Devices whose kernels behave alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpeedClass {
    /// Processor cores.
    Cpu,
    /// Processor cores of a single-board computer.
    SingleBoard,
    /// Apple M1 and M2, base and Pro.
    AppleM1,
    /// Apple M1 and M2, Max and Ultra: their GPU cannot take all that the memory gives.
    AppleM1Max,
    /// Apple M3 and M4.
    AppleM3,
    /// Apple M5 and later, with matrix units.
    AppleM5,
    /// Apple through MoltenVK.
    AppleVulkan,
    /// AMD through Vulkan.
    AmdVulkan,
    /// NVIDIA through Vulkan.
    NvidiaVulkan,
    /// Intel Arc B and integrated GPUs.
    IntelXe2,
    /// Intel Arc A.
    IntelXe,
    /// AMD Strix Halo through ROCm.
    StrixHalo,
    /// AMD Instinct.
    Instinct,
    /// AMD RX 9000.
    Rdna4,
    /// AMD RX 7000.
    Rdna3,
    /// AMD RX 6000 and older.
    Rdna2,
    /// NVIDIA chips with one memory for CPU and GPU (GB10, Jetson).
    NvidiaSoc,
    /// Tesla P100.
    PascalHbm,
    /// Volta.
    Volta,
    /// A100, A30.
    AmpereHbm,
    /// H100 and later server chips.
    Hopper,
    /// GTX 1050 and 1050 Ti.
    Gtx1050,
    /// Other GTX 10 and older cards.
    Pascal,
    /// GTX 16 and other Turing chips without matrix units.
    Gtx16,
    /// RTX 20.
    Turing,
    /// RTX 30.
    Ampere,
    /// RTX 40.
    Ada,
    /// RTX 50.
    Blackwell,
    /// Anything else; the middle of the classes.
    #[default]
    Other,
}

impl SpeedClass {
    /// Every class with its word in links and storage, which never changes once released.
    const KEYS: [(Self, &'static str); 29] = [
        (Self::Cpu, "cpu"),
        (Self::SingleBoard, "singleboard"),
        (Self::AppleM1, "applem1"),
        (Self::AppleM1Max, "applem1max"),
        (Self::AppleM3, "applem3"),
        (Self::AppleM5, "applem5"),
        (Self::AppleVulkan, "applevulkan"),
        (Self::AmdVulkan, "amdvulkan"),
        (Self::NvidiaVulkan, "nvidiavulkan"),
        (Self::IntelXe2, "intelxe2"),
        (Self::IntelXe, "intelxe"),
        (Self::StrixHalo, "strixhalo"),
        (Self::Instinct, "instinct"),
        (Self::Rdna4, "rdna4"),
        (Self::Rdna3, "rdna3"),
        (Self::Rdna2, "rdna2"),
        (Self::NvidiaSoc, "nvidiasoc"),
        (Self::PascalHbm, "pascalhbm"),
        (Self::Volta, "volta"),
        (Self::AmpereHbm, "amperehbm"),
        (Self::Hopper, "hopper"),
        (Self::Gtx1050, "gtx1050"),
        (Self::Pascal, "pascal"),
        (Self::Gtx16, "gtx16"),
        (Self::Turing, "turing"),
        (Self::Ampere, "ampere"),
        (Self::Ada, "ada"),
        (Self::Blackwell, "blackwell"),
        (Self::Other, "other"),
    ];

    /// The word in links and storage.
    pub fn key(self) -> &'static str {
        let row = Self::KEYS.iter().find(|(class, _)| *class == self);
        row.map_or("other", |(_, key)| key)
    }

    /// The class with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        let row = Self::KEYS.iter().find(|(_, known)| *known == key);
        row.map(|(class, _)| *class)
    }

    /// Whether it is an Apple GPU with Apple's own interface.
    pub const fn is_apple(self) -> bool {
        matches!(
            self,
            Self::AppleM1 | Self::AppleM1Max | Self::AppleM3 | Self::AppleM5
        )
    }

    /// Whether it is processor cores.
    pub const fn is_cpu(self) -> bool {
        matches!(self, Self::Cpu | Self::SingleBoard)
    }
}

/// What the class of a device is told by. Everything but the name and the backend may be unknown; without a vendor the
/// class is [`SpeedClass::Other`].
#[derive(Clone, Copy, Debug)]
pub struct ClassFacts<'a> {
    /// The device's name.
    pub name: &'a str,
    /// Who made it.
    pub vendor: Option<Vendor>,
    /// What it is built into.
    pub kind: Option<DeviceKind>,
    /// The architecture, `Ada Lovelace`.
    pub architecture: Option<&'a str>,
    /// How it is driven.
    pub backend: Backend,
}

/// The class of a device, from the catalog's facts and, where they leave it open, the words of its name.
pub fn class_of(facts: &ClassFacts<'_>) -> SpeedClass {
    let words = words_of(facts.name);
    let has = |word: &str| words.iter().any(|have| have == word);
    if facts.backend == Backend::Cpu {
        let is_board = facts.kind == Some(DeviceKind::SingleBoard) || has("raspberry");
        return if is_board {
            SpeedClass::SingleBoard
        } else {
            SpeedClass::Cpu
        };
    }
    match facts.vendor {
        Some(Vendor::Apple) => apple(&has, facts.backend),
        Some(Vendor::Nvidia) => nvidia(&has, facts),
        Some(Vendor::Amd) => amd(&has, facts),
        Some(Vendor::Intel) => intel(&words, facts),
        _ => SpeedClass::Other,
    }
}

fn apple(has: &dyn Fn(&str) -> bool, backend: Backend) -> SpeedClass {
    let is_large = has("max") || has("ultra");
    if backend == Backend::Vulkan {
        SpeedClass::AppleVulkan
    } else if has("m1") || has("m2") {
        if is_large {
            SpeedClass::AppleM1Max
        } else {
            SpeedClass::AppleM1
        }
    } else if has("m3") || has("m4") {
        SpeedClass::AppleM3
    } else {
        SpeedClass::AppleM5
    }
}

fn nvidia(has: &dyn Fn(&str) -> bool, facts: &ClassFacts<'_>) -> SpeedClass {
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    if facts.backend == Backend::Vulkan {
        return SpeedClass::NvidiaVulkan;
    }
    if matches!(facts.kind, Some(DeviceKind::Unified | DeviceKind::Embedded))
        || any(&["gb10", "dgx", "jetson"])
    {
        return SpeedClass::NvidiaSoc;
    }
    let is_gtx = any(&["gtx", "geforce", "mx", "nvidia"]) && !any(&["rtx", "titan"]);
    if any(&["p100", "gp100"]) {
        SpeedClass::PascalHbm
    } else if any(&["v100", "gv100"]) || facts.architecture == Some("Volta") {
        SpeedClass::Volta
    } else if any(&["a100", "a30", "a800"]) {
        SpeedClass::AmpereHbm
    } else if any(&["h100", "h200", "h800", "h20", "b100", "b200", "b300", "gh200"])
        || facts.architecture == Some("Hopper")
    {
        SpeedClass::Hopper
    } else if is_gtx && has("1050") {
        SpeedClass::Gtx1050
    } else {
        let number =
            |range: std::ops::RangeInclusive<u32>| range.step_by(10).any(|number| has(&number.to_string()));
        match facts.architecture {
            Some("Turing") if is_gtx && number(1600..=1690) => SpeedClass::Gtx16,
            Some("Turing") if any(&["mx450", "mx550", "t400", "t500", "t600", "t1000", "t1200"]) => {
                SpeedClass::Gtx16
            }
            Some("Turing") => SpeedClass::Turing,
            Some("Ampere") => SpeedClass::Ampere,
            Some("Ada Lovelace") => SpeedClass::Ada,
            Some(architecture) if architecture.starts_with("Blackwell") => SpeedClass::Blackwell,
            Some(_) => SpeedClass::Pascal,
            None if has("blackwell") || number(5050..=5090) => SpeedClass::Blackwell,
            None if has("ada") || number(4050..=4090) || any(&["l4", "l40", "l40s"]) => SpeedClass::Ada,
            None if number(3050..=3090)
                || any(&["a2000", "a4000", "a4500", "a5000", "a5500", "a6000", "a40", "a10"]) =>
            {
                SpeedClass::Ampere
            }
            None if number(2060..=2080) || any(&["t4"]) => SpeedClass::Turing,
            None if number(1630..=1660) => SpeedClass::Gtx16,
            None if has("gtx") => SpeedClass::Pascal,
            None => SpeedClass::Ampere,
        }
    }
}

fn amd(has: &dyn Fn(&str) -> bool, facts: &ClassFacts<'_>) -> SpeedClass {
    let architecture = facts.architecture.unwrap_or_default();
    let number = |numbers: &[&str]| numbers.iter().any(|number| has(number));
    if facts.backend == Backend::Vulkan {
        SpeedClass::AmdVulkan
    } else if number(&["8060s", "8050s"]) || (has("ryzen") && has("max")) {
        SpeedClass::StrixHalo
    } else if architecture.starts_with("CDNA") || has("instinct") {
        SpeedClass::Instinct
    } else if architecture == "RDNA 4.0" || number(&["9060", "9070", "r9700"]) {
        SpeedClass::Rdna4
    } else if architecture.starts_with("RDNA 3")
        || number(&["7600", "7700", "7800", "7900", "w7900", "w7800"])
    {
        SpeedClass::Rdna3
    } else {
        SpeedClass::Rdna2
    }
}

fn intel(words: &[String], facts: &ClassFacts<'_>) -> SpeedClass {
    let is_alchemist = facts.architecture == Some("Xe-HPG")
        || words
            .iter()
            .any(|word| matches!(word.as_str(), "a310" | "a380" | "a580" | "a750" | "a770"));
    if is_alchemist {
        SpeedClass::IntelXe
    } else {
        SpeedClass::IntelXe2
    }
}
