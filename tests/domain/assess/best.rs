use llm_lens::domain::assess::{BestReason, Compatibility, VariantSize, assess_model};
use llm_lens::domain::machine::hardware::Hardware;
use llm_lens::domain::model::variant::{Shards, Variant};
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::precision::quantization::{QualityCost, QuantizationFamily as Family};
use proptest::prelude::*;

use super::standard_rules;
use crate::machines::{any_hardware, machine, unified_machine};
use crate::models::{gguf, model_of};
use crate::variants::fixtures;

const B: u64 = 1_000_000_000;

/// Key of the recommended variant and the reason.
fn best<'a>(count: u64, variants: &'a [Variant], hardware: &Hardware) -> Option<(&'a str, BestReason)> {
    let model = model_of(count, variants.to_vec());
    let (index, reason) = assess_model(&model, None, hardware, &standard_rules()).best?;
    Some((&variants[index].key, reason))
}

fn listed(families: &[Family]) -> Vec<Variant> {
    families.iter().map(|family| gguf(*family, None)).collect()
}

const LADDER: [Family; 5] = [Family::Fp32, Family::Bf16, Family::Q8, Family::Q6, Family::Q4];

/// 7 B parameters: the rule asks for 19.6 GB at 16 bits, 9.8 GB at 8 bits and 4.9 GB below. No test tells 8 bits from 16, so
/// the smaller file is better.
#[test]
fn the_widest_variant_up_to_8_bits_wholly_on_the_gpu_is_recommended() {
    let variants = listed(&LADDER);
    let on_gpu = |gb, system| best(7 * B, &variants, &machine(system, &[(gb, 1)]));
    assert_eq!(on_gpu(48, 64), Some(("gguf:q8", BestReason::OnGpu)));
    assert_eq!(on_gpu(12, 512), Some(("gguf:q8", BestReason::OnGpu)));
    assert_eq!(on_gpu(8, 512), Some(("gguf:q6", BestReason::OnGpu)));
    assert_eq!(on_gpu(5, 512), Some(("gguf:q4", BestReason::OnGpu)));
}

#[test]
fn where_the_gpu_is_too_small_system_memory_helps() {
    let variants = listed(&LADDER);
    let spread = best(7 * B, &variants, &machine(32, &[(4, 1)]));
    assert_eq!(spread, Some(("gguf:q8", BestReason::WithSystem)));
    let cpu = best(7 * B, &variants, &machine(16, &[]));
    assert_eq!(cpu, Some(("gguf:q8", BestReason::InSystem)));
}

#[test]
fn in_unified_memory_the_share_of_the_gpu_comes_first() {
    let variants = listed(&LADDER);
    // 24 GB: the GPU reaches 14.4 GB, and 19.2 GB are available, which is less than 19.6.
    let mac = best(7 * B, &variants, &unified_machine(24, Some(60)));
    assert_eq!(mac, Some(("gguf:q8", BestReason::OnUnified)));
    // 32 GB: 16-bit weights would fit, but beyond the share.
    let larger = best(7 * B, &variants, &unified_machine(32, Some(60)));
    assert_eq!(larger, Some(("gguf:q8", BestReason::OnUnified)));
    let wide = listed(&[Family::Bf16]);
    let beyond = best(7 * B, &wide, &unified_machine(32, Some(60)));
    assert_eq!(beyond, Some(("gguf:bf16", BestReason::InSystem)));
}

/// The rule asks for 4.9 GB; the Q6 file has 5.4 GB, and 5 GB are there.
#[test]
fn a_variant_whose_files_exceed_the_memory_comes_after_all_others() {
    let hardware = machine(0, &[(5, 1)]);
    let variants = listed(&[Family::Q6, Family::Q4]);
    assert_eq!(
        best(7 * B, &variants, &hardware),
        Some(("gguf:q4", BestReason::OnGpu))
    );
    let model = model_of(7 * B, listed(&[Family::Q6]));
    let judgement = assess_model(&model, None, &hardware, &standard_rules());
    assert_eq!(judgement.overall, Compatibility::Compatible);
    // Where the rule passes nothing else it is named; one that is too large does not take its place.
    assert_eq!(judgement.best, Some((0, BestReason::OnGpu)));
    assert_eq!(
        best(7 * B, &listed(&[Family::Bf16, Family::Q6]), &hardware),
        Some(("gguf:q6", BestReason::OnGpu))
    );
}

#[test]
fn of_equal_widths_the_smaller_file_and_then_the_first_is_recommended() {
    let hardware = machine(16, &[(24, 1)]);
    let twin = |key: &str, size| Variant {
        key: key.to_owned(),
        ..gguf(Family::Q4, Some(size))
    };
    let variants = [
        twin("large", 5 * B),
        twin("small", 4 * B),
        twin("as small", 4 * B),
    ];
    assert_eq!(
        best(7 * B, &variants, &hardware),
        Some(("small", BestReason::OnGpu))
    );
}

#[test]
fn where_nothing_fits_the_variant_that_needs_least_is_named() {
    let variants = listed(&LADDER);
    let small = machine(4, &[]);
    assert_eq!(
        best(700 * B, &variants, &small),
        Some(("gguf:q4", BestReason::SmallestOfTooLarge))
    );
}

#[test]
fn what_the_machine_cannot_load_is_never_named() {
    let small = machine(4, &[]);
    let foreign = Variant {
        key: "mlx".to_owned(),
        format: Format::Mlx,
        ..gguf(Family::Q2, None)
    };
    let exl = gguf(Family::Exl, None);
    let broken = Variant {
        key: "broken".to_owned(),
        shards: Shards::Incomplete {
            found: 1,
            expected: 9,
        },
        ..gguf(Family::Q4, None)
    };
    let variants = [gguf(Family::Q8, None), foreign, exl, broken];
    let too_large = Some(("gguf:q8", BestReason::SmallestOfTooLarge));
    assert_eq!(best(700 * B, &variants, &small), too_large);
    assert_eq!(best(700 * B, &variants[1..], &small), None);
    assert_eq!(best(B, &variants[1..], &machine(64, &[])), None);
}

/// Real files of an 8 B model on cards that people own.
#[test]
fn recorded_files_are_recommended_as_one_would_choose() {
    let contents = fixtures::contents("unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF");
    let on = |hardware: &Hardware| best(8_190_735_360, &contents.variants, hardware);
    // On 12 GB the rule asks for 11.4 GB at 8 bits.
    for gb in [12, 24] {
        assert_eq!(
            on(&machine(64, &[(gb, 1)])),
            Some(("gguf:q8_0", BestReason::OnGpu))
        );
    }
    assert_eq!(
        on(&machine(64, &[(8, 1)])),
        Some(("gguf:ud-q6_k_xl", BestReason::OnGpu))
    );
    // 6 GB: the rule passes Q6_K (5.7 GB), whose file has 6.3 GB.
    assert_eq!(
        on(&machine(64, &[(6, 1)])),
        Some(("gguf:ud-q5_k_xl", BestReason::OnGpu))
    );
}

proptest! {
    #[test]
    fn a_recommendation_runs_and_nothing_wider_runs_as_well(
        hardware in any_hardware(),
        count in 1..=1_000_000_000_000_u64,
        families in proptest::sample::subsequence(Family::ALL.to_vec(), 0..=20),
        has_sizes: bool,
    ) {
        let sized = |family: &Family| has_sizes.then(|| count * u64::from(family.nominal_bits_per_weight()) / 8_000);
        let variants = families.iter().map(|family| gguf(*family, sized(family))).collect();
        let model = model_of(count, variants);
        let judgement = assess_model(&model, None, &hardware, &standard_rules());
        prop_assert_eq!(judgement.variants.len(), families.len());
        let Some((index, reason)) = judgement.best else { return Ok(()) };
        let best = judgement.variants[index].verdict;
        if reason == BestReason::SmallestOfTooLarge {
            prop_assert_eq!(judgement.n_compatible, 0);
            prop_assert_eq!(best.compatibility(), Compatibility::NotCompatible);
            return Ok(());
        }
        prop_assert_eq!(best.compatibility(), Compatibility::Compatible);
        let available = hardware.available_memory().available;
        prop_assert!(judgement.variants[index].size.is_none_or(|size| size.bytes() <= available));
        let width = |index: usize| families[index].nominal_bits_per_weight().min(8_500);
        for (other, judged) in judgement.variants.iter().enumerate() {
            let keeps_enough = gguf(families[other], None).quantization.unwrap().quality_cost();
            let keeps_enough = keeps_enough.is_none_or(|cost| cost <= QualityCost::Noticeable);
            let on_gpu = judged.verdict.memory.placement().is_some_and(|placement| placement.is_wholly_on_gpu());
            let files_fit = judged.size.map_or(0, VariantSize::bytes) <= hardware.available_memory().gpu_reach;
            let runs = judged.verdict.compatibility() == Compatibility::Compatible;
            let is_quick = judged.speed.is_none_or(|speed| speed.likely >= 8_000);
            if runs && on_gpu && files_fit && keeps_enough && is_quick {
                prop_assert!(width(other) <= width(index), "{other} is wider than {index}");
            }
        }
    }
}
