//! The keys of a configuration under all their names.

use super::library_defaults::default_of;
use crate::domain::architecture::{LAYERS_MAX, Origin};
use crate::domain::wire::json::{Fields, Json};

/// Largest dimension that is believed: the widest published models have vocabularies of 300,000 and feed-forward
/// layers of 60,000. With it every product of three fits into 64 bits.
const DIMENSION_MAX: u64 = 1 << 20;

/// Longest context that is believed, in tokens: a thousand times the longest published one.
const CONTEXT_MAX: u64 = 1 << 34;

/// Where the language model's keys stand when the root describes several models.
const LANGUAGE_PARTS: [&str; 5] = [
    "text_config",
    "llm_config",
    "language_config",
    "thinker_config",
    "text_model_config",
];

/// Deepest nesting of language parts (`thinker_config.text_config` of Qwen's Omni models).
const NESTING_MAX: usize = 3;

/// The keys of the language model: those of its own part, then those around it, then what the library takes where
/// a key is missing.
pub(super) struct Keys<'a> {
    /// The innermost part first, each with the path to it (`text_config.`).
    levels: Vec<(String, Fields<'a>)>,
    /// The innermost `model_type`, in lower case; empty if there is none.
    pub model_type: String,
}

/// A number and where it stood.
#[derive(Clone)]
pub(super) struct Found {
    pub value: u64,
    pub origin: Origin,
}

impl<'a> Keys<'a> {
    /// The keys below a configuration's root.
    pub fn new(root: Fields<'a>) -> Self {
        let mut levels = vec![(String::new(), root)];
        while levels.len() < NESTING_MAX {
            let part = levels.last().and_then(|(path, level)| {
                let part = LANGUAGE_PARTS
                    .iter()
                    .find_map(|name| level.object(name).map(|part| (name, part)));
                part.map(|(name, part)| (format!("{path}{name}."), part))
            });
            match part {
                Some(part) => levels.push(part),
                None => break,
            }
        }
        levels.reverse();
        let named = levels.iter().find_map(|(_, level)| level.word("model_type"));
        let model_type = named.unwrap_or_default().to_ascii_lowercase();
        Self { levels, model_type }
    }

    /// Whether the language model is a part of something larger.
    pub fn is_nested(&self) -> bool {
        self.levels.len() > 1
    }

    /// What the first of the names that can be read so holds, and that name with its path.
    fn first<T>(&self, names: &[&str], read: &dyn Fn(Json<'a>) -> Option<T>) -> Option<(T, String)> {
        self.levels.iter().find_map(|(path, level)| {
            names.iter().find_map(|name| {
                let value = read(level.get(name)?)?;
                Some((value, format!("{path}{name}")))
            })
        })
    }

    fn number_up_to(&self, names: &[&str], most: u64) -> Option<Found> {
        let in_range = |json: Json<'a>| json.natural().filter(|number| *number <= most);
        if let Some((value, key)) = self.first(names, &in_range) {
            return Some(Found {
                value,
                origin: Origin::Key(key),
            });
        }
        let default = names.iter().find_map(|name| default_of(&self.model_type, name))?;
        Some(Found {
            value: default,
            origin: Origin::EngineDefault,
        })
    }

    /// A number of things, possibly none, at most 2^20.
    pub fn find(&self, names: &[&str]) -> Option<Found> {
        self.number_up_to(names, DIMENSION_MAX)
    }

    /// A length in tokens, at least 1.
    pub fn find_length(&self, names: &[&str]) -> Option<Found> {
        self.number_up_to(names, CONTEXT_MAX)
            .filter(|found| found.value > 0)
    }

    /// A dimension under the first of its names that is one: from 1 to 2^20.
    pub fn size(&self, names: &[&str]) -> Option<u64> {
        self.count(names).filter(|size| *size > 0)
    }

    /// A number of things, possibly none, at most 2^20.
    pub fn count(&self, names: &[&str]) -> Option<u64> {
        self.find(names).map(|found| found.value)
    }

    /// True or false.
    pub fn boolean(&self, names: &[&str]) -> Option<bool> {
        self.first(names, &Json::boolean).map(|(value, _)| value)
    }

    /// An identifier.
    pub fn word(&self, names: &[&str]) -> Option<String> {
        self.first(names, &Json::word).map(|(value, _)| value)
    }

    /// A text of any length.
    pub fn text(&self, names: &[&str]) -> Option<String> {
        self.first(names, &Json::text).map(|(value, _)| value)
    }

    /// The values of an array that has some, at most as many as layers are looked at, and the array's name.
    pub fn list(&self, names: &[&str]) -> Option<(Vec<Json<'a>>, String)> {
        self.first(names, &|json| {
            let items: Vec<Json<'a>> = json.items()?.take(LAYERS_MAX).collect();
            (!items.is_empty()).then_some(items)
        })
    }

    /// The fields of an object.
    pub fn object(&self, names: &[&str]) -> Option<Fields<'a>> {
        self.first(names, &Json::fields).map(|(value, _)| value)
    }

    /// Whether a model of one of these types is described.
    pub fn is_one_of(&self, model_types: &[&str]) -> bool {
        model_types.contains(&self.model_type.as_str())
    }
}
