pub mod fixtures;
mod golden;
mod precision;
mod properties;
mod sets;
