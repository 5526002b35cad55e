//! The reader's settings on the device.

use super::storage::{self, StorageWatch, StoreError};
use super::stored_text::{self, StoredTrouble};
use crate::domain::app::stored::{Settings, read_settings, write_settings};

const KEY: &str = "settings";

/// The settings and what went wrong.
pub struct SettingsLoad {
    /// The stored settings, or the default ones.
    pub settings: Settings,
    /// What went wrong.
    pub trouble: Option<StoredTrouble>,
}

/// Loads the settings.
pub fn load() -> SettingsLoad {
    let (settings, trouble) = stored_text::load(KEY, read_settings, |_| false);
    SettingsLoad { settings, trouble }
}

/// Saves the settings. A stored text that cannot be read is set aside first.
///
/// # Errors
/// Why they were not saved; what was stored before still is.
pub fn save(settings: &Settings) -> Result<(), StoreError> {
    stored_text::save(KEY, &write_settings(settings), read_settings)
}

/// Calls back when another tab saved settings, as long as the guard lives.
pub fn watch(callback: impl Fn() + 'static) -> StorageWatch {
    storage::watch(KEY, callback)
}
