//! The host buffer in which results are handed out.

use super::settings::{Lengths, LlamaCppSettings};
use crate::domain::architecture::Geometry;

/// Bytes of the buffer at the start: the probabilities of all words, and the embedding if asked for, of one token for
/// each sequence (`llama_context::output_reserve`). It grows only where a program asks for more.
pub fn output_bytes(geometry: &Geometry, settings: &LlamaCppSettings, lengths: &Lengths) -> u64 {
    let embedding = if settings.embeddings || geometry.architecture == "t5" {
        geometry.embedding_length
    } else {
        0
    };
    geometry
        .vocabulary
        .saturating_add(embedding)
        .saturating_mul(lengths.sequences)
        .saturating_mul(4)
}
