//! Quoting hostile input in a message: bounded, and without characters that would disturb the sentence around it.

use crate::domain::machine::hardware::is_disturbing;

/// The first `max_chars` characters of a text. A longer text ends in `…`; control characters and those that turn the
/// direction of writing become `U+FFFD`.
pub fn quote(text: &str, max_chars: usize) -> String {
    let shown = |character: char| {
        if is_disturbing(character) {
            char::REPLACEMENT_CHARACTER
        } else {
            character
        }
    };
    if text.chars().nth(max_chars).is_none() {
        return text.chars().map(shown).collect();
    }
    let mut quoted: String = text
        .chars()
        .take(max_chars.saturating_sub(1))
        .map(shown)
        .collect();
    quoted.push('…');
    quoted
}
