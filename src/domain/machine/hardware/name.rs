//! Names of machines and devices.

use super::NAME_LENGTH_MAX;
use crate::domain::text::quote::is_disturbing;

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// Nothing but spaces.
    Empty,
    /// More than [`NAME_LENGTH_MAX`] characters.
    TooLong,
    /// A control character, or one that turns the direction of writing.
    BadCharacter,
}

/// The name of a machine: without spaces around it, never empty, at most [`NAME_LENGTH_MAX`] characters.
///
/// # Errors
/// See [`NameError`]; a name is refused as it is and never cut.
pub fn parse_name(text: &str) -> Result<String, NameError> {
    let name = text.trim();
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    check_device_name(name)?;
    Ok(name.to_owned())
}

/// Checks the name of a device. It may be empty, and spaces around it are left alone: it is kept while it is typed.
///
/// # Errors
/// [`NameError::TooLong`] and [`NameError::BadCharacter`].
pub fn check_device_name(name: &str) -> Result<(), NameError> {
    if name.chars().nth(NAME_LENGTH_MAX).is_some() {
        return Err(NameError::TooLong);
    }
    if name.contains(is_disturbing) {
        return Err(NameError::BadCharacter);
    }
    Ok(())
}
