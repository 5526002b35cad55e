//! What the browser keeps, and the files that readers export and import: versioned JSON, apart from the types that the
//! rest of the program works with.
//!
//! Whatever is read is hostile: bounded first, then read leniently, so that one damaged profile does not cost the
//! others. What could not be read is counted or returned as an error, so that the shell can set the text aside before
//! it writes. Nothing here ever holds an access token.

mod hardware;
mod lenient;
mod profiles;
mod settings;

pub use profiles::{ImportOutcome, ReadProfiles, read_import, read_profiles, write_export, write_profiles};
pub use settings::{Settings, Theme, read_settings, write_settings};

use serde::Deserialize;

use lenient::Lenient;

/// Longest text that is read, in bytes: browsers give a page about 5 MB for everything, and 100 profiles take 100 KB.
pub const STORED_LENGTH_MAX: usize = 1_000_000;

/// Why a stored text or a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredError {
    /// More than [`STORED_LENGTH_MAX`] bytes.
    TooLarge {
        /// Bytes of the text.
        n_bytes: usize,
    },
    /// Not JSON, or cut off.
    NotJson,
    /// JSON, but not of this program or of another kind.
    NotOurs,
    /// Written by a newer version of this program.
    NewerVersion {
        /// The version of the text.
        found: u32,
    },
    /// Ours, but not one profile in it can be used.
    NothingUsable,
}

/// What every text of ours begins with. Only files that leave the browser name the app.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    app: Option<Lenient<String>>,
    #[serde(default)]
    kind: Option<Lenient<String>>,
    #[serde(default)]
    version: Option<Lenient<u32>>,
}

/// Checks length, syntax and version, and gives the head.
fn read_head(text: &str, newest_version: u32) -> Result<Head, StoredError> {
    if text.len() > STORED_LENGTH_MAX {
        return Err(StoredError::TooLarge { n_bytes: text.len() });
    }
    let head: Head = serde_json::from_str(text).map_err(|error| not_readable(&error))?;
    match head.version {
        Some(Lenient::Good(version)) if version > newest_version => {
            Err(StoredError::NewerVersion { found: version })
        }
        Some(Lenient::Good(1..)) => Ok(head),
        _ => Err(StoredError::NotOurs),
    }
}

fn not_readable(error: &serde_json::Error) -> StoredError {
    if error.is_data() {
        StoredError::NotOurs
    } else {
        StoredError::NotJson
    }
}
