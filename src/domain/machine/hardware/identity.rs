//! What a device is, apart from what it is called.

use crate::domain::machine::devices::{Backend, ClassFacts, Device, SpeedClass, Vendor, class_of, id_of};

/// Longest id of the catalog that is held, in bytes; the longest there is has 52.
pub const CATALOG_ID_LENGTH_MAX: usize = 60;

/// What a device is: chosen once, when it is picked, pasted or typed, and stored. Names are labels; nothing is read from
/// them again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceIdentity {
    /// Who made it; `None` where that is not known.
    pub vendor: Option<Vendor>,
    /// The devices that it computes like.
    pub class: SpeedClass,
    /// What engines drive it through.
    pub backend: Backend,
    /// The device of the catalog that it is, at most [`CATALOG_ID_LENGTH_MAX`] bytes; `None` where it is not one.
    pub catalog_id: Option<String>,
}

impl DeviceIdentity {
    /// A device of which nothing is known; driven through Vulkan, which every GPU speaks.
    pub const UNKNOWN: Self = Self {
        vendor: None,
        class: SpeedClass::Other,
        backend: Backend::Vulkan,
        catalog_id: None,
    };

    /// A device of the catalog, driven as most people drive it.
    pub fn of_device(device: &Device) -> Self {
        let backend = Backend::usual(device.vendor, device.kind);
        Self {
            vendor: Some(device.vendor),
            class: class_of(&ClassFacts {
                name: &device.name,
                vendor: Some(device.vendor),
                kind: Some(device.kind),
                architecture: device.architecture.as_deref(),
                backend,
            }),
            backend,
            catalog_id: catalog_id(&device.id),
        }
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        *self == Self::UNKNOWN
    }
}

/// A text as an id of the catalog; `None` if it cannot be one.
pub fn catalog_id(text: &str) -> Option<String> {
    let is_id = !text.is_empty() && text.len() <= CATALOG_ID_LENGTH_MAX && id_of(text) == text;
    is_id.then(|| text.to_owned())
}
