//! Which device a browser's words about its graphics adapter stand for.
//!
//! Browsers give a sentence (WebGL's unmasked renderer) in a dozen dialects, and a word or two (WebGPU). The order of
//! trust: a PCI device id, then the whole name word by word (a part of a name is another card), then what the catalog
//! says about memory sizes. Whatever stays open is asked and never guessed.

mod choose;
mod generic;
mod renderer;
mod unreal;

pub use generic::with_cores as narrow_by_cores;
pub use unreal::Unreal;

use crate::domain::machine::devices::{Device, Devices, NameKey, Vendor, Without};
use crate::domain::text::memory_size::MemorySize;

/// What a browser tells about the machine, as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct AdapterStrings<'a> {
    /// WebGL's `UNMASKED_RENDERER_WEBGL`.
    pub renderer: &'a str,
    /// WebGL's `UNMASKED_VENDOR_WEBGL`.
    pub vendor: &'a str,
    /// WebGPU's `GPUAdapterInfo.vendor`, or empty.
    pub gpu_vendor: &'a str,
    /// WebGPU's `GPUAdapterInfo.architecture`, or empty.
    pub gpu_architecture: &'a str,
    /// WebGPU's `GPUAdapterInfo.description`, or empty.
    pub gpu_description: &'a str,
    /// `navigator.deviceMemory` in thousandths of a GB, rounded and capped by the browser.
    pub device_memory_thousandths: Option<u32>,
    /// `navigator.hardwareConcurrency`.
    pub logical_cores: Option<u16>,
}

/// What was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognition<'a> {
    /// The answer.
    pub outcome: Outcome<'a>,
    /// Who made the GPU, where that is known.
    pub vendor: Option<Vendor>,
    /// The name that was read, without the words around it; may be empty. It is hostile text: quote it.
    pub name: String,
    /// The PCI device id that was read.
    pub pci_id: Option<u16>,
    /// What else the reader should know.
    pub hints: Vec<Hint>,
}

/// How much is certain.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<'a> {
    /// The device and its memory.
    Exact(Choice<'a>),
    /// One of these; the name is shared by several versions or memory sizes.
    AskVariant(Vec<Choice<'a>>),
    /// A chip that uses the system memory, whose size is to be asked. No devices: a chip without a row in the catalog
    /// (phones). Several devices: versions that share the name.
    AskMemory(Vec<&'a Device>),
    /// The generation at most. Devices that it may be, where the catalog knows some.
    Family(Vec<&'a Device>),
    /// The browser says the vendor at most.
    VendorOnly,
    /// There is no GPU behind this: a program draws, or a virtual machine stands between.
    Unreal(Unreal),
    /// A GPU that has a name and no row in the catalog.
    Unlisted,
}

/// A device with one of the memory sizes that it is sold with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice<'a> {
    /// The device.
    pub device: &'a Device,
    /// Its memory; `None` where nobody lists it.
    pub memory: Option<MemorySize>,
}

/// Something beside the answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Hint {
    /// The GPU is part of the processor: if the machine has a card as well, the browser did not say so.
    IntegratedGpuSeen,
    /// The same name is used in laptops.
    MayBeLaptop,
    /// WebGPU named another vendor than WebGL: there are two GPUs.
    SecondGpu(Vendor),
    /// The browser's word about the system memory.
    SystemMemory {
        /// There is at least this much.
        at_least: MemorySize,
        /// There is at most this much; `None` where the browser stops counting.
        at_most: Option<MemorySize>,
    },
}

/// What the name of a GPU stands for, as a driver, a tool or a shop writes it, with an id where one is known.
///
/// The second value is the name without what stands around it.
pub fn recognise_name<'a>(name: &str, pci_id: Option<u16>, devices: &'a Devices) -> (Outcome<'a>, String) {
    let mut adapter = renderer::read(name, "");
    adapter.pci_id = pci_id.or(adapter.pci_id);
    let outcome = match unreal::find(name) {
        Some(unreal) => Outcome::Unreal(unreal),
        None => choose::outcome(&adapter, devices),
    };
    (outcome, adapter.name)
}

/// The devices that a run of words names, none left over; nothing where the words name none.
pub fn named_by_words<'a>(words: &[String], is_in_laptop: bool, devices: &'a Devices) -> Vec<&'a Device> {
    let mut key = NameKey::of_words(words);
    key.is_laptop |= is_in_laptop;
    let tells = |word: &String| {
        word.bytes().any(|byte| byte.is_ascii_digit())
            || matches!(
                word.as_str(),
                "jetson" | "vii" | "titan" | "halo" | "spark" | "thor"
            )
    };
    if !key.base.iter().any(tells) {
        return Vec::new();
    }
    let is_known = |without| devices.with_base(&key.base, without).next().is_some();
    let whole = [Without::Nothing, Without::Quadro, Without::Pcie, Without::Pro];
    if !whole.into_iter().any(is_known) {
        return by_number(&key, devices);
    }
    let said = renderer::vendor_of(words);
    let vendors = Vendor::ALL
        .into_iter()
        .filter(|vendor| said.is_none_or(|said| said == *vendor));
    let mut found = vendors
        .filter_map(|vendor| choose::named(vendor, &key, None, devices).ok())
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    found.retain(|device| key.allows(device));
    found
}

/// The devices of a number with letters that stands alone, as people call workstation and server cards: "W7900", "B580".
fn by_number<'a>(key: &NameKey, devices: &'a Devices) -> Vec<&'a Device> {
    let [word] = key.base.as_slice() else {
        return Vec::new();
    };
    let has_both =
        word.bytes().any(|byte| byte.is_ascii_digit()) && word.bytes().any(|byte| byte.is_ascii_alphabetic());
    if !has_both || word.len() < 3 {
        return Vec::new();
    }
    let mut found: Vec<&Device> = devices.with_base(&key.base, Without::Series).collect();
    if found
        .iter()
        .any(|device| device.kind.is_laptop() == key.is_laptop)
    {
        found.retain(|device| device.kind.is_laptop() == key.is_laptop);
    }
    found.retain(|device| key.allows(device));
    found
}

/// Recognises the GPU behind a browser's words. The cost is linear in the length of the words (of which the first 2,000
/// bytes are read) and in the size of the catalog.
pub fn recognise<'a>(strings: &AdapterStrings<'_>, devices: &'a Devices) -> Recognition<'a> {
    let mut adapter = renderer::read(strings.renderer, strings.vendor);
    let mut outcome = outcome(&adapter, strings, devices);
    let described = renderer::read(strings.gpu_description, strings.gpu_vendor);
    let from_webgpu = Vendor::ALL
        .into_iter()
        .find(|vendor| vendor.name().eq_ignore_ascii_case(strings.gpu_vendor));
    // WebGPU's description is a driver's name, given by browsers that hide it in WebGL.
    if matches!(outcome, Outcome::VendorOnly) && !strings.gpu_description.is_empty() {
        let second = choose::outcome(&described, devices);
        if !matches!(second, Outcome::VendorOnly | Outcome::Unlisted) {
            (outcome, adapter) = (second, described);
        }
    }
    if matches!(outcome, Outcome::VendorOnly)
        && let Some(vendor) = from_webgpu
    {
        let family = generic::of_webgpu_architecture(vendor, strings.gpu_architecture, devices);
        if !family.is_empty() {
            outcome = Outcome::Family(family);
        }
    }
    let vendor = adapter.vendor.or(from_webgpu);
    let mut hints = Vec::new();
    if outcome.is_integrated() {
        hints.push(Hint::IntegratedGpuSeen);
    }
    if choose::has_laptop_twin(&outcome, &adapter, devices) {
        hints.push(Hint::MayBeLaptop);
    }
    if let (Some(vendor), Some(second)) = (adapter.vendor, from_webgpu)
        && vendor != second
    {
        hints.push(Hint::SecondGpu(second));
    }
    hints.extend(strings.device_memory_thousandths.and_then(system_memory));
    Recognition {
        outcome,
        vendor,
        name: adapter.name,
        pci_id: adapter.pci_id,
        hints,
    }
}

fn outcome<'a>(
    adapter: &renderer::Adapter,
    strings: &AdapterStrings<'_>,
    devices: &'a Devices,
) -> Outcome<'a> {
    if let Some(unreal) = unreal::find(strings.renderer) {
        return Outcome::Unreal(unreal);
    }
    if adapter.is_bucket {
        return Outcome::VendorOnly;
    }
    let outcome = choose::outcome(adapter, devices);
    match (outcome, strings.logical_cores) {
        (Outcome::AskMemory(chips), Some(cores)) => Outcome::AskMemory(generic::with_cores(chips, cores)),
        (outcome, _) => outcome,
    }
}

/// What `deviceMemory` says: the power of two that is nearest to the truth, up to a cap of 8 GB (newer browsers: 32).
fn system_memory(thousandths: u32) -> Option<Hint> {
    const FIRST_CAP: u32 = 8_000;
    let at_least = MemorySize::from_thousandths(thousandths / 4 * 3)?;
    let at_most = if thousandths < FIRST_CAP {
        MemorySize::from_thousandths(thousandths / 2 * 3)
    } else {
        None
    };
    (!at_least.is_zero()).then_some(Hint::SystemMemory { at_least, at_most })
}

impl Outcome<'_> {
    /// Whether the GPU that was recognised is part of a PC's processor.
    fn is_integrated(&self) -> bool {
        use crate::domain::machine::devices::DeviceKind::Integrated;
        match self {
            Self::AskMemory(devices) | Self::Family(devices) => {
                devices.iter().any(|device| device.kind == Integrated)
            }
            _ => false,
        }
    }
}
