//! LLM Lens: which language models of the Hugging Face Hub run on *my* machine, how well, and why.
//!
//! Three layers with one direction of dependency, kept by `tests/domain/layers.rs`:
//!
//! ```text
//! ui  →  web  →  domain          ui  →  domain
//! ```
//!
//! * [`domain`]: what models, files, hardware, memory and verdicts *are*. Pure Rust: no browser crate, no I/O, no
//!   clock, no panic on any input. It describes requests as values and parses bytes as values.
//! * `web`: the shell, one small file for each browser service. No `html!`.
//! * `ui`: the Yew page. No fetch, no storage, no arithmetic about memory.
//!
//! `web` and `ui` exist for the `wasm32` target only, and so do their dependencies: a native `cargo test` compiles the
//! domain alone.

pub mod domain;
#[cfg(target_arch = "wasm32")]
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod web;
