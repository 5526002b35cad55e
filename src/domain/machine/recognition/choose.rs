//! From a name and an id to the devices of the catalog.

use super::renderer::Adapter;
use super::{Choice, Outcome, generic};
use crate::domain::machine::devices::{Device, DeviceKind, Devices, NameKey, Vendor, Without};

/// What the name and the id of an adapter stand for.
pub fn outcome<'a>(adapter: &Adapter, devices: &'a Devices) -> Outcome<'a> {
    let Some(vendor) = adapter.vendor else {
        return generic::without_vendor(&adapter.name);
    };
    if let Some(outcome) = generic::outcome(vendor, adapter, devices) {
        return outcome;
    }
    let alternatives = alternatives(&adapter.name);
    let mut found: Vec<&Device> = Vec::new();
    for name in &alternatives {
        let mut key = NameKey::of(name);
        if vendor == Vendor::Intel {
            // The GB behind the name of an integrated Arc is the shared budget.
            key.memory_gb = None;
        }
        match named(vendor, &key, adapter.pci_id, devices) {
            Ok(devices) => found.extend(devices),
            Err(Contradiction) => return Outcome::VendorOnly,
        }
    }
    if found.is_empty() {
        return generic::unknown(vendor, adapter);
    }
    let is_one_of_several = alternatives.len() > 1;
    if found
        .iter()
        .all(|device| device.is_unified && device.kind != DeviceKind::Embedded)
    {
        return Outcome::AskMemory(found);
    }
    let memory_gb = NameKey::of(&adapter.name).memory_gb;
    let choices = choices_of(&found, memory_gb);
    match choices.as_slice() {
        [choice] if is_one_of_several => Outcome::AskVariant(vec![*choice]),
        [choice] => {
            let twins = amd_laptop_twins(choice.device, adapter, devices);
            if twins.is_empty() {
                return Outcome::Exact(*choice);
            }
            found.extend(twins);
            Outcome::AskVariant(choices_of(&found, None))
        }
        _ => Outcome::AskVariant(choices),
    }
}

/// Laptop chips with an AMD card's name: AMD's ids do not tell them apart.
fn amd_laptop_twins<'a>(device: &Device, adapter: &Adapter, devices: &'a Devices) -> Vec<&'a Device> {
    let key = NameKey::of(&adapter.name);
    if device.vendor != Vendor::Amd || !is_card(device) || key.is_laptop {
        return Vec::new();
    }
    let mut twins = with_base(device.vendor, &key, devices);
    twins.retain(|twin| twin.kind.is_laptop());
    twins
}

/// Every size of every device; only the size that is said, where it is.
fn choices_of<'a>(devices: &[&'a Device], memory_gb: Option<u16>) -> Vec<Choice<'a>> {
    let said = memory_gb.map(crate::domain::text::memory_size::MemorySize::from_gb);
    let mut choices = Vec::new();
    for device in devices {
        if device.memory.is_empty() {
            choices.push(Choice { device, memory: None });
        }
        for &size in &device.memory {
            if said.is_none_or(|said| said == size || !device.memory.contains(&said)) {
                choices.push(Choice {
                    device,
                    memory: Some(size),
                });
            }
        }
    }
    choices
}

/// The name and the id cannot both be true: somebody changed one of them.
pub struct Contradiction;

/// The devices with this name, narrowed by whatever tells versions apart.
pub fn named<'a>(
    vendor: Vendor,
    key: &NameKey,
    pci_id: Option<u16>,
    devices: &'a Devices,
) -> Result<Vec<&'a Device>, Contradiction> {
    let with_id = |device: &Device| pci_id.is_some_and(|id| device.pci_ids.contains(&id));
    let mut found = if vendor == Vendor::Nvidia && generic::is_unnamed(key) {
        devices
            .iter()
            .filter(|device| device.vendor == vendor && with_id(device))
            .collect()
    } else {
        with_base(vendor, key, devices)
    };
    // NVIDIA gives every version an id of its own; AMD and Intel share one among many names.
    let id_is_known = devices
        .iter()
        .any(|device| device.vendor == vendor && with_id(device));
    let id_tells = vendor == Vendor::Nvidia && pci_id.is_some();
    if id_tells && id_is_known && !found.iter().any(|device| with_id(device)) {
        return Err(Contradiction);
    }
    keep_some(&mut found, &|device| key.allows(device));
    if key.is_max_q {
        found.retain(|device| is_max_q(device));
    } else {
        keep_some(&mut found, &|device| !is_max_q(device));
    }
    if key.is_laptop {
        keep_some(&mut found, &|device| device.kind.is_laptop());
    }
    keep_some(&mut found, &|device| with_id(device));
    // An id that nobody knows may be that of a laptop chip with the desktop card's name.
    if !key.is_laptop && !key.is_max_q && (id_is_known || !id_tells) {
        keep_some(&mut found, &|device| !device.kind.is_laptop());
    }
    if key.is_laptop && found.iter().any(|device| is_card(device)) {
        // A laptop version that the catalog does not have.
        found.clear();
    }
    Ok(found)
}

/// Keeps the devices that pass a test, if any does.
fn keep_some(devices: &mut Vec<&Device>, test: &dyn Fn(&Device) -> bool) {
    if devices.iter().any(|device| test(device)) {
        devices.retain(|device| test(device));
    }
}

fn is_max_q(device: &Device) -> bool {
    NameKey::of(&device.name).is_max_q
}

const fn is_card(device: &Device) -> bool {
    matches!(
        device.kind,
        DeviceKind::Desktop | DeviceKind::Workstation | DeviceKind::DataCentre
    )
}

/// The devices whose telling words are those of the name; then those that say less or more where a series is named in
/// both ways.
fn with_base<'a>(vendor: Vendor, key: &NameKey, devices: &'a Devices) -> Vec<&'a Device> {
    let last = if vendor == Vendor::Intel {
        Without::Pro
    } else {
        Without::Nothing
    };
    [Without::Nothing, Without::Quadro, Without::Pcie, last]
        .into_iter()
        .map(|without| -> Vec<&'a Device> {
            let found = devices.with_base(&key.base, without);
            found.filter(|device| device.vendor == vendor).collect()
        })
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The names of a name with slashes: `Radeon RX 6600/6600 XT/6600M` are three cards.
fn alternatives(name: &str) -> Vec<String> {
    let mut parts = name.split('/').map(str::trim).filter(|part| !part.is_empty());
    let Some(first) = parts.next() else {
        return Vec::new();
    };
    let before_number = first.find(|letter: char| letter.is_ascii_digit()).unwrap_or(0);
    let series = first.get(..before_number).unwrap_or_default();
    let mut names = vec![first.to_owned()];
    for part in parts.take(8) {
        let is_number = part.starts_with(|letter: char| letter.is_ascii_digit());
        names.push(if is_number {
            format!("{series}{part}")
        } else {
            part.to_owned()
        });
    }
    names
}

/// Whether laptops have a version with the same name that only an id would tell.
pub fn has_laptop_twin(outcome: &Outcome<'_>, adapter: &Adapter, devices: &Devices) -> bool {
    let device = match outcome {
        Outcome::Exact(choice) => choice.device,
        Outcome::AskVariant(choices) => match choices.first() {
            Some(choice) => choice.device,
            None => return false,
        },
        _ => return false,
    };
    let key = NameKey::of(&adapter.name);
    let id_tells = adapter
        .pci_id
        .is_some_and(|id| device.vendor == Vendor::Nvidia && device.pci_ids.contains(&id));
    let has_twin = || {
        with_base(device.vendor, &key, devices)
            .iter()
            .any(|twin| twin.kind.is_laptop() && !key.is_laptop && !twin.reported_name().contains("Laptop"))
    };
    is_card(device) && !id_tells && has_twin()
}
