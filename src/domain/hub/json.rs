//! JSON read piece by piece.
//!
//! Authors write half of what the Hub passes on, so any field may have any type. A value is kept as its text until
//! somebody asks for it as a certain type; one that is something else is simply not there. Nothing is built for the
//! parts that nobody asks for (chat templates, widgets, hundreds of tags). Each level is scanned once more than the
//! one around it, and no reader goes deeper than a fixed handful of levels, so the cost stays linear. serde_json skips
//! what is not asked for without recursion, so deep nesting costs no stack either.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

/// A value that has not been looked into.
#[derive(Clone, Copy)]
pub(super) struct Json<'a>(&'a RawValue);

/// The fields of an object. The last of two fields with one name counts.
#[derive(Default)]
pub(super) struct Fields<'a>(BTreeMap<String, &'a RawValue>);

/// Longest identifier that is kept (task, library, licence, architecture, commit), in characters. The longest real
/// ones have about 60; a longer one is no identifier and is dropped rather than cut into another one.
const WORD_LENGTH_MAX: usize = 100;

impl<'a> Json<'a> {
    /// The value that a text holds.
    pub(super) fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text).map(Self)
    }

    fn read<T: Deserialize<'a>>(self) -> Option<T> {
        serde_json::from_str(self.0.get()).ok()
    }

    /// The value as a string.
    pub(super) fn text(self) -> Option<String> {
        self.read()
    }

    /// The value as a string that can be an identifier: some visible characters and not too many.
    pub(super) fn word(self) -> Option<String> {
        let text = self.text()?;
        let word = text.trim();
        let is_sound = !word.is_empty()
            && word.chars().count() <= WORD_LENGTH_MAX
            && !word.chars().any(char::is_control);
        is_sound.then(|| word.to_owned())
    }

    /// The value as a whole number from zero.
    pub(super) fn natural(self) -> Option<u64> {
        self.read()
    }

    /// The value as true or false.
    pub(super) fn boolean(self) -> Option<bool> {
        self.read()
    }

    /// The values of an array.
    pub(super) fn items(self) -> Option<Vec<Json<'a>>> {
        let items: Vec<&'a RawValue> = self.read()?;
        Some(items.into_iter().map(Json).collect())
    }

    /// The fields of an object.
    pub(super) fn fields(self) -> Option<Fields<'a>> {
        self.read().map(Fields)
    }
}

impl<'a> Fields<'a> {
    /// A field's value.
    pub(super) fn get(&self, name: &str) -> Option<Json<'a>> {
        self.0.get(name).map(|raw| Json(raw))
    }

    /// A field as an identifier.
    pub(super) fn word(&self, name: &str) -> Option<String> {
        self.get(name)?.word()
    }

    /// A field as a whole number from zero.
    pub(super) fn natural(&self, name: &str) -> Option<u64> {
        self.get(name)?.natural()
    }

    /// A field as a whole number from one: nothing that is counted here can honestly be zero.
    pub(super) fn positive(&self, name: &str) -> Option<u64> {
        self.natural(name).filter(|number| *number > 0)
    }

    /// Whether a field is exactly `true`.
    pub(super) fn is_true(&self, name: &str) -> bool {
        self.get(name).and_then(Json::boolean) == Some(true)
    }

    /// The fields of a field that is an object.
    pub(super) fn object(&self, name: &str) -> Option<Fields<'a>> {
        self.get(name)?.fields()
    }

    /// The values of a field that is an array; none if it is anything else.
    pub(super) fn items(&self, name: &str) -> Vec<Json<'a>> {
        self.get(name).and_then(Json::items).unwrap_or_default()
    }

    /// The words of a field that is an array, or the one word that stands in its place.
    pub(super) fn words(&self, name: &str) -> Vec<String> {
        match self.get(name) {
            None => Vec::new(),
            Some(json) => json.word().map_or_else(
                || {
                    let items = json.items().unwrap_or_default();
                    items.into_iter().filter_map(Json::word).collect()
                },
                |word| vec![word],
            ),
        }
    }

    /// Names and values, in the order of the names.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Json<'a>)> {
        self.0.iter().map(|(name, raw)| (name.as_str(), Json(raw)))
    }
}
