//! What the browser keeps, and the files that readers export and import: versioned JSON, apart from the types that the
//! rest of the program works with.
//!
//! Whatever is read is hostile: bounded first, then read leniently, so that one damaged profile does not cost the
//! others. What could not be read is counted or returned as an error, so that the shell can set the text aside before
//! it writes. Nothing here ever holds an access token.

mod hardware;
mod profiles;
mod settings;

pub use profiles::{ImportOutcome, ReadProfiles, read_import, read_profiles, write_export, write_profiles};
pub use settings::{Settings, Theme, read_settings, write_settings};

use crate::domain::wire::json::{Fields, Json};

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
struct Stored<'a> {
    fields: Fields<'a>,
    version: u32,
}

impl<'a> Stored<'a> {
    /// Checks length, syntax and that there is a version.
    fn read(text: &'a str) -> Result<Self, StoredError> {
        if text.len() > STORED_LENGTH_MAX {
            return Err(StoredError::TooLarge { n_bytes: text.len() });
        }
        let json = Json::parse(text).map_err(|_| StoredError::NotJson)?;
        let fields = json.fields().ok_or(StoredError::NotOurs)?;
        match fields.get("version").and_then(Json::number) {
            Some(version @ 1..) => Ok(Self { fields, version }),
            _ => Err(StoredError::NotOurs),
        }
    }

    /// The fields, unless a newer version of this program wrote them.
    fn of_version(self, newest: u32) -> Result<Fields<'a>, StoredError> {
        if self.version > newest {
            return Err(StoredError::NewerVersion { found: self.version });
        }
        Ok(self.fields)
    }
}
