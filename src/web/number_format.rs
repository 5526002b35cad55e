//! Numbers and times as the reader's language writes them, by the browser's `Intl`.
//!
//! A locale is a language tag that the app ships messages for, never something read from outside: `Intl` throws on a
//! malformed one.

use std::cell::RefCell;

use js_sys::Intl::{
    DateTimeFormat, DateTimeFormatOptions, DateTimeStyle, NumberFormat, NumberFormatNotation,
    NumberFormatOptions, RelativeTimeFormat, RelativeTimeFormatNumeric, RelativeTimeFormatOptions,
};
use js_sys::{Array, Date as JsDate, Function};
use wasm_bindgen::JsValue;

use super::clock;
use crate::domain::model::Date;

/// `Intl` accepts this many fraction digits everywhere.
const FRACTION_DIGITS_MAX: u8 = 20;
const DAY_MS: f64 = 86_400_000.0;

/// What a formatter is made for. Making one costs much more than using it, so each is made once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Decimal { digits: u8 },
    Fixed { digits: u8 },
    Compact,
    Day,
}

thread_local! {
    static FORMATTERS: RefCell<Vec<(&'static str, Shape, Function)>> = const { RefCell::new(Vec::new()) };
    static RELATIVE: RefCell<Vec<(&'static str, RelativeTimeFormat)>> = const { RefCell::new(Vec::new()) };
}

/// A whole number with grouping: `1,073,741,824`. Fractions are rounded.
pub fn integer(value: f64, locale: &'static str) -> String {
    decimal(value, 0, locale)
}

/// A number with at most so many fraction digits (20 and below), none of them a useless zero: `16.8`.
pub fn decimal(value: f64, digits: u8, locale: &'static str) -> String {
    let digits = digits.min(FRACTION_DIGITS_MAX);
    format_as(Shape::Decimal { digits }, &JsValue::from_f64(value), locale)
}

/// A number with exactly so many fraction digits (at most 20), so that a column of them lines up: `16.80`.
pub fn fixed(value: f64, digits: u8, locale: &'static str) -> String {
    let digits = digits.min(FRACTION_DIGITS_MAX);
    format_as(Shape::Fixed { digits }, &JsValue::from_f64(value), locale)
}

/// A count in short: `1.2M`.
pub fn compact(value: u64, locale: &'static str) -> String {
    format_as(Shape::Compact, &JsValue::from_f64(value as f64), locale)
}

/// A day: `Mar 12, 2025`.
pub fn date(date: Date, locale: &'static str) -> String {
    format_as(Shape::Day, &JsDate::new(&JsValue::from_f64(utc_ms(date))), locale)
}

/// A time so many minutes ago, in the largest unit that fits: `5 minutes ago`, `yesterday`.
pub fn ago_minutes(minutes: u32, locale: &'static str) -> String {
    let minutes = f64::from(minutes);
    if minutes < 60.0 {
        relative(minutes, "minute", locale)
    } else if minutes < 24.0 * 60.0 {
        relative(minutes / 60.0, "hour", locale)
    } else {
        ago_days(minutes / (24.0 * 60.0), locale)
    }
}

/// How long ago a day was, in UTC: `today`, `3 days ago`, `2 months ago`. A day to come counts as today, since only
/// clocks that disagree bring it about.
pub fn days_ago(date: Date, locale: &'static str) -> String {
    ago_days((clock::now_ms() as f64 - utc_ms(date)) / DAY_MS, locale)
}

/// Months and years of average length: the words say "about" by themselves.
fn ago_days(days: f64, locale: &'static str) -> String {
    if days < 31.0 {
        relative(days, "day", locale)
    } else if days < 365.25 {
        relative(days / 30.44, "month", locale)
    } else {
        relative(days / 365.25, "year", locale)
    }
}

/// Rounded down, as people count age.
fn relative(amount: f64, unit: &str, locale: &'static str) -> String {
    let format = RELATIVE.with_borrow_mut(|all| {
        if let Some((_, format)) = all.iter().find(|(known, _)| *known == locale) {
            return format.clone();
        }
        let options = RelativeTimeFormatOptions::new();
        options.set_numeric(RelativeTimeFormatNumeric::Auto);
        let format = RelativeTimeFormat::new(&locales(locale), &options);
        all.push((locale, format.clone()));
        format
    });
    let whole = amount.max(0.0).floor();
    // The past is negative. Subtracted rather than negated: minus zero would be past too, and now is not.
    format.format(0.0 - whole, unit).into()
}

fn format_as(shape: Shape, value: &JsValue, locale: &'static str) -> String {
    let format = FORMATTERS.with_borrow_mut(|all| {
        let found = all
            .iter()
            .find(|(known, known_shape, _)| *known == locale && *known_shape == shape);
        if let Some((_, _, format)) = found {
            return format.clone();
        }
        let format = make(shape, locale);
        all.push((locale, shape, format.clone()));
        format
    });
    let text = format
        .call1(&JsValue::UNDEFINED, value)
        .ok()
        .and_then(|text| text.as_string());
    // `Intl` refuses only a day that lies outside of its calendar. Nothing is better than a wrong one.
    text.unwrap_or_default()
}

/// The `format` of a formatter is bound to it, so the function is all that need be kept.
fn make(shape: Shape, locale: &'static str) -> Function {
    let locales = locales(locale);
    match shape {
        Shape::Decimal { digits } => {
            let options = NumberFormatOptions::new();
            options.set_maximum_fraction_digits(digits);
            NumberFormat::new(&locales, &options).format()
        }
        Shape::Fixed { digits } => {
            let options = NumberFormatOptions::new();
            options.set_minimum_fraction_digits(digits);
            options.set_maximum_fraction_digits(digits);
            NumberFormat::new(&locales, &options).format()
        }
        Shape::Compact => {
            let options = NumberFormatOptions::new();
            options.set_notation(NumberFormatNotation::Compact);
            options.set_maximum_fraction_digits(1);
            NumberFormat::new(&locales, &options).format()
        }
        Shape::Day => {
            let options = DateTimeFormatOptions::new();
            options.set_date_style(DateTimeStyle::Medium);
            // A day of the Hub is a day in UTC; elsewhere it would shift by one.
            options.set_time_zone("UTC");
            DateTimeFormat::new(&locales, &options).format()
        }
    }
}

fn locales(locale: &str) -> Array {
    Array::of1(&JsValue::from_str(locale))
}

/// Start of a day in milliseconds since 1970.
fn utc_ms(date: Date) -> f64 {
    // Months count from 0 here.
    JsDate::utc(f64::from(date.year), f64::from(date.month) - 1.0) + (f64::from(date.day) - 1.0) * DAY_MS
}

/// A fraction with all of its digits and no more, for people who compare it with a file: `0.00001`, `1e-7`. `is_single`
/// says that it has the precision of 32 bits, of which the digits beyond are noise.
pub fn plain(value: f64, is_single: bool) -> String {
    let number = js_sys::Number::from(value);
    if is_single {
        // Nine digits tell any two of them apart; most need seven.
        for digits in 7..=9 {
            let rounded = number
                .to_precision(digits)
                .map_or(f64::NAN, |text| js_sys::parse_float(&String::from(text)));
            if rounded as f32 == value as f32 {
                return written(&js_sys::Number::from(rounded));
            }
        }
    }
    written(&number)
}

/// As scripts write a number, in base ten.
fn written(number: &js_sys::Number) -> String {
    // Ten is a base that there is.
    number
        .to_string_with_radix(10)
        .map_or_else(|_| String::new(), String::from)
}
