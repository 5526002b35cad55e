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

/// What separates the digits of a number.
const SEPARATORS: [char; 5] = ['.', ',', ' ', '\u{a0}', '\u{202f}'];

/// The amounts of a text in bytes, in their order, at most eight; numbers without a unit are none.
pub fn amounts(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let from = rest.get(at..).unwrap_or_default();
        let (number, behind) = number_of(from);
        if let Some(bytes) = unit_of(number, behind).and_then(|unit| times(number, unit)) {
            found.push(bytes);
        }
        rest = behind;
        if found.len() >= 8 {
            break;
        }
    }
    found
}

/// The digits at the beginning, with separators in them, and what follows. A space separates thousands where three
/// digits stand behind it, as in "16 305 МБ".
fn number_of(text: &str) -> (&str, &str) {
    let mut end = 0;
    for (at, letter) in text.char_indices() {
        let behind = || text.get(at + letter.len_utf8()..).unwrap_or_default();
        let n_digits = || behind().bytes().take(4).take_while(u8::is_ascii_digit).count();
        let goes_on = match letter {
            '.' | ',' | '\u{a0}' | '\u{202f}' => n_digits() > 0,
            ' ' => n_digits() == 3 && end <= 3,
            letter => letter.is_ascii_digit(),
        };
        if !goes_on {
            break;
        }
        end = at + letter.len_utf8();
    }
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Bytes of the unit behind a number, as far as it is a word of its own and no rate.
fn unit_of(number: &str, behind: &str) -> Option<u64> {
    let text = behind.trim_start_matches([' ', '\u{a0}', '\u{202f}', '[']);
    let is_attached = text.len() == behind.len();
    let end = text
        .find(|letter: char| !letter.is_alphabetic())
        .unwrap_or(text.len());
    let (unit, rest) = text.split_at_checked(end.min(24))?;
    let unit = unit.to_lowercase();
    if rest.starts_with("/s") || rest.starts_with("/sec") {
        return None;
    }
    let bytes = match unit.as_str() {
        // `free -h` prints "31Gi"; the "Ti" of a card stands behind three digits or a space.
        "ki" if is_attached => 1 << 10,
        "mi" if is_attached => 1 << 20,
        "gi" if is_attached => 1 << 30,
        "ti" if is_attached && (number.len() <= 2 || number.contains(['.', ','])) => 1 << 40,
        "to" => 1 << 40,
        unit => super::words::unit(unit)?,
    };
    Some(bytes)
}

/// A number with separators times a unit. A separator with three digits behind it groups thousands where the unit is
/// small (nobody prints three decimals of a megabyte), and is the decimal point otherwise.
pub fn times(number: &str, unit: u64) -> Option<u64> {
    let parts: Vec<&str> = number.split(SEPARATORS).collect();
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
    let groups: Vec<&str> = number.split(SEPARATORS).collect();
    let is_grouped = groups.iter().skip(1).all(|group| group.len() == 3);
    let is_alone = behind.trim().is_empty() || behind.starts_with([' ', '\t', '(']);
    (!number.is_empty() && is_grouped && is_alone).then(|| groups.concat().parse().ok())?
}

/// The amount that a text says in total, where it says others as well: behind "total", of "used / total", or the first.
pub fn total(text: &str) -> Option<u64> {
    let lower = text.to_ascii_lowercase();
    let behind_word = lower.find("total").and_then(|at| text.get(at..));
    let behind_slash = text.rsplit_once('/').map(|(_, behind)| behind);
    let parts = [behind_word, behind_slash, Some(text)];
    parts
        .into_iter()
        .flatten()
        .find_map(|part| amounts(part).first().copied())
}

/// Whether system memory is sold in this size, in GB.
pub fn is_usual_system(gb: u64) -> bool {
    USUAL_SYSTEM_GB.iter().any(|usual| u64::from(*usual) == gb)
}

/// The size that is installed where a system reports a little less, and whether it had to be guessed.
pub fn installed(bytes: u64) -> Option<(MemorySize, bool)> {
    let reported = size_of(bytes)?;
    let usual = USUAL_SYSTEM_GB.iter().map(|&gb| MemorySize::from_gb(gb));
    // Firmware and graphics keep up to an eighth.
    let fitting = |size: &MemorySize| {
        reported <= *size && u64::from(reported.thousandths()) * 8 >= u64::from(size.thousandths()) * 7
    };
    // Nobody reports so round a number but who counts modules; 448 GB is seven of 64.
    let is_sum = reported.thousandths().is_multiple_of(64_000);
    match usual.clone().find(fitting) {
        Some(_) if is_sum => Some((reported, false)),
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
