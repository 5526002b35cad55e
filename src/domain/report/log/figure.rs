//! Figures of a log: each with the line that it was read from, amounts with the doubt of their last digit.

/// A figure and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure<T> {
    /// The figure.
    pub value: T,
    /// The line, or for a sum the last of its lines.
    pub source: Source,
}

/// A line of the paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its number, from 1.
    pub line: u32,
    /// Its text, cut and without characters that disturb the text around it.
    pub text: String,
}

/// An amount of memory as a log prints it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Bytes.
    pub bytes: u64,
    /// How far the true amount may lie from it, in bytes: logs print few digits.
    pub rounding: u64,
}

impl Amount {
    /// The sum, with both roundings.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            bytes: self.bytes.saturating_add(other.bytes),
            rounding: self.rounding.saturating_add(other.rounding),
        }
    }

    /// So many times the amount.
    #[must_use]
    pub const fn times(self, n: u64) -> Self {
        Self {
            bytes: self.bytes.saturating_mul(n),
            rounding: self.rounding.saturating_mul(n),
        }
    }

    /// The difference, never below zero, with both roundings.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self {
            bytes: self.bytes.saturating_sub(other.bytes),
            rounding: self.rounding.saturating_add(other.rounding),
        }
    }

    /// Whether this amount of bytes may be the true one.
    pub const fn allows(self, bytes: u64) -> bool {
        self.bytes.abs_diff(bytes) <= self.rounding
    }
}

/// A speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed {
    /// Thousandths of a token per second.
    pub milli_tokens_per_s: u64,
    /// Tokens that it was measured over, where the log says. A prefill of few tokens says little about a long one.
    pub n_tokens: Option<u64>,
}
