//! Placement: in which memory a model lies.

use crate::domain::machine::hardware::AvailableMemory;

/// Where the weights go when the memory check passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placement {
    /// Wholly in the memory of the GPUs.
    Gpu,
    /// Wholly in the share of unified memory that the GPU may use.
    Unified,
    /// In unified memory, above the share that the GPU may use without changing a setting.
    UnifiedBeyondGpuShare,
    /// Partly in system memory: runs, slower.
    GpuAndSystem,
    /// In system memory: the CPU computes.
    System,
}

impl Placement {
    /// Whether a GPU reaches all of it, so that it runs at full speed.
    pub const fn is_wholly_on_gpu(self) -> bool {
        matches!(self, Self::Gpu | Self::Unified)
    }
}

/// Where `required` bytes go on a machine; `None` if they do not fit.
pub fn place(required: u64, memory: &AvailableMemory) -> Option<Placement> {
    if required > memory.available {
        return None;
    }
    Some(match (memory.is_unified, memory.gpu_reach) {
        (true, reach) if required <= reach => Placement::Unified,
        (true, _) if memory.total_gpu == 0 => Placement::UnifiedBeyondGpuShare,
        (_, 0) => Placement::System,
        (_, reach) if required <= reach => Placement::Gpu,
        _ => Placement::GpuAndSystem,
    })
}
