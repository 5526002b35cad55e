//! How much of its memory a Mac lets its GPU have.

/// Whether a Mac's system is one of those that give the GPU less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacSystem {
    /// macOS 14 and 15: measured 2/3 at 16 GB and 3/4 at 64 GB (llama-cpp-python issue 687, exo pull request 1672,
    /// llama.cpp issue 1870).
    Older,
    /// Current ones: 0.74 at 16 GB to 0.84 from 128 GB on (llmfit pull request 754, llama.cpp pull request 22673, ds4
    /// pull request 893, llama.cpp pull request 18919).
    Current,
}

/// The share of its memory in thousandths that macOS lets the GPU of a Mac with so many GB have
/// (`recommendedMaxWorkingSetSize`).
///
/// Older systems: 2/3 up to 36 GB, 3/4 above. Current ones: 0.667 below 16 GB (nothing newer is measured), 0.74 at
/// 16 GB, 0.83 at 64 GB, 0.84 from 128 GB on, interpolated between.
///
/// `sudo sysctl iogpu.wired_limit_mb` changes it.
pub const fn wired_limit_thousandths(gb: u32, system: MacSystem) -> u32 {
    match (system, gb) {
        (MacSystem::Older, ..=36) | (MacSystem::Current, ..16) => 667,
        (MacSystem::Older, _) => 750,
        (MacSystem::Current, 16..64) => 740 + (gb - 16) * (830 - 740) / (64 - 16),
        (MacSystem::Current, 64..128) => 830 + (gb - 64) * (840 - 830) / (128 - 64),
        (MacSystem::Current, _) => 840,
    }
}
