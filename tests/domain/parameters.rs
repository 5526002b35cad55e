use llm_lens::domain::model::ParameterSource as Source;
use llm_lens::domain::model::parameters::{parameters_from_name, plausible, safetensors_parameters};
use llm_lens::domain::model::variant::WeightHints;
use llm_lens::domain::precision::quantization::{Quantization, QuantizationFamily as Family};
use proptest::prelude::*;

#[test]
fn sizes_are_read_off_names() {
    let rows = [
        ("Llama-2-7B-GGUF", Some(7_000_000_000)),
        ("Qwen2.5-0.5B-Instruct", Some(500_000_000)),
        ("qwen2.5-0.5b", Some(500_000_000)),
        ("Qwen3-1.7B", Some(1_700_000_000)),
        ("Llama-3.1-8B-Instruct", Some(8_000_000_000)),
        ("Mixtral-8x7B-v0.1", Some(46_702_792_704)),
        ("Mixtral-8x22B", Some(140_630_071_296)),
        ("Beyonder-4x7B-v2", Some(28_000_000_000)),
        ("Qwen3-30B-A3B-GGUF", Some(30_000_000_000)),
        ("Qwen3-235B-A22B-NVFP4", Some(235_000_000_000)),
        ("gemma-3-270m-it", Some(270_000_000)),
        ("SmolLM2-135M", Some(135_000_000)),
        ("DeepSeek-R1-671B", Some(671_000_000_000)),
        ("Kimi-1T", Some(1_000_000_000_000)),
        ("TinyLlama-1.1B-intermediate-step-1431k-3T", Some(1_100_000_000)),
        ("Qwen2.5-7B-Instruct-1M", Some(7_000_000_000)),
        ("jan-nano-4b", Some(4_000_000_000)),
        ("bitnet-b1.58-2B-4T", Some(2_000_000_000)),
        ("model.7b.gguf", Some(7_000_000_000)),
        // No size of the model in these.
        ("gemma-3n-E4B-it", None),
        ("Llama-4-Scout-17B-16E-Instruct", None),
        ("Qwen2.5", None),
        ("Llama-3.1", None),
        ("Mistral-v0.3", None),
        ("model-4bit", None),
        ("Phi-3-mini-128k-instruct", None),
        ("DeepSeek-V3-0324", None),
        ("A3B", None),
        ("0B", None),
        ("99999B", None),
        ("gpt2", None),
        ("b", None),
        ("", None),
    ];
    for (name, expected) in rows {
        assert_eq!(parameters_from_name(name), expected, "{name}");
    }
}

fn hints(name: &str, dtypes: &[(&str, u64)]) -> WeightHints {
    WeightHints {
        repo_name: name.to_owned(),
        dtypes: dtypes
            .iter()
            .map(|(dtype, count)| ((*dtype).to_owned(), *count))
            .collect(),
        ..WeightHints::default()
    }
}

#[track_caller]
fn check(
    name: &str,
    dtypes: &[(&str, u64)],
    total: Option<u64>,
    label: Option<(Family, u32)>,
    expected: (u64, Source),
) {
    let quantization = label.map(|(family, bits)| Quantization {
        label: "x".to_owned(),
        family,
        bits_per_weight: Some(bits),
    });
    let found = safetensors_parameters(total, &hints(name, dtypes), quantization.as_ref());
    assert_eq!(
        found.map(|count| (count.count, count.source)),
        Some(expected),
        "{name}"
    );
}

#[test]
fn floats_are_counted_as_stored() {
    check(
        "roberta",
        &[("F32", 124_056_578), ("I64", 514)],
        Some(124_057_092),
        None,
        (124_056_578, Source::SafetensorsHeader),
    );
    check(
        "Qwen3-8B",
        &[("BF16", 8_190_735_360)],
        Some(8_190_735_360),
        None,
        (8_190_735_360, Source::SafetensorsHeader),
    );
    check("x", &[], Some(5), None, (5, Source::SafetensorsHeader));
    let fp8 = [("BF16", 3_000), ("F8_E4M3", 680_000)];
    check(
        "DeepSeek",
        &fp8,
        Some(683_000),
        Some((Family::Fp8, 8_000)),
        (683_000, Source::SafetensorsHeader),
    );
}

#[test]
fn packed_integers_are_taken_apart() {
    let packed = Source::UnpackedSafetensors;
    let mlx = [("BF16", 257_000_000), ("U32", 1_023_000_000)];
    check(
        "Qwen3-8B-4bit",
        &mlx,
        Some(1_280_000_000),
        Some((Family::Int4, 4_500)),
        (8_185_250_000, packed),
    );
    check(
        "Qwen3-chat",
        &mlx,
        None,
        Some((Family::Int4, 4_500)),
        (8_185_250_000, packed),
    );
    let mlx8 = [("BF16", 257_000_000), ("U32", 2_046_000_000)];
    check(
        "Qwen3-8B-8bit",
        &mlx8,
        Some(2_303_000_000),
        Some((Family::Int8, 8_500)),
        (8_185_250_000, packed),
    );
    let gptq = [("F16", 300_000_000), ("I32", 830_000_000)];
    check(
        "Llama-2-7B-GPTQ",
        &gptq,
        Some(1_130_000_000),
        Some((Family::Gptq, 4_250)),
        (6_940_000_000, packed),
    );
    check(
        "Llama-chat-GPTQ",
        &gptq,
        Some(1_130_000_000),
        Some((Family::Gptq, 4_250)),
        (6_940_000_000, packed),
    );
    let nf4 = [
        ("BF16", 1_050_000_000),
        ("F32", 100_000_000),
        ("U8", 3_600_000_000),
    ];
    check(
        "Llama-3.1-8B-bnb-4bit",
        &nf4,
        None,
        Some((Family::BitsAndBytes, 4_500)),
        (8_350_000_000, packed),
    );
    let nvfp4 = [
        ("BF16", 1_200_000_000),
        ("F8_E4M3", 14_600_000_000),
        ("U8", 116_800_000_000),
    ];
    check(
        "Qwen3-235B-A22B-NVFP4",
        &nvfp4,
        None,
        Some((Family::Nvfp4, 4_500)),
        (234_800_000_000, packed),
    );
    let flash = [
        ("BF16", 4_000_000_000),
        ("F8_E4M3", 10_000_000_000),
        ("I8", 135_000_000_000),
        ("F8_E8M0", 8_437_500_000),
    ];
    check(
        "DeepSeek-V4-Flash",
        &flash,
        None,
        Some((Family::Fp8, 8_000)),
        (284_000_000_000, packed),
    );
}

#[test]
fn counts_that_the_hub_unpacked_stay() {
    let header = Source::SafetensorsHeader;
    let oss = [("BF16", 2_167_371_072), ("U8", 118_244_966_400)];
    check(
        "gpt-oss-120b",
        &oss,
        Some(120_412_337_472),
        Some((Family::Mxfp4, 4_250)),
        (120_412_337_472, header),
    );
    check(
        "gpt-oss-large",
        &oss,
        None,
        Some((Family::Mxfp4, 4_250)),
        (120_412_337_472, header),
    );
    let gptq = [("F16", 1_090_000_000), ("I32", 6_525_000_000)];
    check(
        "Qwen2.5-7B-GPTQ-Int4",
        &gptq,
        Some(7_615_000_000),
        Some((Family::Gptq, 4_250)),
        (7_615_000_000, header),
    );
    check(
        "Qwen2.5-GPTQ-Int4",
        &gptq,
        Some(7_615_000_000),
        Some((Family::Gptq, 4_250)),
        (7_615_000_000, header),
    );
    let mlx = [("BF16", 257_000_000), ("U32", 1_023_000_000)];
    check(
        "Qwen3-4bit",
        &mlx,
        Some(8_190_735_360),
        Some((Family::Int4, 4_500)),
        (8_190_735_360, header),
    );
}

#[test]
fn nothing_known_gives_no_count() {
    assert_eq!(safetensors_parameters(None, &hints("Qwen3-8B", &[]), None), None);
    assert_eq!(safetensors_parameters(Some(0), &hints("x", &[]), None), None);
    let overflowing = [("BF16", u64::MAX), ("U32", u64::MAX)];
    assert_eq!(
        safetensors_parameters(None, &hints("x", &overflowing), None),
        None
    );
}

#[test]
fn implausible_counts_are_distrusted() {
    assert!(plausible(8_000_000_000, 16_000_000_000));
    assert!(plausible(8_000_000_000, 2_000_000_000));
    assert!(plausible(8_000_000_000, 32_500_000_000));
    assert!(!plausible(8_000_000_000, 900_000_000));
    assert!(!plausible(8_000_000_000, 34_000_000_000));
    assert!(!plausible(0, 1));
    assert!(!plausible(1, u64::MAX));
}

proptest! {
    #[test]
    fn any_name_and_header_are_read(
        name in "[A-Za-z0-9._-]{0,40}|.{0,20}",
        dtypes in proptest::collection::vec(("BF16|F16|F32|U32|I32|U8|I8|I64|F8_E4M3|F8_E8M0", any::<u64>()), 0..5),
        total in proptest::option::of(any::<u64>()),
        bits in proptest::option::of(0_u32..40_000),
    ) {
        let quantization = Quantization { label: name.clone(), family: Family::Int4, bits_per_weight: bits };
        let hints = WeightHints { repo_name: name, dtypes, ..WeightHints::default() };
        let _ = safetensors_parameters(total, &hints, Some(&quantization));
    }
}

#[test]
fn the_bit_streams_of_exllama_are_not_counted() {
    let hints = WeightHints {
        repo_name: "Qwen3-8B-exl3".to_owned(),
        dtypes: vec![
            ("F16".to_owned(), 1_250_000_000),
            ("I16".to_owned(), 1_620_000_000),
        ],
        ..WeightHints::default()
    };
    let exl = Quantization::of_family("EXL3 4.0 bpw", Family::Exl);
    assert_eq!(
        safetensors_parameters(Some(2_870_000_000), &hints, Some(&exl)),
        None
    );
}
