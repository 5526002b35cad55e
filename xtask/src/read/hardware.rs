//! `cargo xtask read hardware FILE|-`: a text that describes a machine.

use llm_lens::domain::machine::devices::Devices;
use llm_lens::domain::machine::draft::{DescribedDevice, Draft, Note, Origin, Question};
use llm_lens::domain::machine::pasted::{self, Doubt, Fact, PastedError, Understood};
use llm_lens::domain::text::memory_size::MemorySize;
use serde_json::{Value, json};

/// Prints what is understood.
///
/// # Errors
/// When the catalog cannot be read.
pub fn run(text: &str) -> Result<(), String> {
    println!("{:#}", understood(text, &catalog()?));
    Ok(())
}

/// The catalog that the page loads.
///
/// # Errors
/// When it cannot be read.
pub fn catalog() -> Result<Devices, String> {
    let file = include_str!("../../../static/devices.txt");
    Devices::parse(file).map_err(|error| format!("static/devices.txt: {error:?}"))
}

/// What is understood of a text and of what it leaves open, as JSON. Amounts are in GB (2^30 bytes).
pub fn understood(text: &str, devices: &Devices) -> Value {
    let understood = match pasted::read(text, devices) {
        Ok(understood) => understood,
        Err(PastedError::Empty) => return json!({ "error": "the text is empty" }),
        Err(PastedError::NothingUnderstood) => return json!({ "error": "nothing understood" }),
    };
    let draft = Draft::from_pasted(&understood, devices);
    json!({
        "devices": draft.devices.iter().map(|device| described(device, devices)).collect::<Vec<_>>(),
        "system_gb": gb(draft.system_memory.value),
        "unified": draft.chip().is_some(),
        "system_memory": memory_kind(&understood),
        "channels": understood.channels,
        "asks": questions(draft.clone(), devices),
        "says": draft.notes.iter().map(said).collect::<Vec<_>>(),
        "read": understood.readings.iter().map(|reading| json!({
            "line": reading.line, "words": reading.words, "fact": fact(reading.fact, &understood),
        })).collect::<Vec<_>>(),
    })
}

fn described(device: &DescribedDevice, devices: &Devices) -> Value {
    let candidates = device.candidates.iter().map(|candidate| {
        json!({ "id": candidate.id, "name": candidate.name, "gb": candidate.memory.and_then(gb) })
    });
    let id = device.identity.catalog_id.as_ref();
    let catalog = id.and_then(|id| devices.find(id)).map(|device| &device.name);
    json!({
        "name": device.name.value,
        "catalog_name": catalog.filter(|_| device.candidates.is_empty()),
        "count": device.count.value,
        "gb": gb(device.memory.value),
        "shares_memory": device.shares_memory,
        "may_be": candidates.collect::<Vec<_>>(),
    })
}

fn gb(size: MemorySize) -> Option<f64> {
    (!size.is_zero()).then(|| f64::from(size.thousandths()) / 1e3)
}

/// `DDR4-3200`, or the part of it that is known.
fn memory_kind(understood: &Understood) -> Option<String> {
    let name = understood.generation.map(|generation| generation.name());
    match (name, understood.mega_transfers) {
        (Some(name), Some(speed)) => Some(format!("{name}-{speed}")),
        (name, None) => name.map(str::to_owned),
        (None, Some(speed)) => Some(format!("{speed} MT/s")),
    }
}

/// Every question of a draft, each answered by its first answer so that the next one comes.
fn questions(mut draft: Draft, devices: &Devices) -> Vec<String> {
    let mut asked = Vec::new();
    while let Some(question) = draft.question() {
        match question {
            Question::Which {
                device,
                is_size_alone,
                ..
            } => {
                asked.push(
                    if is_size_alone {
                        "which memory size"
                    } else {
                        "which version"
                    }
                    .to_owned(),
                );
                draft.decide(device, 0, devices);
            }
            Question::DeviceMemory { device, sizes } => {
                asked.push("memory of the device".to_owned());
                draft.set_device_memory(device, sizes.first().copied().unwrap_or(MemorySize::from_gb(8)));
            }
            Question::SystemMemory { sizes, is_one_memory } => {
                asked.push(if is_one_memory { "memory" } else { "system memory" }.to_owned());
                let first = sizes.first().copied().unwrap_or(MemorySize::from_gb(16));
                draft.set_system_memory(first, Origin::Reader, devices);
            }
        }
        if asked.len() > 20 {
            break;
        }
    }
    asked
}

fn said(note: &Note) -> String {
    match note {
        Note::Hint(hint) => format!("{hint:?}"),
        Note::IntegratedLeftOut(name) => format!("integrated GPU left aside: {name}"),
        Note::Unclear(words) => format!("not understood: {words}"),
        Note::NoDeviceNamed => "no GPU named: which one is it?".to_owned(),
        Note::DevicesLeftOut => "more kinds of devices than a profile holds".to_owned(),
        Note::Doubt(doubt, name) => doubted(*doubt, name),
    }
}

fn doubted(doubt: Doubt, name: &str) -> String {
    match doubt {
        Doubt::TextCut => "only the beginning was read".to_owned(),
        Doubt::TooManyNames => "too many names".to_owned(),
        Doubt::AdapterRamEndsAt4Gb { .. } => format!("{name}: AdapterRAM ends at 4 GB"),
        Doubt::SeveralVersions { .. } => format!("{name}: sold in several versions"),
        Doubt::FamilyOnly { .. } => format!("{name}: names a family only"),
        Doubt::Unlisted { .. } => format!("{name}: not in the catalog"),
        Doubt::MemoryNotSold { .. } => format!("{name}: not sold with this memory"),
        Doubt::AmountContradicts { said, .. } => format!("{said} GB fits no {name}: which one?"),
        Doubt::AmountTakenAsSystem { said, .. } => {
            format!("{said} GB fits no {name}: taken as system memory")
        }
        Doubt::MigOn { .. } => format!("{name}: MIG is on"),
        Doubt::Partitioned { mode, .. } => format!("{name}: partitioned ({})", mode.name()),
        Doubt::Slice { .. } => format!("{name}: a slice of a card (vGPU)"),
        Doubt::SystemMemoryRoundedUp { reported } => format!("system memory rounded up from {reported} GB"),
        Doubt::ChannelsGuessed => "channels guessed from the number of modules".to_owned(),
    }
}

fn fact(fact: Fact, understood: &Understood) -> String {
    let name = |device: usize| {
        understood
            .devices
            .get(device)
            .map_or("?", |device| device.name.as_str())
    };
    match fact {
        Fact::Device { device } => format!("device {}", name(device)),
        Fact::DeviceMemory { device, memory } => format!("{memory} GB of {}", name(device)),
        Fact::GpuCores { device, cores } => format!("{cores} GPU cores of {}", name(device)),
        Fact::SystemMemory(size) => format!("{size} GB system memory"),
        Fact::Generation(generation) => generation.name().to_owned(),
        Fact::Speed(speed) => format!("{speed} MT/s"),
    }
}
