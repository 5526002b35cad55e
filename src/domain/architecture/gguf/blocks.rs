//! What the tensor table says of each block.

use crate::domain::architecture::LAYERS_MAX;
use crate::domain::files::gguf::{Tensor, Tensors};

/// The tensors that a block has, as far as they tell what it computes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Block {
    /// Rows of the query matrix.
    pub(super) queries: u64,
    /// Rows of the key matrix.
    pub(super) keys: u64,
    /// Rows of the value matrix.
    pub(super) values: u64,
    /// Rows of the matrix of all three.
    pub(super) fused: u64,
    /// Rows of the matrix that compresses the queries.
    pub(super) compressed_queries: u64,
    /// Whether keys and values are expanded by one matrix (older files with latent attention).
    pub(super) has_joint_expansion: bool,
    /// Whether keys are expanded by a matrix of their own.
    pub(super) has_key_expansion: bool,
    /// Whether queries are normalized.
    pub(super) has_query_norm: bool,
    /// Rows of the up matrix.
    pub(super) up: u64,
    /// Whether there is a gate matrix.
    pub(super) has_gate: bool,
    /// Columns of the down matrix.
    pub(super) down: u64,
    /// Experts, and the inner width of one.
    pub(super) experts: (u64, u64),
    /// Whether the experts have a gate.
    pub(super) has_expert_gate: bool,
    /// Whether gate and up of the experts are one.
    pub(super) has_fused_experts: bool,
    /// Whether a bias takes part in the choice of experts.
    pub(super) has_choice_bias: bool,
    /// Inner width of the experts that all tokens use.
    pub(super) shared: u64,
    /// Whether there are tensors of a state space model.
    pub(super) has_state: bool,
    /// Whether the state space part is normed.
    pub(super) has_state_norm: bool,
    /// Taps of its convolution.
    pub(super) taps: u64,
    /// Whether there is a short convolution.
    pub(super) has_short_convolution: bool,
    /// Whether there is the time mixing of RWKV.
    pub(super) has_time_mixing: bool,
}

/// What the tensor table says.
pub(super) struct Blocks {
    blocks: Vec<Block>,
    /// Rows of the embedding table.
    pub(super) vocabulary: u64,
    /// Whether there is an output matrix.
    pub(super) has_output: bool,
    /// Whether there is a table of positions.
    pub(super) has_positions: bool,
}

impl Blocks {
    pub(super) fn new(tensors: &Tensors) -> Self {
        let mut found = Self {
            blocks: Vec::new(),
            vocabulary: 0,
            has_output: false,
            has_positions: false,
        };
        for tensor in tensors.iter() {
            found.take(&tensor);
        }
        found
    }

    /// The tensors of a block.
    pub(super) fn get(&self, index: usize) -> Block {
        self.blocks.get(index).copied().unwrap_or_default()
    }

    fn take(&mut self, tensor: &Tensor<'_>) {
        let rows = tensor.dimensions.get(1).copied().unwrap_or(1);
        match tensor.name {
            "token_embd.weight" => self.vocabulary = rows,
            "output.weight" => self.has_output = true,
            "position_embd.weight" => self.has_positions = true,
            _ => {}
        }
        let Some(index) = tensor.layer().and_then(|layer| usize::try_from(layer).ok()) else {
            return;
        };
        if index >= LAYERS_MAX {
            return;
        }
        if self.blocks.len() <= index {
            self.blocks.resize(index + 1, Block::default());
        }
        let name = tensor.name.splitn(3, '.').nth(2).unwrap_or_default();
        if let Some(block) = self.blocks.get_mut(index) {
            block.take(name, tensor.dimensions);
        }
    }
}

impl Block {
    fn take(&mut self, name: &str, dimensions: &[u64]) {
        let dimension = |place: usize| dimensions.get(place).copied().unwrap_or(1);
        let (columns, rows) = (dimension(0), dimension(1));
        match name {
            "attn_q.weight" | "attn_q_b.weight" => self.queries = rows,
            "attn_q_a.weight" => self.compressed_queries = rows,
            "attn_k.weight" => self.keys = rows,
            "attn_v.weight" => self.values = rows,
            "attn_qkv.weight" => self.fused = rows,
            "attn_kv_b.weight" => self.has_joint_expansion = true,
            "attn_k_b.weight" => self.has_key_expansion = true,
            "attn_q_norm.weight" => self.has_query_norm = true,
            "ffn_up.weight" => self.up = rows,
            "ffn_gate.weight" => self.has_gate = true,
            "ffn_down.weight" => self.down = columns,
            "ffn_up_exps.weight" => self.experts = (dimension(2), rows),
            "ffn_gate_exps.weight" => self.has_expert_gate = true,
            "ffn_gate_up_exps.weight" => {
                self.has_fused_experts = true;
                self.has_expert_gate = true;
                self.experts = (dimension(2), rows / 2);
            }
            "exp_probs_b.bias" | "exp_probs_b" | "exp_probs_b.weight" => self.has_choice_bias = true,
            "ffn_up_shexp.weight" => self.shared = rows,
            "ssm_conv1d.weight" => {
                self.has_state = true;
                self.taps = columns;
            }
            "ssm_norm.weight" => self.has_state_norm = true,
            "shortconv.conv.weight" => {
                self.has_short_convolution = true;
                self.taps = columns;
            }
            "time_mix_key.weight" | "time_mix_receptance.weight" => self.has_time_mixing = true,
            _ => {}
        }
    }
}
