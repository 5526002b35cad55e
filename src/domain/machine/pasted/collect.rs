//! Facts as they come, and what they amount to.

use super::modules::Modules;
use super::{Doubt, Fact, NAMING_LINES_MAX, Reading, Understood, amount};
use crate::domain::machine::devices::system_memory::MemoryGeneration;
use crate::domain::machine::devices::{Device, Devices, words_of};
use crate::domain::machine::recognition::{Outcome, narrow_by_cores, recognise_name};
use crate::domain::text::quote::quote;

/// Longest name and longest line that are quoted, in characters.
const NAME_CHARS_MAX: usize = 60;
const LINE_CHARS_MAX: usize = 160;

/// What prints a name. A tool that names two equal devices names them twice; two tools name one device twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// nvidia-smi's table.
    Smi,
    /// lspci.
    Lspci,
    /// A line with this label.
    Label(usize),
    /// A line that is repeated for one device.
    Once,
    /// Free text.
    Text,
}

/// A device that was named, while its facts come in.
pub(super) struct Named<'a> {
    /// The name, quoted.
    pub(super) name: String,
    /// Whether the name says the generation at most.
    pub(super) is_family: bool,
    /// What it may be.
    pub(super) candidates: Vec<&'a Device>,
    sources: Vec<Source>,
    /// Its memory as a tool printed it.
    pub(super) bytes: Option<u64>,
    /// Its memory by the field that ends at 4 GB.
    pub(super) adapter_ram: Option<u64>,
    /// How many one line counted.
    pub(super) count: u16,
}

/// Everything that was read so far.
pub struct Collected<'a> {
    devices: &'a Devices,
    line: usize,
    text: String,
    pub(super) named: Vec<Named<'a>>,
    last: Option<usize>,
    namings: usize,
    pending_adapter_ram: Option<u64>,
    pub(super) system_bytes: Option<u64>,
    pub(super) modules: Modules,
    pub(super) is_about_modules: bool,
    pub(super) understood: Understood,
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
            system_bytes: None,
            modules: Modules::default(),
            is_about_modules: false,
            understood: Understood::default(),
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

    fn note(&mut self, fact: Fact) {
        let words = quote(&self.text, LINE_CHARS_MAX);
        let line = self.line;
        self.understood.readings.push(Reading { line, words, fact });
    }

    pub(super) fn doubt(&mut self, doubt: Doubt) {
        if !self.understood.doubts.contains(&doubt) {
            self.understood.doubts.push(doubt);
        }
    }

    /// Whether another name may be looked up.
    pub fn may_name(&mut self) -> bool {
        self.namings += 1;
        let may = self.namings <= NAMING_LINES_MAX;
        if !may {
            self.doubt(Doubt::TooManyNames);
        }
        may
    }

    /// A name, with an id where the line has one.
    pub fn name(&mut self, name: &str, pci_id: Option<u16>, source: Source) {
        if !is_about_graphics(name) || !self.may_name() {
            return;
        }
        let (outcome, clean) = recognise_name(unbracketed(name).as_str(), pci_id, self.devices);
        let is_family = matches!(outcome, Outcome::Family(_));
        let Some(candidates) = candidates_of(outcome) else {
            return;
        };
        let shown = if clean.is_empty() { name } else { &clean };
        self.add(shown, candidates, source, 1);
        if let Some((_, named)) = self.last_named() {
            named.is_family |= is_family;
        }
    }

    /// The beginning of a name that was cut off: every device whose name begins so.
    pub fn cut_name(&mut self, name: &str, source: Source) {
        if !self.may_name() {
            return;
        }
        let words = words_of(name);
        let candidates = self.devices.beginning(&words);
        if !candidates.is_empty() {
            self.add(name, candidates, source, 1);
        }
    }

    /// A device that was found by its words.
    pub fn add(&mut self, name: &str, mut candidates: Vec<&'a Device>, source: Source, count: u16) {
        candidates.dedup_by_key(|device| &device.id);
        let name = quote(name, NAME_CHARS_MAX);
        let shares = |known: &&mut Named<'a>| {
            let is_same = known.candidates.iter().any(|own| candidates.contains(own));
            is_same || (candidates.is_empty() && known.candidates.is_empty() && known.name == name)
        };
        let repeats = |known: &&mut Named<'a>| {
            let is_again = known.sources.contains(&source) && known.name == name;
            !is_again || matches!(source, Source::Once | Source::Text)
        };
        let known = self
            .named
            .iter_mut()
            .enumerate()
            .find(|(_, known)| shares(known) && repeats(known));
        let place = match known {
            Some((place, known)) => {
                if known.candidates.iter().any(|own| candidates.contains(own)) {
                    known.candidates.retain(|own| candidates.contains(own));
                }
                known.sources.push(source);
                known.count = known.count.max(count);
                place
            }
            None => {
                self.named.push(Named {
                    name,
                    is_family: false,
                    candidates,
                    sources: vec![source],
                    bytes: None,
                    adapter_ram: None,
                    count,
                });
                self.named.len().saturating_sub(1)
            }
        };
        self.last = Some(place);
        self.note(Fact::Device { device: place });
        if let Some(bytes) = self.pending_adapter_ram.take() {
            self.adapter_ram(bytes);
        }
    }

    fn last_named(&mut self) -> Option<(usize, &mut Named<'a>)> {
        let place = self.last?;
        Some((place, self.named.get_mut(place)?))
    }

    /// Memory of the device named last.
    pub fn device_memory(&mut self, bytes: u64) {
        self.awaits_device_memory = false;
        let Some(memory) = amount::size_of(bytes) else {
            return;
        };
        if let Some((device, named)) = self.last_named()
            && named.bytes.is_none()
        {
            named.bytes = Some(bytes);
            self.note(Fact::DeviceMemory { device, memory });
        }
    }

    /// The same by a field of 32 bits, which some tools print before the name.
    pub fn adapter_ram(&mut self, bytes: u64) {
        match self.last_named() {
            Some((_, named)) if named.adapter_ram.is_none() => named.adapter_ram = Some(bytes),
            _ => self.pending_adapter_ram = Some(bytes),
        }
    }

    /// The id of the device named last.
    pub fn pci_id(&mut self, id: u16) {
        let devices = self.devices;
        if let Some((_, named)) = self.last_named() {
            let (outcome, _) = recognise_name(&named.name, Some(id), devices);
            let candidates = candidates_of(outcome).unwrap_or_default();
            let is_narrower = named.candidates.is_empty() || candidates.len() < named.candidates.len();
            if !candidates.is_empty() && is_narrower {
                named.candidates = candidates;
            }
        }
    }

    /// Cores of the processor or the GPU named last.
    pub fn cores(&mut self, cores: u16) {
        if let Some((device, named)) = self.last_named() {
            let with_gpu_cores = |device: &&&Device| device.gpu_cores.contains(&cores);
            if named.candidates.iter().filter(with_gpu_cores).count() > 0 {
                named.candidates.retain(|device| with_gpu_cores(&device));
                self.note(Fact::GpuCores { device, cores });
            } else {
                named.candidates = narrow_by_cores(std::mem::take(&mut named.candidates), cores);
            }
        }
    }

    /// System memory as the system reports it.
    pub fn system_memory(&mut self, bytes: u64) {
        const LEAST: u64 = 256 << 20;
        if let Some(size) = amount::size_of(bytes).filter(|_| bytes >= LEAST) {
            self.system_bytes = Some(self.system_bytes.unwrap_or_default().max(bytes));
            self.note(Fact::SystemMemory(size));
        }
    }

    /// A memory module, or where one tool prints the same label for a card, its memory.
    pub fn module_or_vram(&mut self, bytes: u64) {
        if self.awaits_device_memory {
            self.device_memory(bytes);
        } else if self.modules.add(bytes)
            && let Some(size) = amount::size_of(bytes)
        {
            self.note(Fact::SystemMemory(size));
        }
    }

    /// Where the module sits.
    pub fn locate(&mut self, locator: &str) {
        self.is_about_modules = true;
        self.modules.locate(locator);
    }

    /// The generation of the system memory.
    pub fn generation(&mut self, generation: MemoryGeneration) {
        self.is_about_modules = true;
        if self.understood.generation.is_none() {
            self.understood.generation = Some(generation);
            self.note(Fact::Generation(generation));
        }
    }

    /// The speed of the system memory; the last one counts, for tools print the configured speed behind the possible.
    pub fn speed(&mut self, mega_transfers: u16) {
        let is_possible = match self.understood.generation {
            Some(generation) => generation.is_plausible_speed(mega_transfers),
            None => (800..=12_800).contains(&mega_transfers),
        };
        if is_possible {
            self.is_about_modules = true;
            if self.understood.mega_transfers != Some(mega_transfers) {
                self.note(Fact::Speed(mega_transfers));
            }
            self.understood.mega_transfers = Some(mega_transfers);
        }
    }

    /// Channels that were said.
    pub fn channels(&mut self, channels: u8) {
        self.understood.channels = Some(channels);
    }
}

/// The devices that an outcome leaves; `None` where it is no GPU.
fn candidates_of(outcome: Outcome<'_>) -> Option<Vec<&Device>> {
    match outcome {
        Outcome::Exact(choice) => Some(vec![choice.device]),
        Outcome::AskVariant(choices) => Some(choices.iter().map(|choice| choice.device).collect()),
        Outcome::AskMemory(devices) | Outcome::Family(devices) => Some(devices),
        Outcome::Unlisted => Some(Vec::new()),
        Outcome::VendorOnly | Outcome::Unreal(_) => None,
    }
}

/// Whether a name is that of a GPU and not of a processor, a network card, a disk.
fn is_about_graphics(name: &str) -> bool {
    const WORDS: [&str; 22] = [
        "nvidia", "geforce", "rtx", "gtx", "quadro", "tesla", "titan", "radeon", "firepro", "instinct",
        "graphics", "iris", "uhd", "arc", "adreno", "apple", "jetson", "gb10", "8060s", "8050s", "rx",
        "mali",
    ];
    let words = words_of(name);
    let is_other = |word: &String| {
        matches!(
            word.as_str(),
            "ethernet" | "wi" | "audio" | "ssd" | "bluetooth" | "usb"
        )
    };
    words.iter().any(|word| WORDS.contains(&word.as_str())) && !words.iter().any(is_other)
}

/// `NVIDIA GA102 [GeForce RTX 3090]` with the name alone behind the maker.
fn unbracketed(name: &str) -> String {
    let inside = name
        .rsplit_once('[')
        .and_then(|(_, behind)| behind.split_once(']'))
        .map(|(inside, _)| inside);
    match inside {
        Some(inside) if inside.contains(' ') => {
            let maker = name.split(' ').next().unwrap_or_default();
            format!("{maker} {inside}")
        }
        _ => name.to_owned(),
    }
}
