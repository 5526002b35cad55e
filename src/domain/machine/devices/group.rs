//! Devices that belong together in a list.

use super::{Device, DeviceKind, Vendor};

/// Devices of one vendor, kind and generation.
#[derive(Clone, Debug, PartialEq)]
pub struct Group<'a> {
    /// Who made them.
    pub vendor: Vendor,
    /// What they are built into.
    pub kind: DeviceKind,
    /// The generation (`Ada Lovelace`, `M3`), where it is known.
    pub generation: Option<&'a str>,
    /// The devices, in the order they came.
    pub devices: Vec<&'a Device>,
}

/// Puts devices into groups without changing their order: a group stands where its first device stood.
pub fn groups<'a>(devices: impl IntoIterator<Item = &'a Device>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for device in devices {
        let generation = device.generation();
        let belongs = |group: &&mut Group<'a>| {
            group.vendor == device.vendor && group.kind == device.kind && group.generation == generation
        };
        match groups.iter_mut().find(belongs) {
            Some(group) => group.devices.push(device),
            None => groups.push(Group {
                vendor: device.vendor,
                kind: device.kind,
                generation,
                devices: vec![device],
            }),
        }
    }
    groups
}
