//! Changes of a book of profiles.

use super::{PRESET_ID_LENGTH_MAX, Profile, ProfileBook, ProfileId};
use crate::domain::machine::hardware::{Hardware, HardwareProblem, NameError, parse_name};

/// A profile that is about to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProfile {
    /// Its name, as given.
    pub name: String,
    /// The preset that it began from, if it did.
    pub preset: Option<String>,
    /// The machine.
    pub hardware: Hardware,
}

/// A deleted profile and its place, for undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedProfile {
    /// The profile.
    pub profile: Profile,
    /// Where it stood.
    pub index: usize,
    /// Whether it was in use.
    pub was_selected: bool,
}

/// A change of a book. A name that another profile has gets a number: `PC (2)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileAction {
    /// Adds a profile at the end and selects it.
    Create(NewProfile),
    /// Gives a profile another name.
    Rename {
        /// The profile.
        id: ProfileId,
        /// Its new name.
        name: String,
    },
    /// Adds a copy behind a profile and selects it.
    Duplicate {
        /// The profile.
        id: ProfileId,
        /// Name of the copy.
        name: String,
    },
    /// Removes a profile; if it was in use, its neighbour is selected.
    Delete {
        /// The profile.
        id: ProfileId,
    },
    /// Puts a deleted profile back where it was.
    Restore(Box<RemovedProfile>),
    /// Makes a profile the one in use.
    Select {
        /// The profile.
        id: ProfileId,
    },
    /// Changes a profile's machine.
    SetHardware {
        /// The profile.
        id: ProfileId,
        /// The machine.
        hardware: Hardware,
        /// The preset that it now begins from; `None` for a machine of the reader's own.
        preset: Option<String>,
    },
    /// Adds profiles at the end, all or none. The profile in use stays, unless the book was empty.
    Import(Vec<NewProfile>),
}

/// Why a change was refused. The book stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileError {
    /// The name is none.
    Name(NameError),
    /// The machine exceeds a limit.
    Hardware(HardwareProblem),
    /// More than [`PROFILES_MAX`](super::PROFILES_MAX) profiles.
    TooMany {
        /// How many more would fit.
        room: usize,
    },
    /// No profile has this id (another tab may have deleted it).
    NotFound(ProfileId),
}

impl ProfileBook {
    /// The book after a change.
    ///
    /// # Errors
    /// See [`ProfileError`].
    pub fn apply(&self, action: ProfileAction) -> Result<Self, ProfileError> {
        let mut book = self.clone();
        match action {
            ProfileAction::Create(new) => {
                let end = book.profiles.len();
                let id = book.insert(end, None, new)?;
                book.selected = Some(id);
            }
            ProfileAction::Rename { id, name } => {
                let name = parse_name(&name).map_err(ProfileError::Name)?;
                let name = book.free_name(&name, Some(id));
                book.get_mut(id)?.name = name;
            }
            ProfileAction::Duplicate { id, name } => {
                let index = book.index(id).ok_or(ProfileError::NotFound(id))?;
                let original = book.get_mut(id)?;
                let copy = NewProfile {
                    name,
                    preset: original.preset.clone(),
                    hardware: original.hardware.clone(),
                };
                let copy_id = book.insert(index.saturating_add(1), None, copy)?;
                book.selected = Some(copy_id);
            }
            ProfileAction::Delete { id } => book.delete(id)?,
            ProfileAction::Restore(removed) => book.restore(*removed)?,
            ProfileAction::Select { id } => {
                book.get_mut(id)?;
                book.selected = Some(id);
            }
            ProfileAction::SetHardware { id, hardware, preset } => {
                check_limits(&hardware)?;
                let profile = book.get_mut(id)?;
                profile.hardware = hardware;
                profile.preset = known_preset(preset);
            }
            ProfileAction::Import(profiles) => {
                let room = book.room();
                if profiles.len() > room {
                    return Err(ProfileError::TooMany { room });
                }
                for new in profiles {
                    let end = book.profiles.len();
                    let id = book.insert(end, None, new)?;
                    book.selected = book.selected.or(Some(id));
                }
            }
        }
        Ok(book)
    }

    fn get_mut(&mut self, id: ProfileId) -> Result<&mut Profile, ProfileError> {
        self.profiles
            .iter_mut()
            .find(|profile| profile.id == id)
            .ok_or(ProfileError::NotFound(id))
    }

    fn insert(
        &mut self,
        index: usize,
        wished_id: Option<ProfileId>,
        new: NewProfile,
    ) -> Result<ProfileId, ProfileError> {
        if self.room() == 0 {
            return Err(ProfileError::TooMany { room: 0 });
        }
        let name = parse_name(&new.name).map_err(ProfileError::Name)?;
        check_limits(&new.hardware)?;
        let profile = Profile {
            name: self.free_name(&name, None),
            id: self.claim_id(wished_id),
            preset: known_preset(new.preset),
            hardware: new.hardware,
        };
        let id = profile.id;
        self.profiles.insert(index.min(self.profiles.len()), profile);
        Ok(id)
    }

    fn delete(&mut self, id: ProfileId) -> Result<(), ProfileError> {
        let index = self.index(id).ok_or(ProfileError::NotFound(id))?;
        self.profiles.remove(index);
        if self.selected == Some(id) {
            let neighbour = self.profiles.get(index).or(self.profiles.last());
            self.selected = neighbour.map(|profile| profile.id);
        }
        Ok(())
    }

    fn restore(&mut self, removed: RemovedProfile) -> Result<(), ProfileError> {
        let Profile {
            id,
            name,
            preset,
            hardware,
        } = removed.profile;
        let new = NewProfile {
            name,
            preset,
            hardware,
        };
        let id = self.insert(removed.index, Some(id), new)?;
        if removed.was_selected || self.selected.is_none() {
            self.selected = Some(id);
        }
        Ok(())
    }
}

fn check_limits(hardware: &Hardware) -> Result<(), ProfileError> {
    hardware
        .exceeded_limit()
        .map_or(Ok(()), |problem| Err(ProfileError::Hardware(problem)))
}

/// The id of a preset if it can be one. It is a hint for the page, so a strange one is dropped and not refused.
pub(super) fn known_preset(preset: Option<String>) -> Option<String> {
    preset.filter(|id| {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        !id.is_empty() && id.len() <= PRESET_ID_LENGTH_MAX && id.bytes().all(is_allowed)
    })
}
