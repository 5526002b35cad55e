//! Searching the presets by the words people type: "4070 laptop", "m3 max 36", "rtx 3060 12".

use std::cmp::Reverse;

use super::{ChipClass, PresetEntry, PresetGroup, entries};
use crate::domain::text::order::sort_by;

/// Most words that are looked at: far more than a name has, so that a pasted page costs no more than a name.
const WORDS_MAX: usize = 8;

/// Entries whose name contains every word of the query, in any order and case.
///
/// Where a word is a whole word of the name it counts more than a part of one, and a chip that many people own comes
/// before one that few own. Groups stay together: the one with the best match first, else in the picker's order. An
/// empty query gives every entry in the order of the tables.
pub fn search(query: &str) -> Vec<PresetEntry> {
    let words: Vec<String> = query
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(WORDS_MAX)
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() {
        return entries().collect();
    }
    let mut found: Vec<(PresetEntry, usize)> = entries()
        .filter_map(|entry| whole_words(entry, &words).map(|count| (entry, count)))
        .collect();
    let best_of_group = PresetGroup::ALL.map(|group| {
        let of_group = found.iter().filter(|(entry, _)| entry.group() == group);
        (group, of_group.map(|(_, count)| *count).max())
    });
    let rank = |(entry, count): &(PresetEntry, usize)| {
        let group = best_of_group.iter().find(|(group, _)| *group == entry.group());
        (
            Reverse(group.map(|(_, best)| *best)),
            entry.group(),
            Reverse(*count),
            !entry.preset().is_common,
        )
    };
    sort_by(&mut found, |a, b| rank(a).cmp(&rank(b)));
    found.into_iter().map(|(entry, _)| entry).collect()
}

/// How many of the words are whole words of the entry's name; `None` if one of them is not in it at all.
fn whole_words(entry: PresetEntry, words: &[String]) -> Option<usize> {
    let preset = entry.preset();
    // The size is added for names that leave it out, and the maker for names that people use without it.
    let maker = maker_words(preset.chip);
    let text = format!("{maker} {} {} gb", preset.name, entry.memory_gb()).to_ascii_lowercase();
    let tokens: Vec<&str> = text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|token| !token.is_empty())
        .collect();
    let squeezed: String = tokens.concat();
    let mut count = 0;
    for word in words {
        if tokens.contains(&word.as_str()) {
            count += 1;
            continue;
        }
        // Digits alone must begin a word of the name: "36" is no part of a "2036". Mixed words may span words of
        // the name, since people write "rtx4070" and "12gb".
        let digits_only = word.bytes().all(|byte| byte.is_ascii_digit());
        let is_part = if digits_only {
            tokens.iter().any(|token| token.starts_with(word.as_str()))
        } else {
            squeezed.contains(word.as_str())
        };
        if !is_part {
            return None;
        }
    }
    Some(count)
}

/// Words that people add to a name which does not hold them, in lower case.
fn maker_words(chip: ChipClass) -> String {
    match chip {
        ChipClass::Apple => String::from("mac macbook imac"),
        _ => chip.maker().unwrap_or_default().to_ascii_lowercase(),
    }
}
