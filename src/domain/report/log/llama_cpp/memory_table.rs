//! llama.cpp's memory table (pull request 15860), under each of the names that its function has had:
//!
//! ```text
//! common_memory_breakdown_print: | memory breakdown [MiB] | total    free     self   model   context   compute    unaccounted |
//! common_memory_breakdown_print: |   - CUDA0 (RTX 3090)   | 24124 = 7860 + (15946 = 15364 +     411 +     170) +         318 |
//! common_memory_breakdown_print: |   - Host               |                    804 =   682 +       0 +     122                |
//! ```

use crate::domain::report::log::figure::Amount;
use crate::domain::report::log::line::{Line, after, cut};
use crate::domain::report::log::memory::{Basis, DeviceMemory, Place};
use crate::domain::report::log::report::Engine;
use crate::domain::report::log::run::Reader;

const MIB: u64 = 1 << 20;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    if !line.has("memory_breakdown") {
        return false;
    }
    if line.has("memory breakdown [MiB]") || line.has("memory breakdown:") {
        reader.run().devices.clear();
        return true;
    }
    if let Some(row) = row(line) {
        reader.saw(Engine::LlamaCpp);
        reader.add_device(row);
    }
    true
}

fn row(line: &Line<'_>) -> Option<DeviceMemory> {
    let text = after(line.table_text()?, " - ")?;
    // The first version had a colon instead of bars.
    let (name, figures) = text.split_once('|').or_else(|| text.split_once(": "))?;
    let figures: Vec<i64> = figures
        .split(|character: char| !character.is_ascii_digit() && character != '-')
        .filter(|digits| digits.contains(|character: char| character.is_ascii_digit()))
        .map(|digits| digits.parse().unwrap_or(i64::MAX))
        .collect();
    let (total, free, [own, model, context, compute], unaccounted) = match *figures.as_slice() {
        [total, free, own, model, context, compute, rest] => (
            Some(total),
            Some(free),
            [own, model, context, compute],
            Some(rest),
        ),
        [total, own, model, context, compute] => (Some(total), None, [own, model, context, compute], None),
        [own, model, context, compute] => (None, None, [own, model, context, compute], None),
        _ => return None,
    };
    // While it fits a model into memory, llama.cpp prints the table of a model that is not there: more is then used than
    // is missing, and the rest is negative or, printed without its sign, enormous.
    let is_missing = unaccounted.is_some_and(|rest| rest < 0 || total.is_some_and(|total| rest > total));
    let known = unaccounted.filter(|_| !is_missing);
    Some(DeviceMemory {
        place: Place::of_buffer(name.trim().split(' ').next().unwrap_or(name)),
        name: cut(name),
        total: total.and_then(amount),
        free: free.and_then(amount),
        own: amount(own)?,
        model: amount(model)?,
        context: amount(context)?,
        compute: amount(compute)?,
        unaccounted: known.and_then(amount),
        basis: if is_missing {
            Basis::Expected
        } else {
            Basis::Measured
        },
        source: line.source(),
    })
}

/// Whole MiB, cut off and not rounded.
fn amount(mib: i64) -> Option<Amount> {
    Some(Amount {
        bytes: u64::try_from(mib).ok()?.saturating_mul(MIB),
        rounding: MIB,
    })
}
