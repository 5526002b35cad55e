//! How fast a model runs on a machine: tokens written and read in a second, and the time to the first token.
//!
//! In reading order: [`class`]: the constants of devices whose kernels behave alike; [`engine`]: programs and
//! codings of weights; [`model_facts`]: what a model is; [`machine`]: where its weights lie; [`decode`] and `prefill`: the
//! sums; [`range`]: how sure they are; [`estimate`]: all together; [`place`]: the fastest placement that fits;
//! [`calibration`]: what a measured run corrects.
//!
//! Speeds are floats, unlike memory: nobody checks their last digit, and wasm computes with them for nothing.

pub mod calibration;
pub mod class;
pub mod decode;
pub mod engine;
pub mod estimate;
pub mod machine;
pub mod model_facts;
mod of_hardware;
mod of_placed;
pub mod place;
mod prefill;
pub mod range;

pub use calibration::CalibrationError;
pub use decode::DecodeTime;
pub use engine::{Engine, WeightCoding};
pub use estimate::{
    NoSpeed, SpeedAssumptions, SpeedEstimate, SpeedQuestion, estimate_decode, estimate_speed,
};
pub use machine::{DeviceSpeed, PARTS_MAX, Part, Placement, Sharing, shader_gflops};
pub use model_facts::{LayerKind, ModelFacts, active_from_name};
pub use place::{GpuGroup, MachineSpeed, NoPlace, place};
pub use range::{Confidence, Rate};
