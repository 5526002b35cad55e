//! What the settings mean for the command.

use super::{RunPlacement, RunSettings};
use crate::domain::estimate::Placed;
use crate::domain::run::command::{GpuLayers, HostExperts, Setup};

impl RunSettings {
    /// Writes the settings into the setup of a command. With `placed`, an automatic placement is written as what it came
    /// to, so that the command does what the picture shows.
    pub fn write_into<'a>(&self, setup: &mut Setup<'a>, trained: Option<u64>, placed: Option<&'a Placed>) {
        setup.context = Some(self.context_for(trained));
        setup.sequences = Some(self.sequences);
        setup.cache_k = self.key_type;
        setup.cache_v = self.value_type;
        setup.flash_attention = (!self.flash_attention).then_some(false);
        let plain = Self::default();
        setup.batch = (self.batch != plain.batch).then_some(self.batch);
        setup.micro_batch = (self.micro_batch != plain.micro_batch).then_some(self.micro_batch);
        let small = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        setup.n_layers = placed.map(|placed| small(placed.all_layers));
        setup.gpu_layers = match (self.placement, placed) {
            (RunPlacement::SystemOnly, _) => GpuLayers::None,
            (RunPlacement::DevicesOnly, _) => GpuLayers::All,
            (RunPlacement::Layers(0), _) => GpuLayers::None,
            (RunPlacement::Layers(count), _) => GpuLayers::Some(count),
            (_, None) => GpuLayers::Automatic,
            (_, Some(placed)) if placed.devices.is_empty() => GpuLayers::Automatic,
            (_, Some(placed)) if placed.gpu_layers == 0 => GpuLayers::None,
            (_, Some(placed)) if placed.gpu_layers >= placed.all_layers => GpuLayers::All,
            (_, Some(placed)) => GpuLayers::Some(small(placed.gpu_layers)),
        };
        if let Some(placed) = placed {
            setup.tensor_split = &placed.split;
        }
        setup.host_experts = match (self.placement, placed) {
            (RunPlacement::AllHostExperts, _) => HostExperts::All,
            (RunPlacement::HostExperts(count), _) if count > 0 => HostExperts::First(count),
            (RunPlacement::Automatic, Some(placed)) if placed.host_experts > 0 => {
                HostExperts::First(small(placed.host_experts))
            }
            _ => HostExperts::None,
        };
    }
}
