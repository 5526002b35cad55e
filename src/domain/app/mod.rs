//! What the page is about: searches, routes, share links, stored documents.

pub mod accuracy;
pub mod header_failure;
pub mod insights;
pub mod loadable;
pub mod model_state;
pub mod qr_code;
pub mod route;
pub mod search_state;
pub mod share;
pub mod sharpening;
pub mod stored;
