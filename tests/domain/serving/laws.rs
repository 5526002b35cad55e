//! What must hold for every model, engine and question.

use llm_lens::domain::estimate::serving::{
    CachePrecision, DeviceMemory, Engine, PartKind, REQUESTS_MAX, ServingInput, ServingVerdict, StoredWeights,
};
use llm_lens::domain::files::config::ModelConfig;
use proptest::prelude::*;

use super::{GIB, ask, on_devices, part};
use crate::model_config::recorded;

const FILES: [&str; 8] = [
    "meta-llama_Meta-Llama-3.1-8B",
    "openai_gpt-oss-20b",
    "deepseek-ai_DeepSeek-V3",
    "deepseek-ai_DeepSeek-V4-Flash",
    "google_gemma-4-26B-A4B",
    "Qwen_Qwen3.5-27B",
    "nvidia_NVIDIA-Nemotron-3-Nano-30B-A3B-BF16",
    "mlx_Qwen3.5-9B-MLX-8bit",
];

const fn is_good(verdict: ServingVerdict) -> bool {
    !matches!(verdict, ServingVerdict::DoesNotFit { .. })
}

#[test]
fn a_70b_model_needs_two_cards_of_80_gb() {
    let mut config = recorded("nvidia_Llama-3.1-70B-Instruct-FP8");
    config.quantization = None;
    let verdict = |count| {
        let weights = StoredWeights::Files(141_107_412_992);
        ServingInput {
            memory: on_devices(80 * GIB, count),
            weights,
            ..ask(&config)
        }
        .estimate()
    };
    let ServingVerdict::DoesNotFit { missing } = verdict(1).verdict else {
        panic!("{:?}", verdict(1));
    };
    // 131.4 GiB of weights and some on 72.
    assert!((59 * GIB..66 * GIB).contains(&missing), "{missing}");
    assert_eq!(verdict(1).context.at_best, 0);
    assert!(!matches!(verdict(2).verdict, ServingVerdict::DoesNotFit { .. }));
    assert!(matches!(verdict(4).verdict, ServingVerdict::Fits { .. }));
    assert!(verdict(4).heads_divide && !verdict(3).heads_divide);
}

#[test]
fn engines_that_reserve_take_their_share_and_no_more() {
    let config = recorded("meta-llama_Meta-Llama-3.1-8B");
    let budget = |engine, share_per_mille| {
        let input = ServingInput {
            engine,
            share_per_mille,
            memory: on_devices(24 * GIB, 1),
            ..ask(&config)
        };
        input.estimate().budget.likely
    };
    assert_eq!(budget(Engine::Vllm, None), 24 * GIB * 9 / 10);
    assert_eq!(budget(Engine::Vllm, Some(500)), 12 * GIB);
    assert_eq!(budget(Engine::Vllm, Some(5_000)), 24 * GIB);
    assert_eq!(budget(Engine::Transformers, None), 24 * GIB);
    // 512 + 2048 × 1.5 + 24 × 2 + 128 of 24,576 MiB stay free, and 512 + 8192 × 1.5 + 256 × 2 + 128 of 81,920.
    assert_eq!(Engine::Sglang.default_share_per_mille(24 * GIB, 1), 847);
    assert_eq!(Engine::Sglang.default_share_per_mille(80 * GIB, 1), 835);
    assert_eq!(Engine::Sglang.default_share_per_mille(0, 1), 0);
}

#[test]
fn graphs_that_do_not_fit_beside_the_share_are_taken_from_it() {
    let config = recorded("meta-llama_Meta-Llama-3.1-8B");
    let room = |share| {
        let share_per_mille = Some(share);
        ServingInput {
            share_per_mille,
            memory: on_devices(24 * GIB, 1),
            ..ask(&config)
        }
        .estimate()
        .room
    };
    assert!(room(1000).low < room(900).low + 24 * GIB / 10);
}

#[test]
fn transformers_reads_the_whole_prompt_at_once() {
    let config = recorded("meta-llama_Meta-Llama-3.1-8B");
    let of = |engine, context| {
        let estimate = ServingInput {
            engine,
            context,
            ..ask(&config)
        }
        .estimate();
        part(&estimate, PartKind::Activations).likely
    };
    assert_eq!(of(Engine::Vllm, 4_000), of(Engine::Vllm, 100_000));
    assert!(of(Engine::Transformers, 100_000) > of(Engine::Transformers, 4_000) * 20);
    let growth = |engine| {
        let estimate = ServingInput {
            engine,
            ..ask(&config)
        }
        .estimate();
        part(&estimate, PartKind::CacheGrowth).likely
    };
    assert_eq!(growth(Engine::Vllm), 0);
    assert_eq!(growth(Engine::Transformers), 8192 * 8 * 256 * 2);
}

#[test]
fn extremes_are_answered() {
    let mut hostile = recorded("Qwen_Qwen3.5-27B");
    for layer in &mut hostile.geometry.layers {
        if let Some(attention) = &mut layer.attention {
            attention.kv_heads = u64::MAX;
            attention.key_width = u64::MAX;
        }
    }
    hostile.geometry.vocabulary = u64::MAX;
    hostile.geometry.draft_blocks = u64::MAX;
    hostile.geometry.context_length = Some(u64::MAX);
    for engine in Engine::ALL {
        for memory in [
            on_devices(0, 0),
            on_devices(u64::MAX, u64::MAX),
            DeviceMemory::Unified { bytes: u64::MAX },
        ] {
            for weights in [
                StoredWeights::Shapes,
                StoredWeights::Files(u64::MAX),
                StoredWeights::Files(0),
            ] {
                let input = ServingInput {
                    engine,
                    memory,
                    weights,
                    context: u64::MAX,
                    requests: u64::MAX,
                    ..ask(&hostile)
                };
                assert!(!is_good(input.estimate().verdict) || memory != on_devices(0, 0));
                let none = ServingInput {
                    context: 0,
                    requests: 0,
                    ..input
                };
                assert!(none.estimate().parts.len() >= 4);
            }
        }
    }
    assert!(
        Engine::ALL
            .iter()
            .all(|engine| Engine::from_key(engine.key()) == Some(*engine))
    );
}

fn question(config: &ModelConfig) -> impl Strategy<Value = ServingInput<'_>> {
    let memory = prop_oneof![
        (1_u64..200, 1_u64..9).prop_map(|(gib, count)| on_devices(gib * GIB, count)),
        (8_u64..512).prop_map(|gib| DeviceMemory::Unified { bytes: gib * GIB }),
    ];
    let cache = prop_oneof![
        Just(CachePrecision::Auto),
        Just(CachePrecision::EightBit),
        Just(CachePrecision::FourBit)
    ];
    (0..Engine::ALL.len(), memory, cache, 1_u64..300_000, 1_u64..64).prop_map(
        move |(engine, memory, cache, context, requests)| ServingInput {
            engine: Engine::ALL[engine],
            memory,
            cache,
            context,
            requests,
            ..ask(config)
        },
    )
}

fn model() -> impl Strategy<Value = ModelConfig> {
    (0..FILES.len()).prop_map(|number| recorded(FILES[number]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn ranges_are_in_order_and_reach_agrees_with_the_verdict(
        config in model(),
        engine in 0..Engine::ALL.len(), gib in 4_u64..200, count in 1_u64..9, context in 1_u64..300_000, requests in 1_u64..64,
    ) {
        let input = ServingInput {
            engine: Engine::ALL[engine], memory: on_devices(gib * GIB, count), context, requests, ..ask(&config)
        };
        let estimate = input.estimate();
        for part in &estimate.parts {
            prop_assert!(part.bytes.low <= part.bytes.likely && part.bytes.likely <= part.bytes.high, "{part:?}");
        }
        for reach in [estimate.context, estimate.requests] {
            prop_assert!(reach.certain <= reach.likely && reach.likely <= reach.at_best, "{reach:?}");
        }
        let trained = config.geometry.context_length.unwrap();
        if context <= trained {
            let fits = matches!(estimate.verdict, ServingVerdict::Fits { .. });
            prop_assert_eq!(fits, estimate.context.certain >= context);
            prop_assert_eq!(is_good(estimate.verdict), estimate.context.likely >= context);
        }
        prop_assert_eq!(is_good(estimate.verdict), estimate.requests.likely >= requests);
        prop_assert!(estimate.context.at_best <= trained && estimate.requests.at_best <= REQUESTS_MAX);
    }

    #[test]
    fn more_context_and_more_requests_never_need_less(config in model(), more in 1_u64..10_000) {
        for engine in Engine::ALL {
            let input = ServingInput { engine, ..ask(&config) };
            let need = |input: ServingInput<'_>| input.estimate().need;
            let base = need(input);
            for other in [
                need(ServingInput { context: input.context + more, ..input }),
                need(ServingInput { requests: input.requests + more, ..input }),
            ] {
                prop_assert!(base.low <= other.low && base.likely <= other.likely && base.high <= other.high);
            }
        }
    }
}

#[test]
fn every_kind_of_question_is_answered() {
    let config = recorded("google_gemma-4-26B-A4B");
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let result = runner.run(&question(&config), |input| {
        let estimate = input.estimate();
        prop_assert_eq!(estimate.parts[0].kind, PartKind::Weights);
        Ok(())
    });
    assert!(result.is_ok(), "{result:?}");
}
