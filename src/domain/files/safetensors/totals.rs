//! Sums over tensors: by dtype, by role and by layer.

use super::dtype::Dtype;
use super::role::{TensorRole, role_of};

/// Most dtypes that are kept apart: the format's 22 and as many unknown ones. Further ones are counted under the last.
const N_DTYPES_MAX: usize = 44;

/// What the tensors of one dtype come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DtypeTotal {
    /// The dtype.
    pub dtype: Dtype,
    /// Number of tensors.
    pub n_tensors: u64,
    /// Number of elements. Packed formats hold several weights in one element.
    pub n_elements: u64,
    /// Bytes.
    pub bytes: u64,
}

/// What the tensors of one or more files come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeightTotals {
    /// Number of tensors.
    pub n_tensors: u64,
    /// Bytes of all tensors.
    pub bytes: u64,
    /// By dtype, in order of first appearance.
    pub dtypes: Vec<DtypeTotal>,
    /// Bytes of each layer, its experts included; the position is the layer's number.
    pub layer_bytes: Vec<u64>,
    /// Bytes of routed experts of each layer.
    pub expert_bytes: Vec<u64>,
    /// Bytes of the input embeddings.
    pub embedding_bytes: u64,
    /// Bytes of the output matrix. A model with tied embeddings may store it nevertheless.
    pub output_head_bytes: u64,
    /// Bytes of heads for predicting several tokens that have a name of their own.
    pub prediction_bytes: u64,
    /// Bytes of encoders for images and sound.
    pub encoder_bytes: u64,
}

impl WeightTotals {
    /// Adds one tensor.
    pub(super) fn add(&mut self, name: &str, dtype: Dtype, n_elements: u64, bytes: u64) {
        self.n_tensors = self.n_tensors.saturating_add(1);
        self.bytes = self.bytes.saturating_add(bytes);
        self.add_dtype(DtypeTotal {
            dtype,
            n_tensors: 1,
            n_elements,
            bytes,
        });
        match role_of(name) {
            TensorRole::Embedding => add(&mut self.embedding_bytes, bytes),
            TensorRole::OutputHead => add(&mut self.output_head_bytes, bytes),
            TensorRole::MultiTokenPrediction => add(&mut self.prediction_bytes, bytes),
            TensorRole::Encoder => add(&mut self.encoder_bytes, bytes),
            TensorRole::Layer(layer) => add_at(&mut self.layer_bytes, usize::from(layer), bytes),
            TensorRole::Expert(layer) => {
                add_at(&mut self.layer_bytes, usize::from(layer), bytes);
                add_at(&mut self.expert_bytes, usize::from(layer), bytes);
            }
            TensorRole::Other => {}
        }
    }

    fn add_dtype(&mut self, more: DtypeTotal) {
        let is_full = self.dtypes.len() >= N_DTYPES_MAX;
        let known = self.dtypes.iter().position(|total| total.dtype == more.dtype);
        let place = known.or(is_full.then_some(N_DTYPES_MAX - 1));
        match place.and_then(|place| self.dtypes.get_mut(place)) {
            Some(total) => {
                add(&mut total.n_tensors, more.n_tensors);
                add(&mut total.n_elements, more.n_elements);
                add(&mut total.bytes, more.bytes);
            }
            None => self.dtypes.push(more),
        }
    }

    /// What the Hub's own summary (`safetensors.parameters`: elements by dtype) comes to. Roles and layers stay unknown;
    /// `None` if a dtype is not known, since then nobody knows its width.
    pub fn from_elements(elements: &[(String, u64)]) -> Option<Self> {
        let mut sums = Self::default();
        for (name, n_elements) in elements {
            let dtype = Dtype::from_name(name);
            let bits = u128::from(*n_elements).checked_mul(u128::from(dtype.bits()?))?;
            let bytes = u64::try_from(bits.div_ceil(8)).ok()?;
            add(&mut sums.bytes, bytes);
            sums.add_dtype(DtypeTotal {
                dtype,
                n_tensors: 0,
                n_elements: *n_elements,
                bytes,
            });
        }
        Some(sums)
    }

    /// Adds what another file (another shard of the same model) holds.
    pub fn merge(&mut self, other: &Self) {
        add(&mut self.n_tensors, other.n_tensors);
        add(&mut self.bytes, other.bytes);
        for total in &other.dtypes {
            self.add_dtype(total.clone());
        }
        for (layer, bytes) in other.layer_bytes.iter().enumerate() {
            add_at(&mut self.layer_bytes, layer, *bytes);
        }
        for (layer, bytes) in other.expert_bytes.iter().enumerate() {
            add_at(&mut self.expert_bytes, layer, *bytes);
        }
        add(&mut self.embedding_bytes, other.embedding_bytes);
        add(&mut self.output_head_bytes, other.output_head_bytes);
        add(&mut self.prediction_bytes, other.prediction_bytes);
        add(&mut self.encoder_bytes, other.encoder_bytes);
    }

    /// Elements by the names of their dtypes, as the Hub's `safetensors.parameters` has them
    /// ([`WeightHints::dtypes`](crate::domain::model::variant::WeightHints)).
    pub fn elements_by_dtype(&self) -> Vec<(String, u64)> {
        let count = |total: &DtypeTotal| (total.dtype.name().to_owned(), total.n_elements);
        self.dtypes.iter().map(count).collect()
    }

    /// Bytes when every float of 16 bits or more is loaded with this many bytes (2 for BF16 and FP16) and the rest as it
    /// is stored.
    pub fn bytes_with_floats_of(&self, float_bytes: u64) -> u64 {
        self.dtypes.iter().fold(0, |sum: u64, total| {
            let loaded = match &total.dtype {
                Dtype::Known(dtype) if dtype.is_convertible_float() => {
                    total.n_elements.saturating_mul(float_bytes)
                }
                _ => total.bytes,
            };
            sum.saturating_add(loaded)
        })
    }

    /// Bytes of the layers from this number on: the heads for predicting several tokens that many models number behind
    /// their own layers.
    pub fn bytes_of_layers_from(&self, n_layers: usize) -> u64 {
        let beyond = self.layer_bytes.iter().skip(n_layers);
        beyond.fold(0, |sum: u64, bytes| sum.saturating_add(*bytes))
    }
}

fn add(sum: &mut u64, more: u64) {
    *sum = sum.saturating_add(more);
}

fn add_at(sums: &mut Vec<u64>, place: usize, more: u64) {
    if sums.len() <= place {
        sums.resize(place.saturating_add(1), 0);
    }
    if let Some(sum) = sums.get_mut(place) {
        add(sum, more);
    }
}
