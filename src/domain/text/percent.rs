//! Percent-encoding (RFC 3986, section 2): text as one piece of an address, and back.
//!
//! `+` is a plus sign in both directions. Form encoding, where it means a space, is nowhere used: a space is written
//! `%20`, and file names with a plus sign exist on the Hub.

/// Longest text that [`decode_component`] reads, in bytes: four times what an address can carry everywhere (about
/// 2,000 characters), far below anything that takes time.
pub const ENCODED_LENGTH_MAX: usize = 8 * 1024;

const HEX_DIGITS: [char; 16] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
];

/// The text as one piece of a path, a query or a fragment: everything but ASCII letters, digits and `-._~` becomes
/// `%XX`, byte by byte in UTF-8. The result is at most three times as long.
pub fn encode_component(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.extend(hex_digit(byte >> 4));
            encoded.extend(hex_digit(byte & 0x0f));
        }
    }
    encoded
}

/// The text that a piece of an address stands for. Characters that need no encoding may stand as they are.
///
/// `None` for a `%` without two hexadecimal digits, for bytes that are not UTF-8, and for a text longer than
/// [`ENCODED_LENGTH_MAX`].
pub fn decode_component(encoded: &str) -> Option<String> {
    if encoded.len() > ENCODED_LENGTH_MAX {
        return None;
    }
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            hex_value(rest.next()?)? << 4 | hex_value(rest.next()?)?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex_digit(nibble: u8) -> Option<char> {
    HEX_DIGITS.get(usize::from(nibble)).copied()
}

fn hex_value(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
