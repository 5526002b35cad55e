use llm_lens::domain::assess::{Compatibility, MemoryCheck, Placement, place};
use llm_lens::domain::machine::hardware::{Hardware, UnifiedMemory};
use llm_lens::domain::model::ModelKind;
use llm_lens::domain::precision::quantization::QuantizationFamily as Family;
use llm_lens::domain::text::key_set::KeySet;
use llm_lens::domain::text::memory_size::MemorySize;
use proptest::prelude::*;

use super::{GB, judged};
use crate::machines::{any_hardware, any_memory, group, machine, unified_machine};
use crate::models::{gguf, model_of};

#[test]
fn weights_go_to_the_gpu_first_then_to_both_then_nowhere() {
    // 8 GB of GPU and 16 GB × 0.8 of system memory: 20.8 GB.
    let memory = machine(16, &[(8, 1)]).available_memory();
    assert_eq!(place(8 * GB, &memory), Some(Placement::Gpu));
    assert_eq!(place(8 * GB + 1, &memory), Some(Placement::GpuAndSystem));
    assert_eq!(place(memory.available, &memory), Some(Placement::GpuAndSystem));
    assert_eq!(place(memory.available + 1, &memory), None);
}

#[test]
fn without_a_gpu_weights_go_to_system_memory() {
    let memory = machine(10, &[]).available_memory();
    assert_eq!(place(0, &memory), Some(Placement::System));
    assert_eq!(place(8 * GB, &memory), Some(Placement::System));
    assert_eq!(place(8 * GB + 1, &memory), None);
    let no_memory = machine(0, &[]).available_memory();
    assert_eq!(place(1, &no_memory), None);
}

#[test]
fn unified_memory_is_told_apart_by_the_share_of_the_gpu() {
    let memory = unified_machine(100, Some(75)).available_memory();
    assert_eq!(place(75 * GB, &memory), Some(Placement::Unified));
    assert_eq!(
        place(75 * GB + 1, &memory),
        Some(Placement::UnifiedBeyondGpuShare)
    );
    assert_eq!(place(80 * GB, &memory), Some(Placement::UnifiedBeyondGpuShare));
    assert_eq!(place(80 * GB + 1, &memory), None);
    let unlimited = unified_machine(100, None).available_memory();
    assert_eq!(place(80 * GB, &unlimited), Some(Placement::Unified));
}

#[test]
fn a_gpu_beside_unified_memory_adds_its_own() {
    let hardware = Hardware {
        devices: vec![group("eGPU", 24, 1)],
        ..unified_machine(100, Some(50))
    };
    let memory = hardware.available_memory();
    assert_eq!(place(74 * GB, &memory), Some(Placement::Unified));
    assert_eq!(place(74 * GB + 1, &memory), Some(Placement::GpuAndSystem));
    assert_eq!(place(104 * GB + 1, &memory), None);
}

#[test]
fn only_memory_that_a_gpu_reaches_is_full_speed() {
    let wholly = [
        (Placement::Gpu, true),
        (Placement::Unified, true),
        (Placement::UnifiedBeyondGpuShare, false),
        (Placement::GpuAndSystem, false),
        (Placement::System, false),
    ];
    for (placement, expected) in wholly {
        assert_eq!(placement.is_wholly_on_gpu(), expected, "{placement:?}");
    }
}

/// A machine with at least as much of everything.
fn grown(hardware: &Hardware, system: MemorySize, gpu: MemorySize) -> Hardware {
    let mut more = hardware.clone();
    more.system_memory = more.system_memory.max(system);
    for device in &mut more.devices {
        device.memory = device.memory.max(gpu);
    }
    more
}

proptest! {
    #[test]
    fn what_fits_has_a_place_and_what_does_not_has_none(hardware in any_hardware(), required: u64) {
        let memory = hardware.available_memory();
        for required in [required, required % memory.available.saturating_add(1), memory.available] {
            let placement = place(required, &memory);
            prop_assert_eq!(placement.is_some(), required <= memory.available);
            if placement.is_some_and(Placement::is_wholly_on_gpu) {
                prop_assert!(required <= memory.gpu_reach);
            }
        }
    }

    #[test]
    fn more_memory_never_takes_a_verdict_back(
        hardware in any_hardware(),
        system in any_memory(),
        gpu in any_memory(),
        reserve in 0..=90_u8,
        billions in 1..=2_000_u64,
        family in proptest::sample::select(Family::ALL.to_vec()),
    ) {
        let model = model_of(billions * 1_000_000_000, Vec::new());
        let variant = gguf(family, None);
        let word = |hardware: &Hardware| judged(&model, &variant, hardware).verdict.compatibility();
        let before = word(&hardware);
        let mut better = grown(&hardware, system, gpu);
        better.system_reserve_percent = better.system_reserve_percent.min(reserve);
        // `Compatible` comes first in the order of the words, and here nothing is unknown.
        prop_assert!(word(&better) <= before);
        let mut empty = hardware.clone();
        empty.devices.clear();
        prop_assert!(word(&hardware) <= word(&empty));
    }

    #[test]
    fn a_larger_model_is_never_easier(hardware in any_hardware(), count: u64, more: u64) {
        let needs = |count| judged(&model_of(count, Vec::new()), &gguf(Family::Q8, None), &hardware).verdict;
        let (small, large) = (needs(count.min(more).max(1)), needs(count.max(more).max(1)));
        let (small_fits, large_fits) = (small.memory.placement().is_some(), large.memory.placement().is_some());
        prop_assert!(small_fits || !large_fits);
    }

    #[test]
    fn what_the_rule_does_not_use_changes_nothing(
        hardware in any_hardware(), context in proptest::option::of(any::<u64>()), downloads: u64,
    ) {
        let model = model_of(7_000_000_000, vec![gguf(Family::Q4, None)]);
        let mut other = model.clone();
        other.context_length = context;
        other.downloads = Some(downloads);
        other.kind = ModelKind::Unstated;
        let variant = gguf(Family::Q4, None);
        prop_assert_eq!(judged(&model, &variant, &hardware), judged(&other, &variant, &hardware));
    }

    #[test]
    fn the_gpu_s_share_moves_weights_but_decides_nothing(hardware in any_hardware(), share in 1..=100_u8) {
        let model = model_of(30_000_000_000, Vec::new());
        let of = |unified| {
            let hardware = Hardware { unified, formats: KeySet::new(), ..hardware.clone() };
            judged(&model, &gguf(Family::Q4, None), &hardware).verdict
        };
        let (apart, shared) = (of(None), of(Some(UnifiedMemory { gpu_share_percent: Some(share) })));
        prop_assert_eq!(apart.memory.outcome(), shared.memory.outcome());
        prop_assert_eq!(shared.compatibility(), Compatibility::NotCompatible);
        if let (MemoryCheck::TooLarge { available: a, .. }, MemoryCheck::TooLarge { available: b, .. }) =
            (apart.memory, shared.memory)
        {
            prop_assert_eq!(a, b);
        }
    }
}
