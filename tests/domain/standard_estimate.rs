use llm_lens::domain::estimate::{
    ACTIVATION_PERCENT_DEFAULT, ACTIVATION_PERCENT_RANGE, ParameterBasis, StandardEstimate, StandardInput,
    file_size,
};
use llm_lens::domain::model::{ParameterCount, ParameterSource};
use llm_lens::domain::precision::quantization::{PrecisionClass, QuantizationFamily as Family};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::models::{counted, guessed};

const GB: u64 = 1 << 30;

fn input(family: Option<Family>, parameters: Option<ParameterCount>, size: Option<u64>) -> StandardInput {
    StandardInput {
        precision: family.map(Family::precision_class),
        parameters,
        size_bytes: size,
        activation_percent: ACTIVATION_PERCENT_DEFAULT,
    }
}

#[test]
fn the_worked_example_comes_out_to_the_last_digit() {
    let estimate = StandardEstimate::compute(input(Some(Family::Fp16), None, Some(2 * GB)));
    assert_eq!(
        estimate,
        Some(StandardEstimate {
            precision: PrecisionClass::Bits16,
            precision_is_assumed: false,
            num_params: 1_073_741_824,
            basis: ParameterBasis::FromSize { size_bytes: 2 * GB },
            model_memory: 2_147_483_648,
            required: 3_221_225_472,
            activation_percent: 150,
        })
    );
}

/// Bytes for 1,000 parameters of each family: the rule's table, written out.
#[test]
fn every_family_has_its_row_of_the_rule() {
    let table = [
        (Family::Fp32, 4_000),
        (Family::Bf16, 2_000),
        (Family::Fp16, 2_000),
        (Family::Fp8, 1_000),
        (Family::Int8, 1_000),
        (Family::Q8, 1_000),
        (Family::Q6, 500),
        (Family::Q5, 500),
        (Family::Q4, 500),
        (Family::Q3, 500),
        (Family::Q2, 500),
        (Family::Iq, 500),
        (Family::Ternary, 500),
        (Family::Awq, 500),
        (Family::Gptq, 500),
        (Family::BitsAndBytes, 500),
        (Family::Int4, 500),
        (Family::Mxfp4, 500),
        (Family::Nvfp4, 500),
        (Family::Exl, 500),
    ];
    assert_eq!(table.map(|(family, _)| family), Family::ALL);
    for (family, bytes) in table {
        let estimate = StandardEstimate::compute(input(Some(family), Some(counted(1_000)), None)).unwrap();
        assert_eq!(estimate.model_memory, bytes, "{family:?}");
        assert_eq!(estimate.required, bytes * 3 / 2, "{family:?}");
        assert!(!estimate.precision_is_assumed);
    }
}

#[test]
fn an_unknown_quantization_counts_as_fp32() {
    let estimate = StandardEstimate::compute(input(None, Some(counted(1_000)), None)).unwrap();
    assert_eq!(estimate.precision, PrecisionClass::Bits32);
    assert!(estimate.precision_is_assumed);
    assert_eq!(estimate.required, 6_000);
}

#[test]
fn a_count_comes_before_the_size_and_the_size_before_a_guess() {
    let sized = ParameterBasis::FromSize { size_bytes: 4_000 };
    let rows = [
        (
            Some(counted(7)),
            Some(4_000),
            Some(ParameterBasis::Given(counted(7))),
        ),
        (Some(counted(7)), None, Some(ParameterBasis::Given(counted(7)))),
        (Some(guessed(7)), Some(4_000), Some(sized)),
        (None, Some(4_000), Some(sized)),
        (Some(guessed(7)), None, Some(ParameterBasis::Given(guessed(7)))),
        (Some(guessed(7)), Some(0), Some(ParameterBasis::Given(guessed(7)))),
        (None, Some(0), None),
        (None, None, None),
    ];
    for (parameters, size, basis) in rows {
        let estimate = StandardEstimate::compute(input(Some(Family::Fp16), parameters, size));
        assert_eq!(
            estimate.map(|estimate| estimate.basis),
            basis,
            "{parameters:?} {size:?}"
        );
    }
    for source in [
        ParameterSource::GgufHeader,
        ParameterSource::SafetensorsHeader,
        ParameterSource::UnpackedSafetensors,
        ParameterSource::Catalog,
    ] {
        let given = ParameterCount { count: 7, source };
        let estimate = StandardEstimate::compute(input(None, Some(given), Some(4_000))).unwrap();
        assert_eq!(estimate.basis, ParameterBasis::Given(given));
    }
}

/// A model of no parameters would need no memory and run everywhere.
#[test]
fn a_count_of_zero_is_no_count() {
    for zero in [counted(0), guessed(0)] {
        assert_eq!(StandardEstimate::compute(input(None, Some(zero), None)), None);
        let sized = StandardEstimate::compute(input(Some(Family::Q8), Some(zero), Some(9))).unwrap();
        assert_eq!(sized.basis, ParameterBasis::FromSize { size_bytes: 9 });
    }
}

#[test]
fn the_multiplier_is_a_setting() {
    for (activation_percent, required) in [(100, 2_000), (110, 2_200), (150, 3_000), (500, 10_000)] {
        let estimate = StandardEstimate::compute(StandardInput {
            activation_percent,
            ..input(Some(Family::Bf16), Some(counted(1_000)), None)
        });
        let estimate = estimate.unwrap();
        assert_eq!(estimate.required, required);
        assert_eq!(estimate.activation_percent, activation_percent);
        assert_eq!(estimate.model_memory, 2_000);
    }
}

#[test]
fn halves_of_bytes_are_rounded_down() {
    let estimate = StandardEstimate::compute(input(Some(Family::Q4), Some(counted(3)), None)).unwrap();
    assert_eq!((estimate.model_memory, estimate.required), (1, 1));
    let one_byte = StandardEstimate::compute(input(None, None, Some(1))).unwrap();
    assert_eq!((one_byte.num_params, one_byte.required), (0, 0));
}

#[test]
fn numbers_beyond_reason_saturate() {
    let most = StandardEstimate::compute(input(None, Some(counted(u64::MAX)), None)).unwrap();
    assert_eq!((most.model_memory, most.required), (u64::MAX, u64::MAX));
    let sized = StandardEstimate::compute(input(Some(Family::Q4), None, Some(u64::MAX))).unwrap();
    assert_eq!(sized.num_params, u64::MAX);
    assert_eq!(file_size(u64::MAX, u32::MAX), u64::MAX);
}

#[test]
fn the_size_of_a_file_follows_from_parameters_and_width() {
    assert_eq!(file_size(8_000_000_000, 4_900), 4_900_000_000);
    assert_eq!(file_size(1, 8_000), 1);
    assert_eq!(file_size(0, 8_000), 0);
}

fn any_input() -> impl Strategy<Value = StandardInput> {
    let number = || prop_oneof![0..=1_000_u64, any::<u64>()];
    let parameters = (number(), any::<bool>()).prop_map(|(count, is_counted)| {
        if is_counted {
            counted(count)
        } else {
            guessed(count)
        }
    });
    (
        option::of(select(Family::ALL.to_vec())),
        option::of(parameters),
        option::of(number()),
        ACTIVATION_PERCENT_RANGE,
    )
        .prop_map(
            |(family, parameters, size_bytes, activation_percent)| StandardInput {
                precision: family.map(Family::precision_class),
                parameters,
                size_bytes,
                activation_percent,
            },
        )
}

proptest! {
    #[test]
    fn no_input_panics_and_memory_covers_the_weights(input in any_input()) {
        if let Some(estimate) = StandardEstimate::compute(input) {
            prop_assert!(estimate.required >= estimate.model_memory);
            prop_assert!(u128::from(estimate.model_memory) <= u128::from(estimate.num_params) * 4);
            let exact = u128::from(estimate.model_memory) * u128::from(estimate.activation_percent) / 100;
            prop_assert_eq!(u128::from(estimate.required), exact.min(u128::from(u64::MAX)));
        }
    }

    #[test]
    fn more_parameters_or_a_larger_multiplier_never_need_less(
        input in any_input(), more in any::<u64>(), percent in ACTIVATION_PERCENT_RANGE,
    ) {
        let Some(parameters) = input.parameters.filter(|known| known.count > 0) else { return Ok(()) };
        let larger = ParameterCount { count: parameters.count.max(more), ..parameters };
        let required = |input| StandardEstimate::compute(input).unwrap().required;
        let with_parameters = StandardInput { parameters: Some(larger), ..input };
        prop_assert!(required(with_parameters) >= required(input));
        let activation_percent = input.activation_percent.max(percent);
        let with_percent = StandardInput { activation_percent, ..input };
        prop_assert!(required(with_percent) >= required(input));
    }
}
