//! What makes two names the same device: the words that tell, without those that every name has.

use super::{Device, words_of};
use crate::domain::text::memory_size::MemorySize;
use crate::domain::text::order::sort_by;

/// A name in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameKey {
    /// The words that tell, sorted: `4070 rtx super ti`.
    pub base: Vec<String>,
    /// Whether it says that it is made for laptops.
    pub is_laptop: bool,
    /// Whether it says that it is the version for thin laptops.
    pub is_max_q: bool,
    /// The memory in GB that it says.
    pub memory_gb: Option<u16>,
}

/// Words that tell nothing: vendors and board makers, and what every name may have.
const SILENT: [&str; 47] = [
    "nvidia",
    "amd",
    "ati",
    "intel",
    "apple",
    "qualcomm",
    "arm",
    "samsung",
    "corporation",
    "corp",
    "inc",
    "ltd",
    "co",
    "technologies",
    "geforce",
    "tesla",
    "graphics",
    "gpu",
    "igpu",
    "dgpu",
    "series",
    "design",
    "with",
    "edition",
    "workstation",
    "generation",
    "tm",
    "r",
    "mesa",
    "asus",
    "msi",
    "gigabyte",
    "sapphire",
    "powercolor",
    "xfx",
    "zotac",
    "palit",
    "card",
    "adapter",
    "refresh",
    "opengl",
    "engine",
    "family",
    "snapdragon",
    "oem",
    "gddr6",
    "gddr6x",
];

/// Numbers of compute units of integrated Vega GPUs; 56 and 64 are cards.
const SMALL_VEGA: [&str; 6] = ["3", "6", "8", "9", "10", "11"];

impl NameKey {
    /// The parts of a name.
    pub fn of(name: &str) -> Self {
        Self::of_words(&words_of(name))
    }

    /// The parts of a name by its words.
    pub fn of_words(words: &[String]) -> Self {
        let mut key = Self::default();
        let mut rest = words.iter().peekable();
        while let Some(word) = rest.next() {
            match word.as_str() {
                "laptop" | "mobile" | "notebook" => key.is_laptop = true,
                "maxq" => key.is_max_q = true,
                "max" if rest.next_if(|next| *next == "q").is_some() => key.is_max_q = true,
                "radeont" => key.base.push("radeon".to_owned()),
                word if SILENT.contains(&word) => {}
                word => match gigabytes(word) {
                    Some(gb) => key.memory_gb = Some(gb),
                    None => key.base.push(word.to_owned()),
                },
            }
        }
        // The integrated Vega is called "Vega 10" and "RX Vega 10" alike.
        let is_small_vega =
            key.has("vega") && key.base.iter().any(|word| SMALL_VEGA.contains(&word.as_str()));
        if is_small_vega {
            key.base.retain(|word| word != "rx");
        }
        // "RX 7900 XTX" needs no "Radeon" before it.
        if key.has("rx") {
            key.base.retain(|word| word != "radeon");
        }
        sort_by(&mut key.base, |a, b| a.cmp(b));
        key.base.dedup();
        key
    }

    /// The keys under which a device is known: what its driver says, and its other names. What the device's own name
    /// says about version and memory holds for all of them.
    pub fn all_of(device: &Device) -> impl Iterator<Item = Self> {
        let own = Self::of(&device.name);
        let reported = device.driver_name.as_deref().unwrap_or(&device.name);
        let others = device.aliases.iter().map(String::as_str);
        let kind = device.kind;
        std::iter::once(reported).chain(others).map(move |name| Self {
            is_laptop: kind.is_laptop(),
            is_max_q: own.is_max_q,
            memory_gb: own.memory_gb,
            ..Self::of(name)
        })
    }

    /// Whether a device may be sold with the memory that the name says.
    pub fn allows(&self, device: &Device) -> bool {
        self.memory_gb
            .is_none_or(|gb| device.memory.contains(&MemorySize::from_gb(gb)))
    }

    /// Whether the word is one of those that tell.
    pub fn has(&self, word: &str) -> bool {
        self.base.iter().any(|own| own == word)
    }
}

/// `12gb` is 12.
fn gigabytes(word: &str) -> Option<u16> {
    word.strip_suffix("gb")?.parse().ok()
}
