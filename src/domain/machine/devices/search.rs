//! Searching the catalog by the words people type: `4070 laptop`, `m3 max 36`, `strix halo`, `rx7900xtx`.

use std::cmp::Reverse;

use super::{Device, DeviceKind, Devices, words_of};
use crate::domain::text::order::sort_by;

/// Most words that are looked at: far more than a name has.
const QUERY_WORDS_MAX: usize = 10;

impl Devices {
    /// Devices that have every word of the query, in any order and case; an empty query gives all of them.
    ///
    /// A whole word counts more than the beginning of one, a device that many people own comes before one that few own,
    /// and a name with nothing more to it before a longer one.
    pub fn search(&self, query: &str) -> Vec<&Device> {
        let mut words = words_of(query);
        words.truncate(QUERY_WORDS_MAX);
        let mut found: Vec<(usize, &Device, usize, usize)> = Vec::new();
        for (place, device) in self.iter().enumerate() {
            let own = searched_words(device);
            let Some(whole) = whole_words(&own, &words) else {
                continue;
            };
            found.push((place, device, whole, words_of(&device.name).len()));
        }
        if !words.is_empty() {
            let rank = |&(place, device, whole, length): &(usize, &Device, usize, usize)| {
                (Reverse(whole), !device.is_common, length, place)
            };
            sort_by(&mut found, |a, b| rank(a).cmp(&rank(b)));
        }
        found.into_iter().map(|(_, device, _, _)| device).collect()
    }
}

/// Everything that a person may call a device by.
fn searched_words(device: &Device) -> Vec<String> {
    let mut text = format!("{} {}", device.name, kind_words(device.kind));
    let more = [
        &device.driver_name,
        &device.chip,
        &device.gfx,
        &device.architecture,
    ];
    for more in more.into_iter().flatten() {
        text.push(' ');
        text.push_str(more);
    }
    for alias in &device.aliases {
        text.push(' ');
        text.push_str(alias);
    }
    for size in &device.memory {
        text.push_str(&format!(" {size}GB"));
    }
    words_of(&text)
}

/// Words for a kind that its names do not hold.
const fn kind_words(kind: DeviceKind) -> &'static str {
    match kind {
        DeviceKind::Desktop | DeviceKind::Workstation => "desktop card",
        DeviceKind::Laptop | DeviceKind::LaptopWorkstation => "laptop mobile notebook",
        DeviceKind::DataCentre => "server data centre center datacenter",
        DeviceKind::Apple => "mac macbook imac silicon",
        DeviceKind::Unified | DeviceKind::Integrated => "igpu apu integrated",
        DeviceKind::IntelMac => "mac macbook imac",
        DeviceKind::Embedded => "embedded module",
        DeviceKind::Phone => "phone tablet",
        DeviceKind::SingleBoard => "board",
    }
}

/// How many of the words are whole words of the device; `None` if one of them is not in it at all.
fn whole_words(own: &[String], words: &[String]) -> Option<usize> {
    let mut count = 0;
    for word in words {
        if own.contains(word) {
            count += 1;
            continue;
        }
        // Digits alone begin an amount of memory or a number; letters begin a word. Mixed words may span several
        // words of the name ("b580" does not, "a100pcie" does).
        let begins = own.iter().any(|own| own.starts_with(word.as_str()));
        let has_both = word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().any(|byte| byte.is_ascii_alphabetic());
        if begins || (has_both && spans(own, word)) {
            continue;
        }
        return None;
    }
    Some(count)
}

/// Whether a word is several neighbouring words written as one.
fn spans(own: &[String], word: &str) -> bool {
    (0..own.len()).any(|start| {
        let mut rest = word;
        for part in own.iter().skip(start) {
            match rest.strip_prefix(part.as_str()) {
                Some("") => return true,
                Some(more) => rest = more,
                None => return !rest.is_empty() && rest.len() < word.len() && part.starts_with(rest),
            }
        }
        false
    })
}
