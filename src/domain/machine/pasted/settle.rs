//! What the facts amount to: one device for each that was named, its memory, and what is doubtful about it.

use super::collect::{Collected, Named};
use super::{Doubt, FoundDevice, Understood, amount};
use crate::domain::machine::devices::{Device, DeviceKind};
use crate::domain::text::memory_size::MemorySize;

impl<'a> Collected<'a> {
    /// What all facts amount to.
    pub fn finish(mut self) -> Understood {
        if self.is_about_modules || self.numbers_are_modules {
            if self.modules.count > 0 {
                self.system_bytes = Some(self.modules.bytes);
            }
            if let Some((channels, is_guess)) = self.modules.channels()
                && self.understood.channels.is_none()
            {
                self.understood.channels = Some(channels);
                if is_guess {
                    self.doubt(Doubt::ChannelsGuessed);
                }
            }
        }
        if let Some((size, is_rounded)) = self.system_bytes.and_then(amount::installed) {
            self.understood.system_memory = Some(size);
            if is_rounded && let Some(reported) = self.system_bytes.and_then(amount::size_of) {
                self.doubt(Doubt::SystemMemoryRoundedUp { reported });
            }
        }
        let settled: Vec<FoundDevice> = std::mem::take(&mut self.named)
            .into_iter()
            .enumerate()
            .map(|(place, named)| self.settle(place, named))
            .collect();
        self.understood.count_equal(settled);
        self.understood
    }

    /// A device with its memory, and what is doubtful about it.
    fn settle(&mut self, device: usize, mut named: Named<'a>) -> FoundDevice {
        let is_family = named.is_family && named.candidates.is_empty();
        let is_unified = is_family
            || !named.candidates.is_empty()
                && named
                    .candidates
                    .iter()
                    .all(|device| device.is_unified && device.kind != DeviceKind::Embedded);
        let mut memory = None;
        if is_unified {
            if let Some(system) = self.understood.system_memory {
                keep_some(&mut named.candidates, &|device| device.memory.contains(&system));
            }
        } else {
            memory = self.memory_of(device, &mut named);
        }
        if is_family {
            self.doubt(Doubt::FamilyOnly { device });
        } else if named.candidates.is_empty() {
            self.doubt(Doubt::Unlisted { device });
        } else if named.candidates.len() > 1 || (!is_unified && memory.is_none()) {
            self.doubt(Doubt::SeveralVersions { device });
        }
        FoundDevice {
            name: named.name,
            ids: named.candidates.iter().map(|device| device.id.clone()).collect(),
            memory,
            is_unified,
            count: named.count,
        }
    }

    /// Memory of a device: as it was said, or the only size it is sold with.
    fn memory_of(&mut self, device: usize, named: &mut Named<'a>) -> Option<MemorySize> {
        let sold: Vec<MemorySize> = named
            .candidates
            .iter()
            .flat_map(|device| device.memory.iter().copied())
            .collect();
        let four_gb = MemorySize::from_gb(4);
        let from_adapter_ram = || {
            let (size, is_sold) = amount::device_size(named.adapter_ram?, &sold)?;
            (is_sold && sold.iter().all(|size| *size <= four_gb)).then_some((size, true))
        };
        let said = named.bytes.and_then(|bytes| amount::device_size(bytes, &sold));
        if said.is_none() && named.adapter_ram.is_some() && from_adapter_ram().is_none() {
            self.doubt(Doubt::AdapterRamEndsAt4Gb { device });
        }
        if let Some((size, is_sold)) = said.or_else(from_adapter_ram) {
            if is_sold {
                keep_some(&mut named.candidates, &|device| device.memory.contains(&size));
            } else {
                self.doubt(Doubt::MemoryNotSold { device });
            }
            return Some(size);
        }
        let first = sold.first().copied();
        first.filter(|first| sold.iter().all(|size| size == first))
    }
}

/// Keeps the devices that pass a test, if any does.
fn keep_some(devices: &mut Vec<&Device>, test: &dyn Fn(&Device) -> bool) {
    if devices.iter().any(|device| test(device)) {
        devices.retain(|device| test(device));
    }
}
