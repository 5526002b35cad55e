//! The results of a search: what went wrong or stands in for the Hub, the rows, and the way to more.

use yew::prelude::*;

use super::failure_notice::FailureNotice;
use super::filters::{cleared, n_active};
use super::result_row::ResultRow;
use crate::domain::app::route::Page;
use crate::domain::app::search_state::{ListingSource, SearchActivity, SearchState};
use crate::domain::assess::{Compatibility, ModelAssessment};
use crate::domain::hub::HubError;
use crate::domain::hub::search::SearchQuery;
use crate::domain::machine::hardware::AvailableMemory;
use crate::ui::components::notice::Notice;
use crate::ui::figures;
use crate::ui::hooks::use_assessed_rows::AssessedModel;
use crate::ui::hooks::use_hub_search::UseHubSearchHandle;
use crate::ui::hooks::use_route::Navigation;
use crate::ui::messages::t;

/// Rows of the first loading picture.
const SKELETON_ROWS: usize = 8;

/// Id of the list, which takes the focus when the button that loaded the last of it goes.
pub const RESULTS_ID: &str = "results";

/// Whether one of its variants runs.
pub fn runs(assessment: &ModelAssessment) -> bool {
    assessment.overall == Compatibility::Compatible
}

/// How many models were found and how many run; empty while that is not known.
pub fn counts(state: &SearchState, query: &SearchQuery, n_found: usize, n_run: usize) -> String {
    let Some(listing) = state
        .listing_of(query)
        .filter(|_| n_found > 0 && !state.is_searching())
    else {
        return String::new();
    };
    let found = match listing.source {
        ListingSource::Catalog { .. } => (t::explore().catalog_count)(n_found),
        _ => (t::explore().found)(n_found),
    };
    format!("{found}, {}", (t::explore().run_here)(n_run))
}

/// What the search is doing, or what it found.
pub fn progress_words(state: &SearchState, counts: &str) -> String {
    match state.activity {
        SearchActivity::Searching { is_slow: false } => t::explore().searching.to_owned(),
        SearchActivity::Searching { is_slow: true } => t::explore().slow.to_owned(),
        SearchActivity::Settled | SearchActivity::LoadingMore => counts.to_owned(),
    }
}

/// What went wrong, what stands in for the Hub, and the ways on.
pub fn source_notice(search: &UseHubSearchHandle) -> Html {
    let state = &search.state;
    let source = state.listing.as_ref().map(|listing| &listing.source);
    let n_malformed = state.listing.as_ref().map_or(0, |listing| listing.n_malformed);
    // "Too many requests" counts down, whatever stands in; other failures are told by the notice of what stands in.
    let told_apart = state.failure.as_ref().filter(|failure| {
        matches!(failure.error, HubError::RateLimited { .. })
            || matches!(source, None | Some(ListingSource::Live))
    });
    let (what, advice) = match &state.failure {
        Some(failure) if told_apart.is_none() => (t::errors().hub)(&failure.error),
        _ => Default::default(),
    };
    let retry = search.retry.reform(|_: MouseEvent| ());
    let action = html! {
        <button type="button" class="button" onclick={retry}>{ t::explore().try_live }</button>
    };
    let stand_in = match source {
        None | Some(ListingSource::Live) => None,
        Some(ListingSource::Kept { age_minutes }) => Some(
            Notice::new(format!("{what} {advice} {}", t::explore().kept_body).into())
                .title((t::explore().kept)(&figures::ago(*age_minutes))),
        ),
        Some(ListingSource::Catalog { generated }) => {
            let body = (t::explore().catalog_body)(&what, &figures::date(*generated));
            Some(Notice::new(format!("{body} {advice}").into()).title(t::explore().catalog))
        }
    };
    html! {
        <div class="stack slot">
            if let Some(failure) = told_apart {
                <FailureNotice error={failure.error.clone()} n_failures={failure.in_a_row} on_retry={search.retry.clone()} />
            }
            if let Some(notice) = stand_in {
                { notice.actions(action).html() }
            }
            if n_malformed > 0 {
                <span class="small muted">{ (t::explore().malformed)(n_malformed) }</span>
            }
        </div>
    }
}

/// The rows; before the first answer a picture of them.
pub fn list(
    shown: &[&AssessedModel],
    memory: AvailableMemory,
    is_first: bool,
    navigation: &Navigation,
) -> Html {
    if is_first {
        return html! {
            <div class="results" aria-hidden="true">
                { for (0..SKELETON_ROWS).map(|row| html! { <div key={row} class="skeleton"></div> }) }
            </div>
        };
    }
    html! {
        <ul
            class={classes!("results", shown.is_empty().then_some("results--empty"))}
            role="list"
            aria-label={t::explore().results}
            id={RESULTS_ID}
            tabindex="-1"
        >
            { for shown.iter().map(|(model, assessment)| html! {
                <ResultRow
                    key={model.id.as_str()}
                    model={model.clone()}
                    assessment={assessment.clone()}
                    {memory}
                    href={navigation.href(Page::Model { id: model.id.clone(), variant: None, run: String::new() })}
                />
            }) }
        </ul>
    }
}

/// What to say, and what to do, where there is nothing to list.
fn nothing_words(
    state: &SearchState,
    query: &SearchQuery,
    n_judged: usize,
) -> Option<(&'static str, &'static str)> {
    let listing = state.listing_of(query).filter(|_| !state.is_searching())?;
    Some(match (&listing.source, n_judged) {
        (ListingSource::Catalog { .. }, 0) => (t::explore().catalog_nothing, t::explore().nothing_hint),
        (_, 0) if n_active(query) > 0 => (t::explore().nothing, t::explore().nothing_hint_filters),
        (_, 0) => (t::explore().nothing, t::explore().nothing_hint),
        _ => (t::explore().nothing_runs, t::explore().nothing_runs_hint),
    })
}

/// The announcement of a search that ended: what was found, or that nothing was.
pub fn announcement(state: &SearchState, query: &SearchQuery, counts: &str, n_judged: usize) -> String {
    if !counts.is_empty() {
        return counts.to_owned();
    }
    nothing_words(state, query, n_judged).map_or_else(String::new, |(title, _)| title.to_owned())
}

/// Where there is nothing to list: why, and the way on.
pub fn nothing(
    search: &UseHubSearchHandle,
    query: &SearchQuery,
    n_judged: usize,
    n_shown: usize,
    change: &Callback<SearchQuery>,
) -> Html {
    let words = nothing_words(&search.state, query, n_judged).filter(|_| n_shown == 0);
    let clear = {
        let (query, change) = (query.clone(), change.clone());
        Callback::from(move |_: MouseEvent| change.emit(cleared(&query)))
    };
    let has_filters = n_active(query) > 0;
    html! {
        <div class="slot">
            if let Some((title, hint)) = words {
                { Notice::new(hint.into())
                    .title(title)
                    .actions(html! {
                        if has_filters {
                            <button type="button" class="button" onclick={clear}>{ t::explore().clear_filters }</button>
                        }
                    })
                    .html() }
            }
        </div>
    }
}

/// The way to more of the same.
pub fn more(search: &UseHubSearchHandle, query: &SearchQuery) -> Html {
    let state = &search.state;
    let listing = state.listing_of(query).filter(|_| !state.is_searching());
    let has_more = listing.is_some_and(|listing| listing.next.is_some());
    let is_whole = listing.is_some_and(|listing| {
        listing.next.is_none() && listing.source == ListingSource::Live && !listing.models.is_empty()
    });
    let is_loading_more = state.activity == SearchActivity::LoadingMore;
    let onclick = search.load_more.reform(|_: MouseEvent| ());
    html! {
        <div class="more">
            if let Some(failure) = &state.failure_of_more {
                <FailureNotice error={failure.error.clone()} n_failures={failure.in_a_row} on_retry={search.load_more.clone()} />
            }
            if has_more {
                <button type="button" class="button" {onclick} aria-disabled={is_loading_more.to_string()}>
                    { if is_loading_more { t::explore().loading_more } else { t::explore().load_more } }
                </button>
            } else if is_whole {
                <span class="small muted">{ t::explore().all_loaded }</span>
            }
        </div>
    }
}
