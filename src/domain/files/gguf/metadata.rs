//! The metadata of a file, and how its keys are asked.

use super::value::{Array, Value, ValueType};

/// The key-value pairs of a file, in its order, unknown ones included. Where a key stands twice, both are kept and the
/// first one counts (the engine refuses such files).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key; bytes that are not UTF-8 have become `U+FFFD`.
    pub key: Box<str>,
    /// The value.
    pub value: Value,
}

/// What a key says of the layers: one value for all, or one for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PerLayer<T> {
    /// The same for all layers.
    Same(T),
    /// One for each layer, from the first on.
    Each(Vec<T>),
}

impl<T: Copy> PerLayer<T> {
    /// The value for a layer, counted from 0; nothing past the end of an array.
    pub fn at(&self, layer: usize) -> Option<T> {
        match self {
            Self::Same(value) => Some(*value),
            Self::Each(values) => values.get(layer).copied(),
        }
    }
}

impl Metadata {
    pub(super) const EMPTY: Self = Self { entries: Vec::new() };

    /// All entries, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.find(|known| known == key)
    }

    /// The value of a key of the model's own architecture, given without the prefix: for `llama`, `of_model("block_count")`
    /// is the value of `llama.block_count`.
    pub fn of_model(&self, name: &str) -> Option<&Value> {
        let architecture = self.architecture()?;
        self.find(|key| {
            key.strip_prefix(architecture)
                .and_then(|rest| rest.strip_prefix('.'))
                == Some(name)
        })
    }

    /// `general.architecture`, such as `llama`.
    pub fn architecture(&self) -> Option<&str> {
        self.text("general.architecture")
    }

    /// A whole number that is not negative; nothing for an absent key and for another type, as in what follows.
    pub fn u64(&self, key: &str) -> Option<u64> {
        self.get(key)?.as_u64()
    }

    /// A number.
    pub fn f64(&self, key: &str) -> Option<f64> {
        self.get(key)?.as_f64()
    }

    /// A truth value.
    pub fn bool(&self, key: &str) -> Option<bool> {
        self.get(key)?.as_bool()
    }

    /// A text that is held whole.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    /// The number of tokens: the length of the list of tokens, which is known before its texts are read, or that of
    /// their scores or types, or what `{architecture}.vocab_size` says.
    pub fn vocabulary_size(&self) -> Option<u64> {
        let counted = ["tokens", "scores", "token_type"].into_iter().find_map(|name| {
            let value = self.find(|key| key.strip_prefix("tokenizer.ggml.") == Some(name))?;
            value.as_array().map(Array::count)
        });
        counted.or_else(|| self.of_model("vocab_size")?.as_u64())
    }

    fn find(&self, is_wanted: impl Fn(&str) -> bool) -> Option<&Value> {
        let found = self.entries.iter().find(|entry| is_wanted(&entry.key))?;
        Some(&found.value)
    }

    pub(super) fn push(&mut self, key: Box<str>, value: Value) {
        self.entries.push(Entry { key, value });
    }

    pub(super) fn last_array_mut(&mut self) -> Option<&mut Array> {
        match &mut self.entries.last_mut()?.value {
            Value::Array(array) => Some(array),
            _ => None,
        }
    }
}

impl Value {
    /// Whole numbers for the layers: one number, or an array that is held whole. Nothing if one of them is negative or
    /// no whole number.
    pub fn per_layer(&self) -> Option<PerLayer<u64>> {
        match self {
            Self::Array(array) if array.is_whole() && array.element() != ValueType::Text => {
                let each = array.scalars().map(|scalar| scalar.as_u64());
                each.collect::<Option<_>>().map(PerLayer::Each)
            }
            _ => self.as_u64().map(PerLayer::Same),
        }
    }

    /// Truth values for the layers: one, or an array that is held whole, of truth values or of whole numbers, of which
    /// 0 is false. A single number is none: where writers put one in the place of such an array, it is a period.
    pub fn flags_per_layer(&self) -> Option<PerLayer<bool>> {
        match self {
            Self::Array(array) if array.is_whole() && array.element() != ValueType::Text => {
                let flag = |number: u64| number != 0;
                let each = array
                    .scalars()
                    .map(|scalar| scalar.as_bool().or_else(|| scalar.as_u64().map(flag)));
                each.collect::<Option<_>>().map(PerLayer::Each)
            }
            _ => self.as_bool().map(PerLayer::Same),
        }
    }
}
