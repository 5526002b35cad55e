//! The domain's tests: one binary, one module for each area.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod catalog;
mod devices;
mod gguf;
mod engine_log;
mod hardware;
mod hub_answers;
mod hub_documents;
mod hub_errors;
mod hub_fields;
mod hub_odd_answers;
mod hub_requests;
mod json;
mod key_set;
mod labels;
mod layers;
mod machines;
mod memory_size;
mod models;
mod order;
mod parameters;
mod percent;
mod presets;
mod profiles;
mod recognition;
mod remembered;
mod qr_code;
mod routes;
mod run_command;
mod search;
mod share_links;
mod standard_estimate;
mod stored_profiles;
mod variants;
mod verdicts;
