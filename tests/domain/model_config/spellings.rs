//! Every spelling that libraries have used, in configurations as the models' repositories have them (keys that nobody
//! reads left out).

use llm_lens::domain::architecture::{RecurrentKind, Span};

use super::{layers, parse};

/// What the first layer that attends keeps: key-value heads, width of a key, and the span.
fn first_heads(text: &str) -> (u64, u64, Span) {
    let config = parse(text);
    let attention = config
        .geometry
        .layers
        .iter()
        .find_map(|layer| layer.attention)
        .unwrap();
    (attention.kv_heads, attention.key_width, attention.span)
}

const GPT2: &str = r#"{"model_type":"gpt2","n_embd":768,"n_head":12,"n_layer":12,"n_positions":1024,"n_ctx":1024,
    "vocab_size":50257,"architectures":["GPT2LMHeadModel"]}"#;

#[test]
fn old_names_of_gpt_2() {
    let config = parse(GPT2);
    assert_eq!(first_heads(GPT2), (12, 64, Span::Full));
    assert!(config.geometry.tied_embeddings && config.geometry.has_learned_positions);
    assert_eq!(config.geometry.context_length, Some(1024));
    let dense = config.geometry.layers[0].dense.unwrap();
    assert_eq!((dense.width, dense.gated), (3072, false));
    // 124,439,808 parameters, of which 786,432 are positions.
    let weights = config.weight_shapes().total();
    assert!(weights.abs_diff(124_439_808 - 786_432) < 200_000, "{weights}");
}

#[test]
fn falcon_has_one_key_head_in_its_old_layout_and_some_in_its_new_one() {
    let seven = r#"{"model_type":"falcon","hidden_size":4544,"num_attention_heads":71,"num_hidden_layers":32,
        "num_kv_heads":71,"multi_query":true,"new_decoder_architecture":false,"vocab_size":65024}"#;
    assert_eq!(first_heads(seven), (1, 64, Span::Full));
    let forty = r#"{"model_type":"falcon","hidden_size":8192,"num_attention_heads":128,"num_hidden_layers":60,
        "num_kv_heads":8,"multi_query":true,"new_decoder_architecture":true,"vocab_size":65024}"#;
    assert_eq!(first_heads(forty), (8, 64, Span::Full));
    let first =
        r#"{"model_type":"RefinedWebModel","hidden_size":4544,"n_head":71,"n_layer":32,"multi_query":true}"#;
    assert_eq!(first_heads(first), (1, 64, Span::Full));
}

#[test]
fn grouped_heads_have_many_names() {
    let glm = r#"{"model_type":"chatglm","hidden_size":4096,"num_layers":40,"num_attention_heads":32,"kv_channels":128,
        "multi_query_attention":true,"multi_query_group_num":2,"ffn_hidden_size":13696,"padded_vocab_size":151552,
        "seq_length":131072}"#;
    assert_eq!(first_heads(glm), (2, 128, Span::Full));
    assert_eq!(parse(glm).geometry.context_length, Some(131_072));
    let dbrx = r#"{"model_type":"dbrx","d_model":6144,"n_heads":48,"n_layers":40,"max_seq_len":32768,"vocab_size":100352,
        "attn_config":{"kv_n_heads":8},"ffn_config":{"ffn_hidden_size":10752,"moe_num_experts":16,"moe_top_k":4}}"#;
    assert_eq!(first_heads(dbrx), (8, 128, Span::Full));
    // 131,596,523,520 parameters.
    let weights = parse(dbrx).weight_shapes().total();
    assert!(weights.abs_diff(131_596_523_520) < 100_000_000, "{weights}");
    let starcoder =
        r#"{"model_type":"gpt_bigcode","n_embd":6144,"n_head":48,"n_layer":40,"multi_query":true}"#;
    assert_eq!(first_heads(starcoder), (1, 128, Span::Full));
    let missing =
        r#"{"model_type":"phi","hidden_size":2560,"num_attention_heads":32,"num_hidden_layers":32}"#;
    assert_eq!(first_heads(missing), (32, 80, Span::Full));
    let mistral = r#"{"dim":4096,"n_layers":32,"head_dim":128,"hidden_dim":14336,"n_heads":32,"n_kv_heads":8,
        "vocab_size":32768}"#;
    assert_eq!(first_heads(mistral), (8, 128, Span::Full));
}

#[test]
fn a_window_that_is_switched_off_is_none() {
    let qwen = r#"{"model_type":"qwen2","hidden_size":3584,"num_attention_heads":28,"num_hidden_layers":28,
        "num_key_value_heads":4,"sliding_window":131072,"use_sliding_window":false,"max_window_layers":28}"#;
    assert_eq!(first_heads(qwen), (4, 128, Span::Full));
    let on = qwen
        .replace("false", "true")
        .replace("\"max_window_layers\":28", "\"max_window_layers\":21");
    assert_eq!(
        layers(&parse(&on).geometry),
        format!("{}{}", "F".repeat(21), "W".repeat(7))
    );
    let null = r#"{"model_type":"mistral","hidden_size":4096,"num_attention_heads":32,"num_hidden_layers":32,
        "num_key_value_heads":8,"sliding_window":null}"#;
    assert_eq!(first_heads(null), (8, 128, Span::Full));
    let old = null.replace("null", "4096");
    assert_eq!(first_heads(&old), (8, 128, Span::Window(4096)));
    let phi3 = r#"{"model_type":"phi3","hidden_size":3072,"num_attention_heads":32,"num_hidden_layers":32,
        "num_key_value_heads":32,"sliding_window":2047}"#;
    assert_eq!(first_heads(phi3), (32, 96, Span::Window(2047)));
}

#[test]
fn windows_follow_patterns_of_many_kinds() {
    let table = [
        (
            r#"{"model_type":"gemma2","hidden_size":3584,"num_hidden_layers":42,"num_attention_heads":16,
                "num_key_value_heads":8,"head_dim":256,"sliding_window":4096}"#,
            "WF".repeat(21),
        ),
        (
            // google/gemma-3-4b-it leaves its heads, vocabulary and context to the library.
            r#"{"architectures":["Gemma3ForConditionalGeneration"],"model_type":"gemma3","text_config":{"hidden_size":2560,
                "intermediate_size":10240,"model_type":"gemma3_text","num_hidden_layers":34,"sliding_window":1024},
                "vision_config":{"hidden_size":1152,"num_hidden_layers":27}}"#,
            format!("{}WWWW", "WWWWWF".repeat(5)),
        ),
        (
            r#"{"model_type":"cohere2","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,
                "num_key_value_heads":8,"sliding_window":4096,"sliding_window_pattern":4}"#,
            "WWWF".repeat(8),
        ),
        (
            r#"{"model_type":"exaone4","hidden_size":5120,"num_hidden_layers":64,"num_attention_heads":40,
                "num_key_value_heads":8,"sliding_window":4096,"sliding_window_pattern":"LLLG"}"#,
            "WWWF".repeat(16),
        ),
        (
            r#"{"model_type":"mimo_v2_flash","hidden_size":4096,"num_hidden_layers":6,"num_attention_heads":64,
                "num_key_value_heads":4,"swa_num_key_value_heads":8,"head_dim":192,"v_head_dim":128,"sliding_window":128,
                "hybrid_layer_pattern":[0,1,1,1,1,0]}"#,
            "FWWWWF".to_owned(),
        ),
        (
            r#"{"model_type":"recurrent_gemma","hidden_size":2560,"num_hidden_layers":26,"num_attention_heads":10,
                "attention_window_size":2048,"block_types":["recurrent","recurrent","attention"],
                "lru_width":2560,"head_dim":256}"#,
            format!("{}ll", "llF".repeat(8)),
        ),
    ];
    for (text, wanted) in table {
        assert_eq!(layers(&parse(text).geometry), wanted, "{text}");
    }
}

#[test]
fn defaults_of_the_library_fill_what_a_part_leaves_out() {
    let text = r#"{"architectures":["Gemma3ForConditionalGeneration"],"model_type":"gemma3","text_config":{"hidden_size":2560,
        "intermediate_size":10240,"model_type":"gemma3_text","num_hidden_layers":34,"sliding_window":1024},
        "vision_config":{"hidden_size":1152,"num_hidden_layers":27}}"#;
    let config = parse(text);
    assert_eq!(first_heads(text), (4, 256, Span::Window(1024)));
    assert_eq!(config.geometry.vocabulary, 262_208);
    assert_eq!(config.geometry.context_length, Some(131_072));
    assert!(config.geometry.tied_embeddings && config.is_multimodal);
    // 4,300,079,472 with an encoder of some 420 million.
    let weights = config.weight_shapes().total();
    assert!((3_850_000_000..3_900_000_000).contains(&weights), "{weights}");
    let llava = r#"{"model_type":"llava","text_config":{"_name_or_path":"lmsys/vicuna-7b-v1.5","model_type":"llama",
        "max_position_embeddings":4096,"vocab_size":32064},"vision_config":{"hidden_size":1024}}"#;
    assert_eq!(layers(&parse(llava).geometry), "F".repeat(32));
    assert_eq!(first_heads(llava), (32, 128, Span::Full));
}

#[test]
fn gemma_3n_shares_caches_between_layers() {
    let text = r#"{"model_type":"gemma3n","text_config":{"model_type":"gemma3n_text","hidden_size":2048,
        "intermediate_size":[16384,16384],"num_hidden_layers":35,"num_attention_heads":8,"num_key_value_heads":2,
        "head_dim":256,"sliding_window":512,"num_kv_shared_layers":15,"hidden_size_per_layer_input":256,
        "vocab_size":262400,"layer_types":["sliding_attention","sliding_attention","sliding_attention",
        "sliding_attention","full_attention"]}}"#;
    let config = parse(text);
    assert_eq!(
        layers(&config.geometry),
        format!("{}{}", "WWWWF".repeat(4), "s".repeat(15))
    );
    assert_eq!(config.geometry.per_layer_embedding, 256);
    assert_eq!(config.geometry.layers[0].dense.unwrap().width, 16_384);
}

#[test]
fn recurrent_and_hybrid_models_say_which_layers_attend() {
    let table = [
        (
            r#"{"model_type":"jamba","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,
                "num_key_value_heads":8,"attn_layer_period":8,"attn_layer_offset":4,"mamba_d_state":16,"mamba_d_conv":4,
                "mamba_expand":2,"mamba_dt_rank":256,"intermediate_size":14336,"num_experts":16,"num_experts_per_tok":2,
                "expert_layer_period":2,"expert_layer_offset":1,"vocab_size":65536}"#,
            "mmmmFmmm".repeat(4),
        ),
        (
            r#"{"model_type":"granitemoehybrid","hidden_size":1536,"num_hidden_layers":4,"num_attention_heads":12,
                "num_key_value_heads":4,"layer_types":["mamba","mamba","attention","mamba"],"mamba_d_state":128,
                "mamba_d_conv":4,"mamba_expand":2,"mamba_n_heads":48,"mamba_d_head":64,"mamba_n_groups":1}"#,
            "MMFM".to_owned(),
        ),
        (
            r#"{"model_type":"lfm2","hidden_size":2048,"num_hidden_layers":16,"num_attention_heads":32,
                "num_key_value_heads":8,"full_attn_idxs":[2,5,8,10,12,14],"conv_L_cache":3}"#,
            "ccFccFccFcFcFcFc".to_owned(),
        ),
        (
            r#"{"model_type":"qwen3_next","hidden_size":2048,"num_hidden_layers":48,"num_attention_heads":16,
                "num_key_value_heads":2,"head_dim":256,"full_attention_interval":4,"linear_num_key_heads":16,
                "linear_num_value_heads":32,"linear_key_head_dim":128,"linear_value_head_dim":128,
                "linear_conv_kernel_dim":4,"num_experts":512,"num_experts_per_tok":10,"moe_intermediate_size":512,
                "shared_expert_intermediate_size":512,"vocab_size":151936}"#,
            "dddF".repeat(12),
        ),
        (
            r#"{"model_type":"kimi_linear","hidden_size":2304,"num_hidden_layers":8,"num_attention_heads":32,
                "kv_lora_rank":512,"qk_rope_head_dim":64,"qk_nope_head_dim":128,"v_head_dim":128,
                "linear_attn_config":{"full_attn_layers":[4,8],"kda_layers":[1,2,3,5,6,7],"head_dim":128,"num_heads":32,
                "short_conv_kernel_size":4}}"#,
            "dddLdddL".to_owned(),
        ),
        (
            r#"{"model_type":"falcon_h1","hidden_size":2048,"num_hidden_layers":3,"num_attention_heads":8,
                "num_key_value_heads":2,"head_dim":128,"mamba_d_ssm":3072,"mamba_n_heads":48,"mamba_d_head":64,
                "mamba_d_state":256,"mamba_n_groups":1,"mamba_d_conv":4}"#,
            "FMFMFM".to_owned(),
        ),
        (
            r#"{"model_type":"mamba","hidden_size":768,"num_hidden_layers":24,"state_size":16,"conv_kernel":4,"expand":2,
                "intermediate_size":1536,"time_step_rank":48,"vocab_size":50280}"#,
            "m".repeat(24),
        ),
        (
            r#"{"d_model":2560,"n_layer":64,"vocab_size":50277,"ssm_cfg":{},"rms_norm":true}"#,
            "m".repeat(64),
        ),
        (
            r#"{"model_type":"mamba2","hidden_size":2560,"num_hidden_layers":64,"state_size":128,"num_heads":80,
                "head_dim":64,"n_groups":1,"conv_kernel":4,"expand":2,"time_step_limit":[0.0,Infinity]}"#,
            "M".repeat(64),
        ),
        (
            r#"{"model_type":"minimax_text_01","hidden_size":6144,"num_hidden_layers":8,"num_attention_heads":64,
                "num_key_value_heads":8,"head_dim":128,"attn_type_list":[0,0,0,0,0,0,0,1]}"#,
            "lllllllF".to_owned(),
        ),
    ];
    for (text, wanted) in table {
        assert_eq!(layers(&parse(text).geometry), wanted, "{text}");
    }
}

#[test]
fn states_have_the_sizes_that_engines_allocate() {
    let state = |text: &str| {
        let config = parse(text);
        config
            .geometry
            .layers
            .iter()
            .find_map(|layer| layer.recurrent)
            .unwrap()
    };
    let mamba = state(
        r#"{"model_type":"mamba","hidden_size":768,"num_hidden_layers":24,"state_size":16,"conv_kernel":4,
            "intermediate_size":1536}"#,
    );
    assert_eq!((mamba.state, mamba.convolution), (1536 * 16, 3 * 1536));
    let granite = state(
        r#"{"model_type":"granitemoehybrid","hidden_size":1536,"num_hidden_layers":2,"num_attention_heads":12,
            "layer_types":["mamba","attention"],"mamba_d_state":128,"mamba_d_conv":4,"mamba_n_heads":48,"mamba_d_head":64,
            "mamba_n_groups":1}"#,
    );
    assert_eq!(granite.kind, RecurrentKind::Mamba2);
    assert_eq!(
        (granite.state, granite.convolution),
        (3072 * 128, 3 * (3072 + 2 * 128))
    );
    let lfm2 = state(
        r#"{"model_type":"lfm2","hidden_size":2048,"num_hidden_layers":2,"num_attention_heads":32,"full_attn_idxs":[1],
            "conv_L_cache":3}"#,
    );
    assert_eq!((lfm2.state, lfm2.convolution), (0, 2 * 2048));
}

#[test]
fn jamba_has_experts_in_every_second_layer() {
    let text = r#"{"model_type":"jamba","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,
        "num_key_value_heads":8,"mamba_dt_rank":256,"intermediate_size":14336,"num_experts":16,"num_experts_per_tok":2,
        "vocab_size":65536,"tie_word_embeddings":false}"#;
    let config = parse(text);
    let with = config
        .geometry
        .layers
        .iter()
        .filter(|layer| layer.experts.is_some())
        .count();
    assert_eq!(with, 16);
    assert!(config.geometry.layers[1].experts.is_some() && config.geometry.layers[0].dense.is_some());
    // Published as 52 B; AI21-Jamba-1.5-Mini counts 51.6 B.
    let weights = config.weight_shapes().total();
    assert!((51_000_000_000..52_500_000_000).contains(&weights), "{weights}");
}

#[test]
fn the_first_layers_of_deepseek_have_no_experts() {
    let v2_lite = r#"{"model_type":"deepseek_v2","hidden_size":2048,"num_hidden_layers":27,"num_attention_heads":16,
        "num_key_value_heads":16,"kv_lora_rank":512,"q_lora_rank":null,"qk_nope_head_dim":128,"qk_rope_head_dim":64,
        "v_head_dim":128,"intermediate_size":10944,"moe_intermediate_size":1408,"n_routed_experts":64,"n_shared_experts":2,
        "num_experts_per_tok":6,"first_k_dense_replace":1,"moe_layer_freq":1,"vocab_size":102400,
        "tie_word_embeddings":false}"#;
    let config = parse(v2_lite);
    assert!(config.geometry.layers[0].dense.is_some() && config.geometry.layers[0].experts.is_none());
    assert!(config.geometry.layers[1].experts.is_some());
    // 15,706,484,224 parameters.
    let weights = config.weight_shapes().total();
    assert!(weights.abs_diff(15_706_484_224) < 10_000_000, "{weights}");
}

#[test]
fn encoders_keep_no_cache() {
    let bert = r#"{"model_type":"bert","hidden_size":768,"num_hidden_layers":12,"num_attention_heads":12,
        "intermediate_size":3072,"max_position_embeddings":512,"vocab_size":30522}"#;
    assert!(parse(bert).geometry.is_encoder);
}
