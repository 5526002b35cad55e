//! Equal devices become one with a count.

use super::{Doubt, Fact, FoundDevice, Understood};

impl Understood {
    /// Takes the devices that were found, equal ones counted; facts and doubts follow them to their new places.
    pub(super) fn count_equal(&mut self, found: Vec<FoundDevice>) {
        let mut places = Vec::with_capacity(found.len());
        for device in found {
            let is_same = |known: &FoundDevice| {
                known.ids == device.ids
                    && known.memory == device.memory
                    && known.contradicting == device.contradicting
                    && (!device.ids.is_empty() || known.name == device.name)
            };
            match self.devices.iter().position(is_same) {
                Some(place) => {
                    if let Some(known) = self.devices.get_mut(place) {
                        known.count = known.count.saturating_add(device.count);
                    }
                    places.push(place);
                }
                None => {
                    places.push(self.devices.len());
                    self.devices.push(device);
                }
            }
        }
        let moved = |device: &mut usize| *device = places.get(*device).copied().unwrap_or_default();
        for reading in &mut self.readings {
            match &mut reading.fact {
                Fact::Device { device }
                | Fact::DeviceMemory { device, .. }
                | Fact::GpuCores { device, .. } => {
                    moved(device);
                }
                Fact::SystemMemory(_) | Fact::Generation(_) | Fact::Speed(_) => {}
            }
        }
        for doubt in &mut self.doubts {
            if let Some(device) = doubt.device_mut() {
                moved(device);
            }
        }
        let mut kept: Vec<Doubt> = Vec::new();
        for doubt in std::mem::take(&mut self.doubts) {
            if !kept.contains(&doubt) {
                kept.push(doubt);
            }
        }
        self.doubts = kept;
    }
}
