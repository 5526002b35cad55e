//! The search: one request fills the list; what was on screen stays until something better is there.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::domain::hub::search::{self, SearchQuery};
use crate::domain::hub::{HubError, HubRequest};
use crate::domain::model::catalog::Catalog;
use crate::domain::model::{Date, Model};
use crate::domain::text::text_index::TextIndex;
use crate::ui::same::Same;
use crate::web::abort::AbortHandle;
use crate::web::hub_client::{Answer, Freshness, HubClient, SearchAnswer};
use crate::web::{catalog, online};

/// Rows of one answer: two screens of a desktop, and an answer of some hundred kilobytes.
const PAGE_LIMIT: u16 = 30;
/// After this long without an answer the page says that the Hub is slow.
const SLOW_AFTER_MS: u32 = 4_000;

/// Where the listed models come from.
#[derive(Clone, PartialEq)]
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

/// The models that a search found so far.
#[derive(Clone, PartialEq)]
pub struct Listing {
    /// The search they belong to.
    pub query: SearchQuery,
    /// The models, without duplicates.
    pub models: Vec<Same<Model>>,
    /// The way to more.
    pub next: Option<HubRequest>,
    /// Where they come from.
    pub source: ListingSource,
    /// Rows that could not be read.
    pub n_malformed: u32,
}

/// What the search is doing.
#[derive(Clone, Copy, PartialEq, Eq)]
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
#[derive(Clone, PartialEq)]
pub struct SearchState {
    /// What is on screen; `None` before the first answer.
    pub listing: Option<Rc<Listing>>,
    /// What is going on.
    pub activity: SearchActivity,
    /// What went wrong with the search last, and how many times in a row; also where something stands in for the Hub.
    pub failure: Option<Failure>,
    /// What went wrong with loading more, and how many times in a row.
    pub failure_of_more: Option<Failure>,
}

/// What went wrong, and how many times in a row.
pub type Failure = (HubError, u32);

/// What happens to a search.
pub enum SearchAction {
    Begin,
    TakesLong,
    BeginMore,
    Arrived {
        query: SearchQuery,
        answer: Answer<SearchAnswer>,
    },
    MoreArrived {
        query: SearchQuery,
        answer: SearchAnswer,
    },
    FromCatalog {
        query: SearchQuery,
        catalog: Rc<Catalog>,
        because: HubError,
    },
    Failed(HubError),
    /// More of the same was not to be had.
    FailedMore(HubError),
}

impl Reducible for SearchState {
    type Action = SearchAction;

    fn reduce(self: Rc<Self>, action: SearchAction) -> Rc<Self> {
        let is_of_more = matches!(
            action,
            SearchAction::MoreArrived { .. } | SearchAction::FailedMore(_)
        );
        if is_of_more && self.activity != SearchActivity::LoadingMore {
            // A newer search has begun since: what belongs to the older one must not end its waiting.
            return self;
        }
        let mut state = (*self).clone();
        match action {
            SearchAction::Begin => state.activity = SearchActivity::Searching { is_slow: false },
            SearchAction::TakesLong => {
                if let SearchActivity::Searching { is_slow } = &mut state.activity {
                    *is_slow = true;
                }
            }
            SearchAction::BeginMore => state.activity = SearchActivity::LoadingMore,
            SearchAction::Arrived { query, answer } => {
                let (source, failure) = match answer.freshness {
                    Freshness::Live => (ListingSource::Live, None),
                    Freshness::Kept { age_minutes, because } => (
                        ListingSource::Kept { age_minutes },
                        Some(once_more(&state.failure, because)),
                    ),
                };
                let page = answer.value.page;
                let models = page
                    .models
                    .into_iter()
                    .filter(|model| query.accepts_live(model))
                    .map(Same::new);
                state = Self {
                    listing: Some(Rc::new(Listing {
                        models: without_duplicates(Vec::new(), models),
                        next: answer.value.next,
                        n_malformed: page.n_malformed,
                        source,
                        query,
                    })),
                    activity: SearchActivity::Settled,
                    failure,
                    failure_of_more: None,
                };
            }
            SearchAction::MoreArrived { query, answer } => {
                state.activity = SearchActivity::Settled;
                state.failure_of_more = None;
                if let Some(listing) = state.listing.as_ref().filter(|listing| listing.query == query) {
                    let mut listing = (**listing).clone();
                    let page = answer.page;
                    let models = page
                        .models
                        .into_iter()
                        .filter(|model| query.accepts_live(model))
                        .map(Same::new);
                    listing.models = without_duplicates(listing.models, models);
                    listing.next = answer.next;
                    listing.n_malformed = listing.n_malformed.saturating_add(page.n_malformed);
                    state.listing = Some(Rc::new(listing));
                }
            }
            SearchAction::FromCatalog {
                query,
                catalog,
                because,
            } => {
                let found = search::search_catalog(&query, &catalog.models);
                let failure = Some(once_more(&state.failure, because));
                state = Self {
                    listing: Some(Rc::new(Listing {
                        models: found.into_iter().cloned().map(Same::new).collect(),
                        next: None,
                        source: ListingSource::Catalog {
                            generated: catalog.generated,
                        },
                        n_malformed: 0,
                        query,
                    })),
                    activity: SearchActivity::Settled,
                    failure,
                    failure_of_more: None,
                };
            }
            SearchAction::Failed(error) => {
                state.activity = SearchActivity::Settled;
                state.failure = Some(once_more(&state.failure, error));
            }
            SearchAction::FailedMore(error) => {
                state.activity = SearchActivity::Settled;
                state.failure_of_more = Some(once_more(&state.failure_of_more, error));
            }
        }
        Rc::new(state)
    }
}

/// A failure that follows another one counts on.
fn once_more(before: &Option<Failure>, error: HubError) -> Failure {
    let n_before = before.as_ref().map_or(0, |(_, n_failures)| *n_failures);
    (error, n_before.saturating_add(1))
}

/// The search and the ways to go on.
#[derive(Clone, PartialEq)]
pub struct UseHubSearchHandle {
    /// The search as the page shows it.
    pub state: Rc<SearchState>,
    /// Asks for more of the same.
    pub load_more: Callback<()>,
    /// Asks again.
    pub retry: Callback<()>,
}

/// Runs a search whenever it changes. `None` leaves everything as it is: the list of the explore page waits while
/// another page is shown.
#[hook]
pub fn use_hub_search(query: Option<SearchQuery>, client: HubClient) -> UseHubSearchHandle {
    let state = use_reducer(|| SearchState {
        listing: None,
        activity: SearchActivity::Searching { is_slow: false },
        failure: None,
        failure_of_more: None,
    });
    let attempt = use_state(|| 0_u32);
    let last_query = use_mut_ref(|| None::<SearchQuery>);
    let more = use_mut_ref(|| None::<Rc<AbortHandle>>);
    if let Some(query) = query {
        // What runs here is decided in the page, so it is no new question to the Hub.
        *last_query.borrow_mut() = Some(query.asked());
    }
    let query = last_query.borrow().clone();
    {
        let (state, more) = (state.dispatcher(), more.clone());
        use_effect_with(
            (query.clone(), client.clone(), *attempt),
            move |(query, client, _)| {
                // Superseded requests are aborted, and an aborted one never reports.
                if let Some(more) = more.take() {
                    more.abort();
                }
                let abort = Rc::new(AbortHandle::new());
                let slow = query.clone().map(|query| {
                    state.dispatch(SearchAction::Begin);
                    spawn_local(search(state.clone(), query, client.clone(), Rc::clone(&abort)));
                    Timeout::new(SLOW_AFTER_MS, move || state.dispatch(SearchAction::TakesLong))
                });
                move || {
                    abort.abort();
                    drop(slow);
                }
            },
        );
    }
    let retry = {
        let (attempt, client) = (attempt.clone(), client.clone());
        Callback::from(move |()| {
            client.bypass_memory();
            attempt.set(attempt.wrapping_add(1));
        })
    };
    let load_more = {
        let state = state.clone();
        Callback::from(move |()| {
            let Some((listing, next)) = state
                .listing
                .clone()
                .and_then(|listing| Some((Rc::clone(&listing), listing.next.clone()?)))
            else {
                return;
            };
            if state.activity != SearchActivity::Settled {
                return;
            }
            let abort = Rc::new(AbortHandle::new());
            *more.borrow_mut() = Some(Rc::clone(&abort));
            state.dispatch(SearchAction::BeginMore);
            let (state, client) = (state.dispatcher(), client.clone());
            spawn_local(async move {
                let answer = client.search(&next, &abort).await;
                match answer {
                    _ if abort.is_aborted() => {}
                    Ok(Answer {
                        freshness: Freshness::Kept { because, .. },
                        ..
                    }) => {
                        // An old page behind a live list would pass for a live one.
                        state.dispatch(SearchAction::FailedMore(because));
                    }
                    Ok(answer) => state.dispatch(SearchAction::MoreArrived {
                        query: listing.query.clone(),
                        answer: answer.value,
                    }),
                    Err(error) => state.dispatch(SearchAction::FailedMore(error)),
                }
            });
        })
    };
    {
        // Back online: what the network could not give is asked for again.
        let has_failed = (state.failure.is_some(), state.failure_of_more.is_some());
        let (retry, load_more) = (retry.clone(), load_more.clone());
        use_effect_with((has_failed, *attempt, query), move |((search, more), ..)| {
            let go_on = match (search, more) {
                (true, _) => Some(retry),
                (false, true) => Some(load_more),
                (false, false) => None,
            };
            let watch = go_on.map(|go_on| {
                online::watch(move |is_online| {
                    if is_online {
                        go_on.emit(());
                    }
                })
            });
            move || drop(watch)
        });
    }
    UseHubSearchHandle {
        state: Rc::new((*state).clone()),
        load_more,
        retry,
    }
}

async fn search(
    state: UseReducerDispatcher<SearchState>,
    query: SearchQuery,
    client: HubClient,
    abort: Rc<AbortHandle>,
) {
    let request = HubRequest::search(&query, PAGE_LIMIT);
    let answer = client.search(&request, &abort).await;
    if abort.is_aborted() {
        return;
    }
    let error = match answer {
        Ok(answer) => return state.dispatch(SearchAction::Arrived { query, answer }),
        Err(error) => error,
    };
    let is_out_of_reach = error.may_help_to_retry();
    let catalog = if is_out_of_reach {
        catalog::load().await.ok()
    } else {
        None
    };
    if abort.is_aborted() {
        return;
    }
    match catalog {
        Some(catalog) => state.dispatch(SearchAction::FromCatalog {
            query,
            catalog,
            because: error,
        }),
        None => state.dispatch(SearchAction::Failed(error)),
    }
}

fn without_duplicates(
    mut known: Vec<Same<Model>>,
    more: impl Iterator<Item = Same<Model>>,
) -> Vec<Same<Model>> {
    let mut ids: TextIndex = known.iter().map(|model| model.id.to_string()).collect();
    known.extend(more.filter(|model| ids.insert(model.id.to_string())));
    known
}
