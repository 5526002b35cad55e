//! Whatever stands in a file, the reader answers and does not stop.

use llm_lens::domain::files::config::{CONFIG_BYTES_MAX, ConfigError, ModelConfig, config_sources};
use llm_lens::domain::model::variant::RepoFile;
use llm_lens::domain::model::{BaseModel, BaseRelation};
use proptest::prelude::*;

use super::{bytes, parse};

fn error(text: &str) -> ConfigError {
    ModelConfig::parse(text.as_bytes()).unwrap_err()
}

#[test]
fn what_is_no_configuration_is_named() {
    assert_eq!(error("<!doctype html><html>"), ConfigError::Html);
    assert_eq!(
        error("version https://git-lfs.github.com/spec/v1\noid sha256:ab"),
        ConfigError::GitLfsPointer
    );
    assert_eq!(error("[]"), ConfigError::NotAnObject);
    assert_eq!(error("{}"), ConfigError::NoModel);
    assert_eq!(error(r#"{"hidden_size":64}"#), ConfigError::NoModel);
    assert_eq!(
        error(r#"{"hidden_size":"64","num_hidden_layers":-2}"#),
        ConfigError::NoModel
    );
    assert_eq!(
        error(r#"{"hidden_size": 64,,}"#),
        ConfigError::Malformed { at: 19 }
    );
    assert_eq!(
        error(r#"{"hidden_size":64,"num_hidden_layers":100000}"#),
        ConfigError::TooManyLayers { layers: 100_000 }
    );
    assert_eq!(
        ModelConfig::parse(b"{\"a\":\"\xff\"}"),
        Err(ConfigError::NotText { at: 6 })
    );
    let long = vec![b' '; CONFIG_BYTES_MAX + 1];
    let bytes = long.len() as u64;
    assert_eq!(ModelConfig::parse(&long), Err(ConfigError::TooLarge { bytes }));
}

#[test]
fn words_of_python_for_numbers_are_no_fault() {
    let text = r#"{"hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"a":NaN,"b":[0.0,Infinity,-Infinity],
        "model_type":"Infinity \" NaN"}"#;
    let config = parse(&format!("\u{feff}{text}"));
    assert_eq!(config.geometry.layers.len(), 2);
    assert_eq!(config.model_type, "infinity \" nan");
}

#[test]
fn the_base_model_is_asked_where_a_repository_describes_none() {
    let file = |path: &str| RepoFile {
        path: path.to_owned(),
        size: None,
    };
    let base = |id: &str, relation| BaseModel {
        id: id.parse().unwrap(),
        relation,
    };
    let bases = [
        base("a/finetuned", Some(BaseRelation::Finetune)),
        base("a/original", Some(BaseRelation::Quantized)),
        base("a/third", None),
    ];
    let own = config_sources(&[file("config.json"), file("model.gguf")], &bases);
    assert_eq!(own.len(), 1);
    assert!(own[0].repository.is_none() && own[0].speaks_of_weights);
    let asked: Vec<String> = config_sources(&[file("model.gguf")], &bases)
        .iter()
        .map(|source| source.repository.as_ref().unwrap().to_string())
        .collect();
    assert_eq!(asked, ["a/original", "a/finetuned"]);
    assert_eq!(
        config_sources(&[file("params.json")], &bases)[0].path,
        "params.json"
    );
    assert!(config_sources(&[], &[]).is_empty());
}

/// Reads and adds up, so that sums are tried too.
fn try_all(bytes: &[u8]) {
    if let Ok(mut config) = ModelConfig::parse(bytes) {
        let _ = config.weight_shapes().total();
        let _ = config.add_quantization_file(bytes);
    }
}

#[test]
fn every_prefix_of_a_configuration_is_answered() {
    for name in [
        "nvidia_Gemma-4-31B-IT-NVFP4",
        "Qwen_Qwen3.5-27B",
        "openai_gpt-oss-20b",
    ] {
        let whole = bytes(name);
        for end in 0..whole.len() {
            assert!(
                ModelConfig::parse(&whole[..end]).is_err() || end + 2 >= whole.len(),
                "{name} {end}"
            );
        }
    }
}

/// A configuration with numbers, lists and words in place of each other.
fn odd_value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<u64>().prop_map(|number| number.to_string()),
        (0_u64..600).prop_map(|number| number.to_string()),
        Just("0".to_owned()),
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("-1".to_owned()),
        Just("[1,0,4,9999999999]".to_owned()),
        Just(r#"["mamba","full_attention","conv"]"#.to_owned()),
        Just(r#"{"num_bits":4,"group_size":0,"num_heads":9,"head_dim":7}"#.to_owned()),
        Just(r#""llama""#.to_owned()),
    ]
}

const NAMES: [&str; 24] = [
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "num_key_value_heads",
    "head_dim",
    "intermediate_size",
    "vocab_size",
    "layer_types",
    "sliding_window",
    "sliding_window_pattern",
    "kv_lora_rank",
    "qk_rope_head_dim",
    "num_experts",
    "num_experts_per_tok",
    "mamba_d_state",
    "mamba_n_heads",
    "mamba_expand",
    "linear_attn_config",
    "full_attention_interval",
    "attn_layer_period",
    "num_kv_shared_layers",
    "quantization_config",
    "block_configs",
    "compress_ratios",
];

proptest! {
    #[test]
    fn odd_values_are_answered(values in prop::collection::vec((0..NAMES.len(), odd_value()), 0..24)) {
        let mut text = String::from(r#"{"hidden_size":64,"num_hidden_layers":4,"model_type":"jamba""#);
        for (name, value) in values {
            text.push_str(&format!(r#","{}":{value}"#, NAMES[name]));
        }
        text.push('}');
        try_all(text.as_bytes());
    }

    #[test]
    fn changed_bytes_are_answered(at in 0_usize..2_000, byte: u8) {
        let mut text = bytes("deepseek-ai_DeepSeek-V4-Flash");
        let place = at % text.len();
        text[place] = byte;
        try_all(&text);
    }

    #[test]
    fn any_bytes_are_answered(text: Vec<u8>) {
        try_all(&text);
    }
}
