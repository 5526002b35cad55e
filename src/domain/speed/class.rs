//! Classes of devices whose kernels behave alike, and the constants of each.
//!
//! Source of every constant: a fit to 1012 measured rows from public boards (llama.cpp discussions 4167, 10879, 15013 and
//! 15021, LocalScore, GPU-Benchmarks-on-LLM-Inference, llmfit and localmaxxing boards, and others), in which classes with
//! few rows are pulled towards the middle. `cargo xtask evaluate speed FILE` measures how well they predict.

use crate::domain::machine::devices::{DeviceKind, Vendor, words_of};

/// How a device is driven, as far as it changes the speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// The vendor's own: CUDA, Metal, ROCm, SYCL.
    Native,
    /// Vulkan.
    Vulkan,
    /// The processor's cores.
    Cpu,
}

/// Devices whose kernels behave alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    Other,
}

/// The constants of a class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ClassConstants {
    /// Share of the peak bandwidth that reading weights reaches.
    pub bandwidth_share: f64,
    /// Fixed time of one layer, in microseconds.
    pub layer_us: f64,
    /// Time to unpack the weights of a thousand million parameters at one TFLOPS, in milliseconds.
    pub unpack_ms: f64,
    /// Factor on the time of reading the cache of the context.
    pub context_cost: f64,
    /// Effective rate of reading a prompt as a multiple of the shaders' peak; above 1 the matrix units carry it.
    pub prefill_rate: f64,
    /// Factor on the work of a prompt in a mixture of experts, whose experts each see few tokens.
    pub mixture_work: f64,
    /// Factor on the work of attention in a prompt.
    pub attention_work: f64,
    /// Whether fewer than about ten measured rows stand behind the class.
    pub is_thin: bool,
}

/// A constant row: share of bandwidth, time of a layer, unpacking, prefill rate, thin.
const fn row(
    bandwidth_share: f64,
    layer_us: f64,
    unpack_ms: f64,
    prefill_rate: f64,
    family: Family,
    is_thin: bool,
) -> ClassConstants {
    let (context_cost, mixture_work, attention_work) = match family {
        Family::Cpu => (1.47, 1.50, 1.13),
        Family::Apple => (2.75, 1.25, 0.78),
        Family::Amd => (1.97, 1.93, 2.32),
        Family::Nvidia => (1.22, 2.13, 1.85),
        Family::Other => (1.36, 1.60, 1.00),
    };
    ClassConstants {
        bandwidth_share,
        layer_us,
        unpack_ms,
        context_cost,
        prefill_rate,
        mixture_work,
        attention_work,
        is_thin,
    }
}

/// Vendors whose kernels treat context and mixtures alike.
#[derive(Clone, Copy)]
enum Family {
    Cpu,
    Apple,
    Amd,
    Nvidia,
    Other,
}

/// Apple with MLX, whatever the chip.
pub(super) const MLX: ClassConstants = row(0.82, 20.0, 0.70, 0.79, Family::Apple, false);
/// How much faster MLX reads a prompt with the matrix units of the M5.
pub(super) const MLX_M5_PREFILL: f64 = 1.46;

impl SpeedClass {
    pub(super) const fn constants(self) -> ClassConstants {
        match self {
            Self::Cpu => row(0.62, 41.0, 0.41, 1.02, Family::Cpu, false),
            Self::SingleBoard => row(0.45, 50.0, 0.41, 0.20, Family::Cpu, true),
            Self::AppleM1 => row(0.84, 98.0, 0.41, 0.75, Family::Apple, false),
            Self::AppleM1Max => row(0.80, 44.0, 2.47, 0.65, Family::Apple, false),
            Self::AppleM3 => row(0.87, 82.0, 0.21, 0.73, Family::Apple, false),
            Self::AppleM5 => row(0.87, 52.0, 0.39, 2.00, Family::Apple, false),
            Self::AppleVulkan => row(0.76, 51.0, 0.21, 0.22, Family::Apple, true),
            Self::AmdVulkan => row(0.84, 42.0, 0.39, 0.76, Family::Amd, false),
            Self::NvidiaVulkan => row(0.81, 49.0, 0.18, 0.95, Family::Nvidia, true),
            Self::IntelXe2 => row(0.67, 64.0, 1.34, 1.08, Family::Other, true),
            Self::IntelXe => row(0.58, 61.0, 1.34, 0.92, Family::Other, true),
            Self::StrixHalo => row(0.83, 72.0, 0.39, 0.94, Family::Amd, false),
            Self::Instinct => row(0.73, 106.0, 0.39, 0.87, Family::Amd, true),
            Self::Rdna4 => row(0.78, 53.0, 0.39, 1.98, Family::Amd, true),
            Self::Rdna3 => row(0.91, 66.0, 0.39, 0.54, Family::Amd, false),
            Self::Rdna2 => row(0.78, 56.0, 0.39, 0.97, Family::Amd, false),
            Self::NvidiaSoc => row(0.73, 28.0, 0.18, 6.12, Family::Nvidia, false),
            Self::PascalHbm => row(0.62, 51.0, 0.18, 0.97, Family::Nvidia, true),
            Self::Volta => row(0.62, 51.0, 0.18, 2.90, Family::Nvidia, false),
            Self::AmpereHbm => row(0.62, 51.0, 0.18, 2.77, Family::Nvidia, false),
            Self::Hopper => row(0.62, 51.0, 0.18, 2.94, Family::Nvidia, false),
            Self::Gtx1050 => row(0.79, 180.0, 2.51, 1.00, Family::Nvidia, false),
            Self::Pascal => row(0.75, 58.0, 2.51, 0.97, Family::Nvidia, false),
            Self::Gtx16 => row(0.88, 161.0, 2.51, 0.32, Family::Nvidia, true),
            Self::Turing => row(0.83, 50.0, 0.18, 1.93, Family::Nvidia, false),
            Self::Ampere => row(0.86, 41.0, 0.18, 1.99, Family::Nvidia, false),
            Self::Ada => row(0.92, 36.0, 0.18, 2.57, Family::Nvidia, false),
            Self::Blackwell => row(0.82, 29.0, 0.18, 3.43, Family::Nvidia, false),
            Self::Other => row(0.75, 60.0, 0.50, 0.90, Family::Other, true),
        }
    }

    /// Whether fewer than about ten measured rows stand behind its constants.
    pub const fn is_thin(self) -> bool {
        self.constants().is_thin
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

    /// Whether it is a server chip with stacked memory.
    pub(super) const fn is_server(self) -> bool {
        matches!(
            self,
            Self::PascalHbm | Self::Volta | Self::AmpereHbm | Self::Hopper
        )
    }
}

/// What the class of a device is told by. Everything but the name and the backend may be unknown.
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

/// The class of a device, from the catalog's facts, else from the words of its name.
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
    match facts.vendor.or_else(|| vendor_of(&has)) {
        Some(Vendor::Apple) => apple(&has, facts.backend),
        Some(Vendor::Nvidia) => nvidia(&has, facts),
        Some(Vendor::Amd) => amd(&has, facts),
        Some(Vendor::Intel) => intel(&words, facts),
        _ => SpeedClass::Other,
    }
}

fn vendor_of(has: &dyn Fn(&str) -> bool) -> Option<Vendor> {
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    if any(&[
        "nvidia", "geforce", "rtx", "gtx", "quadro", "tesla", "jetson", "dgx",
    ]) {
        Some(Vendor::Nvidia)
    } else if any(&["amd", "radeon", "rx", "instinct", "ryzen"]) {
        Some(Vendor::Amd)
    } else if any(&["intel", "arc", "iris"]) {
        Some(Vendor::Intel)
    } else if any(&["apple", "m1", "m2", "m3", "m4", "m5"]) {
        Some(Vendor::Apple)
    } else {
        None
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
