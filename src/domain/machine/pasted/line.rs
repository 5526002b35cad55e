//! One line: by its label, by the tool that prints such lines, or as free text.

use super::collect::{Collected, Source};
use super::label::{Label, labelled};
use super::{READ_BYTES_MAX, READ_LINES_MAX, amount, free_text, modules};
use crate::domain::machine::devices::beginning_of;
use crate::domain::machine::devices::system_memory::MemoryGeneration;

/// Longest line that is read, in bytes; a shop's title has 250.
const LINE_BYTES_MAX: usize = 1_000;

/// The lines that are read, with their numbers, and whether something was left out.
pub fn lines(text: &str) -> (impl Iterator<Item = (usize, &str)>, bool) {
    let part = beginning_of(text, READ_BYTES_MAX);
    let is_cut = part.len() < text.len() || part.lines().nth(READ_LINES_MAX).is_some();
    let lines = part.lines().take(READ_LINES_MAX).enumerate();
    let numbered = lines.map(|(above, line)| (above.saturating_add(1), beginning_of(line, LINE_BYTES_MAX)));
    (numbered, is_cut)
}

/// Reads one line.
pub fn read(number: usize, line: &str, collected: &mut Collected<'_>) {
    let text = line.trim();
    if text.is_empty() {
        return;
    }
    collected.at(number, text);
    if smi_table(text, collected) || lspci(text, collected) || table_head(text, collected) {
        return;
    }
    match labelled(text) {
        Some((label, place, value)) => labelled_line(label, Source::Label(place), value, collected),
        None => free_text::read(text, collected),
    }
}

/// A row of nvidia-smi's table: the name, and in the next row the memory.
fn smi_table(text: &str, collected: &mut Collected<'_>) -> bool {
    if !text.starts_with('|') {
        return false;
    }
    let mut cells = text.split('|').map(str::trim).filter(|cell| !cell.is_empty());
    let first = cells.next().unwrap_or_default();
    if let Some(memory) = cells.find(|cell| cell.contains("MiB /")) {
        if let Some(&total) = amount::amounts(memory).last() {
            collected.device_memory(total);
        }
        return true;
    }
    let Some((place, name)) = first.split_once(' ') else {
        return true;
    };
    if place.bytes().all(|byte| byte.is_ascii_digit()) {
        let name = name.trim();
        let end = ["  ", " On", " Off", " WDDM", " TCC", " MCDM"]
            .into_iter()
            .filter_map(|end| name.find(end))
            .min();
        let name = name.get(..end.unwrap_or(name.len())).unwrap_or_default();
        match name.strip_suffix("...") {
            Some(cut) => collected.cut_name(cut.trim(), Source::Smi),
            None => collected.name(name, None, Source::Smi),
        }
    }
    true
}

/// `01:00.0 VGA compatible controller [0300]: NVIDIA Corporation GA102 [GeForce RTX 3090] [10de:2204] (rev a1)`
fn lspci(text: &str, collected: &mut Collected<'_>) -> bool {
    const CLASSES: [&str; 3] = ["VGA compatible controller", "3D controller", "Display controller"];
    let Some((_, behind)) = CLASSES.iter().find_map(|class| text.split_once(class)) else {
        return false;
    };
    let Some((_, device)) = behind.split_once(": ") else {
        return false;
    };
    let pci_id = device.split('[').skip(1).find_map(|part| {
        let (vendor, id) = part.split(']').next()?.split_once(':')?;
        let is_pair = vendor.len() == 4 && id.len() == 4;
        is_pair.then(|| u16::from_str_radix(id, 16).ok())?
    });
    let maker = ["NVIDIA", "AMD", "Intel"]
        .into_iter()
        .find(|maker| device.contains(maker));
    let maker = maker.unwrap_or_default();
    // The name stands in the last bracket that is neither the maker nor the id; chips without one have only the chip's.
    let bracketed = device
        .split('[')
        .skip(1)
        .filter_map(|part| part.split_once(']').map(|(inside, _)| inside));
    let name = bracketed
        .filter(|inside| !inside.contains(':') && *inside != "AMD/ATI")
        .last()
        .unwrap_or_else(|| {
            let plain = device.split(['[', '(']).next().unwrap_or(device);
            plain.rsplit("Corporation").next().unwrap_or(plain)
        });
    collected.name(&format!("{maker} {}", name.trim()), pci_id, Source::Lspci);
    true
}

/// The first line of a table without labels: what its numbers are.
fn table_head(text: &str, collected: &mut Collected<'_>) -> bool {
    let lower = text.to_ascii_lowercase();
    let has = |word: &str| lower.split([' ', ',', '\t']).any(|part| part.trim() == word);
    if has("adapterram") && !lower.contains([':', '=']) {
        collected.numbers_are_adapter_ram = true;
    } else if lower.starts_with("name, memory")
        || lower.contains(", memory.total")
        || lower.starts_with("memory.total")
    {
        collected.numbers_are_mib = true;
    } else if has("capacity") && !lower.contains([':', '=']) {
        collected.numbers_are_modules = true;
    } else {
        return false;
    }
    true
}

fn labelled_line(label: Label, source: Source, value: &str, collected: &mut Collected<'_>) {
    let amounts = amount::amounts(value);
    let bytes = || amounts.last().copied().or_else(|| amount::plain_number(value));
    match label {
        Label::Name | Label::NameOnce => {
            let source = if label == Label::NameOnce {
                Source::Once
            } else {
                source
            };
            collected.name(gpu_of_processor(value), None, source);
            // Fastfetch and others put the memory behind the name.
            if let Some(&memory) = amounts.first() {
                collected.device_memory(memory);
            }
        }
        Label::DeviceMemory if value.is_empty() => collected.awaits_device_memory = true,
        Label::Total if collected.awaits_device_memory => {
            bytes()
                .into_iter()
                .for_each(|bytes| collected.device_memory(bytes));
        }
        Label::Total | Label::Ignored => {}
        Label::DeviceMemory => bytes()
            .into_iter()
            .for_each(|bytes| collected.device_memory(bytes)),
        Label::AdapterRam => bytes().into_iter().for_each(|bytes| collected.adapter_ram(bytes)),
        Label::Cores => {
            if let Some(cores) = amount::plain_number(value).and_then(|cores| u16::try_from(cores).ok()) {
                collected.cores(cores);
            }
        }
        Label::SystemMemory => bytes()
            .into_iter()
            .for_each(|bytes| collected.system_memory(bytes)),
        Label::SystemMemoryKib => {
            let plain = amount::plain_number(value).and_then(|kib| kib.checked_mul(1 << 10));
            if let Some(bytes) = amounts.first().copied().or(plain) {
                collected.system_memory(bytes);
            }
        }
        Label::FreeTotal => {
            let first = value.split_whitespace().next().unwrap_or_default();
            if let Some(bytes) = amount::amounts(first)
                .first()
                .copied()
                .or_else(|| free_total(first))
            {
                collected.system_memory(bytes);
            }
        }
        Label::ModuleSize => {
            if let Some(bytes) = bytes() {
                collected.module_or_vram(bytes);
            }
        }
        Label::ModuleType => {
            if let Some(generation) = MemoryGeneration::from_word(value) {
                collected.generation(generation);
            }
        }
        Label::ModuleTypeNumber => {
            if let Some(generation) = amount::plain_number(value).and_then(modules::generation_of) {
                collected.generation(generation);
            }
        }
        Label::ModuleSpeed => {
            let first = value.split(' ').next().unwrap_or_default();
            if let Some(speed) = first.parse().ok().filter(|speed| *speed > 0) {
                collected.speed(speed);
            }
        }
        Label::ModuleLocator => collected.locate(value),
        Label::PciId => {
            if let Some(id) = windows_device_id(value) {
                collected.pci_id(id);
            }
        }
    }
}

/// The GPU in a processor's name: `AMD Ryzen 7 7840U w/ Radeon 780M Graphics`.
fn gpu_of_processor(name: &str) -> &str {
    let inside = ["w/", " with "]
        .into_iter()
        .find_map(|word| name.split_once(word));
    match inside {
        Some((_, gpu)) if gpu.contains("Radeon") => gpu,
        _ => name,
    }
}

/// `free` prints KiB unless it is told otherwise (`-b`, `-m`, `-g`); the magnitude tells which.
fn free_total(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    Some(match number {
        1_000_000_000.. => number,
        1_500_000.. => number << 10,
        512.. => number << 20,
        _ => number << 30,
    })
}

/// `PCI\VEN_10DE&DEV_2484&…`, or `0x2484` alone.
fn windows_device_id(value: &str) -> Option<u16> {
    let digits = match value.split_once("DEV_") {
        Some((_, behind)) => behind.get(..4)?,
        None => value.strip_prefix("0x")?,
    };
    u16::from_str_radix(digits, 16).ok()
}
