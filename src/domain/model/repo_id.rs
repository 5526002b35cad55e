//! Names of repositories.

use std::fmt;
use std::str::FromStr;

/// A model repository of the Hub: `owner/name`, or a single word for a few old ones (`gpt2`).
///
/// Made only by parsing, so whoever holds one holds a name that is safe to put into an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoId(String);

/// Why a text is not the name of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepoIdError {
    /// Nothing is there.
    Empty,
    /// Over 96 characters for a part, which the Hub does not allow.
    TooLong,
    /// More than one `/`, or an empty part.
    WrongParts,
    /// A character other than ASCII letters, digits, `-`, `_` and `.`, a part of dots only, or a leading `-` or `.`.
    BadCharacter,
}

/// Longest part of a name that the Hub accepts (`validate_repo_id` of its Python client).
const PART_LENGTH_MAX: usize = 96;

impl RepoId {
    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The user or organisation, if the name has one.
    pub fn owner(&self) -> Option<&str> {
        self.0.split_once('/').map(|(owner, _)| owner)
    }

    /// The name without its owner.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or(self.0.as_str(), |(_, name)| name)
    }
}

impl FromStr for RepoId {
    type Err = RepoIdError;

    fn from_str(text: &str) -> Result<Self, RepoIdError> {
        if text.is_empty() {
            return Err(RepoIdError::Empty);
        }
        let mut n_parts = 0;
        for part in text.split('/') {
            n_parts += 1;
            if part.is_empty() || n_parts > 2 {
                return Err(RepoIdError::WrongParts);
            }
            if part.len() > PART_LENGTH_MAX {
                return Err(RepoIdError::TooLong);
            }
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
            if !part.bytes().all(allowed) || part.starts_with(['-', '.']) {
                return Err(RepoIdError::BadCharacter);
            }
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for RepoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
