//! rocminfo: an agent's name is the processor's or the instruction set of a GPU, whose real name may stand below it.

use super::super::collect::{Collected, Source};
use super::super::free_text::with_gfx;

/// The agent that is being read.
#[derive(Clone, Debug, Default)]
pub struct Rocminfo {
    n_gpus: usize,
    is_gpu: bool,
    has_agents: bool,
}

impl Rocminfo {
    /// Whether a line is rocminfo's.
    pub fn read(&mut self, text: &str, collected: &mut Collected<'_>) -> bool {
        if text.starts_with("ROCk module") || text.starts_with("HSA Agents") {
            self.has_agents = true;
            return true;
        }
        if self.has_agents && text.starts_with("Agent ") {
            self.is_gpu = false;
            return true;
        }
        let Some((label, value)) = text.split_once(':') else {
            return false;
        };
        let value = value.trim();
        match label.trim() {
            "Name" if value.starts_with("gfx") => {
                self.is_gpu = true;
                self.n_gpus += 1;
                let candidates = with_gfx(value, collected.catalog());
                let place = self.n_gpus.to_string();
                if candidates.is_empty() {
                    collected.unclear(text);
                } else if collected.may_name() {
                    collected.add(value, candidates, Source::Rocminfo, Some(&place), 1);
                }
                true
            }
            "Name" if value.starts_with("amdgcn-") => true,
            "Name" if self.has_agents && !value.contains("Radeon") => true,
            "Marketing Name" if self.is_gpu => {
                let devices = collected.catalog();
                let (outcome, _) = crate::domain::machine::recognition::recognise_name(value, None, devices);
                let ids = super::super::collect::candidates_of(outcome).unwrap_or_default();
                collected.narrow(|device| ids.contains(&device));
                true
            }
            // "Size: 25149440(0x17fc000) KB" of a pool.
            "Size" if self.has_agents => {
                let number = value
                    .split(['(', ' '])
                    .next()
                    .and_then(|number| number.parse::<u64>().ok());
                if self.is_gpu
                    && !collected.knows_memory()
                    && value.ends_with("KB")
                    && let Some(bytes) = number.and_then(|kib| kib.checked_mul(1 << 10))
                    && bytes >= 1 << 28
                {
                    collected.device_memory(bytes);
                }
                true
            }
            _ => self.has_agents && text.starts_with("Uuid"),
        }
    }
}
