//! A machine from whatever text describes it: the output of a system tool, or a shop's title.
//!
//! The text is read line by line. A line that a tool is known to print gives its facts by its label (`Card name:`,
//! `MemTotal:`, `VGA compatible controller:`); in any other line names of devices and amounts with a telling word beside
//! them are looked for. Every fact keeps the line and the words that gave it, so that the reader can confirm it.

mod amount;
mod collect;
mod free_text;
mod label;
mod line;
mod merge;
mod modules;
mod settle;
mod token;
mod tool;
mod words;

use crate::domain::machine::devices::Devices;
use crate::domain::machine::devices::system_memory::MemoryGeneration;
use crate::domain::text::memory_size::MemorySize;

/// How much of a text is read, in bytes: a hundred times what any of the tools prints about memory and graphics.
pub const READ_BYTES_MAX: usize = 256 << 10;
/// How many lines are read.
pub const READ_LINES_MAX: usize = 8_000;
/// How many lines may name a device; each costs a look through the catalog.
pub const NAMING_LINES_MAX: usize = 100;

/// How long a text may be, in bytes, to be taken as what a person types into a search: a number in it is a name.
const SHORT_BYTES_MAX: usize = 24;

/// What was understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understood {
    /// The devices, in the order they were named.
    pub devices: Vec<FoundDevice>,
    /// System memory as it is installed.
    pub system_memory: Option<MemorySize>,
    /// The generation of the system memory.
    pub generation: Option<MemoryGeneration>,
    /// Its speed in million transfers a second.
    pub mega_transfers: Option<u16>,
    /// Its channels.
    pub channels: Option<u8>,
    /// Which words gave which fact, line by line.
    pub readings: Vec<Reading>,
    /// What the reader should check.
    pub doubts: Vec<Doubt>,
    /// What was seen and says too little to be used: quoted, bounded in number and length.
    pub unclear: Vec<String>,
}

/// A device that was named.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundDevice {
    /// The name as it was written, quoted and bounded.
    pub name: String,
    /// The devices of the catalog that it may be; several where versions share the name, none where it is not listed.
    pub ids: Vec<String>,
    /// Memory of each, where it was said or follows from the device.
    pub memory: Option<MemorySize>,
    /// Whether it uses the system memory.
    pub is_unified: bool,
    /// How many there are.
    pub count: u16,
    /// An amount that was said of it and that it is not sold with: it has to be asked.
    pub contradicting: Option<MemorySize>,
}

/// Words that gave a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The line, counted from one.
    pub line: usize,
    /// The line, quoted and bounded.
    pub words: String,
    /// The fact.
    pub fact: Fact,
}

/// A fact that a line gave. `device` is an index into [`Understood::devices`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The name of a device.
    Device {
        /// The device.
        device: usize,
    },
    /// Memory of a device.
    DeviceMemory {
        /// The device.
        device: usize,
        /// Its memory.
        memory: MemorySize,
    },
    /// GPU cores of a device.
    GpuCores {
        /// The device.
        device: usize,
        /// How many.
        cores: u16,
    },
    /// System memory, or one module of it.
    SystemMemory(MemorySize),
    /// The generation of the system memory.
    Generation(MemoryGeneration),
    /// The speed of the system memory, in million transfers a second.
    Speed(u16),
}

/// Something that is not certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Only the first [`READ_BYTES_MAX`] bytes (or [`READ_LINES_MAX`] lines) were read.
    TextCut,
    /// More than [`NAMING_LINES_MAX`] lines may name a device; the later ones were not looked at.
    TooManyNames,
    /// Windows counts this field (`AdapterRAM`) in 32 bits: it says 4 GB at most, whatever the card has.
    AdapterRamEndsAt4Gb {
        /// The device whose memory was not taken from there.
        device: usize,
    },
    /// Several versions share this name.
    SeveralVersions {
        /// The device.
        device: usize,
    },
    /// The name says no more than that it is a GPU inside a processor.
    FamilyOnly {
        /// The device.
        device: usize,
    },
    /// No device of the catalog has this name.
    Unlisted {
        /// The device.
        device: usize,
    },
    /// The memory that was said is none that this device is sold with.
    MemoryNotSold {
        /// The device.
        device: usize,
    },
    /// An amount was said beside the device that it is not sold with; what it may be is asked.
    AmountContradicts {
        /// The device.
        device: usize,
        /// The amount.
        said: MemorySize,
    },
    /// The same, and the amount was taken as the system memory.
    AmountTakenAsSystem {
        /// The device.
        device: usize,
        /// The amount.
        said: MemorySize,
    },
    /// The card is split into instances (NVIDIA's MIG): a model gets the memory of one of them.
    MigOn {
        /// The device.
        device: usize,
    },
    /// The card is split into partitions (AMD's DPX, QPX, CPX …): a model gets the memory of one of them.
    Partitioned {
        /// The device.
        device: usize,
        /// The mode.
        mode: PartitionMode,
    },
    /// It is a slice of a card (NVIDIA's vGPU).
    Slice {
        /// The device.
        device: usize,
    },
    /// The system reports a little less than is installed; the next usual size was taken.
    SystemMemoryRoundedUp {
        /// What was reported.
        reported: MemorySize,
    },
    /// The channels follow from the number of modules alone.
    ChannelsGuessed,
}

impl Doubt {
    /// The device that it is about, an index into [`Understood::devices`].
    pub const fn device(mut self) -> Option<usize> {
        match self.device_mut() {
            Some(device) => Some(*device),
            None => None,
        }
    }

    const fn device_mut(&mut self) -> Option<&mut usize> {
        match self {
            Self::AdapterRamEndsAt4Gb { device }
            | Self::SeveralVersions { device }
            | Self::FamilyOnly { device }
            | Self::Unlisted { device }
            | Self::MemoryNotSold { device }
            | Self::AmountContradicts { device, .. }
            | Self::AmountTakenAsSystem { device, .. }
            | Self::MigOn { device }
            | Self::Partitioned { device, .. }
            | Self::Slice { device } => Some(device),
            Self::TextCut
            | Self::TooManyNames
            | Self::SystemMemoryRoundedUp { .. }
            | Self::ChannelsGuessed => None,
        }
    }
}

/// How an Instinct card is split (AMD, "GPU partitioning overview").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartitionMode {
    /// In two.
    Dpx,
    /// In three.
    Tpx,
    /// In four.
    Qpx,
    /// Each chip for itself: six or eight.
    Cpx,
}

impl PartitionMode {
    /// AMD's word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dpx => "DPX",
            Self::Tpx => "TPX",
            Self::Qpx => "QPX",
            Self::Cpx => "CPX",
        }
    }

    /// The mode that begins a word such as `DPX/NPS1`; nothing for a card that is whole.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Dpx, Self::Tpx, Self::Qpx, Self::Cpx];
        all.into_iter().find(|mode| word.starts_with(mode.name()))
    }
}

/// Why nothing came of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastedError {
    /// There is no text.
    Empty,
    /// No line says anything about memory or graphics.
    NothingUnderstood,
}

/// Reads a text; the cost is linear in the part that is read.
///
/// # Errors
/// See [`PastedError`].
pub fn read(text: &str, devices: &Devices) -> Result<Understood, PastedError> {
    if text.trim().is_empty() {
        return Err(PastedError::Empty);
    }
    let mut collected = collect::Collected::new(devices);
    collected.is_short = text.trim().len() <= SHORT_BYTES_MAX && text.trim().lines().count() == 1;
    let (lines, is_cut) = line::lines(text);
    let mut tools = tool::Tools::default();
    for (number, line) in lines {
        line::read(number, line, &mut tools, &mut collected);
    }
    let mut understood = collected.finish();
    if is_cut {
        understood.doubts.insert(0, Doubt::TextCut);
    }
    let is_nothing = understood.devices.is_empty()
        && understood.system_memory.is_none()
        && understood.generation.is_none()
        && understood.unclear.is_empty();
    if is_nothing {
        Err(PastedError::NothingUnderstood)
    } else {
        Ok(understood)
    }
}
