//! The recurrent part of a layer.

use super::blocks::Block;
use super::keys::Keys;
use crate::domain::architecture::{Quantity, Recurrent, RecurrentKind};
use crate::domain::files::gguf::PerLayer;

/// What the metadata say of recurrent layers, the same for all of them.
pub(super) struct States {
    shape: Option<Recurrent>,
    /// Layers that are recurrent where a key says so for each, or every so many not.
    flags: Option<PerLayer<bool>>,
    interval: u64,
}

impl States {
    pub(super) fn read(keys: &mut Keys<'_>) -> Self {
        let interval = match keys.architecture() {
            "minimax-01" => 8,
            _ => 4,
        };
        Self {
            shape: shape(keys),
            flags: keys.flags("attention.recurrent_layers"),
            interval: keys.number("full_attention_interval").unwrap_or(interval).max(1),
        }
    }

    /// The recurrent part of a layer, and whether it attends too. `heads` are its key-value heads, `width` the width of
    /// its feed-forward network, as the keys state them.
    pub(super) fn of_layer(
        &self,
        architecture: &str,
        index: usize,
        heads: u64,
        width: u64,
        block: Option<&Block>,
    ) -> (Option<Recurrent>, bool) {
        let by_interval = || {
            let stated = self.flags.as_ref().and_then(|flags| flags.at(index));
            stated.unwrap_or(!(index as u64 + 1).is_multiple_of(self.interval))
        };
        let (recurs, attends) = match architecture {
            "mamba" | "mamba2" | "rwkv6" | "rwkv6qwen2" | "rwkv7" | "arwkv7" => (true, false),
            "falcon-h1" => (true, true),
            "qwen3next" | "qwen35" | "qwen35moe" | "minimax-01" => {
                let recurs = by_interval();
                (recurs, !recurs)
            }
            "nemotron_h" | "nemotron_h_moe" => (heads == 0 && width == 0, heads > 0 && width == 0),
            "jamba" | "granitehybrid" | "plamo2" | "lfm2" | "lfm2moe" | "kimi-linear" | "bailingmoe3"
            | "kimi-k3" | "glm5-next" => (heads == 0, heads > 0),
            _ => match block {
                Some(block) => {
                    let attends = block.queries > 0 || block.fused > 0 || block.keys > 0;
                    let recurs = block.has_state || block.has_short_convolution || block.has_time_mixing;
                    (recurs, attends || !recurs && heads > 0)
                }
                None => (false, heads > 0),
            },
        };
        let mut shape = self.shape.filter(|_| recurs);
        if let (Some(shape), Some(block)) = (shape.as_mut(), block) {
            shape.normed = block.has_state_norm;
            if block.taps > 0 && shape.taps == 0 {
                shape.taps = block.taps;
            }
        }
        (shape, attends)
    }
}

/// The shape of a state, by the keys that are there (llama.cpp `llama_hparams::n_embd_r` and `n_embd_s`).
fn shape(keys: &mut Keys<'_>) -> Option<Recurrent> {
    let width = keys.geometry.embedding_length;
    if let Some(head) = keys.number("wkv.head_size") {
        let shifts = keys.number("token_shift_count").unwrap_or(2);
        keys.note_key(
            Quantity::RecurrentState,
            width.saturating_mul(head),
            "wkv.head_size",
        );
        return Some(Recurrent {
            kind: RecurrentKind::Rwkv,
            convolution: shifts.saturating_mul(width),
            state: width.saturating_mul(head),
            state_width: head,
            ..Recurrent::default()
        });
    }
    if let Some(taps) = keys.number("shortconv.l_cache") {
        let columns = width.saturating_mul(taps.saturating_sub(1));
        keys.note_key(Quantity::RecurrentState, columns, "shortconv.l_cache");
        return Some(Recurrent {
            kind: RecurrentKind::ShortConvolution,
            convolution: columns,
            taps,
            ..Recurrent::default()
        });
    }
    let heads = keys.number("attention.head_count").unwrap_or(0);
    let taps = keys.number("ssm.conv_kernel");
    if let Some(head) = keys.number("kda.head_dim") {
        let heads = match keys
            .of_model("attention.head_count")
            .and_then(|value| value.per_layer())
        {
            Some(PerLayer::Each(each)) => each.first().copied().unwrap_or(0),
            _ => heads,
        };
        let inner = heads.saturating_mul(head);
        let kept = taps.filter(|taps| *taps > 0).unwrap_or(4).saturating_sub(1);
        let state = head.saturating_mul(inner);
        keys.note_key(Quantity::RecurrentState, state, "kda.head_dim");
        return Some(Recurrent {
            kind: RecurrentKind::DeltaNet,
            convolution: inner.saturating_mul(3).saturating_mul(kept),
            state,
            inner,
            state_width: head,
            groups: heads,
            heads,
            taps: kept.saturating_add(1),
            normed: true,
        });
    }
    if keys.architecture() == "minimax-01" {
        let head = keys.number("attention.key_length").unwrap_or(0);
        let state = head.saturating_mul(head).saturating_mul(heads);
        keys.note_key(Quantity::RecurrentState, state, "attention.key_length");
        return Some(Recurrent {
            kind: RecurrentKind::LinearAttention,
            state,
            inner: heads.saturating_mul(head),
            state_width: head,
            groups: heads,
            heads,
            ..Recurrent::default()
        });
    }
    let inner = keys.number("ssm.inner_size")?;
    let state_width = keys.number("ssm.state_size").unwrap_or(0);
    let groups = keys.number("ssm.group_count").unwrap_or(0);
    let taps = taps.unwrap_or(0);
    let channels = inner.saturating_add(groups.saturating_mul(state_width).saturating_mul(2));
    let kind = match keys.architecture() {
        "mamba" | "jamba" => RecurrentKind::Mamba,
        "qwen3next" | "qwen35" | "qwen35moe" => RecurrentKind::DeltaNet,
        _ if groups == 0 => RecurrentKind::Mamba,
        _ => RecurrentKind::Mamba2,
    };
    let state = state_width.saturating_mul(inner);
    keys.note_key(Quantity::RecurrentState, state, "ssm.state_size");
    Some(Recurrent {
        kind,
        convolution: taps.saturating_sub(1).saturating_mul(channels),
        state,
        inner,
        state_width,
        groups,
        heads: keys.number("ssm.time_step_rank").unwrap_or(0),
        taps,
        normed: false,
    })
}
