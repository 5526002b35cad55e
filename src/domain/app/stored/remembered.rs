//! Remembered Detailed estimates in the browser's storage, version 1.

use super::{Stored, StoredError};
use crate::domain::assess::verdict::{DetailedNeed, REMEMBERED_MAX, RememberedEstimate, RememberedEstimates};
use crate::domain::wire::json::{Json, array, quoted};

const VERSION: u32 = 1;

/// Writes them for the browser's storage.
pub fn write_remembered(remembered: &RememberedEstimates) -> String {
    let entries = array(remembered.entries().iter().map(|entry| {
        format!(
            r#"[{},{},{},{},{}]"#,
            quoted(entry.id.as_str()),
            quoted(&entry.variant),
            quoted(&entry.run),
            entry.need.context,
            entry.need.bytes
        )
    }));
    format!(r#"{{"version":{VERSION},"estimates":{entries}}}"#)
}

/// Reads them from the browser's storage. Damaged entries are left out: they can be had again from the files.
///
/// # Errors
/// See [`StoredError`]; never [`StoredError::NothingUsable`].
pub fn read_remembered(text: &str) -> Result<RememberedEstimates, StoredError> {
    let fields = Stored::read(text)?.of_version(VERSION)?;
    let items = fields
        .get("estimates")
        .and_then(Json::items)
        .ok_or(StoredError::NotOurs)?;
    Ok(RememberedEstimates::from_entries(
        items.filter_map(read_entry).take(REMEMBERED_MAX).collect(),
    ))
}

fn read_entry(json: Json<'_>) -> Option<RememberedEstimate> {
    let mut parts = json.items()?;
    let mut next = || parts.next();
    Some(RememberedEstimate {
        id: next()?.text()?.parse().ok()?,
        variant: next()?.text()?,
        run: next()?.text()?,
        need: DetailedNeed {
            context: next()?.number()?,
            bytes: next()?.number()?,
        },
    })
}
