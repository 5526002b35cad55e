//! Profiles in the browser's storage and in files, version 1.

use serde::{Deserialize, Serialize};

use super::hardware::StoredHardwareV1;
use super::lenient::{Lenient, LenientList};
use super::{StoredError, not_readable, read_head};
use crate::domain::hardware::parse_name;
use crate::domain::profiles::{NewProfile, PROFILES_MAX, Profile, ProfileBook, ProfileId};

const VERSION: u32 = 1;
/// Marks the files that this program exports.
const APP: &str = "llm-lens";
const KIND: &str = "profiles";

/// What storage held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadProfiles {
    /// The profiles that could be read.
    pub book: ProfileBook,
    /// Profiles that could not be read and are not in the book.
    pub n_skipped: usize,
    /// Formats and quantizations with unknown keys, dropped from the profiles that could be read.
    pub n_unknown_keys: usize,
}

/// What a file held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOutcome {
    /// The profiles that could be read, at least one and at most [`PROFILES_MAX`].
    pub profiles: Vec<NewProfile>,
    /// Profiles that could not be read.
    pub n_skipped: usize,
    /// Formats and quantizations with unknown keys, dropped from the profiles that could be read.
    pub n_unknown_keys: usize,
}

impl ReadProfiles {
    /// Whether the text held something that the book does not: worth keeping aside before the book is written.
    pub const fn is_lossy(&self) -> bool {
        self.n_skipped > 0 || self.n_unknown_keys > 0
    }
}

#[derive(Serialize)]
struct WrittenBookV1 {
    version: u32,
    selected: Option<u32>,
    next_id: u32,
    profiles: Vec<StoredProfileV1>,
}

#[derive(Serialize)]
struct WrittenExportV1 {
    app: &'static str,
    kind: &'static str,
    version: u32,
    profiles: Vec<StoredProfileV1>,
}

/// A book or an exported file as it is read.
#[derive(Deserialize)]
struct StoredProfilesV1 {
    #[serde(default)]
    selected: Option<Lenient<u32>>,
    #[serde(default)]
    next_id: Option<Lenient<u32>>,
    profiles: LenientList<StoredProfileV1, PROFILES_MAX>,
}

#[derive(Serialize, Deserialize)]
struct StoredProfileV1 {
    /// Only in storage: a file's profiles get new ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    preset: Option<String>,
    hardware: StoredHardwareV1,
}

/// Writes the book for the browser's storage.
pub fn write_profiles(book: &ProfileBook) -> String {
    to_json(&WrittenBookV1 {
        version: VERSION,
        selected: book.selected().map(|profile| profile.id.0),
        next_id: book.next_id().0,
        profiles: book
            .profiles()
            .iter()
            .map(|profile| StoredProfileV1 {
                id: Some(profile.id.0),
                ..StoredProfileV1::of(profile)
            })
            .collect(),
    })
}

/// Reads the book from the browser's storage.
///
/// # Errors
/// See [`StoredError`]. [`StoredError::NothingUsable`] if there are profiles but all are damaged; no profiles at all is
/// an empty book.
pub fn read_profiles(text: &str) -> Result<ReadProfiles, StoredError> {
    read_head(text, VERSION)?;
    let stored = read_body(text)?;
    let n_stored = stored.profiles.n_total;
    let mut n_unknown_keys = 0_usize;
    let profiles = stored
        .profiles
        .good
        .into_iter()
        .filter_map(|profile| {
            let (id, new, n_unknown) = profile.read()?;
            n_unknown_keys = n_unknown_keys.saturating_add(n_unknown);
            Some(Profile {
                // A profile without an id gets the next free one.
                id: ProfileId(id.unwrap_or(0)),
                name: new.name,
                preset: new.preset,
                hardware: new.hardware,
            })
        })
        .collect();
    let selected = stored.selected.and_then(Lenient::good).map(ProfileId);
    let next_id = stored.next_id.and_then(Lenient::good).unwrap_or(1);
    let (book, _) = ProfileBook::rebuild(profiles, selected, next_id);
    let n_skipped = n_stored.saturating_sub(book.profiles().len());
    if n_stored > 0 && book.profiles().is_empty() {
        return Err(StoredError::NothingUsable);
    }
    Ok(ReadProfiles {
        book,
        n_skipped,
        n_unknown_keys,
    })
}

/// Writes profiles as a file for another browser or person.
pub fn write_export(profiles: &[&Profile]) -> String {
    to_json(&WrittenExportV1 {
        app: APP,
        kind: KIND,
        version: VERSION,
        profiles: profiles
            .iter()
            .map(|profile| StoredProfileV1::of(profile))
            .collect(),
    })
}

/// Reads an exported file.
///
/// # Errors
/// See [`StoredError`]; a file without one usable profile is refused.
pub fn read_import(text: &str) -> Result<ImportOutcome, StoredError> {
    // A byte order mark is what some editors put in front.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let head = read_head(text, u32::MAX)?;
    let is_word = |word: Option<Lenient<String>>, expected: &str| {
        word.and_then(Lenient::good).is_some_and(|word| word == expected)
    };
    // Whose file it is comes before how new it is: another program's version 7 is not a newer one of ours.
    if !is_word(head.app, APP) || !is_word(head.kind, KIND) {
        return Err(StoredError::NotOurs);
    }
    read_head(text, VERSION)?;
    let stored = read_body(text)?;
    let n_stored = stored.profiles.n_total;
    let mut n_unknown_keys = 0_usize;
    let profiles: Vec<NewProfile> = stored
        .profiles
        .good
        .into_iter()
        .filter_map(|profile| {
            let (_, new, n_unknown) = profile.read()?;
            n_unknown_keys = n_unknown_keys.saturating_add(n_unknown);
            Some(new)
        })
        .collect();
    if profiles.is_empty() {
        return Err(StoredError::NothingUsable);
    }
    Ok(ImportOutcome {
        n_skipped: n_stored.saturating_sub(profiles.len()),
        profiles,
        n_unknown_keys,
    })
}

fn read_body(text: &str) -> Result<StoredProfilesV1, StoredError> {
    serde_json::from_str(text).map_err(|error| not_readable(&error))
}

/// Writing fails only for maps with keys that are no text and for failing writers; there are neither here.
fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

impl StoredProfileV1 {
    fn of(profile: &Profile) -> Self {
        Self {
            id: None,
            name: profile.name.clone(),
            preset: profile.preset.clone(),
            hardware: StoredHardwareV1::of(&profile.hardware),
        }
    }

    fn read(self) -> Option<(Option<u32>, NewProfile, usize)> {
        let (hardware, n_unknown) = self.hardware.read()?;
        let new = NewProfile {
            name: parse_name(&self.name).ok()?,
            preset: self.preset,
            hardware,
        };
        Some((self.id, new, n_unknown))
    }
}
