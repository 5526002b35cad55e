//! Real configurations, held to parameter counts of the Hub and to what is known of their layers.

use llm_lens::domain::architecture::{Attention, Quantity};
use llm_lens::domain::files::config::FloatType;

use super::{layers, recorded};

/// Layers as letters with counts: `5W1F` five times is `5*(5W1F)` written out.
fn repeat(group: &str, times: usize) -> String {
    group.repeat(times)
}

/// File, layers, and the number of weights: the Hub's count of elements (as `safetensors.total` gave it) without encoders
/// and without heads for several tokens, or the publisher's exact one.
fn known() -> Vec<(&'static str, String, u64)> {
    let nemotron = "M-M-MF-M-M-MF-M-M-MF-M-M-MF-M-M-MF-M-M-M-MF-M-M-M-M-";
    vec![
        ("Qwen_Qwen3-0.6B", repeat("F", 28), 596_049_920),
        ("Qwen_Qwen3-8B", repeat("F", 36), 8_190_735_360),
        ("Qwen_Qwen3-32B-FP8", repeat("F", 64), 32_762_123_264),
        ("Qwen_Qwen3-30B-A3B", repeat("F", 48), 30_532_122_624),
        (
            "Qwen_Qwen3-VL-8B-Instruct",
            repeat("F", 36),
            8_767_123_696 - 576_388_336,
        ),
        (
            "Qwen_Qwen3.5-27B",
            repeat("dddF", 16),
            27_781_427_952 - 460_730_096 - 424_699_392,
        ),
        (
            "Qwen_Qwen3.5-35B-A3B",
            repeat("dddF", 10),
            35_951_822_704 - 446_571_248 - 844_640_768,
        ),
        (
            "mlx_Qwen3.5-9B-MLX-8bit",
            repeat("dddF", 8),
            9_653_104_368 - 456_010_480 - 243_290_624,
        ),
        ("meta-llama_Meta-Llama-3.1-8B", repeat("F", 32), 8_030_261_248),
        (
            "nvidia_Llama-3.1-70B-Instruct-FP8",
            repeat("F", 80),
            70_553_706_496,
        ),
        ("mistralai_Devstral-Small-2507", repeat("F", 40), 23_572_403_200),
        ("mistralai_Mixtral-8x7B-v0.1", repeat("F", 32), 46_702_792_704),
        ("deepseek-ai_DeepSeek-V3", repeat("L", 61), 671_026_419_200),
        ("moonshotai_Kimi-K2.5", repeat("L", 61), 1_026_408_232_448),
        ("nvidia_Qwen3-235B-A22B-NVFP4", repeat("F", 94), 235_093_634_560),
        ("openai_gpt-oss-20b", repeat("WF", 12), 20_914_757_184),
        (
            "google_gemma-4-26B-A4B",
            repeat("WWWWWF", 5),
            25_805_588_224 - 572_788_224,
        ),
        (
            "nvidia_NVIDIA-Nemotron-3-Nano-30B-A3B-BF16",
            nemotron.to_owned(),
            31_577_937_344,
        ),
        // Published as 109 B with its vision encoder.
        (
            "meta-llama_Llama-4-Scout-17B-16E-Instruct",
            repeat("CCCF", 12),
            108_641_700_000 - 870_000_000,
        ),
    ]
}

#[test]
fn layers_and_weights_of_real_models_are_counted() {
    for (file, wanted, weights) in known() {
        let config = recorded(file);
        assert_eq!(layers(&config.geometry), wanted, "{file}");
        let counted = config.weight_shapes().total();
        let off = counted.abs_diff(weights);
        assert!(
            off <= weights / 400,
            "{file}: {counted} weights in place of {weights}"
        );
        assert_eq!(config.geometry.missing, [], "{file}");
        assert!(
            !config.geometry.has_assumptions(),
            "{file}: {:?}",
            config.geometry.facts
        );
    }
}

#[test]
fn numbers_name_the_key_that_they_came_from() {
    let config = recorded("Qwen_Qwen3.5-27B");
    let origin = |quantity| format!("{:?}", config.geometry.fact(quantity).unwrap().origin);
    assert_eq!(
        origin(Quantity::Layers),
        r#"Key("text_config.num_hidden_layers")"#
    );
    assert_eq!(origin(Quantity::KeyWidth), r#"Key("text_config.head_dim")"#);
    assert_eq!(
        origin(Quantity::RecurrentLayers),
        r#"Key("text_config.layer_types")"#
    );
    assert_eq!(config.geometry.draft_blocks, 1);
    let recurrent = config.geometry.layers[0].recurrent.unwrap();
    // 48 value heads of 128 with keys of 128; the convolution runs over 2 × 16 × 128 + 48 × 128 channels.
    assert_eq!(recurrent.state, 48 * 128 * 128);
    assert_eq!(recurrent.convolution, 3 * (2 * 16 * 128 + 48 * 128));
    assert_eq!(config.float, Some(FloatType::Bf16));
    assert!(config.is_multimodal);
}

#[test]
fn heads_differ_between_the_layers_of_gemma_4() {
    let config = recorded("nvidia_Gemma-4-31B-IT-NVFP4");
    let heads = |number: usize| {
        let Attention {
            kv_heads, key_width, ..
        } = config.geometry.layers[number].attention.unwrap();
        (kv_heads, key_width)
    };
    assert_eq!(heads(0), (16, 256));
    assert_eq!(heads(5), (4, 512));
}

#[test]
fn compressed_caches_have_one_narrow_row() {
    let latent = |file| {
        recorded(file).geometry.layers[0]
            .attention
            .unwrap()
            .latent
            .unwrap()
    };
    for file in ["deepseek-ai_DeepSeek-V3", "moonshotai_Kimi-K2.5"] {
        let latent = latent(file);
        assert_eq!(latent.rank + latent.rope_width, 576, "{file}");
    }
    assert_eq!(recorded("deepseek-ai_DeepSeek-V3.2").indexer_width, 128);
    let v4 = recorded("deepseek-ai_DeepSeek-V4-Flash");
    assert_eq!(v4.compression.len(), 44);
    assert_eq!(&v4.compression[..4], [0, 0, 4, 128]);
}
