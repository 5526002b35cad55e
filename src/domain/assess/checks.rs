//! The three checks, each with its reason, and the word that they make together.

use super::placement::Placement;
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::QuantizationFamily;
use crate::domain::run::command::Runner;

/// The overall word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Compatibility {
    /// All three checks pass.
    Compatible,
    /// At least one check fails.
    NotCompatible,
    /// No check fails and at least one is unknown.
    Unknown,
}

/// How one check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Passed.
    Pass,
    /// Failed.
    Fail,
    /// Cannot be said.
    Unknown,
}

/// Can the machine's software load the container?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatCheck {
    /// Yes.
    Supported(Format),
    /// No.
    NotSupported(Format),
    /// Files are missing from the repository, so nothing can load it.
    Incomplete {
        /// Files found.
        found: u32,
        /// Files that the names promise.
        expected: u32,
    },
}

/// Can the machine compute with this precision?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantizationCheck {
    /// Yes.
    Supported(QuantizationFamily),
    /// No.
    NotSupported(QuantizationFamily),
    /// Nothing states it; the rule takes FP32, which the machine supports.
    AssumedFp32,
    /// Nothing states it, and the machine does not support the FP32 that the rule takes.
    NotStated,
}

/// Does it fit?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryCheck {
    /// It fits.
    Fits {
        /// Bytes required.
        required: u64,
        /// Bytes available.
        available: u64,
        /// Where the weights go.
        placement: Placement,
    },
    /// It does not fit: not into all memory together, or not into the memories that the engine can use.
    TooLarge {
        /// Bytes required.
        required: u64,
        /// Bytes that the engine can use.
        available: u64,
        /// Bytes that are missing, memory by memory.
        missing: u64,
    },
    /// The engine computes on a device that the machine does not have.
    NoDevice {
        /// The engine.
        engine: Runner,
        /// Bytes required.
        required: u64,
    },
    /// The rule is about language models, and this is another kind.
    NotLanguage,
    /// Neither a number of parameters nor a size is known.
    SizeUnknown,
}

/// The three checks of one variant on one machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Format check.
    pub format: FormatCheck,
    /// Quantization check.
    pub quantization: QuantizationCheck,
    /// Memory check.
    pub memory: MemoryCheck,
}

impl FormatCheck {
    /// How it ended.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Supported(_) => Outcome::Pass,
            Self::NotSupported(_) => Outcome::Fail,
            Self::Incomplete { .. } => Outcome::Unknown,
        }
    }
}

impl QuantizationCheck {
    /// How it ended.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Supported(_) | Self::AssumedFp32 => Outcome::Pass,
            Self::NotSupported(_) => Outcome::Fail,
            Self::NotStated => Outcome::Unknown,
        }
    }
}

impl MemoryCheck {
    /// How it ended.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Fits { .. } => Outcome::Pass,
            Self::TooLarge { .. } | Self::NoDevice { .. } => Outcome::Fail,
            Self::NotLanguage | Self::SizeUnknown => Outcome::Unknown,
        }
    }

    /// Where the weights go, if they fit.
    pub const fn placement(self) -> Option<Placement> {
        match self {
            Self::Fits { placement, .. } => Some(placement),
            _ => None,
        }
    }
}

impl Verdict {
    /// The overall word of the three checks. What is no language model gets "unknown" whatever the other checks say: the
    /// rule is not about it.
    pub fn compatibility(self) -> Compatibility {
        if self.memory == MemoryCheck::NotLanguage {
            return Compatibility::Unknown;
        }
        let outcomes = [
            self.format.outcome(),
            self.quantization.outcome(),
            self.memory.outcome(),
        ];
        if outcomes.contains(&Outcome::Fail) {
            Compatibility::NotCompatible
        } else if outcomes.contains(&Outcome::Unknown) {
            Compatibility::Unknown
        } else {
            Compatibility::Compatible
        }
    }
}
