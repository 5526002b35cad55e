//! Texts by number: the one hash table of the program. Each further kind of table would add kilobytes of wasm.

use std::collections::HashMap;

/// Distinct texts, each with a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextIndex {
    numbers: HashMap<String, usize>,
}

impl TextIndex {
    /// The number of a text, if it is there.
    pub fn get(&self, text: &str) -> Option<usize> {
        self.numbers.get(text).copied()
    }

    /// Whether the text is there.
    pub fn contains(&self, text: &str) -> bool {
        self.numbers.contains_key(text)
    }

    /// The number of a text, to be read or changed; `number` where the text was not there.
    pub fn slot(&mut self, text: String, number: usize) -> &mut usize {
        self.numbers.entry(text).or_insert(number)
    }

    /// Adds a text that needs no number; whether it was not there before.
    pub fn insert(&mut self, text: String) -> bool {
        let n_before = self.numbers.len();
        self.slot(text, 0);
        self.numbers.len() > n_before
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

impl FromIterator<String> for TextIndex {
    fn from_iter<I: IntoIterator<Item = String>>(texts: I) -> Self {
        let mut index = Self::default();
        for text in texts {
            index.insert(text);
        }
        index
    }
}
