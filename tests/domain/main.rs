//! The domain's tests: one binary, one module for each area.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod accuracy;
mod assess;
mod catalog;
mod compare_links;
mod described;
mod detailed;
mod devices;
mod engine_log;
mod gguf;
mod hardware;
mod hub_answers;
mod hub_documents;
mod hub_errors;
mod hub_fields;
mod hub_odd_answers;
mod hub_requests;
mod hub_user_hardware;
mod json;
mod key_set;
mod labels;
mod layers;
mod machines;
mod memory_size;
mod model_config;
mod model_state;
mod models;
mod order;
mod parameters;
mod pasted;
mod percent;
mod presets;
mod profiles;
mod qr_code;
mod recognition;
mod report_comparison;
mod room_order;
mod routes;
mod run_command;
mod run_settings;
mod safetensors;
mod search;
mod search_state;
mod serving;
mod share_links;
mod sharpening;
mod speed;
mod speed_of_hardware;
mod speed_rows;
mod standard_estimate;
mod stored_profiles;
mod variants;
