//! Amounts of hardware memory as people enter them: in GB, as shops and drivers print them.

use std::fmt;

use crate::domain::text::decimal::{DecimalError, read_thousandths, write_thousandths};

/// Bytes of one GB of hardware memory: 2^30, since that is what shops and drivers mean by it.
pub const BYTES_PER_GB: u64 = 1 << 30;

/// An amount of hardware memory, kept exactly as entered: in thousandths of a GB, from 0 to [`MemorySize::MAX`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemorySize {
    thousandths_gb: u32,
}

/// Why a text is not an amount of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemorySizeError {
    /// Nothing was entered.
    Empty,
    /// Not a decimal number (a sign, a letter, two points, …).
    NotANumber,
    /// More than three digits behind the point.
    TooPrecise,
    /// More than [`MemorySize::MAX`].
    TooLarge,
}

impl MemorySize {
    /// No memory.
    pub const ZERO: Self = Self { thousandths_gb: 0 };
    /// 65,536 GB (64 TB): four times the largest server sold today, small enough that every sum stays far below 2^63.
    pub const MAX: Self = Self::from_gb(65_535).plus_one_gb();

    /// A whole number of GB.
    pub const fn from_gb(gb: u16) -> Self {
        Self {
            thousandths_gb: gb as u32 * 1000,
        }
    }

    const fn plus_one_gb(self) -> Self {
        Self {
            thousandths_gb: self.thousandths_gb + 1000,
        }
    }

    /// An amount in thousandths of a GB; `None` above [`MemorySize::MAX`].
    pub const fn from_thousandths(thousandths_gb: u32) -> Option<Self> {
        if thousandths_gb > Self::MAX.thousandths_gb {
            None
        } else {
            Some(Self { thousandths_gb })
        }
    }

    /// The amount in thousandths of a GB.
    pub const fn thousandths(self) -> u32 {
        self.thousandths_gb
    }

    /// The amount in bytes, rounded to the nearest byte.
    pub const fn bytes(self) -> u64 {
        (self.thousandths_gb as u64 * BYTES_PER_GB + 500) / 1000
    }

    /// Whether there is no memory at all.
    pub const fn is_zero(self) -> bool {
        self.thousandths_gb == 0
    }

    /// Reads what a person types: digits with at most one `.` or `,` and at most three digits behind it.
    ///
    /// # Errors
    /// See [`MemorySizeError`]; the input is refused as it is and never rounded.
    pub fn parse(text: &str) -> Result<Self, MemorySizeError> {
        let thousandths = read_thousandths(text).map_err(|error| match error {
            DecimalError::Empty => MemorySizeError::Empty,
            DecimalError::NotANumber => MemorySizeError::NotANumber,
            DecimalError::TooPrecise => MemorySizeError::TooPrecise,
            DecimalError::TooLarge => MemorySizeError::TooLarge,
        })?;
        Self::from_thousandths(thousandths).ok_or(MemorySizeError::TooLarge)
    }
}

/// The shortest decimal number of GB that [`MemorySize::parse`] reads back: `24`, `7.5`.
impl fmt::Display for MemorySize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write_thousandths(self.thousandths_gb))
    }
}
