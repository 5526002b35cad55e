//! The generation, speed and channels of the system memory: `DDR5-5600`, "DDR4 3200 MHz", "quad channel".

use super::names::Name;
use super::{meaning, name_at};
use crate::domain::machine::devices::system_memory::{CHANNEL_COUNTS, MemoryGeneration};
use crate::domain::machine::pasted::collect::Collected;
use crate::domain::machine::pasted::token::{Kind, Token};
use crate::domain::machine::pasted::words::Meaning;

/// How far the speed may stand from the generation, in tokens.
const REACH: usize = 3;

/// Reads them.
pub fn read(tokens: &[Token], found: &[Name<'_>], collected: &mut Collected<'_>) {
    for (at, token) in tokens.iter().enumerate() {
        if name_at(found, at).is_some() {
            continue;
        }
        if let Some(generation) = MemoryGeneration::from_word(&token.word)
            && generation != MemoryGeneration::Hbm
        {
            collected.generation(generation);
            let behind = (1..=REACH).filter_map(|ahead| tokens.get(at.saturating_add(ahead)));
            // The number of a card is no speed.
            let before = (1..=REACH)
                .filter_map(|back| at.checked_sub(back))
                .filter(|place| name_at(found, *place).is_none())
                .filter_map(|place| tokens.get(place));
            let speed = behind.chain(before).find_map(|token| {
                let digits = token
                    .word
                    .trim_end_matches("mhz")
                    .trim_end_matches("mts")
                    .trim_end_matches("mt");
                let speed = digits.parse().ok()?;
                generation.is_plausible_speed(speed).then_some(speed)
            });
            if let Some(speed) = speed {
                collected.speed(speed);
            }
        }
        if matches!(token.word.as_str(), "channel" | "channels" | "kanal" | "canaux")
            && let Some(before) = at.checked_sub(1).and_then(|at| tokens.get(at))
        {
            let count = match (before.kind, meaning(before)) {
                (Kind::Number(number), _) => u8::try_from(number).ok(),
                (_, Some(Meaning::Count(count))) => u8::try_from(count).ok(),
                _ => None,
            };
            if let Some(count) = count.filter(|count| CHANNEL_COUNTS.contains(count)) {
                collected.channels(count);
            }
        }
    }
}
