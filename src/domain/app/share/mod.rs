//! Hardware in a link: readable, short and versioned.
//!
//! ```text
//! v2~ram32~gpu24x2-RTX_4090~q-std.fp8~n-Office_PC
//! ```
//!
//! A text of the alphabet `A-Za-z0-9-_.~%`, so that it survives in an address without a second encoding. Every version
//! that was ever written stays readable; `tests/fixtures/share` keeps examples of each. A link is hostile input: it is
//! bounded, read strictly, and refused with the part that was wrong.

mod parts;
mod several;

pub use several::{SHARED_MACHINES_MAX, SharedMachines, decode_machines, encode_machines};

use parts::Version;

use crate::domain::machine::hardware::Hardware;
use crate::domain::text::quote::quote;

/// Longest text that is read or written, in bytes: the whole address stays near the 2,000 characters that mail and
/// chat programs let through.
pub const SHARED_LENGTH_MAX: usize = 2000;
/// Longest quotation of a wrong part, in characters.
const QUOTE_LENGTH_MAX: usize = 40;

/// A machine as a link tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedHardware {
    /// Its name; empty if the link has none.
    pub name: String,
    /// The machine.
    pub hardware: Hardware,
}

/// Why a text is no shared hardware. Quotations are bounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareError {
    /// Nothing is there.
    Empty,
    /// More than [`SHARED_LENGTH_MAX`] bytes.
    TooLong {
        /// Bytes of the text.
        n_bytes: usize,
    },
    /// It begins with another word than a version that this program knows.
    UnknownVersion {
        /// The word.
        version: String,
    },
    /// A part that this version does not have, or whose value is wrong.
    BadPart {
        /// The part.
        part: String,
    },
    /// A part that is allowed once is there twice.
    RepeatedPart {
        /// The second one.
        part: String,
    },
    /// The system memory, which every machine has, is not stated.
    MissingSystemMemory,
    /// More groups of devices than [`DEVICE_GROUPS_MAX`](crate::domain::machine::hardware::DEVICE_GROUPS_MAX).
    TooManyDevices,
}

/// Writes a machine in the current version.
///
/// [`decode`] gives the same back if the machine [exceeds no limit](Hardware::exceeded_limit); only where many long
/// device names together would exceed [`SHARED_LENGTH_MAX`] they and the ids of the catalog are left out, since no sum
/// depends on them.
pub fn encode(shared: &SharedHardware) -> String {
    parts::encode(shared)
}

/// Reads a machine of any version.
///
/// # Errors
/// See [`ShareError`].
pub fn decode(text: &str) -> Result<SharedHardware, ShareError> {
    if text.is_empty() {
        return Err(ShareError::Empty);
    }
    if text.len() > SHARED_LENGTH_MAX {
        return Err(ShareError::TooLong { n_bytes: text.len() });
    }
    // Some programs write `~` as `%7E` in the addresses that they pass on. A link of ours always has a bare one.
    let bare;
    let text = if text.contains('~') {
        text
    } else {
        bare = text.replace("%7E", "~").replace("%7e", "~");
        &bare
    };
    let (version, parts) = text.split_once('~').unwrap_or((text, ""));
    match version {
        "v1" => parts::decode(parts, Version::One),
        "v2" => parts::decode(parts, Version::Two),
        _ => Err(ShareError::UnknownVersion {
            version: quote(version, QUOTE_LENGTH_MAX),
        }),
    }
}
