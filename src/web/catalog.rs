//! The starter catalog, which lies beside the page. Its reader is needed where the Hub cannot be reached, and loaded then.

// The border of a split release is a call between two files of WebAssembly, which the macro declares.
#![allow(unsafe_code, reason = "the macro declares the imports of a split program")]

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
    /// Its reader could not be loaded.
    NoReader,
}

/// Reads a catalog.
type Reader = fn(&str) -> Result<Catalog, CatalogError>;

#[cfg(split)]
impl From<wasm_split_helpers::SplitLoaderError> for CatalogLoadError {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self::NoReader
    }
}

#[cfg_attr(split, wasm_split_helpers::wasm_split(other, fallible))]
fn load_reader() -> Result<Reader, CatalogLoadError> {
    Ok(Catalog::parse)
}

async fn reader() -> Result<Reader, CatalogLoadError> {
    #[cfg(split)]
    return load_reader().await;
    #[cfg(not(split))]
    load_reader()
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
    let read = reader().await?;
    let catalog = Rc::new(read(&answer.body).map_err(CatalogLoadError::Invalid)?);
    LOADED.set(Some(catalog.clone()));
    Ok(catalog)
}
