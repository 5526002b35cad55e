//! What a model is, as far as memory is concerned: its layers, what each of them remembers, and its widths.
//!
//! A [`Geometry`] is read from the header of a GGUF file or from a `config.json`. The estimates ([`crate::domain::estimate`])
//! know nothing else about a model, except the bytes of its weights. Every number in it has a [`Fact`] that says where it
//! came from, so that the page can show it; what nobody stated is listed in [`Geometry::missing`], never invented.

mod compact;
mod fact;
mod gguf;
mod layer;

pub use fact::{Fact, Origin, Quantity};
pub use layer::{
    Attention, CacheOwner, DenseFeedForward, Experts, Latent, Layer, Recurrent, RecurrentKind, Span,
};

/// Most layers that are looked at: the engine's own limit (llama.cpp `LLAMA_MAX_LAYERS`), and a bound for hostile
/// headers. The deepest published model has about 130.
pub const LAYERS_MAX: usize = 512;

/// What a model is, as far as memory is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Geometry {
    /// Name of the architecture as the file gives it (`llama`, `qwen3moe`, `Gemma3ForCausalLM`).
    pub architecture: String,
    /// The layers that are loaded, in order, at most [`LAYERS_MAX`]; without the blocks of [`Self::draft_blocks`].
    pub layers: Vec<Layer>,
    /// Blocks behind the layers that only predict further tokens ahead (MTP, "next n"); not loaded unless asked for.
    pub draft_blocks: u64,
    /// Width of the residual stream (E).
    pub embedding_length: u64,
    /// Tokens of the vocabulary (V): rows of the embedding table.
    pub vocabulary: u64,
    /// Context the model was trained for, in tokens, if stated.
    pub context_length: Option<u64>,
    /// Whether the output matrix is the embedding table.
    pub tied_embeddings: bool,
    /// Width of the additional embedding that each layer has of its own (Gemma 3n and 4), or 0.
    pub per_layer_embedding: u64,
    /// Whether every token is read at once and nothing is kept (BERT and its kin, diffusion models): no cache at all.
    pub is_encoder: bool,
    /// Whether positions are learned vectors added to the input (GPT-2, BERT).
    pub has_learned_positions: bool,
    /// What an embedding model makes of its tokens.
    pub pooling: Pooling,
    /// Where each number came from, each quantity once.
    pub facts: Vec<Fact>,
    /// What the estimate needs and nothing states. The matching numbers above are 0 or empty.
    pub missing: Vec<Quantity>,
}

/// What an embedding model makes of its tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pooling {
    /// A vector for each token.
    #[default]
    None,
    /// The mean of the vectors.
    Mean,
    /// The vector of one token: the first or the last.
    OneToken,
}

impl Geometry {
    /// The fact about a quantity, if one is known.
    pub fn fact(&self, quantity: Quantity) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.quantity == quantity)
    }

    /// Whether something was assumed that no file and no rule of the architecture states.
    pub fn has_assumptions(&self) -> bool {
        self.facts.iter().any(|fact| fact.origin == Origin::Assumed)
    }

    /// Notes a number and where it came from. The first fact about a quantity stays.
    pub fn note(&mut self, quantity: Quantity, smallest: u64, largest: u64, origin: Origin) {
        if self.fact(quantity).is_none() {
            self.facts.push(Fact {
                quantity,
                smallest,
                largest,
                origin,
            });
        }
    }

    /// Notes that nothing states a quantity.
    pub fn miss(&mut self, quantity: Quantity) {
        if !self.missing.contains(&quantity) {
            self.missing.push(quantity);
        }
    }
}
