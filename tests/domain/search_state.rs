//! What becomes of a search: late answers, stand-ins, failures in a row.

use std::rc::Rc;

use llm_lens::domain::app::search_state::{ListingSource, SearchActivity, SearchEvent, SearchState};
use llm_lens::domain::hub::search::SearchQuery;
use llm_lens::domain::hub::{Answer, Freshness, HubError, HubRequest, SearchAnswer, SearchPage, read_search};
use llm_lens::domain::model::catalog::Catalog;

fn query(text: &str) -> SearchQuery {
    SearchQuery {
        text: text.to_owned(),
        ..SearchQuery::default()
    }
}

fn page(ids: &[&str]) -> SearchPage {
    let rows: Vec<String> = ids
        .iter()
        .map(|id| format!(r#"{{"id":"{id}","pipeline_tag":"text-generation"}}"#))
        .collect();
    read_search(&format!("[{}]", rows.join(","))).unwrap()
}

fn answer(ids: &[&str], has_more: bool) -> SearchAnswer {
    SearchAnswer {
        page: page(ids),
        next: has_more.then(|| HubRequest::search(&query("more"))),
    }
}

fn live(value: SearchAnswer) -> Answer<SearchAnswer> {
    Answer {
        value,
        freshness: Freshness::Live,
    }
}

fn ids(state: &SearchState) -> Vec<String> {
    let listing = state.listing.as_deref().expect("something is listed");
    listing.models.iter().map(|model| model.id.to_string()).collect()
}

fn catalog() -> Rc<Catalog> {
    Rc::new(Catalog::parse(include_str!("../../static/catalog.json")).unwrap())
}

#[test]
fn an_answer_fills_the_list_and_a_later_page_adds_what_is_not_there_yet() {
    let state = SearchState::default()
        .apply(SearchEvent::Began)
        .apply(SearchEvent::TookLong);
    assert_eq!(state.activity, SearchActivity::Searching { is_slow: true });
    let state = state.apply(SearchEvent::Arrived(
        query("a"),
        live(answer(&["o/a", "o/b"], true)),
    ));
    assert_eq!(state.activity, SearchActivity::Settled);
    let (asked, _) = state.more().expect("there is more");
    let state = state.apply(SearchEvent::BeganMore);
    assert!(state.more().is_none(), "one page at a time");
    let state = state.apply(SearchEvent::MoreArrived(asked, answer(&["o/b", "o/c"], false)));
    assert_eq!(ids(&state), ["o/a", "o/b", "o/c"]);
    assert!(state.more().is_none());
}

#[test]
fn a_page_that_comes_late_neither_joins_a_newer_list_nor_ends_its_waiting() {
    let state = SearchState::default()
        .apply(SearchEvent::Arrived(query("old"), live(answer(&["o/a"], true))))
        .apply(SearchEvent::BeganMore)
        .apply(SearchEvent::Began)
        .apply(SearchEvent::MoreArrived(query("old"), answer(&["o/late"], false)));
    assert_eq!(state.activity, SearchActivity::Searching { is_slow: false });
    assert_eq!(ids(&state), ["o/a"]);
    let failed = state.clone().apply(SearchEvent::FailedMore(HubError::Offline));
    assert_eq!(failed, state);
    // The same page for a list that another search replaced while it was under way.
    let other = SearchState::default()
        .apply(SearchEvent::Arrived(query("new"), live(answer(&["o/new"], true))))
        .apply(SearchEvent::BeganMore)
        .apply(SearchEvent::MoreArrived(query("old"), answer(&["o/late"], false)));
    assert_eq!(ids(&other), ["o/new"]);
}

#[test]
fn failures_in_a_row_are_counted_until_an_answer_comes_and_keep_what_was_on_screen() {
    let failed = SearchState::default()
        .apply(SearchEvent::Arrived(query("a"), live(answer(&["o/a"], false))))
        .apply(SearchEvent::Failed(HubError::Offline))
        .apply(SearchEvent::Began)
        .apply(SearchEvent::Failed(HubError::Offline));
    assert_eq!(failed.failure.as_ref().map(|failure| failure.in_a_row), Some(2));
    assert_eq!(ids(&failed), ["o/a"]);
    let again = failed.apply(SearchEvent::Arrived(query("a"), live(answer(&[], false))));
    assert!(again.failure.is_none());
}

#[test]
fn an_answer_of_an_earlier_visit_is_shown_with_its_age_and_the_reason() {
    let kept = Answer {
        value: answer(&["o/a"], false),
        freshness: Freshness::Kept {
            age_minutes: 90,
            because: HubError::Offline,
        },
    };
    let state = SearchState::default().apply(SearchEvent::Arrived(query("a"), kept));
    let listing = state.listing.as_deref().unwrap();
    assert_eq!(listing.source, ListingSource::Kept { age_minutes: 90 });
    assert_eq!(state.failure.as_ref().map(|failure| failure.in_a_row), Some(1));
}

#[test]
fn the_starter_catalog_stands_in_with_what_the_search_accepts() {
    let state = SearchState::default().apply(SearchEvent::StoodIn(
        query("qwen3-8b"),
        catalog(),
        HubError::Offline,
    ));
    let listing = state.listing.as_deref().unwrap();
    assert!(matches!(listing.source, ListingSource::Catalog { .. }));
    assert!(!listing.models.is_empty());
    assert!(listing.models.iter().all(|model| {
        let id = model.id.as_str().to_ascii_lowercase();
        id.contains("qwen3-8b")
    }));
    assert!(listing.next.is_none());
}

#[test]
fn what_is_popular_is_a_language_model_whatever_task_it_states() {
    let rows = r#"[{"id":"o/text","pipeline_tag":"text-generation"},{"id":"o/sees","pipeline_tag":"image-text-to-text"},
        {"id":"o/any","pipeline_tag":"any-to-any"},{"id":"o/paints","pipeline_tag":"text-to-image"},
        {"id":"o/speaks","pipeline_tag":"text-to-speech"}]"#;
    let popular = SearchAnswer {
        page: read_search(rows).unwrap(),
        next: None,
    };
    let state = SearchState::default().apply(SearchEvent::Arrived(query(""), live(popular.clone())));
    assert_eq!(ids(&state), ["o/text", "o/sees", "o/any"]);
    // Who asks for something gets what the Hub found.
    let state = SearchState::default().apply(SearchEvent::Arrived(query("o"), live(popular)));
    assert_eq!(ids(&state).len(), 5);
}
