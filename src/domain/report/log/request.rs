//! Requests: the times of one answer, as they come in line by line.

use super::figure::{Figure, Source, Speed};
use super::report::EngineReport;

/// Speeds beyond this are no measurement: ten million tokens a second, in thousandths.
const SPEED_MAX: u64 = 10_000_000_000;

/// Reading the prompt or generating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Reading the prompt.
    Prefill,
    /// Generating.
    Decode,
}

/// One thing said about a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Thousandths of a token per second.
    Rate(u64),
    /// Tokens.
    Tokens(u64),
    /// Nanoseconds.
    Time(u64),
}

#[derive(Clone, Debug, Default)]
struct Measured {
    rate: Option<u64>,
    tokens: Option<u64>,
    time_ns: Option<u64>,
    source: Option<Source>,
}

impl Measured {
    const fn slot(&mut self, said: Said) -> (&mut Option<u64>, u64) {
        match said {
            Said::Rate(value) => (&mut self.rate, value),
            Said::Tokens(value) => (&mut self.tokens, value),
            Said::Time(value) => (&mut self.time_ns, value),
        }
    }

    /// The speed: as printed, else tokens by time.
    fn speed(self) -> Option<Figure<Speed>> {
        let from_time = || {
            let time_ns = self.time_ns.filter(|time| *time > 0)?;
            let tokens = u128::from(self.tokens?).checked_mul(1_000_000_000_000)?;
            u64::try_from(tokens / u128::from(time_ns)).ok()
        };
        let rate = self.rate.or_else(from_time)?;
        (1..=SPEED_MAX).contains(&rate).then_some(())?;
        Some(Figure {
            value: Speed {
                milli_tokens_per_s: rate,
                n_tokens: self.tokens,
            },
            source: self.source?,
        })
    }
}

/// The times of the answer that is being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    prefill: Measured,
    decode: Measured,
}

impl Request {
    /// Takes one thing. What was said already belongs to an earlier answer, which goes to the run first.
    pub(super) fn take(&mut self, phase: Phase, said: Said, source: Source, report: &mut EngineReport) {
        let measured = |request: &mut Self| match phase {
            Phase::Prefill => std::mem::take(&mut request.prefill),
            Phase::Decode => std::mem::take(&mut request.decode),
        };
        let mut phase_so_far = measured(self);
        if phase_so_far.slot(said).0.is_some() {
            keep_longest(phase, phase_so_far, report);
            phase_so_far = Measured::default();
        }
        let (slot, value) = phase_so_far.slot(said);
        *slot = Some(value);
        if phase_so_far.source.is_none() || matches!(said, Said::Rate(_)) {
            phase_so_far.source = Some(source);
        }
        match phase {
            Phase::Prefill => self.prefill = phase_so_far,
            Phase::Decode => self.decode = phase_so_far,
        }
    }

    /// Whether the tokens of a phase are known.
    pub(super) const fn has_tokens(&self, phase: Phase) -> bool {
        match phase {
            Phase::Prefill => self.prefill.tokens.is_some(),
            Phase::Decode => self.decode.tokens.is_some(),
        }
    }

    /// Hands over the last answer.
    pub(super) fn finish(&mut self, report: &mut EngineReport) {
        keep_longest(Phase::Prefill, std::mem::take(&mut self.prefill), report);
        keep_longest(Phase::Decode, std::mem::take(&mut self.decode), report);
    }
}

/// Of two speeds the one over more tokens stays, and of equal ones the later.
fn keep_longest(phase: Phase, measured: Measured, report: &mut EngineReport) {
    let kept = match phase {
        Phase::Prefill => &mut report.prefill,
        Phase::Decode => &mut report.decode,
    };
    let Some(speed) = measured.speed() else {
        return;
    };
    let n_tokens = |speed: &Figure<Speed>| speed.value.n_tokens.unwrap_or(0);
    if kept
        .as_ref()
        .is_none_or(|kept| n_tokens(kept) <= n_tokens(&speed))
    {
        *kept = Some(speed);
    }
}
