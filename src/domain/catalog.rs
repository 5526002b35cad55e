//! The starter catalog for a machine without internet.
