//! The machine in effect: the reader's profiles, the example of a first visit, or hardware that a link shares.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::app::share::SharedHardware;
use crate::domain::machine::hardware::Hardware;
use crate::domain::machine::hardware::presets;
use crate::domain::machine::profiles::{
    NewProfile, ProfileAction, ProfileBook, ProfileError, RemovedProfile,
};
use crate::ui::messages::t;
use crate::web::profile_store;
use crate::web::storage::StoreError;
use crate::web::stored_text::StoredTrouble;

/// Where the machine in effect comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MachineSource {
    /// One of the reader's profiles.
    Profile,
    /// The example of a first visit.
    Example,
    /// The link that was opened.
    Shared,
}

/// Trouble of the browser's storage with profiles.
#[derive(Clone, PartialEq)]
pub enum ProfileTrouble {
    /// Found while loading.
    Loading(StoredTrouble),
    /// Found while saving.
    Saving(StoreError),
}

/// The machine in effect and the ways to change it.
#[derive(Clone, PartialEq)]
pub struct UseMachineHandle {
    /// The reader's profiles.
    pub book: Rc<ProfileBook>,
    /// The machine in effect.
    pub hardware: Rc<Hardware>,
    /// Its name.
    pub name: AttrValue,
    /// The preset that it began from.
    pub preset: Option<AttrValue>,
    /// Where it comes from.
    pub source: MachineSource,
    /// The profile that was deleted last and can be brought back.
    pub deleted: Option<Rc<RemovedProfile>>,
    /// Stored profiles that could not be read and were left out.
    pub n_skipped: usize,
    /// Trouble of the browser's storage.
    pub trouble: Option<ProfileTrouble>,
    /// Changes the profiles; answers with the refusal, if there is one.
    pub change: Callback<ProfileAction, Option<ProfileError>>,
    /// Sets the machine in effect and the preset it began from: in the profile in use, or in a new one.
    pub set_hardware: Callback<(Hardware, Option<String>), Option<ProfileError>>,
}

/// Loads and keeps the profiles, and decides which machine is in effect.
#[hook]
pub fn use_machine(shared: Option<Rc<SharedHardware>>) -> UseMachineHandle {
    let loaded = use_memo((), |()| profile_store::load());
    let book = use_state(|| Rc::new(loaded.book.clone()));
    let deleted = use_state(|| None::<Rc<RemovedProfile>>);
    let trouble = use_state(|| loaded.trouble.clone().map(ProfileTrouble::Loading));
    {
        // Another tab, or the other module of the page, saved: its book is the newer one.
        let (book, trouble) = (book.setter(), trouble.setter());
        use_effect_with((), move |()| {
            let watch = profile_store::watch(move || {
                let loaded = profile_store::load();
                match loaded.trouble {
                    None | Some(StoredTrouble::Blocked) => book.set(Rc::new(loaded.book)),
                    // What the other tab wrote is unreadable here; what is in use stays.
                    Some(found) => trouble.set(Some(ProfileTrouble::Loading(found))),
                }
            });
            move || drop(watch)
        });
    }
    let change = {
        let (book, deleted, trouble) = (book.clone(), deleted.setter(), trouble.clone());
        Callback::from(move |action: ProfileAction| {
            let removed = match &action {
                ProfileAction::Delete { id } => book.removed(*id).map(Rc::new),
                _ => None,
            };
            // Another tab may have saved since: the change goes on top of what is stored, where that can be read.
            let stored = profile_store::load();
            let is_behind = matches!(&*trouble, Some(ProfileTrouble::Saving(_)));
            let latest = if stored.trouble.is_none() && !is_behind {
                stored.book
            } else {
                (**book).clone()
            };
            match latest.apply(action) {
                Ok(changed) => {
                    trouble.set(profile_store::save(&changed).err().map(ProfileTrouble::Saving));
                    book.set(Rc::new(changed));
                    deleted.set(removed);
                    None
                }
                Err(error) => Some(error),
            }
        })
    };
    let set_hardware = {
        let (book, change, is_shared) = (book.clone(), change.clone(), shared.is_some());
        Callback::from(move |(hardware, preset): (Hardware, Option<String>)| {
            if is_shared {
                // Shared hardware is looked at, not edited: it must never get into a profile by a slip.
                return None;
            }
            change.emit(match book.selected() {
                Some(profile) => ProfileAction::SetHardware {
                    id: profile.id,
                    hardware,
                    preset,
                },
                None => {
                    let name = t::hardware().new_profile_name.to_owned();
                    ProfileAction::Create(NewProfile {
                        name,
                        preset,
                        hardware,
                    })
                }
            })
        })
    };
    let example = use_memo((), |()| presets::default_hardware());
    let selected = book.selected();
    let (hardware, name, preset, source) = match (&shared, selected) {
        (Some(shared), _) => {
            let name = if shared.name.is_empty() {
                AttrValue::Static(t::hardware().shared_region)
            } else {
                AttrValue::from(shared.name.clone())
            };
            (
                Rc::new(shared.hardware.clone()),
                name,
                None,
                MachineSource::Shared,
            )
        }
        (None, Some(profile)) => (
            Rc::new(profile.hardware.clone()),
            AttrValue::from(profile.name.clone()),
            profile.preset.clone().map(AttrValue::from),
            MachineSource::Profile,
        ),
        (None, None) => (
            example,
            AttrValue::Static(t::hardware().example_profile),
            None,
            MachineSource::Example,
        ),
    };
    UseMachineHandle {
        book: (*book).clone(),
        hardware,
        name,
        preset,
        source,
        deleted: (*deleted).clone(),
        n_skipped: loaded.n_skipped,
        trouble: (*trouble).clone(),
        change,
        set_hardware,
    }
}
