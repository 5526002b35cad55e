//! What a model is, as far as speed is concerned, from whatever is known of it.

use super::engine::WeightCoding;
use crate::domain::architecture::{CacheOwner, Geometry, Layer, RecurrentKind, Span};
use crate::domain::estimate::CacheType;

/// Bytes of one cached number (f16).
const CACHED_NUMBER_BYTES: u64 = 2;

/// Layers for sizes in thousands of millions of parameters, on the curve 21 × B^0.3 that published models lie around.
const LAYERS_BY_SIZE: [(f64, f64); 10] = [
    (0.1, 10.5),
    (0.3, 14.6),
    (1.0, 21.0),
    (3.0, 29.2),
    (8.0, 39.2),
    (14.0, 46.4),
    (32.0, 59.4),
    (70.0, 75.1),
    (200.0, 102.9),
    (1_000.0, 166.8),
];

/// What a model is, as far as speed is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ModelFacts {
    /// Bytes of the weights, as the file holds them.
    pub file_bytes: u64,
    /// All parameters.
    pub parameters: u64,
    /// Parameters that take part in one token, where they are fewer.
    pub active_parameters: Option<u64>,
    /// How the weights are coded.
    pub coding: WeightCoding,
    /// Layers, if known.
    pub layers: Option<u64>,
    /// Bytes of keys and values that each token of context adds, at f16, if known.
    pub kv_bytes_per_token: Option<u64>,
    /// Parameters of an embedding table that is only looked up, because the output has its own; if known.
    pub looked_up_parameters: Option<u64>,
    /// Work of attention for each token of context, in operations, if known.
    pub attention_work: Option<u64>,
    /// What kind of layers it has.
    pub layer_kind: LayerKind,
    /// Whether it caches one narrow row for all heads (MLA).
    pub is_latent: bool,
    /// Whether its vocabulary is one of the small ones (32,000 tokens: Llama 2, Mistral 7B).
    pub has_small_vocabulary: bool,
}

/// What kind of layers a model has, as far as their fixed time differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LayerKind {
    /// Attention and a feed-forward network.
    #[default]
    Plain,
    /// With twice the norms (Gemma).
    Gemma,
    /// With an embedding for each layer, which is only looked up (Gemma 3n, Gemma 4 E).
    PerLayerEmbedding,
    /// Mostly short convolutions (LFM2).
    Convolution,
    /// Mostly linear attention (Qwen3-Next, Qwen3.5, Kimi Linear).
    LinearAttention,
    /// Mostly state spaces (Mamba, Nemotron-H, Jamba, Falcon-H1, Granite 4 H).
    StateSpace,
}

impl LayerKind {
    /// Factor on the time of a layer.
    pub(super) const fn layer_factor(self) -> f64 {
        match self {
            Self::Plain => 1.0,
            Self::Gemma => 1.89,
            Self::PerLayerEmbedding => 1.86,
            Self::Convolution => 0.74,
            Self::LinearAttention => 2.05,
            Self::StateSpace => 1.84,
        }
    }

    /// Whether most layers are something else than attention.
    pub const fn is_hybrid(self) -> bool {
        matches!(self, Self::Convolution | Self::LinearAttention | Self::StateSpace)
    }

    /// The kind that an architecture's name, or a model's, tells.
    pub fn of_name(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
        if has(&["gemma-3n", "gemma3n", "gemma-4-e", "gemma4-e"]) {
            Self::PerLayerEmbedding
        } else if has(&["gemma"]) {
            Self::Gemma
        } else if has(&["lfm2"]) {
            Self::Convolution
        } else if has(&[
            "qwen3.5",
            "qwen3.6",
            "qwen35",
            "qwen3_5",
            "qwen3next",
            "qwen3_next",
            "qwen3-next",
            "qwen3-coder-next",
            "kimi-linear",
            "kimi_linear",
            "ornith",
            "ornstein",
        ]) {
            Self::LinearAttention
        } else if has(&[
            "mamba",
            "nemotron-3",
            "nemotron-h",
            "nemotron_h",
            "jamba",
            "falcon-h1",
            "falcon_h1",
            "granite-4.0-h",
            "granitemoehybrid",
            "granitehybrid",
            "rwkv",
        ]) {
            Self::StateSpace
        } else {
            Self::Plain
        }
    }
}

impl ModelFacts {
    /// What a search result tells: a size, a number of parameters, a quantization label and a name.
    pub fn from_listing(name: &str, parameters: u64, file_bytes: u64, label: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
        let is_distilled = has(&["distill"]);
        Self {
            file_bytes,
            parameters,
            active_parameters: active_from_name(name).filter(|active| *active < parameters),
            coding: WeightCoding::of_label(label),
            layers: None,
            kv_bytes_per_token: None,
            looked_up_parameters: None,
            attention_work: None,
            layer_kind: LayerKind::of_name(name),
            is_latent: has(&["deepseek-v", "deepseek-r", "glm-4.7", "kimi"]) && !is_distilled,
            has_small_vocabulary: has(&[
                "llama-2",
                "mistral-7b",
                "yi-",
                "tinyllama",
                "phi-3",
                "internlm",
                "smollm2",
                "codellama",
            ]),
        }
    }

    /// What the files tell. `parameters` and `file_bytes` are those of the variant.
    pub fn from_geometry(
        geometry: &Geometry,
        parameters: u64,
        file_bytes: u64,
        coding: WeightCoding,
    ) -> Self {
        let width = geometry.embedding_length;
        let mut kv_numbers = 0_u64;
        let mut attention_work = 0_u64;
        let mut unused = 0_u64;
        for layer in &geometry.layers {
            let (cached, work) = attention_of(layer);
            kv_numbers = kv_numbers.saturating_add(cached);
            attention_work = attention_work.saturating_add(work);
            unused = unused.saturating_add(unused_experts(layer, width));
        }
        let per_layer = (geometry.layers.len() as u64)
            .saturating_mul(geometry.vocabulary)
            .saturating_mul(geometry.per_layer_embedding);
        let idle = unused.saturating_add(per_layer);
        let active = parameters.saturating_sub(idle);
        let table = geometry.vocabulary.saturating_mul(width);
        let layers = geometry.layers.len() as u64;
        Self {
            file_bytes,
            parameters,
            active_parameters: (idle > 0 && active > 0).then_some(active),
            coding,
            layers: (layers > 0).then_some(layers),
            kv_bytes_per_token: (layers > 0).then_some(kv_numbers.saturating_mul(CACHED_NUMBER_BYTES)),
            looked_up_parameters: Some(if geometry.tied_embeddings { 0 } else { table }),
            attention_work: (layers > 0).then_some(attention_work),
            layer_kind: kind_of(geometry),
            is_latent: geometry.layers.iter().any(|layer| {
                layer
                    .attention
                    .is_some_and(|attention| attention.latent.is_some())
            }),
            has_small_vocabulary: geometry.vocabulary > 0 && geometry.vocabulary < 65_536,
        }
    }

    /// The same with cached keys and values of other types than 16-bit floats.
    pub fn with_cache(self, keys: CacheType, values: CacheType) -> Self {
        Self {
            kv_bytes_per_token: self
                .kv_bytes_per_token
                .map(|bytes| cache_bytes(bytes, keys, values)),
            ..self
        }
    }

    /// The same scaled to another number of parameters: what is known is a model of the same architecture and another
    /// size, of which the same share takes part in a token.
    pub fn scaled_to(self, parameters: u64) -> Self {
        let scale = |count: u64| {
            let product = u128::from(count) * u128::from(parameters);
            u64::try_from(product / u128::from(self.parameters.max(1))).unwrap_or(u64::MAX)
        };
        Self {
            parameters,
            active_parameters: self.active_parameters.map(scale),
            looked_up_parameters: self.looked_up_parameters.map(scale),
            ..self
        }
    }

    /// Whether only some experts take part in a token.
    pub fn is_mixture(&self) -> bool {
        self.layer_kind != LayerKind::PerLayerEmbedding && self.active() < self.parameters
    }

    /// Parameters that take part in a token; never more than all.
    pub fn active(&self) -> u64 {
        self.active_parameters
            .filter(|active| *active > 0)
            .unwrap_or(self.parameters)
            .min(self.parameters)
    }

    /// Layers, stated or usual for the size.
    pub(super) fn layer_count(&self) -> f64 {
        match self.layers {
            Some(layers) => (layers as f64).clamp(1.0, 1_000.0),
            None => usual_layers(self.parameters),
        }
    }

    /// Bytes of context for each token, stated or usual: keys and values of 8 heads of 128 in each attending layer.
    pub(super) fn kv_bytes(&self) -> f64 {
        match self.kv_bytes_per_token {
            Some(bytes) => bytes as f64,
            None => self.layer_count() * 4_096.0 * if self.layer_kind.is_hybrid() { 0.25 } else { 1.0 },
        }
    }

    /// Width of the residual stream that a dense model of this many layers has.
    pub(super) fn usual_width(&self) -> f64 {
        (self.active() as f64 / (12.0 * self.layer_count())).sqrt()
    }

    /// Parameters that are only looked up, stated or usual for the size.
    pub(super) fn looked_up(&self) -> f64 {
        if self.is_mixture() {
            return 0.0;
        }
        match self.looked_up_parameters {
            Some(parameters) => (parameters as f64).min(self.parameters as f64 / 2.0),
            None => {
                let is_tied = self.parameters < 4_700_000_000
                    || matches!(self.layer_kind, LayerKind::Gemma | LayerKind::PerLayerEmbedding);
                let vocabulary = if self.has_small_vocabulary {
                    32_000.0
                } else {
                    140_000.0
                };
                if is_tied {
                    0.0
                } else {
                    vocabulary * 0.9 * self.usual_width()
                }
            }
        }
    }
}

/// Bytes of a token's keys and values with these types, from those at 16 bits.
fn cache_bytes(bytes: u64, keys: CacheType, values: CacheType) -> u64 {
    const NUMBERS: u64 = 32;
    let both = keys.row_bytes(NUMBERS).saturating_add(values.row_bytes(NUMBERS));
    (bytes / (4 * NUMBERS)).saturating_mul(both)
}

/// Numbers cached for each token, and operations of attention for each token of context. Windows do not grow.
fn attention_of(layer: &Layer) -> (u64, u64) {
    let Some(attention) = layer.attention else {
        return (0, 0);
    };
    if attention.span != Span::Full {
        return (0, 0);
    }
    let (cached, widths) = match attention.latent {
        Some(latent) => {
            let row = latent.rank.saturating_add(latent.rope_width);
            (row, row.saturating_add(latent.rank))
        }
        None => {
            let widths = attention.key_width.saturating_add(attention.value_width);
            (attention.kv_heads.saturating_mul(widths), widths)
        }
    };
    let work = attention.query_heads.saturating_mul(widths).saturating_mul(2);
    match attention.cache {
        CacheOwner::Own => (cached, work),
        CacheOwner::EarlierLayer => (0, work),
    }
}

/// Parameters of the experts that a token does not use.
fn unused_experts(layer: &Layer, width: u64) -> u64 {
    layer.experts.map_or(0, |experts| {
        experts
            .count
            .saturating_sub(experts.used)
            .saturating_mul(3)
            .saturating_mul(experts.width)
            .saturating_mul(width)
    })
}

fn kind_of(geometry: &Geometry) -> LayerKind {
    if geometry.per_layer_embedding > 0 {
        return LayerKind::PerLayerEmbedding;
    }
    let recurrent = geometry.layers.iter().find_map(|layer| layer.recurrent);
    match recurrent.map(|recurrent| recurrent.kind) {
        Some(RecurrentKind::ShortConvolution) => LayerKind::Convolution,
        Some(RecurrentKind::DeltaNet | RecurrentKind::LinearAttention) => LayerKind::LinearAttention,
        Some(_) => LayerKind::StateSpace,
        None => LayerKind::of_name(&geometry.architecture),
    }
}

/// The number of active parameters that a name states: 3,000,000,000 for `Qwen3-30B-A3B`, 800,000,000 for `3b-a800m`.
pub fn active_from_name(name: &str) -> Option<u64> {
    name.to_ascii_lowercase()
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.')
        .find_map(|word| {
            let number = word.strip_prefix('a')?;
            let (digits, unit) = match number.strip_suffix('b') {
                Some(digits) => (digits, 1_000_000_000_u64),
                None => (number.strip_suffix('m')?, 1_000_000),
            };
            let (whole, tenths) = digits.split_once('.').unwrap_or((digits, "0"));
            let is_number = |text: &str, most: usize| {
                (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
            };
            if !is_number(whole, 4) || !is_number(tenths, 1) {
                return None;
            }
            let whole: u64 = whole.parse().ok()?;
            let tenths: u64 = tenths.parse().ok()?;
            let active = whole
                .saturating_mul(unit)
                .saturating_add(tenths.saturating_mul(unit / 10));
            (active > 0).then_some(active)
        })
}

/// Layers of a usual model of this many parameters, between the points of [`LAYERS_BY_SIZE`].
fn usual_layers(parameters: u64) -> f64 {
    let size = parameters as f64 / 1e9;
    let mut before = (0.0, 6.0);
    for point in LAYERS_BY_SIZE {
        if size <= point.0 {
            return before.1 + (point.1 - before.1) * (size - before.0) / (point.0 - before.0);
        }
        before = point;
    }
    before.1
}
