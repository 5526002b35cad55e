//! A device while it is being described.

use super::{Fact, Origin, chip_class};
use crate::domain::machine::devices::{Device, DeviceKind};
use crate::domain::machine::hardware::presets::ChipClass;
use crate::domain::machine::hardware::{
    DeviceGroup, DeviceIdentity, DeviceSpeed, NAME_LENGTH_MAX, identity_from_name,
};
use crate::domain::machine::recognition::Choice;
use crate::domain::text::memory_size::MemorySize;
use crate::domain::text::quote::is_disturbing;

/// A device, or several equal ones.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribedDevice {
    /// Its name, as profiles hold it.
    pub name: Fact<String>,
    /// Memory of each; nothing where it is not known yet, and where it uses the system memory.
    pub memory: Fact<MemorySize>,
    /// How many there are.
    pub count: Fact<u16>,
    /// How fast each is.
    pub speed: Fact<DeviceSpeed>,
    /// Whether it uses the system memory.
    pub shares_memory: bool,
    /// What it is; of the first candidate while that is open.
    pub identity: DeviceIdentity,
    /// What it is built into, where it is a device of the catalog.
    pub kind: Option<DeviceKind>,
    /// What it computes with.
    pub class: ChipClass,
    /// Memory sizes that it is sold with; empty where that is not known.
    pub sizes: Vec<MemorySize>,
    /// What it may be, where that is open: at least two.
    pub candidates: Vec<Candidate>,
}

/// What a device may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The device of the catalog.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its memory; `None` where it uses the system memory, and where nobody lists it.
    pub memory: Option<MemorySize>,
    /// Sizes that it is sold with.
    pub sizes: Vec<MemorySize>,
}

impl Candidate {
    fn of(choice: &Choice<'_>) -> Self {
        let device = choice.device;
        Self {
            id: device.id.clone(),
            name: device.name.clone(),
            memory: choice.memory.filter(|_| !device.is_unified),
            sizes: device.memory.clone(),
        }
    }
}

impl DescribedDevice {
    /// A device that is one of these; `None` without any.
    pub fn one_of(choices: &[Choice<'_>], origin: Origin) -> Option<Self> {
        let (first, others) = choices.split_first()?;
        if others.is_empty() {
            return Some(Self::certain(first, origin));
        }
        let mut candidates: Vec<Candidate> = Vec::new();
        for candidate in choices.iter().map(Candidate::of) {
            // Sizes of a machine's one memory are asked apart, so they make no difference here.
            if !candidates.contains(&candidate) {
                candidates.push(candidate);
            }
        }
        if candidates.len() == 1 {
            return Some(Self::certain(first, origin));
        }
        let device = first.device;
        // Versions may differ in everything but their memory.
        let size = candidates.first().and_then(|candidate| candidate.memory);
        let size = size.filter(|_| candidates.iter().all(|candidate| candidate.memory == size));
        let is_same = choices
            .iter()
            .all(|choice| choice.device.reported_name() == device.reported_name());
        Some(Self {
            name: Fact::new(
                if is_same {
                    profile_name(device.reported_name())
                } else {
                    profile_name(&device.name)
                },
                origin,
            ),
            memory: match size {
                Some(size) => Fact::new(size, origin),
                None => Fact::new(MemorySize::ZERO, Origin::Open),
            },
            speed: Fact::new(DeviceSpeed::default(), Origin::Open),
            sizes: Vec::new(),
            candidates,
            ..Self::certain(first, origin)
        })
    }

    /// A device of the catalog with a memory size, or with its only one.
    pub fn certain(choice: &Choice<'_>, origin: Origin) -> Self {
        let device = choice.device;
        let only = match device.memory.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let memory = choice.memory.or(only).filter(|_| !device.is_unified);
        Self {
            name: Fact::new(profile_name(&device.name), origin),
            memory: match memory {
                Some(memory) if choice.memory.is_some() => Fact::new(memory, origin),
                Some(memory) => Fact::new(memory, Origin::Catalog),
                None => Fact::new(MemorySize::ZERO, Origin::Open),
            },
            count: Fact::new(1, origin),
            speed: Fact {
                value: speed_of(device),
                origin: Origin::Catalog,
                is_doubtful: device.is_doubtful,
            },
            shares_memory: device.is_unified,
            identity: DeviceIdentity::of_device(device),
            kind: Some(device.kind),
            class: chip_class(device),
            sizes: device.memory.clone(),
            candidates: Vec::new(),
        }
    }

    /// A device that is not in the catalog.
    pub fn custom(name: &str, shares_memory: bool, origin: Origin) -> Self {
        Self {
            name: Fact::new(profile_name(name), origin),
            memory: Fact::new(MemorySize::ZERO, Origin::Open),
            count: Fact::new(1, origin),
            speed: Fact::new(DeviceSpeed::default(), Origin::Open),
            shares_memory,
            identity: identity_from_name(name, MemorySize::ZERO),
            kind: None,
            class: ChipClass::X86Cpu,
            sizes: Vec::new(),
            candidates: Vec::new(),
        }
    }

    /// As profiles hold it.
    pub fn group(&self) -> DeviceGroup {
        DeviceGroup {
            identity: self.identity.clone(),
            name: self.name.value.clone(),
            memory: self.memory.value,
            count: self.count.value,
            speed: self.speed.value.believable(),
        }
    }
}

/// The figures of a device.
pub fn speed_of(device: &Device) -> DeviceSpeed {
    DeviceSpeed {
        bandwidth_mb_s: device.bandwidth_mb_s,
        fp32_gflops: device.fp32_gflops,
        fp16_gflops: device.fp16_gflops,
    }
    .believable()
}

/// A name as profiles may hold it: what disturbs the text around it is left out, and too much of it cut.
pub fn profile_name(name: &str) -> String {
    let plain = name.chars().filter(|letter| !is_disturbing(*letter));
    let cut: String = plain.take(NAME_LENGTH_MAX).collect();
    cut.trim().to_owned()
}
