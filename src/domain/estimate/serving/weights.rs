//! Bytes of the weights as they are loaded.

use super::amount::{Amount, Basis, Part, PartKind, Reason, gib_16ths, per_mille};
use super::{Engine, ServingInput};
use crate::domain::files::config::{ModelConfig, WeightClass};
use crate::domain::files::safetensors::{Dtype, KnownDtype, WeightTotals};

/// What is known of the weights' bytes, from the surest to the least sure.
#[derive(Clone, Copy, Debug)]
pub enum StoredWeights<'a> {
    /// The headers of all files, or the Hub's summary of them ([`WeightTotals::from_elements`]).
    Header(&'a WeightTotals),
    /// The sizes of the files, or an index's `total_size`.
    Files(u64),
    /// Nothing: the configuration's shapes and method have to do.
    Shapes,
}

/// Width of weights whose method is not known: 4 to 8 bits with scales.
const UNKNOWN_BITS: Amount = Amount {
    low: 4_000,
    likely: 4_500,
    high: 8_500,
};

/// The weights on one device.
pub(super) fn part(input: &ServingInput<'_>) -> Part {
    let (all, basis) = match input.weights {
        StoredWeights::Header(totals) => (from_header(totals, input), Basis::Measured),
        StoredWeights::Files(bytes) => (from_files(bytes, input), Basis::Measured),
        StoredWeights::Shapes => from_shapes(input.config, input.float_bytes()),
    };
    let devices = input.devices();
    let each = |bytes: u64| bytes.div_ceil(devices);
    // Norms, routers and small matrices are kept whole on every device: up to one part in fifty.
    let copied = if devices > 1 {
        per_mille(all.high, 20) / devices
    } else {
        0
    };
    Part {
        kind: PartKind::Weights,
        bytes: Amount::range(
            each(all.low),
            each(all.likely),
            each(all.high).saturating_add(copied),
        ),
        basis,
    }
}

/// The tensors' bytes, without what no engine loads: heads that predict several tokens, and an output matrix that is
/// stored although it is the embedding table.
fn from_header(totals: &WeightTotals, input: &ServingInput<'_>) -> Amount {
    let config = input.config;
    let stored = if is_mostly_f32(totals) && input.engine != Engine::Mlx {
        totals.bytes_with_floats_of(input.float_bytes())
    } else {
        totals.bytes
    };
    if totals.layer_bytes.is_empty() {
        // A summary: nobody knows which tensors these are.
        return from_files(stored, input);
    }
    let predicting = if config.geometry.draft_blocks > 0 {
        let numbered = totals.bytes_of_layers_from(config.geometry.layers.len());
        numbered.saturating_add(totals.prediction_bytes)
    } else {
        totals.prediction_bytes
    };
    let is_double =
        config.geometry.tied_embeddings && totals.embedding_bytes > 0 && totals.output_head_bytes > 0;
    let doubled = if is_double { totals.output_head_bytes } else { 0 };
    let loaded = stored.saturating_sub(predicting).saturating_sub(doubled);
    // The allocator rounds every tensor up to 512 bytes and its pools to 2 MiB.
    Amount::range(loaded, loaded, loaded.saturating_add(per_mille(loaded, 5)))
}

/// Weights that were published in 32 bits are loaded in the type that the configuration names.
fn is_mostly_f32(totals: &WeightTotals) -> bool {
    let wide = totals
        .dtypes
        .iter()
        .find(|total| total.dtype == Dtype::Known(KnownDtype::F32));
    wide.is_some_and(|total| total.bytes > totals.bytes / 2)
}

/// Bytes of which nobody knows whose they are: heads for several tokens are taken to be as large as a layer. Conversions
/// to MLX leave them out.
fn from_files(bytes: u64, input: &ServingInput<'_>) -> Amount {
    let geometry = &input.config.geometry;
    let layers = u64::try_from(geometry.layers.len()).unwrap_or(u64::MAX);
    let drafts = if input.engine == Engine::Mlx {
        0
    } else {
        geometry.draft_blocks
    };
    let all = layers.saturating_add(drafts).max(1);
    let without_drafts = u128::from(bytes) * u128::from(layers.max(1)) / u128::from(all);
    let likely = u64::try_from(without_drafts).unwrap_or(bytes).min(bytes);
    // Qwen3-0.6B stores its tied output matrix a second time.
    let table = geometry
        .vocabulary
        .saturating_mul(geometry.embedding_length)
        .saturating_mul(2);
    let doubled = if geometry.tied_embeddings { table } else { 0 };
    // Never less than half: a table is no larger than that.
    let low = likely.saturating_sub(doubled).max(likely / 2);
    Amount::range(low, likely, bytes.saturating_add(per_mille(bytes, 5)))
}

fn from_shapes(config: &ModelConfig, float_bytes: u64) -> (Amount, Basis) {
    let shapes = config.weight_shapes();
    let mut sum = Amount::exact(shapes.per_layer_embedding.saturating_mul(float_bytes));
    let mut reason = Reason::WeightsFromShapes;
    for class in WeightClass::ALL {
        let weights = shapes.class(class);
        let precision = config
            .quantization
            .as_ref()
            .map(|scheme| (scheme.class(class), scheme.bits_per_weight));
        let packed = precision.map_or(0, |(precision, _)| per_mille(weights, precision.per_mille.into()));
        let plain = weights.saturating_sub(packed).saturating_mul(float_bytes);
        let stated = precision.and_then(|(precision, bits)| precision.own_bits.or(bits));
        let bits = stated.map_or(UNKNOWN_BITS, |bits| Amount::exact(bits.into()));
        if packed > 0 && stated.is_none() {
            reason = Reason::UnknownMethod;
        }
        let bytes = |bits: u64| per_mille(packed, bits) / 8;
        let narrow = Amount::range(bytes(bits.low), bytes(bits.likely), bytes(bits.high));
        sum = sum.plus(narrow).plus(Amount::exact(plain));
    }
    // Vectors are not counted, and some matrices have other shapes than the keys say.
    let spread = Amount::range(per_mille(sum.low, 970), sum.likely, per_mille(sum.high, 1030));
    // Encoders for images and sound: 0.1 to 6 billion weights in published models, most near 0.45.
    let encoders = if config.is_multimodal {
        Amount::range(gib_16ths(3), gib_16ths(14), gib_16ths(80))
    } else {
        Amount::default()
    };
    (spread.plus(encoders), Basis::Assumed(reason))
}
