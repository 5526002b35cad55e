//! Measured rows of speed, and what the page would know of each.
//!
//! Used: device, device count, backend, engine, engine version, quantization, sizes, layers, context, GPU cores, whether
//! all layers were on the GPU. The engine's version only tells llama.cpp of early 2024. Not used: the
//! source and the measured speeds.

use llm_lens::domain::machine::devices::{Backend, ClassFacts, Device, Devices, Vendor, class_of};
use llm_lens::domain::machine::hardware::identity_from_name;
use llm_lens::domain::speed::{
    DeviceSpeed, Engine, ModelFacts, Part, Placement, Sharing, SpeedEstimate, SpeedQuestion, estimate_speed,
    shader_gflops,
};
use llm_lens::domain::text::memory_size::MemorySize;
use serde::Deserialize;

/// A file of rows.
#[derive(Deserialize)]
pub struct File {
    /// The rows.
    pub rows: Vec<Row>,
}

/// One measured row; the fields of `truth/speed.json`, none of them required but the device.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Row {
    pub device: String,
    pub device_count: Option<f64>,
    pub backend: Option<String>,
    pub engine: Option<String>,
    pub engine_version: Option<String>,
    pub model: Option<String>,
    pub model_as_given: Option<String>,
    pub quantization: Option<String>,
    pub file_bytes: Option<f64>,
    pub file_bytes_estimated: Option<f64>,
    pub parameters_total: Option<f64>,
    pub parameters_active: Option<f64>,
    pub layers: Option<f64>,
    pub kv_bytes_per_token: Option<f64>,
    pub prompt_tokens: Option<f64>,
    pub context_depth: Option<f64>,
    pub decode_tokens_per_s: Option<f64>,
    pub prefill_tokens_per_s: Option<f64>,
    pub time_to_first_token_ms: Option<f64>,
    pub all_layers_on_gpu: Option<bool>,
    pub gpu_cores: Option<f64>,
    pub bandwidth_gbs: Option<f64>,
    pub notes: Option<String>,
}

/// A whole number of at least 0, whatever was given.
fn count(number: Option<f64>) -> Option<u64> {
    number
        .filter(|number| number.is_finite() && *number >= 0.0)
        .map(|number| number as u64)
}

impl Row {
    pub fn name(&self) -> &str {
        self.model
            .as_deref()
            .or(self.model_as_given.as_deref())
            .unwrap_or_default()
    }

    pub fn quantization(&self) -> &str {
        self.quantization.as_deref().unwrap_or_default()
    }

    pub fn bytes(&self) -> u64 {
        count(self.file_bytes)
            .filter(|bytes| *bytes > 0)
            .or(count(self.file_bytes_estimated))
            .unwrap_or(0)
    }

    pub fn devices(&self) -> u16 {
        count(self.device_count).map_or(1, |devices| devices.clamp(1, 1_024) as u16)
    }

    pub fn is_cpu(&self) -> bool {
        self.backend
            .as_deref()
            .is_some_and(|backend| backend.eq_ignore_ascii_case("cpu"))
    }

    /// Whether part of the model was computed by the processor: stated, or the file is larger than the memory.
    pub fn is_partial(&self, memory: Option<u64>) -> bool {
        let exceeds = memory.is_some_and(|memory| self.bytes() > memory);
        !self.is_cpu() && self.all_layers_on_gpu.map_or(exceeds, |all| !all)
    }

    /// How a device of this vendor was driven.
    fn backend(&self, vendor: Option<Vendor>) -> Backend {
        match self.backend.as_deref().unwrap_or_default() {
            "CPU" | "cpu" => Backend::Cpu,
            "Vulkan" => Backend::Vulkan,
            _ => Backend::of_vendor(vendor),
        }
    }

    pub fn engine(&self) -> Engine {
        let engine = self.engine.as_deref().unwrap_or_default();
        let is_apple =
            self.device.starts_with("Apple") && self.backend(Some(Vendor::Apple)) == Backend::Metal;
        // Ollama runs MLX weights with MLX.
        let is_mlx = self.quantization().ends_with("BIT") || self.quantization() == "NVFP4";
        if engine.starts_with("mlx") || (is_apple && is_mlx) {
            Engine::Mlx
        } else if engine == "llamafile" {
            Engine::Llamafile
        } else if engine == "ollama" {
            Engine::Ollama
        } else if engine == "vllm" {
            Engine::Vllm
        } else if self.engine_version.as_deref().is_some_and(is_early_2024) {
            Engine::LlamaCpp2024
        } else {
            Engine::LlamaCpp
        }
    }

    pub fn facts(&self) -> ModelFacts {
        let name = self.name();
        let parameters = count(self.parameters_total).unwrap_or(0);
        let mut facts = ModelFacts::from_listing(name, parameters, self.bytes(), self.quantization());
        if facts.active_parameters.is_none()
            && let Some(given) = &self.model_as_given
        {
            facts.active_parameters =
                llm_lens::domain::speed::active_from_name(given).filter(|active| *active < parameters);
        }
        if let Some(active) = count(self.parameters_active).filter(|active| *active > 0) {
            facts.active_parameters = Some(active);
        }
        facts.layers = count(self.layers).filter(|layers| *layers > 0);
        facts.kv_bytes_per_token = count(self.kv_bytes_per_token);
        facts
    }

    /// The row's device: the catalog's, with the row's bandwidth where it has one.
    pub fn device_speed(&self, devices: &Devices) -> DeviceSpeed {
        let device = device_of(devices, &self.device);
        let given = self
            .bandwidth_gbs
            .filter(|gbs| gbs.is_finite() && *gbs > 0.0)
            .map(|gbs| (gbs * 1e3) as u32);
        let vendor = device
            .map(|device| device.vendor)
            .or_else(|| identity_from_name(&self.device, MemorySize::ZERO).vendor);
        let class = class_of(&ClassFacts {
            name: &self.device,
            vendor,
            kind: device.map(|device| device.kind),
            architecture: device.and_then(|device| device.architecture.as_deref()),
            backend: self.backend(vendor),
        });
        let cores = count(self.gpu_cores).and_then(|cores| u16::try_from(cores).ok());
        DeviceSpeed {
            class,
            bandwidth_mb_s: given.or(device.and_then(|device| device.bandwidth_mb_s)),
            shader_gflops: device.and_then(|device| shader_gflops(device, cores)),
        }
    }

    /// Memory of all devices together: the largest sold, but the smallest where the model is said not to fit and would.
    pub fn memory(&self, devices: &Devices) -> Option<u64> {
        let sizes = &device_of(devices, &self.device)?.memory;
        let of = |size: u64| size.saturating_mul(u64::from(self.devices()));
        let largest = of(sizes.last()?.bytes());
        let is_said_not_to_fit = self.all_layers_on_gpu == Some(false) && !self.is_cpu();
        if is_said_not_to_fit && self.bytes() + 600_000_000 < largest {
            return sizes.first().map(|size| of(size.bytes()));
        }
        Some(largest)
    }

    pub fn placement(&self, devices: &Devices) -> Placement {
        let device = self.device_speed(devices);
        if self.is_cpu() {
            return Placement::on_processor(device);
        }
        let memory = self.memory(devices);
        let share = match memory {
            Some(memory) if self.is_partial(Some(memory)) => {
                let room = memory.saturating_sub(1_000_000_000) as f64;
                (room / (self.bytes().max(1) as f64)).min(1.0)
            }
            None if self.is_partial(None) => 0.6,
            _ => 1.0,
        };
        let is_tensor = self.engine() == Engine::Vllm && self.devices() > 1;
        Placement {
            parts: vec![Part {
                device,
                count: self.devices(),
                sharing: if is_tensor {
                    Sharing::Tensors
                } else {
                    Sharing::Layers
                },
                share,
            }],
            host: DeviceSpeed::of_processor(None, false),
        }
    }

    /// Tokens before the prompt: a depth beyond the prompt itself, unless it is the mean over a generation.
    fn prompt_depth(&self) -> u64 {
        let depth = count(self.context_depth).unwrap_or(0);
        let prompt = count(self.prompt_tokens).unwrap_or(512);
        let is_mean = self
            .notes
            .as_deref()
            .is_some_and(|notes| notes.contains("average"));
        if !is_mean && depth.saturating_mul(2) >= prompt.saturating_mul(3) {
            depth
        } else {
            0
        }
    }

    pub fn estimate(&self, devices: &Devices) -> SpeedEstimate {
        self.estimate_with(devices, self.engine())
    }

    pub fn estimate_with(&self, devices: &Devices, engine: Engine) -> SpeedEstimate {
        estimate_speed(&SpeedQuestion {
            model: &self.facts(),
            placement: &self.placement(devices),
            engine,
            context: count(self.context_depth).unwrap_or(0),
            prompt: count(self.prompt_tokens).unwrap_or(512),
            prompt_depth: self.prompt_depth(),
        })
    }
}

/// Builds named by a month up to mid-2024.
fn is_early_2024(version: &str) -> bool {
    version.starts_with("2023-") || (version.starts_with("2024-0") && version < "2024-08")
}

/// The device of the catalog with this name, whatever its letters' case.
pub fn device_of<'a>(devices: &'a Devices, name: &str) -> Option<&'a Device> {
    devices
        .iter()
        .find(|device| device.name.eq_ignore_ascii_case(name))
}
