use llm_lens::domain::model::variant::{WeightHints, read_contents};

use super::fixtures::{files, quantization_config};

/// A Safetensors file whose precision is declared like this.
#[track_caller]
fn check_declared(name: &str, tags: &[&str], config: Option<&str>, dtypes: &[(&str, u64)], expected: &str) {
    let hints = WeightHints {
        repo_name: name.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        library: None,
        dtypes: dtypes
            .iter()
            .map(|(dtype, count)| ((*dtype).to_owned(), *count))
            .collect(),
        quantization_config: config.map(quantization_config),
    };
    let variant = read_contents(files(&["model.safetensors"]), &hints)
        .variants
        .remove(0);
    let found = variant.quantization.map_or("none".to_owned(), |quantization| {
        let bits = quantization
            .bits_per_weight
            .map_or("?".to_owned(), |bits| bits.to_string());
        format!("{} {} {bits}", quantization.label, quantization.family.key())
    });
    assert_eq!(found, expected, "{name} {tags:?} {config:?} {dtypes:?}");
}

#[test]
fn precision_is_declared_in_many_ways() {
    // Configurations.
    check_declared("m", &[], Some("method=gptq bits=4"), &[], "GPTQ 4-bit gptq 4250");
    check_declared("m", &[], Some("method=gptq bits=8"), &[], "GPTQ 8-bit gptq 8250");
    check_declared("m", &[], Some("method=awq bits=4"), &[], "AWQ 4-bit awq 4250");
    check_declared(
        "m",
        &[],
        Some("method=bitsandbytes load_in_4bit"),
        &[],
        "NF4 bnb 4500",
    );
    check_declared(
        "m",
        &[],
        Some("method=bitsandbytes load_in_8bit"),
        &[],
        "bitsandbytes 8-bit int8 8500",
    );
    check_declared(
        "m",
        &[],
        Some("method=fp8"),
        &[("F8_E4M3", 9), ("BF16", 1)],
        "FP8 fp8 8000",
    );
    check_declared("m", &[], Some("method=fbgemm_fp8"), &[], "FP8 fp8 8000");
    check_declared("m", &[], Some("method=mxfp4"), &[], "MXFP4 mxfp4 4250");
    check_declared("m", &[], Some("method=NVFP4"), &[], "NVFP4 nvfp4 4500");
    check_declared("m", &[], Some("method=W4A16_NVFP4"), &[], "NVFP4 nvfp4 4500");
    check_declared("m", &[], Some("method=INT4_AWQ"), &[], "AWQ 4-bit awq 4250");
    check_declared(
        "m",
        &[],
        Some("method=modelopt bits=4 type=float"),
        &[],
        "NVFP4 nvfp4 4500",
    );
    check_declared(
        "m",
        &[],
        Some("method=compressed-tensors bits=4 format=pack-quantized type=int"),
        &[],
        "W4A16 int4 4500",
    );
    check_declared(
        "m",
        &[],
        Some("method=compressed-tensors bits=8 format=int-quantized type=int"),
        &[],
        "W8A8 int8 8000",
    );
    check_declared(
        "m",
        &[],
        Some("method=compressed-tensors bits=8 format=float-quantized type=float"),
        &[],
        "FP8 fp8 8000",
    );
    check_declared(
        "m",
        &[],
        Some("method=compressed-tensors bits=4 format=nvfp4-pack-quantized type=float"),
        &[],
        "NVFP4 nvfp4 4500",
    );
    check_declared(
        "m-quantized.w4a16",
        &[],
        Some("method=compressed-tensors"),
        &[],
        "W4A16 int4 4500",
    );
    check_declared("m", &[], Some("method=hqq bits=4"), &[], "HQQ 4-bit int4 4500");
    check_declared(
        "m",
        &[],
        Some("method=auto-round bits=4"),
        &[],
        "AutoRound 4-bit int4 4500",
    );
    check_declared(
        "m",
        &[],
        Some("method=bitnet"),
        &[("U8", 9), ("BF16", 5)],
        "BitNet ternary 2060",
    );
    check_declared("m", &[], Some("method=exl3 bits=4"), &[], "EXL3 4.0 bpw exl 4000");
    check_declared("m", &[], Some("method=zzz"), &[], "quantized (zzz) int4 ?");
    check_declared(
        "m",
        &[],
        Some("method=zzz bits=8"),
        &[],
        "quantized (zzz) int8 8000",
    );
    check_declared(
        "m",
        &[],
        Some("method=<b>x\u{202e}"),
        &[],
        "quantized (bx) int4 ?",
    );
    check_declared("m", &[], Some(""), &[], "none");
    // Tags.
    check_declared("m", &["gptq", "4-bit"], None, &[], "GPTQ 4-bit gptq 4250");
    check_declared("m", &["8-bit", "fp8"], None, &[], "FP8 fp8 8000");
    check_declared("m", &["bitsandbytes", "4-bit"], None, &[], "NF4 bnb 4500");
    check_declared("m", &["exl2"], None, &[], "EXL2 exl 4250");
    check_declared(
        "m",
        &["base_model:quantized:x/y-AWQ", "license:gptq"],
        None,
        &[],
        "none",
    );
    check_declared("m", &["mlx", "4-bit"], None, &[], "MLX 4-bit int4 4500");
    check_declared("m", &["mlx"], Some("bits=8"), &[], "MLX 8-bit int8 8500");
    check_declared("m-mxfp4", &["mlx"], None, &[], "MLX MXFP4 int4 4250");
    check_declared(
        "m",
        &["mlx"],
        None,
        &[("BF16", 9), ("U32", 9)],
        "MLX quantized int4 ?",
    );
    // Names.
    check_declared("Llama-2-7B-GPTQ", &[], None, &[], "GPTQ gptq 4250");
    check_declared("Qwen-7B-Chat-GPTQ-Int4", &[], None, &[], "GPTQ 4-bit gptq 4250");
    check_declared("m-4.25bpw-h6-exl2", &[], None, &[], "EXL2 4.25 bpw exl 4250");
    check_declared("Qwen3-32B-FP8", &[], None, &[], "FP8 fp8 8000");
    check_declared("Nemotron-30B-A3B-BF16", &[], None, &[], "BF16 bf16 16000");
    // Dtypes.
    check_declared(
        "m",
        &[],
        None,
        &[("F32", 124_056_578), ("I64", 514)],
        "FP32 fp32 32000",
    );
    check_declared("m", &[], None, &[("F16", 9), ("F32", 1)], "FP16 fp16 16000");
    check_declared("m", &[], None, &[("F8_E4M3", 9), ("BF16", 1)], "FP8 fp8 8000");
    check_declared("m", &[], None, &[("I8", 9), ("BF16", 1)], "INT8 int8 8000");
    check_declared("m", &[], None, &[("I32", 9), ("F16", 3)], "INT4 int4 4500");
    // Nothing but floats is stored: the rest says how it was made.
    check_declared(
        "m-AWQ-merged",
        &["4-bit"],
        Some("method=bitsandbytes load_in_4bit"),
        &[("BF16", 900)],
        "BF16 bf16 16000",
    );
}

#[test]
fn mlx_widths_may_be_fractions() {
    let hints = |name: &str| WeightHints {
        repo_name: name.to_owned(),
        tags: vec!["mlx".to_owned()],
        library: Some("mlx".to_owned()),
        ..WeightHints::default()
    };
    for (name, label, bits) in [
        ("openai-gpt-oss-20b-MLX-6.5bit", "MLX 6.5-bit", 6_500),
        ("Model-mlx-4.25-bit", "MLX 4.25-bit", 4_250),
        ("Model-MLX-6bit", "MLX 6-bit", 6_500),
        ("Qwen3.5-9B-MLX-8bit", "MLX 8-bit", 8_500),
    ] {
        let read = read_contents(files(&["model.safetensors"]), &hints(name));
        let quantization = read.variants[0].quantization.clone().unwrap();
        assert_eq!(
            (quantization.label.as_str(), quantization.bits_per_weight),
            (label, Some(bits)),
            "{name}"
        );
    }
}
