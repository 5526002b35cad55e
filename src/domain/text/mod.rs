//! What texts are: bounded quotes of what others wrote, decimals, percent-encoding, amounts of memory.

pub mod decimal;
pub mod key_set;
pub mod memory_size;
pub mod order;
pub mod percent;
pub mod quote;
pub mod text_index;
