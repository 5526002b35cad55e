//! What is still to be asked of a draft, one question at a time.

use super::{Candidate, Draft, Origin};
use crate::domain::text::memory_size::MemorySize;

/// Sizes of system memory that machines are sold with, in GB.
const USUAL_GB: [u16; 11] = [8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512];

/// Sizes of memory that cards are sold with, in GB.
const USUAL_DEVICE_GB: [u16; 11] = [2, 4, 6, 8, 10, 12, 16, 24, 32, 48, 80];

/// A question with its answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Question<'a> {
    /// Which version of a device, or which memory size, it is.
    Which {
        /// The device, an index into [`Draft::devices`].
        device: usize,
        /// The answers.
        candidates: &'a [Candidate],
        /// Whether the answers differ in their memory alone.
        is_size_alone: bool,
    },
    /// How much memory a device has that the catalog does not list.
    DeviceMemory {
        /// The device, an index into [`Draft::devices`].
        device: usize,
        /// The answers.
        sizes: Vec<MemorySize>,
    },
    /// How much system memory the machine has.
    SystemMemory {
        /// The answers.
        sizes: Vec<MemorySize>,
        /// Whether it is the one memory of CPU and GPU, and these are all sizes that were sold.
        is_one_memory: bool,
    },
}

impl Draft {
    /// The next question. The memory of a chip goes first, because it says which version it is.
    pub fn question(&self) -> Option<Question<'_>> {
        let asks_memory = self.system_memory.value.is_zero();
        let is_one_memory = self.chip().is_some();
        if asks_memory && is_one_memory {
            return Some(self.system_memory_question());
        }
        let open = self
            .devices
            .iter()
            .enumerate()
            .find(|(_, device)| device.candidates.len() > 1);
        if let Some((index, device)) = open {
            let first = device.candidates.first().map(|candidate| &candidate.id);
            return Some(Question::Which {
                device: index,
                candidates: &device.candidates,
                is_size_alone: device
                    .candidates
                    .iter()
                    .all(|candidate| Some(&candidate.id) == first),
            });
        }
        let unknown = self.devices.iter().position(|device| {
            let is_its_own = !device.shares_memory && device.candidates.is_empty();
            is_its_own && device.memory.value.is_zero() && device.memory.origin == Origin::Open
        });
        if let Some(device) = unknown {
            return Some(Question::DeviceMemory {
                device,
                sizes: USUAL_DEVICE_GB.into_iter().map(MemorySize::from_gb).collect(),
            });
        }
        asks_memory.then(|| self.system_memory_question())
    }

    fn system_memory_question(&self) -> Question<'_> {
        Question::SystemMemory {
            sizes: self.system_sizes(),
            is_one_memory: self.chip().is_some(),
        }
    }

    /// Sizes of system memory that the machine may have: those its chip is sold with, or the usual ones, within what
    /// the browser said.
    pub fn system_sizes(&self) -> Vec<MemorySize> {
        let mut sold: Vec<MemorySize> = Vec::new();
        if let Some(chip) = self.chip() {
            let sizes = chip.candidates.iter().flat_map(|candidate| &candidate.sizes);
            for size in sizes.chain(&chip.sizes) {
                if !sold.contains(size) {
                    sold.push(*size);
                }
            }
            crate::domain::text::order::sort_by(&mut sold, Ord::cmp);
        }
        if sold.is_empty() {
            sold = USUAL_GB.into_iter().map(MemorySize::from_gb).collect();
        }
        let range = self.system_memory_range;
        let is_within = |size: &MemorySize| {
            range.is_none_or(|range| {
                *size >= range.at_least && range.at_most.is_none_or(|at_most| *size <= at_most)
            })
        };
        // A browser's word is rounded; where nothing fits it, it is not trusted.
        if sold.iter().any(is_within) {
            sold.retain(is_within);
        }
        sold
    }
}
