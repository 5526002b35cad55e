//! Pages: they own their state and their layout. All but the first are loaded when they are first opened.

pub mod compare;
pub mod explore;
pub mod how_exact;
pub mod how_it_works;
pub mod later;
pub mod model;
pub mod my_hardware;
pub mod not_found;
pub mod search_filters;
pub mod settings;
