//! Lines without a label: a shop's title, a table's row, a sentence.

use super::amount;
use super::collect::{Collected, Source};
use crate::domain::machine::devices::system_memory::MemoryGeneration;
use crate::domain::machine::devices::{Device, words_of};
use crate::domain::machine::recognition::named_by_words;
use crate::domain::text::memory_size::{BYTES_PER_GB, MemorySize};

/// Longest name, in words.
const NAME_WORDS_MAX: usize = 8;
/// Most words of a line that are looked at.
const LINE_WORDS_MAX: usize = 120;

/// Words that a name begins with, or that stand directly before a number.
const ANCHORS: [&str; 21] = [
    "nvidia",
    "geforce",
    "rtx",
    "gtx",
    "gt",
    "quadro",
    "tesla",
    "titan",
    "radeon",
    "rx",
    "instinct",
    "arc",
    "iris",
    "uhd",
    "jetson",
    "apple",
    "amd",
    "intel",
    "ryzen",
    "snapdragon",
    "adreno",
];

/// What an amount belongs to, by the words around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    System,
    Device,
    Disk,
    Unknown,
}

/// Reads one line.
pub fn read(text: &str, collected: &mut Collected<'_>) {
    if table_numbers(text, collected) {
        return;
    }
    let mut words = words_of(text);
    words.truncate(LINE_WORDS_MAX);
    let found = devices(&words, collected);
    if let Some((device, _)) = found.last()
        && let Some(&bytes) = amount::amounts(text)
            .iter()
            .find(|bytes| **bytes % (BYTES_PER_GB / 1024) == 0)
        && text.contains("MiB")
        && !device.is_unified
    {
        collected.device_memory(bytes);
        return;
    }
    amounts(&words, &found, collected);
    memory_kind(&words, collected);
}

/// Rows of tables whose head said what their numbers are.
fn table_numbers(text: &str, collected: &mut Collected<'_>) -> bool {
    let numbers = || {
        text.split([' ', ',', '\t'])
            .filter_map(|part| part.trim().parse::<u64>().ok())
    };
    if collected.numbers_are_modules {
        let mut is_row = false;
        for number in numbers() {
            if number >= 1 << 29 {
                collected.module_or_vram(number);
                is_row = true;
            } else if let Ok(speed) = u16::try_from(number) {
                collected.speed(speed);
            }
        }
        return is_row;
    }
    if collected.numbers_are_adapter_ram
        && let Some(bytes) = numbers().find(|number| *number >= 1 << 26)
    {
        let name: Vec<&str> = text
            .split_whitespace()
            .filter(|part| part.parse() != Ok(bytes))
            .collect();
        collected.name(&name.join(" "), None, Source::Text);
        collected.adapter_ram(bytes);
        return true;
    }
    if collected.numbers_are_mib
        && let Some((name, rest)) = text.split_once(',')
    {
        collected.name(name, None, Source::Smi);
        let plain = || {
            numbers()
                .find(|number| (512..1 << 20).contains(number))
                .map(|mib| mib << 20)
        };
        if let Some(bytes) = amount::amounts(rest).first().copied().or_else(plain) {
            collected.device_memory(bytes);
        }
        return true;
    }
    false
}

/// The devices that a line names, each with the place behind its name.
fn devices<'a>(words: &[String], collected: &mut Collected<'a>) -> Vec<(&'a Device, usize)> {
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let is_laptop = has(&["laptop", "notebook", "laptops"]);
    let is_mac = has(&["apple", "mac", "macbook", "imac"]);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let is_apple_chip = is_mac && matches!(word.as_bytes(), [b'm', b'1'..=b'9']);
        let is_numbered = matches!(
            word.as_bytes(),
            [
                b'a' | b'h' | b'l' | b'b' | b'm' | b't' | b'v' | b'p',
                b'0'..=b'9' | b'i',
                ..
            ]
        );
        let is_anchor = ANCHORS.contains(&word.as_str()) || is_apple_chip || (is_numbered && !is_mac);
        if !is_anchor || !collected.may_name() {
            at += 1;
            continue;
        }
        let longest = NAME_WORDS_MAX.min(words.len().saturating_sub(at));
        let named = (1..=longest).rev().find_map(|length| {
            let mut name = words.get(at..at + length)?.to_vec();
            if is_apple_chip {
                name.push("apple".to_owned());
            }
            let devices = named_by_words(&name, is_laptop, collected.catalog());
            (!devices.is_empty()).then_some((length, devices))
        });
        let Some((length, candidates)) = named else {
            at += 1;
            continue;
        };
        let count = count_before(words, at);
        let name = words.get(at..at + length).unwrap_or_default().join(" ");
        let first = candidates.first().copied();
        collected.add(&name, candidates, Source::Text, count);
        at += length;
        found.extend(first.map(|device| (device, at)));
    }
    found
}

/// `2x RTX 3090` and `4 x A100`.
fn count_before(words: &[String], at: usize) -> u16 {
    let before = |back: usize| at.checked_sub(back).and_then(|place| words.get(place));
    let number = match before(1).map(String::as_str) {
        Some("x") => before(2).and_then(|word| word.parse().ok()),
        Some(word) => word.strip_suffix('x').and_then(|number| number.parse().ok()),
        None => None,
    };
    number.filter(|count| (1..=64).contains(count)).unwrap_or(1)
}

/// Amounts in GB, each given to whom the words around it say.
fn amounts(words: &[String], devices: &[(&Device, usize)], collected: &mut Collected<'_>) {
    for (at, word) in words.iter().enumerate() {
        let Some((modules, gb)) = gigabytes(word) else {
            continue;
        };
        let size = MemorySize::from_gb(gb);
        let bytes = u64::from(gb) * u64::from(modules) * BYTES_PER_GB;
        let before = devices.iter().rev().find(|(_, end)| *end <= at.saturating_add(1));
        let is_sold = |device: &Device| device.memory.contains(&size);
        let owner = match owner(words, at) {
            Owner::Unknown => match before {
                Some((device, _)) if is_sold(device) && device.is_unified => Owner::System,
                Some((device, end)) if is_sold(device) && at.saturating_sub(*end) <= 2 => Owner::Device,
                _ => Owner::Unknown,
            },
            known => known,
        };
        match owner {
            Owner::System => {
                collected.system_memory(bytes);
                if modules > 1
                    && let Ok(channels) = u8::try_from(modules.min(2))
                {
                    collected.channels(channels);
                }
            }
            Owner::Device => collected.device_memory(bytes),
            Owner::Disk | Owner::Unknown => {}
        }
    }
}

/// `32gb` is one of 32, `2x16gb` two of 16.
fn gigabytes(word: &str) -> Option<(u16, u16)> {
    let number = word.strip_suffix("gb")?;
    let (modules, gb) = number.split_once('x').unwrap_or(("1", number));
    let (modules, gb): (u16, u16) = (modules.parse().ok()?, gb.parse().ok()?);
    ((1..=64).contains(&modules) && (1..=4096).contains(&gb)).then_some((modules, gb))
}

/// Whose an amount is by the next words, then by the last one.
fn owner(words: &[String], at: usize) -> Owner {
    let of_word = |word: &String| match word.as_str() {
        "ram" | "memory" | "unified" | "dimm" | "sodimm" | "udimm" | "arbeitsspeicher" | "speicher" => {
            Owner::System
        }
        "gddr5" | "gddr5x" | "gddr6" | "gddr6x" | "gddr7" | "vram" | "graphics" | "video" | "hbm2"
        | "hbm2e" | "hbm3" | "hbm3e" => Owner::Device,
        "ssd" | "hdd" | "nvme" | "emmc" | "ufs" | "storage" | "disk" | "rom" | "flash" | "pcie" => {
            Owner::Disk
        }
        word if MemoryGeneration::from_word(word).is_some() => Owner::System,
        _ => Owner::Unknown,
    };
    let behind = words.iter().skip(at.saturating_add(1)).take(2);
    // The next amount takes the words behind it for itself.
    let own = behind.take_while(|word| gigabytes(word).is_none());
    let known = own.map(of_word).find(|owner| *owner != Owner::Unknown);
    known.unwrap_or_else(|| {
        let before = at.checked_sub(1).and_then(|place| words.get(place));
        before.map_or(Owner::Unknown, of_word)
    })
}

/// `DDR5-5600` and `DDR5 5600 MHz`.
fn memory_kind(words: &[String], collected: &mut Collected<'_>) {
    for (at, word) in words.iter().enumerate() {
        let Some(generation) = MemoryGeneration::from_word(word) else {
            continue;
        };
        collected.generation(generation);
        let behind = words.iter().skip(at.saturating_add(1)).take(2);
        for word in behind {
            let digits = word.trim_end_matches("mhz").trim_end_matches("mt");
            if let Some(speed) = digits
                .parse()
                .ok()
                .filter(|speed| generation.is_plausible_speed(*speed))
            {
                collected.speed(speed);
                break;
            }
        }
    }
}
