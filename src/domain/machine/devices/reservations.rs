//! Memory that a model does not get: what the system keeps, as facts with their sources.

use crate::domain::machine::hardware::{MacSystem, SYSTEM_RESERVE_PERCENT_DEFAULT, wired_limit_thousandths};
use crate::domain::text::memory_size::MemorySize;

/// Something that keeps memory for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// The operating system and other programs, of the system memory.
    OperatingSystem,
    /// The desktop and the browser, of the memory of the card that the display hangs on.
    Display,
    /// Windows' display driver model, of the memory of each card.
    Wddm,
    /// What macOS does not let the GPU have of the one memory.
    AppleWiredLimit,
}

/// How much is kept: from, typically, up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Hundredths of the memory.
    Percent {
        /// At least.
        from: u8,
        /// Typically; what is taken where nobody says otherwise.
        typical: u8,
        /// At most.
        to: u8,
    },
    /// An amount whatever the memory.
    Size {
        /// At least.
        from: MemorySize,
        /// Typically.
        typical: MemorySize,
        /// At most.
        to: MemorySize,
    },
}

impl Reservation {
    /// Every reservation, in the order they are shown.
    pub const ALL: [Self; 4] = [
        Self::OperatingSystem,
        Self::Display,
        Self::Wddm,
        Self::AppleWiredLimit,
    ];

    /// How much is kept.
    ///
    /// * Operating system: the fifth of the Standard estimate (README, How the verdict is computed).
    /// * Display: 0.3 to 1.5 GB with a desktop and a browser on the card; assumed, nobody has measured it well.
    /// * WDDM: Windows 10 offers one process at most 90 % of a card (tensorflow issue 22623); Ollama reports 15 % on a
    ///   22 GB card (ollama issue 9167). Newer Windows keeps less, and Linux nothing.
    /// * Apple: the rest of [`wired_limit_thousandths`].
    pub fn amount(self) -> Amount {
        let size = |thousandths| MemorySize::from_thousandths(thousandths).unwrap_or_default();
        match self {
            Self::OperatingSystem => Amount::Percent {
                from: 5,
                typical: SYSTEM_RESERVE_PERCENT_DEFAULT,
                to: 50,
            },
            Self::Display => Amount::Size {
                from: size(300),
                typical: size(600),
                to: size(1500),
            },
            Self::Wddm => Amount::Percent {
                from: 0,
                typical: 5,
                to: 19,
            },
            Self::AppleWiredLimit => Amount::Percent {
                from: 16,
                typical: 25,
                to: 34,
            },
        }
    }

    /// Where the figure comes from: an address, or nothing where it is assumed.
    pub const fn source(self) -> Option<&'static str> {
        match self {
            Self::OperatingSystem | Self::Display => None,
            Self::Wddm => Some("https://github.com/ollama/ollama/issues/9167"),
            Self::AppleWiredLimit => Some("https://github.com/ggml-org/llama.cpp/pull/18919"),
        }
    }
}

/// Raising the limit of a Mac.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaisedWiredLimit {
    /// The command; it lasts until the next start.
    pub command: String,
    /// The limit before, in bytes.
    pub before: u64,
    /// The limit after, in bytes.
    pub after: u64,
}

/// The command that lets the GPU have everything but what the system needs, and what it unlocks.
///
/// What the system keeps: 4 GB up to 32 GB of memory, an eighth above; with less the machine begins to swap (assumed).
/// `None` where nothing is gained.
pub fn raised_wired_limit(memory: MemorySize, system: MacSystem) -> Option<RaisedWiredLimit> {
    const FOUR_GB: u64 = 4 << 30;
    const MIB: u64 = 1 << 20;
    let total = memory.bytes();
    let share = u64::from(wired_limit_thousandths(memory.thousandths() / 1000, system));
    let before = total / 1000 * share;
    let limit_mb = total.saturating_sub(FOUR_GB.max(total / 8)) / MIB;
    let after = limit_mb * MIB;
    (after > before).then(|| RaisedWiredLimit {
        command: format!("sudo sysctl iogpu.wired_limit_mb={limit_mb}"),
        before,
        after,
    })
}
