//! Profiles in the browser's storage and in files, version 2; version 1 is read.

use super::hardware::{read_hardware, write_hardware};
use super::{Stored, StoredError};
use crate::domain::machine::hardware::parse_name;
use crate::domain::machine::profiles::{NewProfile, PROFILES_MAX, Profile, ProfileBook, ProfileId};
use crate::domain::wire::json::{Fields, Json, array, quoted};

const VERSION: u32 = 2;
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

/// Writes the book for the browser's storage.
pub fn write_profiles(book: &ProfileBook) -> String {
    let selected = book
        .selected()
        .map_or_else(|| "null".to_owned(), |profile| profile.id.0.to_string());
    let next_id = book.next_id().0;
    // Only in storage: a file's profiles get new ids.
    let profiles = array(book.profiles().iter().map(|profile| {
        let id = format!(r#""id":{},"#, profile.id.0);
        write_profile(profile, &id)
    }));
    format!(r#"{{"version":{VERSION},"selected":{selected},"next_id":{next_id},"profiles":{profiles}}}"#)
}

/// Reads the book from the browser's storage.
///
/// # Errors
/// See [`StoredError`]. [`StoredError::NothingUsable`] if there are profiles but all are damaged; no profiles at all is
/// an empty book.
pub fn read_profiles(text: &str) -> Result<ReadProfiles, StoredError> {
    let stored = Stored::read(text)?;
    let version = stored.version;
    let fields = stored.of_version(VERSION)?;
    let list = read_list(&fields, version)?;
    let profiles = list.good.into_iter().map(|(id, new)| Profile {
        // A profile without an id gets the next free one.
        id: ProfileId(id.unwrap_or(0)),
        name: new.name,
        preset: new.preset,
        hardware: new.hardware,
    });
    let number = |name| fields.get(name).and_then(Json::number);
    let selected = number("selected").map(ProfileId);
    let next_id = number("next_id").unwrap_or(1);
    let (book, _) = ProfileBook::rebuild(profiles.collect(), selected, next_id);
    let n_skipped = list.n_total.saturating_sub(book.profiles().len());
    if list.n_total > 0 && book.profiles().is_empty() {
        return Err(StoredError::NothingUsable);
    }
    Ok(ReadProfiles {
        book,
        n_skipped,
        n_unknown_keys: list.n_unknown_keys,
    })
}

/// Writes profiles as a file for another browser or person.
pub fn write_export(profiles: &[&Profile]) -> String {
    let profiles = array(profiles.iter().map(|profile| write_profile(profile, "")));
    format!(r#"{{"app":"{APP}","kind":"{KIND}","version":{VERSION},"profiles":{profiles}}}"#)
}

/// Reads an exported file.
///
/// # Errors
/// See [`StoredError`]; a file without one usable profile is refused.
pub fn read_import(text: &str) -> Result<ImportOutcome, StoredError> {
    // A byte order mark is what some editors put in front.
    let stored = Stored::read(text.strip_prefix('\u{FEFF}').unwrap_or(text))?;
    let says = |name, expected: &str| {
        let word = stored.fields.get(name).and_then(Json::text);
        word.as_deref() == Some(expected)
    };
    // Whose file it is comes before how new it is: another program's version 7 is not a newer one of ours.
    if !says("app", APP) || !says("kind", KIND) {
        return Err(StoredError::NotOurs);
    }
    let version = stored.version;
    let list = read_list(&stored.of_version(VERSION)?, version)?;
    let profiles: Vec<NewProfile> = list.good.into_iter().map(|(_, new)| new).collect();
    if profiles.is_empty() {
        return Err(StoredError::NothingUsable);
    }
    Ok(ImportOutcome {
        n_skipped: list.n_total.saturating_sub(profiles.len()),
        profiles,
        n_unknown_keys: list.n_unknown_keys,
    })
}

/// The list of profiles as it is read: at most [`PROFILES_MAX`] good ones with their ids. The others are counted and
/// not held, so that a list of a million zeros takes no memory.
#[derive(Default)]
struct ReadList {
    good: Vec<(Option<u32>, NewProfile)>,
    n_total: usize,
    n_unknown_keys: usize,
}

fn read_list(fields: &Fields<'_>, version: u32) -> Result<ReadList, StoredError> {
    let items = fields.get("profiles").and_then(Json::items);
    let mut list = ReadList::default();
    for item in items.ok_or(StoredError::NotOurs)? {
        list.n_total = list.n_total.saturating_add(1);
        if list.good.len() < PROFILES_MAX
            && let Some((id, new, n_unknown)) = read_profile(item, version)
        {
            list.good.push((id, new));
            list.n_unknown_keys = list.n_unknown_keys.saturating_add(n_unknown);
        }
    }
    Ok(list)
}

/// A profile, with a field for its id or without.
fn write_profile(profile: &Profile, id: &str) -> String {
    let name = quoted(&profile.name);
    let preset = profile
        .preset
        .as_ref()
        .map_or_else(String::new, |preset| format!(r#""preset":{},"#, quoted(preset)));
    let hardware = write_hardware(&profile.hardware);
    format!(r#"{{{id}"name":{name},{preset}"hardware":{hardware}}}"#)
}

/// Id, profile and number of unknown keys.
fn read_profile(json: Json<'_>, version: u32) -> Option<(Option<u32>, NewProfile, usize)> {
    let fields = json.fields()?;
    let (hardware, n_unknown) = read_hardware(fields.get("hardware")?, version)?;
    let new = NewProfile {
        name: parse_name(&fields.get("name")?.text()?).ok()?,
        preset: fields.maybe("preset", Json::text)?,
        hardware,
    };
    Some((fields.maybe("id", Json::number)?, new, n_unknown))
}
