//! How many of a device a sentence counts: `2x`, "dual", `x2`, "3 GPUs", 两张.

use super::names::Name;
use super::{is_filler, meaning, name_at};
use crate::domain::machine::pasted::token::{Kind, Token};
use crate::domain::machine::pasted::words::Meaning;

/// How far a count may stand from its name, in tokens.
const REACH: usize = 5;

/// Counts every name; a name that is said again directly behind itself counts as another.
pub fn count(tokens: &[Token], found: &mut Vec<Name<'_>>) {
    let names = found.clone();
    for name in found.iter_mut() {
        let before = before(tokens, &names, name);
        name.count = before.or_else(|| behind(tokens, &names, name)).unwrap_or(1);
    }
    let mut counted: Vec<Name<'_>> = Vec::new();
    for name in std::mem::take(found) {
        match counted.last_mut() {
            Some(last) if is_another(tokens, last, &name) => {
                last.count = last.count.saturating_add(name.count);
                last.end = name.end;
            }
            _ => counted.push(name),
        }
    }
    *found = counted;
}

fn before(tokens: &[Token], names: &[Name<'_>], name: &Name<'_>) -> Option<u16> {
    // The number before a Mac's chip is the size of its screen.
    let is_chip = !name.candidates.is_empty() && name.candidates.iter().all(|device| device.is_unified);
    let begins_with_letter = !is_chip
        && tokens
            .get(name.start)
            .is_some_and(|token| !matches!(token.kind, Kind::Number(_)));
    for back in 1..=REACH {
        let at = name.start.checked_sub(back)?;
        let token = tokens.get(at)?;
        if name_at(names, at).is_some() {
            return None;
        }
        let behind = at.checked_add(1).and_then(|at| tokens.get(at));
        let counts_cards = behind.is_some_and(|next| {
            matches!(meaning(next), Some(Meaning::Cards | Meaning::Graphics)) && back > 1
        });
        match token.kind {
            Kind::CountBefore(count) => return Some(count),
            // "GPU 0: …" and "Device 1: …" say which, not how many.
            Kind::Number(number @ 2..=16)
                if counts_cards
                    || is_bracketed(tokens, at)
                    || (back == 1 && begins_with_letter && !is_label(tokens, at)) =>
            {
                return u16::try_from(number).ok();
            }
            Kind::Word if matches!(meaning(token), Some(Meaning::Count(_))) => {
                return match meaning(token) {
                    Some(Meaning::Count(count)) => Some(count),
                    _ => None,
                };
            }
            Kind::Word | Kind::Sign => {
                let is_between = matches!(
                    meaning(token),
                    Some(Meaning::Cards | Meaning::Graphics | Meaning::Device)
                );
                if !is_between && !is_filler(token) && !is_maker(token) {
                    return None;
                }
            }
            Kind::Amount(_) => {}
            _ => return None,
        }
    }
    None
}

/// "(2)".
fn is_bracketed(tokens: &[Token], at: usize) -> bool {
    let is = |place: Option<usize>, sign: &str| {
        let token = place.and_then(|place| tokens.get(place));
        token.is_some_and(|token| token.word == sign)
    };
    is(at.checked_sub(1), "(") && is(at.checked_add(1), ")")
}

/// Whether the number follows a word that numbers devices, or stands behind a point.
fn is_label(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    before.is_some_and(|token| {
        matches!(
            token.word.as_str(),
            "gpu" | "device" | "card" | "display" | "adapter" | "#" | "["
        ) || token.word.bytes().any(|byte| byte.is_ascii_digit())
    })
}

fn is_maker(token: &Token) -> bool {
    const MAKERS: [&str; 14] = [
        "nvidia", "amd", "intel", "geforce", "radeon", "tesla", "asus", "msi", "gigabyte", "evga", "zotac",
        "palit", "sapphire", "founders",
    ];
    MAKERS.contains(&token.word.as_str())
}

fn behind(tokens: &[Token], names: &[Name<'_>], name: &Name<'_>) -> Option<u16> {
    let own = |bytes: u64| {
        let sizes = name.candidates.iter().flat_map(|device| &device.memory);
        let mut sizes = sizes.map(|size| u64::from(size.thousandths()) / 1000);
        // Cards are changed by hand to twice their memory.
        name.candidates.is_empty() || sizes.any(|gb| gb == bytes >> 30 || gb * 2 == bytes >> 30)
    };
    for ahead in 0..REACH {
        let at = name.end.checked_add(ahead)?;
        let token = tokens.get(at)?;
        if name_at(names, at).is_some() {
            return None;
        }
        let next = tokens.get(at.saturating_add(1));
        match token.kind {
            Kind::CountBehind(count) => return Some(count),
            // "(2x)" at the end of something.
            Kind::CountBefore(count)
                if next.is_none_or(|next| matches!(next.kind, Kind::Sign | Kind::Break)) =>
            {
                return Some(count);
            }
            Kind::Number(number @ 1..=64) if is_bracketed(tokens, at) => return u16::try_from(number).ok(),
            Kind::Number(number @ 1..=64)
                if next.is_some_and(|next| {
                    matches!(meaning(next), Some(Meaning::Cards))
                        || (meaning(next) == Some(Meaning::Graphics) && next.word.ends_with('s'))
                }) =>
            {
                return u16::try_from(number).ok();
            }
            Kind::Word => match meaning(token) {
                // "RTX 3090 dual fan" counts no cards, "RTX 4090 双卡" does.
                Some(Meaning::Count(count)) if !token.word.is_ascii() => return Some(count),
                Some(Meaning::Graphics | Meaning::Cards | Meaning::Device) => {}
                _ if is_filler(token) => {}
                _ => return None,
            },
            Kind::Sign => {}
            Kind::Amount(bytes) if own(bytes) => {}
            _ => return None,
        }
    }
    None
}

/// "3090 + 3090", "a 3090 and another 3090".
fn is_another(tokens: &[Token], last: &Name<'_>, name: &Name<'_>) -> bool {
    const WORDS: [&str; 12] = [
        "and", "und", "et", "y", "e", "и", "和", "plus", "another", "second", "a", "one",
    ];
    let is_same = !last.candidates.is_empty()
        && last.candidates.len() == name.candidates.len()
        && last
            .candidates
            .iter()
            .all(|device| name.candidates.contains(device));
    let between = tokens.get(last.end..name.start).unwrap_or_default();
    is_same
        && !between.is_empty()
        && between.iter().all(|token| match token.kind {
            Kind::Break | Kind::Amount(_) => true,
            Kind::Sign => token.word != "=",
            Kind::Word => WORDS.contains(&token.word.as_str()),
            _ => false,
        })
        && between.iter().any(|token| token.kind != Kind::Sign)
}
