//! What the facts amount to: one device for each that was named, its memory, and what is doubtful about it.

use super::collect::{Collected, Named};
use super::{Doubt, Fact, FoundDevice, Understood, amount};
use crate::domain::machine::devices::{Device, DeviceKind, Devices, NameKey};
use crate::domain::text::memory_size::{BYTES_PER_GB, MemorySize};

impl<'a> Collected<'a> {
    /// What all facts amount to.
    pub fn finish(mut self) -> Understood {
        if self.is_about_modules || self.numbers_are_modules {
            if self.modules.count > 0 && !self.has_total {
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
        self.take_unowned();
        if let Some(size) = self.pending_memory.and_then(amount::size_of) {
            self.unclear(&format!("{size} GB of graphics memory"));
        }
        let installed = |bytes| match amount::size_of(bytes) {
            Some(size) if self.is_typed => Some((size, false)),
            _ => amount::installed(bytes),
        };
        if let Some((size, is_rounded)) = self.system_bytes.and_then(installed) {
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

    /// Amounts that no word gives to anything: the first that system memory is sold in is that, where none was said;
    /// the others are shown. What stands beside a device in a sentence and is none of its sizes comes first.
    fn take_unowned(&mut self) {
        for (device, named) in self.named.iter_mut().enumerate() {
            let sold = sizes_of(&named.candidates);
            let is_laptop =
                !named.candidates.is_empty() && named.candidates.iter().all(|device| device.kind.is_laptop());
            named.loose.retain(|loose| {
                let (bytes, is_said) = (loose.bytes, loose.is_said);
                let fits = |bytes| amount::device_size(bytes, &sold).is_some_and(|(_, is_sold)| is_sold);
                let is_total = fits(bytes / u64::from(named.count.max(1)));
                if fits(bytes) || is_total || is_said || named.candidates.is_empty() {
                    return true;
                }
                let relatives = relatives(self.devices, &named.candidates, bytes);
                let is_doubled = sold.iter().any(|size| amount::size_of(bytes / 2) == Some(*size));
                let may_be_its = !relatives.is_empty() || is_doubled;
                if (may_be_its && !is_laptop) || self.system_bytes.is_some() {
                    return true;
                }
                self.system_bytes = Some(bytes);
                if let Some(said) = amount::size_of(bytes).filter(|_| !is_laptop) {
                    let doubt = Doubt::AmountTakenAsSystem { device, said };
                    self.understood.doubts.push(doubt);
                }
                false
            });
        }
        for bytes in std::mem::take(&mut self.unowned) {
            let is_usual =
                bytes.is_multiple_of(BYTES_PER_GB) && amount::is_usual_system(bytes / BYTES_PER_GB);
            if self.system_bytes.is_none() && is_usual && bytes < 1024 * BYTES_PER_GB {
                self.system_bytes = Some(bytes);
                if let Some(size) = amount::size_of(bytes) {
                    self.note(Fact::SystemMemory(size));
                }
            } else if bytes.is_multiple_of(BYTES_PER_GB)
                && let Some(size) = amount::size_of(bytes)
            {
                self.unclear(&format!("{size} GB"));
            }
        }
        // A chip that is sold with one size has it.
        if self.system_bytes.is_none()
            && let [only] = self.named.as_slice()
            && !only.candidates.is_empty()
            && only.candidates.iter().all(|device| device.is_unified)
            && let [size] = sizes_of(&only.candidates).as_slice()
        {
            self.system_bytes = Some(u64::from(size.thousandths()) * BYTES_PER_GB / 1000);
        }
    }

    /// A device with its memory, and what is doubtful about it.
    fn settle(&mut self, device: usize, mut named: Named<'a>) -> FoundDevice {
        let is_family = named.is_family && named.candidates.is_empty();
        let is_unified = is_family
            || !named.candidates.is_empty() && named.candidates.iter().all(|device| device.is_unified);
        let (mut memory, mut contradicting) = (None, None);
        if is_unified {
            if let Some(system) = self.understood.system_memory {
                keep_some(&mut named.candidates, &|device| device.memory.contains(&system));
                let is_open = |device: &&Device| {
                    device.kind == DeviceKind::Integrated
                        || device.memory.is_empty()
                        || device.memory.contains(&system)
                };
                if !named.candidates.iter().any(is_open) && !is_family {
                    self.doubt(Doubt::MemoryNotSold { device });
                }
            }
        } else {
            memory = self.memory_of(device, &mut named);
            if memory.is_none() {
                contradicting = self.contradiction(device, &mut named);
            }
            if memory.is_none() && contradicting.is_none() {
                let said = named.bytes.and_then(amount::size_of);
                memory = said.or_else(|| only_size(&named.candidates));
            }
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
            contradicting,
        }
    }

    /// An amount that was said of a device and that it is not sold with. Where relatives of the same number are sold
    /// with it ("RTX 6000 96GB"), it may be one of those.
    fn contradiction(&mut self, device: usize, named: &mut Named<'a>) -> Option<MemorySize> {
        let bytes = named.loose.first().map(|loose| loose.bytes)?;
        let said = amount::size_of(bytes)?;
        if named.candidates.is_empty() {
            return None;
        }
        self.doubt(Doubt::AmountContradicts { device, said });
        let relatives = relatives(self.devices, &named.candidates, bytes);
        if relatives.is_empty() {
            return Some(said);
        }
        // The name of one card for games may be right, and the amount wrong; those for work share theirs.
        let is_exact = named.candidates.len() == 1
            && named
                .candidates
                .iter()
                .all(|device| matches!(device.kind, DeviceKind::Desktop | DeviceKind::Laptop));
        if is_exact {
            named.candidates.extend(relatives);
        } else {
            named.candidates = relatives;
            named.bytes = Some(bytes);
        }
        None
    }

    /// Memory of a device: as a tool printed it, or as a sentence says it where the device is sold with that.
    fn memory_of(&mut self, device: usize, named: &mut Named<'a>) -> Option<MemorySize> {
        let sold = sizes_of(&named.candidates);
        if named.is_slice {
            return named.bytes.and_then(amount::size_of);
        }
        let four_gb = MemorySize::from_gb(4);
        let from_adapter_ram = || {
            let (size, is_sold) = amount::device_size(named.adapter_ram?, &sold)?;
            (is_sold && sold.iter().all(|size| *size <= four_gb)).then_some((size, true))
        };
        let count = u64::from(named.count.max(1));
        let from_sentence = || {
            let each = named.loose.iter().flat_map(|loose| {
                let share = if loose.is_each {
                    loose.bytes
                } else {
                    loose.bytes / count
                };
                [loose.bytes, share]
            });
            let mut sizes = each.filter_map(|bytes| amount::device_size(bytes, &sold));
            sizes.find(|(_, is_sold)| *is_sold)
        };
        let said = named.bytes.and_then(|bytes| amount::device_size(bytes, &sold));
        if said.is_none() && named.adapter_ram.is_some() && from_adapter_ram().is_none() {
            self.doubt(Doubt::AdapterRamEndsAt4Gb { device });
        }
        let (size, is_sold) = said.or_else(from_adapter_ram).or_else(from_sentence)?;
        if is_sold {
            keep_some(&mut named.candidates, &|device| device.memory.contains(&size));
        } else {
            self.doubt(Doubt::MemoryNotSold { device });
        }
        Some(size)
    }
}

/// Every size that one of the devices is sold with.
fn sizes_of(devices: &[&Device]) -> Vec<MemorySize> {
    let mut sizes: Vec<MemorySize> = devices
        .iter()
        .flat_map(|device| device.memory.iter().copied())
        .collect();
    crate::domain::text::order::sort_by(&mut sizes, Ord::cmp);
    sizes.dedup();
    sizes
}

fn only_size(devices: &[&Device]) -> Option<MemorySize> {
    match sizes_of(devices).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Devices whose names have every telling word of one of these and more, and that are sold with this much.
fn relatives<'a>(catalog: &'a Devices, devices: &[&Device], bytes: u64) -> Vec<&'a Device> {
    let Some(size) = amount::size_of(bytes) else {
        return Vec::new();
    };
    let numbers: Vec<String> = devices
        .iter()
        .flat_map(|device| NameKey::of(device.reported_name()).base)
        .filter(|word| word.bytes().filter(u8::is_ascii_digit).count() >= 3)
        .collect();
    let is_laptop = devices.iter().any(|device| device.kind.is_laptop());
    let is_relative = |device: &&Device| {
        device.memory.contains(&size)
            && device.kind.is_laptop() == is_laptop
            && devices.iter().any(|own| own.vendor == device.vendor)
            && NameKey::of(device.reported_name())
                .base
                .iter()
                .any(|word| numbers.contains(word))
    };
    catalog.iter().filter(is_relative).collect()
}

/// Keeps the devices that pass a test, if any does.
fn keep_some(devices: &mut Vec<&Device>, test: &dyn Fn(&Device) -> bool) {
    if devices.iter().any(|device| test(device)) {
        devices.retain(|device| test(device));
    }
}
