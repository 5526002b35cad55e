//! Facts as they come, and what they amount to.

mod memory;
mod naming;

pub use naming::{candidates_of, is_slice};

use super::modules::Modules;
use super::{Doubt, Fact, NAMING_LINES_MAX, Reading, Understood};
use crate::domain::machine::devices::{Device, Devices};
use crate::domain::text::quote::quote;

/// Longest name and longest line that are quoted, in characters.
const NAME_CHARS_MAX: usize = 60;
const LINE_CHARS_MAX: usize = 160;
/// How much is shown of what was not understood.
const UNCLEAR_MAX: usize = 8;

/// What prints a name. A tool that names two equal devices names them twice; two tools name one device twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// nvidia-smi's table.
    Smi,
    /// lspci.
    Lspci,
    /// lshw.
    Lshw,
    /// amd-smi's table.
    AmdSmi,
    /// clinfo.
    Clinfo,
    /// rocminfo.
    Rocminfo,
    /// What llama.cpp, Ollama and others of their kind print when they begin. Each names its backend, for one card may be listed once for each.
    Engine(&'static str),
    /// A line with this label.
    Label(usize),
    /// A line that is repeated for one device.
    Once,
    /// Free text.
    Text,
}

/// An amount beside a device in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Loose {
    /// The amount.
    pub bytes: u64,
    /// Whether a word says that it is the memory of a device.
    pub is_said: bool,
    /// Whether it is counted itself ("22GB x2"), so that it is no sum.
    pub is_each: bool,
}

/// A device that was named, while its facts come in.
pub(super) struct Named<'a> {
    /// The name, quoted.
    pub(super) name: String,
    /// Whether the name says the generation at most.
    pub(super) is_family: bool,
    /// What it may be.
    pub(super) candidates: Vec<&'a Device>,
    sightings: Vec<(Source, Option<String>)>,
    /// Amounts beside it in a sentence.
    pub(super) loose: Vec<Loose>,
    /// Its memory as a slice of a card, where it is one.
    pub(super) is_slice: bool,
    /// Its memory as a tool printed it.
    pub(super) bytes: Option<u64>,
    /// Its memory by the field that ends at 4 GB.
    pub(super) adapter_ram: Option<u64>,
    /// How many one line counted.
    pub(super) count: u16,
}

/// Everything that was read so far.
pub struct Collected<'a> {
    pub(super) devices: &'a Devices,
    line: usize,
    text: String,
    pub(super) named: Vec<Named<'a>>,
    last: Option<usize>,
    namings: usize,
    pending_adapter_ram: Option<u64>,
    /// Memory of a device that is not named yet.
    pub(super) pending_memory: Option<u64>,
    pub(super) system_bytes: Option<u64>,
    pub(super) modules: Modules,
    pub(super) is_about_modules: bool,
    pub(super) understood: Understood,
    /// Whether the whole of the system memory was said, so that its modules are not added up.
    pub has_total: bool,
    /// Whether a person typed the system memory, so that it is not rounded to what is usually installed.
    pub is_typed: bool,
    /// Amounts that no word gives to anything, in their order.
    pub(super) unowned: Vec<u64>,
    /// Whether the whole text is no longer than a search.
    pub is_short: bool,
    /// Whether the next total or size is the memory of the device named last.
    pub awaits_device_memory: bool,
    /// Whether the large numbers of a table are `AdapterRAM`.
    pub numbers_are_adapter_ram: bool,
    /// Whether the numbers behind names are MiB.
    pub numbers_are_mib: bool,
    /// Whether the large numbers of a table are memory modules.
    pub numbers_are_modules: bool,
}

impl<'a> Collected<'a> {
    /// Nothing yet.
    pub fn new(devices: &'a Devices) -> Self {
        Self {
            devices,
            line: 0,
            text: String::new(),
            named: Vec::new(),
            last: None,
            namings: 0,
            pending_adapter_ram: None,
            pending_memory: None,
            system_bytes: None,
            modules: Modules::default(),
            is_about_modules: false,
            understood: Understood::default(),
            has_total: false,
            is_typed: false,
            unowned: Vec::new(),
            is_short: false,
            awaits_device_memory: false,
            numbers_are_adapter_ram: false,
            numbers_are_mib: false,
            numbers_are_modules: false,
        }
    }

    /// The catalog.
    pub const fn catalog(&self) -> &'a Devices {
        self.devices
    }

    /// The line that the next facts come from.
    pub fn at(&mut self, line: usize, text: &str) {
        self.line = line;
        text.clone_into(&mut self.text);
    }

    pub(super) fn note(&mut self, fact: Fact) {
        let words = quote(&self.text, LINE_CHARS_MAX);
        let line = self.line;
        self.understood.readings.push(Reading { line, words, fact });
    }

    pub(super) fn doubt(&mut self, doubt: Doubt) {
        if !self.understood.doubts.contains(&doubt) {
            self.understood.doubts.push(doubt);
        }
    }

    /// Whether another device may be named.
    pub fn may_name(&mut self) -> bool {
        self.namings += 1;
        let may = self.namings <= NAMING_LINES_MAX;
        if !may {
            self.doubt(Doubt::TooManyNames);
        }
        may
    }

    /// Something that was seen and says too little; it is shown to the reader.
    pub fn unclear(&mut self, words: &str) {
        let words = quote(words.trim(), NAME_CHARS_MAX);
        let known = &mut self.understood.unclear;
        if known.len() < UNCLEAR_MAX && !known.contains(&words) {
            known.push(words);
        }
    }

    /// Says something of the device named last.
    pub fn doubt_last(&mut self, doubt: impl Fn(usize) -> Doubt) {
        if let Some((device, _)) = self.last_named() {
            self.doubt(doubt(device));
        }
    }

    fn last_named(&mut self) -> Option<(usize, &mut Named<'a>)> {
        let place = self.last?;
        Some((place, self.named.get_mut(place)?))
    }
}
