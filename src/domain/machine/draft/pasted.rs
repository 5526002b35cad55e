//! From a pasted text, and from what a user of the Hub made public, to a draft.

use super::{
    DescribedDevice, Draft, Fact, Note, Origin, SharedItem, SharedKind, devices_of, recognised::whole,
};
use crate::domain::machine::devices::system_memory::SystemMemory;
use crate::domain::machine::devices::{Device, Devices};
use crate::domain::machine::pasted::{Doubt, FoundDevice, Understood};
use crate::domain::machine::recognition::Choice;
use crate::domain::text::memory_size::MemorySize;

/// Channels of a desktop's or a laptop's memory, where the text does not say them.
const USUAL_CHANNELS: u8 = 2;

impl Draft {
    /// What a pasted text amounts to.
    pub fn from_pasted(understood: &Understood, devices: &Devices) -> Self {
        let mut draft = Self::default();
        for found in &understood.devices {
            draft.add(Some(pasted_device(found, devices)));
        }
        if let Some(memory) = understood.system_memory {
            draft.set_system_memory(memory, Origin::Pasted, devices);
            draft.system_memory.is_doubtful = understood
                .doubts
                .iter()
                .any(|doubt| matches!(doubt, Doubt::SystemMemoryRoundedUp { .. }));
        }
        if let (Some(generation), Some(mega_transfers)) = (understood.generation, understood.mega_transfers) {
            let kind = SystemMemory {
                generation,
                mega_transfers,
                channels: understood.channels.unwrap_or(USUAL_CHANNELS),
            };
            draft.memory_kind = Fact {
                value: Some(kind),
                origin: Origin::Pasted,
                is_doubtful: understood.channels.is_none()
                    || understood.doubts.contains(&Doubt::ChannelsGuessed),
            };
        }
        let doubts = understood.doubts.iter().map(|doubt| {
            let device = doubt.device().and_then(|device| understood.devices.get(device));
            Note::Doubt(
                *doubt,
                device.map(|device| device.name.clone()).unwrap_or_default(),
            )
        });
        draft.notes.extend(doubts);
        let unclear = understood.unclear.iter().cloned().map(Note::Unclear);
        draft.notes.extend(unclear);
        if understood.devices.is_empty() {
            draft.notes.push(Note::NoDeviceNamed);
        }
        draft
    }

    /// What items that a user of the Hub made public amount to.
    pub fn from_hub(items: &[&SharedItem], devices: &Devices) -> Self {
        let mut draft = Self::default();
        for item in items {
            let found = devices_of(item, devices);
            let is_chip = item.kind == SharedKind::Apple || found.iter().any(|device| device.is_unified);
            if item.kind != SharedKind::Cpu {
                let mut device = one_of(&found, item.memory, Origin::Hub)
                    .unwrap_or_else(|| unlisted(&item.model, is_chip, item.memory, Origin::Hub));
                device.count = Fact::new(if is_chip { 1 } else { item.count }, Origin::Hub);
                draft.add(Some(device));
            }
            if let Some(memory) = item.memory.filter(|_| is_chip || item.kind == SharedKind::Cpu) {
                draft.set_system_memory(memory, Origin::Hub, devices);
            }
        }
        draft
    }
}

fn pasted_device(found: &FoundDevice, devices: &Devices) -> DescribedDevice {
    let known: Vec<&Device> = found.ids.iter().filter_map(|id| devices.find(id)).collect();
    // What was said may be right for a card that was changed by hand: it is offered beside the sizes that are sold.
    let said = found.contradicting.and_then(|said| {
        let (first, memory) = (known.first()?, Some(said));
        let choice = Choice {
            device: first,
            memory,
        };
        let choices: Vec<Choice<'_>> = whole(&known).into_iter().chain([choice]).collect();
        DescribedDevice::one_of(&choices, Origin::Pasted)
    });
    let mut device = said
        .or_else(|| one_of(&known, found.memory, Origin::Pasted))
        .unwrap_or_else(|| unlisted(&found.name, found.is_unified, found.memory, Origin::Pasted));
    device.count = Fact::new(found.count.max(1), Origin::Pasted);
    device
}

fn one_of(known: &[&Device], memory: Option<MemorySize>, origin: Origin) -> Option<DescribedDevice> {
    let choices = match memory {
        Some(_) => known.iter().map(|device| Choice { device, memory }).collect(),
        None => whole(known),
    };
    DescribedDevice::one_of(&choices, origin)
}

fn unlisted(name: &str, is_chip: bool, memory: Option<MemorySize>, origin: Origin) -> DescribedDevice {
    let mut device = DescribedDevice::custom(name, is_chip, origin);
    if let Some(memory) = memory.filter(|_| !is_chip) {
        device.memory = Fact::new(memory, origin);
    }
    device
}
