//! What the page is about: searches, routes, share links, stored documents.

pub mod accuracy;
pub mod qr_code;
pub mod route;
pub mod share;
pub mod stored;
