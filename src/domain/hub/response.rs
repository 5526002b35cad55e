//! The Hub's answers: a page of search results and the document of one model.

use super::HubError;
use super::model_fields::read_model_fields;
use crate::domain::model::Model;
use crate::domain::model::RepoId;
use crate::domain::wire::json::Json;

/// One page of search results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPage {
    /// The models, in the Hub's order.
    pub models: Vec<Model>,
    /// Rows that could not be read and are left out.
    pub n_malformed: u32,
}

/// The answer about one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelAnswer {
    /// The model.
    pub model: Model,
    /// The name that was asked for, if the Hub answered with another one: the repository was renamed or moved, or is
    /// written with other capital letters. (A browser follows the redirect silently; docs/hub.md, Errors.)
    pub renamed_from: Option<RepoId>,
}

/// Reads the answer of [`HubRequest::search`](super::HubRequest::search) and of its next pages. The caller bounds the
/// size of the body.
///
/// Rows are read one by one: a row without a sound id is counted and left out, and an odd field costs nothing but
/// itself.
///
/// # Errors
///
/// [`HubError::NotJson`] for a web page, [`HubError::CutOff`] for a body that ends in the middle (also an empty one),
/// [`HubError::Malformed`] for anything else that is not an array.
pub fn read_search(body: &str) -> Result<SearchPage, HubError> {
    let rows = parse(body)?.items().ok_or(HubError::Malformed)?;
    let mut page = SearchPage::default();
    for row in rows {
        match row.fields().and_then(|fields| read_model_fields(&fields)) {
            Some(model) => page.models.push(model),
            None => page.n_malformed = page.n_malformed.saturating_add(1),
        }
    }
    Ok(page)
}

/// Reads the answer of [`HubRequest::model`](super::HubRequest::model). The caller bounds the size of the body.
///
/// # Errors
///
/// As [`read_search`]; [`HubError::Malformed`] also for an object without a sound id.
pub fn read_model(body: &str, asked: &RepoId) -> Result<ModelAnswer, HubError> {
    let model = parse(body)?
        .fields()
        .and_then(|fields| read_model_fields(&fields))
        .ok_or(HubError::Malformed)?;
    let renamed_from = (model.id != *asked).then(|| asked.clone());
    Ok(ModelAnswer { model, renamed_from })
}

pub(super) fn parse(body: &str) -> Result<Json<'_>, HubError> {
    if looks_like_markup(body) {
        return Err(HubError::NotJson);
    }
    Json::parse(body).map_err(|error| {
        if error.is_cut_off {
            HubError::CutOff
        } else {
            HubError::Malformed
        }
    })
}

/// Whether a body is a web page: what a captive network, a blocking proxy or a broken mirror puts in an answer's place.
pub(super) fn looks_like_markup(body: &str) -> bool {
    body.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .starts_with('<')
}
