//! amd-smi's table: address and name in one row, partition mode and memory in the next.

use super::super::collect::{Collected, Source};
use super::super::{Doubt, PartitionMode, amount};

/// Whether the table has begun, and the card that its last row named.
#[derive(Clone, Debug, Default)]
pub struct AmdSmi {
    is_in: bool,
    card: String,
    awaits_memory: bool,
}

impl AmdSmi {
    /// Whether a row is amd-smi's.
    pub fn read(&mut self, text: &str, cells: &[&str], collected: &mut Collected<'_>) -> bool {
        if text.contains("AMD-SMI") || text.contains("GPU-Name") {
            self.is_in = true;
            return true;
        }
        if text.contains("Process") {
            self.is_in = false;
        }
        if !self.is_in {
            return false;
        }
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else {
            return true;
        };
        if let Some((address, name)) = first.split_once(' ')
            && address.matches(':').count() == 2
        {
            // The partitions of one card are the functions of one address.
            let card = address.split('.').next().unwrap_or(address);
            self.awaits_memory = card != self.card;
            card.clone_into(&mut self.card);
            if self.awaits_memory {
                let _ = collected.name(&with_maker(name.trim()), None, Source::AmdSmi, Some(card));
            }
            return true;
        }
        if self.awaits_memory
            && let Some((_, total)) = last.rsplit_once('/')
            && let Some(&bytes) = amount::amounts(total).first()
        {
            collected.device_memory(bytes);
            let mode = first.split_whitespace().find_map(PartitionMode::from_word);
            if let Some(mode) = mode {
                collected.doubt_last(|device| Doubt::Partitioned { device, mode });
            }
            self.awaits_memory = false;
        }
        true
    }
}

fn with_maker(name: &str) -> String {
    if name.starts_with("AMD") {
        name.to_owned()
    } else {
        format!("AMD {name}")
    }
}
