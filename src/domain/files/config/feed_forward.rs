//! Feed-forward networks and experts of a configuration.

use super::attention::note;
use super::keys::{Found, Keys};
use super::pattern::Part;
use crate::domain::architecture::{DenseFeedForward, Experts, Geometry, Origin, Quantity};
use crate::domain::wire::json::{Fields, Json};

/// Models whose feed-forward network has no gate: two matrices in place of three.
const WITHOUT_GATE: [&str; 17] = [
    "arcee",
    "bert",
    "bloom",
    "codegen",
    "falcon",
    "gpt2",
    "gpt_bigcode",
    "gpt_neo",
    "gpt_neox",
    "gptj",
    "mpt",
    "nemotron",
    "nemotron_h",
    "opt",
    "phi",
    "starcoder2",
    "xlm-roberta",
];

/// What the layers' feed-forward networks are made from.
pub(super) struct FeedForwardKeys {
    dense: DenseFeedForward,
    experts: Option<Experts>,
    place: ExpertPlaces,
}

/// Which layers have experts.
struct ExpertPlaces {
    /// Layers before this one have none.
    first: u64,
    /// Every so-manieth layer has some.
    period: u64,
    /// Which of these it is.
    offset: u64,
    /// Layers without experts in spite of that.
    without: Vec<u64>,
    /// Layers with experts, where a list says so.
    only: Vec<u64>,
    /// Whether layers with experts have a dense network besides (Gemma 4, LongCat).
    beside_dense: bool,
}

impl FeedForwardKeys {
    /// Reads the keys and notes what was found.
    pub fn read(keys: &Keys<'_>, geometry: &mut Geometry) -> Self {
        let hidden = geometry.embedding_length;
        let nested = keys.object(&["ffn_config"]).unwrap_or_default();
        let gated = !keys.is_one_of(&WITHOUT_GATE);
        let mut width = dense_width(keys, &nested, hidden);
        if keys.is_one_of(&["qwen", "molmo"]) {
            // These give the width of gate and input matrix together.
            width.value /= 2;
        }
        let experts = experts(keys, &nested, geometry, width.value);
        geometry.note(
            Quantity::FeedForwardLength,
            width.value,
            width.value,
            width.origin.clone(),
        );
        let is_gated = u64::from(gated);
        geometry.note(
            Quantity::GatedFeedForward,
            is_gated,
            is_gated,
            Origin::Architecture,
        );
        Self {
            dense: DenseFeedForward {
                width: width.value,
                gated,
                fused: keys.is_one_of(&["phi3", "phi4mm", "glm4", "chatglm"]),
            },
            place: ExpertPlaces::read(keys),
            experts,
        }
    }

    /// The networks of a layer.
    pub fn layer(&self, number: usize, part: Part) -> (Option<DenseFeedForward>, Option<Experts>) {
        match part {
            // Nemotron-H: attention and recurrence are layers of their own.
            Part::Experts => (None, self.experts),
            Part::FeedForward => (Some(self.dense), None),
            _ => match self.experts {
                Some(experts) if self.place.has_experts(number) => {
                    (self.place.beside_dense.then_some(self.dense), Some(experts))
                }
                _ => (Some(self.dense).filter(|dense| dense.width > 0), None),
            },
        }
    }
}

fn dense_width(keys: &Keys<'_>, nested: &Fields<'_>, hidden: u64) -> Found {
    let names = [
        // Llama 4: `intermediate_size` is that of an expert.
        "intermediate_size_mlp",
        "intermediate_size",
        "ffn_dim",
        "n_inner",
        "ffn_hidden_size",
        "d_ff",
        "hidden_dim",
    ];
    if let Some(found) = keys.find(&names).filter(|found| found.value > 0) {
        return found;
    }
    // Gemma 3n gives a width for each layer, all equal.
    let listed = keys.list(&["intermediate_size"]).and_then(|(items, key)| {
        let value = items
            .into_iter()
            .find_map(Json::natural)
            .filter(|width| *width <= 1 << 20)?;
        Some(Found {
            value,
            origin: Origin::Key(key),
        })
    });
    let in_part = || {
        let value = nested
            .positive("ffn_hidden_size")
            .filter(|width| *width <= 1 << 20)?;
        Some(Found {
            value,
            origin: Origin::Key("ffn_config.ffn_hidden_size".to_owned()),
        })
    };
    let expansion = || {
        let value = keys.size(&["expansion_ratio"])?.saturating_mul(hidden);
        Some(Found {
            value,
            origin: Origin::Key("expansion_ratio".to_owned()),
        })
    };
    listed.or_else(in_part).or_else(expansion).unwrap_or(Found {
        // GPT-2 and its kin.
        value: hidden.saturating_mul(4),
        origin: Origin::EngineDefault,
    })
}

/// Lists (Hunyuan, ERNIE) hold the same number for every layer, or for text and for images: the first is taken.
fn find_or_first(keys: &Keys<'_>, names: &[&str]) -> Option<Found> {
    keys.find(names).or_else(|| {
        let (items, key) = keys.list(names)?;
        let value = items
            .into_iter()
            .find_map(Json::natural)
            .filter(|value| *value <= 1 << 20)?;
        Some(Found {
            value,
            origin: Origin::Key(key),
        })
    })
}

fn experts(keys: &Keys<'_>, nested: &Fields<'_>, geometry: &mut Geometry, dense: u64) -> Option<Experts> {
    let small = |found: &Found| found.value > 1;
    let count = find_or_first(
        keys,
        &[
            "n_routed_experts",
            "num_local_experts",
            "num_experts",
            "moe_num_experts",
            "num_routed_experts",
        ],
    )
    .or_else(|| {
        let mixture = keys.object(&["moe"]);
        let value = nested
            .positive("moe_num_experts")
            .or_else(|| mixture?.positive("num_experts"))
            .filter(|count| *count <= 1 << 20)?;
        Some(Found {
            value,
            origin: Origin::Key("moe_num_experts".to_owned()),
        })
    })
    .filter(small)?;
    let used = find_or_first(
        keys,
        &[
            "num_experts_per_tok",
            "experts_per_token",
            "num_experts_per_token",
            "top_k_experts",
            "moe_top_k",
            "moe_topk",
            "moe_k",
            "num_selected_experts",
        ],
    )
    .map(|found| found.value)
    .or_else(|| nested.positive("moe_top_k"))
    .or_else(|| keys.object(&["moe"])?.positive("num_experts_per_tok"));
    let width = find_or_first(
        keys,
        &[
            "moe_intermediate_size",
            "expert_intermediate_size",
            "expert_ffn_hidden_size",
        ],
    )
    .filter(|found| found.value > 0)
    .or_else(|| keys.find(&["intermediate_size"]).filter(|found| found.value > 0));
    let width = width.unwrap_or(Found {
        value: dense,
        origin: Origin::EngineDefault,
    });
    let shared_width = shared_width(keys, width.value);
    let (n_used, n_experts, expert_width) = (used.unwrap_or(1).min(count.value), count.value, width.value);
    note(geometry, Quantity::Experts, Some(count));
    geometry.note(
        Quantity::ExpertsUsed,
        n_used,
        n_used,
        used.map_or(Origin::Assumed, |_| Origin::Key("num_experts_per_tok".to_owned())),
    );
    note(geometry, Quantity::ExpertLength, Some(width));
    Some(Experts {
        count: n_experts,
        used: n_used,
        width: expert_width,
        shared_width,
        ..Experts::default()
    })
}

/// Width of the experts that every token uses, together.
fn shared_width(keys: &Keys<'_>, width: u64) -> u64 {
    let whole = keys.size(&[
        "shared_expert_intermediate_size",
        "moe_shared_expert_intermediate_size",
        "shared_intermediate_size",
    ]);
    let names = [
        "n_shared_experts",
        "num_shared_experts",
        "num_shared_expert",
        "moe_num_shared_experts",
    ];
    let count = find_or_first(keys, &names).map(|found| found.value);
    let of_llama4 = || keys.is_one_of(&["llama4_text", "llama4"]).then_some(width);
    whole
        .or_else(|| count.map(|count| count.saturating_mul(width)))
        .or_else(of_llama4)
        .unwrap_or(0)
}

impl ExpertPlaces {
    fn read(keys: &Keys<'_>) -> Self {
        let numbers = |name: &str| {
            let (items, _) = keys.list(&[name]).unwrap_or_default();
            items.into_iter().filter_map(Json::natural).collect()
        };
        let first = find_or_first(
            keys,
            &[
                "first_k_dense_replace",
                "moe_layer_start_index",
                "num_dense_layers",
                "moe_first_k_dense_replace",
            ],
        );
        let every = keys.size(&[
            "decoder_sparse_step",
            "interleave_moe_layer_step",
            "moe_layer_interval",
        ]);
        let jamba = keys.size(&["expert_layer_period"]);
        let period = jamba.or(every).unwrap_or(1);
        Self {
            first: first.map_or(0, |found| found.value),
            period,
            offset: match jamba {
                Some(_) => keys.count(&["expert_layer_offset"]).unwrap_or(0),
                // Qwen and Llama 4 count from 1: the last layer of each group has the experts.
                None => period.saturating_sub(1),
            },
            without: numbers("mlp_only_layers"),
            only: numbers("moe_layers"),
            beside_dense: keys.boolean(&["enable_moe_block"]) == Some(true),
        }
    }

    fn has_experts(&self, number: usize) -> bool {
        let Ok(number) = u64::try_from(number) else {
            return false;
        };
        if !self.only.is_empty() {
            return self.only.contains(&number);
        }
        number >= self.first
            && number.checked_rem(self.period) == Some(self.offset)
            && !self.without.contains(&number)
    }
}
