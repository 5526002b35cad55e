//! The bytes of a model's weights, by where they can lie.

use crate::domain::architecture::{Geometry, LAYERS_MAX};
use crate::domain::files::gguf::{Tensor, Tensors};

/// Tensors begin at multiples of this many bytes, in files (`general.alignment`) and in memory (ggml
/// `TENSOR_ALIGNMENT`).
pub const TENSOR_ALIGNMENT: u64 = 32;

/// The weights of one layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayerWeights {
    /// The matrices of its routed experts, which can lie on the host while the rest is on a device.
    pub experts: u64,
    /// All the rest.
    pub rest: u64,
}

impl LayerWeights {
    /// All of them.
    pub const fn total(&self) -> u64 {
        self.experts.saturating_add(self.rest)
    }
}

/// The weights of a model, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weights {
    /// What is looked up row by row and always stays on the host: the embedding table, positions, token types.
    pub input: u64,
    /// Each layer that is loaded, in order.
    pub layers: Vec<LayerWeights>,
    /// The output matrix and the norm before it.
    pub output: u64,
    /// Factors of the rotation, which every memory holds that holds a layer.
    pub rotation: u64,
    /// The embedding table, if it is the output matrix too: a device that computes the output needs a copy of it.
    pub tied_output: u64,
    /// Blocks that are in the file and not loaded (MTP).
    pub drafts: u64,
    /// How the numbers were found.
    pub basis: WeightBasis,
}

/// How the bytes of weights were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WeightBasis {
    /// From every tensor's shape and type.
    #[default]
    Tensors,
    /// From every tensor, of which some have a type of unknown size: their bytes are missing.
    TensorsWithUnknownTypes,
    /// From the size of the files, shared out by the geometry.
    FileSize,
}

impl Weights {
    /// From the tensors of all files of a model. Each begins at a multiple of `alignment` bytes: [`TENSOR_ALIGNMENT`] in
    /// memory as in files.
    pub fn from_tensors(tensors: &Tensors, geometry: &Geometry, alignment: u64) -> Self {
        let mut weights = Self {
            layers: vec![LayerWeights::default(); geometry.layers.len()],
            ..Self::default()
        };
        let mut table = 0;
        let last = tensors.iter().map(|tensor| tensor.offset).max();
        for tensor in tensors.iter() {
            let Some(bytes) = tensor.bytes() else {
                weights.basis = WeightBasis::TensorsWithUnknownTypes;
                continue;
            };
            let padded = bytes.checked_next_multiple_of(alignment.max(1));
            // Nothing is behind the last one.
            let is_last = Some(tensor.offset) == last;
            let bytes = padded.filter(|_| !is_last).unwrap_or(bytes);
            if tensor.name == "token_embd.weight" {
                table = bytes;
            }
            let part = weights.part_of(&tensor);
            *part = part.saturating_add(bytes);
        }
        if geometry.tied_embeddings && !geometry.is_encoder {
            weights.tied_output = table;
        }
        weights
    }

    fn part_of(&mut self, tensor: &Tensor<'_>) -> &mut u64 {
        let Some(layer) = tensor.layer() else {
            let first = self.layers.first_mut();
            return match first {
                _ if is_input(tensor.name) => &mut self.input,
                _ if tensor.name.starts_with("rope_f") => &mut self.rotation,
                Some(first) if goes_with_first_layer(tensor.name) => &mut first.rest,
                _ => &mut self.output,
            };
        };
        let layer = usize::try_from(layer).unwrap_or(LAYERS_MAX);
        match self.layers.get_mut(layer) {
            Some(layer) if tensor.name.contains("_exps.") => &mut layer.experts,
            Some(layer) => &mut layer.rest,
            None => &mut self.drafts,
        }
    }

    /// From the size of the files alone: the header and padding are taken for weights (less than one per cent), and
    /// the parts are as large as their share of the parameters that the geometry implies.
    pub fn from_file_size(bytes: u64, geometry: &Geometry) -> Self {
        let table = geometry.vocabulary.saturating_mul(geometry.embedding_length);
        let own_input = geometry
            .vocabulary
            .saturating_mul(geometry.per_layer_embedding)
            .saturating_mul(geometry.layers.len() as u64);
        let input = table.saturating_add(own_input);
        let output = if geometry.tied_embeddings { 0 } else { table };
        let layers: Vec<LayerWeights> = geometry
            .layers
            .iter()
            .map(|layer| layer.parameters(geometry.embedding_length))
            .collect();
        let blocks = layers
            .iter()
            .fold(0, |sum: u64, layer| sum.saturating_add(layer.total()));
        let average = blocks.checked_div(layers.len() as u64).unwrap_or(0);
        let drafts = average.saturating_mul(geometry.draft_blocks);
        let parts = [input, output, drafts].into_iter().map(u128::from);
        let layers_parts = layers
            .iter()
            .map(|layer| u128::from(layer.experts) + u128::from(layer.rest));
        let all = parts.chain(layers_parts).sum::<u128>().max(1);
        let share = |parameters: u64| {
            let product = u128::from(bytes) * u128::from(parameters);
            u64::try_from(product / all).unwrap_or(u64::MAX)
        };
        let layers: Vec<LayerWeights> = layers
            .iter()
            .map(|layer| LayerWeights {
                experts: share(layer.experts),
                rest: share(layer.rest),
            })
            .collect();
        let mut weights = Self {
            input: share(input),
            output: share(output),
            tied_output: if geometry.tied_embeddings { share(table) } else { 0 },
            rotation: 0,
            drafts: share(drafts),
            layers,
            basis: WeightBasis::FileSize,
        };
        // What rounding left over.
        let rest = bytes
            .saturating_sub(weights.loaded())
            .saturating_sub(weights.drafts);
        weights.output = weights.output.saturating_add(rest);
        weights
    }

    /// Bytes that are loaded if everything lies in one memory.
    pub fn loaded(&self) -> u64 {
        let layers = self
            .layers
            .iter()
            .fold(0, |sum: u64, layer| sum.saturating_add(layer.total()));
        layers
            .saturating_add(self.input)
            .saturating_add(self.output)
            .saturating_add(self.rotation)
    }
}

/// Tensors of the input: they are used on the host, by few rows at a time (llama.cpp `LLM_TENSOR_LAYER_INPUT`).
fn is_input(name: &str) -> bool {
    matches!(
        name.strip_suffix(".weight").or(name.strip_suffix(".bias")),
        Some("token_embd" | "token_types" | "position_embd" | "per_layer_token_embd")
    )
}

/// Tensors of the whole model that lie where the first layer does.
fn goes_with_first_layer(name: &str) -> bool {
    name.starts_with("token_embd_norm.") || name.starts_with("per_layer_")
}

impl Geometry {
    /// Parameters of all routed experts, as the geometry implies them.
    pub fn expert_parameters(&self) -> u64 {
        let layers = self.layers.iter();
        layers.fold(0, |sum, layer| {
            sum.saturating_add(layer.parameters(self.embedding_length).experts)
        })
    }
}

impl crate::domain::architecture::Layer {
    /// Parameters of the layer, as its geometry implies them; norms and biases are left out.
    pub fn parameters(&self, embedding: u64) -> LayerWeights {
        let mut rest: u64 = 0;
        if let Some(attention) = self.attention {
            let queries = attention.query_heads.saturating_mul(attention.key_width);
            let keys = attention.kv_heads.saturating_mul(attention.key_width);
            let values = attention.kv_heads.saturating_mul(attention.value_width);
            let out = attention.query_heads.saturating_mul(attention.value_width);
            let columns = match attention.latent.or(attention.expanded) {
                Some(latent) => {
                    let expanded = queries.saturating_add(out);
                    rest = rest.saturating_add(expanded.saturating_mul(latent.rank));
                    let query = if latent.query_rank > 0 {
                        latent.query_rank
                    } else {
                        queries
                    };
                    query
                        .saturating_add(latent.rank)
                        .saturating_add(latent.rope_width)
                }
                None => queries.saturating_add(keys).saturating_add(values),
            };
            rest = rest.saturating_add(columns.saturating_add(out).saturating_mul(embedding));
        }
        if let Some(recurrent) = self.recurrent {
            let groups = recurrent
                .groups
                .saturating_mul(recurrent.state_width)
                .saturating_mul(2);
            let columns = recurrent.inner.saturating_mul(3).saturating_add(groups);
            let columns = if recurrent.inner == 0 {
                embedding.saturating_mul(4)
            } else {
                columns
            };
            rest = rest.saturating_add(columns.saturating_mul(embedding));
        }
        if let Some(dense) = self.dense {
            let matrices = if dense.gated { 3 } else { 2 };
            let width = dense.width.saturating_mul(matrices);
            rest = rest.saturating_add(width.saturating_mul(embedding));
        }
        let mut experts = 0;
        if let Some(routed) = self.experts {
            let matrices = if routed.gated { 3 } else { 2 };
            let one = routed.width.saturating_mul(embedding).saturating_mul(matrices);
            experts = one.saturating_mul(routed.count);
            let shared = routed
                .shared_width
                .saturating_mul(embedding)
                .saturating_mul(matrices);
            let router = routed.count.saturating_mul(embedding);
            rest = rest.saturating_add(shared).saturating_add(router);
        }
        LayerWeights { experts, rest }
    }
}
