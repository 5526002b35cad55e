//! One layer of a model: what it computes and what it remembers.

/// One layer. A layer may attend, recur, or do both (Falcon-H1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// The attention of the layer, if it attends.
    pub attention: Option<Attention>,
    /// The recurrent state or convolution of the layer, if it has one.
    pub recurrent: Option<Recurrent>,
    /// The feed-forward network that every token passes, if there is one.
    pub dense: Option<DenseFeedForward>,
    /// The experts of the layer, if it has some.
    pub experts: Option<Experts>,
}

/// The attention of one layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    /// Query heads (H).
    pub query_heads: u64,
    /// Key-value heads; with [`Self::latent`] this is not what is cached.
    pub kv_heads: u64,
    /// Width of a key head (of the expanded one, with [`Self::latent`]).
    pub key_width: u64,
    /// Width of a value head (of the expanded one, with [`Self::latent`]).
    pub value_width: u64,
    /// How far back it looks.
    pub span: Span,
    /// Whose cache it uses.
    pub cache: CacheOwner,
    /// The compressed cache of multi-head latent attention, if it uses one.
    pub latent: Option<Latent>,
    /// The compressed row that keys and values are expanded from, where the expanded ones are cached: older GGUF files
    /// of DeepSeek V2 and V3.
    pub expanded: Option<Latent>,
    /// Numbers cached in addition for each token, to choose what is attended to (the indexer of DeepSeek V3.2); or 0.
    pub index_width: u64,
    /// Whether queries, keys and values come from one matrix.
    pub fused_qkv: bool,
    /// Whether queries and keys are normalized for each head.
    pub normed: bool,
    /// Whether the values are the projected keys (Gemma 4): there is no matrix for them.
    pub values_are_keys: bool,
}

/// How far back a layer looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    /// Over the whole context.
    #[default]
    Full,
    /// Over the last tokens, this many.
    Window(u64),
    /// Within pieces of the context, each of this many tokens (Llama 4).
    Chunked(u64),
}

/// Whose cache a layer uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CacheOwner {
    /// Its own.
    #[default]
    Own,
    /// That of an earlier layer (Gemma 3n and 4): it costs nothing.
    EarlierLayer,
}

/// Multi-head latent attention (DeepSeek V2 and V3, Kimi): one narrow row is cached for all heads, and no values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Latent {
    /// Width of the compressed part (`kv_lora_rank`).
    pub rank: u64,
    /// Width of the part with positions (`qk_rope_head_dim`).
    pub rope_width: u64,
    /// Width of the compressed queries (`q_lora_rank`), or 0 if they are not compressed.
    pub query_rank: u64,
}

/// What a layer carries from token to token instead of a cache. It does not grow with the context.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recurrent {
    /// What kind of layer it is.
    pub kind: RecurrentKind,
    /// Numbers of the convolution (or token shift) that are kept for one sequence.
    pub convolution: u64,
    /// Numbers of the state that are kept for one sequence.
    pub state: u64,
    /// Inner width of the layer (`ssm.inner_size`).
    pub inner: u64,
    /// Width of the state of one head or channel (`ssm.state_size`).
    pub state_width: u64,
    /// Groups (`ssm.group_count`; 0 for Mamba-1).
    pub groups: u64,
    /// Heads or rank of the time step (`ssm.time_step_rank`).
    pub heads: u64,
    /// Taps of the convolution (`ssm.conv_kernel`, `shortconv.l_cache`).
    pub taps: u64,
    /// Whether the result is normed before it leaves the layer (Mamba-2).
    pub normed: bool,
}

/// Kinds of recurrent layers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecurrentKind {
    /// Mamba (selective state space).
    #[default]
    Mamba,
    /// Mamba-2 (with heads and groups).
    Mamba2,
    /// Gated delta rule (Qwen3-Next, Qwen3.5, Kimi Linear).
    DeltaNet,
    /// A short convolution only (LFM2).
    ShortConvolution,
    /// RWKV.
    Rwkv,
    /// Lightning or other linear attention with a state of keys × values.
    LinearAttention,
}

/// A feed-forward network that every token passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DenseFeedForward {
    /// Inner width (F).
    pub width: u64,
    /// Whether it has a gate (SwiGLU, GeGLU): three matrices instead of two.
    pub gated: bool,
    /// Whether gate and up come from one matrix (Phi-3, GLM-4).
    pub fused: bool,
}

/// The experts of a layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Experts {
    /// How many there are (NX).
    pub count: u64,
    /// How many a token uses (k).
    pub used: u64,
    /// Inner width of one (FE).
    pub width: u64,
    /// Inner width of the experts that every token uses, together; 0 without.
    pub shared_width: u64,
    /// Whether an expert has a gate: three matrices instead of two.
    pub gated: bool,
    /// Whether gate and up come from one matrix.
    pub fused: bool,
    /// Whether the weights of the chosen ones are divided by their sum.
    pub weights_normed: bool,
    /// Whether the weights of the chosen ones are scaled.
    pub weights_scaled: bool,
    /// Whether a bias takes part in the choice.
    pub has_choice_bias: bool,
}
