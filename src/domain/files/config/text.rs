//! The text of a configuration file: JSON as Python writes it.

use std::borrow::Cow;

use super::ConfigError;
use crate::domain::wire::json::Json;

/// Longest configuration that is read, in bytes. The longest published ones list every layer of a mixed quantization
/// and have some hundred kilobytes.
pub const CONFIG_BYTES_MAX: usize = 4 << 20;

/// Words for numbers that Python's `json` writes and JSON does not have; Mamba-2 configurations hold
/// `"time_step_limit": [0.0, Infinity]`.
const NUMBER_WORDS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];

/// The text as sound JSON: without a byte order mark, and with `null` in place of Python's words for numbers.
pub(super) fn sound_json(bytes: &[u8]) -> Result<Cow<'_, str>, ConfigError> {
    if bytes.len() > CONFIG_BYTES_MAX {
        return Err(ConfigError::TooLarge {
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        });
    }
    if bytes.starts_with(b"version ") {
        return Err(ConfigError::GitLfsPointer);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| ConfigError::NotText {
        at: error.valid_up_to(),
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('<') {
        return Err(ConfigError::Html);
    }
    match Json::parse(text) {
        Ok(_) => Ok(Cow::Borrowed(text)),
        Err(error) => {
            let repaired = without_number_words(text);
            if Json::parse(&repaired).is_ok() {
                Ok(Cow::Owned(repaired))
            } else {
                Err(ConfigError::Malformed { at: error.at })
            }
        }
    }
}

/// Replaces the words outside strings.
fn without_number_words(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (place, piece) in split_strings(text) {
        if place == Place::Outside {
            let mut outside = Cow::Borrowed(piece);
            for word in NUMBER_WORDS {
                if outside.contains(word) {
                    outside = Cow::Owned(outside.replace(word, "null"));
                }
            }
            plain.push_str(&outside);
        } else {
            plain.push_str(piece);
        }
    }
    plain
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Inside,
}

/// The text in pieces, alternately outside and inside of strings.
fn split_strings(text: &str) -> impl Iterator<Item = (Place, &str)> {
    let mut rest = text;
    let mut place = Place::Inside;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        place = match place {
            Place::Inside => Place::Outside,
            Place::Outside => Place::Inside,
        };
        let mut is_escaped = false;
        let end = rest.bytes().enumerate().find_map(|(at, byte)| {
            let is_end = match place {
                Place::Outside => byte == b'"',
                // The first quote opened the string.
                Place::Inside => at > 0 && byte == b'"' && !is_escaped,
            };
            is_escaped = byte == b'\\' && !is_escaped;
            is_end.then_some(at)
        });
        // A string's piece holds both of its quotes.
        let length = match (place, end) {
            (_, None) => rest.len(),
            (Place::Outside, Some(at)) => at,
            (Place::Inside, Some(at)) => at.saturating_add(1),
        };
        let (piece, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = behind;
        Some((place, piece))
    })
}
