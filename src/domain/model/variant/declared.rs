//! The precision of a repository's Safetensors (and PyTorch) weights as it declares it itself.

use super::path::words;
use super::precision_words::{Evidence, Method, method_of_word};
use super::{QuantizationConfig, WeightHints};
use crate::domain::precision::quantization::{Quantization, QuantizationFamily};
use crate::domain::text::decimal::write_thousandths;

/// Characters of an unknown method's name that a label repeats.
const METHOD_CHARACTERS_MAX: usize = 24;

/// What the dtypes of the stored elements say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stored {
    /// Floats of 16 or 32 bits and nothing else that matters: whatever else is declared, these files are not quantized.
    Floats(QuantizationFamily),
    /// Mostly elements of this family, with others.
    Mostly(QuantizationFamily),
    /// Mostly integers that hold several weights each.
    Packed,
    /// Nothing.
    Unknown,
}

/// Precision from, in this order: `quantization_config`, tags, the repository's name, the dtypes. Dtypes come first in one
/// case: where nothing but floats is stored, a configuration or name only says how the model was made or may be loaded.
pub(super) fn declared_quantization(hints: &WeightHints, is_mlx: bool) -> Option<Quantization> {
    let stored = stored(&hints.dtypes);
    if let Stored::Floats(family) = stored {
        return Some(Quantization::of_family(family.name(), family));
    }
    let config = hints.quantization_config.as_ref();
    let name = Evidence::from_words(&hints.repo_name);
    let evidence = config
        .map(evidence_of_config)
        .unwrap_or_default()
        .or(evidence_of_tags(&hints.tags))
        .or(Evidence {
            says_quantized: false,
            ..name.clone()
        });
    if is_mlx {
        return mlx_quantization(&evidence, stored);
    }
    let unknown_method = || {
        let method = config?.method.as_deref()?;
        let word: String = method
            .chars()
            .filter(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.'))
            .take(METHOD_CHARACTERS_MAX)
            .collect();
        (!word.is_empty()).then(|| Quantization {
            label: format!("quantized ({word})"),
            family: if evidence.bits == Some(8) {
                QuantizationFamily::Int8
            } else {
                QuantizationFamily::Int4
            },
            bits_per_weight: evidence.bits.and_then(|bits| bits.checked_mul(1_000)),
        })
    };
    let knows_method = evidence.method.is_some() || evidence.label.is_some();
    let by_words = if knows_method {
        evidence.quantized()
    } else {
        unknown_method().or_else(|| evidence.quantized())
    };
    by_words
        .or_else(|| of_dtypes(stored))
        // Without dtypes the name's word for a float is all there is, unless something says "quantized".
        .or_else(|| name.quantization().filter(|_| config.is_none()))
}

fn of_dtypes(stored: Stored) -> Option<Quantization> {
    match stored {
        Stored::Floats(family) | Stored::Mostly(family) => {
            Some(Quantization::of_family(family.name(), family))
        }
        Stored::Packed => Some(Quantization::of_family("INT4", QuantizationFamily::Int4)),
        Stored::Unknown => None,
    }
}

/// MLX stores a 16-bit scale and a 16-bit offset for each 64 weights: half a bit. Its kernels unpack MXFP4 and NVFP4 in
/// software on any Apple chip, so these count as its other 4-bit integers do.
fn mlx_quantization(evidence: &Evidence, stored: Stored) -> Option<Quantization> {
    let four_bit_float = |label: &str, width| Quantization {
        label: label.to_owned(),
        family: QuantizationFamily::Int4,
        bits_per_weight: Some(width),
    };
    if let Some(width) = evidence.width.filter(|_| evidence.bits.is_none()) {
        // A mixture of widths, named by its average, scales included.
        return Some(Quantization {
            label: format!("MLX {}-bit", write_thousandths(width)),
            family: QuantizationFamily::Int4,
            bits_per_weight: Some(width),
        });
    }
    match (evidence.method, evidence.bits) {
        (Some(Method::Mxfp4), _) => Some(four_bit_float("MLX MXFP4", 4_250)),
        (Some(Method::Nvfp4), _) => Some(four_bit_float("MLX NVFP4", 4_500)),
        (_, Some(bits)) => Some(Quantization {
            label: format!("MLX {bits}-bit"),
            family: if bits == 8 {
                QuantizationFamily::Int8
            } else {
                QuantizationFamily::Int4
            },
            bits_per_weight: bits.checked_mul(1_000).and_then(|width| width.checked_add(500)),
        }),
        (_, None) => match stored {
            Stored::Packed => Some(Quantization {
                label: "MLX quantized".to_owned(),
                family: QuantizationFamily::Int4,
                bits_per_weight: None,
            }),
            other => of_dtypes(other).or_else(|| {
                evidence
                    .float
                    .map(|family| Quantization::of_family(family.name(), family))
            }),
        },
    }
}

/// Tags that are words about precision. Tags with `:` name other things (base models, licences, datasets), and words for
/// unquantized floats are as often about training.
fn evidence_of_tags(tags: &[String]) -> Evidence {
    tags.iter()
        .filter(|tag| !tag.contains([':', '/']))
        .map(|tag| Evidence {
            float: None,
            says_quantized: false,
            ..Evidence::from_words(tag)
        })
        .fold(Evidence::default(), Evidence::or)
}

fn evidence_of_config(config: &QuantizationConfig) -> Evidence {
    let method = config.method.as_deref().unwrap_or_default().to_ascii_lowercase();
    let joined: String = words(&method).collect();
    let bits = match (config.load_in_4bit, config.load_in_8bit) {
        (true, _) => Some(4),
        (false, true) => Some(8),
        (false, false) => config.bits.filter(|bits| (1..=8).contains(bits)),
    };
    let plain = Evidence {
        method: method_of_word(&joined),
        bits,
        ..Evidence::default()
    };
    match joined.as_str() {
        "compressedtensors" | "modelopt" | "quark" => evidence_of_groups(config, bits),
        "marlin" => Evidence {
            method: Some(Method::Gptq),
            ..plain
        },
        // NVIDIA's algorithms: `NVFP4`, `FP8`, `W4A16_NVFP4`, `INT4_AWQ`, `NVFP4_AWQ`.
        _ if plain.method.is_none() => plain.or(Evidence::from_words(&method)),
        _ => plain,
    }
}

/// Frameworks that hold many schemes: the format, else type and bits of the weights, say which.
fn evidence_of_groups(config: &QuantizationConfig, bits: Option<u32>) -> Evidence {
    let format = config.format.as_deref().unwrap_or_default().to_ascii_lowercase();
    let weight_type = config.weight_type.as_deref().unwrap_or_default();
    let is_float = format.contains("float") || weight_type.eq_ignore_ascii_case("float");
    let of_method = |method| Evidence {
        method: Some(method),
        bits,
        ..Evidence::default()
    };
    if format.contains("nvfp4") {
        return of_method(Method::Nvfp4);
    }
    if format.contains("mxfp4") {
        return of_method(Method::Mxfp4);
    }
    match (is_float, bits) {
        (true, Some(4)) => of_method(Method::Nvfp4),
        (true, _) => of_method(Method::Fp8),
        (false, bits) => {
            // Packed weights are computed with 16-bit activations, plain 8-bit integers with 8-bit ones.
            let bits = bits.or(format.starts_with("marlin").then_some(4));
            let activations = if format.starts_with("int") { 8 } else { 16 };
            Evidence {
                label: bits.map(|bits| format!("W{bits}A{activations}")),
                bits,
                ..Evidence::default()
            }
        }
    }
}

fn stored(dtypes: &[(String, u64)]) -> Stored {
    let mut sums: [(Stored, u64); 6] = [
        (Stored::Mostly(QuantizationFamily::Bf16), 0),
        (Stored::Mostly(QuantizationFamily::Fp16), 0),
        (Stored::Mostly(QuantizationFamily::Fp32), 0),
        (Stored::Mostly(QuantizationFamily::Fp8), 0),
        (Stored::Mostly(QuantizationFamily::Int8), 0),
        (Stored::Packed, 0),
    ];
    for (dtype, count) in dtypes {
        let class = match dtype.to_ascii_uppercase().as_str() {
            "BF16" => 0,
            "F16" => 1,
            "F32" | "F64" => 2,
            // Scales only.
            "F8_E8M0" | "E8M0" => continue,
            other if other.starts_with("F8") => 3,
            "I8" => 4,
            "U8" | "I32" | "U32" | "I16" | "U16" | "F4" | "FP4" => 5,
            // Positions and masks.
            _ => continue,
        };
        if let Some((_, sum)) = sums.get_mut(class) {
            *sum = sum.saturating_add(*count);
        }
    }
    let total = |range: &[(Stored, u64)]| {
        range
            .iter()
            .fold(0_u64, |sum, (_, count)| sum.saturating_add(*count))
    };
    let floats = sums.get(..3).map_or(0, total);
    let others = sums.get(3..).map_or(0, total);
    let largest = sums
        .iter()
        .max_by_key(|(_, count)| *count)
        .filter(|(_, count)| *count > 0);
    match largest {
        // Position buffers in I32 and the like stay far below one per cent.
        Some((Stored::Mostly(family), _)) if others <= floats / 100 => Stored::Floats(*family),
        // In packed files floats can outnumber the integers that hold eight weights each.
        Some(_) if sums.get(5).is_some_and(|(_, packed)| *packed > total(&sums) / 10) => Stored::Packed,
        Some((most, _)) => *most,
        None => Stored::Unknown,
    }
}
