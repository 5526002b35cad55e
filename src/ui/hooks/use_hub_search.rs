//! Runs the search that the address asks for; what becomes of it is decided in [`SearchState`].

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::use_retry_when_online::use_retry_when_online;
use crate::domain::app::search_state::{SearchEvent, SearchState};
use crate::domain::hub::search::SearchQuery;
use crate::domain::hub::{Answer, Freshness, HubRequest};
use crate::web::abort::AbortHandle;
use crate::web::catalog;
use crate::web::hub_client::HubClient;

/// After this long without an answer the page says that the Hub is slow.
const SLOW_AFTER_MS: u32 = 4_000;

/// The state as Yew keeps it.
#[derive(PartialEq, Default)]
struct Kept(Rc<SearchState>);

impl Reducible for Kept {
    type Action = SearchEvent;

    fn reduce(self: Rc<Self>, event: SearchEvent) -> Rc<Self> {
        Rc::new(Self(Rc::new((*self.0).clone().apply(event))))
    }
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
    let state = use_reducer(Kept::default);
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
                    state.dispatch(SearchEvent::Began);
                    spawn_local(search(state.clone(), query, client.clone(), Rc::clone(&abort)));
                    Timeout::new(SLOW_AFTER_MS, move || state.dispatch(SearchEvent::TookLong))
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
            let Some((query, next)) = state.0.more() else {
                return;
            };
            let abort = Rc::new(AbortHandle::new());
            *more.borrow_mut() = Some(Rc::clone(&abort));
            state.dispatch(SearchEvent::BeganMore);
            let (state, client) = (state.dispatcher(), client.clone());
            spawn_local(async move {
                let answer = client.search(&next, &abort).await;
                if abort.is_aborted() {
                    return;
                }
                state.dispatch(match answer {
                    // An old page behind a live list would pass for a live one.
                    Ok(Answer {
                        freshness: Freshness::Kept { because, .. },
                        ..
                    }) => SearchEvent::FailedMore(because),
                    Ok(answer) => SearchEvent::MoreArrived(query, answer.value),
                    Err(error) => SearchEvent::FailedMore(error),
                });
            });
        })
    };
    let search_failed = state.0.failure.is_some();
    let question = (search_failed, *attempt, query);
    let go_on = if search_failed { &retry } else { &load_more };
    use_retry_when_online(
        search_failed || state.0.failure_of_more.is_some(),
        question,
        go_on,
    );
    UseHubSearchHandle {
        state: Rc::clone(&state.0),
        load_more,
        retry,
    }
}

async fn search(
    state: UseReducerDispatcher<Kept>,
    query: SearchQuery,
    client: HubClient,
    abort: Rc<AbortHandle>,
) {
    let answer = client.search(&HubRequest::search(&query), &abort).await;
    if abort.is_aborted() {
        return;
    }
    let error = match answer {
        Ok(answer) => return state.dispatch(SearchEvent::Arrived(query, answer)),
        Err(error) => error,
    };
    let catalog = if error.may_help_to_retry() {
        catalog::load().await.ok()
    } else {
        None
    };
    if abort.is_aborted() {
        return;
    }
    state.dispatch(match catalog {
        Some(catalog) => SearchEvent::StoodIn(query, catalog, error),
        None => SearchEvent::Failed(error),
    });
}
