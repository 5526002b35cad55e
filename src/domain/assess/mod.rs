//! The answer for a model on a machine.

pub mod verdict;
