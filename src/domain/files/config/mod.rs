//! A repository's own description of its model: `config.json` and the files beside it.
//!
//! Every library and every year has its own names for the same numbers, the language model may be a part of something
//! larger, and keys with default values are left out. [`ModelConfig::parse`] reads them into one
//! [`Geometry`]; what is kept in fewer bits is a [`QuantizationScheme`]; [`config_sources`] says whose `config.json` to
//! ask where a repository has none.

mod attention;
mod feed_forward;
mod geometry;
mod keys;
mod library_defaults;
mod modules;
mod packing;
mod pattern;
mod quantization;
mod recurrent;
mod source;
mod text;
mod weights;

pub use modules::WeightClass;
pub use quantization::{ClassPrecision, QuantizationScheme};
pub use source::{CONFIG_FILE, ConfigSource, QUANTIZATION_FILES, config_sources};
pub use text::CONFIG_BYTES_MAX;
pub use weights::WeightShapes;

use crate::domain::architecture::Geometry;
use crate::domain::wire::json::{Fields, Json};
use keys::Keys;

/// What a configuration says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelConfig {
    /// `model_type` of the language model, in lower case; empty if none is given.
    pub model_type: String,
    /// Layers, widths and what each layer remembers.
    pub geometry: Geometry,
    /// The float type that the weights are meant to be loaded as.
    pub float: Option<FloatType>,
    /// How the weights are kept in fewer bits, if they are.
    pub quantization: Option<QuantizationScheme>,
    /// Whether the language model is a part of something that sees or hears: then there are weights that no key here
    /// counts.
    pub is_multimodal: bool,
    /// Width that queries are compressed to (`q_lora_rank` of DeepSeek's models).
    pub query_rank: Option<u64>,
    /// Width of the row that a layer's indexer keeps for each token (`index_head_dim` of DeepSeek V3.2), or 0.
    pub indexer_width: u64,
    /// How many tokens each layer folds into one row of its cache (`compress_ratios` of DeepSeek V4); 0 is a layer that
    /// keeps its window only. Empty for all other models.
    pub compression: Vec<u64>,
    /// Whether the attention's output passes a gate as wide as the queries (Qwen3-Next, Qwen3.5).
    pub has_output_gate: bool,
}

/// A float type that weights are loaded as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloatType {
    /// Brain floats of 16 bits.
    Bf16,
    /// IEEE floats of 16 bits.
    F16,
    /// IEEE floats of 32 bits.
    F32,
}

/// Why a file is no configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// A web page in place of the file.
    Html,
    /// git-lfs's stand-in for a file.
    GitLfsPointer,
    /// Longer than [`CONFIG_BYTES_MAX`].
    TooLarge {
        /// Its bytes.
        bytes: u64,
    },
    /// Not UTF-8.
    NotText {
        /// Place of the first bad byte.
        at: usize,
    },
    /// Not JSON.
    Malformed {
        /// Place of the first fault, in bytes.
        at: usize,
    },
    /// JSON, but not an object.
    NotAnObject,
    /// An object without a number of layers and a width: it describes no language model.
    NoModel,
    /// More layers than any model has.
    TooManyLayers {
        /// The number given.
        layers: u64,
    },
}

impl FloatType {
    /// Bytes of one weight.
    pub const fn bytes(self) -> u64 {
        match self {
            Self::Bf16 | Self::F16 => 2,
            Self::F32 => 4,
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        match name.strip_prefix("torch.").unwrap_or(name) {
            "bfloat16" | "bf16" => Some(Self::Bf16),
            "float16" | "fp16" | "half" => Some(Self::F16),
            "float32" | "fp32" | "float" => Some(Self::F32),
            _ => None,
        }
    }
}

impl ModelConfig {
    /// The configuration of a model of which only the geometry is known: weights in 16-bit floats.
    pub fn of_geometry(geometry: Geometry) -> Self {
        Self {
            model_type: geometry.architecture.clone(),
            geometry,
            float: None,
            quantization: None,
            is_multimodal: false,
            query_rank: None,
            indexer_width: 0,
            compression: Vec::new(),
            has_output_gate: false,
        }
    }

    /// Reads a `config.json`, or a `params.json` as Mistral and Llama publish it.
    ///
    /// The cost is linear in its length.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, ConfigError> {
        let text = text::sound_json(bytes)?;
        let root = root_of(&text)?;
        let architecture = root.words("architectures").into_iter().next();
        // MLX repositories say so with a block of this name.
        let quantization = root.object("quantization");
        let is_multimodal = ["vision_config", "audio_config", "visual", "vision_tower"]
            .iter()
            .any(|name| root.object(name).is_some());
        let keys = Keys::new(root);
        let geometry = geometry::geometry(&keys, architecture.as_deref())?;
        let quantization = keys
            .object(&["quantization_config", "compression_config"])
            .or(quantization)
            .map(|block| QuantizationScheme::read(&block, &geometry, &keys));
        let (ratios, _) = keys.list(&["compress_ratios"]).unwrap_or_default();
        Ok(Self {
            float: keys
                .word(&["torch_dtype", "dtype"])
                .and_then(|name| FloatType::from_name(&name)),
            quantization,
            is_multimodal: is_multimodal || keys.is_nested(),
            query_rank: keys.size(&["q_lora_rank"]),
            indexer_width: keys.size(&["index_head_dim"]).unwrap_or(0),
            compression: ratios.into_iter().filter_map(Json::natural).collect(),
            has_output_gate: keys
                .boolean(&["attn_output_gate"])
                .unwrap_or_else(|| keys.is_one_of(&["qwen3_next", "qwen3_5_text", "qwen3_5_moe_text"])),
            model_type: keys.model_type,
            geometry,
        })
    }

    /// Takes over what a file beside the configuration says of the weights: `hf_quant_config.json` (ModelOpt),
    /// `quantize_config.json` (AutoGPTQ) or `quant_config.json` (AWQ). What the configuration says itself counts more.
    ///
    /// # Errors
    /// See [`ConfigError`]; the configuration stays as it was.
    pub fn add_quantization_file(&mut self, bytes: &[u8]) -> Result<(), ConfigError> {
        let text = text::sound_json(bytes)?;
        let root = root_of(&text)?;
        if self.quantization.is_none() {
            let block = root.object("quantization").unwrap_or(root);
            let keys = Keys::new(Fields::default());
            self.quantization = Some(QuantizationScheme::read(&block, &self.geometry, &keys));
        }
        Ok(())
    }
}

fn root_of(text: &str) -> Result<Fields<'_>, ConfigError> {
    Json::parse(text)
        .ok()
        .and_then(Json::fields)
        .ok_or(ConfigError::NotAnObject)
}
