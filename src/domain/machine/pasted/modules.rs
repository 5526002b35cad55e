//! Memory modules (dmidecode, Win32_PhysicalMemory): their sum is the system memory.

use crate::domain::machine::devices::system_memory::MemoryGeneration;

/// Most modules of one machine.
const MODULES_MAX: u8 = 64;

/// Modules that were counted.
#[derive(Clone, Debug, Default)]
pub struct Modules {
    /// Bytes of all of them.
    pub bytes: u64,
    /// How many.
    pub count: u8,
    /// The letters of the channels they sit in, as bits.
    channels: u32,
}

impl Modules {
    /// Adds a module; sizes that no module has are none (a cache, an empty slot).
    pub fn add(&mut self, bytes: u64) -> bool {
        const GIB: u64 = 1 << 30;
        let is_module = (GIB / 2..=512 * GIB).contains(&bytes) && self.count < MODULES_MAX;
        if is_module {
            self.bytes = self.bytes.saturating_add(bytes);
            self.count += 1;
        }
        is_module
    }

    /// Notes the channel that a locator names: `ChannelA-DIMM0`, `DIMM_B1`, `P0 CHANNEL C`.
    pub fn locate(&mut self, locator: &str) {
        let upper = locator.to_ascii_uppercase();
        let behind = ["CHANNEL", "DIMM_", "DIMM "]
            .into_iter()
            .find_map(|word| upper.split_once(word).map(|(_, behind)| behind));
        let letter = behind.and_then(|text| text.trim_start_matches([' ', '_', '-']).bytes().next());
        if let Some(letter @ b'A'..=b'L') = letter {
            self.channels |= 1 << (letter - b'A');
        }
    }

    /// How many channels have modules, and whether that is a guess from their number.
    pub fn channels(&self) -> Option<(u8, bool)> {
        let named = u8::try_from(self.channels.count_ones()).unwrap_or_default();
        match (self.count, named) {
            (0, _) => None,
            (count, named) if named > 0 && named <= count => Some((named, false)),
            (1, _) => Some((1, true)),
            (2..=4, _) => Some((2, true)),
            (count @ (6 | 8 | 12), _) => Some((count, true)),
            _ => None,
        }
    }
}

/// The generation of a number in SMBIOS 3.7, table 78.
pub const fn generation_of(smbios_type: u64) -> Option<MemoryGeneration> {
    match smbios_type {
        24 => Some(MemoryGeneration::Ddr3),
        26 => Some(MemoryGeneration::Ddr4),
        29 => Some(MemoryGeneration::Lpddr3),
        30 => Some(MemoryGeneration::Lpddr4x),
        34 => Some(MemoryGeneration::Ddr5),
        35 => Some(MemoryGeneration::Lpddr5),
        _ => None,
    }
}
