//! What the transformers library takes where a key is missing.
//!
//! The library leaves keys out that have their default value when it writes the configuration of a part
//! (`PretrainedConfig.to_diff_dict`), so that the language part of a Gemma 3 or LLaVA repository lacks most of its
//! dimensions.

/// Defaults of a configuration class.
type Defaults = (&'static [&'static str], &'static [(&'static str, u64)]);

/// From `src/transformers/models/*/configuration_*.py`: the classes whose repositories rely on them.
const DEFAULTS: &[Defaults] = &[
    (
        &["gemma3_text"],
        &[
            ("hidden_size", 2304),
            ("num_hidden_layers", 26),
            ("num_attention_heads", 8),
            ("num_key_value_heads", 4),
            ("head_dim", 256),
            ("intermediate_size", 9216),
            ("vocab_size", 262_208),
            ("max_position_embeddings", 131_072),
            ("sliding_window", 4096),
        ],
    ),
    (
        &["gemma3n_text"],
        &[
            ("hidden_size", 2048),
            ("num_hidden_layers", 35),
            ("num_attention_heads", 8),
            ("num_key_value_heads", 2),
            ("head_dim", 256),
            ("intermediate_size", 16_384),
            ("vocab_size", 262_400),
            ("vocab_size_per_layer_input", 262_144),
            ("hidden_size_per_layer_input", 256),
            ("max_position_embeddings", 32_768),
            ("sliding_window", 512),
            ("num_kv_shared_layers", 15),
        ],
    ),
    (
        &["gemma2"],
        &[
            ("hidden_size", 2304),
            ("num_hidden_layers", 26),
            ("num_attention_heads", 8),
            ("num_key_value_heads", 4),
            ("head_dim", 256),
            ("intermediate_size", 9216),
            ("vocab_size", 256_000),
            ("max_position_embeddings", 8192),
            ("sliding_window", 4096),
        ],
    ),
    (
        &["gemma"],
        &[
            ("hidden_size", 3072),
            ("num_hidden_layers", 28),
            ("num_attention_heads", 16),
            ("num_key_value_heads", 16),
            ("head_dim", 256),
            ("intermediate_size", 24_576),
            ("vocab_size", 256_000),
            ("max_position_embeddings", 8192),
        ],
    ),
    (
        &["llama"],
        &[
            ("hidden_size", 4096),
            ("num_hidden_layers", 32),
            ("num_attention_heads", 32),
            ("intermediate_size", 11_008),
            ("vocab_size", 32_000),
            ("max_position_embeddings", 2048),
        ],
    ),
    (
        &["mistral"],
        &[
            ("hidden_size", 4096),
            ("num_hidden_layers", 32),
            ("num_attention_heads", 32),
            ("num_key_value_heads", 8),
            ("intermediate_size", 14_336),
            ("vocab_size", 32_000),
            ("max_position_embeddings", 131_072),
        ],
    ),
    (
        &["qwen2", "qwen2_5_vl_text", "qwen2_vl_text"],
        &[
            ("hidden_size", 4096),
            ("num_hidden_layers", 32),
            ("num_attention_heads", 32),
            ("num_key_value_heads", 32),
            ("intermediate_size", 22_016),
            ("vocab_size", 151_936),
            ("max_position_embeddings", 32_768),
        ],
    ),
    (
        &["cohere2"],
        &[("sliding_window", 4096), ("sliding_window_pattern", 4)],
    ),
    (
        &["recurrent_gemma"],
        &[
            ("attention_window_size", 2048),
            ("head_dim", 256),
            ("num_key_value_heads", 1),
        ],
    ),
    (
        &["lfm2", "lfm2_moe"],
        &[("conv_L_cache", 3), ("num_key_value_heads", 8)],
    ),
    (
        &["mamba", "falcon_mamba"],
        &[("state_size", 16), ("conv_kernel", 4), ("expand", 2)],
    ),
    (
        &["mamba2"],
        &[
            ("state_size", 128),
            ("conv_kernel", 4),
            ("expand", 2),
            ("n_groups", 8),
            ("head_dim", 64),
        ],
    ),
    (
        &["jamba"],
        &[
            ("attn_layer_period", 8),
            ("attn_layer_offset", 4),
            ("expert_layer_period", 2),
            ("expert_layer_offset", 1),
            ("mamba_d_state", 16),
            ("mamba_d_conv", 4),
            ("mamba_expand", 2),
        ],
    ),
    (
        &["qwen3_next", "qwen3_5_text", "qwen3_5_moe_text"],
        &[("full_attention_interval", 4), ("linear_conv_kernel_dim", 4)],
    ),
];

/// The library's default for a key of this model type.
pub(super) fn default_of(model_type: &str, key: &str) -> Option<u64> {
    let (_, defaults) = DEFAULTS.iter().find(|(types, _)| types.contains(&model_type))?;
    let (_, value) = defaults.iter().find(|(name, _)| *name == key)?;
    Some(*value)
}
