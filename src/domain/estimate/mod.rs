//! How much memory a variant needs.

mod cache_type;
mod detailed;
mod graph;
pub mod kv_cache;
pub mod output_buffer;
pub mod recurrent;
mod settings;
mod standard;
mod weights;

pub use cache_type::CacheType;
pub use detailed::{Detailed, Parts};
pub use graph::{Home, Homes, compute_bytes};
pub use settings::{CELLS_STEP, Lengths, LlamaCppSettings, OutputRows, Refusal, SEQUENCES_MAX, padded};
pub use standard::{
    ACTIVATION_PERCENT_DEFAULT, ACTIVATION_PERCENT_RANGE, ParameterBasis, StandardEstimate, StandardInput,
    file_size,
};
pub use weights::{LayerWeights, TENSOR_ALIGNMENT, WeightBasis, Weights};
