//! A line of a paste without what a terminal put into it, and finding words in it.

use std::borrow::Cow;

use super::figure::{Figure, Source};
use crate::domain::text::quote::quote;

/// Longest quotation of a line, in characters.
const SOURCE_LENGTH_MAX: usize = 200;
/// Longest name of a device, a model or a type, in characters.
const NAME_LENGTH_MAX: usize = 80;
/// Longest line that is split into cells or words, in bytes: tables are made for a screen. Longer lines are searched but
/// not split, so that no line costs more than a small multiple of its length.
const TABLE_LINE_LENGTH_MAX: usize = 1000;

/// A line.
pub(super) struct Line<'a> {
    number: u32,
    text: Cow<'a, str>,
    pairs: Pairs,
}

/// Which pairs of neighbouring bytes a text has, as far as a small table tells them apart. Every line is asked for some
/// hundred sentences, and nearly all of them are ruled out by their first pairs.
struct Pairs([u64; Self::WORDS]);

impl Pairs {
    const WORDS: usize = 16;

    fn of(text: &str) -> Self {
        let mut pairs = Self([0; Self::WORDS]);
        let bytes = text.bytes();
        for (first, second) in bytes.clone().zip(bytes.skip(1)) {
            let (word, bit) = Self::place(first, second);
            if let Some(word) = pairs.0.get_mut(word) {
                *word |= bit;
            }
        }
        pairs
    }

    /// The word and the bit of a pair.
    fn place(first: u8, second: u8) -> (usize, u64) {
        let index = usize::from(first).wrapping_mul(37) ^ usize::from(second).wrapping_mul(5);
        ((index >> 6) % Self::WORDS, 1_u64 << (index % 64))
    }

    /// Whether the text may have a part; `false` only where it has not.
    fn may_have(&self, part: &str) -> bool {
        let bytes = part.bytes();
        bytes.clone().zip(bytes.skip(1)).all(|(first, second)| {
            let (word, bit) = Self::place(first, second);
            self.0.get(word).is_some_and(|word| word & bit != 0)
        })
    }
}

impl<'a> Line<'a> {
    /// A line without its colours.
    pub(super) fn new(number: u32, raw: &'a str) -> Self {
        let text = without_colours(raw);
        Self {
            number,
            pairs: Pairs::of(&text),
            text,
        }
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text, if it is short enough for a table's row.
    pub(super) fn table_text(&self) -> Option<&str> {
        (self.text.len() <= TABLE_LINE_LENGTH_MAX).then_some(&*self.text)
    }

    /// The text of two lines that were one before something wrapped it.
    pub(super) fn joined(&self, next: &Line<'_>) -> Line<'static> {
        let text = format!("{} {}", self.text.trim_end(), next.text.trim_start());
        Line {
            number: self.number,
            pairs: Pairs::of(&text),
            text: Cow::Owned(text),
        }
    }

    /// Whether it holds a figure with a unit, or tells of an error: then it should have been understood.
    pub(super) fn says_something(&self) -> bool {
        const WORDS: [&str; 14] = [
            " MiB",
            " GiB",
            " MB",
            " GB",
            "MiB",
            "GiB",
            "tok/s",
            "t/s",
            "T/s",
            "tokens per second",
            "rror:",
            "failed",
            "out of memory",
            "tps=",
        ];
        WORDS.iter().any(|word| self.has(word))
    }

    /// Whether a text stands in the line.
    pub(super) fn has(&self, part: &str) -> bool {
        self.pairs.may_have(part) && self.text.contains(part)
    }

    /// What follows a text.
    pub(super) fn after(&self, part: &str) -> Option<&str> {
        self.pairs
            .may_have(part)
            .then(|| after(&self.text, part))
            .flatten()
    }

    /// What stands before a text, and what follows it.
    pub(super) fn split(&self, part: &str) -> Option<(&str, &str)> {
        self.pairs
            .may_have(part)
            .then(|| self.text.split_once(part))
            .flatten()
    }

    /// The value of a field as Go's `slog` writes it: `" size="` finds `11.5 GiB` in `… size="11.5 GiB"`.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let value = self.after(name)?;
        match value.strip_prefix('"') {
            Some(inside) => Some(inside.split('"').next().unwrap_or(inside)),
            None => value.split_ascii_whitespace().next(),
        }
    }

    /// The words behind a name and `=`.
    pub(super) fn words(&self, name: &str) -> Option<String> {
        let rest = self.after(name)?;
        let (_, value) = rest.split_once('=')?;
        let value = value.trim();
        (!value.is_empty()).then(|| cut(value))
    }

    /// Where a figure was read.
    pub(super) fn source(&self) -> Source {
        Source {
            line: self.number,
            text: quote(self.text.trim(), SOURCE_LENGTH_MAX),
        }
    }

    /// A figure that was read here.
    pub(super) fn figure<T>(&self, value: T) -> Figure<T> {
        Figure {
            value,
            source: self.source(),
        }
    }
}

/// What follows a text in another.
pub(super) fn after<'t>(text: &'t str, part: &str) -> Option<&'t str> {
    text.split_once(part).map(|(_, rest)| rest)
}

/// The last word of a text, and what stands before it.
pub(super) fn last_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let (before, word) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    (!word.is_empty()).then_some((before, word))
}

/// A name that is passed on.
pub(super) fn cut(name: &str) -> String {
    quote(name.trim(), NAME_LENGTH_MAX)
}

/// How many lines a text has.
pub(super) fn count_lines(text: &str) -> u32 {
    let n_line_feeds = text.bytes().filter(|byte| *byte == b'\n').count();
    u32::try_from(n_line_feeds).unwrap_or(u32::MAX)
}

/// What a terminal's escape character becomes where a tool writes it out.
const WRITTEN_ESCAPES: [&str; 5] = ["^[[", "\\u001b[", "\\x1b[", "\\033[", "\u{241b}["];

/// The text without the escape sequences of ECMA-48 (`ESC [ … letter`) that colour it, also where the escape character was
/// written out, or lost on the way so that `[32m` is left.
fn without_colours(raw: &str) -> Cow<'_, str> {
    const ESCAPE: char = '\u{1b}';
    if !raw.contains([ESCAPE, '[']) {
        return Cow::Borrowed(raw);
    }
    let is_written = |raw: &str| WRITTEN_ESCAPES.iter().any(|escape| raw.contains(escape));
    let mut text = Cow::Borrowed(raw);
    if text.contains(ESCAPE) {
        text = Cow::Owned(without_sequences(&text));
    }
    if is_written(&text) {
        let mut plain = text.into_owned();
        for escape in WRITTEN_ESCAPES {
            plain = plain.replace(escape, "[");
        }
        text = Cow::Owned(plain);
    }
    if text.contains('[') && text.contains('m') {
        text = Cow::Owned(without_bare_colours(&text));
    }
    text
}

fn without_sequences(raw: &str) -> String {
    const ESCAPE: char = '\u{1b}';
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        if character != ESCAPE {
            text.push(character);
        } else if characters.next() == Some('[') {
            // Parameters and intermediates end with a byte from `@` to `~`.
            let _ = characters.find(|end| ('@'..='~').contains(end));
        }
    }
    text
}

/// Without `[0m`, `[1;32m`: brackets that hold at most twelve digits and semicolons, and end with `m`.
fn without_bare_colours(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut pieces = raw.split('[');
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let is_parameter = |byte: &u8| byte.is_ascii_digit() || *byte == b';';
        let length = piece.bytes().take(12).take_while(is_parameter).count();
        match piece.split_at_checked(length) {
            Some((_, rest)) if length > 0 && rest.starts_with('m') => {
                text.push_str(rest.get(1..).unwrap_or_default())
            }
            _ => {
                text.push('[');
                text.push_str(piece);
            }
        }
    }
    text
}
