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
    /// Queries and keys have positions by rotation.
    pub(super) rotary: bool,
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

/// Whether attention and feed-forward stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parallel {
    /// One after the other.
    No,
    /// Side by side, reading the same normed input.
    SameNorm,
    /// Side by side, each with a norm of its own.
    OwnNorm,
}

const DECODER: Style = Style {
    layer_norm: false,
    norm_before: true,
    parallel: Parallel::No,
    late_rows: false,
    scaled_input: false,
    rotary: true,
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
            "mimo2" | "step35" | "cohere2moe" | "hy_v3" | "bailingmoe3" => {
                style.late_rows = true;
                style.keeps_hidden = true;
            }
            "nemotron_h" | "nemotron_h_moe" => {
                style.late_rows = true;
                style.keeps_hidden = true;
                style.rotary = false;
            }
            "deepseek2" | "glm4moe" | "glm-dsa" | "deepseek32" => style.keeps_hidden = true,
            "llama4" => {
                style.scaled_attention = true;
                style.weigh_before_experts = true;
            }
            "olmo2" | "exaone4" => style.norm_before = false,
            "command-r" | "cohere2" => {
                style.layer_norm = true;
                style.parallel = Parallel::SameNorm;
            }
            "falcon" | "phi2" => {
                style.layer_norm = true;
                style.parallel = Parallel::SameNorm;
            }
            "gptneox" => {
                style.layer_norm = true;
                style.parallel = Parallel::OwnNorm;
            }
            "gpt2" | "starcoder" | "bloom" | "mpt" | "jais" => {
                style.layer_norm = true;
                style.rotary = false;
            }
            "starcoder2" | "stablelm" | "codeshell" | "orion" | "nemotron" | "olmo" | "dbrx" => {
                style.layer_norm = true;
            }
            "phi3" | "phimoe" | "lfm2" | "lfm2moe" => style.residual_first = true,
            "jamba" => style.rotary = false,
            _ => {}
        }
        style
    }
}
