//! The reader's saved machines: a book of named profiles, and [`ProfileBook::apply`], the one way to change it.
//!
//! Invariants, kept by construction: at most [`PROFILES_MAX`] profiles; ids and names are unique; every name is one
//! that [`parse_name`] gives; no machine exceeds a limit; exactly one profile is selected unless the book is empty.

mod action;
mod naming;

pub use action::{NewProfile, ProfileAction, ProfileError, RemovedProfile};

use crate::domain::machine::hardware::{Hardware, parse_name};

/// Most profiles in a book: far more than a person has machines, and a bound for what the browser stores.
pub const PROFILES_MAX: usize = 100;
/// Longest id of a preset, in bytes.
pub const PRESET_ID_LENGTH_MAX: usize = 60;

/// Tells profiles of one book apart. Never used again for another one while the book lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfileId(pub u32);

/// A named machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its id.
    pub id: ProfileId,
    /// Its name.
    pub name: String,
    /// The preset that it began from, if it did.
    pub preset: Option<String>,
    /// The machine.
    pub hardware: Hardware,
}

/// All profiles of a reader and which of them is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileBook {
    profiles: Vec<Profile>,
    selected: Option<ProfileId>,
    /// Not used by any profile of the book.
    next_id: u32,
}

impl Default for ProfileBook {
    fn default() -> Self {
        Self::first_visit()
    }
}

impl ProfileBook {
    /// The empty book of a first visit. The page shows a default machine until the reader makes a profile.
    pub const fn first_visit() -> Self {
        Self {
            profiles: Vec::new(),
            selected: None,
            next_id: 1,
        }
    }

    /// The profiles in the reader's order.
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// The profile in use; `None` only in an empty book.
    pub fn selected(&self) -> Option<&Profile> {
        self.get(self.selected?)
    }

    /// The profile with this id.
    pub fn get(&self, id: ProfileId) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.id == id)
    }

    /// How many more profiles fit.
    pub fn room(&self) -> usize {
        PROFILES_MAX.saturating_sub(self.profiles.len())
    }

    /// The id that the next new profile gets.
    pub const fn next_id(&self) -> ProfileId {
        ProfileId(self.next_id)
    }

    /// What [`ProfileAction::Restore`] needs to undo the deletion of a profile. Take it before deleting.
    pub fn removed(&self, id: ProfileId) -> Option<RemovedProfile> {
        let index = self.index(id)?;
        Some(RemovedProfile {
            profile: self.get(id)?.clone(),
            index,
            was_selected: self.selected == Some(id),
        })
    }

    /// A book of profiles read from storage, and how many of them could not be kept. Doubled ids and names are
    /// changed, as they are when profiles are imported; the id 0 stands for a missing one.
    pub(in crate::domain) fn rebuild(
        profiles: Vec<Profile>,
        selected: Option<ProfileId>,
        next_id: u32,
    ) -> (Self, usize) {
        let n_given = profiles.len();
        let mut book = Self::first_visit();
        let after_last = profiles
            .iter()
            .map(|profile| profile.id.0.saturating_add(1))
            .max();
        book.next_id = next_id.max(after_last.unwrap_or(1)).max(1);
        for profile in profiles {
            let usable = profile.hardware.exceeded_limit().is_none();
            if let (true, true, Ok(name)) = (usable, book.room() > 0, parse_name(&profile.name)) {
                let id = book.claim_id(Some(profile.id).filter(|id| id.0 > 0));
                book.profiles.push(Profile {
                    id,
                    name: book.free_name(&name, None),
                    preset: action::known_preset(profile.preset),
                    hardware: profile.hardware,
                });
            }
        }
        book.selected = selected
            .filter(|id| book.get(*id).is_some())
            .or_else(|| book.profiles.first().map(|profile| profile.id));
        let n_lost = n_given.saturating_sub(book.profiles.len());
        (book, n_lost)
    }

    fn index(&self, id: ProfileId) -> Option<usize> {
        self.profiles.iter().position(|profile| profile.id == id)
    }

    /// An id for a profile that is about to be added: the wished one if it is free, else the next one.
    fn claim_id(&mut self, wished: Option<ProfileId>) -> ProfileId {
        let id = wished
            .filter(|id| self.get(*id).is_none())
            .unwrap_or(ProfileId(self.next_id));
        if id.0 >= self.next_id {
            // After the last number there is, it goes on with the first one that nobody holds.
            let after = id.0.checked_add(1).unwrap_or(1);
            let is_free = |number: &u32| *number != id.0 && self.get(ProfileId(*number)).is_none();
            self.next_id = (after..=u32::MAX).chain(1..after).find(is_free).unwrap_or(1);
        }
        id
    }
}
