//! Numbers as people read them. The sums are the domain's; here they only become text.

use crate::domain::assess::VariantSize;
use crate::domain::model::{Date, ParameterCount};
use crate::domain::precision::quantization::{MilliBits, PrecisionClass};
use crate::domain::text::memory_size::BYTES_PER_GB;
use crate::ui::messages::t;
use crate::web::number_format;

/// A space that no line breaks at, so that a number never parts from its unit.
const NO_BREAK: char = '\u{a0}';
/// The language of the numbers, which is the language of the messages.
const LOCALE: &str = "en";

/// Memory and file sizes in binary units: `16.8 GiB`, `560 MiB`, `64 KiB`.
pub fn size(bytes: u64) -> String {
    let (value, unit) = in_unit(bytes);
    format!("{}{NO_BREAK}{unit}", three_digits(value))
}

/// The value in the unit that it is shown in. Amounts stay in GiB however large they are, so that they compare at sight.
fn in_unit(bytes: u64) -> (f64, &'static str) {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    match bytes {
        1..KIB => (bytes as f64, "bytes"),
        KIB..MIB => (bytes as f64 / KIB as f64, "KiB"),
        MIB..BYTES_PER_GB => (bytes as f64 / MIB as f64, "MiB"),
        _ => (bytes as f64 / BYTES_PER_GB as f64, "GiB"),
    }
}

/// A download size in decimal units, as the Hub prints it: `4.92 GB`, `380 MB`. For tooltips beside [`size`].
pub fn decimal_size(bytes: u64) -> String {
    let (value, unit) = match bytes {
        0..1_000_000 => (bytes as f64 / 1e3, "KB"),
        1_000_000..1_000_000_000 => (bytes as f64 / 1e6, "MB"),
        1_000_000_000..1_000_000_000_000 => (bytes as f64 / 1e9, "GB"),
        _ => (bytes as f64 / 1e12, "TB"),
    };
    (t::explore().on_the_hub_size)(&format!("{}{NO_BREAK}{unit}", three_digits(value)))
}

/// A variant's download size, marked where it is estimated.
pub fn variant_size(of: VariantSize) -> String {
    match of {
        VariantSize::Exact(bytes) => size(bytes),
        VariantSize::Estimated(bytes) => format!("≈{NO_BREAK}{}", size(bytes)),
    }
}

/// A number of parameters in the field's short form: `8.03B`, `494M`.
pub fn parameters(count: u64) -> String {
    let (value, unit) = match count {
        0..1_000 => return number_format::integer(count as f64, LOCALE),
        1_000..1_000_000 => (count as f64 / 1e3, "K"),
        1_000_000..1_000_000_000 => (count as f64 / 1e6, "M"),
        1_000_000_000..1_000_000_000_000 => (count as f64 / 1e9, "B"),
        _ => (count as f64 / 1e12, "T"),
    };
    format!("{}{unit}", three_digits(value))
}

/// A number of parameters as a phrase that says when it is a guess.
pub fn parameters_phrase(parameters_known: ParameterCount) -> String {
    let count = parameters(parameters_known.count);
    if parameters_known.source.is_count() {
        (t::explore().parameters)(&count)
    } else {
        (t::explore().parameters_guess)(&count)
    }
}

/// A whole number with separators: `1,073,741,824`.
pub fn integer(number: u64) -> String {
    number_format::integer(number as f64, LOCALE)
}

/// A large count in short form: `1.2M`.
pub fn compact(number: u64) -> String {
    number_format::compact(number, LOCALE)
}

/// A speed in thousandths of a token a second, with as many digits as it deserves: `42`, `7.3`.
pub fn speed(thousandths: u32) -> String {
    let digits = if thousandths < 10_000 { 1 } else { 0 };
    number_format::decimal(f64::from(thousandths) / 1000.0, digits, LOCALE)
}

/// A percentage given in thousandths of a percent: `0`, `12.4`.
pub fn percent_of_thousandths(thousandths: u64) -> String {
    number_format::decimal(thousandths as f64 / 1000.0, 2, LOCALE)
}

/// Bits per weight, for a column: `4.90`.
pub fn bits(bits_per_weight: MilliBits) -> String {
    number_format::fixed(f64::from(bits_per_weight) / 1000.0, 2, LOCALE)
}

/// Memory for a column: `5.72 GiB`, `16.0 GiB`.
pub fn size_aligned(bytes: u64) -> String {
    let (value, unit) = in_unit(bytes);
    format!(
        "{}{NO_BREAK}{unit}",
        number_format::fixed(value, fraction_digits(value), LOCALE)
    )
}

/// Bytes per parameter as the rule counts them: `0.5`, `2`. Also the step's exact value.
pub const fn bytes_per_param(class: PrecisionClass) -> &'static str {
    match class {
        PrecisionClass::Bits32 => "4",
        PrecisionClass::Bits16 => "2",
        PrecisionClass::Bits8 => "1",
        PrecisionClass::Bits6OrBelow => "0.5",
    }
}

/// A factor given in percent: `1.5`.
pub fn factor(percent: u16) -> String {
    number_format::decimal(f64::from(percent) / 100.0, 2, LOCALE)
}

/// A day: `12 Mar 2025`.
pub fn date(day: Date) -> String {
    number_format::date(day, LOCALE)
}

/// How long ago a day was: `3 months ago`.
pub fn days_ago(day: Date) -> String {
    number_format::days_ago(day, LOCALE)
}

/// How long ago, from minutes: `5 minutes ago`.
pub fn ago(minutes: u32) -> String {
    number_format::ago_minutes(minutes, LOCALE)
}

/// Three significant digits at most, none of them a useless zero.
fn three_digits(value: f64) -> String {
    number_format::decimal(value, fraction_digits(value), LOCALE)
}

fn fraction_digits(value: f64) -> u8 {
    if value < 10.0 {
        2
    } else if value < 100.0 {
        1
    } else {
        0
    }
}
