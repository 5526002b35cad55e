//! The grade: what a person should expect.

use super::checks::{Compatibility, MemoryCheck, Outcome, Verdict};
use super::need::Need;
use super::speed::WritingSpeed;

/// What a person should expect, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Wholly in fast memory with room to spare, and clearly quicker than people read.
    Great,
    /// Quick enough to read along.
    Good,
    /// Runs, below reading speed.
    Slow,
    /// Fits within the doubt only: it may be refused, or push other programs out of memory.
    Tight,
    /// Does not fit.
    TooLarge,
    /// Cannot be said, or the machine's software does not load it.
    Unknown,
}

impl Grade {
    /// Every grade, from the best.
    pub const ALL: [Self; 6] = [
        Self::Great,
        Self::Good,
        Self::Slow,
        Self::Tight,
        Self::TooLarge,
        Self::Unknown,
    ];

    /// The value of `data-grade`. Never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Great => "great",
            Self::Good => "good",
            Self::Slow => "slow",
            Self::Tight => "tight",
            Self::TooLarge => "too-large",
            Self::Unknown => "unknown",
        }
    }
}

/// Where the grades begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GradeLimits {
    /// Tokens written in a second from which on a model is Good, and that the best variant should reach.
    pub good_speed: u16,
    /// Tokens written in a second from which on it can be Great.
    pub great_speed: u16,
    /// Share of the fast memory that is left over where it is Great, in percent.
    pub spare_percent: u8,
}

impl Default for GradeLimits {
    /// People read some 240 words a minute silently (Brysbaert 2019, mean of 190 studies: 238), which is 5 to 6 tokens a
    /// second; 8 stay ahead of nearly everybody, 20 of those who skim.
    fn default() -> Self {
        Self {
            good_speed: 8,
            great_speed: 20,
            spare_percent: 5,
        }
    }
}

impl GradeLimits {
    /// Speeds that can be set, in tokens a second.
    pub const SPEED_RANGE: std::ops::RangeInclusive<u16> = 1..=1000;
    /// Shares of the fast memory that can be set, in percent.
    pub const SPARE_RANGE: std::ops::RangeInclusive<u8> = 0..=50;

    /// Whether it is quick enough to read along; `None` where the speed is not known.
    pub(super) fn is_quick(&self, speed: Option<WritingSpeed>) -> Option<bool> {
        speed.map(|speed| speed.likely >= u32::from(self.good_speed).saturating_mul(1000))
    }

    /// The grade of a variant. `writes` is false for what writes no text (embeddings, rerankers): no reading speed
    /// applies to it.
    pub(super) fn grade(
        &self,
        verdict: &Verdict,
        need: Option<&Need>,
        speed: Option<WritingSpeed>,
        writes: bool,
    ) -> Grade {
        let (Compatibility::Compatible, Some(need)) = (verdict.compatibility(), need) else {
            let is_loadable =
                verdict.format.outcome() != Outcome::Fail && verdict.quantization.outcome() != Outcome::Fail;
            let is_too_large = matches!(
                verdict.memory,
                MemoryCheck::TooLarge { .. } | MemoryCheck::NoDevice { .. }
            );
            return if is_loadable && is_too_large {
                Grade::TooLarge
            } else {
                Grade::Unknown
            };
        };
        if !need.fits_surely {
            return Grade::Tight;
        }
        let is_in_fast_memory = need
            .placement
            .is_some_and(|placement| placement.is_wholly_on_gpu());
        let has_room = is_in_fast_memory && need.spare_percent >= self.spare_percent;
        if !writes {
            return if has_room { Grade::Great } else { Grade::Good };
        }
        let great = u32::from(self.great_speed).saturating_mul(1000);
        let is_great = has_room && speed.is_some_and(|speed| speed.likely >= great);
        match self.is_quick(speed) {
            Some(true) if is_great => Grade::Great,
            Some(true) => Grade::Good,
            Some(false) => Grade::Slow,
            // Nothing states the bandwidth: fast memory is quick enough for what fits into it, and nothing else is known to be.
            None if is_in_fast_memory => Grade::Good,
            None => Grade::Slow,
        }
    }
}
