//! Reading a quantization from a GGUF file's name.
//!
//! The Hub reads names with a pattern of its own (`GGUF_QUANT_RE` in huggingface.js, `packages/tasks/src/gguf.ts`) that
//! misses `Q4_K_L`, `fp16`, `iq4xs` and others and reads `Q4_0_4_4` as `Q4_0`. This reader cuts the name into words at
//! everything that is no ASCII letter or digit, and takes the longest run of words, joined by `_`, that is a label.

use super::{Quantization, QuantizationFamily, bits_of_label};
use crate::domain::text::decimal::read_thousandths;

/// Words that the longest label spans: `Q4_0_4_4` and a suffix or two behind a `UD-` prefix.
const LABEL_WORDS_MAX: usize = 6;

/// A piece of a name without separators, in upper case, and whether `_` or `-` joins it to the next piece.
#[derive(Clone)]
struct Word {
    text: String,
    separator: Option<char>,
}

/// A label found in a name: how many words it took, how it is written, and what it is.
struct Found {
    words: usize,
    label: String,
    family: QuantizationFamily,
}

impl Quantization {
    /// The quantization that a GGUF file's path states: the last label in the file's name, else in the nearest folder
    /// that has one. `None` if no part of the path is a label.
    ///
    /// A label begins at the start of a name or behind a separator. Prefixes of publishers stay in the label
    /// (`UD-Q4_K_XL`, `i1-Q4_K_M`), everything else is written as llama.cpp writes it (`iq4xs` is `IQ4_XS`).
    pub fn from_gguf_path(path: &str) -> Option<Self> {
        let Some(found) = path.rsplit('/').find_map(last_label) else {
            return path.rsplit('/').find_map(of_width);
        };
        Some(Self {
            bits_per_weight: bits_of_label(&found.label),
            label: found.label,
            family: found.family,
        })
    }
}

/// The width that a name states in place of a label: `3.7bpw`. Its family is that of the label as wide.
fn of_width(name: &str) -> Option<Quantization> {
    let lower = name.to_ascii_lowercase();
    let end = lower.find("bpw")?;
    let before = lower.get(..end)?.trim_end_matches(['-', '_', ' ']);
    let begin = before
        .rfind(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .map_or(0, |at| at + 1);
    let number = before.get(begin..)?.trim_start_matches('.');
    let width = read_thousandths(number)
        .ok()
        .filter(|_| !number.ends_with('.'))
        .filter(|width| (1_000..=16_000).contains(width))?;
    let family = match width {
        7_000.. => QuantizationFamily::Q8,
        6_000.. => QuantizationFamily::Q6,
        5_000.. => QuantizationFamily::Q5,
        3_900.. => QuantizationFamily::Q4,
        2_900.. => QuantizationFamily::Q3,
        _ => QuantizationFamily::Q2,
    };
    Some(Quantization {
        label: format!("{number}bpw"),
        family,
        bits_per_weight: Some(width),
    })
}

fn last_label(name: &str) -> Option<Found> {
    let words = words_of(name);
    let mut last = None;
    let mut start = 0;
    while start < words.len() {
        let rest = words.get(start..).unwrap_or_default();
        let step = match label_at(rest) {
            Some(found) => {
                let step = found.words;
                last = Some(found);
                step
            }
            None => 1,
        };
        start += step;
    }
    last
}

fn words_of(name: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut current = String::new();
    for character in name.chars().chain(std::iter::once('.')) {
        if character.is_ascii_alphanumeric() {
            current.push(character.to_ascii_uppercase());
        } else if !current.is_empty() {
            words.push(Word {
                text: std::mem::take(&mut current),
                separator: Some(character),
            });
        } else if let Some(word) = words.last_mut() {
            // Two separators in a row join nothing.
            word.separator = None;
        }
    }
    words
}

fn label_at(words: &[Word]) -> Option<Found> {
    let (first, rest) = words.split_first()?;
    let prefix = match first.text.as_str() {
        "UD" => "UD-",
        "I1" => "i1-",
        _ => return plain_label(words),
    };
    first
        .separator
        .filter(|&separator| separator == '-' || separator == '_')?;
    let found = plain_label(rest)?;
    Some(Found {
        words: found.words + 1,
        label: format!("{prefix}{}", found.label),
        family: found.family,
    })
}

fn plain_label(words: &[Word]) -> Option<Found> {
    let mut joined: Vec<&str> = Vec::with_capacity(LABEL_WORDS_MAX);
    for word in words.iter().take(LABEL_WORDS_MAX) {
        joined.push(&word.text);
        if word.separator != Some('_') {
            break;
        }
    }
    let (&first, rest) = joined.split_first()?;
    let whole = |label: &str, family, words| {
        Some(Found {
            words,
            label: label.to_owned(),
            family,
        })
    };
    match first {
        "F32" | "FP32" | "FLOAT32" => return whole("F32", QuantizationFamily::Fp32, 1),
        "F16" | "FP16" | "FLOAT16" => return whole("F16", QuantizationFamily::Fp16, 1),
        "BF16" | "BFLOAT16" => return whole("BF16", QuantizationFamily::Bf16, 1),
        "NVFP4" => return whole("NVFP4", QuantizationFamily::Q4, 1),
        "MXFP4" if rest.first() == Some(&"MOE") => return whole("MXFP4_MOE", QuantizationFamily::Q4, 2),
        "MXFP4" => return whole("MXFP4", QuantizationFamily::Q4, 1),
        _ => {}
    }
    // ik_llama.cpp's dynamic mixtures: `DQ4_K_R4`.
    if let Some(mixed) = first.strip_prefix('D').filter(|mixed| mixed.starts_with('Q')) {
        let mut undynamic: Vec<Word> = words.iter().take(LABEL_WORDS_MAX).cloned().collect();
        if let Some(word) = undynamic.first_mut() {
            word.text = mixed.to_owned();
        }
        let found = plain_label(&undynamic)?;
        return Some(Found {
            label: format!("D{}", found.label),
            ..found
        });
    }
    let head_length = first.find('Q')? + 2;
    let (head, tail) = first.split_at_checked(head_length)?;
    let digit = head.chars().last().filter(char::is_ascii_digit)?;
    // `IQ4XS` and `Q4KM` are written without separators; the tail then stands for the words that follow.
    let compact = compact_words(tail)?;
    let words = if tail.is_empty() { rest } else { compact.as_slice() };
    let (taken, family) = match head.split_at_checked(head_length.checked_sub(1)?)?.0 {
        "Q" => k_or_legacy_words(digit, words)?,
        "IQ" => i_quant_words(words)?,
        "TQ" => (
            words.first().filter(|word| is_digit(word)).map(|_| 1)?,
            QuantizationFamily::Ternary,
        ),
        _ => return None,
    };
    let mut label = head.to_owned();
    for word in words.iter().take(taken) {
        label.push('_');
        label.push_str(word);
    }
    let spanned = if tail.is_empty() { taken + 1 } else { 1 };
    (tail.is_empty() || taken == words.len()).then_some(Found {
        words: spanned,
        label,
        family,
    })
}

/// `XS` for `IQ4XS`, `K` and `M` for `Q4KM`; nothing for an empty tail; `None` for a tail that is no label's.
fn compact_words(tail: &str) -> Option<Vec<&str>> {
    if !tail.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    match tail.strip_prefix('K') {
        _ if tail.is_empty() => Some(Vec::new()),
        Some("") => Some(vec!["K"]),
        Some(size) if matches!(size, "S" | "M" | "L" | "XL") => Some(vec!["K", size]),
        // `Q4KExperts-Q8Rest`: the width of the experts, which are nearly all of it.
        Some("EXPERTS") => Some(vec!["K"]),
        _ => Some(vec![tail]),
    }
}

/// How many of the words behind `Q4` belong to the label, and the family of the digit.
fn k_or_legacy_words(digit: char, words: &[&str]) -> Option<(usize, QuantizationFamily)> {
    let family = match digit {
        '8' => QuantizationFamily::Q8,
        '6' => QuantizationFamily::Q6,
        '5' => QuantizationFamily::Q5,
        '4' => QuantizationFamily::Q4,
        '3' => QuantizationFamily::Q3,
        '2' => QuantizationFamily::Q2,
        '1' => QuantizationFamily::Ternary,
        _ => return None,
    };
    let taken = match words {
        // Repacked for ARM, and since withdrawn: the two numbers are rows by columns of a block.
        ["0", "4", "4" | "8", ..] | ["0", "8", "8", ..] if digit == '4' => 3,
        ["1", "SOME", "F16", ..] if digit == '4' => 3,
        ["K" | "KV", after @ ..] => 1 + suffix_words(after),
        [number, after @ ..] if is_digit(number) => 1 + suffix_words(after),
        // `Q1` alone is a quarter of a year more often than a width.
        _ if digit == '1' => return None,
        _ => 0,
    };
    Some((taken, family))
}

/// How many of the words behind `IQ4` belong to the label. The `K` sizes and `BN` exist in ik_llama.cpp only.
fn i_quant_words(words: &[&str]) -> Option<(usize, QuantizationFamily)> {
    Some(match words {
        ["BN", ..] => (1, QuantizationFamily::Ternary),
        [
            "XXS" | "XS" | "S" | "M" | "NL" | "K" | "KS" | "KSS" | "KT" | "KL",
            after @ ..,
        ] => (1 + suffix_words(after), QuantizationFamily::Iq),
        _ => (0, QuantizationFamily::Iq),
    })
}

/// Publishers put sizes of their own behind a label: `_L`, `_XL`, `_P`, or `_R4` for rows repacked by ik_llama.cpp.
fn suffix_words(words: &[&str]) -> usize {
    let is_suffix = |word: &str| {
        let size = word.trim_start_matches('X');
        let one_letter = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        one_letter || (word.len() <= 3 && matches!(size, "S" | "M" | "L")) || matches!(word, "R4" | "R8")
    };
    words.iter().take(2).take_while(|word| is_suffix(word)).count()
}

fn is_digit(word: &str) -> bool {
    word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_digit())
}
