//! clinfo: one device may be listed by several platforms, and again where the tool asks for each kind of device.

use super::super::amount;
use super::super::collect::{Collected, Source};

/// The platform that is being listed.
#[derive(Clone, Debug, Default)]
pub struct Clinfo {
    is_in: bool,
    is_repeating: bool,
    names: Vec<String>,
}

impl Clinfo {
    /// Whether a line is clinfo's.
    pub fn read(&mut self, text: &str, collected: &mut Collected<'_>) -> bool {
        if text.starts_with("Number of platforms") {
            *self = Self {
                is_in: true,
                ..Self::default()
            };
            return true;
        }
        if text.starts_with("Number of devices") {
            self.is_in = true;
            self.names.clear();
            return true;
        }
        if !self.is_in {
            return false;
        }
        if text.starts_with("NULL platform behavior") {
            self.is_repeating = true;
            return true;
        }
        // Its labels and values are parted by a gap; another tool's line ends it.
        let Some((label, value)) = text.split_once("  ") else {
            self.is_in = text.ends_with(')') || text.ends_with(']') || !text.contains(' ');
            return self.is_in;
        };
        let value = value.trim();
        if self.is_repeating {
            return label.starts_with("cl") || label.starts_with("Platform") || label.starts_with("Device");
        }
        match label {
            "Device Name" | "Device Board Name (AMD)" => {
                let is_board = label.contains("Board");
                let n_before = self.names.iter().filter(|name| *name == value).count();
                if !is_board {
                    self.names.push(value.to_owned());
                }
                // The n-th device of this name, whichever platform lists it.
                let place = n_before.to_string();
                let _ = collected.name(value, None, Source::Clinfo, (!is_board).then_some(&place));
            }
            "Global memory size" => {
                let plain = amount::plain_number(value.split(' ').next().unwrap_or_default());
                if let Some(bytes) = plain.or_else(|| amount::amounts(value).first().copied()) {
                    collected.device_memory(bytes);
                }
            }
            _ => {}
        }
        true
    }
}
