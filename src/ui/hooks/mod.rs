//! State and effects. Each hook returns a named handle.

pub mod use_announcement;
pub mod use_assessed_rows;
pub mod use_assessing;
pub mod use_field_text;
pub mod use_hub_search;
pub mod use_machine;
pub mod use_model;
pub mod use_retry_when_online;
pub mod use_route;
pub mod use_service_worker;
pub mod use_settings;
