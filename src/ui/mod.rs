//! The page, in Yew. No fetch, no storage, no arithmetic about memory here.

/// Puts the app into the element with the id `app`.
pub fn mount() {}
