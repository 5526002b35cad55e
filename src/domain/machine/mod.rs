//! A reader's machine: its devices and memory, the catalog of devices, and every way to learn of one.

pub mod devices;
pub mod draft;
pub mod hardware;
pub mod pasted;
pub mod profiles;
pub mod recognition;
