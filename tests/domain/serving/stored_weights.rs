use llm_lens::domain::estimate::serving::{Basis, Engine, PartKind, Reason, ServingInput, StoredWeights};
use llm_lens::domain::files::safetensors::WeightTotals;

use super::{ask, on_devices, part};
use crate::model_config::{parse, recorded};
use crate::safetensors::{header_of, read};

/// Bytes of the tensors of published checkpoints (their index's `total_size`, or parameters times width).
#[test]
fn shapes_and_method_come_to_the_size_of_the_files() {
    let table = [
        ("meta-llama_Meta-Llama-3.1-8B", 16_060_522_496_u64),
        ("openai_gpt-oss-20b", 13_761_264_768),
        ("mistralai_Devstral-Small-2507", 47_144_806_400),
        ("mistralai_Mixtral-8x7B-v0.1", 93_405_585_408),
        // 32.76 billion weights in 8 bits, of which 1.56 billion stay in 16.
        ("Qwen_Qwen3-32B-FP8", 34_320_000_000),
    ];
    for (file, bytes) in table {
        let config = recorded(file);
        let estimate = ask(&config).estimate();
        let weights = estimate.parts[0];
        assert_eq!(weights.basis, Basis::Assumed(Reason::WeightsFromShapes), "{file}");
        let off = weights.bytes.likely.abs_diff(bytes);
        assert!(off < bytes / 100, "{file}: {:?}", weights.bytes);
        assert!(weights.bytes.low < bytes && bytes < weights.bytes.high, "{file}");
    }
}

#[test]
fn an_unknown_method_widens_the_range() {
    let unknown = parse(
        r#"{"model_type":"llama","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,
            "intermediate_size":11008,"vocab_size":32000,"quantization_config":{"quant_method":"brand-new"}}"#,
    );
    let weights = ask(&unknown).estimate().parts[0];
    assert_eq!(weights.basis, Basis::Assumed(Reason::UnknownMethod));
    assert!(weights.bytes.high > weights.bytes.low * 3 / 2);
}

const TIED: &str = r#"{"model_type":"qwen3","hidden_size":8,"num_hidden_layers":1,"num_attention_heads":2,
    "intermediate_size":16,"vocab_size":100,"tie_word_embeddings":true,"num_nextn_predict_layers":1,
    "torch_dtype":"bfloat16"}"#;

#[test]
fn what_no_engine_loads_does_not_count() {
    let config = parse(TIED);
    let header = read(&header_of(&[
        ("model.embed_tokens.weight", "BF16", &[100, 8], 1600),
        ("lm_head.weight", "BF16", &[100, 8], 1600),
        ("model.layers.0.mlp.up_proj.weight", "BF16", &[16, 8], 256),
        ("model.layers.1.mlp.up_proj.weight", "BF16", &[16, 8], 256),
        ("mtp.fc.weight", "BF16", &[8], 16),
    ]));
    let estimate = ServingInput {
        weights: StoredWeights::Header(&header.totals),
        ..ask(&config)
    }
    .estimate();
    assert_eq!(estimate.parts[0].basis, Basis::Measured);
    assert_eq!(part(&estimate, PartKind::Weights).likely, 1600 + 256);
}

#[test]
fn weights_in_32_bits_are_loaded_as_the_configuration_says() {
    let config = parse(TIED);
    let header = read(&header_of(&[
        ("model.embed_tokens.weight", "F32", &[100, 8], 3200),
        ("model.layers.0.mlp.up_proj.weight", "F32", &[16, 8], 512),
    ]));
    let loaded = |engine| {
        let weights = StoredWeights::Header(&header.totals);
        part(
            &ServingInput {
                engine,
                weights,
                ..ask(&config)
            }
            .estimate(),
            PartKind::Weights,
        )
        .likely
    };
    assert_eq!(loaded(Engine::Vllm), 1856);
    assert_eq!(loaded(Engine::Mlx), 3712);
}

#[test]
fn the_hubs_summary_counts_bytes_by_dtype() {
    let elements = [("F32".to_owned(), 8_030_261_248), ("I64".to_owned(), 10)];
    let totals = WeightTotals::from_elements(&elements).unwrap();
    assert_eq!(totals.bytes, 8_030_261_248 * 4 + 80);
    let config = recorded("meta-llama_Meta-Llama-3.1-8B");
    let weights = StoredWeights::Header(&totals);
    let loaded = part(
        &ServingInput {
            weights,
            ..ask(&config)
        }
        .estimate(),
        PartKind::Weights,
    );
    assert_eq!(loaded.likely, 8_030_261_248 * 2 + 80);
    assert_eq!(WeightTotals::from_elements(&[("NEW".to_owned(), 8)]), None);
}

#[test]
fn heads_for_several_tokens_are_taken_from_the_sizes_of_files() {
    let config = recorded("Qwen_Qwen3.5-35B-A3B");
    let bytes = 35_951_822_704 * 2;
    let loaded = |engine| {
        let weights = StoredWeights::Files(bytes);
        part(
            &ServingInput {
                engine,
                weights,
                ..ask(&config)
            }
            .estimate(),
            PartKind::Weights,
        )
    };
    // The Hub counts 844,640,768 weights in them.
    let without = bytes - 844_640_768 * 2;
    assert!(loaded(Engine::Vllm).likely.abs_diff(without) < bytes / 200);
    assert!(loaded(Engine::Vllm).high > bytes && loaded(Engine::Mlx).likely == bytes);
}

#[test]
fn devices_share_the_weights() {
    let config = recorded("meta-llama_Meta-Llama-3.1-8B");
    let each = |count| {
        let input = ServingInput {
            memory: on_devices(24 << 30, count),
            ..ask(&config)
        };
        part(&input.estimate(), PartKind::Weights)
    };
    assert_eq!(each(4).likely, each(1).likely.div_ceil(4));
    assert!(each(4).high > each(1).high / 4);
}
