//! The catalog of devices: the shipped file, reading it, searching it, and what stands beside it.

mod file;
mod memory;
mod presets;
mod search;

use std::sync::OnceLock;

use llm_lens::domain::machine::devices::Devices;

/// The catalog that is shipped.
pub fn shipped() -> &'static Devices {
    static SHIPPED: OnceLock<Devices> = OnceLock::new();
    SHIPPED.get_or_init(|| Devices::parse(include_str!("../../../static/devices.txt")).unwrap())
}
