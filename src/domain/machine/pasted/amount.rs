//! Amounts of memory as tools print them: `24576MiB`, `31Gi`, `32,581 MB`, `68719476736`.

use crate::domain::text::memory_size::{BYTES_PER_GB, MemorySize};

/// Sizes that system memory is sold in, in GB.
const USUAL_SYSTEM_GB: [u16; 31] = [
    1, 2, 3, 4, 6, 8, 12, 16, 18, 20, 24, 32, 36, 40, 48, 64, 80, 96, 112, 128, 160, 192, 256, 320, 384, 512,
    768, 1024, 1536, 2048, 4096,
];
/// Sizes that device memory is sold in, in GB.
const USUAL_DEVICE_GB: [u16; 27] = [
    1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 16, 20, 22, 24, 32, 40, 48, 64, 72, 80, 94, 96, 128, 141, 192, 256, 288,
];

/// The amounts of a text in bytes, in their order, at most eight; numbers without a unit are none.
pub fn amounts(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let from = rest.get(at..).unwrap_or_default();
        let (number, behind) = number_of(from);
        if let Some(bytes) = unit_of(behind).and_then(|unit| times(number, unit)) {
            found.push(bytes);
        }
        rest = behind;
        if found.len() >= 8 {
            break;
        }
    }
    found
}

/// The digits at the beginning, with separators in them, and what follows.
fn number_of(text: &str) -> (&str, &str) {
    let mut end = 0;
    for (at, letter) in text.char_indices() {
        let is_separator = matches!(letter, '.' | ',' | '\u{a0}' | '\u{202f}');
        let goes_on = || {
            let behind = text.get(at + letter.len_utf8()..).unwrap_or_default();
            behind.starts_with(|next: char| next.is_ascii_digit())
        };
        if letter.is_ascii_digit() || (is_separator && goes_on()) {
            end = at + letter.len_utf8();
        } else {
            break;
        }
    }
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Bytes of the unit at the beginning of a text, as far as it is a word of its own.
fn unit_of(text: &str) -> Option<u64> {
    let text = text.trim_start_matches([' ', '\u{a0}', '\u{202f}', '[']);
    let end = text
        .find(|letter: char| !letter.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let unit = text.get(..end)?.to_ascii_lowercase();
    Some(match unit.as_str() {
        "kb" | "kib" | "ki" | "ko" => 1 << 10,
        "mb" | "mib" | "mi" | "mo" => 1 << 20,
        "gb" | "gib" | "gi" | "go" | "g" => 1 << 30,
        "tb" | "tib" | "ti" | "to" => 1 << 40,
        _ => return None,
    })
}

/// A number with separators times a unit. A separator with three digits behind it groups thousands where the unit is
/// small (nobody prints three decimals of a megabyte), and is the decimal point otherwise.
fn times(number: &str, unit: u64) -> Option<u64> {
    let parts: Vec<&str> = number.split(['.', ',', '\u{a0}', '\u{202f}']).collect();
    let is_grouped = parts.iter().skip(1).all(|part| part.len() == 3) && unit < BYTES_PER_GB;
    if parts.len() == 1 || is_grouped || parts.len() > 2 {
        return parts.concat().parse::<u64>().ok()?.checked_mul(unit);
    }
    let (whole, fraction) = (parts.first()?, parts.get(1)?);
    let digits: String = fraction.chars().take(3).collect();
    let thousandths: u64 = format!("{digits:0<3}").parse().ok()?;
    let whole: u64 = whole.parse().ok()?;
    whole
        .checked_mul(unit)?
        .checked_add(thousandths.checked_mul(unit / 1024)? / 1000 * 1024)
}

/// The whole number that a text consists of, thousands grouped or not.
pub fn plain_number(text: &str) -> Option<u64> {
    let text = text.trim();
    let (number, behind) = number_of(text);
    let groups: Vec<&str> = number.split(['.', ',', '\u{a0}', '\u{202f}']).collect();
    let is_grouped = groups.iter().skip(1).all(|group| group.len() == 3);
    let is_alone = behind.trim().is_empty() || behind.starts_with([' ', '\t', '(']);
    (!number.is_empty() && is_grouped && is_alone).then(|| groups.concat().parse().ok())?
}

/// The size that is installed where a system reports a little less, and whether it had to be guessed.
pub fn installed(bytes: u64) -> Option<(MemorySize, bool)> {
    let reported = size_of(bytes)?;
    let usual = USUAL_SYSTEM_GB.iter().map(|&gb| MemorySize::from_gb(gb));
    // Firmware and graphics keep up to an eighth.
    let fitting = |size: &MemorySize| {
        reported <= *size && u64::from(reported.thousandths()) * 8 >= u64::from(size.thousandths()) * 7
    };
    match usual.clone().find(fitting) {
        Some(size) if size == reported => Some((size, false)),
        Some(size) => Some((size, true)),
        None => Some((reported, false)),
    }
}

/// The size of a device: of those it is sold with, or the usual ones, the one that is reported up to a twelfth less;
/// whether it is one of those it is sold with.
pub fn device_size(bytes: u64, sold: &[MemorySize]) -> Option<(MemorySize, bool)> {
    let reported = size_of(bytes)?;
    let is_near = |size: &MemorySize| {
        let (own, size) = (u64::from(reported.thousandths()), u64::from(size.thousandths()));
        own * 12 >= size * 11 && own * 50 <= size * 51
    };
    if let Some(size) = sold.iter().copied().find(is_near) {
        return Some((size, true));
    }
    let usual = USUAL_DEVICE_GB
        .iter()
        .map(|&gb| MemorySize::from_gb(gb))
        .find(is_near);
    Some((usual.unwrap_or(reported), sold.is_empty()))
}

/// Bytes as an amount of memory, to the thousandth of a GB; `None` for nothing and for more than any machine has.
pub fn size_of(bytes: u64) -> Option<MemorySize> {
    let thousandths = u128::from(bytes) * 1000 / u128::from(BYTES_PER_GB);
    MemorySize::from_thousandths(u32::try_from(thousandths).ok()?).filter(|size| !size.is_zero())
}
