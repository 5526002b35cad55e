//! What every fuzz target needs: a limit of memory that fails the run.
//!
//! A target is a file in `src/bin`; its seeds are named in `xtask/src/fuzz.rs`.

#[path = "../../xtask/src/counted_memory.rs"]
mod counted_memory;

/// Runs a piece of work.
///
/// # Panics
/// If it held more than `limit` bytes at any time.
pub fn within<T>(limit: usize, work: impl FnOnce() -> T) -> T {
    let (result, peak) = counted_memory::measured(work);
    assert!(peak <= limit, "held {peak} bytes, more than the {limit} allowed");
    result
}
