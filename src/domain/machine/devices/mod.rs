//! The catalog of devices: what a GPU, or a chip that shares the system memory, has and how fast it is.
//!
//! The catalog lies beside the page in a file of its own (`static/devices.txt`, made by `cargo xtask devices`), fetched
//! when somebody needs it. The presets of [`super::hardware::presets`] are what the first paint needs; each names its
//! device.

mod backend;
mod class;
mod device;
mod group;
mod key;
mod names;
mod read;
mod search;
mod words;

pub mod reservations;
pub mod system_memory;

pub use backend::Backend;
pub use class::{ClassFacts, SpeedClass, class_of};
pub use device::{Bandwidth, ComputeCapability, Device, DeviceKind, Vendor};
pub use group::{Group, groups};
pub use key::NameKey;
pub use names::Without;
pub use read::{DEVICES_VERSION, DeviceFault, DevicesError, FILE_BYTES_MAX};
pub use words::{WORDS_BYTES_MAX, beginning_of, id_of, words_of};

/// Every device, in the order of the file: by vendor and kind, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Devices {
    /// The day the facts were gathered, as `2026-11-22`.
    pub generated: String,
    devices: Vec<Device>,
    names: names::Names,
}

impl Devices {
    /// Every device.
    pub fn iter(&self) -> impl Iterator<Item = &Device> {
        self.devices.iter()
    }

    /// The devices as a list.
    pub fn as_slice(&self) -> &[Device] {
        &self.devices
    }

    /// The device with this [`id`](Device::id).
    pub fn find(&self, id: &str) -> Option<&Device> {
        self.devices.iter().find(|device| device.id == id)
    }

    /// The devices whose telling words are these, in any of their names; one word may not count.
    pub fn with_base(&self, base: &[String], without: Without) -> impl Iterator<Item = &Device> {
        self.names.with_base(&self.devices, base, without)
    }

    /// Whether a word tells in the name of any device.
    pub fn has_word(&self, word: &str) -> bool {
        self.names.has_word(&self.devices, word)
    }

    /// The devices whose name, as drivers report it, begins with these words; the last of them may be cut off.
    pub fn beginning(&self, words: &[String]) -> Vec<&Device> {
        self.names.beginning(&self.devices, words)
    }

    /// The devices that a PCI device id of a vendor may stand for; several where versions share a chip.
    pub fn with_pci_id(&self, vendor: Vendor, pci_id: u16) -> impl Iterator<Item = &Device> {
        self.devices
            .iter()
            .filter(move |device| device.vendor == vendor && device.pci_ids.contains(&pci_id))
    }
}
