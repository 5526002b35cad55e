//! The identity of a device of which only the name is known: of profiles and links of version 1, and of names that a
//! person types or a tool reports and the catalog does not have. Read once, when the device comes in; never again.

use super::{DeviceGroup, DeviceIdentity, MachineFacts, UnifiedMemory, presets};
use crate::domain::machine::devices::{Backend, ClassFacts, DeviceKind, Vendor, class_of, words_of};
use crate::domain::text::memory_size::MemorySize;

/// The identity that a name tells: that of the preset of this name and memory, else what its words tell.
pub fn identity_from_name(name: &str, memory: MemorySize) -> DeviceIdentity {
    let mut namesakes = presets::entries()
        .filter(|entry| entry.preset().name == name)
        .peekable();
    if let Some(first) = namesakes.peek().copied() {
        return match namesakes.find(|entry| MemorySize::from_gb(entry.memory_gb()) == memory) {
            Some(entry) => entry.identity(),
            // Another size may be another device of the catalog.
            None => DeviceIdentity {
                catalog_id: None,
                ..first.identity()
            },
        };
    }
    let words = words_of(name);
    let vendor = vendor_of(&words);
    let kind = is_integrated(&words).then_some(DeviceKind::Integrated);
    let backend = match vendor {
        Some(vendor) => Backend::usual(vendor, kind.unwrap_or(DeviceKind::Desktop)),
        None => Backend::default(),
    };
    DeviceIdentity {
        vendor,
        class: class_of(&ClassFacts {
            name,
            vendor,
            kind,
            architecture: None,
            backend,
        }),
        backend,
        catalog_id: None,
    }
}

/// The identities of a machine of version 1, which held names alone. A share of unified memory for the GPU was known of
/// Apple chips only.
pub fn identify(
    devices: &mut [DeviceGroup],
    facts: &mut MachineFacts,
    unified: Option<UnifiedMemory>,
    system_memory: MemorySize,
) {
    for group in devices {
        group.identity = identity_from_name(&group.name, group.memory);
    }
    facts.chip_identity = identity_from_name(&facts.chip, system_memory);
    let has_share = unified.is_some_and(|unified| unified.gpu_share_percent.is_some());
    if has_share && facts.chip_identity.is_unknown() {
        facts.chip_identity.vendor = Some(Vendor::Apple);
        facts.chip_identity.backend = Backend::Metal;
    }
}

/// AMD's and Intel's GPUs inside a processor: the names of AMD's end in M (Radeon 780M).
fn is_integrated(words: &[String]) -> bool {
    let is_number = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    has("iris")
        || has("radeon")
            && words
                .iter()
                .any(|word| word.strip_suffix('m').is_some_and(is_number))
}

fn vendor_of(words: &[String]) -> Option<Vendor> {
    const NAMES: [(Vendor, &[&str]); 6] = [
        (
            Vendor::Nvidia,
            &[
                "nvidia", "geforce", "rtx", "gtx", "quadro", "tesla", "jetson", "dgx",
            ],
        ),
        (Vendor::Amd, &["amd", "radeon", "rx", "instinct", "ryzen"]),
        (Vendor::Intel, &["intel", "arc", "iris"]),
        (Vendor::Apple, &["apple", "m1", "m2", "m3", "m4", "m5"]),
        (Vendor::Qualcomm, &["qualcomm", "snapdragon", "adreno"]),
        (Vendor::Arm, &["mali", "immortalis"]),
    ];
    let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    NAMES
        .into_iter()
        .find_map(|(vendor, names)| has(names).then_some(vendor))
}
