//! Whose an amount is: by the words around it, by where it stands, or open.

use super::names::Name;
use super::{is_filler, meaning, name_at};
use crate::domain::machine::devices::system_memory::MemoryGeneration;
use crate::domain::machine::pasted::amount::is_usual_system;
use crate::domain::machine::pasted::collect::{Collected, Loose};
use crate::domain::machine::pasted::token::{Kind, Token};
use crate::domain::machine::pasted::words::Meaning;
use crate::domain::text::memory_size::BYTES_PER_GB;

/// How far a word may stand from the amount that it is about, in tokens.
const REACH: usize = 4;

/// What an amount belongs to, by the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    System,
    Device,
    /// A disk, or something else that is no memory.
    Other,
}

/// Gives every amount to whom it belongs.
pub fn give(tokens: &[Token], found: &[Name<'_>], places: &[Option<usize>], collected: &mut Collected<'_>) {
    for (at, token) in tokens.iter().enumerate() {
        let bytes = match token.kind {
            Kind::Amount(bytes) => bytes,
            // "256 ddr4", "64 ram".
            Kind::Number(number) if is_plain_system(tokens, found, at, number) => number * BYTES_PER_GB,
            // "m3 max 128".
            Kind::Number(number) if is_of_chip(found, at, number) => {
                collected.unowned(number * BYTES_PER_GB);
                continue;
            }
            _ => continue,
        };
        if let Some(inside) = name_at(found, at) {
            let name = found.get(inside);
            let place = places.get(inside).copied().flatten();
            match (name, place) {
                (Some(name), _) if is_unified(name) => collected.unowned(bytes),
                (_, Some(place)) => collected.loose_memory(place, loose(tokens, at, bytes, true)),
                _ => {}
            }
            continue;
        }
        // "4.2 GB / 32 GB": how much of it is used.
        let is_used = tokens
            .get(at.saturating_add(1))
            .is_some_and(|next| next.word == "/")
            && tokens
                .get(at.saturating_add(2))
                .is_some_and(|then| matches!(then.kind, Kind::Amount(_)));
        if is_used {
            continue;
        }
        let modules = modules(tokens, at);
        let owner = owner(tokens, found, at);
        let attached = attached(tokens, found, at);
        let near = attached.or_else(|| nearest(found, at));
        let device = near.and_then(|near| Some((found.get(near)?, places.get(near).copied().flatten()?)));
        let total = bytes.saturating_mul(u64::from(modules));
        match (owner, device) {
            (Some(Owner::System), _) => system(total, modules, collected),
            (Some(Owner::Other), _) => {}
            (Some(Owner::Device), Some((_, place))) => {
                collected.loose_memory(place, loose(tokens, at, bytes, true));
            }
            (Some(Owner::Device), None) => collected.memory_of_last(bytes),
            (None, Some((name, place))) => {
                let is_own = sold(name, bytes);
                let is_near = name.end <= at && at.saturating_sub(name.end) <= 2;
                let is_module = modules > 1 && !(attached.is_some() && (is_own || name.count == modules));
                if is_unified(name) || is_module {
                    collected.unowned(total);
                } else if attached.is_some() {
                    collected.loose_memory(place, loose(tokens, at, bytes, false));
                } else if is_own && is_near {
                    collected.device_memory_of(place, bytes);
                } else {
                    collected.unowned(total);
                }
            }
            (None, None) => collected.unowned(total),
        }
    }
}

fn loose(tokens: &[Token], at: usize, bytes: u64, is_said: bool) -> Loose {
    let behind = tokens.get(at.saturating_add(1)).map(|token| token.kind);
    Loose {
        bytes,
        is_said,
        is_each: matches!(behind, Some(Kind::CountBehind(_))),
    }
}

fn system(total: u64, modules: u16, collected: &mut Collected<'_>) {
    collected.system_memory(total);
    collected.is_typed |= total.is_multiple_of(8 * BYTES_PER_GB);
    if modules > 1
        && let Ok(channels) = u8::try_from(modules.min(2))
    {
        collected.channels(channels);
    }
}

/// Whether a number directly behind a chip that shares the system memory is a size that it is sold with.
fn is_of_chip(found: &[Name<'_>], at: usize, gb: u64) -> bool {
    let before = found.iter().find(|name| name.end == at);
    let bytes = gb.checked_mul(BYTES_PER_GB);
    before.is_some_and(|name| is_unified(name) && bytes.is_some_and(|bytes| sold(name, bytes)))
}

fn is_unified(name: &Name<'_>) -> bool {
    !name.candidates.is_empty() && name.candidates.iter().all(|device| device.is_unified)
}

fn sold(name: &Name<'_>, bytes: u64) -> bool {
    let mut sizes = name.candidates.iter().flat_map(|device| &device.memory);
    sizes.any(|size| u64::from(size.thousandths()) * BYTES_PER_GB / 1000 == bytes)
}

fn is_plain_system(tokens: &[Token], found: &[Name<'_>], at: usize, gb: u64) -> bool {
    let next = tokens.get(at.saturating_add(1));
    let says_so = next.is_some_and(|next| {
        MemoryGeneration::from_word(&next.word).is_some() || meaning(next) == Some(Meaning::System)
    });
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    // "ram 64" at the end of what is said.
    let is_labelled = before.and_then(meaning) == Some(Meaning::System)
        && gb >= 8
        && next.is_none_or(|next| next.kind == Kind::Break);
    (says_so || is_labelled) && gb >= 4 && name_at(found, at).is_none() && is_usual_system(gb)
}

/// How many modules of an amount there are: `2x16GB`, `16GB x2`.
fn modules(tokens: &[Token], at: usize) -> u16 {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    let behind = tokens.get(at.saturating_add(1));
    match (before.map(|token| token.kind), behind.map(|token| token.kind)) {
        (Some(Kind::CountBefore(count)), _) | (_, Some(Kind::CountBehind(count))) => count,
        _ => 1,
    }
}

/// The device that an amount stands directly behind or before.
fn attached(tokens: &[Token], found: &[Name<'_>], at: usize) -> Option<usize> {
    let is_between = |token: &Token| match token.kind {
        Kind::CountBehind(_) | Kind::Measure | Kind::Sign => true,
        Kind::Word => {
            let is_about = matches!(
                meaning(token),
                Some(Meaning::Cards | Meaning::Graphics | Meaning::Laptop)
            );
            is_about
                || matches!(
                    token.word.as_str(),
                    "mit" | "edition" | "oc" | "version" | "a" | "x"
                )
        }
        _ => false,
    };
    let behind = found.iter().position(|name| {
        let between = tokens.get(name.end..at);
        between.is_some_and(|between| between.iter().all(is_between))
    });
    behind.or_else(|| {
        found.iter().position(|name| {
            let between = tokens.get(at.saturating_add(1)..name.start);
            between.is_some_and(|between| between.iter().all(is_between))
        })
    })
}

/// The last name before, else the first one behind.
fn nearest(found: &[Name<'_>], at: usize) -> Option<usize> {
    let before = found.iter().rposition(|name| name.end <= at);
    before.or_else(|| (!found.is_empty()).then_some(0))
}

/// Whose an amount is by the words behind it, else by those before it.
fn owner(tokens: &[Token], found: &[Name<'_>], at: usize) -> Option<Owner> {
    let behind = behind(tokens, found, at);
    let before = before(tokens, found, at);
    match (behind, before) {
        // "RAM 32GB VRAM 8GB": the word behind belongs to the next amount.
        (Some((_, true)), Some(owner)) => Some(owner),
        (Some((owner, _)), _) => Some(owner),
        (None, before) => before,
    }
}

/// The owner that the words behind say, and whether those words go with another amount behind them.
fn behind(tokens: &[Token], found: &[Name<'_>], at: usize) -> Option<(Owner, bool)> {
    let mut n_unknown = 0;
    let mut is_graphics = false;
    // "a 24GB card".
    let card = tokens
        .get(at.saturating_add(1))
        .filter(|next| matches!(next.word.as_str(), "gpu" | "gpus") || meaning(next) == Some(Meaning::Cards));
    let has_memory = |token: &Token| matches!(meaning(token), Some(Meaning::Memory | Meaning::Device));
    let then = tokens.get(at.saturating_add(2));
    if card.is_some() && !then.is_some_and(has_memory) {
        return Some((Owner::Device, false));
    }
    for ahead in 1..=REACH {
        let place = at.checked_add(ahead)?;
        let token = tokens.get(place)?;
        if name_at(found, place).is_some() {
            return None;
        }
        match token.kind {
            Kind::Break | Kind::Amount(_) => return None,
            Kind::Word => {
                let next = tokens.get(place.saturating_add(1));
                if let Some(owner) = of_word(token, next, &mut is_graphics) {
                    let has_next = tokens
                        .iter()
                        .skip(place.saturating_add(1))
                        .find(|token| token.kind != Kind::Sign);
                    let has_next = has_next.is_some_and(|next| matches!(next.kind, Kind::Amount(_)));
                    return Some((owner, has_next));
                }
                if !is_filler(token) && meaning(token).is_none() {
                    n_unknown += 1;
                }
            }
            _ => {}
        }
        if n_unknown > 2 {
            return None;
        }
    }
    None
}

fn before(tokens: &[Token], found: &[Name<'_>], at: usize) -> Option<Owner> {
    // "Q4_K_M 40GB" is the size of a model.
    let is_model = (1..=REACH)
        .map_while(|back| tokens.get(at.checked_sub(back)?))
        .take_while(|token| !matches!(token.kind, Kind::Break | Kind::Amount(_)))
        .any(|token| is_quantization(&token.word));
    if is_model {
        return Some(Owner::Other);
    }
    let mut n_unknown = 0;
    for back in 1..=REACH {
        let place = at.checked_sub(back)?;
        let token = tokens.get(place)?;
        if name_at(found, place).is_some() {
            return None;
        }
        match token.kind {
            Kind::Break | Kind::Amount(_) => return None,
            Kind::Word => {
                let earlier = place.checked_sub(1).and_then(|place| tokens.get(place));
                let mut is_graphics = earlier.and_then(meaning) == Some(Meaning::Graphics);
                if let Some(owner) = of_word(token, tokens.get(place.saturating_add(1)), &mut is_graphics) {
                    return Some(owner);
                }
                if !is_filler(token) && meaning(token).is_none() {
                    n_unknown += 1;
                }
            }
            _ => {}
        }
        if n_unknown > 1 {
            return None;
        }
    }
    None
}

/// Whether a word begins the label of a quantization: `Q4_K_M`, `IQ3_XXS`.
fn is_quantization(word: &str) -> bool {
    let number = word.strip_prefix("iq").or_else(|| word.strip_prefix('q'));
    number.is_some_and(|number| number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The owner that one word says, with the word behind it; `is_graphics` remembers that graphics were spoken of.
fn of_word(token: &Token, next: Option<&Token>, is_graphics: &mut bool) -> Option<Owner> {
    if MemoryGeneration::from_word(&token.word).is_some() {
        return Some(Owner::System);
    }
    match meaning(token)? {
        Meaning::System => Some(Owner::System),
        Meaning::Memory if next.and_then(meaning) == Some(Meaning::Other) => Some(Owner::Other),
        // "mémoire vidéo", "memoria de vídeo".
        Meaning::Memory if *is_graphics || next.and_then(meaning) == Some(Meaning::Graphics) => {
            Some(Owner::Device)
        }
        Meaning::Memory => Some(Owner::System),
        Meaning::Device => Some(Owner::Device),
        Meaning::Disk | Meaning::Other => Some(Owner::Other),
        Meaning::Graphics => {
            *is_graphics = true;
            None
        }
        Meaning::Laptop | Meaning::Count(_) | Meaning::Cards => None,
    }
}
