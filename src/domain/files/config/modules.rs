//! Which weights a name or pattern in a list of modules means.

use crate::domain::architecture::LAYERS_MAX;

/// Kinds of weights that methods treat differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightClass {
    /// Attention, and what stands in its place in recurrent layers.
    Attention,
    /// Feed-forward networks that every token passes.
    Dense,
    /// Routed experts.
    Experts,
    /// Experts that every token uses.
    SharedExperts,
    /// The table of input embeddings.
    Embedding,
    /// The output matrix.
    OutputHead,
}

impl WeightClass {
    /// Every class.
    pub const ALL: [Self; 6] = [
        Self::Attention,
        Self::Dense,
        Self::Experts,
        Self::SharedExperts,
        Self::Embedding,
        Self::OutputHead,
    ];

    /// The classes that the layers consist of.
    pub(super) const OF_LAYERS: [Self; 4] =
        [Self::Attention, Self::Dense, Self::Experts, Self::SharedExperts];

    /// Its place in [`Self::ALL`].
    pub(super) const fn place(self) -> usize {
        match self {
            Self::Attention => 0,
            Self::Dense => 1,
            Self::Experts => 2,
            Self::SharedExperts => 3,
            Self::Embedding => 4,
            Self::OutputHead => 5,
        }
    }
}

/// What a name or pattern of a module means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    /// The weights; `None` for whole layers.
    pub class: Option<WeightClass>,
    /// The one layer that it names; `None` if it means all of them.
    pub layer: Option<usize>,
}

/// Reads a module's name or a pattern for some (`model.layers.3.self_attn*`, `re:.*shared_experts.*`, `lm_head`); `None`
/// for what makes no difference: norms, routers, encoders, and whatever is not known.
pub(super) fn meaning(pattern: &str) -> Option<Meaning> {
    let name = pattern.to_ascii_lowercase().replace('\\', "");
    let name = name
        .trim_start_matches("re:")
        .trim_end_matches(['*', '.', '$', '+']);
    let has = |part: &str| name.contains(part);
    let layer = layer_of(name);
    let of = |class| {
        Some(Meaning {
            class: Some(class),
            layer,
        })
    };
    let is_other = ["vis", "audio", "projector", "norm", "router", "mtp", "e_score"]
        .iter()
        .any(|part| has(part));
    if is_other || name.ends_with(".gate") || name == "gate" || name.ends_with("shared_expert_gate") {
        None
    } else if has("shared_expert") || has("shared_mlp") {
        of(WeightClass::SharedExperts)
    } else if has("expert") || has("switch_mlp") {
        of(WeightClass::Experts)
    } else if has("lm_head") || name == "output" || has("ff_out") || has("embed_out") {
        of(WeightClass::OutputHead)
    } else if has("embed") || has("wte") {
        of(WeightClass::Embedding)
    } else if [
        "attn",
        "attention",
        "mixer",
        "mamba",
        "conv",
        "q_proj",
        "k_proj",
        "v_proj",
        "o_proj",
    ]
    .iter()
    .any(|part| has(part))
    {
        of(WeightClass::Attention)
    } else if ["mlp", "ffn", "feed_forward", "up_proj", "down_proj", "gate_proj"]
        .iter()
        .any(|part| has(part))
    {
        of(WeightClass::Dense)
    } else {
        layer.map(|_| Meaning { class: None, layer })
    }
}

/// The number behind `layers.`.
fn layer_of(name: &str) -> Option<usize> {
    let (_, behind) = name
        .split_once("layers.")
        .or_else(|| name.split_once("blocks."))?;
    let digits = behind.split(|letter: char| !letter.is_ascii_digit()).next()?;
    digits.parse().ok().filter(|layer| *layer < LAYERS_MAX)
}
