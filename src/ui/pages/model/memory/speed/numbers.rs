//! Speeds and times as people read them.

use crate::ui::figures;
use crate::web::number_format;

/// The language of the numbers, which is the language of the messages.
const LOCALE: &str = "en";

/// Tokens per second: `7.4`, `42`, `1,910`. Never more digits than an estimate can mean.
pub fn rate(tokens_per_s: f64) -> String {
    if tokens_per_s < 10.0 {
        number_format::decimal(tokens_per_s, 1, LOCALE)
    } else if tokens_per_s < 1_000.0 {
        figures::integer(tokens_per_s.round() as u64)
    } else {
        figures::integer((tokens_per_s / 10.0).round() as u64 * 10)
    }
}

/// A time: `6.6 ms`, `640 ms`, `1.4 s`, `5 min`.
pub fn time(ms: f64) -> String {
    let (value, unit) = if ms < 1_000.0 {
        (ms, "ms")
    } else if ms < 120_000.0 {
        (ms / 1e3, "s")
    } else {
        (ms / 60e3, "min")
    };
    let digits = if value < 10.0 { 1 } else { 0 };
    format!("{}\u{a0}{unit}", number_format::decimal(value, digits, LOCALE))
}

/// A number with at most this many digits behind the point.
pub fn decimal(value: f64, digits: u8) -> String {
    number_format::decimal(value, digits, LOCALE)
}

/// A number for attributes: tokens a second or milliseconds with three digits behind the point.
pub fn exact(value: f64) -> String {
    format!("{value:.3}")
}
