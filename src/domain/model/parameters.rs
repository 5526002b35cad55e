//! Numbers of parameters: read off names, and worked out from Safetensors headers.

use super::variant::WeightHints;
use super::{ParameterCount, ParameterSource};
use crate::domain::precision::quantization::{Quantization, QuantizationFamily};

/// Mixtures of experts whose experts share layers, so that their names promise more than they hold: Mistral's own counts.
const MIXTURES: [(&str, u64); 2] = [("8x7b", 46_702_792_704), ("8x22b", 140_630_071_296)];

/// No model is larger; a name that says more says something else.
const NAMED_PARAMETERS_MAX: u64 = 100_000_000_000_000;

/// Tenths of a bit for each parameter outside which a count belongs to another file: from GGUF's `Q1_0` with 1.1 bits
/// to 32-bit floats with a few buffers. (docs/hub.md, Model begins at 1.5; the 1-bit formats came later.)
const PLAUSIBLE_TENTH_BITS: std::ops::RangeInclusive<u128> = 10..=330;

/// The number of parameters that a repository's name states: 7,000,000,000 for `Llama-2-7B`. Of several the first one in
/// billions counts, then trillions, then millions (`TinyLlama-1.1B-3T` was trained on 3 trillion tokens, and `-1M` is a
/// context length). `None` where the name gives active or effective parameters only (`Scout-17B-16E`, `E4B`).
pub fn parameters_from_name(name: &str) -> Option<u64> {
    let lower = name.to_ascii_lowercase();
    let is_cut = |character: char| !character.is_ascii_alphanumeric() && character != '.';
    let words = || lower.split(is_cut).flat_map(pieces);
    // `17B-16E`: active parameters and a number of experts.
    if words().any(|word| {
        word.strip_suffix('e')
            .is_some_and(|experts| whole(experts).is_some_and(|n| n >= 8))
    }) {
        return None;
    }
    ['b', 't', 'm']
        .into_iter()
        .find_map(|unit| words().find_map(|word| size_of_word(word, unit)))
}

/// A word between separators; a dot separates as well unless it stands between digits.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let is_number = |text: &str| text.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let decimal = word.split_once('.').is_some_and(|(before, after)| {
        before.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x') && is_number(after)
    });
    let (one, many) = if decimal {
        (Some(word), None)
    } else {
        (None, Some(word.split('.')))
    };
    one.into_iter().chain(many.into_iter().flatten())
}

fn size_of_word(word: &str, unit: char) -> Option<u64> {
    let number = word.strip_suffix(unit)?;
    if let Some((_, count)) = MIXTURES.iter().find(|(name, _)| *name == word) {
        return Some(*count);
    }
    let (experts, size) = match number.split_once('x') {
        Some((experts, size)) => (whole(experts)?, size),
        None => (1, number),
    };
    let unit_thousandths: u64 = match unit {
        't' => 1_000_000_000,
        'b' => 1_000_000,
        _ => 1_000,
    };
    let count = thousandths(size)?
        .checked_mul(unit_thousandths)?
        .checked_mul(experts)?;
    (count > 0 && count <= NAMED_PARAMETERS_MAX).then_some(count)
}

/// Up to four digits.
fn whole(digits: &str) -> Option<u64> {
    let sound = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| digits.parse().ok())?
}

/// 1,700 for `1.7`: up to four digits before the point and three behind it.
fn thousandths(number: &str) -> Option<u64> {
    let (before, after) = number.split_once('.').unwrap_or((number, "0"));
    let fraction = whole(after).filter(|_| after.len() <= 3)?;
    let scale = [100, 10, 1].get(after.len().checked_sub(1)?).copied()?;
    whole(before)?
        .checked_mul(1_000)?
        .checked_add(fraction.checked_mul(scale)?)
}

/// The number of parameters behind the Hub's `safetensors` field.
///
/// The field counts stored elements. Packed formats keep several weights in one integer; the Hub unpacks some of them
/// itself (then `total` is not the sum of the dtypes, or the sum already is the model's size) and others not. What is
/// still packed is recognised by the size in the repository's name where there is one, else by the format's habits:
/// MLX is never unpacked, GPTQ and AWQ are where integers clearly outnumber floats, 4-bit floats in bytes always are.
/// Position buffers and the scales of block formats are not counted.
pub fn safetensors_parameters(
    total: Option<u64>,
    hints: &WeightHints,
    quantization: Option<&Quantization>,
) -> Option<ParameterCount> {
    let counted = |count: u64, source| (count > 0).then_some(ParameterCount { count, source });
    let elements = Elements::of(&hints.dtypes);
    let stored = elements.sum_of(|_| true)?;
    if stored == 0 {
        return counted(total?, ParameterSource::SafetensorsHeader);
    }
    let buffers = elements.sum_of(|dtype| matches!(dtype, "I64" | "U64" | "BOOL"))?;
    let plain = match total {
        Some(total) if total != stored => {
            return counted(total.saturating_sub(buffers), ParameterSource::SafetensorsHeader);
        }
        _ => stored.checked_sub(buffers)?,
    };
    let as_stored = counted(plain, ParameterSource::SafetensorsHeader);
    if quantization.is_some_and(|quantization| quantization.family == QuantizationFamily::Exl) {
        // ExLlama stores bit streams: their elements say nothing of the number of weights.
        return None;
    }
    let unpacked = match elements.unpacked(plain, quantization) {
        Some(unpacked) if unpacked.count > plain => unpacked,
        _ => return as_stored,
    };
    let is_packed = match parameters_from_name(&hints.repo_name) {
        Some(named) => distance(unpacked.count, named) < distance(plain, named),
        None => unpacked.likely,
    };
    if is_packed {
        counted(unpacked.count, ParameterSource::UnpackedSafetensors)
    } else {
        as_stored
    }
}

/// Whether a file of this size can hold this many parameters: 1 to 33 bits for each.
pub fn plausible(count: u64, file_bytes: u64) -> bool {
    u128::from(file_bytes)
        .checked_mul(80)
        .and_then(|tenths| tenths.checked_div(u128::from(count)))
        .is_some_and(|tenths| PLAUSIBLE_TENTH_BITS.contains(&tenths))
}

/// How far two counts are apart, as a ratio in thousandths; the same in both directions.
fn distance(a: u64, b: u64) -> u128 {
    let (small, large) = (a.min(b), a.max(b));
    u128::from(large)
        .saturating_mul(1_000)
        .checked_div(u128::from(small))
        .unwrap_or(u128::MAX)
}

/// Stored elements by dtype.
struct Elements(Vec<(String, u64)>);

/// A count with packed integers taken apart, and whether that is likely when the name says nothing.
struct Unpacked {
    count: u64,
    likely: bool,
}

impl Elements {
    fn of(dtypes: &[(String, u64)]) -> Self {
        Self(
            dtypes
                .iter()
                .map(|(dtype, count)| (dtype.to_ascii_uppercase(), *count))
                .collect(),
        )
    }

    /// `None` if the sum does not fit, which no model's does.
    fn sum_of(&self, wanted: impl Fn(&str) -> bool) -> Option<u64> {
        self.0
            .iter()
            .filter(|(dtype, _)| wanted(dtype))
            .try_fold(0_u64, |sum, (_, count)| sum.checked_add(*count))
    }

    fn unpacked(&self, plain: u64, quantization: Option<&Quantization>) -> Option<Unpacked> {
        let words_mlx = self.sum_of(|dtype| dtype == "U32")?;
        let words = self.sum_of(|dtype| dtype == "I32")?;
        let bytes = self.sum_of(|dtype| dtype == "U8")?;
        let signed = self.sum_of(|dtype| dtype == "I8")?;
        let scales = self.sum_of(|dtype| dtype.ends_with("E8M0"))?;
        let bits = bits_of_packed(quantization);
        let replaced = |packed: u64, scales: u64, factor_32: u64| {
            let weights = packed.checked_mul(factor_32)?;
            plain
                .checked_sub(packed)?
                .checked_sub(scales)?
                .checked_add(weights)
        };
        let is_most = |packed: u64| packed > plain / 10;
        if is_most(words_mlx) {
            let weights = times_32_by(words_mlx, bits?)?;
            // MLX keeps a scale and a bias for each group of 64 weights (its default), as floats; its 4-bit floats have
            // a scale in a byte instead. Where there are fewer floats than that, the groups are larger than the default.
            let floats = plain.checked_sub(words_mlx)?.checked_sub(bytes)?;
            let scales = if bytes > 0 {
                bytes
            } else {
                Some(weights / 32).filter(|scales| *scales <= floats).unwrap_or(0)
            };
            let count = replaced(words_mlx, scales, 0)?.checked_add(weights)?;
            return Some(Unpacked { count, likely: true });
        }
        if is_most(words) {
            let count = replaced(words, 0, 0)?.checked_add(times_32_by(words, bits?)?)?;
            // Packed 4-bit weights of a 70 B model come to 3 times the floats beside them, unpacked ones of 7 B to 6.
            let likely = words / 5 < plain.saturating_sub(words);
            return Some(Unpacked { count, likely });
        }
        if is_most(signed) && scales > signed / 20 && scales < signed / 12 {
            // One scale for each 32 weights, two weights in each byte: FP4 under the name of I8.
            let count = replaced(signed, scales, 2)?;
            return Some(Unpacked { count, likely: true });
        }
        if is_most(bytes) {
            let per_byte = match quantization.map(|quantization| quantization.family) {
                Some(QuantizationFamily::Ternary) => 4,
                _ => 2,
            };
            // NVFP4 keeps a scale in eight bits for each 16 weights.
            let eighth = bytes / 8;
            let narrow = self.sum_of(|dtype| dtype.starts_with("F8_E4M3"))?;
            let scales = if narrow <= eighth.saturating_add(eighth / 8) {
                narrow
            } else {
                0
            };
            let count = replaced(bytes, scales, per_byte)?;
            let likely =
                quantization.is_some_and(|quantization| quantization.family == QuantizationFamily::Nvfp4);
            return Some(Unpacked { count, likely });
        }
        None
    }
}

/// Elements of 32 bits that hold weights of so many bits.
fn times_32_by(elements: u64, bits: u64) -> Option<u64> {
    u64::try_from(
        u128::from(elements)
            .checked_mul(32)?
            .checked_div(u128::from(bits))?,
    )
    .ok()
}

/// Bits of the packed integers: the label's own number, else the whole bits of the width.
fn bits_of_packed(quantization: Option<&Quantization>) -> Option<u64> {
    let quantization = quantization?;
    let is_four = matches!(
        quantization.family,
        QuantizationFamily::Mxfp4 | QuantizationFamily::Nvfp4 | QuantizationFamily::BitsAndBytes
    );
    if is_four {
        return Some(4);
    }
    let bits = u64::from(quantization.bits_per_weight? / 1_000);
    (2..=8).contains(&bits).then_some(bits)
}
