//! Quoting hostile input in a message: bounded, and without characters that would disturb the sentence around it.

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

/// Whether a character disturbs the text around it: control characters, and the embeddings, overrides and isolates
/// of bidirectional text (Unicode Standard Annex 9, section 2).
pub fn is_disturbing(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
