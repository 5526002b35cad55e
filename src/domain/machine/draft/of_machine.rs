//! The draft of a machine.

use super::{DescribedDevice, Fact, Note, Origin, SystemMemoryRange};
use crate::domain::machine::devices::system_memory::SystemMemory;
use crate::domain::machine::devices::{DeviceKind, Devices, Vendor};
use crate::domain::machine::hardware::presets::{Body, ChipClass, typical_system_gb};
use crate::domain::machine::hardware::{
    DEVICE_GROUPS_MAX, DeviceSpeed, Hardware, MacSystem, MachineFacts, SYSTEM_RESERVE_PERCENT_DEFAULT,
    UnifiedMemory, wired_limit_thousandths,
};
use crate::domain::machine::recognition::Choice;
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::QuantizationFamily;
use crate::domain::text::memory_size::MemorySize;

/// A machine while it is being described.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Devices; the first one that shares the system memory is the chip of a machine without others.
    pub devices: Vec<DescribedDevice>,
    /// System memory; nothing while it is not known.
    pub system_memory: Fact<MemorySize>,
    /// What is known of the system memory before it is known.
    pub system_memory_range: Option<SystemMemoryRange>,
    /// Kind and channels of the system memory, which decide its bandwidth.
    pub memory_kind: Fact<Option<SystemMemory>>,
    /// Share of system memory that is left to the system, in percent.
    pub reserve_percent: Fact<u8>,
    /// Memory of each device that the display and the driver keep.
    pub gpu_reserve: Fact<MemorySize>,
    /// Share of unified memory that the GPU may use, in percent.
    pub gpu_share_percent: Fact<Option<u8>>,
    /// The reader's macOS, where it is a Mac.
    pub mac_system: MacSystem,
    /// What the reader should know.
    pub notes: Vec<Note>,
}

impl Default for Draft {
    /// A machine of which nothing is known, without a GPU.
    fn default() -> Self {
        Self {
            devices: Vec::new(),
            system_memory: Fact::new(MemorySize::ZERO, Origin::Open),
            system_memory_range: None,
            memory_kind: Fact::new(None, Origin::Open),
            reserve_percent: Fact::new(SYSTEM_RESERVE_PERCENT_DEFAULT, Origin::Rule),
            gpu_reserve: Fact::new(MemorySize::ZERO, Origin::Rule),
            gpu_share_percent: Fact::new(None, Origin::Open),
            mac_system: MacSystem::Current,
            notes: Vec::new(),
        }
    }
}

impl Draft {
    /// A machine with one device that is one of these.
    pub fn with_device(choices: &[Choice<'_>], origin: Origin) -> Self {
        let mut draft = Self::default();
        draft.add(DescribedDevice::one_of(choices, origin));
        draft
    }

    /// Adds a device, if there is room for its kind.
    pub fn add(&mut self, device: Option<DescribedDevice>) {
        let Some(device) = device else {
            return;
        };
        if self.devices.len() >= DEVICE_GROUPS_MAX {
            if !self.notes.contains(&Note::DevicesLeftOut) {
                self.notes.push(Note::DevicesLeftOut);
            }
            return;
        }
        if device.shares_memory && self.has_own_memory() {
            self.notes
                .push(Note::IntegratedLeftOut(device.name.value.clone()));
            return;
        }
        if !device.shares_memory {
            for chip in self.devices.extract_if(.., |known| known.shares_memory) {
                self.notes.push(Note::IntegratedLeftOut(chip.name.value));
            }
        }
        self.devices.push(device);
        self.follow();
    }

    /// Whether a device has memory of its own.
    pub fn has_own_memory(&self) -> bool {
        self.devices.iter().any(|device| !device.shares_memory)
    }

    /// The chip whose GPU uses the system memory, where that is what the machine computes with.
    pub fn chip(&self) -> Option<&DescribedDevice> {
        self.devices
            .first()
            .filter(|device| device.shares_memory && !self.has_own_memory())
    }

    /// Whether it is a Mac with one memory.
    pub fn is_apple(&self) -> bool {
        self.chip()
            .is_some_and(|chip| chip.identity.vendor == Some(Vendor::Apple))
    }

    /// Whether the memory of the chip is of a kind that the reader can choose.
    pub fn has_memory_of_choice(&self) -> bool {
        self.chip()
            .is_none_or(|chip| matches!(chip.kind, None | Some(DeviceKind::Integrated)))
    }

    /// Uses one of the candidates of a device.
    pub fn decide(&mut self, device: usize, candidate: usize, devices: &Devices) {
        let Some(open) = self.devices.get_mut(device) else {
            return;
        };
        let chosen = open
            .candidates
            .get(candidate)
            .and_then(|candidate| Some((devices.find(&candidate.id)?, candidate.memory)));
        if let Some((found, memory)) = chosen {
            let choice = Choice {
                device: found,
                memory,
            };
            let count = open.count.clone();
            *open = DescribedDevice {
                count,
                ..DescribedDevice::certain(&choice, Origin::Reader)
            };
            self.follow();
        }
    }

    /// Uses an amount of memory for a device; nothing where the reader does not know it.
    pub fn set_device_memory(&mut self, device: usize, size: MemorySize) {
        if let Some(device) = self.devices.get_mut(device) {
            device.memory.say(size);
        }
    }

    /// Uses an amount of system memory: it says which version of a chip it is, where versions differ in it.
    pub fn set_system_memory(&mut self, size: MemorySize, origin: Origin, devices: &Devices) {
        self.system_memory = Fact::new(size, origin);
        if let Some(chip) = self.devices.first_mut().filter(|device| device.shares_memory) {
            let fits = |candidate: &super::Candidate| candidate.sizes.contains(&size);
            if chip.candidates.iter().any(fits) {
                chip.candidates.retain(fits);
            }
            if let [only] = chip.candidates.as_slice()
                && let Some(device) = devices.find(&only.id)
            {
                let origin = chip.name.origin;
                *chip = DescribedDevice::certain(&Choice { device, memory: None }, origin);
            }
        }
        self.follow();
    }

    /// Uses a typical amount of system memory for the devices that are known.
    pub fn assume_system_memory(&mut self, devices: &Devices) {
        let largest = self.devices.iter().map(|device| device.memory.value).max();
        let gb = largest.map_or(0, |size| {
            u16::try_from(size.thousandths() / 1000).unwrap_or(u16::MAX)
        });
        let body = match self.devices.first().and_then(|device| device.kind) {
            Some(kind) if kind.is_laptop() => Body::Laptop,
            Some(DeviceKind::DataCentre) => Body::Server,
            _ => Body::Desktop,
        };
        let typical = if self.has_own_memory() {
            MemorySize::from_gb(typical_system_gb(body, gb))
        } else {
            let sizes = self.system_sizes();
            let usual = MemorySize::from_gb(16);
            let first = sizes.first().copied().unwrap_or(usual);
            if sizes.contains(&usual) { usual } else { first }
        };
        self.set_system_memory(typical, Origin::Typical, devices);
    }

    /// Uses a kind of system memory, or none.
    pub fn set_memory_kind(&mut self, kind: Option<SystemMemory>) {
        self.memory_kind = match kind {
            Some(kind) => Fact::new(Some(kind), Origin::Reader),
            None => Fact::new(None, Origin::Open),
        };
    }

    /// Uses the limit of another macOS.
    pub fn set_mac_system(&mut self, system: MacSystem) {
        self.mac_system = system;
        self.gpu_share_percent = Fact::new(None, Origin::Open);
        self.follow();
    }

    /// What follows from the rest, as far as the reader did not say otherwise.
    fn follow(&mut self) {
        if self.gpu_share_percent.origin == Origin::Reader {
            return;
        }
        let memory = self.system_memory.value;
        self.gpu_share_percent = if self.is_apple() && !memory.is_zero() {
            let percent = wired_limit_thousandths(memory.thousandths() / 1000, self.mac_system) / 10;
            Fact::new(u8::try_from(percent).ok(), Origin::Measured)
        } else {
            Fact::new(None, Origin::Open)
        };
    }

    /// The machine as profiles hold it.
    pub fn hardware(&self) -> Hardware {
        let chip = self.chip();
        let own = || self.devices.iter().filter(|device| !device.shares_memory);
        let bandwidth = self.memory_kind.value.map(SystemMemory::bandwidth_mb_s);
        let classes: Vec<ChipClass> = match chip {
            Some(chip) => vec![chip.class],
            None if self.has_own_memory() => own().map(|device| device.class).collect(),
            None => vec![ChipClass::X86Cpu],
        };
        let chip_speed = chip.map_or_else(DeviceSpeed::default, |chip| {
            let speed = chip.speed.value.believable();
            DeviceSpeed {
                bandwidth_mb_s: bandwidth
                    .filter(|_| self.has_memory_of_choice())
                    .or(speed.bandwidth_mb_s),
                ..speed
            }
        });
        Hardware {
            system_memory: self.system_memory.value,
            unified: chip.map(|_| UnifiedMemory {
                gpu_share_percent: self.gpu_share_percent.value,
            }),
            devices: own().map(DescribedDevice::group).collect(),
            system_reserve_percent: self.reserve_percent.value,
            // What every device of the machine loads: a model may lie on several.
            formats: Format::ALL
                .into_iter()
                .filter(|format| classes.iter().all(|class| class.formats().contains(format)))
                .collect(),
            quantizations: QuantizationFamily::ALL
                .into_iter()
                .filter(|family| classes.iter().all(|class| class.quantizations().contains(family)))
                .collect(),
            facts: MachineFacts {
                chip: chip.map(|chip| chip.name.value.clone()).unwrap_or_default(),
                chip_identity: chip.map(|chip| chip.identity.clone()).unwrap_or_default(),
                chip_speed,
                system_bandwidth_mb_s: bandwidth,
                gpu_reserve: self.gpu_reserve.value,
                ..MachineFacts::default()
            },
        }
    }
}
