//! A machine while it is being described, before the reader takes it: every fact with where it came from, and what is
//! still to be asked.
//!
//! However a machine is described (detected, searched, pasted, taken from the Hub), it becomes a [`Draft`]. The reader
//! sees the draft, answers its questions, corrects it, and only then does it become the machine of a profile.

mod chip_class;
mod device;
mod of_machine;
mod pasted;
mod question;
mod recognised;
mod shared;

pub use chip_class::chip_class;
pub use device::{Candidate, DescribedDevice, profile_name, speed_of};
pub use of_machine::Draft;
pub use question::Question;
pub use recognised::Recognised;
pub use shared::{SharedItem, SharedKind, devices_of};

use crate::domain::machine::pasted::Doubt;
use crate::domain::machine::recognition::Hint;
use crate::domain::text::memory_size::MemorySize;

/// Where a fact came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is not known yet.
    Open,
    /// The browser said it.
    Browser,
    /// It stands in the catalog of devices.
    Catalog,
    /// It was pasted.
    Pasted,
    /// The reader's page on the Hub says it.
    Hub,
    /// Such machines mostly have it; nobody said it of this one.
    Typical,
    /// The Standard estimate takes it where nobody says otherwise.
    Rule,
    /// The system's maker or measurements of others: see the figure's source.
    Measured,
    /// The reader chose or typed it.
    Reader,
}

/// A fact and where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact<T> {
    /// The fact.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
    /// Whether the source itself is not sure.
    pub is_doubtful: bool,
}

impl<T> Fact<T> {
    /// A fact that its source is sure of.
    pub const fn new(value: T, origin: Origin) -> Self {
        Self {
            value,
            origin,
            is_doubtful: false,
        }
    }

    /// Replaces it by what the reader says.
    pub fn say(&mut self, value: T) {
        *self = Self::new(value, Origin::Reader);
    }
}

/// What the reader should know beside the facts.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// From the recognition of the browser's words.
    Hint(Hint),
    /// From the reading of a pasted text, with the name of the device that it is about.
    Doubt(Doubt, String),
    /// Something of a pasted text that was seen and says too little, quoted.
    Unclear(String),
    /// A pasted text names no GPU.
    NoDeviceNamed,
    /// A GPU inside the processor that does not count, because the machine has one with memory of its own.
    IntegratedLeftOut(String),
    /// More kinds of devices than a profile holds; the last ones are left out.
    DevicesLeftOut,
}

/// Bounds of the system memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemMemoryRange {
    /// There is at least this much.
    pub at_least: MemorySize,
    /// There is at most this much, where that is known.
    pub at_most: Option<MemorySize>,
}
