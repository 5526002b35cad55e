//! Names of devices in a sentence: whole ones, bare numbers ("4090"), and names that the catalog does not have.

use super::meaning;
use crate::domain::machine::devices::system_memory::MemoryGeneration;
use crate::domain::machine::devices::{Device, DeviceKind, Devices, NameKey};
use crate::domain::machine::pasted::token::{Kind, Token};
use crate::domain::machine::pasted::words::Meaning;
use crate::domain::machine::recognition::{Outcome, named_by_words, recognise_name};

/// Longest name, in words.
const NAME_WORDS_MAX: usize = 8;

/// A name that was found.
#[derive(Clone, Debug)]
pub struct Name<'a> {
    /// The first token.
    pub start: usize,
    /// Behind the last token.
    pub end: usize,
    /// The words.
    pub words: String,
    /// What it may be; none where the catalog does not have it.
    pub candidates: Vec<&'a Device>,
    /// How many there are.
    pub count: u16,
}

/// Series whose numbers people write alone.
const BARE_SERIES: [&str; 3] = ["rtx", "gtx", "rx"];
/// Series whose unknown numbers are names all the same.
const SERIES: [&str; 16] = [
    "cmp", "ascend", "gaudi", "mtt", "rtx", "gtx", "gt", "rx", "quadro", "tesla", "radeon", "geforce", "arc",
    "instinct", "firepro", "jetson",
];
/// Words that begin the name of a processor.
const PROCESSORS: [&str; 15] = [
    "ryzen",
    "threadripper",
    "epyc",
    "xeon",
    "core",
    "ultra",
    "i3",
    "i5",
    "i7",
    "i9",
    "r3",
    "r5",
    "r7",
    "r9",
    "fx",
];

/// The names in a line.
pub fn find<'a>(tokens: &[Token], has_context: bool, devices: &'a Devices) -> Vec<Name<'a>> {
    let is_laptop = tokens.iter().any(|token| meaning(token) == Some(Meaning::Laptop));
    let finder = Finder {
        tokens,
        has_context,
        is_laptop,
        devices,
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match finder.name(at) {
            Some(name) => {
                at = name.end.max(at.saturating_add(1));
                found.push(name);
            }
            None => at = at.saturating_add(finder.processor(at).max(1)),
        }
    }
    found
}

struct Finder<'t, 'a> {
    tokens: &'t [Token],
    has_context: bool,
    is_laptop: bool,
    devices: &'a Devices,
}

impl<'a> Finder<'_, 'a> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.token(at)
            .is_some_and(|token| words.contains(&token.word.as_str()))
    }

    fn name(&self, at: usize) -> Option<Name<'a>> {
        let token = self.token(at)?;
        let can_begin = match token.kind {
            Kind::Word => self.is_telling(at, token),
            Kind::Number(number) => return self.bare_number(at, number),
            _ => false,
        };
        if !can_begin {
            return None;
        }
        // "M4" is a server card as well, but hardly anybody means that.
        let is_apple = matches!(token.word.as_bytes(), [b'm', b'1'..=b'9']);
        let is_tesla = at
            .checked_sub(1)
            .is_some_and(|before| self.is_word(before, &["tesla"]));
        let apple = (is_apple && !is_tesla)
            .then(|| self.whole(at, Some("apple")))
            .flatten();
        apple
            .or_else(|| self.whole(at, None))
            .or_else(|| self.instruction_set(at))
            .or_else(|| self.snapdragon(at))
            .or_else(|| self.other_series(at))
            .or_else(|| self.unlisted(at))
    }

    /// Whether a name may begin with a word: with a series, or with letters and digits of which one is written large or
    /// the line is about machines ("at a800" is an address).
    fn is_telling(&self, at: usize, token: &Token) -> bool {
        // "MacBook Pro M1 Max" is no M1 Pro.
        const VERSIONS: [&str; 10] = [
            "pro", "max", "ultra", "ti", "super", "xt", "laptop", "mobile", "plus", "mini",
        ];
        let next = self.token(at.saturating_add(1)).map(|next| next.kind);
        if VERSIONS.contains(&token.word.as_str()) && !matches!(next, Some(Kind::Number(_))) {
            return false;
        }
        let has_digit = token.word.bytes().any(|byte| byte.is_ascii_digit());
        !has_digit || token.is_capital || self.has_context
    }

    /// The longest run of words from here that names devices, with a series before it where people leave it out.
    fn whole(&self, at: usize, series: Option<&str>) -> Option<Name<'a>> {
        let mut words: Vec<String> = series.map(str::to_owned).into_iter().collect();
        let mut longest = None;
        for end in at..self.tokens.len().min(at.saturating_add(NAME_WORDS_MAX)) {
            let token = self.token(end)?;
            let is_part = match token.kind {
                Kind::Word | Kind::Number(_) | Kind::CountBehind(_) => {
                    let is_max_q = token.word == "q" && words.last().is_some_and(|last| last == "max");
                    is_max_q || self.devices.has_word(&token.word) || is_silent(&token.word)
                }
                // "A100 80GB PCIe".
                Kind::Amount(_) => end > at && !self.is_system(end.saturating_add(1)),
                _ => false,
            };
            if !is_part {
                break;
            }
            words.push(token.word.clone());
            // "3090 with" ends before its last word.
            let tells = matches!(token.kind, Kind::Amount(_))
                || ["laptop", "mobile", "notebook", "q", "maxq"].contains(&token.word.as_str())
                || !is_silent(&token.word);
            if !tells {
                continue;
            }
            let candidates = named_by_words(&words, self.is_laptop, self.devices);
            if !candidates.is_empty() {
                longest = Some((end.saturating_add(1), candidates));
            }
        }
        let (end, candidates) = longest?;
        // The slot "M.2" and disks for it.
        let is_slot = end == at.saturating_add(1) && self.is_word(at, &["m2"]) && {
            let next = self.token(end).and_then(meaning);
            next == Some(Meaning::Disk)
        };
        (!is_slot).then(|| self.named(at, end, candidates))
    }

    /// Whether a word says that the amount before it is the system memory.
    fn is_system(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            matches!(
                meaning(token),
                Some(Meaning::System | Meaning::Memory | Meaning::Disk)
            ) || MemoryGeneration::from_word(&token.word).is_some()
        })
    }

    fn named(&self, start: usize, end: usize, candidates: Vec<&'a Device>) -> Name<'a> {
        let tokens = self.tokens.get(start..end).unwrap_or_default();
        let words: Vec<&str> = tokens.iter().map(|token| token.word.as_str()).collect();
        Name {
            start,
            end,
            words: words.join(" "),
            candidates,
            count: 1,
        }
    }

    /// "4090", "7900 xtx": a number that only cards of the usual series have.
    fn bare_number(&self, at: usize, number: u64) -> Option<Name<'a>> {
        if !self.has_context || !(100..=9_999).contains(&number) || self.is_other_number(at) {
            return None;
        }
        let mut names: Vec<Name<'a>> = BARE_SERIES
            .iter()
            .filter_map(|series| self.whole(at, Some(series)))
            .collect();
        for name in &mut names {
            name.candidates
                .retain(|device| matches!(device.kind, DeviceKind::Desktop | DeviceKind::Laptop));
        }
        names.retain(|name| !name.candidates.is_empty());
        let end = names.iter().map(|name| name.end).max()?;
        // Three digits alone are anything.
        if number < 1000 && end == at.saturating_add(1) {
            return None;
        }
        let longest = names.into_iter().filter(|name| name.end == end);
        longest.reduce(|mut first, other| {
            first.candidates.extend(other.candidates);
            first
        })
    }

    /// "GeForce 4090", "GTX 3090": a series that the number does not have, or only the maker's.
    fn other_series(&self, at: usize) -> Option<Name<'a>> {
        if !self.is_word(at, &["geforce", "radeon", "rtx", "gtx", "rx"]) {
            return None;
        }
        let next = at.saturating_add(1);
        match self.token(next)?.kind {
            Kind::Number(number @ 1_000..) => {
                let finder = Finder {
                    has_context: true,
                    ..*self
                };
                let name = finder.bare_number(next, number)?;
                Some(Name { start: at, ..name })
            }
            _ => None,
        }
    }

    /// Whether a number counts, measures or costs something.
    fn is_other_number(&self, at: usize) -> bool {
        const BEFORE: [&str; 14] = [
            "$", "€", "£", "#", "room", "driver", "version", "port", "build", "page", "cl", "year", "cuda",
            "pc4",
        ];
        const BEHIND: [&str; 24] = [
            "mhz", "ghz", "hz", "mt", "w", "watt", "watts", "tokens", "token", "tok", "t", "fps", "usd",
            "eur", "euro", "euros", "€", "$", "rpm", "ctx", "bucks", "points", "ms", "cores",
        ];
        let before = at.checked_sub(1);
        before.is_some_and(|before| {
            self.is_word(before, &BEFORE)
                || self
                    .token(before)
                    .is_some_and(|token| MemoryGeneration::from_word(&token.word).is_some())
        }) || self.is_word(at.saturating_add(1), &BEHIND)
    }

    /// `gfx1151`: AMD's word for the instruction set.
    fn instruction_set(&self, at: usize) -> Option<Name<'a>> {
        let token = self.token(at)?;
        if !token.word.starts_with("gfx") {
            return None;
        }
        let candidates = with_gfx(&token.word, self.devices);
        (!candidates.is_empty()).then(|| self.named(at, at.saturating_add(1), candidates))
    }

    /// Qualcomm's chips, whose names have their rank in words.
    fn snapdragon(&self, at: usize) -> Option<Name<'a>> {
        if !self.is_word(at, &["snapdragon"]) {
            return None;
        }
        let rest = self.tokens.iter().skip(at).take(4);
        let words: Vec<&str> = rest
            .take_while(|token| matches!(token.kind, Kind::Word))
            .map(|token| token.word.as_str())
            .collect();
        let (outcome, _) = recognise_name(&words.join(" "), None, self.devices);
        match outcome {
            Outcome::AskMemory(candidates) if !candidates.is_empty() => {
                Some(self.named(at, at.saturating_add(words.len()), candidates))
            }
            _ => None,
        }
    }

    /// A series with a number that the catalog does not have.
    fn unlisted(&self, at: usize) -> Option<Name<'a>> {
        // Server cards of 2013 to 2016 that people still buy.
        if self.is_word(at, &["k80", "k40", "k20", "m60", "910b"]) {
            return Some(self.named(at, at.saturating_add(1), Vec::new()));
        }
        if !self.is_word(at, &SERIES) {
            return None;
        }
        let number = self.token(at.saturating_add(1))?;
        let n_digits = number.word.bytes().filter(u8::is_ascii_digit).count();
        let is_number = match number.kind {
            Kind::Number(_) => (3..=5).contains(&n_digits),
            Kind::Word => (2..=5).contains(&n_digits) && number.word.len() <= 7,
            _ => false,
        };
        if !is_number {
            return None;
        }
        let mut end = at.saturating_add(2);
        while self.is_word(
            end,
            &[
                "ti", "super", "xt", "xtx", "pro", "ada", "laptop", "mobile", "max", "gre",
            ],
        ) {
            end += 1;
        }
        Some(self.named(at, end, Vec::new()))
    }

    /// How many tokens the name of a processor has from here; nothing where there is none.
    fn processor(&self, at: usize) -> usize {
        if !self.is_word(at, &PROCESSORS) {
            return 0;
        }
        let is_part = |token: &Token| match token.kind {
            Kind::Number(_) => true,
            Kind::Word => {
                token.word.bytes().any(|byte| byte.is_ascii_digit())
                    || [
                        "ai",
                        "max",
                        "pro",
                        "plus",
                        "gold",
                        "silver",
                        "platinum",
                        "threadripper",
                        "ultra",
                        "tm",
                    ]
                    .contains(&token.word.as_str())
            }
            _ => false,
        };
        let rest = self.tokens.iter().skip(at.saturating_add(1)).take(4);
        let mut n_tokens = 1_usize;
        for token in rest {
            if !is_part(token) {
                break;
            }
            n_tokens += 1;
            // The model's number ends the name; a rank ("7") does not.
            if token.word.bytes().filter(u8::is_ascii_digit).count() >= 3 {
                break;
            }
        }
        n_tokens
    }
}

/// The devices with an instruction set of AMD.
pub fn with_gfx<'a>(gfx: &str, devices: &'a Devices) -> Vec<&'a Device> {
    let has = |device: &&Device| device.gfx.as_deref() == Some(gfx);
    devices.iter().filter(has).collect()
}

/// Whether a word tells nothing in a name.
fn is_silent(word: &str) -> bool {
    let key = NameKey::of(word);
    key.base.is_empty()
}
