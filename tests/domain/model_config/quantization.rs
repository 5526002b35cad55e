//! Quantization blocks as the methods write them.

use llm_lens::domain::files::config::{ModelConfig, QuantizationScheme, WeightClass};

use super::{bytes, parse, recorded};

fn with_block(block: &str) -> QuantizationScheme {
    let text = format!(
        r#"{{"model_type":"llama","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,
            "num_key_value_heads":8,"intermediate_size":14336,"vocab_size":128256,{block}}}"#
    );
    parse(&text).quantization.unwrap()
}

#[test]
fn every_method_has_its_width() {
    let table = [
        (
            r#""quantization_config":{"quant_method":"gptq","bits":4,"group_size":128,"desc_act":true}"#,
            Some(4_156),
        ),
        (
            r#""quantization_config":{"quant_method":"gptq","bits":8,"group_size":-1}"#,
            Some(8_005),
        ),
        (
            r#""quantization_config":{"quant_method":"awq","bits":4,"group_size":128,"zero_point":true}"#,
            Some(4_156),
        ),
        (
            r#""quantization_config":{"quant_method":"awq","w_bit":4,"q_group_size":64}"#,
            Some(4_312),
        ),
        (
            r#""quantization_config":{"quant_method":"bitsandbytes","load_in_4bit":true,"bnb_4bit_quant_type":"nf4",
                "bnb_4bit_use_double_quant":true}"#,
            Some(4_127),
        ),
        (
            r#""quantization_config":{"load_in_4bit":true,"bnb_4bit_use_double_quant":false}"#,
            Some(4_500),
        ),
        (
            r#""quantization_config":{"quant_method":"bitsandbytes","load_in_8bit":true}"#,
            Some(8_007),
        ),
        (
            r#""quantization_config":{"quant_method":"compressed-tensors","format":"pack-quantized","config_groups":
                {"group_0":{"targets":["Linear"],"weights":{"num_bits":4,"type":"int","strategy":"group","group_size":128,
                "symmetric":true}}},"ignore":["lm_head"]}"#,
            Some(4_125),
        ),
        (
            r#""quantization_config":{"quant_method":"compressed-tensors","format":"nvfp4-pack-quantized","config_groups":
                {"group_0":{"weights":{"num_bits":4,"type":"float","strategy":"tensor_group","group_size":16}}}}"#,
            Some(4_500),
        ),
        (
            r#""quantization_config":{"quant_method":"fp8","weight_block_size":[128,128]}"#,
            Some(8_001),
        ),
        (
            r#""quantization_config":{"quant_method":"fbgemm_fp8"}"#,
            Some(8_000),
        ),
        (r#""quantization_config":{"quant_method":"mxfp4"}"#, Some(4_250)),
        (
            r#""quantization_config":{"quant_method":"modelopt","quant_algo":"NVFP4"}"#,
            Some(4_500),
        ),
        (
            r#""quantization_config":{"quant_method":"modelopt","quant_algo":"MIXED_PRECISION"}"#,
            None,
        ),
        (
            r#""quantization_config":{"quant_method":"hqq","quant_config":{"weight_quant_params":{"nbits":4,"group_size":64}}}"#,
            Some(4_500),
        ),
        (
            r#""quantization_config":{"quant_method":"aqlm","in_group_size":8,"nbits_per_codebook":16,"num_codebooks":1}"#,
            Some(2_000),
        ),
        (r#""quantization_config":{"quant_method":"eetq"}"#, Some(8_000)),
        (
            r#""quantization_config":{"quant_method":"quark","global_quant_config":{"weight":{"dtype":"fp8_e4m3"}}}"#,
            Some(8_000),
        ),
        (
            r#""quantization_config":{"quant_method":"torchao","quant_type":{"default":{"_type":"Int4WeightOnlyConfig"}}}"#,
            Some(4_250),
        ),
        (
            r#""quantization_config":{"quant_method":"torchao","quant_type":"int8_weight_only"}"#,
            Some(8_000),
        ),
        (
            r#""quantization_config":{"quant_method":"exl3","bits":4.25}"#,
            Some(4_250),
        ),
        (
            r#""quantization_config":{"quant_method":"auto-round","bits":2,"group_size":64}"#,
            Some(2_281),
        ),
        (r#""quantization":{"group_size":64,"bits":4}"#, Some(4_500)),
        (
            r#""quantization":{"group_size":32,"bits":4,"mode":"mxfp4"}"#,
            Some(4_250),
        ),
        (r#""quantization_config":{"quant_method":"brand-new"}"#, None),
        (r#""quantization_config":{}"#, None),
    ];
    for (block, bits) in table {
        assert_eq!(with_block(block).bits_per_weight, bits, "{block}");
    }
}

/// Thousandths kept in fewer bits, in the order attention, dense, experts, shared experts, embeddings, output.
fn per_mille(scheme: &QuantizationScheme) -> [u16; 6] {
    WeightClass::ALL.map(|class| scheme.class(class).per_mille)
}

#[test]
fn lists_of_modules_say_what_is_left_alone() {
    let scheme = |file| recorded(file).quantization.unwrap();
    // Experts only.
    let experts_only = [0, 0, 1000, 0, 0, 0];
    assert_eq!(per_mille(&scheme("moonshotai_Kimi-K2.5")), experts_only);
    assert_eq!(per_mille(&scheme("openai_gpt-oss-20b")), experts_only);
    // Every layer's attention is named for itself.
    let gemma = scheme("nvidia_Gemma-4-31B-IT-NVFP4");
    assert_eq!(per_mille(&gemma), [0, 1000, 1000, 1000, 0, 0]);
    assert!(gemma.has_8bit_cache);
    let some = with_block(
        r#""quantization_config":{"quant_method":"compressed-tensors","ignore":["model.layers.0.mlp.down_proj",
            "model.layers.1.mlp.up_proj","model.layers.2.mlp.up_proj","model.layers.3.mlp.up_proj","lm_head","re:.*vision.*"]}"#,
    );
    assert_eq!(per_mille(&some), [1000, 875, 1000, 1000, 0, 0]);
    let head = with_block(r#""quantization_config":{"quant_method":"gptq","bits":4,"lm_head":true}"#);
    assert_eq!(per_mille(&head), [1000, 1000, 1000, 1000, 0, 1000]);
    let v4 = scheme("deepseek-ai_DeepSeek-V4-Flash");
    assert_eq!(v4.class(WeightClass::Experts).own_bits, Some(4_250));
}

#[test]
fn mlx_quantizes_embeddings_too_and_may_name_modules() {
    let plain = recorded("mlx_Qwen3.5-9B-MLX-8bit").quantization.unwrap();
    assert_eq!(
        (plain.method.as_str(), plain.bits_per_weight),
        ("mlx", Some(8_500))
    );
    assert_eq!(per_mille(&plain), [1000; 6]);
    let mixed = with_block(
        r#""quantization":{"group_size":64,"bits":4,"lm_head":{"group_size":64,"bits":6},"model.embed_tokens":false,
            "model.layers.0.mlp.down_proj":{"group_size":64,"bits":8}}"#,
    );
    assert_eq!(mixed.class(WeightClass::OutputHead).own_bits, Some(6_500));
    assert_eq!(mixed.class(WeightClass::Embedding).own_bits, Some(16_000));
    // One of 96 matrices has 4 bits more.
    assert_eq!(mixed.class(WeightClass::Dense).own_bits, Some(4_541));
}

#[test]
fn a_file_beside_the_configuration_says_how_weights_are_kept() {
    let mut config = recorded("nvidia_Qwen3-235B-A22B-NVFP4");
    assert_eq!(config.quantization, None);
    config
        .add_quantization_file(&bytes("nvidia_Qwen3-235B-A22B-NVFP4.hf_quant_config"))
        .unwrap();
    let scheme = config.quantization.clone().unwrap();
    assert_eq!(
        (scheme.method.as_str(), scheme.bits_per_weight),
        ("modelopt", Some(4_500))
    );
    assert!(scheme.has_8bit_cache);
    assert_eq!(per_mille(&scheme), [1000, 1000, 1000, 1000, 0, 0]);
    // What the configuration says itself counts more.
    config
        .add_quantization_file(br#"{"bits":8,"group_size":128}"#)
        .unwrap();
    assert_eq!(config.quantization, Some(scheme));
    let mut old =
        parse(r#"{"model_type":"llama","hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4}"#);
    old.add_quantization_file(br#"{"bits":4,"group_size":128,"damp_percent":0.1,"desc_act":false}"#)
        .unwrap();
    assert_eq!(old.quantization.unwrap().method, "gptq");
    let text = ModelConfig::parse(b"{}");
    assert!(text.is_err());
}
