//! Devices by the words of their names.
//!
//! Made once for a catalog, when a name is first looked up: taking seven hundred names apart for each look-up made a
//! text with many names slow.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::{Device, NameKey, words_of};

/// A word that some names of a series have and others leave out: workstation chips with and without "Quadro", server
/// cards with and without the kind of slot, Intel's cards with and without "Pro".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Without {
    /// Every word counts.
    Nothing,
    /// `quadro` does not count.
    Quadro,
    /// `pcie` does not count.
    Pcie,
    /// `pro` does not count.
    Pro,
    /// No word counts that has no digit: "W7900" and "B580" say enough.
    Series,
}

impl Without {
    const ALL: [Self; 5] = [Self::Nothing, Self::Quadro, Self::Pcie, Self::Pro, Self::Series];

    const fn word(self) -> &'static str {
        match self {
            // An empty word is in no name.
            Self::Nothing | Self::Series => "",
            Self::Quadro => "quadro",
            Self::Pcie => "pcie",
            Self::Pro => "pro",
        }
    }

    fn key(self, base: &[String]) -> String {
        let told = base.iter().map(String::as_str);
        told.filter(|word| *word != self.word())
            .filter(|word| self != Self::Series || word.bytes().any(|byte| byte.is_ascii_digit()))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// The index; two catalogs are equal whether or not anybody looked up a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(OnceLock<Index>);

impl PartialEq for Names {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[derive(Clone, Debug, Default)]
struct Index {
    places: BTreeMap<(Without, String), Vec<usize>>,
    words: BTreeSet<String>,
    reported: Vec<Vec<String>>,
}

impl Index {
    fn of(devices: &[Device]) -> Self {
        let mut index = Self::default();
        for (place, device) in devices.iter().enumerate() {
            index.reported.push(words_of(device.reported_name()));
            for key in NameKey::all_of(device) {
                for without in Without::ALL {
                    let places = index.places.entry((without, without.key(&key.base)));
                    let places = places.or_default();
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
                index.words.extend(key.base);
            }
        }
        index
    }
}

impl Names {
    fn index(&self, devices: &[Device]) -> &Index {
        self.0.get_or_init(|| Index::of(devices))
    }

    /// The devices whose telling words are these, but for one that does not count.
    pub(super) fn with_base<'a>(
        &self,
        devices: &'a [Device],
        base: &[String],
        without: Without,
    ) -> impl Iterator<Item = &'a Device> {
        let key = without.key(base);
        let places = self.index(devices).places.get(&(without, key.clone()));
        let places = places.filter(|_| !key.is_empty()).cloned().unwrap_or_default();
        places.into_iter().filter_map(|place| devices.get(place))
    }

    /// Whether a word tells in any name.
    pub(super) fn has_word(&self, devices: &[Device], word: &str) -> bool {
        self.index(devices).words.contains(word)
    }

    /// The devices whose reported name begins with these words, the last of which may be cut off; where none does, those
    /// that have the words in another order.
    pub(super) fn beginning<'a>(&self, devices: &'a [Device], words: &[String]) -> Vec<&'a Device> {
        let Some((last, whole)) = words.split_last() else {
            return Vec::new();
        };
        let index = self.index(devices);
        let that = |is_meant: &dyn Fn(&[String]) -> bool| -> Vec<&'a Device> {
            let named = devices.iter().zip(&index.reported);
            named
                .filter(|(_, own)| is_meant(own))
                .map(|(device, _)| device)
                .collect()
        };
        let begin = that(&|own| {
            own.starts_with(whole)
                && own
                    .get(whole.len())
                    .is_some_and(|next| next.starts_with(last.as_str()))
        });
        if begin.is_empty() {
            that(&|own| {
                whole.iter().all(|word| own.contains(word))
                    && own.iter().any(|word| word.starts_with(last.as_str()))
            })
        } else {
            begin
        }
    }
}
