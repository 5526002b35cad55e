//! How much memory a variant needs.

mod standard;

pub use standard::{
    ACTIVATION_PERCENT_DEFAULT, ACTIVATION_PERCENT_RANGE, ParameterBasis, StandardEstimate, StandardInput,
    file_size,
};
