//! How many filters a search has, and the search without them. The fields are loaded when they are first opened
//! ([`crate::ui::pages::search_filters`]).

use crate::domain::hub::search::{ParameterRange, SearchQuery};

/// How many filters are set; the text, the order and "only what runs" stand elsewhere.
pub fn n_active(query: &SearchQuery) -> usize {
    let set = [
        query.format.is_some(),
        query.task.is_some(),
        query.license.is_some(),
        query.author.is_some(),
        query.quantized_from.is_some(),
        query.parameters != ParameterRange::default(),
        query.least_speed.is_some(),
    ];
    set.into_iter().filter(|is_set| *is_set).count()
}

/// The same search without filters.
pub fn cleared(query: &SearchQuery) -> SearchQuery {
    SearchQuery {
        text: query.text.clone(),
        sort: query.sort,
        runs_only: query.runs_only,
        ..SearchQuery::default()
    }
}
