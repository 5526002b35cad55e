//! Where each number of a geometry came from.

/// A number of a geometry and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What the number is.
    pub quantity: Quantity,
    /// The number; the smallest of them where the layers differ. Flags are 0 or 1.
    pub smallest: u64,
    /// The largest of them where the layers differ, else the same.
    pub largest: u64,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a number came from, from the surest to the least sure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A key of the header, or a field of `config.json`, by its full name.
    Key(String),
    /// The shape of a tensor, or that it is there at all, by its name.
    Tensor(String),
    /// A rule of the architecture, fixed in the engines and not written in the file.
    Architecture,
    /// What the engines take where a key is absent (a head's width is the embedding divided by the heads).
    EngineDefault,
    /// Assumed: nothing states it, and the architecture is not known.
    Assumed,
}

/// The numbers that an estimate needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// What the layers compute and remember: known for the architecture, or assumed to be as usual. No number.
    LayerKinds,
    /// Number of layers (L).
    Layers,
    /// Blocks that predict further tokens ahead (MTP).
    DraftBlocks,
    /// Width of the residual stream (E).
    EmbeddingLength,
    /// Width of the feed-forward network (F).
    FeedForwardLength,
    /// Whether the feed-forward network has a gate.
    GatedFeedForward,
    /// Query heads of a layer (H).
    QueryHeads,
    /// Key-value heads of a layer.
    KeyValueHeads,
    /// Width of a key head.
    KeyWidth,
    /// Width of a value head.
    ValueWidth,
    /// Tokens of the vocabulary (V).
    Vocabulary,
    /// Context the model was trained for.
    ContextLength,
    /// Whether the output matrix is the embedding table.
    TiedEmbeddings,
    /// Tokens that a window layer looks back.
    WindowLength,
    /// Layers that look at a window only.
    WindowLayers,
    /// Layers that use another layer's cache.
    SharedCacheLayers,
    /// Layers with a recurrent state.
    RecurrentLayers,
    /// Numbers of a recurrent state for one sequence and layer.
    RecurrentState,
    /// Width of the compressed key-value cache (MLA).
    LatentRank,
    /// Experts of a layer.
    Experts,
    /// Experts used for a token.
    ExpertsUsed,
    /// Width of an expert.
    ExpertLength,
    /// Width of the experts that every token uses.
    SharedExpertLength,
    /// Width of the embedding that each layer has of its own.
    PerLayerEmbedding,
    /// Whether nothing is cached (encoders).
    Encoder,
}
