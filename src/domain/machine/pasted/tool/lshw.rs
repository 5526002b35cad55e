//! lshw: sections that begin with `*-`, of which the displays and the memory count.

use super::super::amount;
use super::super::collect::{Collected, Source};
use crate::domain::machine::devices::system_memory::MemoryGeneration;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    /// Before the first one, and in other texts.
    #[default]
    None,
    Display,
    Memory,
    Bank,
    Other,
}

/// The section that the reader is in.
#[derive(Clone, Debug, Default)]
pub struct Lshw {
    section: Section,
    n_sections: usize,
}

impl Lshw {
    /// Whether a line is lshw's.
    pub fn read(&mut self, text: &str, collected: &mut Collected<'_>) -> bool {
        if let Some(name) = text.strip_prefix("*-") {
            let name = name.split([':', ' ']).next().unwrap_or_default();
            self.n_sections += 1;
            self.section = match name {
                "display" => Section::Display,
                "memory" => Section::Memory,
                "bank" => Section::Bank,
                _ => Section::Other,
            };
            return true;
        }
        if self.section == Section::None {
            return short(text, collected);
        }
        let Some((label, value)) = text.split_once(": ") else {
            // An empty line, or another tool's.
            if !text.is_empty() && !text.contains(':') {
                self.section = Section::None;
            }
            return self.section != Section::None;
        };
        if !LABELS.contains(&label) {
            self.section = Section::None;
            return false;
        }
        match (self.section, label) {
            (Section::Display, "product" | "produit" | "Produkt" | "producto" | "produto") => {
                let place = self.n_sections.to_string();
                let _ = collected.name(value, None, Source::Lshw, Some(&place));
            }
            (Section::Memory, "size" | "taille" | "Größe" | "tamaño" | "tamanho") => {
                if let Some(&bytes) = amount::amounts(value).first() {
                    collected.system_memory(bytes);
                    collected.has_total = true;
                }
            }
            (Section::Bank, "size" | "taille" | "Größe" | "tamaño" | "tamanho") => {
                if let Some(&bytes) = amount::amounts(value).first() {
                    collected.module_or_vram(bytes);
                }
            }
            (Section::Bank, "description" | "Beschreibung" | "descripción" | "descrição") => {
                let mut words = value.split([' ', ',']);
                if let Some(generation) = words.clone().find_map(MemoryGeneration::from_word) {
                    collected.generation(generation);
                }
                let numbers = value.split(' ').zip(words.by_ref().skip(1));
                let speed = numbers.filter(|(_, unit)| matches!(*unit, "MHz" | "MT/s"));
                if let Some(speed) = speed.filter_map(|(number, _)| number.parse().ok()).next() {
                    collected.speed(speed);
                }
            }
            (Section::Bank, "slot") => collected.locate(value),
            _ => {}
        }
        true
    }
}

/// Labels of lshw; a line with another one ends it.
const LABELS: [&str; 38] = [
    "description",
    "product",
    "vendor",
    "physical id",
    "bus info",
    "version",
    "width",
    "clock",
    "capabilities",
    "configuration",
    "resources",
    "size",
    "slot",
    "serial",
    "logical name",
    "capacity",
    "date",
    "Beschreibung",
    "Produkt",
    "Hersteller",
    "Physische ID",
    "Bus-Informationen",
    "Größe",
    "Steckplatz",
    "Seriennummer",
    "produit",
    "fabricant",
    "taille",
    "identifiant matériel",
    "information bus",
    "numéro de série",
    "producto",
    "fabricante",
    "tamaño",
    "descripción",
    "produto",
    "tamanho",
    "descrição",
];

/// A row of `lshw -short`: path, device, class, description.
fn short(text: &str, collected: &mut Collected<'_>) -> bool {
    if !text.starts_with("/0") {
        return false;
    }
    let columns: Vec<&str> = text
        .split("  ")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    match columns.as_slice() {
        [path, .., "display", name] => {
            let _ = collected.name(name, None, Source::Lshw, Some(path));
            true
        }
        [_, .., "memory", value] => {
            let bytes = amount::amounts(value).first().copied();
            if let Some(bytes) = bytes.filter(|_| value.ends_with("System Memory")) {
                collected.system_memory(bytes);
                collected.has_total = true;
            }
            true
        }
        columns => columns.len() >= 2,
    }
}
