//! The pure core: facts, sums and decisions.
//!
//! Its rooms stand in the order in which they are best read. Each uses the rooms above it and none below it.
//!
//! | room | holds |
//! |---|---|
//! | [`text`] | what texts are: bounded quotes, decimals, percent-encoding, units |
//! | [`wire`] | JSON at the border |
//! | [`precision`] | formats and quantizations |
//! | [`model`] | repositories, models, parameters, variants, the starter catalog |
//! | [`files`] | what files say: GGUF, Safetensors, `config.json` |
//! | [`architecture`] | how layers, caches and graphs of a model are built |
//! | [`machine`] | devices, their catalog, hardware, recognition, pasted texts, profiles |
//! | [`run`] | how a model is to be run, and the command that does it |
//! | [`estimate`], [`speed`] | memory and time of a run on a machine |
//! | [`assess`] | the answer for a model on a machine |
//! | [`report`] | engine logs and how they compare |
//! | [`hub`] | requests and answers of the Hub as values |
//! | [`app`] | searches, routes, share links, stored documents |
//!
//! Invariants: no browser crate, no I/O, no clock, no randomness, no global state, no panic on any input, and no work
//! that grows faster than the size of the input.

pub mod app;
pub mod architecture;
pub mod assess;
pub mod estimate;
pub mod files;
pub mod hub;
pub mod machine;
pub mod model;
pub mod precision;
pub mod report;
pub mod run;
pub mod speed;
pub mod text;
pub mod wire;
