//! What the program that runs a model, and the coding of its weights, do to the speed.

use crate::domain::machine::devices::SpeedClass;

/// The program that runs the model. A present-day llama.cpp is what a GGUF file is estimated with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// llama.cpp and programs built on it (LM Studio, KoboldCpp).
    #[default]
    LlamaCpp,
    /// Ollama.
    Ollama,
    /// MLX, on Apple chips.
    Mlx,
    /// vLLM.
    Vllm,
    /// llama.cpp of early 2024: only to explain old measurements.
    LlamaCpp2024,
    /// llamafile 0.9, as the LocalScore board used it: only to explain old measurements.
    Llamafile,
}

impl Engine {
    /// Factor on the time of a layer.
    pub(super) const fn layer_factor(self, class: SpeedClass) -> f64 {
        match self {
            Self::LlamaCpp | Self::Mlx => 1.0,
            Self::Ollama => 1.66,
            Self::Vllm => 0.87,
            Self::LlamaCpp2024 => 2.27,
            Self::Llamafile => match class {
                class if class.is_server() => 5.8,
                SpeedClass::Blackwell | SpeedClass::Cpu | SpeedClass::SingleBoard => 5.8,
                SpeedClass::AppleM1 | SpeedClass::AppleM1Max | SpeedClass::AppleM3 | SpeedClass::AppleM5 => {
                    3.1
                }
                SpeedClass::StrixHalo
                | SpeedClass::Instinct
                | SpeedClass::Rdna4
                | SpeedClass::Rdna3
                | SpeedClass::Rdna2
                | SpeedClass::AmdVulkan
                | SpeedClass::IntelXe
                | SpeedClass::IntelXe2 => 7.1,
                _ => 2.6,
            },
        }
    }

    /// Factor on the bandwidth that reading weights reaches.
    pub(super) const fn bandwidth_factor(self) -> f64 {
        match self {
            Self::Vllm => 1.23,
            _ => 1.0,
        }
    }

    /// Factor on the rate of reading a prompt.
    pub(super) const fn prefill_factor(self, class: SpeedClass) -> f64 {
        match self {
            Self::Llamafile if class.is_server() || matches!(class, SpeedClass::Blackwell) => 0.49,
            Self::Llamafile if matches!(class, SpeedClass::Rdna3) => 0.53,
            Self::Llamafile => 0.84,
            _ => 1.0,
        }
    }

    /// Factor on the work of attention in a prompt: builds of early 2024 had no fused attention.
    pub(super) const fn attention_factor(self) -> f64 {
        match self {
            Self::LlamaCpp2024 => 3.23,
            _ => 1.0,
        }
    }

    /// Tokens of a prompt that are computed at once.
    pub(super) const fn prompt_batch(self) -> f64 {
        match self {
            Self::Mlx | Self::Vllm => 2_048.0,
            _ => 512.0,
        }
    }
}

/// How weights are coded, as far as unpacking them takes time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WeightCoding {
    /// 16-bit or wider floats of any but the next kind: nothing to unpack.
    Half,
    /// BF16: nothing to unpack, but many GPUs compute prompts with it slowly.
    Bfloat,
    /// FP8: nothing to unpack.
    Float8,
    /// Blocks with one scale: Q8_0, Q4_0, MXFP4, NVFP4, MLX, AWQ, GPTQ, INT8.
    Simple,
    /// K-quants and i-quants: scales of scales.
    #[default]
    Grouped,
    /// The same with 2 or 3 bits.
    GroupedLow,
}

impl WeightCoding {
    /// The coding behind a label such as `UD-Q4_K_XL` or `BF16`. An unknown label counts as grouped, the most usual.
    pub fn of_label(label: &str) -> Self {
        let label = label.to_ascii_uppercase();
        let label = label.strip_prefix("UD-").unwrap_or(&label);
        let begins = |heads: &[&str]| heads.iter().any(|head| label.starts_with(head));
        if begins(&["Q8", "Q4_0", "Q4_1", "Q5_0", "Q5_1"]) {
            Self::Simple
        } else if begins(&["Q2", "Q3", "IQ1", "IQ2", "IQ3", "TQ"]) {
            Self::GroupedLow
        } else if begins(&["Q", "IQ"]) {
            Self::Grouped
        } else if begins(&["BF16"]) {
            Self::Bfloat
        } else if begins(&["F16", "FP16", "F32", "FP32"]) {
            Self::Half
        } else if begins(&["FP8", "F8"]) {
            Self::Float8
        } else if label.is_empty() {
            Self::Grouped
        } else {
            Self::Simple
        }
    }

    /// Multiple of the class's time of unpacking.
    pub(super) const fn unpack_factor(self) -> f64 {
        match self {
            Self::Half | Self::Bfloat | Self::Float8 => 0.0,
            // BF16 of the measured rows behaves like F16 in decode.
            Self::Simple => 1.0,
            Self::Grouped | Self::GroupedLow => 6.0,
        }
    }

    /// Factor on the bytes read.
    pub(super) const fn read_factor(self) -> f64 {
        match self {
            Self::GroupedLow => 1.165,
            _ => 1.0,
        }
    }

    /// Factor on the rate of reading a prompt.
    pub(super) const fn prefill_factor(self, is_amd: bool) -> f64 {
        match self {
            Self::Half => 1.26,
            Self::Bfloat if is_amd => 0.73,
            Self::Bfloat => 0.88,
            _ => 1.0,
        }
    }
}
