//! The reader's hardware profiles on the device.

use super::storage::{self, StorageWatch, StoreError};
use super::stored_text::{self, StoredTrouble};
use crate::domain::app::stored::{ReadProfiles, read_profiles, write_profiles};
use crate::domain::machine::profiles::ProfileBook;

const KEY: &str = "profiles";

/// The profiles and what went wrong.
pub struct ProfileLoad {
    /// The stored profiles, or none.
    pub book: ProfileBook,
    /// Profiles that could not be read. The text that held them is set aside.
    pub n_skipped: usize,
    /// What went wrong.
    pub trouble: Option<StoredTrouble>,
}

/// Loads the profiles.
pub fn load() -> ProfileLoad {
    let (read, trouble) = stored_text::load(KEY, read_profiles, ReadProfiles::is_lossy);
    ProfileLoad {
        book: read.book,
        n_skipped: read.n_skipped,
        trouble,
    }
}

/// Saves the profiles. A stored text that cannot be read is set aside first.
///
/// # Errors
/// Why they were not saved; what was stored before still is.
pub fn save(book: &ProfileBook) -> Result<(), StoreError> {
    stored_text::save(KEY, &write_profiles(book), read_profiles)
}

/// The texts that could not be read, oldest first: for saving as a file.
pub fn texts_set_aside() -> Vec<String> {
    stored_text::texts_set_aside(KEY)
}

/// Calls back when another tab saved profiles, as long as the guard lives.
pub fn watch(callback: impl Fn() + 'static) -> StorageWatch {
    storage::watch(KEY, callback)
}
