//! How much of a Mac's memory graphics may take.

use super::amount::{Amount, per_mille};
use crate::domain::machine::hardware::{MacSystem, wired_limit_thousandths};

/// What `recommendedMaxWorkingSetSize` of Metal comes to on a machine with so much memory, in bytes: from what older
/// systems give to a hundredth more than was measured of current ones.
pub fn working_set(bytes: u64) -> Amount {
    let gb = u32::try_from(bytes >> 30).unwrap_or(u32::MAX);
    let share = |system| u64::from(wired_limit_thousandths(gb, system));
    let current = share(MacSystem::Current);
    Amount::range(
        per_mille(bytes, share(MacSystem::Older)),
        per_mille(bytes, current),
        per_mille(bytes, current.saturating_add(10)),
    )
}
