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

use crate::domain::machine::devices::Devices;
use crate::domain::machine::devices::system_memory::MemoryGeneration;
use crate::domain::text::memory_size::MemorySize;

/// How much of a text is read, in bytes: a hundred times what any of the tools prints about memory and graphics.
pub const READ_BYTES_MAX: usize = 256 << 10;
/// How many lines are read.
pub const READ_LINES_MAX: usize = 8_000;
/// How many lines may name a device; each costs a look through the catalog.
pub const NAMING_LINES_MAX: usize = 100;

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
    pub const fn device(self) -> Option<usize> {
        match self {
            Self::AdapterRamEndsAt4Gb { device }
            | Self::SeveralVersions { device }
            | Self::FamilyOnly { device }
            | Self::Unlisted { device }
            | Self::MemoryNotSold { device } => Some(device),
            Self::TextCut
            | Self::TooManyNames
            | Self::SystemMemoryRoundedUp { .. }
            | Self::ChannelsGuessed => None,
        }
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
    let (lines, is_cut) = line::lines(text);
    for (number, line) in lines {
        line::read(number, line, &mut collected);
    }
    let mut understood = collected.finish();
    if is_cut {
        understood.doubts.insert(0, Doubt::TextCut);
    }
    let is_nothing = understood.devices.is_empty()
        && understood.system_memory.is_none()
        && understood.generation.is_none();
    if is_nothing {
        Err(PastedError::NothingUnderstood)
    } else {
        Ok(understood)
    }
}
