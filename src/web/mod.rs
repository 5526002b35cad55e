//! The shell: one small file for each browser service. No `html!` here.
//!
//! What every file keeps to:
//!
//! * The browser may refuse anything (blocked storage, no permission, an old engine): each refusal is a value or is
//!   ignored where nothing depends on it. Nothing here panics.
//! * Whoever listens gets a guard that stops listening when dropped.
//! * What comes in (answers, storage, files, the fragment) is bounded here and read by the domain.

pub mod abort;
pub mod accuracy;
pub mod adapter;
pub mod catalog;
pub mod chosen_file;
pub mod clipboard;
pub mod clock;
pub mod color_scheme;
pub mod data_saver;
pub mod devices;
pub mod dialog;
pub mod document;
pub mod download;
pub mod first_visit;
pub mod focus;
pub mod http;
pub mod hub_client;
pub mod in_view;
pub mod kept;
pub mod keyboard;
pub mod location;
pub mod model_file;
pub mod number_format;
pub mod online;
pub mod panic_overlay;
pub mod print;
pub mod profile_store;
mod recent;
pub mod scroll;
pub mod service_worker;
pub mod settings_store;
pub mod storage;
pub mod stored_text;
pub mod styles;
pub mod token;
pub mod viewport;
mod window;
