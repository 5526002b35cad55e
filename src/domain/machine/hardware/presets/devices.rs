//! The devices of the catalog that the presets stand for. The catalog (`static/devices.txt`) is fetched only when somebody
//! needs all of it, so `cargo xtask devices` generates what the presets need of it; a test holds it to the catalog.

use super::generated::DEVICES;
use crate::domain::machine::devices::{Backend, SpeedClass, Vendor};
use crate::domain::machine::hardware::{DeviceIdentity, DeviceSpeed};

/// What the catalog knows of the device of a preset.
pub(super) struct PresetDevice {
    /// The preset.
    pub(super) preset: &'static str,
    /// The memory in GB that the preset is sold with; 0 for every size.
    pub(super) memory_gb: u16,
    /// The device of the catalog.
    pub(super) catalog_id: &'static str,
    /// Who made it.
    pub(super) vendor: Vendor,
    /// The devices that it computes like.
    pub(super) class: SpeedClass,
    /// What engines drive it through.
    pub(super) backend: Backend,
    /// Bandwidth in MB/s, FP32 and FP16 rate of the shaders in GFLOPS; 0 where it is not known.
    pub(super) figures: [u32; 3],
}

impl PresetDevice {
    /// The device of a preset with this memory; `None` for processors.
    pub(super) fn find(preset: &str, memory_gb: u16) -> Option<&'static Self> {
        DEVICES
            .iter()
            .find(|row| row.preset == preset && (row.memory_gb == 0 || row.memory_gb == memory_gb))
    }

    pub(super) fn identity(&self) -> DeviceIdentity {
        DeviceIdentity {
            vendor: Some(self.vendor),
            class: self.class,
            backend: self.backend,
            catalog_id: Some(self.catalog_id.to_owned()),
        }
    }

    pub(super) fn speed(&self) -> DeviceSpeed {
        let [bandwidth, fp32, fp16] = self.figures.map(|figure| (figure > 0).then_some(figure));
        DeviceSpeed {
            bandwidth_mb_s: bandwidth,
            fp32_gflops: fp32,
            fp16_gflops: fp16,
        }
    }
}
