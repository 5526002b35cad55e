//! How weights are kept: the formats that hold them and the quantizations that shrink them.

pub mod format;
pub mod quantization;
