//! An answer and how old it is.

use super::{HubError, HubRequest, SearchPage};

/// How old an answer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// From the Hub, now or in the last five minutes.
    Live,
    /// From the device, because the Hub could not be asked.
    Kept {
        /// Whole minutes since the Hub gave it.
        age_minutes: u32,
        /// Why the Hub could not be asked.
        because: HubError,
    },
}

/// An answer and how old it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// What was answered.
    pub value: T,
    /// How old it is.
    pub freshness: Freshness,
}

/// One page of results and the way to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchAnswer {
    /// The results.
    pub page: SearchPage,
    /// The request for more; `None` on the last page.
    pub next: Option<HubRequest>,
}
