//! Devices by the names that tools print, and which namings mean one device.

use super::super::{Doubt, Fact, NAMING_LINES_MAX, amount};
use super::{Collected, NAME_CHARS_MAX, Named, Source};
use crate::domain::machine::devices::{Device, words_of};
use crate::domain::machine::recognition::{Outcome, narrow_by_cores, recognise_name};
use crate::domain::text::quote::quote;

impl<'a> Collected<'a> {
    /// Whether a text is the whole name of devices of the catalog, and no amount in it contradicts them.
    pub fn can_name(&self, name: &str) -> bool {
        if self.namings > NAMING_LINES_MAX {
            return false;
        }
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
        // Nothing is looked up in vain once there are enough.
        let is_enough = self.namings > NAMING_LINES_MAX;
        if is_enough || (!is_about_graphics(name) && pci_id.is_none()) {
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
        if let Some(bytes) = self.pending_memory.take() {
            self.device_memory(bytes);
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
}

/// The devices that an outcome leaves; `None` where it is no GPU.
pub fn candidates_of(outcome: Outcome<'_>) -> Option<Vec<&Device>> {
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
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    // "Intel(R) Data Center GPU Max 1100".
    let is_gpu_of_maker = has("gpu") && (has("intel") || has("amd"));
    (is_gpu_of_maker || words.iter().any(|word| WORDS.contains(&word.as_str())))
        && !words.iter().any(is_other)
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
