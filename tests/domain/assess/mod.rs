//! The three checks, the overall word, and what is known of a variant's size.

mod best;
mod cases;
mod placement;
mod repository;

use llm_lens::domain::assess::{
    Assessment, Compatibility, EstimateMethod, FormatCheck, MemoryCheck, Outcome, Placement,
    QuantizationCheck, Rules, VariantSize, Verdict, assess_variant,
};
use llm_lens::domain::machine::hardware::Hardware;
use llm_lens::domain::model::variant::{Shards, Variant};
use llm_lens::domain::model::{Model, ModelKind, ParameterCount};
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::precision::quantization::{PrecisionClass, Quantization, QuantizationFamily as Family};

use crate::machines::machine;
use crate::models::{counted, gguf, guessed, model, model_of};
use crate::variants::fixtures;

const GB: u64 = 1 << 30;

/// The reader wants the Standard rule to decide.
pub fn standard_rules() -> Rules {
    Rules {
        method: EstimateMethod::Standard,
        ..Rules::default()
    }
}

fn judged(model: &Model, variant: &Variant, hardware: &Hardware) -> Assessment {
    assess_variant(model, variant, None, hardware, &standard_rules())
}

#[test]
fn the_worked_example_is_compatible() {
    let variant = gguf(Family::Fp16, Some(2 * GB));
    let judgement = judged(&model("a/b"), &variant, &machine(16, &[(4, 1)]));
    assert_eq!(
        judgement.verdict,
        Verdict {
            format: FormatCheck::Supported(Format::Gguf),
            quantization: QuantizationCheck::Supported(Family::Fp16),
            memory: MemoryCheck::Fits {
                required: 3_221_225_472,
                available: 18_038_862_643,
                placement: Placement::Gpu,
            },
        }
    );
    assert_eq!(judgement.verdict.compatibility(), Compatibility::Compatible);
    assert_eq!(judgement.size, Some(VariantSize::Exact(2 * GB)));
}

#[test]
fn one_failed_check_fails_and_one_unknown_check_leaves_it_open() {
    let formats = [
        FormatCheck::Supported(Format::Gguf),
        FormatCheck::NotSupported(Format::Gguf),
        FormatCheck::Incomplete {
            found: 1,
            expected: 2,
        },
    ];
    let quantizations = [
        QuantizationCheck::Supported(Family::Q4),
        QuantizationCheck::AssumedFp32,
        QuantizationCheck::NotSupported(Family::Q4),
        QuantizationCheck::NotStated,
    ];
    let memories = [
        MemoryCheck::Fits {
            required: 1,
            available: 1,
            placement: Placement::System,
        },
        MemoryCheck::TooLarge {
            required: 2,
            available: 1,
            missing: 1,
        },
        MemoryCheck::NotLanguage,
        MemoryCheck::SizeUnknown,
    ];
    let mut n_words = [0; 3];
    for format in formats {
        for quantization in quantizations {
            for memory in memories {
                let outcomes = [format.outcome(), quantization.outcome(), memory.outcome()];
                let has = |wanted: Outcome| outcomes.contains(&wanted);
                let is_other_kind = memory == MemoryCheck::NotLanguage;
                let (expected, index) = match (has(Outcome::Fail), has(Outcome::Unknown)) {
                    // The rule is not about it, whatever the other checks say.
                    _ if is_other_kind => (Compatibility::Unknown, 1),
                    (true, _) => (Compatibility::NotCompatible, 0),
                    (false, true) => (Compatibility::Unknown, 1),
                    (false, false) => (Compatibility::Compatible, 2),
                };
                let verdict = Verdict {
                    format,
                    quantization,
                    memory,
                };
                assert_eq!(verdict.compatibility(), expected, "{verdict:?}");
                n_words[index] += 1;
            }
        }
    }
    // Of 48, 12 are of another kind. Of the 36 others: without a failure 2 formats, 3 quantizations and 2 memories;
    // without an unknown 1, 2 and 1.
    assert_eq!(n_words, [36 - 12, 12 + 12 - 2, 2]);
}

#[test]
fn a_machine_without_the_format_or_the_quantization_fails_its_check() {
    let model = model_of(1_000, Vec::new());
    let variant = gguf(Family::Q4, None);
    let mut hardware = machine(16, &[]);
    hardware.formats.remove(&Format::Gguf);
    hardware.quantizations.remove(&Family::Q4);
    let verdict = judged(&model, &variant, &hardware).verdict;
    assert_eq!(verdict.format, FormatCheck::NotSupported(Format::Gguf));
    assert_eq!(verdict.quantization, QuantizationCheck::NotSupported(Family::Q4));
    assert_eq!(verdict.memory.outcome(), Outcome::Pass);
    assert_eq!(verdict.compatibility(), Compatibility::NotCompatible);
}

#[test]
fn an_unstated_quantization_needs_fp32() {
    let model = model_of(1_000, Vec::new());
    let variant = Variant {
        quantization: None,
        ..gguf(Family::Q4, None)
    };
    let mut hardware = machine(16, &[]);
    let judgement = judged(&model, &variant, &hardware);
    assert_eq!(judgement.verdict.quantization, QuantizationCheck::AssumedFp32);
    assert_eq!(judgement.verdict.compatibility(), Compatibility::Compatible);
    assert_eq!(judgement.size, None);
    hardware.quantizations.remove(&Family::Fp32);
    let verdict = judged(&model, &variant, &hardware).verdict;
    assert_eq!(verdict.quantization, QuantizationCheck::NotStated);
    assert_eq!(verdict.compatibility(), Compatibility::Unknown);
}

#[test]
fn missing_shards_leave_the_verdict_open() {
    let shards = Shards::Incomplete {
        found: 1,
        expected: 3,
    };
    let variant = Variant {
        shards,
        ..gguf(Family::Q4, Some(100))
    };
    let judgement = judged(&model_of(1_000, Vec::new()), &variant, &machine(16, &[]));
    let incomplete = FormatCheck::Incomplete {
        found: 1,
        expected: 3,
    };
    assert_eq!(judgement.verdict.format, incomplete);
    assert_eq!(judgement.verdict.compatibility(), Compatibility::Unknown);
    // The files that are there are not the whole: their sum is never shown as the size.
    assert_eq!(judgement.size, Some(VariantSize::Estimated(612)));
}

#[test]
fn a_model_that_is_none_of_language_is_not_judged_by_memory() {
    let painter = Model {
        kind: ModelKind::NotLanguage,
        ..model_of(1_000, Vec::new())
    };
    let judgement = judged(&painter, &gguf(Family::Fp16, Some(2_000)), &machine(16, &[]));
    assert_eq!(judgement.verdict.memory, MemoryCheck::NotLanguage);
    assert_eq!(judgement.standard, None);
    assert_eq!(judgement.verdict.compatibility(), Compatibility::Unknown);
    assert_eq!(judgement.size, Some(VariantSize::Exact(2_000)));
    let unstated = Model {
        kind: ModelKind::Unstated,
        ..painter
    };
    let verdict = judged(&unstated, &gguf(Family::Fp16, Some(2_000)), &machine(16, &[])).verdict;
    assert_eq!(verdict.compatibility(), Compatibility::Compatible);
}

#[test]
fn without_count_and_size_memory_is_unknown() {
    let judgement = judged(&model("a/b"), &gguf(Family::Q4, None), &machine(16, &[]));
    assert_eq!(judgement.verdict.memory, MemoryCheck::SizeUnknown);
    assert_eq!(judgement.size, None);
    assert_eq!(judgement.verdict.compatibility(), Compatibility::Unknown);
}

#[test]
fn sizes_are_exact_where_files_have_them_and_estimated_where_a_list_has_none() {
    let of = |parameters: Option<ParameterCount>, variant: &Variant| {
        let model = Model {
            parameters,
            ..model("a/b")
        };
        judged(&model, variant, &machine(16, &[])).size
    };
    let listed = gguf(Family::Q4, None);
    assert_eq!(
        of(Some(counted(8_000)), &gguf(Family::Q4, Some(5_000))),
        Some(VariantSize::Exact(5_000))
    );
    assert_eq!(
        of(Some(counted(8_000)), &listed),
        Some(VariantSize::Estimated(4_900))
    );
    assert_eq!(
        of(Some(guessed(8_000)), &listed),
        Some(VariantSize::Estimated(4_900))
    );
    assert_eq!(of(None, &listed), None);
    let unmeasured = Variant {
        quantization: Some(Quantization {
            label: "x".to_owned(),
            family: Family::Q4,
            bits_per_weight: None,
        }),
        ..listed
    };
    assert_eq!(of(Some(counted(8_000)), &unmeasured), None);
}

/// The rule counts half a byte for everything from 6 bits down, which is too little for real Q6_K files.
#[test]
fn a_recorded_q6_k_file_is_larger_than_the_rule_s_model_memory() {
    let contents = fixtures::contents("unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF");
    // safetensors.total of Qwen/Qwen3-8B.
    let model = model_of(8_190_735_360, Vec::new());
    let judged = |key: &str| {
        let variant = contents
            .variants
            .iter()
            .find(|variant| variant.key == key)
            .unwrap();
        judged(&model, variant, &machine(16, &[]))
    };
    let q6 = judged("gguf:q6_k");
    assert_eq!(q6.standard.unwrap().model_memory, 4_095_367_680);
    assert_eq!(q6.bits_per_weight(&model), Some(6_569));
    // Even the required memory with its multiplier is less than the file.
    assert!(q6.standard.unwrap().required < 6_725_900_800);
}

#[test]
fn the_real_width_needs_an_exact_size_and_a_count() {
    let exact = gguf(Family::Q4, Some(5_000));
    let width = |parameters: ParameterCount, variant: &Variant| {
        let model = Model {
            parameters: Some(parameters),
            ..model("a/b")
        };
        judged(&model, variant, &machine(16, &[])).bits_per_weight(&model)
    };
    assert_eq!(width(counted(8_000), &exact), Some(5_000));
    assert_eq!(width(guessed(8_000), &exact), None);
    assert_eq!(width(counted(8_000), &gguf(Family::Q4, None)), None);
    assert_eq!(width(counted(0), &exact), None);
    assert_eq!(width(counted(1), &gguf(Family::Q4, Some(u64::MAX))), None);
}

/// 8-bit GPTQ needs GPTQ's kernels, and a byte for each parameter.
#[test]
fn gptq_of_eight_bits_is_gptq_and_takes_a_byte_a_parameter() {
    let eight = Quantization {
        label: "GPTQ 8-bit".to_owned(),
        family: Family::Gptq,
        bits_per_weight: Some(8_250),
    };
    assert_eq!(eight.precision_class(), PrecisionClass::Bits8);
    let four = Quantization::of_family("GPTQ 4-bit", Family::Gptq);
    assert_eq!(four.precision_class(), PrecisionClass::Bits6OrBelow);
}
