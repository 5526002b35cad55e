//! The layers of a model.

use super::blocks::{Block, Blocks};
use super::keys::Keys;
use super::recurrent::States;
use super::windows::spans;
use crate::domain::architecture::{
    Attention, CacheOwner, DenseFeedForward, Experts, Latent, Layer, Origin, Quantity, Span,
};
use crate::domain::files::gguf::PerLayer;

/// Numbers of a quantity for each layer.
type Each = Option<PerLayer<u64>>;

fn at(each: &Each, layer: usize) -> Option<u64> {
    each.as_ref().and_then(|each| each.at(layer))
}

/// What the keys say of all layers.
struct Stated {
    heads: Each,
    kv_heads: Each,
    widths: Each,
    expert_widths: Each,
    experts_used: Each,
    experts: u64,
    shared_width: Option<u64>,
    shared_count: u64,
    leading_dense: u64,
    /// Every so many layers has experts; 0 for all of them.
    expert_step: u64,
    key_width: u64,
    value_width: u64,
    window_key_width: u64,
    window_value_width: u64,
    latent: Option<Latent>,
    is_compressed_cache: bool,
    latent_widths: (u64, u64),
    index_width: u64,
    /// Layers from the first that own a cache.
    owners: u64,
}

pub(super) fn read(keys: &mut Keys<'_>, blocks: Option<&Blocks>, count: usize) {
    let stated = stated(keys, count);
    let spans = spans(keys, count);
    let states = States::read(keys);
    let architecture = keys.architecture();
    for (index, span) in spans.into_iter().enumerate() {
        let block = blocks.map(|blocks| blocks.get(index));
        let heads = at(&stated.kv_heads, index)
            .or(at(&stated.heads, index))
            .unwrap_or(0);
        let width = at(&stated.widths, index).unwrap_or(0);
        let (recurrent, attends) = states.of_layer(architecture, index, heads, width, block.as_ref());
        let attention = attends.then(|| attention(keys, &stated, span, index, block.as_ref()));
        let experts = experts(keys, &stated, index, block.as_ref());
        let dense = dense(keys, &stated, index, block.as_ref(), experts.is_some());
        keys.geometry.layers.push(Layer {
            attention: attention.filter(|attention| attention.query_heads > 0),
            recurrent,
            dense,
            experts,
        });
    }
    note_totals(keys);
}

fn stated(keys: &mut Keys<'_>, count: usize) -> Stated {
    let embedding = keys.geometry.embedding_length;
    let heads = keys.each("attention.head_count", Quantity::QueryHeads);
    let kv_heads = keys.each("attention.head_count_kv", Quantity::KeyValueHeads);
    let first_heads = at(&heads, 0).unwrap_or(0);
    if first_heads > 0 && kv_heads.is_none() {
        let origin = Origin::EngineDefault;
        keys.geometry
            .note(Quantity::KeyValueHeads, first_heads, first_heads, origin);
    }
    let default_width = embedding.checked_div(first_heads).unwrap_or(0);
    let mut head_width = |name: &str, quantity| {
        keys.one(name, quantity).unwrap_or_else(|| {
            let origin = Origin::EngineDefault;
            keys.geometry.note(quantity, default_width, default_width, origin);
            default_width
        })
    };
    let key_width = head_width("attention.key_length", Quantity::KeyWidth);
    let value_width = head_width("attention.value_length", Quantity::ValueWidth);
    let latent_widths = (
        keys.number("attention.key_length_mla"),
        keys.number("attention.value_length_mla"),
    );
    let rank = keys
        .one("attention.kv_lora_rank", Quantity::LatentRank)
        .unwrap_or(0);
    let is_compressed_cache = matches!(latent_widths, (Some(1..), Some(1..)));
    let rope_width = if is_compressed_cache {
        key_width.saturating_sub(rank)
    } else {
        keys.number("rope.dimension_count").unwrap_or(0)
    };
    let latent = (rank > 0).then_some(Latent {
        rank,
        rope_width,
        query_rank: keys.number("attention.q_lora_rank").unwrap_or(0),
    });
    let owners = match keys.architecture() {
        // Fixed in the engine for both sizes.
        "gemma3n" => 20,
        _ => {
            let shared = keys.number("attention.shared_kv_layers").unwrap_or(0);
            (count as u64).saturating_sub(shared)
        }
    };
    let index_width = match keys.architecture() {
        "deepseek32" | "glm-dsa" => keys.number("attention.indexer.key_length").unwrap_or(0),
        _ => 0,
    };
    Stated {
        widths: keys.each("feed_forward_length", Quantity::FeedForwardLength),
        expert_widths: keys.each("expert_feed_forward_length", Quantity::ExpertLength),
        experts_used: keys.each("expert_used_count", Quantity::ExpertsUsed),
        experts: keys.one("expert_count", Quantity::Experts).unwrap_or(0),
        shared_width: keys.one("expert_shared_feed_forward_length", Quantity::SharedExpertLength),
        shared_count: keys.number("expert_shared_count").unwrap_or(0),
        leading_dense: keys.number("leading_dense_block_count").unwrap_or(0),
        expert_step: keys
            .number("interleave_moe_layer_step")
            .or(keys.number("moe_every_n_layers"))
            .unwrap_or(0),
        window_key_width: keys.number("attention.key_length_swa").unwrap_or(key_width),
        window_value_width: keys.number("attention.value_length_swa").unwrap_or(value_width),
        latent_widths: (
            latent_widths.0.unwrap_or(key_width),
            latent_widths.1.unwrap_or(value_width),
        ),
        heads,
        kv_heads,
        key_width,
        value_width,
        latent,
        is_compressed_cache,
        index_width,
        owners,
    }
}

fn attention(keys: &Keys<'_>, stated: &Stated, span: Span, index: usize, block: Option<&Block>) -> Attention {
    let query_heads = at(&stated.heads, index).unwrap_or(0);
    let kv_heads = at(&stated.kv_heads, index).unwrap_or(query_heads);
    let (key_width, value_width) = match span {
        Span::Full => (stated.key_width, stated.value_width),
        _ => (stated.window_key_width, stated.window_value_width),
    };
    let owns = (index as u64) < stated.owners;
    let architecture = keys.architecture();
    let fused_by_rule = matches!(
        architecture,
        "phi2"
            | "phi3"
            | "gptneox"
            | "falcon"
            | "bloom"
            | "mpt"
            | "gpt2"
            | "starcoder"
            | "codeshell"
            | "qwen"
    );
    let normed_by_rule = matches!(
        architecture,
        "qwen3"
            | "qwen3moe"
            | "gemma3"
            | "gemma3n"
            | "gemma4"
            | "qwen35"
            | "qwen35moe"
            | "qwen3next"
            | "olmo2"
    );
    let mut attention = Attention {
        query_heads,
        kv_heads,
        key_width,
        value_width,
        span,
        cache: if owns {
            CacheOwner::Own
        } else {
            CacheOwner::EarlierLayer
        },
        latent: None,
        expanded: None,
        index_width: stated.index_width,
        fused_qkv: block.map_or(fused_by_rule, |block| block.fused > 0 && block.queries == 0),
        normed: block.map_or(normed_by_rule, |block| block.has_query_norm),
        values_are_keys: block.is_some_and(|block| block.keys > 0 && block.values == 0),
    };
    if let Some(latent) = stated.latent {
        let query_rank = match block {
            Some(block) => block.compressed_queries,
            None => latent.query_rank,
        };
        let latent = Latent { query_rank, ..latent };
        if stated.is_compressed_cache {
            (attention.key_width, attention.value_width) = stated.latent_widths;
            attention.latent = Some(latent);
        } else {
            attention.expanded = Some(latent);
        }
        attention.fused_qkv = false;
        attention.values_are_keys = false;
    }
    attention
}

fn experts(keys: &Keys<'_>, stated: &Stated, index: usize, block: Option<&Block>) -> Option<Experts> {
    let (count, width) = match block {
        Some(block) if block.experts.1 == 0 => return None,
        Some(block) => block.experts,
        None => {
            let architecture = keys.architecture();
            let position = index as u64;
            let has_experts = stated.experts > 0
                && position >= stated.leading_dense
                && match (architecture, stated.expert_step) {
                    (_, 0 | 1) => true,
                    ("nomic-bert-moe", step) => position % step == 1,
                    (_, step) => (position + 1).is_multiple_of(step),
                };
            if !has_experts {
                return None;
            }
            let width = at(&stated.expert_widths, index).or(at(&stated.widths, index));
            (stated.experts, width.unwrap_or(0))
        }
    };
    let shared_width = match block {
        Some(block) => block.shared,
        None => stated
            .shared_width
            .unwrap_or(stated.shared_count.saturating_mul(width)),
    };
    Some(Experts {
        count,
        used: at(&stated.experts_used, index).unwrap_or(0),
        width,
        shared_width,
        gated: block.map_or(keys.architecture() != "nemotron_h_moe", |block| {
            block.has_expert_gate
        }),
        fused: block.is_some_and(|block| block.has_fused_experts),
        weights_normed: are_weights_normed(keys),
        weights_scaled: is_scaled(keys),
        has_choice_bias: block.is_some_and(|block| block.has_choice_bias),
    })
}

/// Whether the weights of chosen experts are divided by their sum: a key, where the engine asks for it, or fixed.
fn are_weights_normed(keys: &Keys<'_>) -> bool {
    match keys.architecture() {
        "nomic-bert-moe" | "deepseek" | "jamba" | "llada-moe" | "llama4" | "olmoe" | "gpt-oss"
        | "qwen2moe" => false,
        "llama" | "qwen3moe" | "qwen3vlmoe" | "qwen3next" | "qwen35moe" | "dbrx" | "grok" | "arctic"
        | "granitemoe" | "granitehybrid" | "hunyuan-moe" | "lfm2moe" | "minimax-m2" | "minimax-01"
        | "mimo2" | "phimoe" | "smallthinker" | "ernie4_5-moe" | "kimi-linear" | "grovemoe" | "gemma4"
        | "rnd1" | "mistral3" | "mellum" => true,
        _ => {
            let key = keys.of_model("expert_weights_norm");
            key.and_then(|value| value.as_bool()).unwrap_or(false)
        }
    }
}

fn is_scaled(keys: &Keys<'_>) -> bool {
    let scale = keys
        .of_model("expert_weights_scale")
        .and_then(|value| value.as_f64());
    scale.is_some_and(|scale| scale != 0.0 && scale != 1.0)
}

fn dense(
    keys: &Keys<'_>,
    stated: &Stated,
    index: usize,
    block: Option<&Block>,
    has_experts: bool,
) -> Option<DenseFeedForward> {
    if let Some(block) = block {
        if block.up == 0 {
            return None;
        }
        // One matrix of twice the width holds gate and up.
        let fused = !block.has_gate && block.down > 0 && block.up == block.down.saturating_mul(2);
        return Some(DenseFeedForward {
            width: if fused { block.down } else { block.up },
            gated: block.has_gate || fused,
            fused,
        });
    }
    let width = at(&stated.widths, index).unwrap_or(0);
    if width == 0 || has_experts {
        return None;
    }
    let architecture = keys.architecture();
    let fused = matches!(architecture, "phi3" | "chatglm" | "glm4");
    let has_no_gate = matches!(
        architecture,
        "gpt2"
            | "starcoder"
            | "starcoder2"
            | "bert"
            | "phi2"
            | "gptneox"
            | "falcon"
            | "bloom"
            | "mpt"
            | "nemotron"
            | "nemotron_h"
            | "codeshell"
            | "jais"
            | "t5"
            | "jina-bert-v3"
            | "nomic-bert-moe"
    );
    Some(DenseFeedForward {
        width,
        gated: !has_no_gate,
        fused,
    })
}

/// Notes what was counted over the layers.
fn note_totals(keys: &mut Keys<'_>) {
    let layers = &keys.geometry.layers;
    let count =
        |is_counted: &dyn Fn(&Layer) -> bool| layers.iter().filter(|layer| is_counted(layer)).count() as u64;
    let recurrent = count(&|layer| layer.recurrent.is_some());
    let sharing = count(&|layer| {
        let attention = layer.attention;
        attention.is_some_and(|attention| attention.cache == CacheOwner::EarlierLayer)
    });
    let gated = u64::from(
        layers
            .iter()
            .any(|layer| layer.dense.is_some_and(|dense| dense.gated)),
    );
    let has_dense = layers.iter().any(|layer| layer.dense.is_some());
    let attends = layers.iter().any(|layer| layer.attention.is_some());
    let architecture = Origin::Architecture;
    if recurrent > 0 {
        keys.geometry.note(
            Quantity::RecurrentLayers,
            recurrent,
            recurrent,
            architecture.clone(),
        );
    }
    if sharing > 0 {
        keys.geometry.note(
            Quantity::SharedCacheLayers,
            sharing,
            sharing,
            architecture.clone(),
        );
    }
    if has_dense {
        keys.geometry
            .note(Quantity::GatedFeedForward, gated, gated, architecture);
    }
    if !attends && recurrent == 0 {
        keys.geometry.miss(Quantity::QueryHeads);
    }
}
