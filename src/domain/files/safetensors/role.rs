//! What a tensor is for, told by its name.

/// Most layers that are told apart; the deepest published models have about 130.
pub const N_LAYERS_MAX: usize = 1024;

/// What a tensor is for, as far as an engine treats it differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TensorRole {
    /// The table of input embeddings.
    Embedding,
    /// The output matrix.
    OutputHead,
    /// A routed expert of the layer with this number.
    Expert(u16),
    /// Anything else in the layer with this number.
    Layer(u16),
    /// A head for predicting several tokens under a name of its own (`mtp.`). Many models number theirs as one more
    /// layer: then only the configuration tells.
    MultiTokenPrediction,
    /// An encoder for images or sound and what joins it to the model.
    Encoder,
    /// Final norms, position tables and whatever else.
    Other,
}

/// Parts of names of encoders for images and sound, as transformers writes them.
const ENCODER_PARTS: [&str; 14] = [
    "vision_tower",
    "vision_model",
    "vision_encoder",
    "vision_backbone",
    "visual",
    "vision_embed_tokens",
    "img_processor",
    "image_newline",
    "multi_modal_projector",
    "mm_projector",
    "embed_vision",
    "embed_audio",
    "audio_tower",
    "audio_encoder",
];

/// Parts behind which the number of a layer stands.
const LAYER_PARTS: [&str; 5] = ["layers", "h", "blocks", "block", "layer"];

/// Names of the input embeddings: transformers, GPT-2, Mamba, GPT-NeoX, Falcon, BERT, Mistral's own format.
const EMBEDDING_PARTS: [&str; 7] = [
    "embed_tokens",
    "wte",
    "embeddings",
    "embedding",
    "embed_in",
    "word_embeddings",
    "tok_embeddings",
];

/// The role of the tensor with this name. The cost is linear in the name's length.
pub fn role_of(name: &str) -> TensorRole {
    let mut layer = None;
    let mut is_expert = false;
    let mut is_embedding = false;
    let mut is_head = false;
    let mut before = "";
    for (place, part) in name.split('.').enumerate() {
        if ENCODER_PARTS.contains(&part) {
            return TensorRole::Encoder;
        }
        if part == "mtp" && place <= 1 {
            return TensorRole::MultiTokenPrediction;
        }
        if layer.is_none() && LAYER_PARTS.contains(&before) {
            layer = part
                .parse::<u16>()
                .ok()
                .filter(|number| usize::from(*number) < N_LAYERS_MAX);
        }
        is_expert |= layer.is_some() && matches!(part, "experts" | "switch_mlp");
        is_embedding |= EMBEDDING_PARTS.contains(&part);
        is_head |= matches!(part, "lm_head" | "embed_out") || (part == "output" && place == 0);
        before = part;
    }
    match layer {
        Some(layer) if is_expert => TensorRole::Expert(layer),
        Some(layer) => TensorRole::Layer(layer),
        None if is_head => TensorRole::OutputHead,
        None if is_embedding => TensorRole::Embedding,
        None => TensorRole::Other,
    }
}
