//! Several machines in one link: `v2~ram16~n-Laptop!v2~ram64~gpu24x2~n-Server`.
//!
//! Each is written as it is alone; between them stands a `!`, which no machine's text holds and an address may
//! (RFC 3986, section 3.5).

use super::{ShareError, SharedHardware, decode, encode};

/// Most machines in one link: what stands side by side on a screen.
pub const SHARED_MACHINES_MAX: usize = 4;
/// Stands between two machines.
const SEPARATOR: char = '!';
/// What some programs make of the separator when they pass an address on. Followed by a version and its bare `~` it is
/// no part of a name, in which a `~` is always encoded.
const ENCODED_SEPARATORS: [(&str, &str); 2] = [("%21v1~", "!v1~"), ("%21v2~", "!v2~")];

/// What was read of a list of machines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedMachines {
    /// The machines that could be read, in their order, at most [`SHARED_MACHINES_MAX`].
    pub machines: Vec<SharedHardware>,
    /// Which ones, counted from 1, could not be read, and why.
    pub damaged: Vec<(usize, ShareError)>,
    /// How many more there were than are read.
    pub n_beyond: usize,
}

/// Writes machines as [`decode_machines`] reads them; those behind the first [`SHARED_MACHINES_MAX`] are left out.
pub fn encode_machines(machines: &[SharedHardware]) -> String {
    let mut text = String::new();
    for (index, machine) in machines.iter().take(SHARED_MACHINES_MAX).enumerate() {
        if index > 0 {
            text.push(SEPARATOR);
        }
        text.push_str(&encode(machine));
    }
    text
}

/// Reads machines one by one: a damaged one costs none of the others. Empty places are passed over.
pub fn decode_machines(text: &str) -> SharedMachines {
    let mut text = text.to_owned();
    if !text.contains('~') {
        // As for a single machine: a link of ours always has a bare one.
        text = text.replace("%7E", "~").replace("%7e", "~");
    }
    for (encoded, bare) in ENCODED_SEPARATORS {
        text = text.replace(encoded, bare);
    }
    let mut read = SharedMachines::default();
    for (index, code) in text.split(SEPARATOR).filter(|code| !code.is_empty()).enumerate() {
        if index >= SHARED_MACHINES_MAX {
            read.n_beyond = read.n_beyond.saturating_add(1);
            continue;
        }
        match decode(code) {
            Ok(machine) => read.machines.push(machine),
            Err(error) => read.damaged.push((index.saturating_add(1), error)),
        }
    }
    read
}
