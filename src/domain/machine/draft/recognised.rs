//! From what a browser says to a draft.

use super::{DescribedDevice, Draft, Note, Origin, SystemMemoryRange};
use crate::domain::machine::devices::{Device, Devices, Vendor};
use crate::domain::machine::recognition::{
    AdapterStrings, Choice, Hint, Outcome, Recognition, Unreal, recognise,
};

/// Most devices of a family that are offered as answers; more are found faster by searching.
const FAMILY_MAX: usize = 9;

/// What came of a browser's words.
#[derive(Clone, Debug, PartialEq)]
pub enum Recognised {
    /// A draft; questions may be open.
    Draft(Draft),
    /// A GPU that is not in the catalog, by its name.
    Unlisted(String),
    /// The family at most, with words to search it by.
    Family(String),
    /// The vendor at most.
    VendorOnly(Option<Vendor>),
    /// There is no GPU behind it, or it is hidden.
    Unreal(Unreal),
}

impl Draft {
    /// What a browser's words amount to.
    pub fn from_browser(strings: &AdapterStrings<'_>, devices: &Devices) -> Recognised {
        let recognition = recognise(strings, devices);
        let Some(device) = device(&recognition) else {
            let Recognition {
                outcome,
                vendor,
                name,
                ..
            } = recognition;
            return match outcome {
                Outcome::Unreal(unreal) => Recognised::Unreal(unreal),
                Outcome::Family(family) => Recognised::Family(family_words(&family, &name)),
                Outcome::Unlisted => Recognised::Unlisted(super::profile_name(&name)),
                _ => Recognised::VendorOnly(vendor),
            };
        };
        let system_memory_range = recognition.hints.iter().find_map(|hint| match *hint {
            Hint::SystemMemory { at_least, at_most } => Some(SystemMemoryRange { at_least, at_most }),
            _ => None,
        });
        let mut draft = Self {
            system_memory_range,
            notes: recognition.hints.into_iter().map(Note::Hint).collect(),
            ..Self::default()
        };
        draft.add(Some(device));
        Recognised::Draft(draft)
    }
}

/// The device that a draft begins with; `None` where the words say too little.
fn device(recognition: &Recognition<'_>) -> Option<DescribedDevice> {
    let origin = Origin::Browser;
    match &recognition.outcome {
        Outcome::Exact(choice) => DescribedDevice::one_of(&[*choice], origin),
        Outcome::AskVariant(choices) => DescribedDevice::one_of(choices, origin),
        Outcome::AskMemory(devices) if !devices.is_empty() => {
            DescribedDevice::one_of(&whole(devices), origin)
        }
        // A phone's chip, or a processor's GPU whose name says no more.
        Outcome::AskMemory(_) => Some(DescribedDevice::custom(&recognition.name, true, origin)),
        Outcome::Family(devices) if devices.is_empty() => {
            let name = match recognition.name.as_str() {
                "" => recognition.vendor?.name(),
                name => name,
            };
            Some(DescribedDevice::custom(name, true, origin))
        }
        Outcome::Family(devices) if devices.len() <= FAMILY_MAX => {
            DescribedDevice::one_of(&whole(devices), origin)
        }
        _ => None,
    }
}

/// Each device with every size of its own memory.
pub(super) fn whole<'a>(devices: &[&'a Device]) -> Vec<Choice<'a>> {
    let mut choices = Vec::new();
    for device in devices {
        if device.is_unified || device.memory.is_empty() {
            choices.push(Choice { device, memory: None });
        } else {
            let sizes = device.memory.iter();
            choices.extend(sizes.map(|&size| Choice {
                device,
                memory: Some(size),
            }));
        }
    }
    choices
}

/// Words that find a family in the catalog.
fn family_words(family: &[&Device], name: &str) -> String {
    let architecture = family.first().and_then(|device| device.architecture.as_deref());
    match architecture {
        Some(architecture)
            if family
                .iter()
                .all(|device| device.architecture.as_deref() == Some(architecture)) =>
        {
            architecture.to_owned()
        }
        _ => super::profile_name(name),
    }
}
