//! What an engine's log says, and how that compares with the estimates.

pub mod comparison;
pub mod diagnosis;
pub mod log;
