//! Tools whose lines mean something only together: each has a file, a state, and says whether a line is its own.

mod amd_smi;
mod clinfo;
mod engine;
mod lshw;
mod lspci;
mod nvidia_smi;
mod rocminfo;
mod table;
mod tegra;

pub use table::Row;

use super::collect::Collected;

/// What the tools remember from line to line.
#[derive(Clone, Debug, Default)]
pub struct Tools {
    table: table::Table,
    nvidia_smi: nvidia_smi::NvidiaSmi,
    amd_smi: amd_smi::AmdSmi,
    lshw: lshw::Lshw,
    clinfo: clinfo::Clinfo,
    rocminfo: rocminfo::Rocminfo,
}

impl Tools {
    /// Whether a line is a tool's own; what it says is collected then. `line` has its spaces before it still.
    pub fn read(&mut self, line: &str, collected: &mut Collected<'_>) -> bool {
        let text = line.trim();
        lspci::read(line, collected)
            || nvidia_smi::instance(text, collected)
            || nvidia_smi::bars(text, collected)
            || self.lshw.read(text, collected)
            || self.clinfo.read(text, collected)
            || self.rocminfo.read(text, collected)
            || engine::read(text, collected)
            || tegra::read(text, collected)
    }

    /// What a line in a drawn table says; nothing where it is none.
    pub fn row(&mut self, text: &str, collected: &mut Collected<'_>) -> Option<Row> {
        let cells = table::cells(text)?;
        if self.nvidia_smi.read(text, &cells, collected) || self.amd_smi.read(text, &cells, collected) {
            return Some(Row::Understood);
        }
        Some(self.table.row(&cells))
    }
}
