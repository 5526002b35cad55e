//! How much of a Mac's memory graphics may take.

use super::amount::{Amount, per_mille};

const GIB: u64 = 1 << 30;

/// What `recommendedMaxWorkingSetSize` of Metal comes to on a machine with so much memory, in bytes.
///
/// Reported values: two thirds of 16 GB and three quarters of 64 GB on the systems of 2023 (llama-cpp-python issue 687,
/// llama.cpp issue 1870), 0.74 of 16 GB, 0.83 of 64 GB and 0.84 of 128 and 192 GB on those of 2026 (llmfit pull request 754,
/// llama.cpp pull requests 22673 and 18919, ds4 pull request 893). Between these the share is taken to rise evenly.
/// `iogpu.wired_limit_mb` overrides it.
pub fn working_set(bytes: u64) -> Amount {
    let older = if bytes <= 36 * GIB { 666 } else { 750 };
    // From 0.74 at 16 GB to 0.83 at 64 GB.
    let above = bytes.clamp(16 * GIB, 64 * GIB).saturating_sub(16 * GIB) / GIB;
    let current = 740_u64.saturating_add(above.saturating_mul(90) / 48);
    Amount::range(
        per_mille(bytes, older),
        per_mille(bytes, current),
        per_mille(bytes, current.saturating_add(10)),
    )
}
