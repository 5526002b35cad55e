//! What recurrent layers carry from token to token. It does not grow with the context.

use crate::domain::architecture::{Geometry, Recurrent};

/// Recurrent states are kept as `f32` (llama.cpp `llama_memory_recurrent`).
const STATE_BYTES: u64 = 4;

impl Recurrent {
    /// Numbers kept for one sequence.
    pub fn numbers(&self) -> u64 {
        self.convolution.saturating_add(self.state)
    }
}

/// Bytes of each layer's state for so many sequences, in order; 0 for layers without one.
pub fn layer_bytes(geometry: &Geometry, sequences: u64) -> Vec<u64> {
    let layers = geometry.layers.iter();
    let bytes = layers.map(|layer| match layer.recurrent {
        Some(recurrent) => recurrent
            .numbers()
            .saturating_mul(sequences)
            .saturating_mul(STATE_BYTES),
        None => 0,
    });
    bytes.collect()
}
