//! What the reader decides about assessments.

use super::grade::GradeLimits;
use crate::domain::estimate::ACTIVATION_PERCENT_DEFAULT;
use crate::domain::run::settings::RunSettings;

/// What the reader decides about assessments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Which estimate decides.
    pub method: EstimateMethod,
    /// The multiplier of the Standard estimate, in percent.
    pub activation_percent: u16,
    /// Where the grades begin.
    pub limits: GradeLimits,
    /// How models are run.
    pub run: RunSettings,
}

/// Which estimate decides the memory check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EstimateMethod {
    /// The most exact one that is known: the Detailed one, else the Quick one, else the Standard one.
    #[default]
    Detailed,
    /// Always the Standard one.
    Standard,
}

impl EstimateMethod {
    /// Every method, as the page lists them.
    pub const ALL: [Self; 2] = [Self::Detailed, Self::Standard];

    /// The word in storage. Never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Detailed => "detailed",
            Self::Standard => "standard",
        }
    }

    /// The method with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            method: EstimateMethod::default(),
            activation_percent: ACTIVATION_PERCENT_DEFAULT,
            limits: GradeLimits::default(),
            run: RunSettings::default(),
        }
    }
}
