//! JSON read piece by piece, and written.
//!
//! Whatever is read was written by others: authors write half of what the Hub passes on, and files and storage may hold
//! anything, so any field may have any type. A value is kept as its text until somebody asks for it as a certain type;
//! one that is something else is simply not there. Nothing is built for the parts that nobody asks for (chat templates,
//! widgets, hundreds of tags). Each level is scanned once more than the one around it, and no reader goes deeper than a
//! fixed handful of levels, so the cost stays linear.
//!
//! A general library reads every type that JSON has into every type that Rust has, decimal numbers and messages about
//! them included; that was a tenth of the program, for whole numbers and words. The tests hold this reader to
//! `serde_json`'s opinion of what JSON is.

mod scan;
mod write;

pub use write::{array, quoted};

use std::borrow::Cow;

pub(in crate::domain) use scan::{Fault, Scanner};

use scan::unescaped;

/// A sound value that has not been looked into.
#[derive(Clone, Copy)]
pub struct Json<'a>(&'a str);

/// The fields of an object. The last of two fields with one name counts.
#[derive(Default)]
pub struct Fields<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

/// The values of an array, one after the other.
#[derive(Default)]
pub struct Items<'a> {
    /// The text behind the opening bracket or a comma; empty behind the last value.
    rest: &'a str,
}

/// Why a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Position of the first fault, in bytes.
    pub at: usize,
    /// Whether the text could go on to be JSON.
    pub is_cut_off: bool,
}

/// Longest identifier that is kept (task, library, licence, architecture, commit), in characters. The longest real
/// ones have about 60; a longer one is no identifier and is dropped rather than cut into another one.
const WORD_LENGTH_MAX: usize = 100;

impl<'a> Json<'a> {
    /// The value that a text holds.
    ///
    /// # Errors
    /// Where the text is not JSON, or holds more than one value.
    pub fn parse(text: &'a str) -> Result<Self, JsonError> {
        let mut scanner = Scanner::new(text);
        let value = scanner.value().and_then(|value| match scanner.next_visible() {
            None => Ok(Self(value)),
            Some(_) => Err(Fault(scanner.at)),
        });
        value.map_err(|Fault(at)| JsonError {
            at,
            is_cut_off: at >= text.len(),
        })
    }

    /// The value as a string; `None` also where it holds half of a surrogate pair.
    pub fn text(self) -> Option<String> {
        self.string().map(Cow::into_owned)
    }

    fn string(self) -> Option<Cow<'a, str>> {
        let inside = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if inside.contains('\\') {
            unescaped(inside).map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(inside))
        }
    }

    /// The value as a string that can be an identifier: some visible characters and not too many.
    pub fn word(self) -> Option<String> {
        let text = self.text()?;
        let word = text.trim();
        let is_sound = !word.is_empty()
            && word.chars().count() <= WORD_LENGTH_MAX
            && !word.chars().any(char::is_control);
        is_sound.then(|| word.to_owned())
    }

    /// The value as a whole number from zero.
    pub fn natural(self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// The value as a whole number within the range of a smaller type.
    pub fn number<T: TryFrom<u64>>(self) -> Option<T> {
        T::try_from(self.natural()?).ok()
    }

    /// The text of a number of any kind, decimal ones and those below zero included.
    pub fn number_text(self) -> Option<&'a str> {
        let is_number = self
            .0
            .starts_with(|first: char| first == '-' || first.is_ascii_digit());
        is_number.then_some(self.0)
    }

    /// Whether the value is `null`.
    pub fn is_null(self) -> bool {
        self.0 == "null"
    }

    /// The value as true or false.
    pub fn boolean(self) -> Option<bool> {
        match self.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The values of an array.
    pub fn items(self) -> Option<Items<'a>> {
        let rest = self.0.strip_prefix('[')?;
        let is_empty = Scanner::new(rest).next_visible() == Some(b']');
        Some(Items {
            rest: if is_empty { "" } else { rest },
        })
    }

    /// The fields of an object.
    pub fn fields(self) -> Option<Fields<'a>> {
        let mut scanner = Scanner::new(self.0);
        let mut fields = Vec::new();
        if !scanner.take(b'{') {
            return None;
        }
        while !scanner.take(b'}') {
            let name = Self(scanner.name().ok()?).string().unwrap_or_default();
            fields.push((name, Self(scanner.value().ok()?)));
            scanner.take(b',');
        }
        Some(Fields(fields))
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Json<'a>> {
        let mut scanner = Scanner::new(self.rest);
        let value = scanner.value().ok()?;
        self.rest = if scanner.take(b',') {
            self.rest.get(scanner.at..).unwrap_or_default()
        } else {
            ""
        };
        Some(Json(value))
    }
}

impl<'a> Fields<'a> {
    /// A field's value.
    pub fn get(&self, name: &str) -> Option<Json<'a>> {
        let mut named = self.0.iter().rev().filter(|(known, _)| known == name);
        named.next().map(|(_, value)| *value)
    }

    /// A field as an identifier.
    pub fn word(&self, name: &str) -> Option<String> {
        self.get(name)?.word()
    }

    /// A field as a whole number from zero.
    pub fn natural(&self, name: &str) -> Option<u64> {
        self.get(name)?.natural()
    }

    /// A field as a whole number from one: nothing that is counted here can honestly be zero.
    pub fn positive(&self, name: &str) -> Option<u64> {
        self.natural(name).filter(|number| *number > 0)
    }

    /// Whether a field is exactly `true`.
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name).and_then(Json::boolean) == Some(true)
    }

    /// The fields of a field that is an object.
    pub fn object(&self, name: &str) -> Option<Fields<'a>> {
        self.get(name)?.fields()
    }

    /// The values of a field that is an array; none if it is anything else.
    pub fn items(&self, name: &str) -> Items<'a> {
        self.get(name).and_then(Json::items).unwrap_or_default()
    }

    /// The words of a field that is an array, or the one word that stands in its place.
    pub fn words(&self, name: &str) -> Vec<String> {
        match self.get(name) {
            None => Vec::new(),
            Some(json) => json.word().map_or_else(
                || {
                    let items = json.items().unwrap_or_default();
                    items.filter_map(Json::word).collect()
                },
                |word| vec![word],
            ),
        }
    }

    /// A field that may be missing or `null`: `Some(None)` if it is, `None` if it is there and cannot be read.
    pub fn maybe<T>(&self, name: &str, read: impl Fn(Json<'a>) -> Option<T>) -> Option<Option<T>> {
        match self.get(name) {
            None | Some(Json("null")) => Some(None),
            Some(value) => read(value).map(Some),
        }
    }

    /// Names and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Json<'a>)> {
        self.0.iter().map(|(name, value)| (&**name, *value))
    }
}
