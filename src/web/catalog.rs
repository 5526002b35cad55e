//! The starter catalog, which lies beside the page.

use std::cell::RefCell;
use std::rc::Rc;

use super::abort::AbortHandle;
use super::http;
use crate::domain::hub::HubError;
use crate::domain::model::catalog::{Catalog, CatalogError};

/// Why there is no catalog.
#[derive(Clone, Debug, PartialEq)]
pub enum CatalogLoadError {
    /// It could not be fetched.
    Fetch(HubError),
    /// The page's own server answered with this status instead.
    Status(u16),
    /// It was fetched, and is not a catalog.
    Invalid(CatalogError),
}

const TIMEOUT_MS: u32 = 30_000;
/// The catalog is ours and has some hundred KB; this bounds what a broken host may send in its place.
const BODY_BYTES_MAX: usize = 4_000_000;

thread_local! {
    static LOADED: RefCell<Option<Rc<Catalog>>> = const { RefCell::new(None) };
}

/// The catalog, fetched once. The service worker answers without a network.
///
/// # Errors
/// Why there is none; the next call tries again.
pub async fn load() -> Result<Rc<Catalog>, CatalogLoadError> {
    if let Some(catalog) = LOADED.with_borrow(Clone::clone) {
        return Ok(catalog);
    }
    let abort = AbortHandle::new();
    let answer = http::get_text("catalog.json", None, &abort, TIMEOUT_MS, BODY_BYTES_MAX)
        .await
        .map_err(CatalogLoadError::Fetch)?;
    if answer.status != 200 {
        return Err(CatalogLoadError::Status(answer.status));
    }
    let catalog = Rc::new(Catalog::parse(&answer.body).map_err(CatalogLoadError::Invalid)?);
    LOADED.set(Some(catalog.clone()));
    Ok(catalog)
}
