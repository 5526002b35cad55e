//! The search as the page shows it: one request fills the list, and what was on screen stays until something better is
//! there.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::loadable::Failure;
use crate::domain::hub::search::{SearchQuery, search_catalog};
use crate::domain::hub::{Answer, Freshness, HubError, HubRequest, SearchAnswer, SearchPage};
use crate::domain::model::catalog::Catalog;
use crate::domain::model::{Date, Model, RepoId};

/// Where the listed models come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListingSource {
    /// The Hub.
    Live,
    /// An answer of an earlier visit, because the Hub cannot be reached.
    Kept {
        /// Minutes since it was given.
        age_minutes: u32,
    },
    /// The starter catalog, because the Hub cannot be reached.
    Catalog {
        /// Day of the catalog.
        generated: Date,
    },
}

impl ListingSource {
    /// The value of `data-source`. Never changes.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Kept { .. } => "kept",
            Self::Catalog { .. } => "catalog",
        }
    }
}

/// The models that a search found so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The search they belong to.
    pub query: SearchQuery,
    /// The models, without duplicates.
    pub models: Vec<Rc<Model>>,
    /// The way to more.
    pub next: Option<HubRequest>,
    /// Where they come from.
    pub source: ListingSource,
    /// Rows that could not be read.
    pub n_malformed: u32,
}

impl Listing {
    /// Adds the rows of an answer that belong to the search and are not there yet: pages of a list that changes meanwhile
    /// overlap.
    fn add(&mut self, page: SearchPage) {
        let mut known: BTreeSet<RepoId> = self.models.iter().map(|model| model.id.clone()).collect();
        let query = &self.query;
        let more = page.models.into_iter().filter(|model| query.accepts_live(model));
        self.models
            .extend(more.filter(|model| known.insert(model.id.clone())).map(Rc::new));
        self.n_malformed = self.n_malformed.saturating_add(page.n_malformed);
    }
}

/// What the search is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchActivity {
    /// Nothing.
    Settled,
    /// Waiting for an answer; for long if `is_slow`.
    Searching {
        /// Whether it takes unusually long.
        is_slow: bool,
    },
    /// Waiting for more of the same.
    LoadingMore,
}

/// The search as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchState {
    /// What is on screen; `None` before the first answer.
    pub listing: Option<Rc<Listing>>,
    /// What is going on.
    pub activity: SearchActivity,
    /// What went wrong with the search last; also where something stands in for the Hub.
    pub failure: Option<Failure<HubError>>,
    /// What went wrong with loading more.
    pub failure_of_more: Option<Failure<HubError>>,
}

/// What happens to a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchEvent {
    /// It is asked, for the first time or again.
    Began,
    /// The answer is long in coming.
    TookLong,
    /// More of the same is asked for.
    BeganMore,
    /// The Hub answered, or what the device keeps of it.
    Arrived(SearchQuery, Answer<SearchAnswer>),
    /// More of the same is there.
    MoreArrived(SearchQuery, SearchAnswer),
    /// The Hub is out of reach, and the starter catalog stands in.
    StoodIn(SearchQuery, Rc<Catalog>, HubError),
    /// There is no answer.
    Failed(HubError),
    /// More of the same was not to be had.
    FailedMore(HubError),
}

impl Default for SearchState {
    /// Before the first question, which is about to be asked.
    fn default() -> Self {
        Self {
            listing: None,
            activity: SearchActivity::Searching { is_slow: false },
            failure: None,
            failure_of_more: None,
        }
    }
}

impl SearchState {
    /// Whether an answer is waited for.
    pub const fn is_searching(&self) -> bool {
        matches!(self.activity, SearchActivity::Searching { .. })
    }

    /// The listing, if it belongs to this search and not to an earlier one that still stands there.
    pub fn listing_of(&self, query: &SearchQuery) -> Option<&Listing> {
        let asked = query.asked();
        self.listing.as_deref().filter(|listing| listing.query == asked)
    }

    /// The search and the request for more of it, if there is more and nothing else is going on.
    pub fn more(&self) -> Option<(SearchQuery, HubRequest)> {
        let listing = self.listing.as_deref()?;
        let next = listing.next.clone()?;
        (self.activity == SearchActivity::Settled).then(|| (listing.query.clone(), next))
    }

    /// What becomes of the search.
    pub fn apply(mut self, event: SearchEvent) -> Self {
        match event {
            SearchEvent::Began => self.activity = SearchActivity::Searching { is_slow: false },
            SearchEvent::TookLong => {
                if self.is_searching() {
                    self.activity = SearchActivity::Searching { is_slow: true };
                }
            }
            SearchEvent::BeganMore => self.activity = SearchActivity::LoadingMore,
            SearchEvent::Arrived(query, answer) => return self.arrived(query, answer),
            SearchEvent::StoodIn(query, catalog, because) => {
                let found = search_catalog(&query, &catalog.models).into_iter();
                let listing = Listing {
                    models: found.cloned().map(Rc::new).collect(),
                    next: None,
                    source: ListingSource::Catalog {
                        generated: catalog.generated,
                    },
                    n_malformed: 0,
                    query,
                };
                return self.settled(listing, Some(because));
            }
            SearchEvent::Failed(error) => {
                self.activity = SearchActivity::Settled;
                self.failure = Some(Failure::after(self.failure.as_ref(), error));
            }
            // A newer search may have begun since: what belongs to the older one must not end its waiting.
            SearchEvent::MoreArrived(..) | SearchEvent::FailedMore(_)
                if self.activity != SearchActivity::LoadingMore => {}
            SearchEvent::MoreArrived(query, answer) => {
                self.activity = SearchActivity::Settled;
                self.failure_of_more = None;
                if let Some(listing) = self.listing.as_mut().filter(|listing| listing.query == query) {
                    let listing = Rc::make_mut(listing);
                    listing.add(answer.page);
                    listing.next = answer.next;
                }
            }
            SearchEvent::FailedMore(error) => {
                self.activity = SearchActivity::Settled;
                self.failure_of_more = Some(Failure::after(self.failure_of_more.as_ref(), error));
            }
        }
        self
    }

    fn arrived(self, query: SearchQuery, answer: Answer<SearchAnswer>) -> Self {
        let (source, because) = match answer.freshness {
            Freshness::Live => (ListingSource::Live, None),
            Freshness::Kept { age_minutes, because } => (ListingSource::Kept { age_minutes }, Some(because)),
        };
        let mut listing = Listing {
            query,
            models: Vec::new(),
            next: answer.value.next,
            source,
            n_malformed: 0,
        };
        listing.add(answer.value.page);
        self.settled(listing, because)
    }

    fn settled(self, listing: Listing, because: Option<HubError>) -> Self {
        Self {
            listing: Some(Rc::new(listing)),
            activity: SearchActivity::Settled,
            failure: because.map(|error| Failure::after(self.failure.as_ref(), error)),
            failure_of_more: None,
        }
    }
}
