//! Presets: common machines to start from.
//!
//! A preset is a chip with the memory sizes it is sold with; the reader picks one size of one chip, a
//! [`PresetEntry`], and edits whatever differs at home. Memory sizes come from `tests/fixtures/presets`, which names
//! its sources; what each chip's software loads comes from its [`ChipClass`].

mod chip;
mod devices;
mod generated;
mod mac_and_shared;
mod nvidia;
mod radeon_and_arc;
mod search;

pub use chip::ChipClass;
pub use search::search;

use super::{
    DeviceGroup, DeviceIdentity, DeviceSpeed, Hardware, MacSystem, MachineFacts,
    SYSTEM_RESERVE_PERCENT_DEFAULT, UnifiedMemory, wired_limit_thousandths,
};
use crate::domain::text::memory_size::MemorySize;
use devices::PresetDevice;

/// One chip and the memory sizes it is sold with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The word in links and storage, without the memory size. Never changes once released.
    pub id: &'static str,
    /// The chip as people call it.
    pub name: &'static str,
    /// The group it is listed in.
    pub group: PresetGroup,
    /// What the chip computes with.
    pub chip: ChipClass,
    /// What kind of machine the chip sits in; decides the typical system memory.
    pub body: Body,
    /// Memory sizes in GB, smallest first: of one device, or of the whole machine where there is only one memory.
    pub memory_options_gb: &'static [u16],
    /// Whether many readers own one: it comes first among equally good search results.
    pub is_common: bool,
}

/// The kind of a preset, in the picker's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PresetGroup {
    /// NVIDIA cards of desktops and workstations.
    NvidiaDesktop,
    /// NVIDIA chips of laptops.
    NvidiaLaptop,
    /// AMD cards and laptop chips with memory of their own.
    Amd,
    /// Intel Arc with memory of its own.
    Intel,
    /// Apple chips: one memory for CPU and GPU.
    Apple,
    /// Other machines with one memory for CPU and GPU.
    SharedMemory,
    /// Cards of servers.
    DataCentre,
    /// No GPU at all.
    CpuOnly,
}

impl PresetGroup {
    /// Every group, in the picker's order.
    pub const ALL: [Self; 8] = [
        Self::NvidiaDesktop,
        Self::NvidiaLaptop,
        Self::Amd,
        Self::Intel,
        Self::Apple,
        Self::SharedMemory,
        Self::DataCentre,
        Self::CpuOnly,
    ];
}

/// The kind of machine that a chip sits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// A desktop or workstation with a graphics card.
    Desktop,
    /// A laptop with a graphics chip.
    Laptop,
    /// A server.
    Server,
    /// One memory for everything: the preset's size is the system memory.
    OneMemory,
}

/// A row of the tables for a chip that few readers own.
const fn preset(
    id: &'static str,
    name: &'static str,
    group: PresetGroup,
    chip: ChipClass,
    body: Body,
    memory_options_gb: &'static [u16],
) -> Preset {
    Preset {
        id,
        name,
        group,
        chip,
        body,
        memory_options_gb,
        is_common: false,
    }
}

/// A row of the tables for a chip that many readers own.
const fn common(
    id: &'static str,
    name: &'static str,
    group: PresetGroup,
    chip: ChipClass,
    body: Body,
    memory_options_gb: &'static [u16],
) -> Preset {
    Preset {
        is_common: true,
        ..preset(id, name, group, chip, body, memory_options_gb)
    }
}

/// The tables, in the order of the groups.
const TABLES: [&[Preset]; 9] = [
    nvidia::DESKTOP,
    nvidia::LAPTOP,
    radeon_and_arc::AMD,
    radeon_and_arc::INTEL,
    mac_and_shared::APPLE,
    mac_and_shared::SHARED,
    nvidia::DATA_CENTRE,
    radeon_and_arc::DATA_CENTRE,
    mac_and_shared::CPU_ONLY,
];

/// One memory size of one chip: what the picker lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresetEntry {
    preset: &'static Preset,
    memory_gb: u16,
}

/// Every preset, group by group.
pub fn presets() -> impl Iterator<Item = &'static Preset> {
    TABLES.into_iter().flatten()
}

/// One entry for each chip and size, group by group.
pub fn entries() -> impl Iterator<Item = PresetEntry> {
    presets().flat_map(|preset| {
        preset
            .memory_options_gb
            .iter()
            .map(move |&memory_gb| PresetEntry { preset, memory_gb })
    })
}

/// The entry with this [`id`](PresetEntry::id).
pub fn find(entry_id: &str) -> Option<PresetEntry> {
    let (preset_id, size) = entry_id.rsplit_once('-')?;
    let memory_gb: u16 = size.strip_suffix("gb")?.parse().ok()?;
    entries().find(|entry| {
        // The size is compared as it is written too, so that "016gb" is not a second name of "16gb".
        entry.preset.id == preset_id && entry.memory_gb == memory_gb && !size.starts_with(['0', '+'])
    })
}

/// The machine of a first visit, shown as an example until the reader says what they have: a laptop with 16 GB and no
/// GPU of its own. 16 GB is the least that Microsoft asks of a Copilot+ PC, and a machine without a graphics card
/// promises nobody more than they have.
pub fn default_entry() -> PresetEntry {
    PresetEntry {
        preset: &mac_and_shared::CPU_PC,
        memory_gb: 16,
    }
}

/// The hardware of [`default_entry`].
pub fn default_hardware() -> Hardware {
    default_entry().hardware()
}

impl PresetEntry {
    /// The word in links and storage: the preset's id and the size, `apple-m4-max-64gb`. Never changes once released.
    pub fn id(self) -> String {
        format!("{}-{}gb", self.preset.id, self.memory_gb)
    }

    /// The name in the picker, with the size where the chip is sold with several: `Apple M4 Max, 64 GB`.
    pub fn name(self) -> String {
        match self.preset.memory_options_gb {
            [_] => self.preset.name.to_owned(),
            _ => format!("{}, {} GB", self.preset.name, self.memory_gb),
        }
    }

    /// The group it is listed in.
    pub const fn group(self) -> PresetGroup {
        self.preset.group
    }

    /// The chip.
    pub const fn preset(self) -> &'static Preset {
        self.preset
    }

    /// Memory in GB: of the device, or of the whole machine where there is only one memory.
    pub const fn memory_gb(self) -> u16 {
        self.memory_gb
    }

    /// How fast its GPU is, as far as the catalog of devices knows.
    pub fn speed(self) -> DeviceSpeed {
        PresetDevice::find(self.preset.id, self.memory_gb)
            .map_or_else(DeviceSpeed::default, PresetDevice::speed)
    }

    /// What its GPU is; unknown for processors.
    pub fn identity(self) -> DeviceIdentity {
        PresetDevice::find(self.preset.id, self.memory_gb)
            .map_or_else(DeviceIdentity::default, PresetDevice::identity)
    }

    /// The machine. Its system memory is a typical figure for that kind of machine ([`typical_system_gb`]) which the
    /// reader corrects; memory that CPU and GPU share is counted once, as system memory.
    pub fn hardware(self) -> Hardware {
        let one_memory = self.preset.body == Body::OneMemory;
        let unified = match self.preset.group {
            PresetGroup::Apple => Some(UnifiedMemory {
                gpu_share_percent: Some(apple_gpu_share_percent(self.memory_gb)),
            }),
            PresetGroup::SharedMemory => Some(UnifiedMemory {
                gpu_share_percent: None,
            }),
            _ => None,
        };
        let devices = if one_memory {
            Vec::new()
        } else {
            vec![DeviceGroup {
                identity: self.identity(),
                name: self.preset.name.to_owned(),
                memory: MemorySize::from_gb(self.memory_gb),
                count: 1,
                speed: self.speed(),
            }]
        };
        Hardware {
            system_memory: MemorySize::from_gb(typical_system_gb(self.preset.body, self.memory_gb)),
            unified,
            devices,
            system_reserve_percent: SYSTEM_RESERVE_PERCENT_DEFAULT,
            formats: self.preset.chip.formats(),
            quantizations: self.preset.chip.quantizations(),
            facts: if one_memory {
                MachineFacts {
                    chip: self.preset.name.to_owned(),
                    chip_identity: self.identity(),
                    chip_speed: self.speed(),
                    ..MachineFacts::default()
                }
            } else {
                MachineFacts::default()
            },
        }
    }
}

/// System memory in GB that a machine with such a device typically has: an assumption, meant to be edited.
///
/// * Laptops: 16 GB beside up to 8 GB of graphics memory, 32 GB beside more, as such laptops are mostly sold.
/// * Desktops: 16 GB beside a small card (under 8 GB), 32 GB beside a usual one, and twice the card's memory beside
///   the cards of 32 GB and more, which sit in workstations.
/// * Servers: the smallest usual size that is at least twice the device's memory: a server must be able to hold a
///   model in system memory while it loads it onto the card, beside everything else that it does.
pub fn typical_system_gb(body: Body, memory_gb: u16) -> u16 {
    let at_least_twice = || {
        [32, 48, 64, 96, 128, 192, 256, 384, 512, 768]
            .into_iter()
            .find(|&size| size >= memory_gb.saturating_mul(2))
            .unwrap_or(1024)
    };
    match body {
        Body::OneMemory => memory_gb,
        Body::Laptop if memory_gb <= 8 => 16,
        Body::Laptop => 32,
        Body::Desktop if memory_gb < 8 => 16,
        Body::Desktop if memory_gb < 32 => 32,
        Body::Desktop | Body::Server => at_least_twice(),
    }
}

/// The share of memory in percent that a current macOS lets the GPU of a Mac with so many GB use by default.
pub fn apple_gpu_share_percent(memory_gb: u16) -> u8 {
    let thousandths = wired_limit_thousandths(u32::from(memory_gb), MacSystem::Current);
    u8::try_from(thousandths / 10).unwrap_or(100)
}
