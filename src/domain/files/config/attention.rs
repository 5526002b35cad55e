//! Heads, windows and compressed caches of a configuration.

use super::keys::{Found, Keys};
use super::pattern::Part;
use crate::domain::architecture::{Attention, CacheOwner, Geometry, Latent, Origin, Quantity, Span};
use crate::domain::wire::json::Json;

/// Keys and values of one kind of layer.
#[derive(Clone, Copy)]
struct Heads {
    query_heads: u64,
    kv_heads: u64,
    key_width: u64,
    value_width: u64,
}

/// What every layer that attends is made from.
pub(super) struct AttentionKeys {
    full: Heads,
    window: Heads,
    span: Span,
    latent: Option<Latent>,
    /// Key-value heads of each layer where they differ (OpenELM, Nemotron-NAS); 0 is a layer that does not attend.
    kv_heads_by_layer: Vec<u64>,
    /// Layers from this one on use the cache of earlier ones.
    first_shared: usize,
    fused: bool,
}

/// The window that some or all layers look back, if there is one and it is in use.
pub(super) fn window_of(keys: &Keys<'_>) -> Option<Found> {
    if keys.boolean(&["use_sliding_window"]) == Some(false) {
        return None;
    }
    keys.find_length(&[
        "sliding_window",
        "attention_chunk_size",
        "attention_window_size",
        "sliding_window_size",
    ])
}

impl AttentionKeys {
    /// Reads the keys and notes what was found.
    pub fn read(keys: &Keys<'_>, geometry: &mut Geometry, window: Option<&Found>, n_layers: usize) -> Self {
        let hidden = geometry.embedding_length;
        let heads = keys.find(&["num_attention_heads", "n_head", "n_heads", "num_heads"]);
        let query_heads = heads.as_ref().map_or(0, |found| found.value);
        note(geometry, Quantity::QueryHeads, heads);

        let latent = latent(keys);
        if let Some(latent) = latent {
            geometry.note(
                Quantity::LatentRank,
                latent.rank,
                latent.rank,
                Origin::Key("kv_lora_rank".to_owned()),
            );
        }
        let width = keys.find(&["head_dim", "kv_channels", "d_kv", "attention_head_dim"]);
        let width = width.filter(|found| found.value > 0).unwrap_or_else(|| Found {
            value: hidden.checked_div(query_heads).unwrap_or_default(),
            origin: Origin::EngineDefault,
        });
        let key_width = match (latent, keys.size(&["qk_nope_head_dim"])) {
            (Some(latent), Some(plain)) => plain.saturating_add(latent.rope_width),
            _ => width.value,
        };
        let value_width = keys.size(&["v_head_dim"]).unwrap_or(width.value);
        geometry.note(Quantity::KeyWidth, key_width, key_width, width.origin.clone());
        geometry.note(Quantity::ValueWidth, value_width, value_width, width.origin);

        let kv_heads_by_layer = kv_heads_by_layer(keys, query_heads);
        let kv_heads = kv_heads(keys, query_heads);
        let of_layers = kv_heads_by_layer.iter().copied();
        geometry.note(
            Quantity::KeyValueHeads,
            of_layers.clone().min().unwrap_or(kv_heads.value),
            of_layers.max().unwrap_or(kv_heads.value),
            kv_heads.origin,
        );
        let plain = Heads {
            query_heads,
            kv_heads: kv_heads.value,
            key_width,
            value_width,
        };
        let (full, windowed) = heads_of_kinds(keys, plain);
        let n_shared = shared_layers(keys, geometry, n_layers);
        Self {
            full,
            window: windowed,
            span: match window {
                None => Span::Full,
                Some(found) if keys.count(&["attention_chunk_size"]) == Some(found.value) => {
                    Span::Chunked(found.value)
                }
                Some(found) => Span::Window(found.value),
            },
            latent,
            kv_heads_by_layer,
            first_shared: n_layers.saturating_sub(n_shared),
            fused: keys.is_one_of(&[
                "phi3",
                "phi4mm",
                "chatglm",
                "gpt2",
                "gpt_bigcode",
                "falcon",
                "bloom",
                "mpt",
            ]),
        }
    }

    /// The attention of a layer; `None` where it has none.
    pub fn layer(&self, number: usize, part: Part) -> Option<Attention> {
        let heads = match part {
            Part::Window => self.window,
            Part::Full | Part::Both => self.full,
            Part::Recurrent | Part::Convolution | Part::FeedForward | Part::Experts => return None,
        };
        let kv_heads = match self.kv_heads_by_layer.get(number) {
            Some(0) => return None,
            Some(kv_heads) => *kv_heads,
            None => heads.kv_heads,
        };
        Some(Attention {
            query_heads: heads.query_heads,
            kv_heads,
            key_width: heads.key_width,
            value_width: heads.value_width,
            span: if part == Part::Window {
                self.span
            } else {
                Span::Full
            },
            cache: if number < self.first_shared {
                CacheOwner::Own
            } else {
                CacheOwner::EarlierLayer
            },
            latent: self.latent,
            fused_qkv: self.fused,
            ..Attention::default()
        })
    }
}

/// Notes a number that is the same for all layers, or that it is missing.
pub(super) fn note(geometry: &mut Geometry, quantity: Quantity, found: Option<Found>) {
    match found.filter(|found| found.value > 0) {
        Some(found) => geometry.note(quantity, found.value, found.value, found.origin),
        None => geometry.miss(quantity),
    }
}

fn latent(keys: &Keys<'_>) -> Option<Latent> {
    Some(Latent {
        rank: keys.size(&["kv_lora_rank"])?,
        rope_width: keys.count(&["qk_rope_head_dim"])?,
        query_rank: keys.size(&["q_lora_rank"]).unwrap_or_default(),
    })
}

/// Key-value heads under their many names; where none is given, there is one for each query head.
fn kv_heads(keys: &Keys<'_>, query_heads: u64) -> Found {
    let by_architecture = |value| Found {
        value,
        origin: Origin::Architecture,
    };
    // Falcon's old layout: `multi_query` is the answer, and `num_kv_heads` repeats the query heads.
    let is_multi_query = keys.boolean(&["multi_query"]) == Some(true);
    if is_multi_query && keys.boolean(&["new_decoder_architecture"]) != Some(true) {
        return by_architecture(1);
    }
    let grouped = keys.boolean(&["multi_query_attention"]) != Some(false);
    keys.find(&["num_key_value_heads", "num_kv_heads", "n_head_kv", "n_kv_heads"])
        .or_else(|| {
            keys.find(&["multi_query_group_num", "num_query_groups"])
                .filter(|_| grouped)
        })
        .or_else(|| {
            let attention = keys.object(&["attn_config"])?;
            let value = attention.positive("kv_n_heads")?;
            Some(Found {
                value,
                origin: Origin::Key("attn_config.kv_n_heads".to_owned()),
            })
        })
        .filter(|found| (1..=query_heads.max(1)).contains(&found.value))
        .unwrap_or(Found {
            value: query_heads,
            origin: Origin::EngineDefault,
        })
}

fn kv_heads_by_layer(keys: &Keys<'_>, query_heads: u64) -> Vec<u64> {
    if let Some((blocks, _)) = keys.list(&["block_configs"]) {
        // Nemotron-NAS gives the query heads of each group; a block may have no attention at all.
        let of_block = |json: Json<'_>| {
            let attention = json.fields()?.object("attention")?;
            let group = attention.positive("n_heads_in_group");
            Some(match (attention.is_true("no_op"), group) {
                (false, Some(group)) => query_heads.checked_div(group).unwrap_or(0),
                _ => attention.positive("num_key_value_heads").unwrap_or(0),
            })
        };
        return blocks
            .into_iter()
            .map(|json| of_block(json).unwrap_or(query_heads))
            .collect();
    }
    let lists = keys.list(&["num_kv_heads", "num_key_value_heads"]);
    let (items, _) = lists.unwrap_or_default();
    let most = query_heads.max(1024);
    items
        .into_iter()
        .filter_map(|json| json.natural().filter(|heads| *heads <= most))
        .collect()
}

/// Heads of full and of window layers where they differ.
fn heads_of_kinds(keys: &Keys<'_>, plain: Heads) -> (Heads, Heads) {
    // Gemma 4: the layers that look at everything have wider and fewer heads.
    let wide = keys.size(&["global_head_dim"]);
    let full = Heads {
        key_width: wide.unwrap_or(plain.key_width),
        value_width: wide.unwrap_or(plain.value_width),
        kv_heads: keys
            .size(&["num_global_key_value_heads"])
            .unwrap_or(plain.kv_heads),
        ..plain
    };
    // MiMo-V2: the window layers have heads of their own.
    let key_width = keys.size(&["swa_head_dim"]);
    let window = Heads {
        key_width: key_width.unwrap_or(plain.key_width),
        value_width: keys
            .size(&["swa_v_head_dim"])
            .or(key_width)
            .unwrap_or(plain.value_width),
        kv_heads: keys.size(&["swa_num_key_value_heads"]).unwrap_or(plain.kv_heads),
        query_heads: keys
            .size(&["swa_num_attention_heads"])
            .unwrap_or(plain.query_heads),
    };
    (full, window)
}

fn shared_layers(keys: &Keys<'_>, geometry: &mut Geometry, n_layers: usize) -> usize {
    let Some(shared) = keys
        .find(&["num_kv_shared_layers"])
        .filter(|found| found.value > 0)
    else {
        return 0;
    };
    geometry.note(
        Quantity::SharedCacheLayers,
        shared.value,
        shared.value,
        shared.origin,
    );
    usize::try_from(shared.value).unwrap_or(n_layers).min(n_layers)
}
