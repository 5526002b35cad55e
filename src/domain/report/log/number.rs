//! Numbers and units as engines print them, kept exactly as whole numbers of a small unit.

use super::figure::Amount;

/// A decimal number: `digits` divided by ten to the power of `decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: u64,
    decimals: u32,
}

/// Digits that are kept. More would not fit a `u64`; further decimals say nothing.
const DIGITS_MAX: u32 = 18;

impl Decimal {
    /// Reads a number at the beginning of a text, after spaces; gives back what follows it. A comma between digits is a
    /// decimal point, since some locales print it so. `None` for words (`inf`, `nan`), signs and numbers over 18 digits.
    pub(super) fn read(text: &str) -> Option<(Self, &str)> {
        let text = text.trim_start();
        let mut number = Self {
            digits: 0,
            decimals: 0,
        };
        let (mut n_digits, mut is_fraction) = (0_u32, false);
        let mut end = 0;
        for (index, character) in text.char_indices() {
            let after = index.checked_add(character.len_utf8())?;
            if let Some(digit) = character.to_digit(10) {
                if n_digits >= DIGITS_MAX {
                    if !is_fraction {
                        return None;
                    }
                } else {
                    number.digits = number.digits.checked_mul(10)?.checked_add(digit.into())?;
                    number.decimals = number.decimals.checked_add(is_fraction.into())?;
                    n_digits = n_digits.checked_add(u32::from(number.digits > 0))?;
                }
                end = after;
            } else if matches!(character, '.' | ',') && !is_fraction && end == index && end > 0 {
                is_fraction = true;
            } else {
                break;
            }
        }
        let (_, rest) = text.split_at_checked(end)?;
        (end > 0).then_some((number, rest))
    }

    /// This many units, as a whole number of them: rounded, with the size of half a step of the last digit.
    pub(super) fn times(self, unit: u64) -> (u64, u64) {
        let divisor = 10_u128.saturating_pow(self.decimals);
        let product = u128::from(self.digits).saturating_mul(unit.into());
        let rounded = product.saturating_add(divisor / 2) / divisor;
        let step = u128::from(unit).div_ceil(divisor.saturating_mul(2));
        let narrow = |wide: u128| u64::try_from(wide).unwrap_or(u64::MAX);
        (narrow(rounded), narrow(step))
    }

    /// Thousandths.
    pub(super) fn thousandths(self) -> u64 {
        self.times(1000).0
    }
}

/// Reads a number at the beginning of a text, in thousandths.
pub(super) fn read_thousandths(text: &str) -> Option<u64> {
    Decimal::read(text).map(|(number, _)| number.thousandths())
}

/// Reads a whole number at the beginning of a text, after spaces; commas group its digits (`75,840`).
pub(super) fn read_count(text: &str) -> Option<u64> {
    let mut count: Option<u64> = None;
    for character in text.trim_start().chars() {
        match character.to_digit(10) {
            Some(digit) => count = Some(count.unwrap_or(0).checked_mul(10)?.checked_add(digit.into())?),
            None if character == ',' && count.is_some() => {}
            None => break,
        }
    }
    count
}

/// What `KB`, `MB`, `GB` mean to the program that prints them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    /// Powers of 1,024, as `KiB`, `MiB`, `GiB` always are.
    Binary,
    /// Powers of 1,000.
    Decimal,
}

/// Reads an amount with its unit at the beginning of a text; gives back what follows it.
pub(super) fn read_amount(text: &str, units: Units) -> Option<(Amount, &str)> {
    let (number, rest) = Decimal::read(text)?;
    let rest = rest.trim_start();
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = rest.split_at_checked(length)?;
    let base: u64 = match units {
        Units::Decimal if !name.contains('i') => 1000,
        _ => 1024,
    };
    let power = match name {
        "B" | "bytes" | "Bytes" => 0,
        "kB" | "KB" | "KiB" => 1,
        "MB" | "MiB" | "Mb" => 2,
        "GB" | "GiB" | "Gi" | "Gb" => 3,
        "TB" | "TiB" => 4,
        _ => return None,
    };
    let (bytes, rounding) = number.times(base.saturating_pow(power));
    Some((Amount { bytes, rounding }, rest))
}

/// Reads a duration as Go prints it (`2m27.98s`, `559.66ms`, `891.933µs`), in nanoseconds.
pub(super) fn read_duration_ns(text: &str) -> Option<u64> {
    let mut rest = text.trim_start();
    let mut sum: Option<u64> = None;
    while let Some((number, after)) = Decimal::read(rest) {
        let length = after
            .chars()
            .take_while(|unit| unit.is_alphabetic())
            .map(char::len_utf8)
            .sum();
        let (name, after) = after.split_at_checked(length)?;
        let unit: u64 = match name {
            "h" => 3_600_000_000_000,
            "m" => 60_000_000_000,
            "s" => 1_000_000_000,
            "ms" => 1_000_000,
            // The micro sign and the Greek letter.
            "us" | "\u{b5}s" | "\u{3bc}s" => 1000,
            "ns" => 1,
            _ => return None,
        };
        sum = Some(sum.unwrap_or(0).checked_add(number.times(unit).0)?);
        rest = after;
        if !rest.starts_with(|next: char| next.is_ascii_digit()) {
            break;
        }
    }
    sum
}
