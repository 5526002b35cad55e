//! What becomes of the question about one model.

use std::rc::Rc;

use llm_lens::domain::app::model_state::{KnownModel, ModelEvent, ModelSource, ModelState};
use llm_lens::domain::hub::{Answer, Freshness, HubError, read_model};
use llm_lens::domain::model::RepoId;

fn id(text: &str) -> RepoId {
    text.parse().unwrap()
}

fn arrived(name: &str, freshness: Freshness) -> ModelEvent {
    let value = read_model(&format!(r#"{{"id":"{name}","siblings":[]}}"#), &id(name)).unwrap();
    ModelEvent::Arrived(Box::new(Answer { value, freshness }))
}

#[test]
fn what_is_on_screen_stays_whatever_goes_wrong_with_the_newer_question() {
    let own = id("o/a");
    let state = ModelState::new(own.clone())
        .apply(&own, arrived("o/a", Freshness::Live))
        .apply(&own, ModelEvent::Began);
    assert!(state.model.is_loading);
    let state = state
        .apply(&own, ModelEvent::Failed(HubError::Offline))
        .apply(&own, ModelEvent::Failed(HubError::Offline));
    assert_eq!(
        state.known(&own).map(|known| known.source.clone()),
        Some(ModelSource::Live)
    );
    assert_eq!(state.failure(&own).map(|failure| failure.in_a_row), Some(2));
    // The catalog's row stands in where there is nothing, and never replaces a document.
    let row = KnownModel::of_row(Rc::new((*state.known(&own).unwrap().model).clone()));
    let state = state.apply(&own, ModelEvent::StoodIn(row.clone(), HubError::Offline));
    assert_eq!(
        state.known(&own).map(|known| known.source.clone()),
        Some(ModelSource::Live)
    );
    let empty = ModelState::new(own.clone()).apply(&own, ModelEvent::StoodIn(row, HubError::Offline));
    assert_eq!(
        empty.known(&own).map(|known| known.source.clone()),
        Some(ModelSource::Row)
    );
    assert!(empty.failure(&own).is_some());
}

#[test]
fn another_repository_begins_anew() {
    let (first, second) = (id("o/a"), id("o/b"));
    let state = ModelState::new(first.clone())
        .apply(&first, arrived("o/a", Freshness::Live))
        .apply(&first, ModelEvent::Failed(HubError::Offline))
        .apply(&second, ModelEvent::Began);
    assert!(state.known(&second).is_none() && state.failure(&second).is_none());
    assert!(
        state.known(&first).is_none(),
        "the question is about the second one now"
    );
}

#[test]
fn a_kept_document_says_its_age_and_why_it_is_shown() {
    let own = id("o/a");
    let kept = Freshness::Kept {
        age_minutes: 5,
        because: HubError::Offline,
    };
    let state = ModelState::new(own.clone()).apply(&own, arrived("o/a", kept));
    let source = state.known(&own).map(|known| known.source.clone());
    assert_eq!(source, Some(ModelSource::Kept { age_minutes: 5 }));
    assert!(state.failure(&own).is_some());
}
