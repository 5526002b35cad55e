//! How much memory a variant needs.

mod buffers;
mod cache_type;
mod detailed;
mod graph;
mod inverse;
pub mod kv_cache;
mod memories;
pub mod output_buffer;
mod placement;
mod projector;
pub mod recurrent;
pub mod serving;
mod settings;
mod standard;
pub mod subject;
mod weights;

pub use buffers::{AtContexts, ComputeBuffers, Planner, RememberedPlans, TypicalBuffers};
pub use cache_type::CacheType;
pub use detailed::{Detailed, Parts, Range};
pub use graph::{Home, Homes, compute_bytes};
pub use inverse::{CONTEXT_LEAST, Change, ChangeKind};
pub use memories::{DEVICES_MAX, DeviceMemory, ENGINE_MARGIN, Memories, PROCESS_BYTES};
pub use placement::{Fit, GpuLayers, HostExperts, Load, Placed, Run, Wish};
pub use projector::Projector;
pub use settings::{CELLS_STEP, Lengths, LlamaCppSettings, OutputRows, Refusal, SEQUENCES_MAX, padded};
pub use standard::{
    ACTIVATION_PERCENT_DEFAULT, ACTIVATION_PERCENT_RANGE, ParameterBasis, StandardEstimate, StandardInput,
    file_size,
};
pub use weights::{LayerWeights, TENSOR_ALIGNMENT, WeightBasis, Weights};
