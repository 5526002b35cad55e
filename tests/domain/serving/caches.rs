use llm_lens::domain::estimate::serving::{
    Basis, CachePrecision, DeviceMemory, Engine, PartKind, Reason, ServingInput,
};

use super::{GIB, ask, cache_per_token, on_devices, part};
use crate::model_config::{parse, recorded};

#[test]
fn latent_rows_are_kept_by_some_engines_and_expanded_by_others() {
    let config = recorded("deepseek-ai_DeepSeek-V3");
    let of = |engine| {
        cache_per_token(ServingInput {
            engine,
            ..ask(&config)
        })
    };
    assert_eq!(of(Engine::Vllm), 576 * 2 * 61);
    assert_eq!(of(Engine::Sglang), 576 * 2 * 61);
    assert_eq!(of(Engine::Transformers), 128 * (192 + 128) * 2 * 61);
    // Every device keeps the whole row.
    let eight = ServingInput {
        memory: on_devices(80 * GIB, 8),
        ..ask(&config)
    };
    assert_eq!(cache_per_token(eight), 576 * 2 * 61);
    // The indexer of V3.2 keeps 128 bytes and a scale besides.
    let newer = recorded("deepseek-ai_DeepSeek-V3.2");
    assert_eq!(cache_per_token(ask(&newer)), (576 * 2 + 132) * 61);
}

#[test]
fn precision_of_the_cache_follows_the_wish_the_repository_and_the_engine() {
    let llama = recorded("meta-llama_Meta-Llama-3.1-8B");
    let of = |engine, cache| {
        cache_per_token(ServingInput {
            engine,
            cache,
            ..ask(&llama)
        })
    };
    let numbers = 32 * 8 * 256;
    assert_eq!(of(Engine::Vllm, CachePrecision::Auto), numbers * 2);
    assert_eq!(of(Engine::Vllm, CachePrecision::EightBit), numbers);
    assert_eq!(of(Engine::Mlx, CachePrecision::EightBit), numbers * 17 / 16);
    assert_eq!(of(Engine::Mlx, CachePrecision::FourBit), numbers * 9 / 16);
    assert!(!Engine::Vllm.offers(CachePrecision::FourBit) && Engine::Mlx.offers(CachePrecision::FourBit));
    let gemma = recorded("nvidia_Gemma-4-31B-IT-NVFP4");
    let at = |engine| {
        let estimate = ServingInput {
            engine,
            context: 100_000,
            ..ask(&gemma)
        }
        .estimate();
        part(&estimate, PartKind::KvCache).high
    };
    // The repository asks for 8 bits; vLLM follows, TGI does not.
    assert_eq!(at(Engine::Tgi), at(Engine::Vllm) * 2);
}

#[test]
fn windows_stop_growing_where_the_engine_lets_them() {
    let config = recorded("openai_gpt-oss-20b");
    let cache = |engine, context| {
        let estimate = ServingInput {
            engine,
            context,
            ..ask(&config)
        }
        .estimate();
        let part = estimate
            .parts
            .iter()
            .find(|part| part.kind == PartKind::KvCache)
            .copied();
        part.unwrap()
    };
    // 12 full and 12 window layers; 8 heads of 64 twice, 2 bytes: 2048 bytes for each token and layer.
    let row = 2048;
    let vllm = cache(Engine::Vllm, 131_072);
    assert_eq!(vllm.bytes.likely, row * 12 * (131_072 + 128 + 16));
    assert_eq!(vllm.bytes.high, row * 24 * 131_072);
    assert_eq!(vllm.basis, Basis::Assumed(Reason::WindowHandling));
    assert_eq!(
        cache(Engine::Transformers, 131_072).bytes.likely,
        row * 12 * (131_072 + 128)
    );
    let sglang = cache(Engine::Sglang, 131_072).bytes.likely;
    assert_eq!(sglang, row * 12 * (131_072 + 104_857));
    // Within the window nothing is assumed.
    assert_eq!(cache(Engine::Transformers, 100).basis, Basis::Computed);
}

#[test]
fn contexts_are_rounded_up_to_blocks() {
    let config = recorded("meta-llama_Meta-Llama-3.1-8B");
    let tokens = |engine, context| {
        let estimate = ServingInput {
            engine,
            context,
            ..ask(&config)
        }
        .estimate();
        part(&estimate, PartKind::KvCache).likely / 131_072
    };
    assert_eq!(tokens(Engine::Vllm, 1), 16);
    assert_eq!(tokens(Engine::Vllm, 17), 32);
    assert_eq!(tokens(Engine::Sglang, 17), 17);
    assert_eq!(tokens(Engine::Mlx, 257), 512);
}

#[test]
fn shared_caches_and_encoders_cost_nothing() {
    let shared = parse(
        r#"{"model_type":"gemma3n_text","num_hidden_layers":35,"num_kv_shared_layers":15,"vocab_size":262400,
            "layer_types":["full_attention"]}"#,
    );
    // 20 of 35 layers, 2 heads of 256 twice, 2 bytes.
    assert_eq!(cache_per_token(ask(&shared)), 20 * 2048);
    let bert = parse(
        r#"{"model_type":"bert","hidden_size":768,"num_hidden_layers":12,"num_attention_heads":12,"vocab_size":30522}"#,
    );
    assert_eq!(cache_per_token(ask(&bert)), 0);
}

#[test]
fn states_of_recurrent_layers_do_not_grow_with_the_context() {
    let config = recorded("Qwen_Qwen3.5-27B");
    let state = |context, requests| {
        let estimate = ServingInput {
            context,
            requests,
            ..ask(&config)
        }
        .estimate();
        part(&estimate, PartKind::RecurrentState)
    };
    // 48 layers of 48 × 128 × 128 numbers in 32 bits and 3 × 10,240 in 16 bits.
    assert_eq!(state(100, 1).likely, 48 * (48 * 128 * 128 * 4 + 3 * 10_240 * 2));
    assert_eq!(state(100, 1), state(100_000, 1));
    assert_eq!(state(100, 3).likely, state(100, 1).likely * 3);
    assert_eq!(cache_per_token(ask(&config)), 16 * 4 * 512 * 2);
}

#[test]
fn compressed_caches_lie_between_a_window_and_everything() {
    let config = recorded("deepseek-ai_DeepSeek-V4-Flash");
    let estimate = ServingInput {
        context: 100_000,
        ..ask(&config)
    }
    .estimate();
    let cache = estimate
        .parts
        .iter()
        .find(|part| part.kind == PartKind::KvCache)
        .unwrap();
    assert_eq!(cache.basis, Basis::Assumed(Reason::CompressedCache));
    assert_eq!(cache.bytes.high, 43 * 2048 * 100_000);
    assert!(cache.bytes.likely < cache.bytes.high / 5 && cache.bytes.low > 0);
}

#[test]
fn a_mac_gives_graphics_a_part_of_its_memory() {
    let config = recorded("mlx_Qwen3.5-9B-MLX-8bit");
    let on = |gib: u64| {
        let memory = DeviceMemory::Unified { bytes: gib * GIB };
        ServingInput {
            engine: Engine::Mlx,
            memory,
            ..ask(&config)
        }
        .estimate()
        .budget
    };
    // Reported: 10.67 to 11.84 GB of 16, 47 to 53 of 64, 107.52 of 128.
    let near = |bytes: u64, tenths: u64| bytes.abs_diff(tenths * GIB / 10) < GIB / 2;
    assert!(near(on(16).low, 107) && near(on(16).likely, 118), "{:?}", on(16));
    assert!(near(on(64).low, 480) && near(on(64).likely, 531), "{:?}", on(64));
    assert!(near(on(128).likely, 1075), "{:?}", on(128));
}
