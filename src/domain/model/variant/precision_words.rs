//! Words about precision: in names of repositories and files, in tags and in configurations.

use super::path::words;
use crate::domain::precision::quantization::{MilliBits, Quantization, QuantizationFamily};

/// A quantization method outside GGUF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// Activation-aware weight quantization.
    Awq,
    /// GPTQ.
    Gptq,
    /// bitsandbytes: NF4 with 4 bits, LLM.int8 with 8.
    BitsAndBytes,
    /// 8-bit floats.
    Fp8,
    /// Microscaling 4-bit floats.
    Mxfp4,
    /// NVIDIA's 4-bit floats.
    Nvfp4,
    /// ExLlama, with the name of its version.
    Exl(&'static str),
    /// Ternary weights.
    BitNet,
    /// Another integer method with a name of its own.
    Named(&'static str),
}

/// What words say. Every part may be missing; see [`Evidence::or`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// The method.
    pub method: Option<Method>,
    /// Bits of the integers (or of the 4-bit floats).
    pub bits: Option<u32>,
    /// ExLlama's average width.
    pub width: Option<MilliBits>,
    /// A word that is a label by itself: `INT4`, `W4A16`, `Q4F16`.
    pub label: Option<String>,
    /// An unquantized precision.
    pub float: Option<QuantizationFamily>,
    /// The word `quantized`, which exporters of ONNX and OpenVINO use for 8-bit integers.
    pub says_quantized: bool,
}

/// The method that a word names, in lower case without separators.
pub(super) fn method_of_word(word: &str) -> Option<Method> {
    Some(match word {
        "awq" => Method::Awq,
        "gptq" | "gptqmodel" => Method::Gptq,
        "bitsandbytes" | "bnb" | "bnb4" | "nf4" => Method::BitsAndBytes,
        "fp8" | "e4m3" | "e4m3fn" | "e5m2" | "fbgemmfp8" | "float8" => Method::Fp8,
        "mxfp4" => Method::Mxfp4,
        "nvfp4" => Method::Nvfp4,
        "exl2" => Method::Exl("EXL2"),
        "exl3" => Method::Exl("EXL3"),
        "bitnet" => Method::BitNet,
        "hqq" => Method::Named("HQQ"),
        "aqlm" => Method::Named("AQLM"),
        "quip" => Method::Named("QuIP"),
        "vptq" => Method::Named("VPTQ"),
        "spqr" => Method::Named("SpQR"),
        "eetq" => Method::Named("EETQ"),
        "autoround" => Method::Named("AutoRound"),
        "torchao" => Method::Named("torchao"),
        "quanto" => Method::Named("Quanto"),
        "higgs" => Method::Named("HIGGS"),
        _ => return None,
    })
}

impl Evidence {
    /// Reads the words of a name, a path or a tag. Of two words for the same thing the first one counts.
    pub fn from_words(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let fractional = fractional_bits(&lower);
        let mut evidence = Self {
            width: width_before(&lower, "bpw").or(fractional),
            ..Self::default()
        };
        let mut before = "";
        for word in words(&lower) {
            evidence.read_word(before, word);
            before = word;
        }
        if fractional.is_some() {
            // The point parts words: `6.5bit` is no 5 bits.
            evidence.bits = None;
        }
        evidence
    }

    fn read_word(&mut self, before: &str, word: &str) {
        if let Some(method) = method_of_word(word) {
            self.method.get_or_insert(method);
        }
        let bits = match word {
            "nf4" | "bnb4" | "fp4" => Some(4),
            "int4" | "uint4" | "qint4" => Some(4),
            "int8" | "qint8" | "uint8" | "quint8" => Some(8),
            "q4" | "q4f16" => Some(4),
            "q8" | "q8f16" => Some(8),
            "int2" => Some(2),
            "int3" => Some(3),
            "int6" => Some(6),
            "bit" | "bits" => before.parse().ok(),
            _ => word
                .strip_suffix("bits")
                .or_else(|| word.strip_suffix("bit"))
                .or_else(|| word.strip_prefix("lut"))
                .and_then(|number| number.parse().ok())
                .or_else(|| weight_bits(word)),
        };
        if let Some(bits) = bits.filter(|bits| (2..=8).contains(bits)) {
            self.bits.get_or_insert(bits);
        }
        let float = match word {
            "fp32" | "f32" | "float32" => Some(QuantizationFamily::Fp32),
            "fp16" | "f16" | "float16" | "half" => Some(QuantizationFamily::Fp16),
            "bf16" | "bfloat16" => Some(QuantizationFamily::Bf16),
            _ => None,
        };
        if let Some(float) = float {
            self.float.get_or_insert(float);
        }
        let label = match word {
            "int2" | "int3" | "int4" | "int6" | "int8" | "uint4" | "uint8" | "q4" | "q8" | "q4f16"
            | "q8f16" | "fp4" => Some(word.to_ascii_uppercase()),
            "qint4" => Some("INT4".to_owned()),
            "qint8" => Some("INT8".to_owned()),
            "quint8" => Some("UINT8".to_owned()),
            _ => weight_bits(word).map(|_| word.to_ascii_uppercase()),
        };
        if let Some(label) = label {
            self.label.get_or_insert(label);
        }
        self.says_quantized |= word == "quantized";
    }

    /// This evidence, completed by a weaker one.
    pub fn or(self, weaker: Self) -> Self {
        Self {
            method: self.method.or(weaker.method),
            bits: self.bits.or(weaker.bits),
            width: self.width.or(weaker.width),
            label: self.label.or(weaker.label),
            float: self.float.or(weaker.float),
            says_quantized: self.says_quantized || weaker.says_quantized,
        }
    }

    /// The quantization that all of this amounts to; `None` if nothing is said. A quantized word beats a float word:
    /// `q4f16` files and `int4-fp16` names say the type of what stays unquantized.
    pub fn quantization(&self) -> Option<Quantization> {
        self.quantized().or_else(|| {
            self.float
                .map(|family| Quantization::of_family(family.name(), family))
        })
    }

    /// The same, without words for unquantized precisions.
    pub fn quantized(&self) -> Option<Quantization> {
        let bits = self.bits;
        let with_bits = |name: &str| match bits {
            Some(bits) => format!("{name} {bits}-bit"),
            None => name.to_owned(),
        };
        // GPTQ and AWQ store a 16-bit scale and a zero point of 4 bits for each 128 weights, rounded up to a quarter.
        let of_integers = |label: String, four_bit: QuantizationFamily, surplus: MilliBits| Quantization {
            label,
            // GPTQ needs its own kernels at any width; other methods' 8-bit integers run wherever integers do.
            family: if bits == Some(8) && four_bit != QuantizationFamily::Gptq {
                QuantizationFamily::Int8
            } else {
                four_bit
            },
            bits_per_weight: bits.map_or(Some(four_bit.nominal_bits_per_weight()), |bits| {
                bits.checked_mul(1_000)?.checked_add(surplus)
            }),
        };
        match self.method {
            Some(Method::Awq) => Some(of_integers(with_bits("AWQ"), QuantizationFamily::Awq, 250)),
            Some(Method::Gptq) => Some(of_integers(with_bits("GPTQ"), QuantizationFamily::Gptq, 250)),
            Some(Method::BitsAndBytes) => {
                let label = if bits == Some(4) {
                    "NF4".to_owned()
                } else {
                    with_bits("bitsandbytes")
                };
                Some(of_integers(label, QuantizationFamily::BitsAndBytes, 500))
            }
            Some(Method::Fp8) => Some(Quantization::of_family("FP8", QuantizationFamily::Fp8)),
            Some(Method::Mxfp4) => Some(Quantization::of_family("MXFP4", QuantizationFamily::Mxfp4)),
            Some(Method::Nvfp4) => Some(Quantization::of_family("NVFP4", QuantizationFamily::Nvfp4)),
            Some(Method::BitNet) => Some(Quantization::of_family("BitNet", QuantizationFamily::Ternary)),
            Some(Method::Exl(version)) => Some(self.exllama(version)),
            Some(Method::Named(name)) => Some(of_integers(with_bits(name), QuantizationFamily::Int4, 500)),
            None => {
                let label = self.label.clone().or_else(|| Some(format!("INT{}", bits?)));
                let label = label.or_else(|| self.says_quantized.then(|| "INT8".to_owned()))?;
                let eight = bits == Some(8) || (bits.is_none() && self.says_quantized);
                Some(if eight {
                    Quantization::of_family(label, QuantizationFamily::Int8)
                } else {
                    of_integers(label, QuantizationFamily::Int4, 500)
                })
            }
        }
    }

    fn exllama(&self, version: &str) -> Quantization {
        let width = self.width.or(self.bits.and_then(|bits| bits.checked_mul(1_000)));
        let label = match width {
            Some(width) => {
                let fraction = format!("{:03}", width % 1_000);
                let fraction = fraction.trim_end_matches('0');
                let fraction = if fraction.is_empty() { "0" } else { fraction };
                format!("{version} {}.{fraction} bpw", width / 1_000)
            }
            None => version.to_owned(),
        };
        Quantization {
            label,
            family: QuantizationFamily::Exl,
            bits_per_weight: width.or(Some(QuantizationFamily::Exl.nominal_bits_per_weight())),
        }
    }
}

/// 4 for `w4a16`: bits of the weights, where the second number is that of the activations.
fn weight_bits(word: &str) -> Option<u32> {
    let (weights, activations) = word.strip_prefix('w')?.split_once('a')?;
    let activations: u32 = activations.parse().ok()?;
    let weights: u32 = weights.parse().ok()?;
    (matches!(activations, 4 | 8 | 16) && (2..=8).contains(&weights)).then_some(weights)
}

/// 4,250 for `4.25bpw` anywhere in a text in lower case; also `4_25bpw`.
fn width_before(lower: &str, unit: &str) -> Option<MilliBits> {
    let (before, _) = lower.split_once(unit)?;
    let before = before.trim_end_matches(['-', '_', ' ']);
    let number =
        before.rsplit(|character: char| !character.is_ascii_digit() && !matches!(character, '.' | '_'));
    let (whole, fraction) = {
        let number = number.into_iter().next()?;
        number.rsplit_once(['.', '_']).unwrap_or((number, ""))
    };
    let whole: MilliBits = whole.rsplit(['.', '_']).next()?.parse().ok()?;
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let width = whole.checked_mul(1_000)?.checked_add(thousandths.parse().ok()?)?;
    (1_000..=16_000).contains(&width).then_some(width)
}

/// A width that is no whole number of bits: 6,500 for `6.5bit` and `6.5-bit`.
fn fractional_bits(lower: &str) -> Option<MilliBits> {
    width_before(lower, "bit").filter(|width| width % 1_000 != 0)
}
