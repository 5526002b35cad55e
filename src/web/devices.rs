//! The catalog of devices, which lies beside the page.

use std::cell::RefCell;
use std::rc::Rc;

use super::abort::AbortHandle;
use super::http;
use crate::domain::machine::devices::{Devices, FILE_BYTES_MAX};

/// Why there is no catalog: no answer, or one that is no catalog. Neither leaves anything to do but to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDevices;

const TIMEOUT_MS: u32 = 30_000;

thread_local! {
    static LOADED: RefCell<Option<Rc<Devices>>> = const { RefCell::new(None) };
}

/// The catalog, fetched once. The service worker answers without a network.
///
/// # Errors
/// [`NoDevices`]; the next call tries again.
pub async fn load() -> Result<Rc<Devices>, NoDevices> {
    if let Some(devices) = LOADED.with_borrow(Clone::clone) {
        return Ok(devices);
    }
    let abort = AbortHandle::new();
    let answer = http::get_text("devices.txt", None, &abort, TIMEOUT_MS, FILE_BYTES_MAX)
        .await
        .map_err(|_| NoDevices)?;
    if answer.status != 200 {
        return Err(NoDevices);
    }
    let devices = Rc::new(Devices::parse(&answer.body).map_err(|_| NoDevices)?);
    LOADED.set(Some(devices.clone()));
    Ok(devices)
}
