//! The Detailed estimate: geometry, parts, placement, and what would fit.

mod geometry;
mod measured;
mod placement;
mod properties;
mod rules;
mod subject;

use std::path::{Path, PathBuf};

use llm_lens::domain::architecture::Geometry;
use llm_lens::domain::estimate::{TENSOR_ALIGNMENT, Weights};
use llm_lens::domain::files::gguf::{Goal, Header, read};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

pub fn header(name: &str) -> Header {
    let bytes = std::fs::read(fixture("gguf-headers").join(format!("{name}.gguf"))).unwrap();
    read(&bytes, None, Goal::Everything).unwrap().1
}

/// The geometry and the weights of a recorded header.
fn model(name: &str) -> (Geometry, Weights) {
    let header = header(name);
    let geometry = Geometry::from_gguf(&header);
    let weights = Weights::from_tensors(&header.tensors, &geometry, TENSOR_ALIGNMENT);
    (geometry, weights)
}
