//! Texts with their right reading: cut down from public ones (`real/`), and written after the tools' own formats.

use std::path::Path;

use llm_lens::domain::machine::draft::{Draft, Question};
use llm_lens::domain::machine::pasted::{Doubt, PartitionMode, read};
use serde_json::Value;

use super::super::devices::shipped;
use llm_lens::domain::machine::devices::words_of;

/// Devices, system memory, unified memory: what a line of a file wants, against what is read.
fn wrong_of(case: &Value, folder: &Path) -> Option<String> {
    let text = match case["text"].as_str() {
        Some(text) => text.to_owned(),
        None => std::fs::read_to_string(folder.join(case["file"].as_str()?)).unwrap(),
    };
    let draft = read(&text, shipped())
        .map(|understood| Draft::from_pasted(&understood, shipped()))
        .unwrap_or_default();
    let want = &case["want"];
    let mut wrong = Vec::new();
    if let Some(devices) = want["devices"].as_array() {
        let own: Vec<_> = draft
            .devices
            .iter()
            .map(|device| {
                let id = device.identity.catalog_id.as_deref();
                let catalog = id
                    .and_then(|id| shipped().find(id))
                    .map_or("", |device| &device.name);
                let may_be = device.candidates.iter().map(|candidate| candidate.name.as_str());
                let names: Vec<&str> = [device.name.value.as_str(), catalog]
                    .into_iter()
                    .chain(may_be)
                    .collect();
                (
                    words_of(&names.join(" ")),
                    device.count.value,
                    f64::from(device.memory.value.thousandths()) / 1e3,
                )
            })
            .collect();
        let is_right = own.len() == devices.len()
            && devices.iter().all(|device| {
                let name = words_of(device[0].as_str().unwrap());
                own.iter().any(|(names, count, gb)| {
                    name.iter().all(|word| names.contains(word))
                        && u64::from(*count) == device[1].as_u64().unwrap()
                        && *gb == device[2].as_f64().unwrap_or_default()
                })
            });
        if !is_right {
            wrong.push(format!("devices {devices:?}, read {own:?}"));
        }
    }
    if let Some(right) = want.get("system_gb") {
        let own = f64::from(draft.system_memory.value.thousandths()) / 1e3;
        if own != right.as_f64().unwrap_or_default() {
            wrong.push(format!("system memory {right}, read {own}"));
        }
    }
    if let Some(right) = want["system_memory"].as_str() {
        let kind = draft
            .memory_kind
            .value
            .map(|kind| format!("{}-{}", kind.generation.name(), kind.mega_transfers));
        if kind.as_deref() != Some(right) {
            wrong.push(format!("{right}, read {kind:?}"));
        }
    }
    if let Some(right) = want["unified"].as_bool()
        && draft.chip().is_some() != right
    {
        wrong.push(format!("unified {right}"));
    }
    let asks = match draft.question() {
        Some(Question::SystemMemory {
            is_one_memory: true, ..
        }) => "memory",
        Some(Question::SystemMemory { .. }) => "system memory",
        Some(Question::DeviceMemory { .. }) => "memory of the device",
        Some(Question::Which {
            is_size_alone: true, ..
        }) => "memory size",
        Some(Question::Which { .. }) => "which version",
        None => "",
    };
    if let Some(right) = want["asks"].as_str()
        && right != asks
    {
        wrong.push(format!("asks {right}, not {asks}"));
    }
    (!wrong.is_empty()).then(|| format!("{text}\n  {}\n", wrong.join("\n  ")))
}

fn hold(file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/pasted")
        .join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let cases: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| wrong_of(case, path.parent().unwrap()))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn real_texts_are_read_as_their_writers_meant_them() {
    hold("real/cases.jsonl");
}

#[test]
fn other_tools_cards_and_languages_are_read_alike() {
    hold("more-cases.jsonl");
}

fn doubts(text: &str) -> Vec<Doubt> {
    read(text, shipped()).unwrap().doubts
}

#[test]
fn a_card_that_is_split_says_so() {
    let mig = doubts(include_str!(
        "../../fixtures/pasted/real/14-nvidia-smi-cut-a100.txt"
    ));
    assert!(mig.contains(&Doubt::MigOn { device: 0 }), "{mig:?}");
    let partitions = doubts(include_str!("../../fixtures/pasted/real/05b-amd-smi-mi300x.txt"));
    let mode = PartitionMode::Dpx;
    assert!(
        partitions.contains(&Doubt::Partitioned { device: 0, mode }),
        "{partitions:?}"
    );
    let slice = doubts("GPU 0: NVIDIA A40-24Q (UUID: GPU-1)");
    assert!(slice.contains(&Doubt::Slice { device: 0 }), "{slice:?}");
}

#[test]
fn an_amount_that_contradicts_the_device_is_said() {
    for text in ["RTX 6000 96GB", "RTX 4090 48GB, 128GB RAM", "RTX 4070 16GB"] {
        let doubts = doubts(text);
        let says = |doubt: &Doubt| matches!(doubt, Doubt::AmountContradicts { device: 0, .. });
        assert!(doubts.iter().any(says), "{text}: {doubts:?}");
    }
    let taken = doubts("RTX 3090 64GB");
    let says = |doubt: &Doubt| matches!(doubt, Doubt::AmountTakenAsSystem { device: 0, .. });
    assert!(taken.iter().any(says), "{taken:?}");
}

#[test]
fn what_is_seen_and_not_understood_is_shown() {
    let understood = read("GPU: NVIDIA\nRAM: 32GB", shipped()).unwrap();
    assert_eq!(understood.unclear, ["NVIDIA"]);
    let understood = read("RTX 4090, 64GB RAM, 2TB", shipped()).unwrap();
    assert_eq!(understood.unclear, ["2048 GB"]);
}
