//! How the architectures differ in what they compute, as far as memory notices.

/// How an architecture builds its graph. Only what changes the memory alive at one moment is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// Norms that are not computed in place (LayerNorm instead of RMS norm).
    pub(super) layer_norm: bool,
    /// Whether the input of attention is normed (all but OLMo 2 and its kin, which norm the result).
    pub(super) norm_before: bool,
    /// Attention and feed-forward read the same input and are added together.
    pub(super) parallel: Parallel,
    /// Rows whose probabilities are asked for are picked after the last layer, not within it.
    pub(super) late_rows: bool,
    /// The embedding is scaled or otherwise changed before the first layer.
    pub(super) scaled_input: bool,
    /// Which layers rotate queries and keys by their positions.
    pub(super) rotary: Rotary,
    /// Queries and keys are normed as a whole, before they are split into heads.
    pub(super) flat_norms: bool,
    /// The residual is the first operand of the sum behind attention.
    pub(super) residual_first_behind_attention: bool,
    /// Positions for each token (4 where images have two dimensions and time).
    pub(super) positions: u64,
    /// Query projection that carries a gate for the result (Qwen3-Next and later).
    pub(super) gated_attention: bool,
    /// The values are normed too (Gemma 3n and 4).
    pub(super) normed_values: bool,
    /// The temperature of attention is an input (Llama 4).
    pub(super) scaled_attention: bool,
    /// The experts' input is weighed, not their results (Llama 4).
    pub(super) weigh_before_experts: bool,
    /// The residual is the first operand of the sum behind the feed-forward part.
    pub(super) residual_first: bool,
    /// The hidden state before the output matrix is kept for drafting.
    pub(super) keeps_hidden: bool,
}

/// Which layers rotate queries and keys by their positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rotary {
    /// All.
    All,
    /// None.
    None,
    /// Those that look at a window, where there are such layers; else all.
    Windows,
    /// All but every so manieth.
    AllButEvery(usize),
}

/// Whether attention and feed-forward stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parallel {
    /// One after the other.
    No,
    /// Side by side, reading the same normed input; the residual is added first.
    SameNorm,
    /// The same; attention and feed-forward are added first, this one to the other if true.
    SameNormSumFirst(bool),
    /// Side by side, each with a norm of its own.
    OwnNorm,
}

const DECODER: Style = Style {
    layer_norm: false,
    norm_before: true,
    parallel: Parallel::No,
    late_rows: false,
    scaled_input: false,
    rotary: Rotary::All,
    flat_norms: false,
    residual_first_behind_attention: false,
    positions: 1,
    gated_attention: false,
    normed_values: false,
    scaled_attention: false,
    weigh_before_experts: false,
    residual_first: false,
    keeps_hidden: false,
};

impl Style {
    /// The style of an architecture by its name in GGUF files; unknown ones are built like Llama.
    pub(super) fn of(architecture: &str) -> Self {
        let mut style = DECODER;
        match architecture {
            "gemma" | "gemma2" | "gemma3" | "gemma-embedding" | "minicpm" | "granite" | "granitemoe"
            | "granitehybrid" | "grok" => style.scaled_input = true,
            "gemma3n" => {
                style.scaled_input = true;
                style.normed_values = true;
                style.late_rows = true;
            }
            "gemma4" => {
                style.scaled_input = true;
                style.normed_values = true;
                style.late_rows = true;
                style.keeps_hidden = true;
            }
            "gpt-oss" => {
                style.late_rows = true;
                style.keeps_hidden = true;
            }
            "qwen3next" | "qwen35" | "qwen35moe" => {
                style.late_rows = true;
                style.keeps_hidden = true;
                style.gated_attention = true;
                style.positions = if architecture == "qwen3next" { 1 } else { 4 };
            }
            "qwen2vl" | "qwen3vl" | "qwen3vlmoe" | "paddleocr" => style.positions = 4,
            "step35" | "cohere2moe" | "hy_v3" | "bailingmoe3" => {
                style.late_rows = true;
                style.keeps_hidden = true;
            }
            "nemotron_h" | "nemotron_h_moe" => {
                style.late_rows = true;
                style.keeps_hidden = true;
                style.rotary = Rotary::None;
            }
            "deepseek2" | "glm4moe" | "glm-dsa" | "deepseek32" => style.keeps_hidden = true,
            "llama4" => {
                style.scaled_attention = true;
                style.weigh_before_experts = true;
                style.rotary = Rotary::Windows;
            }
            "olmo2" => {
                style.norm_before = false;
                style.flat_norms = true;
            }
            "exaone4" => {
                style.norm_before = false;
                style.rotary = Rotary::Windows;
            }
            "olmoe" | "minimax-m2" => style.flat_norms = true,
            "smollm3" => style.rotary = Rotary::AllButEvery(4),
            "smallthinker" => style.rotary = Rotary::Windows,
            "command-r" | "cohere2" => {
                style.layer_norm = true;
                if architecture == "cohere2" {
                    style.rotary = Rotary::Windows;
                }
                style.parallel = Parallel::SameNorm;
            }
            "falcon" | "phi2" => {
                style.layer_norm = true;
                style.parallel = Parallel::SameNormSumFirst(architecture == "phi2");
            }
            "gptneox" => {
                style.layer_norm = true;
                style.parallel = Parallel::OwnNorm;
            }
            "gpt2" | "starcoder" | "bloom" | "mpt" | "jais" => {
                style.layer_norm = true;
                style.rotary = Rotary::None;
            }
            "starcoder2" | "stablelm" | "codeshell" | "orion" | "nemotron" | "olmo" | "dbrx" => {
                style.layer_norm = true;
            }
            "phi3" | "phimoe" => style.residual_first = true,
            "lfm2" | "lfm2moe" => {
                style.residual_first = true;
                style.residual_first_behind_attention = true;
            }
            "jamba" => {
                style.rotary = Rotary::None;
                style.residual_first = true;
                style.residual_first_behind_attention = true;
            }
            _ => {}
        }
        style
    }
}
