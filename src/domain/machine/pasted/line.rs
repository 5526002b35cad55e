//! One line: by its label, by the tool that prints such lines, or as free text.

use std::borrow::Cow;

use super::collect::{Collected, Source, is_slice};
use super::free_text::Context;
use super::label::{Label, labelled};
use super::tool::{Row, Tools};
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
pub fn read(number: usize, line: &str, tools: &mut Tools, collected: &mut Collected<'_>) {
    let plain = without_colours(line);
    let text = plain.trim();
    if text.is_empty() {
        return;
    }
    collected.at(number, text);
    match tools.row(text, collected) {
        Some(Row::Understood) => {}
        Some(Row::Lines(lines)) => lines
            .iter()
            .for_each(|line| plain_line(line, line, tools, collected)),
        None => plain_line(&plain, text, tools, collected),
    }
}

/// A line that is no row of a table.
fn plain_line(line: &str, text: &str, tools: &mut Tools, collected: &mut Collected<'_>) {
    if tools.read(line, collected) || table_head(text, collected) || table_numbers(text, collected) {
        return;
    }
    match labelled(text) {
        Some((label, place, value)) => labelled_line(label, Source::Label(place), value, text, collected),
        None => drop(free_text::read(text, Context::default(), collected)),
    }
}

/// A line without the codes that colour it on a terminal (`ESC [ … m`).
fn without_colours(line: &str) -> Cow<'_, str> {
    if !line.contains('\u{1b}') {
        return Cow::Borrowed(line);
    }
    let mut parts = line.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|letter: char| letter.is_ascii_alphabetic());
        let rest = end.and_then(|end| part.get(end.saturating_add(1)..));
        plain.push_str(rest.unwrap_or_default());
    }
    Cow::Owned(plain)
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

/// Rows of tables whose head said what their numbers are.
fn table_numbers(text: &str, collected: &mut Collected<'_>) -> bool {
    let numbers = || {
        text.split([' ', ',', '\t'])
            .filter_map(|part| part.trim().parse::<u64>().ok())
    };
    if collected.numbers_are_modules && labelled(text).is_none() {
        let mut is_row = false;
        for number in numbers() {
            if number >= 1 << 29 {
                collected.module_or_vram(number);
                is_row = true;
            } else if let Ok(speed) = u16::try_from(number) {
                collected.speed(speed);
            }
        }
        return is_row;
    }
    if collected.numbers_are_adapter_ram
        && let Some(bytes) = numbers().find(|number| *number >= 1 << 26)
    {
        let name: Vec<&str> = text
            .split_whitespace()
            .filter(|part| part.parse() != Ok(bytes))
            .collect();
        let _ = collected.name(&name.join(" "), None, Source::Text, None);
        collected.adapter_ram(bytes);
        return true;
    }
    if collected.numbers_are_mib
        && let Some((name, rest)) = text.split_once(',')
    {
        // The place may stand before the name: "0, NVIDIA GeForce RTX 3090, 24576 MiB".
        let is_place = name.bytes().all(|byte| byte.is_ascii_digit());
        let (name, rest) = match rest.split_once(',').filter(|_| is_place) {
            Some((name, rest)) => (name.trim(), rest),
            None => (name, rest),
        };
        let _ = collected.name(name, None, Source::Smi, None);
        let plain = || {
            numbers()
                .find(|number| (512..1 << 20).contains(number))
                .map(|mib| mib << 20)
        };
        if let Some(bytes) = amount::amounts(rest).first().copied().or_else(plain) {
            collected.device_memory(bytes);
        }
        return true;
    }
    false
}

/// A name behind a label: a tool's, or what a person wrote there.
fn labelled_name(label: Label, source: Source, value: &str, collected: &mut Collected<'_>) {
    let name = gpu_of_processor(value);
    // Tools put the clock, the memory and the kind behind the name: "… @ 3.09 GHz (15.62 GiB) [Discrete]".
    let ends = [" @ ", " ("].into_iter().filter_map(|end| name.find(end));
    let bare = name.get(..ends.min().unwrap_or(name.len())).unwrap_or(name);
    let source = if label == Label::NameOnce {
        Source::Once
    } else {
        source
    };
    let is_list = bare.contains([',', ';', '+', '、', '，']) || bare.contains(" and ");
    if is_slice(bare) && collected.name(bare, None, source, None) {
        return;
    }
    let is_whole = !is_list && collected.can_name(bare);
    let context = Context {
        is_graphics: true,
        is_one_name: !is_list,
    };
    if !is_whole && free_text::read(value, context, collected) {
        return;
    }
    let cut = name.split(" @ ").next().unwrap_or(name);
    let is_named = collected.name(cut, None, source, None);
    if is_named && let Some(&memory) = amount::amounts(value.get(bare.len()..).unwrap_or_default()).first() {
        collected.device_memory(memory);
    }
}

fn labelled_line(label: Label, source: Source, value: &str, text: &str, collected: &mut Collected<'_>) {
    let amounts = amount::amounts(value);
    let bytes = || amounts.last().copied().or_else(|| amount::plain_number(value));
    match label {
        Label::Name | Label::NameOnce => labelled_name(label, source, value, collected),
        Label::Sentence => {
            let context = Context {
                is_graphics: true,
                ..Context::default()
            };
            let _ = free_text::read(text, context, collected);
        }
        Label::DeviceMemory if value.is_empty() => collected.awaits_device_memory = true,
        Label::Total if collected.awaits_device_memory => {
            bytes()
                .into_iter()
                .for_each(|bytes| collected.device_memory(bytes));
        }
        Label::Total | Label::Ignored => {}
        Label::DeviceMemory => amount::total(value)
            .or_else(|| amount::plain_number(value))
            .into_iter()
            .for_each(|bytes| collected.device_memory(bytes)),
        Label::AdapterRam => bytes().into_iter().for_each(|bytes| collected.adapter_ram(bytes)),
        Label::Cores => {
            if let Some(cores) = amount::plain_number(value).and_then(|cores| u16::try_from(cores).ok()) {
                collected.cores(cores);
            }
        }
        Label::SystemMemory if is_columns(value) => free_line(value, collected),
        Label::SystemMemory => match amount::total(value).or_else(|| amount::plain_number(value)) {
            Some(bytes) => {
                collected.system_memory(bytes);
                free_text::read_kind(value, collected);
            }
            // "RAM: 64".
            None => drop(free_text::read(text, Context::default(), collected)),
        },
        Label::SystemMemoryKib => {
            let plain = amount::plain_number(value).and_then(|kib| kib.checked_mul(1 << 10));
            if let Some(bytes) = amounts.first().copied().or(plain) {
                collected.system_memory(bytes);
            }
        }
        Label::FreeTotal => free_line(value, collected),
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

/// Whether a value is the row of numbers that `free` prints.
fn is_columns(value: &str) -> bool {
    let columns = value.split_whitespace();
    let is_number = |column: &str| {
        let end = column.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        !end.is_empty()
            && end
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    };
    columns.clone().count() >= 3 && columns.take(3).all(is_number)
}

/// The row of `free`, whose first number is the total; other tools print "used/total" there.
fn free_line(value: &str, collected: &mut Collected<'_>) {
    let first = value.split_whitespace().next().unwrap_or_default();
    let bytes = if value.contains('/') {
        amount::total(value)
    } else {
        let with_unit = amount::amounts(first).first().copied();
        with_unit.or_else(|| free_total(first))
    };
    if let Some(bytes) = bytes.or_else(|| amount::total(value)) {
        collected.system_memory(bytes);
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
