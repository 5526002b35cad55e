//! System memory by generation, speed and channels: it decides the speed of what does not fit on the GPU.

/// A generation of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemoryGeneration {
    /// DDR3.
    Ddr3,
    /// DDR4.
    Ddr4,
    /// DDR5.
    Ddr5,
    /// DDR5 in two ranks at once, for servers.
    Mrdimm,
    /// LPDDR3.
    Lpddr3,
    /// LPDDR4 and LPDDR4X.
    Lpddr4x,
    /// LPDDR5.
    Lpddr5,
    /// LPDDR5X.
    Lpddr5x,
    /// High-bandwidth memory on the processor itself.
    Hbm,
}

/// Memory of one kind behind a number of channels of 64 bits.
///
/// Phones and laptops with soldered memory count their width in bits: 128 bits are two channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemMemory {
    /// The generation.
    pub generation: MemoryGeneration,
    /// Transfers in a second, in millions: 3200 for DDR4-3200.
    pub mega_transfers: u16,
    /// Channels of 64 bits, from 1.
    pub channels: u8,
}

/// Numbers of channels that machines have. Desktops and laptops have two (one where a single module is fitted), large
/// desktops four, workstations six or eight, servers up to twelve.
pub const CHANNEL_COUNTS: [u8; 6] = [1, 2, 4, 6, 8, 12];

/// Channels of 64 bits that HBM on a processor has: four stacks of 1,024 bits (Intel's Xeon Max).
pub const HBM_CHANNELS: u8 = 64;

impl MemoryGeneration {
    /// Every generation, in the order of a list to choose from.
    pub const ALL: [Self; 9] = [
        Self::Ddr5,
        Self::Ddr4,
        Self::Ddr3,
        Self::Lpddr5x,
        Self::Lpddr5,
        Self::Lpddr4x,
        Self::Lpddr3,
        Self::Mrdimm,
        Self::Hbm,
    ];

    /// The name that shops print.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ddr3 => "DDR3",
            Self::Ddr4 => "DDR4",
            Self::Ddr5 => "DDR5",
            Self::Mrdimm => "MRDIMM",
            Self::Lpddr3 => "LPDDR3",
            Self::Lpddr4x => "LPDDR4X",
            Self::Lpddr5 => "LPDDR5",
            Self::Lpddr5x => "LPDDR5X",
            Self::Hbm => "HBM2e",
        }
    }

    /// Speeds that are sold, in million transfers a second: JEDEC's, and the usual overclocked kits of desktops.
    pub const fn speeds(self) -> &'static [u16] {
        match self {
            Self::Ddr3 => &[1066, 1333, 1600, 1866, 2133],
            Self::Ddr4 => &[2133, 2400, 2666, 2933, 3200, 3600, 4000],
            Self::Ddr5 => &[4000, 4400, 4800, 5200, 5600, 6000, 6400, 6800, 7200, 7600, 8000],
            Self::Mrdimm => &[8000, 8800, 12800],
            Self::Lpddr3 => &[1600, 1866, 2133],
            Self::Lpddr4x => &[3200, 3733, 4266],
            Self::Lpddr5 => &[4800, 5200, 5500, 6000, 6400],
            Self::Lpddr5x => &[6400, 7467, 7500, 8000, 8400, 8448, 8533, 9600],
            Self::Hbm => &[3200],
        }
    }

    /// The generation that a word names: `ddr4`, `LPDDR5X`, `sdram` of no generation not.
    pub fn from_word(word: &str) -> Option<Self> {
        const WORDS: [(&str, MemoryGeneration); 12] = [
            ("ddr3", MemoryGeneration::Ddr3),
            ("ddr3l", MemoryGeneration::Ddr3),
            ("ddr4", MemoryGeneration::Ddr4),
            ("ddr5", MemoryGeneration::Ddr5),
            ("mrdimm", MemoryGeneration::Mrdimm),
            ("lpddr3", MemoryGeneration::Lpddr3),
            ("lpddr4", MemoryGeneration::Lpddr4x),
            ("lpddr4x", MemoryGeneration::Lpddr4x),
            ("lpddr5", MemoryGeneration::Lpddr5),
            ("lpddr5x", MemoryGeneration::Lpddr5x),
            ("hbm2e", MemoryGeneration::Hbm),
            ("hbm", MemoryGeneration::Hbm),
        ];
        let lower = word.to_ascii_lowercase();
        WORDS
            .iter()
            .find(|(known, _)| *known == lower)
            .map(|&(_, generation)| generation)
    }

    /// Whether this speed can be one of the generation: within a tenth of the range that is sold.
    pub fn is_plausible_speed(self, mega_transfers: u16) -> bool {
        let speeds = self.speeds();
        let slowest = speeds.first().copied().unwrap_or_default();
        let fastest = speeds.last().copied().unwrap_or_default();
        let reach = fastest.saturating_add(fastest / 5);
        (slowest.saturating_sub(slowest / 10)..=reach).contains(&mega_transfers)
    }
}

impl SystemMemory {
    /// Peak bandwidth in MB/s (10^6 bytes): transfers × 8 bytes × channels.
    pub const fn bandwidth_mb_s(self) -> u32 {
        self.mega_transfers as u32 * 8 * self.channels as u32
    }
}
