use llm_lens::domain::estimate::serving::{Amount, Engine, PartKind, ServingInput, StoredWeights};

use super::{GIB, ask, cache_per_token, gib_hundredths, on_devices, part};
use crate::model_config::recorded;

/// Bytes of the Llama 3 8B and 3.1 8B checkpoints' tensors: 8,030,261,248 weights in 16 bits.
const LLAMA_8B: u64 = 8_030_261_248 * 2;

fn holds(amount: Amount, measured: u64) -> bool {
    (amount.low..=amount.high).contains(&measured)
}

fn is_near(amount: u64, measured: u64, per_cent: u64) -> bool {
    amount.abs_diff(measured) <= measured * per_cent / 100
}

/// vllm-project/vllm pull request 10511: Llama 3 8B on a device of 79.22 GiB: 71.29 = 14.96 weights + 1.79 outside torch
/// + 1.26 activations + 53.29 KV cache; and on each of two devices 7.48 + 3.58 + 1.26 and the rest.
#[test]
fn vllm_on_a_card_of_80_gb() {
    let config = recorded("meta-llama_Meta-Llama-3.1-8B");
    let input = ServingInput {
        weights: StoredWeights::Files(LLAMA_8B),
        ..ask(&config)
    };
    let one = input.estimate();
    assert!(is_near(one.budget.likely, gib_hundredths(7129), 1));
    assert!(is_near(
        part(&one, PartKind::Weights).likely,
        gib_hundredths(1496),
        1
    ));
    assert!(holds(part(&one, PartKind::Runtime), gib_hundredths(179)));
    assert!(holds(part(&one, PartKind::Activations), gib_hundredths(126)));
    assert!(is_near(
        part(&one, PartKind::Activations).likely,
        gib_hundredths(126),
        15
    ));
    assert!(holds(one.room, gib_hundredths(5329)), "{:?}", one.room);
    assert!(
        is_near(one.room.likely, gib_hundredths(5329), 5),
        "{:?}",
        one.room
    );

    let two = ServingInput {
        memory: on_devices(gib_hundredths(7922), 2),
        ..input
    }
    .estimate();
    assert!(is_near(
        part(&two, PartKind::Weights).likely,
        gib_hundredths(748),
        1
    ));
    assert!(holds(part(&two, PartKind::Runtime), gib_hundredths(358)));
    let rest = gib_hundredths(7129 - 748 - 358 - 126);
    assert!(
        holds(two.room, rest) && is_near(two.room.likely, rest, 5),
        "{:?}",
        two.room
    );
}

/// vllm-project/vllm pull request 17122: Llama 3.1 8B on an L40S holds 158,656 tokens, 4.84 requests of 32,768.
#[test]
fn tokens_that_vllm_holds_on_an_l40s() {
    let config = recorded("meta-llama_Meta-Llama-3.1-8B");
    let input = ask(&config);
    assert_eq!(cache_per_token(input), 131_072);
    // With a budget that leaves room for exactly the logged number of tokens, 4 requests fit and 5 do not.
    let at_32k = ServingInput {
        context: 32_768,
        ..input
    };
    let need = |requests| part(&ServingInput { requests, ..at_32k }.estimate(), PartKind::KvCache).likely;
    let room = 158_656 * 131_072;
    assert!(need(4) <= room && room < need(5));
    assert_eq!(room * 100 / need(1), 484);
}

/// vllm-project/vllm issue 21348: Qwen3-235B-A22B on four devices holds 178,880 tokens in 8.11 GiB of each.
#[test]
fn four_devices_share_four_heads() {
    let config = recorded("nvidia_Qwen3-235B-A22B-NVFP4");
    let input = ServingInput {
        memory: on_devices(80 * GIB, 4),
        ..ask(&config)
    };
    let held = gib_hundredths(811) / cache_per_token(input);
    assert!(is_near(held, 178_880, 2), "{held}");
    // 235.09 billion weights in 8 bits, the two tables in 16.
    let weights = StoredWeights::Files(236_400_000_000);
    let memory = on_devices(gib_hundredths(7922), 4);
    let room = ServingInput {
        weights,
        memory,
        ..input
    }
    .estimate()
    .room;
    assert!(holds(room, gib_hundredths(811)), "{room:?}");
    // SGLang, told to take 0.93, holds 367,404 tokens in 16.46 GiB.
    let sglang = ServingInput {
        engine: Engine::Sglang,
        share_per_mille: Some(930),
        weights,
        memory,
        ..input
    };
    let room = sglang.estimate().room;
    assert!(holds(room, gib_hundredths(1646)), "{room:?}");
    assert!(is_near(
        gib_hundredths(1646) / cache_per_token(sglang),
        367_404,
        2
    ));
    // With more devices than heads every device keeps one.
    let eight = ServingInput {
        memory: on_devices(80 * GIB, 8),
        ..input
    };
    assert_eq!(cache_per_token(eight), cache_per_token(input));
}

/// The table of huggingface.co/blog/llama31: keys and values of 128k tokens take 15.62 GiB for 8B and 39.06 GiB for 70B
/// (131,072 is taken as 128,000 there).
#[test]
fn caches_of_llama_3_1_at_128k() {
    for (file, hundredths) in [
        ("meta-llama_Meta-Llama-3.1-8B", 1562),
        ("nvidia_Llama-3.1-70B-Instruct-FP8", 3906),
    ] {
        let config = recorded(file);
        let estimate = ServingInput {
            context: 128_000,
            ..ask(&config)
        }
        .estimate();
        let cache = part(&estimate, PartKind::KvCache);
        assert!(
            cache.likely.abs_diff(gib_hundredths(hundredths)) < GIB / 100,
            "{file} {cache:?}"
        );
    }
}
