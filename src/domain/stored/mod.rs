//! What the browser keeps.
