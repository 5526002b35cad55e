//! Decimal numbers as people type them, kept exactly: in thousandths, as whole numbers.

/// Why a text is not such a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalError {
    /// Nothing was entered.
    Empty,
    /// A sign, a letter, two points, …
    NotANumber,
    /// More than three digits behind the point.
    TooPrecise,
    /// More thousandths than a `u32` holds.
    TooLarge,
}

/// Reads digits with at most one `.` or `,` and at most three digits behind it, in thousandths: 7,500 for `7.5`.
///
/// # Errors
/// See [`DecimalError`]; the input is refused as it is and never rounded.
pub fn read_thousandths(text: &str) -> Result<u32, DecimalError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DecimalError::Empty);
    }
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(DecimalError::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 3 {
        return Err(DecimalError::TooPrecise);
    }
    let whole: u32 = match whole.trim_start_matches('0') {
        "" => 0,
        digits => digits.parse().map_err(|_| DecimalError::TooLarge)?,
    };
    let rest = format!("{fraction:0<3}").parse::<u32>().unwrap_or(0);
    whole
        .checked_mul(1000)
        .and_then(|thousandths| thousandths.checked_add(rest))
        .ok_or(DecimalError::TooLarge)
}

/// The shortest text that [`read_thousandths`] reads back: `24`, `7.5`.
pub fn write_thousandths(thousandths: u32) -> String {
    let (whole, fraction) = (thousandths / 1000, thousandths % 1000);
    if fraction == 0 {
        return whole.to_string();
    }
    let digits = format!("{fraction:03}");
    format!("{whole}.{}", digits.trim_end_matches('0'))
}
