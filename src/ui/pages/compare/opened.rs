//! What the comparison remembers while the page is open: going to a model and back loses nothing.

use std::cell::RefCell;

use super::chosen::Chosen;
use crate::domain::app::share::SharedHardware;
use crate::domain::hub::search::SearchQuery;
use crate::domain::model::RepoId;

thread_local! {
    static OPENED: RefCell<Opened> = RefCell::default();
}

/// What is remembered.
#[derive(Clone, Default)]
pub struct Opened {
    /// The model that was looked at last.
    pub model: Option<RepoId>,
    /// The search that was compared last.
    pub query: SearchQuery,
    /// The chosen machines, and those of the link that they were chosen beside.
    pub chosen: Option<(Vec<SharedHardware>, Vec<Chosen>)>,
}

/// What is remembered now.
pub fn recall() -> Opened {
    OPENED.with_borrow(Clone::clone)
}

/// Notes a model.
pub fn note_model(id: &RepoId) {
    OPENED.with_borrow_mut(|opened| opened.model = Some(id.clone()));
}

/// Notes a search.
pub fn note_query(query: &SearchQuery) {
    OPENED.with_borrow_mut(|opened| opened.query = query.clone());
}

/// Notes the chosen machines.
pub fn note_chosen(linked: &[SharedHardware], chosen: &[Chosen]) {
    OPENED.with_borrow_mut(|opened| opened.chosen = Some((linked.to_vec(), chosen.to_vec())));
}
