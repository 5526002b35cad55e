//! Engines that serve Safetensors: what one needs on a machine.

use crate::domain::estimate::serving::{
    Amount, DeviceMemory, Engine, PartKind, ServingEstimate, ServingInput, StoredWeights,
};
use crate::domain::files::config::ModelConfig;
use crate::domain::machine::hardware::Hardware;
use crate::domain::run::command::Runner;
use crate::domain::run::settings::{RunSettings, serving_memory};

/// What an engine that serves Safetensors needs on a machine.
#[derive(Clone, Debug)]
pub struct Served {
    /// The program.
    pub runner: Runner,
    /// The engine inside.
    pub engine: Engine,
    /// The memory it finds.
    pub memory: DeviceMemory,
    /// Whether that is system memory, where the processor computes.
    pub is_on_processor: bool,
    /// The estimate; amounts are those of one device.
    pub estimate: ServingEstimate,
}

impl Served {
    /// What an engine needs on a machine; the engine where it has no memory to run in there.
    ///
    /// # Errors
    /// The engine that the machine has no memory for.
    pub fn of(
        runner: Runner,
        engine: Engine,
        config: &ModelConfig,
        weights: StoredWeights<'_>,
        settings: RunSettings,
        hardware: &Hardware,
    ) -> Result<Self, Engine> {
        let memory = serving_memory(engine, hardware).ok_or(engine)?;
        let input = ServingInput {
            engine,
            config,
            weights,
            cache: settings.cache_precision(),
            context: settings.context_for(config.geometry.context_length),
            requests: settings.sequences.into(),
            memory,
            share_per_mille: None,
        };
        let has_devices = hardware.devices.iter().any(|group| group.count > 0);
        Ok(Self {
            runner,
            engine,
            memory,
            is_on_processor: !has_devices && matches!(memory, DeviceMemory::Devices { .. }),
            estimate: input.estimate(),
        })
    }

    /// Devices that share the model.
    pub const fn devices(&self) -> u64 {
        match self.memory {
            DeviceMemory::Devices { count, .. } => count,
            DeviceMemory::Unified { .. } => 1,
        }
    }

    /// What is needed in all devices together.
    pub fn needed(&self) -> Amount {
        self.sum(|_| true).times(self.devices())
    }

    /// Parts of one device.
    pub fn sum(&self, is_counted: fn(PartKind) -> bool) -> Amount {
        let parts = self.estimate.parts.iter().filter(|part| is_counted(part.kind));
        parts.fold(Amount::default(), |sum, part| sum.plus(part.bytes))
    }
}
