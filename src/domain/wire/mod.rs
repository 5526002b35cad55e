//! JSON at the border: what others wrote, read so that a malformed field costs that field and a malformed row that row.

pub mod json;
