//! The catalog of devices: the shipped file, reading it, searching it, and what stands beside it.

mod file;
mod memory;
mod presets;
mod search;

use llm_lens::domain::devices::Devices;

/// The catalog that is shipped.
pub fn shipped() -> Devices {
    Devices::parse(include_str!("../../../static/devices.txt")).unwrap()
}
