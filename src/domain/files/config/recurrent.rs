//! States of recurrent layers: what a sequence carries along whatever its length.
//!
//! Shapes as vLLM allocates them (`vllm/model_executor/layers/mamba/mamba_utils.py`, `MambaStateShapeCalculator`).

use super::keys::Keys;
use super::pattern::Part;
use crate::domain::architecture::{Recurrent, RecurrentKind};

/// The state of a layer; `None` where it carries none.
pub(super) fn recurrent(keys: &Keys<'_>, part: Part, hidden: u64) -> Option<Recurrent> {
    match part {
        Part::Convolution => Some(short_convolution(keys, hidden)),
        Part::Recurrent | Part::Both => delta_net(keys)
            .or_else(|| kimi_delta(keys))
            .or_else(|| rwkv(keys, hidden))
            .or_else(|| mamba2(keys, hidden))
            .or_else(|| mamba(keys, hidden))
            .or_else(|| gated_recurrence(keys))
            .or_else(|| linear_attention(keys)),
        _ => None,
    }
}

/// LFM2: a window of the layer's input.
fn short_convolution(keys: &Keys<'_>, hidden: u64) -> Recurrent {
    let taps = keys.size(&["conv_L_cache", "conv_l_cache"]).unwrap_or(3);
    Recurrent {
        kind: RecurrentKind::ShortConvolution,
        convolution: taps.saturating_sub(1).saturating_mul(hidden),
        inner: hidden,
        taps,
        ..Recurrent::default()
    }
}

/// Gated delta rule of Qwen3-Next and Qwen3.5.
fn delta_net(keys: &Keys<'_>) -> Option<Recurrent> {
    let key_heads = keys.size(&["linear_num_key_heads"])?;
    let value_heads = keys.size(&["linear_num_value_heads"])?;
    let key_width = keys.size(&["linear_key_head_dim"])?;
    let value_width = keys.size(&["linear_value_head_dim"])?;
    let taps = keys.size(&["linear_conv_kernel_dim"]).unwrap_or(4);
    let inner = value_heads.saturating_mul(value_width);
    let keys_and_queries = key_heads.saturating_mul(key_width).saturating_mul(2);
    Some(Recurrent {
        kind: RecurrentKind::DeltaNet,
        convolution: taps
            .saturating_sub(1)
            .saturating_mul(keys_and_queries.saturating_add(inner)),
        state: inner.saturating_mul(key_width),
        inner,
        state_width: key_width,
        groups: key_heads,
        heads: value_heads,
        taps,
        ..Recurrent::default()
    })
}

/// Kimi Linear: the same with as many key heads as value heads.
fn kimi_delta(keys: &Keys<'_>) -> Option<Recurrent> {
    let linear = keys.object(&["linear_attn_config"])?;
    let small = |name: &str| linear.positive(name).filter(|size| *size <= 1 << 20);
    let (heads, width) = (small("num_heads")?, small("head_dim")?);
    let taps = small("short_conv_kernel_size").unwrap_or(4);
    let inner = heads.saturating_mul(width);
    Some(Recurrent {
        kind: RecurrentKind::DeltaNet,
        convolution: taps.saturating_sub(1).saturating_mul(inner).saturating_mul(3),
        state: inner.saturating_mul(width),
        inner,
        state_width: width,
        groups: heads,
        heads,
        taps,
        ..Recurrent::default()
    })
}

fn rwkv(keys: &Keys<'_>, hidden: u64) -> Option<Recurrent> {
    if !keys.model_type.starts_with("rwkv") {
        return None;
    }
    let head = keys.size(&["head_size", "head_dim"]).unwrap_or(64);
    Some(Recurrent {
        kind: RecurrentKind::Rwkv,
        convolution: hidden.saturating_mul(2),
        state: hidden.saturating_mul(head),
        inner: hidden,
        state_width: head,
        ..Recurrent::default()
    })
}

fn inner_width(keys: &Keys<'_>, hidden: u64) -> u64 {
    let expansion = keys.size(&["mamba_expand", "expand"]).unwrap_or(2);
    // For Mamba itself `intermediate_size` is this width; elsewhere it is that of the feed-forward network.
    keys.size(&["mamba_d_ssm", "mamba_intermediate_size"])
        .or_else(|| {
            keys.size(&["intermediate_size"])
                .filter(|_| keys.model_type.contains("mamba"))
        })
        .unwrap_or_else(|| expansion.saturating_mul(hidden))
}

/// Mamba-2, also in Granite-H, Falcon-H1, Nemotron-H, Bamba and Zamba2: it has heads.
fn mamba2(keys: &Keys<'_>, hidden: u64) -> Option<Recurrent> {
    let state_width = keys.size(&["mamba_d_state", "ssm_state_size", "state_size"])?;
    let is_second = keys.is_one_of(&["mamba2"]);
    let heads = keys
        .size(&["mamba_n_heads", "mamba_num_heads", "n_mamba_heads"])
        .or_else(|| keys.size(&["num_heads"]).filter(|_| is_second));
    let head = keys
        .size(&["mamba_d_head", "mamba_head_dim", "mamba_headdim"])
        .or_else(|| keys.size(&["head_dim"]).filter(|_| is_second));
    let inner = match (heads, head) {
        (Some(heads), Some(head)) => heads.saturating_mul(head),
        // One of the two says that it is Mamba-2, and the width follows from the expansion.
        (Some(_), None) | (None, Some(_)) => inner_width(keys, hidden),
        (None, None) => return None,
    };
    let groups = keys
        .size(&["mamba_n_groups", "mamba_ngroups", "n_groups"])
        .unwrap_or(1);
    let taps = keys.size(&["mamba_d_conv", "conv_kernel"]).unwrap_or(4);
    let grouped = groups.saturating_mul(state_width).saturating_mul(2);
    Some(Recurrent {
        kind: RecurrentKind::Mamba2,
        convolution: taps
            .saturating_sub(1)
            .saturating_mul(inner.saturating_add(grouped)),
        state: inner.saturating_mul(state_width),
        inner,
        state_width,
        groups,
        heads: heads
            .or_else(|| inner.checked_div(head.unwrap_or(64)))
            .unwrap_or_default(),
        taps,
        ..Recurrent::default()
    })
}

/// Mamba-1, also in Jamba.
fn mamba(keys: &Keys<'_>, hidden: u64) -> Option<Recurrent> {
    let is_original = keys.object(&["ssm_cfg"]).is_some();
    let state_width = keys
        .size(&["mamba_d_state", "state_size", "ssm_state_size"])
        .or(is_original.then_some(16))?;
    let taps = keys.size(&["mamba_d_conv", "conv_kernel"]).unwrap_or(4);
    let inner = inner_width(keys, hidden);
    Some(Recurrent {
        kind: RecurrentKind::Mamba,
        convolution: taps.saturating_sub(1).saturating_mul(inner),
        state: inner.saturating_mul(state_width),
        inner,
        state_width,
        groups: 0,
        heads: keys
            .size(&["mamba_dt_rank", "time_step_rank"])
            .unwrap_or_else(|| hidden.div_ceil(16)),
        taps,
        ..Recurrent::default()
    })
}

/// RecurrentGemma: one number for each channel, behind a convolution.
fn gated_recurrence(keys: &Keys<'_>) -> Option<Recurrent> {
    let inner = keys.size(&["lru_width"])?;
    let taps = keys.size(&["conv1d_width"]).unwrap_or(4);
    Some(Recurrent {
        kind: RecurrentKind::LinearAttention,
        convolution: taps.saturating_sub(1).saturating_mul(inner),
        state: inner,
        inner,
        state_width: 1,
        heads: inner,
        taps,
        ..Recurrent::default()
    })
}

/// MiniMax-Text and others: keys times values for each head.
fn linear_attention(keys: &Keys<'_>) -> Option<Recurrent> {
    let heads = keys.size(&["num_attention_heads"])?;
    let width = keys.size(&["head_dim"])?;
    let inner = heads.saturating_mul(width);
    Some(Recurrent {
        kind: RecurrentKind::LinearAttention,
        state: inner.saturating_mul(width),
        inner,
        state_width: width,
        heads,
        ..Recurrent::default()
    })
}
