//! The pure core: facts, sums and decisions, in reading order:
//!
//! 1. [`memory_size`], [`mod@format`], [`quantization`]: the words.
//! 2. [`hub`]: the Hub's requests and answers as values; [`variant`]: what the files of a repository are;
//!    [`parameters`]: how many parameters they hold; [`gguf`], [`safetensors`] and [`model_config`]: what the files
//!    themselves say.
//! 3. [`hardware`]: the reader's machine; [`geometry`]: what a model is; [`estimate`]: how much memory a variant needs;
//!    [`verdict`]: whether it runs; [`speed`]: how fast; [`accuracy`]: how exact all this is.
//! 4. [`devices`]: every GPU there is; [`recognition`]: which of them a browser speaks of;
//!    [`pasted`]: the machine that a tool's output or a shop's title describes.
//! 5. [`search`], [`route`], [`share`]: what the address of the page says; [`profiles`]: the reader's saved machines;
//!    [`stored`]: what the browser keeps; [`catalog`]: the starter catalog for a machine without internet.
//! 6. [`run_command`]: the command that runs a variant as configured; [`engine_log`]: what an engine reported when it did;
//!    [`qr_code`]: a link as a picture.
//! 5. [`run_settings`]: how the reader wants it run; [`run_command`]: the command that runs a variant as configured;
//!    [`engine_log`]: what an engine reported when it did; [`qr_code`]: a link as a picture.
//!
//! [`json`] reads what they come from, [`order`] sorts their lists, and [`key_set`] and [`text_index`] hold
//! their sets.
//!
//! Invariants: no browser crate, no I/O, no clock, no randomness, no global state, no panic on any input, and no work
//! that grows faster than the size of the input.

pub mod accuracy;
pub mod catalog;
pub mod decimal;
pub mod described;
pub mod devices;
pub mod engine_log;
pub mod estimate;
pub mod format;
pub mod geometry;
pub mod gguf;
pub mod hardware;
pub mod hub;
pub mod json;
pub mod key_set;
pub mod memory_size;
pub mod model;
pub mod model_config;
pub mod order;
pub mod parameters;
pub mod pasted;
pub mod percent;
pub mod profiles;
pub mod qr_code;
pub mod quantization;
pub mod quote;
pub mod reality_check;
pub mod recognition;
pub mod route;
pub mod run_command;
pub mod run_settings;
pub mod safetensors;
pub mod search;
pub mod share;
pub mod speed;
pub mod stored;
pub mod text_index;
pub mod variant;
pub mod verdict;
