pub mod fixtures;
mod golden;
mod names;
mod precision;
mod properties;
mod sets;
