//! tegrastats and jtop of NVIDIA's Jetson modules: one memory for processor and GPU, and no name.

use super::super::amount;
use super::super::collect::{Collected, Source};
use crate::domain::machine::devices::{Device, DeviceKind, Vendor};

/// Whether a line is tegrastats'.
pub fn read(text: &str, collected: &mut Collected<'_>) -> bool {
    // "RAM 4722/7844MB (lfb 1x4MB) SWAP 0/3922MB (cached 0MB) CPU [2%@729,…] EMC_FREQ 0% GR3D_FREQ 0% …"
    let is_own = text.contains("GR3D_FREQ") || (text.contains("RAM ") && text.contains("(lfb "));
    let Some((_, behind)) = text.split_once("RAM ").filter(|_| is_own) else {
        return false;
    };
    let part = behind.split(' ').next().unwrap_or_default();
    if let Some(bytes) = amount::total(part) {
        collected.system_memory(bytes);
        module(None, collected);
    }
    true
}

/// The modules that have a word in their names, or all of them.
pub fn module(word: Option<&str>, collected: &mut Collected<'_>) {
    let is_module = |device: &&Device| {
        let has_word = word.is_none_or(|word| device.name.contains(word));
        device.kind == DeviceKind::Embedded && device.vendor == Vendor::Nvidia && has_word
    };
    let modules: Vec<&Device> = collected.catalog().iter().filter(is_module).collect();
    let name = format!("NVIDIA Jetson {}", word.unwrap_or_default());
    if !modules.is_empty() && collected.may_name() {
        collected.add(name.trim(), modules, Source::Once, None, 1);
    }
}
