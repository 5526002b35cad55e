//! llama.cpp, and what is built on it: what it prints while it looks for devices, loads, makes a context and answers.
//!
//! The lines are those of `llama-model.cpp`, `llama-context.cpp`, `llama-kv-cache.cpp`, `llama-memory-recurrent.cpp` and
//! the backends; older versions print the same figures behind other prefixes (`llm_load_tensors:`,
//! `llama_new_context_with_model:`), so prefixes are hardly looked at. All their sizes are powers of 1,024, whatever the
//! unit is called.

mod buffers;
mod context;
mod devices;
mod failure;
mod memory_table;
mod model;
mod timings;

use super::figure::Amount;
use super::line::Line;
use super::number::{Units, read_amount};
use super::run::Reader;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    memory_table::read(reader, line)
        || buffers::read(reader, line)
        || devices::read(reader, line)
        || failure::read(reader, line)
        || context::read(reader, line)
        || model::read(reader, line)
        || timings::read(reader, line)
}

/// The amount behind `=`, in powers of 1,024.
fn amount_behind_equals(text: &str) -> Option<Amount> {
    let size = text.trim_start().strip_prefix('=')?;
    read_amount(size, Units::Binary).map(|(size, _)| size)
}
