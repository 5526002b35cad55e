//! Reading a file that the reader chose.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// Why a chosen file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChosenFileError {
    /// It has more bytes than allowed.
    TooLarge {
        /// Its bytes.
        bytes: u64,
        /// The bytes allowed.
        bytes_max: u64,
    },
    /// The browser could not read it (moved, no permission).
    Unreadable,
    /// It is not UTF-8 text.
    NotText,
}

/// The text of a chosen file of at most `bytes_max` bytes.
///
/// # Errors
/// Why it was not read. A file that is too large is refused before reading.
pub async fn read_text(file: &File, bytes_max: u32) -> Result<String, ChosenFileError> {
    let bytes_max = u64::from(bytes_max);
    let bytes = file.size() as u64;
    if bytes > bytes_max {
        return Err(ChosenFileError::TooLarge { bytes, bytes_max });
    }
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| ChosenFileError::Unreadable)?;
    let text = String::from_utf8(Uint8Array::new(&buffer).to_vec()).map_err(|_| ChosenFileError::NotText)?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
