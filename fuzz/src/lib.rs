//! What every fuzz target needs: a limit of memory that fails the run.
//!
//! A target is a file in `src/bin`; its seeds are named in `xtask/src/fuzz.rs`.

mod counted_memory;

pub use counted_memory::within;
