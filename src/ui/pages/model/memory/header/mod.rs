//! Reading a model's own description: from the Hub by ranges, or from the reader's own file by slices.
//!
//! [`use_model_header`] reads as little as an estimate needs and offers it as one value,
//! [`UseModelHeader`](use_model_header::UseModelHeader); what stands beside takes the
//! [`KnownHeader`](read_header::KnownHeader) from it. [`WhatTheFileSays`] shows all of it.

mod bounded_reading;
mod config_reading;
mod copies;
mod facts;
mod failure;
mod filter;
mod gguf_reading;
mod keys;
mod own_file;
mod own_files;
pub mod read_header;
mod sharpen;
mod tensors;
pub mod use_model_header;
mod values;
mod visit;
mod what_the_file_says;

pub use facts::fact_list;
pub use own_file::{DropPlace, own_file_notice};
pub use sharpen::Sharpen;
pub use use_model_header::use_model_header;
pub use what_the_file_says::WhatTheFileSays;
