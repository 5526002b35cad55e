//! The geometry of a model from its row of the catalogue: numbers of layers, heads and widths, and which layer does what.

use llm_lens::domain::architecture::{
    Attention, CacheOwner, DenseFeedForward, Experts, Geometry, Latent, Layer, Recurrent, RecurrentKind, Span,
};
use serde_json::{Map, Value};

/// What the architecture is called in configurations, besides its name in GGUF files.
pub fn names(architecture: &Map<String, Value>, gguf: &str) -> String {
    let mut names = vec![gguf];
    for key in ["model_type", "text_model_type"] {
        if let Some(name) = architecture.get(key).and_then(Value::as_str)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names.join(",")
}

/// The name of an architecture in GGUF files, where it differs from `model_type` without its underscores.
fn gguf_name(model_type: &str, is_mixture: bool) -> String {
    let name = match model_type {
        "mistral" | "mixtral" | "mistral3" => "llama",
        "ministral3" => "mistral3",
        "qwen3_5" => "qwen35",
        "qwen3_5_moe" => "qwen35moe",
        "deepseek_v2" | "deepseek_v3" | "kimi_k2" | "kimi_k25" | "glm4_moe_lite" => "deepseek2",
        "deepseek_v32" => "deepseek32",
        "deepseek_v4" => "deepseek4",
        "nemotron_h" if is_mixture => "nemotron_h_moe",
        "nemotron_h" => "nemotron_h",
        "gemma3_text" => "gemma3",
        "glm_moe_dsa" => "glm-dsa",
        "qwen2_5_vl" => "qwen2vl",
        "gpt_oss" => "gpt-oss",
        "minimax_m2" => "minimax-m2",
        "minimax_m3" => "minimax-m3",
        "olmo3" => "olmo2",
        "exaone4_5" => "exaone4",
        "kimi_k3" => "kimi-k3",
        "mimo_v2_flash" => "mimo2",
        "mimo" => "qwen2",
        "step3p7" => "step35",
        "granitemoehybrid" => "granitehybrid",
        "cohere" => "command-r",
        "falcon_h1" => "falcon-h1",
        "ernie4_5_moe" => "ernie4_5-moe",
        "lfm2_vl" => "lfm2",
        other => return other.replace('_', ""),
    };
    name.to_owned()
}

/// Numbers of a part of a row.
struct Part<'a>(Option<&'a Map<String, Value>>);

impl Part<'_> {
    fn number(&self, name: &str) -> Option<u64> {
        self.0?.get(name)?.as_u64()
    }

    fn or_zero(&self, name: &str) -> u64 {
        self.number(name).unwrap_or(0)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0?.get(name)?.as_str()
    }

    fn is_true(&self, name: &str) -> bool {
        self.0
            .and_then(|part| part.get(name))
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }

    fn places(&self, name: &str) -> Option<Vec<u64>> {
        let list = self.0?.get(name)?.as_array()?;
        Some(list.iter().filter_map(Value::as_u64).collect())
    }

    fn part(&self, name: &str) -> Part<'_> {
        Part(self.0.and_then(|part| part.get(name)).and_then(Value::as_object))
    }
}

/// The geometry that a row states.
pub fn composed(row: &Map<String, Value>, architecture: &Map<String, Value>) -> Geometry {
    let row = Part(Some(row));
    let all = Part(Some(architecture));
    let (moe, ssm) = (all.part("moe"), all.part("ssm"));
    let model_type = all.text("model_type").unwrap_or_default();
    let name = gguf_name(model_type, moe.0.is_some());
    let mut geometry = Geometry {
        embedding_length: all.or_zero("hidden_size"),
        vocabulary: row.or_zero("vocab_size"),
        context_length: row.number("context_length"),
        tied_embeddings: all.is_true("tied_embeddings"),
        per_layer_embedding: all.or_zero("per_layer_embedding_size"),
        is_encoder: name == "bert",
        has_learned_positions: name == "bert",
        // Of those that carry such blocks, the ones whose GGUF files keep them.
        draft_blocks: match name.as_str() {
            "glm4moe" | "glm-dsa" => all.or_zero("mtp_layers"),
            _ => 0,
        },
        architecture: name,
        ..Geometry::default()
    };
    let layers = all.or_zero("n_layers");
    let window = all.part("sliding_window");
    let full_of_windows = window.places("full_attention_layers").unwrap_or_default();
    let shared = layers.saturating_sub(all.or_zero("kv_shared_layers"));
    let attends = attending(&all, &ssm, layers);
    for index in 0..layers {
        let recurs = ssm.0.is_some() && (!attends(index) || ssm.is_true("parallel_with_attention"));
        let is_windowed = window.0.is_some() && !full_of_windows.contains(&index);
        let mut layer = Layer {
            recurrent: recurs
                .then(|| recurrent(&ssm, geometry.embedding_length, &geometry.architecture))
                .flatten(),
            attention: attends(index).then(|| {
                let mut attention = attention(&all, is_windowed, &geometry.architecture);
                if is_windowed {
                    let size = window.or_zero("size");
                    attention.span = match window.text("kind") {
                        Some("chunked") => Span::Chunked(size),
                        _ => Span::Window(size),
                    };
                }
                if index >= shared {
                    attention.cache = CacheOwner::EarlierLayer;
                }
                attention
            }),
            ..Layer::default()
        };
        networks(&all, &moe, &geometry.architecture, index, layers, &mut layer);
        geometry.layers.push(layer);
    }
    geometry
}

/// Whether a layer attends.
fn attending<'a>(all: &'a Part<'_>, ssm: &'a Part<'_>, layers: u64) -> impl Fn(u64) -> bool + use<'a> {
    let listed = ssm.places("full_attention_layers");
    let n_attending = all.number("n_kv_layers").unwrap_or(layers).max(1);
    move |index| match (&listed, ssm.0) {
        (_, None) => true,
        (Some(listed), _) => listed.contains(&index),
        (None, _) if ssm.is_true("parallel_with_attention") => true,
        // Evenly spread where nothing says which.
        (None, _) => (index + 1).is_multiple_of((layers / n_attending).max(1)),
    }
}

fn attention(all: &Part<'_>, is_windowed: bool, name: &str) -> Attention {
    let width = all.or_zero("head_dim");
    let mut attention = Attention {
        query_heads: all.or_zero("n_attention_heads"),
        kv_heads: all.or_zero("n_kv_heads"),
        key_width: width,
        value_width: all.number("v_head_dim").unwrap_or(width),
        normed: name.starts_with("qwen3")
            || name.starts_with("gemma3")
            || name == "gemma4"
            || name == "olmo2",
        fused_qkv: name == "phi3",
        index_width: match name {
            "deepseek32" | "glm-dsa" => all.part("sparse_attention_indexer").or_zero("head_dim"),
            _ => 0,
        },
        ..Attention::default()
    };
    let of_kind = all.part(if is_windowed {
        "windowed_attention"
    } else {
        "global_attention"
    });
    if let Some(width) = of_kind.number("head_dim") {
        attention.key_width = width;
        attention.value_width = of_kind.number("v_head_dim").unwrap_or(width);
    }
    if let Some(heads) = of_kind.number("n_kv_heads") {
        attention.kv_heads = heads;
    }
    attention.values_are_keys = of_kind.is_true("keys_equal_values");
    let latent = all.part("mla");
    if let Some(rank) = latent.number("kv_lora_rank") {
        let rope_width = latent.or_zero("qk_rope_head_dim");
        attention.key_width = latent.or_zero("qk_nope_head_dim") + rope_width;
        attention.value_width = latent.or_zero("v_head_dim");
        attention.latent = Some(Latent {
            rank,
            rope_width,
            query_rank: latent.or_zero("q_lora_rank"),
        });
    }
    attention
}

fn recurrent(ssm: &Part<'_>, embedding: u64, name: &str) -> Option<Recurrent> {
    let taps = ssm.or_zero("conv_kernel");
    let kept = taps.saturating_sub(1);
    Some(match ssm.text("kind")? {
        "short_conv" => Recurrent {
            kind: RecurrentKind::ShortConvolution,
            convolution: kept * embedding,
            taps,
            ..Recurrent::default()
        },
        "gated_delta_net" => {
            let (groups, heads) = (ssm.or_zero("n_key_heads"), ssm.or_zero("n_value_heads"));
            let state_width = ssm.or_zero("key_head_dim");
            let inner = heads * ssm.or_zero("value_head_dim");
            Recurrent {
                kind: RecurrentKind::DeltaNet,
                convolution: kept * (inner + 2 * groups * state_width),
                state: inner * state_width,
                inner,
                state_width,
                groups,
                heads,
                taps,
                normed: true,
            }
        }
        "kimi_delta_attention" => {
            let (heads, width) = (ssm.or_zero("n_heads"), ssm.or_zero("head_dim"));
            let inner = heads * width;
            Recurrent {
                kind: RecurrentKind::DeltaNet,
                convolution: kept * 3 * inner,
                state: inner * width,
                inner,
                state_width: width,
                groups: heads,
                heads,
                taps,
                normed: true,
            }
        }
        "mamba2" => {
            let state_width = ssm.or_zero("state_size");
            let inner = match (ssm.number("n_heads"), ssm.number("head_dim")) {
                (Some(heads), Some(width)) => heads * width,
                _ => embedding * ssm.number("expand").unwrap_or(2),
            };
            let groups = ssm.number("n_groups").unwrap_or(1);
            Recurrent {
                kind: RecurrentKind::Mamba2,
                convolution: kept * (inner + 2 * groups * state_width),
                state: inner * state_width,
                inner,
                state_width,
                groups,
                heads: ssm.number("n_heads").unwrap_or(inner / 64),
                taps,
                normed: name != "falcon-h1",
            }
        }
        _ => return None,
    })
}

/// The feed-forward network and the experts of a layer.
fn networks(all: &Part<'_>, moe: &Part<'_>, name: &str, index: u64, layers: u64, layer: &mut Layer) {
    let dense = DenseFeedForward {
        width: all.or_zero("ffn_size"),
        gated: !matches!(name, "nemotron_h" | "nemotron_h_moe" | "bert" | "starcoder2"),
        fused: matches!(name, "phi3" | "glm4"),
    };
    let width = moe.number("moe_ffn_size").unwrap_or(dense.width);
    let experts = moe.number("n_experts").map(|count| Experts {
        count,
        used: moe.or_zero("n_experts_used"),
        width,
        shared_width: moe
            .number("shared_expert_ffn_size")
            .unwrap_or(moe.or_zero("shared_experts") * width),
        gated: name != "nemotron_h_moe",
        weights_normed: true,
        ..Experts::default()
    });
    if name.starts_with("nemotron_h") {
        // Networks are layers of their own here, evenly among those that do not attend: which they are is not stated.
        if layer.attention.is_some() {
            return;
        }
        let attending = all
            .part("ssm")
            .places("full_attention_layers")
            .unwrap_or_default();
        let before = attending.iter().filter(|place| **place < index).count() as u64;
        let others = layers.saturating_sub(attending.len() as u64).max(1);
        let n_networks = moe
            .number("moe_layers")
            .unwrap_or(others.saturating_sub(all.part("ssm").or_zero("n_layers")));
        let place = index - before;
        if place * n_networks / others != (place + 1) * n_networks / others {
            layer.recurrent = None;
            match experts {
                Some(experts) => layer.experts = Some(experts),
                None => layer.dense = Some(dense),
            }
        }
        return;
    }
    let has_experts = index >= moe.or_zero("dense_layers")
        && match moe.number("moe_layers") {
            Some(count) => index * count / layers != (index + 1) * count / layers,
            None => true,
        };
    match experts.filter(|_| has_experts) {
        Some(experts) => {
            layer.experts = Some(experts);
            if name == "gemma4" {
                layer.dense = Some(dense);
            }
        }
        None => layer.dense = Some(dense).filter(|dense| dense.width > 0),
    }
}
