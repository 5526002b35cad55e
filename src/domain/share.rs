//! Hardware in a link.
