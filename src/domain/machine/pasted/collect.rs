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
/// How much is shown of what was not understood.
const UNCLEAR_MAX: usize = 8;
/// How many amounts may stand open beside one device, and in the whole text.
const LOOSE_MAX: usize = 4;
const UNOWNED_MAX: usize = 16;

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
    /// What llama.cpp, Ollama and others of its kind print when they begin.
    /// Each names its backend, for one card may be listed once for each.
    Engine(&'static str),
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
    sightings: Vec<(Source, Option<String>)>,
    /// Amounts beside it in a sentence, and whether they are said to be its memory.
    pub(super) loose: Vec<(u64, bool)>,
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
    pub(super) system_bytes: Option<u64>,
    pub(super) modules: Modules,
    pub(super) is_about_modules: bool,
    pub(super) understood: Understood,
    /// Whether the whole of the system memory was said, so that its modules are not added up.
    pub has_total: bool,
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
            system_bytes: None,
            modules: Modules::default(),
            is_about_modules: false,
            understood: Understood::default(),
            has_total: false,
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

    /// Whether a text is the whole name of devices of the catalog, and no amount in it contradicts them.
    pub fn can_name(&self, name: &str) -> bool {
        let (outcome, _) = recognise_name(unbracketed(name).as_str(), None, self.devices);
        let candidates = candidates_of(outcome).unwrap_or_default();
        let said = amount::amounts(name);
        !candidates.is_empty()
            && said.iter().all(|bytes| {
                let size = amount::size_of(*bytes);
                let mut sizes = candidates.iter().flat_map(|device| &device.memory);
                sizes.any(|own| Some(*own) == size)
            })
    }

    /// A name that a tool printed, with an id where the line has one; whether it names a device.
    pub fn name(&mut self, name: &str, pci_id: Option<u16>, source: Source, place: Option<&str>) -> bool {
        if !is_about_graphics(name) && pci_id.is_none() {
            return false;
        }
        if let Some((whole, gb)) = slice(name)
            && let Some(candidates) = self.candidates_of_slice(whole)
        {
            if !self.may_name() {
                return false;
            }
            self.add(name, candidates, source, place, 1);
            if let Some((device, named)) = self.last_named() {
                named.bytes = Some(gb << 30);
                named.is_slice = true;
                self.doubt(Doubt::Slice { device });
            }
            return true;
        }
        let (outcome, clean) = recognise_name(unbracketed(name).as_str(), pci_id, self.devices);
        let is_family = matches!(outcome, Outcome::Family(_));
        if matches!(outcome, Outcome::VendorOnly) {
            self.unclear(name);
        }
        let Some(candidates) = candidates_of(outcome) else {
            return false;
        };
        if !self.may_name() {
            return false;
        }
        let shown = if clean.is_empty() { name } else { &clean };
        self.add(shown, candidates, source, place, 1);
        if let Some((_, named)) = self.last_named() {
            named.is_family |= is_family;
        }
        true
    }

    /// The card that a slice is a part of; the letter behind its number tells its memory (`V100D`, `H100L`).
    fn candidates_of_slice(&self, whole: &str) -> Option<Vec<&'a Device>> {
        let shorter = whole.trim_end_matches(|letter: char| letter.is_ascii_uppercase());
        [whole, shorter].into_iter().find_map(|name| {
            let (outcome, _) = recognise_name(&format!("NVIDIA {name}"), None, self.devices);
            candidates_of(outcome).filter(|found| !found.is_empty())
        })
    }

    /// The beginning of a name that was cut off: every device whose name begins so.
    pub fn cut_name(&mut self, name: &str, source: Source, place: Option<&str>) {
        let candidates = self.devices.beginning(&words_of(name));
        if !candidates.is_empty() && self.may_name() {
            self.add(name, candidates, source, place, 1);
        } else {
            self.unclear(name);
        }
    }

    /// A device that was found by its words, and where it is among those that were named. A tool that names one place
    /// twice means one device, and so does another tool that names an equal one; an integrated GPU is there once.
    pub fn add(
        &mut self,
        name: &str,
        mut candidates: Vec<&'a Device>,
        source: Source,
        place: Option<&str>,
        count: u16,
    ) -> Option<usize> {
        candidates.dedup_by_key(|device| &device.id);
        let name = quote(name, NAME_CHARS_MAX);
        let is_single = !candidates.is_empty() && candidates.iter().all(|device| device.is_unified);
        let shares = |known: &Named<'a>| {
            let is_same = known.candidates.iter().any(|own| candidates.contains(own));
            is_same || (candidates.is_empty() && known.candidates.is_empty() && known.name == name)
        };
        let is_again = |known: &Named<'a>| {
            let mut own = known.sightings.iter().filter(|(own, _)| *own == source);
            match place {
                Some(place) => own.any(|(_, own)| own.as_deref() == Some(place)),
                None => false,
            }
        };
        let is_free = |known: &Named<'a>| {
            let is_seen = known.sightings.iter().any(|(own, _)| *own == source);
            is_single || !is_seen || (place.is_none() && matches!(source, Source::Once | Source::Text))
        };
        let known = self
            .named
            .iter()
            .position(|known| shares(known) && is_again(known))
            .or_else(|| {
                self.named
                    .iter()
                    .position(|known| shares(known) && is_free(known))
            });
        let index = match known.and_then(|index| Some((index, self.named.get_mut(index)?))) {
            Some((index, known)) => {
                if known.candidates.iter().any(|own| candidates.contains(own)) {
                    known.candidates.retain(|own| candidates.contains(own));
                }
                known.sightings.push((source, place.map(str::to_owned)));
                known.count = known.count.max(count);
                index
            }
            None => {
                self.named.push(Named {
                    name,
                    is_family: false,
                    candidates,
                    sightings: vec![(source, place.map(str::to_owned))],
                    loose: Vec::new(),
                    is_slice: false,
                    bytes: None,
                    adapter_ram: None,
                    count,
                });
                self.named.len().saturating_sub(1)
            }
        };
        self.last = Some(index);
        self.note(Fact::Device { device: index });
        if let Some(bytes) = self.pending_adapter_ram.take() {
            self.adapter_ram(bytes);
        }
        Some(index)
    }

    /// What the device named last may be, narrowed to those that pass a test, if any does.
    pub fn narrow(&mut self, test: impl Fn(&Device) -> bool) {
        if let Some((_, named)) = self.last_named()
            && named.candidates.iter().any(|device| test(device))
        {
            named.candidates.retain(|device| test(device));
        }
    }

    /// Narrows the device that a tool named last to these; where its name said too little for that, they are the name.
    pub fn narrow_last_to(&mut self, candidates: Vec<&'a Device>, source: Source, place: &str) {
        let is_named = self
            .last
            .and_then(|last| self.named.get(last))
            .is_some_and(|named| {
                let mut own = named.sightings.iter();
                own.any(|(own, at)| *own == source && at.as_deref() == Some(place))
            });
        if let Some((_, named)) = self.last_named()
            && is_named
        {
            if named.candidates.iter().any(|device| candidates.contains(device)) {
                named.candidates.retain(|device| candidates.contains(device));
            } else if named.candidates.is_empty() {
                named.candidates = candidates;
                named.is_family = false;
            }
        }
    }

    /// Says something of the device named last.
    pub fn doubt_last(&mut self, doubt: impl Fn(usize) -> Doubt) {
        if let Some((device, _)) = self.last_named() {
            self.doubt(doubt(device));
        }
    }

    /// Whether the device named last has a memory already.
    pub fn knows_memory(&self) -> bool {
        let last = self.last.and_then(|place| self.named.get(place));
        last.is_some_and(|named| named.bytes.is_some())
    }

    /// Memory of a device.
    pub fn device_memory_of(&mut self, place: usize, bytes: u64) {
        let last = self.last.replace(place);
        self.device_memory(bytes);
        self.last = last;
    }

    /// An amount beside a device in a sentence, and whether it is said to be its memory.
    pub fn loose_memory(&mut self, place: usize, bytes: u64, is_said: bool) {
        if let Some(memory) = amount::size_of(bytes)
            && let Some(named) = self.named.get_mut(place)
            && named.loose.len() < LOOSE_MAX
        {
            named.loose.push((bytes, is_said));
            self.note(Fact::DeviceMemory {
                device: place,
                memory,
            });
        }
    }

    /// Memory of the device that an earlier line named; without one, it is shown.
    pub fn memory_of_last(&mut self, bytes: u64) {
        match self.last {
            Some(place) => self.loose_memory(place, bytes, true),
            None => {
                let words = self.text.clone();
                self.unclear(&words);
            }
        }
    }

    /// An amount that no word gives to anything.
    pub fn unowned(&mut self, bytes: u64) {
        if self.unowned.len() < UNOWNED_MAX {
            self.unowned.push(bytes);
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
pub(super) fn candidates_of(outcome: Outcome<'_>) -> Option<Vec<&Device>> {
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

/// Whether a name is that of a slice of a card.
pub fn is_slice(name: &str) -> bool {
    slice(name).is_some()
}

/// A slice of a card: NVIDIA's virtual GPUs are called `A40-48Q`, `GRID T4-16C` (series letter Q, C, B or A behind the GB).
fn slice(name: &str) -> Option<(&str, u64)> {
    let name = name
        .trim()
        .trim_start_matches("NVIDIA ")
        .trim_start_matches("GRID ");
    let (whole, slice) = name.rsplit_once('-')?;
    let gb = slice.strip_suffix(['Q', 'C', 'B', 'A'])?.parse().ok()?;
    (1..=512).contains(&gb).then_some((whole, gb))
}

/// `NVIDIA GA102 [GeForce RTX 3090]` with the name alone behind the maker.
fn unbracketed(name: &str) -> String {
    let inside = name
        .rsplit_once('[')
        .and_then(|(_, behind)| behind.split_once(']'))
        .map(|(inside, _)| inside);
    match inside {
        Some(inside) if inside.contains(' ') => {
            let first = name.split(' ').next().unwrap_or_default();
            // lshw has the chip there.
            let maker = Some(first).filter(|first| matches!(*first, "NVIDIA" | "AMD" | "Intel"));
            format!("{} {inside}", maker.unwrap_or_default())
        }
        _ => name.to_owned(),
    }
}
