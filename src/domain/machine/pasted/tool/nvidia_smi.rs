//! nvidia-smi's table: the name and the place in one row, the memory in the next, and MIG in the third.

use super::super::collect::{Collected, Source};
use super::super::{Doubt, amount};

/// Where in the table the reader is.
#[derive(Clone, Debug, Default)]
pub struct NvidiaSmi {
    has_named: bool,
    n_rows: usize,
    is_in_instances: bool,
}

/// Whether a line is nvtop's: `GPU[||  12%] MEM[||  0.5Gi/24.0Gi]`.
pub fn bars(text: &str, collected: &mut Collected<'_>) -> bool {
    let Some((_, memory)) = text
        .split_once("MEM[")
        .filter(|(before, _)| before.contains("GPU["))
    else {
        return false;
    };
    if let Some(bytes) = amount::total(memory) {
        collected.device_memory(bytes);
    }
    true
}

/// Whether a line is an instance of `nvidia-smi -L`: `  MIG 3g.20gb     Device  0: (UUID: MIG-…)`.
pub fn instance(text: &str, collected: &mut Collected<'_>) -> bool {
    let is_instance = text.starts_with("MIG ") && text.contains("Device");
    if is_instance {
        collected.doubt_last(|device| Doubt::MigOn { device });
    }
    is_instance
}

impl NvidiaSmi {
    /// Whether a row is nvidia-smi's.
    pub fn read(&mut self, text: &str, cells: &[&str], collected: &mut Collected<'_>) -> bool {
        if text.contains("NVIDIA-SMI") || text.contains("Persistence-M") {
            self.is_in_instances = false;
            return true;
        }
        self.is_in_instances |= text.contains("MIG devices:");
        // "|  GPU  GI  CI  PID …" begins the processes.
        if text.contains("PID") || text.contains("Processes") || text.contains("Process name") {
            self.has_named = false;
            self.is_in_instances = false;
            return true;
        }
        if self.is_in_instances {
            return true;
        }
        let [first, rest @ ..] = cells else {
            return false;
        };
        // The row of the next device ends with "N/A" too, and tables cut short have it right behind the memory.
        let bus = rest
            .first()
            .and_then(|cell| cell.split(' ').next())
            .filter(|bus| bus.matches(':').count() == 2 && bus.contains('.'));
        if self.has_named && self.n_rows < 2 && bus.is_none() {
            self.n_rows += 1;
            if let Some(memory) = rest.iter().find(|cell| cell.contains("MiB /")) {
                if let Some(&total) = amount::amounts(memory).last() {
                    collected.device_memory(total);
                }
                return true;
            }
            if rest.last().is_some_and(|cell| cell.ends_with("Enabled")) {
                collected.doubt_last(|device| Doubt::MigOn { device });
                return true;
            }
            if rest
                .last()
                .is_some_and(|cell| matches!(*cell, "N/A" | "Disabled"))
            {
                return true;
            }
        }
        // "|   0  Orin (nvgpu)   N/A  | N/A   N/A | …" of a Jetson.
        let module = first
            .split_whitespace()
            .nth(1)
            .filter(|_| first.contains("(nvgpu)"));
        if let Some(module) = module {
            super::tegra::module(Some(module), collected);
            return true;
        }
        let Some(bus) = bus else {
            return false;
        };
        let Some((place, name)) = first.split_once(' ') else {
            return false;
        };
        if !place.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let name = name.trim();
        let ends = ["  ", " On", " Off", " WDDM", " TCC", " MCDM"];
        let end = ends.into_iter().filter_map(|end| name.find(end)).min();
        let name = name.get(..end.unwrap_or(name.len())).unwrap_or_default();
        match name.strip_suffix("...") {
            Some(cut) => collected.cut_name(cut.trim(), Source::Smi, Some(bus)),
            None => drop(collected.name(name, None, Source::Smi, Some(bus))),
        }
        self.has_named = true;
        self.n_rows = 0;
        true
    }
}
