//! Pages: they own their state and their layout.

pub mod explore;
pub mod not_found;
