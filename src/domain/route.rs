//! The address of the page: the only place with path strings.
