//! Memory of devices and of the system, as tools print it and sentences say it.

use super::super::{Fact, amount};
use super::{Collected, Loose};
use crate::domain::machine::devices::system_memory::MemoryGeneration;

/// How many amounts may stand open beside one device, and in the whole text.
const LOOSE_MAX: usize = 4;
const UNOWNED_MAX: usize = 16;

impl Collected<'_> {
    /// Whether the device named last has a memory already.
    pub fn knows_memory(&self) -> bool {
        let last = self.last.and_then(|place| self.named.get(place));
        last.is_some_and(|named| named.bytes.is_some())
    }

    /// Memory of a device.
    pub fn device_memory_of(&mut self, place: usize, bytes: u64) {
        let last = self.last.replace(place);
        self.device_memory(bytes);
        self.last = last;
    }

    /// An amount beside a device in a sentence.
    pub fn loose_memory(&mut self, place: usize, loose: Loose) {
        if let Some(memory) = amount::size_of(loose.bytes)
            && let Some(named) = self.named.get_mut(place)
            && named.loose.len() < LOOSE_MAX
        {
            named.loose.push(loose);
            self.note(Fact::DeviceMemory {
                device: place,
                memory,
            });
        }
    }

    /// Memory of the device that an earlier line named; without one, it is shown.
    pub fn memory_of_last(&mut self, bytes: u64) {
        match self.last {
            Some(place) => {
                let loose = Loose {
                    bytes,
                    is_said: true,
                    is_each: false,
                };
                self.loose_memory(place, loose);
            }
            None => self.pending_memory = self.pending_memory.or(Some(bytes)),
        }
    }

    /// An amount that no word gives to anything.
    pub fn unowned(&mut self, bytes: u64) {
        if self.unowned.len() < UNOWNED_MAX {
            self.unowned.push(bytes);
        }
    }

    /// Memory of the device named last.
    pub fn device_memory(&mut self, bytes: u64) {
        self.awaits_device_memory = false;
        let Some(memory) = amount::size_of(bytes) else {
            return;
        };
        if self.last.is_none() {
            self.pending_memory = self.pending_memory.or(Some(bytes));
        }
        if let Some((device, named)) = self.last_named()
            && named.bytes.is_none()
        {
            named.bytes = Some(bytes);
            self.note(Fact::DeviceMemory { device, memory });
        }
    }

    /// The same by a field of 32 bits, which some tools print before the name.
    pub fn adapter_ram(&mut self, bytes: u64) {
        match self.last_named() {
            Some((_, named)) if named.adapter_ram.is_none() => named.adapter_ram = Some(bytes),
            _ => self.pending_adapter_ram = Some(bytes),
        }
    }

    /// System memory as the system reports it.
    pub fn system_memory(&mut self, bytes: u64) {
        const LEAST: u64 = 256 << 20;
        if let Some(size) = amount::size_of(bytes).filter(|_| bytes >= LEAST) {
            self.system_bytes = Some(self.system_bytes.unwrap_or_default().max(bytes));
            self.note(Fact::SystemMemory(size));
        }
    }

    /// A memory module, or where one tool prints the same label for a card, its memory.
    pub fn module_or_vram(&mut self, bytes: u64) {
        if self.awaits_device_memory {
            self.device_memory(bytes);
        } else if self.modules.add(bytes)
            && let Some(size) = amount::size_of(bytes)
        {
            self.note(Fact::SystemMemory(size));
        }
    }

    /// Where the module sits.
    pub fn locate(&mut self, locator: &str) {
        self.is_about_modules = true;
        self.modules.locate(locator);
    }

    /// The generation of the system memory.
    pub fn generation(&mut self, generation: MemoryGeneration) {
        self.is_about_modules = true;
        if self.understood.generation.is_none() {
            self.understood.generation = Some(generation);
            self.note(Fact::Generation(generation));
        }
    }

    /// The speed of the system memory; the last one counts, for tools print the configured speed behind the possible.
    pub fn speed(&mut self, mega_transfers: u16) {
        let is_possible = match self.understood.generation {
            Some(generation) => generation.is_plausible_speed(mega_transfers),
            None => (800..=12_800).contains(&mega_transfers),
        };
        if is_possible {
            self.is_about_modules = true;
            if self.understood.mega_transfers != Some(mega_transfers) {
                self.note(Fact::Speed(mega_transfers));
            }
            self.understood.mega_transfers = Some(mega_transfers);
        }
    }

    /// Channels that were said.
    pub fn channels(&mut self, channels: u8) {
        self.understood.channels = Some(channels);
    }
}
