//! How the weights are kept in fewer bits, and which of them.

use super::keys::Keys;
use super::modules::{Meaning, WeightClass, meaning};
use super::packing::bits_per_weight;
use crate::domain::architecture::{Geometry, LAYERS_MAX};
use crate::domain::precision::quantization::MilliBits;
use crate::domain::text::quote::quote;
use crate::domain::wire::json::{Fields, Json};

/// Characters of a method's name that are kept.
const METHOD_MAX: usize = 24;

/// Most names in a list of modules that are looked at. Large mixtures name some thousand.
const N_MODULES_MAX: usize = 200_000;

/// Words for 64 layers each.
const N_WORDS: usize = LAYERS_MAX / 64;

/// How a repository keeps its weights in fewer bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantizationScheme {
    /// The method as the file names it (`gptq`, `modelopt`, `mlx`), cut to 24 characters.
    pub method: String,
    /// Bits of a weight, scales and zero points included; `None` if the method is not known or mixes widths.
    pub bits_per_weight: Option<MilliBits>,
    /// What is kept so, in the order of [`WeightClass::ALL`].
    pub classes: [ClassPrecision; 6],
    /// Whether the file asks for a KV cache in 8 bits (`kv_cache_quant_algo`, `kv_cache_scheme`).
    pub has_8bit_cache: bool,
}

/// How the weights of one class are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassPrecision {
    /// How many of 1,000 weights are kept in fewer bits; the others stay floats.
    pub per_mille: u16,
    /// Bits of those, scales included, where they differ from the scheme's.
    pub own_bits: Option<MilliBits>,
}

/// Layers of a class that are left alone.
#[derive(Clone, Copy, Default)]
struct LeftAlone {
    all: bool,
    layers: [u64; N_WORDS],
}

impl LeftAlone {
    fn add(&mut self, layer: Option<usize>) {
        match layer {
            None => self.all = true,
            Some(layer) => {
                if let Some(word) = self.layers.get_mut(layer / 64) {
                    *word |= 1 << (layer % 64);
                }
            }
        }
    }

    /// How many of 1,000 layers are not left alone.
    fn rest_per_mille(&self, n_layers: usize) -> u16 {
        let count: u32 = self.layers.iter().map(|word| word.count_ones()).sum();
        let count = usize::try_from(count).unwrap_or(n_layers).min(n_layers);
        let rest = n_layers.saturating_sub(count);
        let per_mille = rest.saturating_mul(1000).checked_div(n_layers).unwrap_or(0);
        u16::try_from(if self.all { 0 } else { per_mille }).unwrap_or(0)
    }
}

impl QuantizationScheme {
    /// Reads a `quantization_config`, a `quantization` block of MLX or ModelOpt, or the root of a file of AutoGPTQ or
    /// AWQ.
    pub(super) fn read(block: &Fields<'_>, geometry: &Geometry, keys: &Keys<'_>) -> Self {
        let method = method(block);
        let is_mlx = method == "mlx";
        let known_as = if is_mlx { "" } else { method.as_str() };
        let bits_per_weight = bits_per_weight(known_as, block);
        let mut left_alone = [LeftAlone::default(); WeightClass::ALL.len()];
        // MLX quantizes the two matrices at the ends as well, other methods if they are told to.
        if !is_mlx {
            leave(
                &mut left_alone,
                Meaning {
                    class: Some(WeightClass::Embedding),
                    layer: None,
                },
            );
            if !block.is_true("lm_head") {
                leave(
                    &mut left_alone,
                    Meaning {
                        class: Some(WeightClass::OutputHead),
                        layer: None,
                    },
                );
            }
        }
        if method == "mxfp4" {
            // gpt-oss: experts only (transformers, `integrations/mxfp4.py`).
            for class in [
                WeightClass::Attention,
                WeightClass::Dense,
                WeightClass::SharedExperts,
            ] {
                leave(
                    &mut left_alone,
                    Meaning {
                        class: Some(class),
                        layer: None,
                    },
                );
            }
        }
        for_each_exclusion(block, &mut |name| {
            if let Some(meaning) = meaning(name) {
                leave(&mut left_alone, meaning);
            }
        });
        let n_layers = geometry.layers.len();
        let mut classes = left_alone.map(|left| ClassPrecision {
            per_mille: left.rest_per_mille(n_layers),
            own_bits: None,
        });
        if is_mlx {
            read_mlx_entries(block, &mut classes, bits_per_weight, n_layers);
        }
        // DeepSeek V4 keeps its experts in FP4 beside 8-bit floats for the rest.
        if keys.word(&["expert_dtype"]).as_deref() == Some("fp4")
            && let Some(experts) = classes.get_mut(WeightClass::Experts.place())
        {
            experts.own_bits = Some(4_250);
        }
        Self {
            bits_per_weight,
            classes,
            has_8bit_cache: has_8bit_cache(block),
            method,
        }
    }

    /// How the weights of a class are kept.
    pub fn class(&self, class: WeightClass) -> ClassPrecision {
        self.classes.get(class.place()).copied().unwrap_or_default()
    }
}

fn method(block: &Fields<'_>) -> String {
    let stated = block
        .word("quant_method")
        .map(|method| method.to_ascii_lowercase())
        .or_else(|| block.word("quant_algo").map(|_| "modelopt".to_owned()));
    let implied = || {
        let is_true = |names: [&str; 4]| names.iter().any(|name| block.is_true(name));
        if is_true(["load_in_4bit", "load_in_8bit", "_load_in_4bit", "_load_in_8bit"]) {
            "bitsandbytes"
        } else if block.get("w_bit").is_some() || block.get("q_group_size").is_some() {
            "awq"
        } else if block.get("desc_act").is_some() || block.get("damp_percent").is_some() {
            "gptq"
        } else if block.get("bits").is_some() && block.get("group_size").is_some() {
            "mlx"
        } else {
            ""
        }
    };
    quote(&stated.unwrap_or_else(|| implied().to_owned()), METHOD_MAX)
}

fn leave(left_alone: &mut [LeftAlone; WeightClass::ALL.len()], meaning: Meaning) {
    let whole_layer = WeightClass::OF_LAYERS.as_slice();
    let classes = meaning.class.as_ref().map_or(whole_layer, std::slice::from_ref);
    for class in classes {
        if let Some(left) = left_alone.get_mut(class.place()) {
            left.add(meaning.layer);
        }
    }
}

/// Hands over the names and patterns of modules that the method leaves alone.
fn for_each_exclusion(block: &Fields<'_>, each: &mut dyn FnMut(&str)) {
    const LISTS: [&str; 6] = [
        "modules_to_not_convert",
        "ignore",
        "ignored_layers",
        "exclude_modules",
        "llm_int8_skip_modules",
        "exclude",
    ];
    for list in LISTS {
        for name in block.items(list).take(N_MODULES_MAX).filter_map(Json::text) {
            each(&name);
        }
    }
    // GPTQModel: rules by pattern, of which those with a minus exclude.
    let dynamic = block.object("dynamic").unwrap_or_default();
    for (rule, _) in dynamic.iter().take(N_MODULES_MAX) {
        if let Some(pattern) = rule.strip_prefix("-:") {
            each(pattern);
        }
    }
}

/// Entries of an MLX block that are named for a module: `false` leaves it alone, an object gives it its own width.
fn read_mlx_entries(
    block: &Fields<'_>,
    classes: &mut [ClassPrecision; WeightClass::ALL.len()],
    bits: Option<MilliBits>,
    n_layers: usize,
) {
    // For each class: entries seen and the sum of their bits.
    let mut seen = [(0_u64, 0_u64); WeightClass::ALL.len()];
    for (name, entry) in block.iter().take(N_MODULES_MAX) {
        let own = match (entry.boolean(), entry.fields()) {
            (Some(false), _) => Some(16_000),
            (_, Some(fields)) => bits_per_weight("", &fields),
            _ => None,
        };
        let class = meaning(name).and_then(|meaning| meaning.class);
        if let (Some(own), Some((count, sum))) = (own, class.and_then(|class| seen.get_mut(class.place()))) {
            *count = count.saturating_add(1);
            *sum = sum.saturating_add(u64::from(own));
        }
    }
    for (class, (precision, (count, sum))) in WeightClass::ALL.iter().zip(classes.iter_mut().zip(seen)) {
        let matrices_per_layer: u64 = match class {
            WeightClass::Attention => 4,
            WeightClass::Embedding | WeightClass::OutputHead => 0,
            _ => 3,
        };
        let layers = u64::try_from(n_layers).unwrap_or(u64::MAX);
        let all = matrices_per_layer.saturating_mul(layers).max(1).max(count);
        let usual = u64::from(bits.unwrap_or(0)).saturating_mul(all.saturating_sub(count));
        let average = sum.saturating_add(usual).checked_div(all);
        if count > 0 && bits.is_some() {
            precision.own_bits = average.and_then(|bits| MilliBits::try_from(bits).ok());
        }
    }
}

fn has_8bit_cache(block: &Fields<'_>) -> bool {
    let by_algorithm = block.word("kv_cache_quant_algo").is_some_and(|algorithm| {
        algorithm.eq_ignore_ascii_case("fp8") || algorithm.eq_ignore_ascii_case("int8")
    });
    let by_scheme = block
        .object("kv_cache_scheme")
        .is_some_and(|scheme| scheme.natural("num_bits") == Some(8));
    by_algorithm || by_scheme
}
