//! What the settings mean for the estimates.

use super::{RunPlacement, RunSettings};
use crate::domain::estimate::serving::{CachePrecision, DeviceMemory, Engine};
use crate::domain::estimate::{CacheType, GpuLayers, HostExperts, LlamaCppSettings, OutputRows, Wish};
use crate::domain::machine::hardware::Hardware;
use crate::domain::precision::format::Format;
use crate::domain::run::command::Runner;

/// Which estimate speaks for a runner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimator {
    /// That of llama.cpp and the programs built on it.
    LlamaCpp,
    /// That of an engine that loads Safetensors.
    Serving(Engine),
}

/// Which estimate speaks for a runner that loads a format.
pub const fn estimator(runner: Runner, format: Format) -> Estimator {
    match (runner, format) {
        (_, Format::Gguf) => Estimator::LlamaCpp,
        (_, Format::Mlx) | (Runner::MlxLm, _) => Estimator::Serving(Engine::Mlx),
        (Runner::Sglang, _) => Estimator::Serving(Engine::Sglang),
        (Runner::Tgi, _) => Estimator::Serving(Engine::Tgi),
        (Runner::Transformers, _) => Estimator::Serving(Engine::Transformers),
        // Docker Model Runner loads Safetensors with vLLM.
        _ => Estimator::Serving(Engine::Vllm),
    }
}

impl RunSettings {
    /// The runner for a format: the chosen one, if it loads it, else the most used one.
    pub fn runner_for(&self, format: Format) -> Option<Runner> {
        let runners = Runner::for_format(format);
        let chosen = self.runner.filter(|runner| runners.contains(runner));
        chosen.or_else(|| runners.first().copied())
    }

    /// The settings of llama.cpp, for a model that was trained for so many tokens. Its context is that of all
    /// conversations together. Types that llama.cpp does not have count as the default.
    pub fn llama_cpp(&self, trained: Option<u64>) -> LlamaCppSettings {
        let known = |cache_type: CacheType| match cache_type {
            CacheType::Fp8 => CacheType::default(),
            known => known,
        };
        let sequences = u64::from(self.sequences);
        LlamaCppSettings {
            context: self.context_for(trained).saturating_mul(sequences),
            sequences,
            batch: self.batch.into(),
            micro_batch: self.micro_batch.into(),
            key_type: known(self.key_type),
            value_type: known(self.value_type),
            flash_attention: self.flash_attention,
            // The others may be built on older versions, which make room for more.
            output_rows: match self.runner {
                None | Some(Runner::LlamaCpp) => OutputRows::Server,
                Some(_) => OutputRows::Library,
            },
            ..LlamaCppSettings::LIBRARY
        }
    }

    /// What goes to the devices.
    pub const fn wish(&self) -> Wish {
        let (layers, host_experts) = match self.placement {
            RunPlacement::Automatic => (GpuLayers::AsFit, HostExperts::AsFit),
            RunPlacement::DevicesOnly => (GpuLayers::Count(u64::MAX), HostExperts::First(0)),
            RunPlacement::Layers(count) => (GpuLayers::Count(count as u64), HostExperts::First(0)),
            RunPlacement::HostExperts(count) => (GpuLayers::AsFit, HostExperts::First(count as u64)),
            RunPlacement::AllHostExperts => (GpuLayers::AsFit, HostExperts::All),
            RunPlacement::SystemOnly => (GpuLayers::Count(0), HostExperts::First(0)),
        };
        Wish { layers, host_experts }
    }

    /// How an engine that loads Safetensors keeps its cache.
    pub const fn cache_precision(&self) -> CachePrecision {
        match self.key_type {
            CacheType::F32 | CacheType::F16 | CacheType::Bf16 => CachePrecision::Auto,
            CacheType::Fp8 | CacheType::Q8_0 => CachePrecision::EightBit,
            _ => CachePrecision::FourBit,
        }
    }
}

/// The memory that an engine finds on a machine: the group of equal devices with the most memory, or what processor and
/// graphics share. Without either only transformers computes at all, in system memory; `None` for the others.
pub fn serving_memory(engine: Engine, hardware: &Hardware) -> Option<DeviceMemory> {
    let groups = hardware.devices.iter();
    let groups = groups.map(|group| (group.memory.bytes(), u64::from(group.count)));
    let largest = groups
        .filter(|(bytes, count)| *bytes > 0 && *count > 0)
        .max_by_key(|(bytes, count)| bytes.saturating_mul(*count));
    if let Some((bytes, count)) = largest.filter(|_| engine != Engine::Mlx) {
        return Some(DeviceMemory::Devices { bytes, count });
    }
    let memory = hardware.available_memory();
    match (hardware.unified, engine) {
        (Some(_), _) => Some(DeviceMemory::Unified { bytes: memory.system }),
        (None, Engine::Transformers) => Some(DeviceMemory::Devices {
            bytes: memory.available_system,
            count: 1,
        }),
        _ => None,
    }
}
