//! How much memory a machine offers to a model, by the Standard estimate (README, How the verdict is computed).

use super::Hardware;

/// The memory of a machine as the Standard estimate counts it, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvailableMemory {
    /// Σ device memory × count. Unified memory is not in here: it is the system memory below and counts once.
    pub total_gpu: u64,
    /// System memory (unified memory included).
    pub system: u64,
    /// The part of the system memory that is left alone.
    pub reserved_system: u64,
    /// System memory without the reserve.
    pub available_system: u64,
    /// `total_gpu + available_system`.
    pub available: u64,
    /// Of the available memory, what a GPU reaches: its own, or the usable share of unified memory.
    pub gpu_reach: u64,
    /// The share of unified memory that the GPU may use without changing a setting; 0 where none is shared.
    pub gpu_share: u64,
    /// Whether CPU and GPU share the system memory.
    pub is_unified: bool,
}

impl Hardware {
    /// Counts the machine's memory: `available = total_gpu + (system_memory − system_memory × reserve)`.
    pub fn available_memory(&self) -> AvailableMemory {
        let total_gpu = self.devices.iter().fold(0_u64, |sum, group| {
            sum.saturating_add(group.memory.bytes().saturating_mul(u64::from(group.count)))
        });
        let system = self.system_memory.bytes();
        let reserved_system = percent_of(system, self.system_reserve_percent.min(100));
        let available_system = system.saturating_sub(reserved_system);
        let gpu_share = match self.unified {
            Some(unified) => percent_of(system, unified.gpu_share_percent.unwrap_or(100).min(100)),
            None => 0,
        };
        AvailableMemory {
            total_gpu,
            system,
            reserved_system,
            available_system,
            available: total_gpu.saturating_add(available_system),
            gpu_reach: total_gpu.saturating_add(gpu_share.min(available_system)),
            gpu_share,
            is_unified: self.unified.is_some(),
        }
    }
}

/// `percent` hundredths of `bytes`, rounded to the nearest byte (half up).
fn percent_of(bytes: u64, percent: u8) -> u64 {
    let hundredths = u128::from(bytes) * u128::from(percent);
    u64::try_from((hundredths + 50) / 100).unwrap_or(u64::MAX)
}
