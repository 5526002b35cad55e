//! The part of a model that makes tokens of images (`mmproj`), a file of its own.

use crate::domain::files::gguf::Metadata;

/// Compute buffer taken for a projector whose header was not read: the middle of what is seen for encoders of about
/// 400 million parameters (100 to 700 MiB).
const USUAL_COMPUTE: u64 = 400 << 20;

/// A vision projector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Projector {
    /// Bytes of its weights.
    pub weights: u64,
    /// Bytes of its compute buffer: always an approximation, for one image of the size it was trained with.
    pub compute: u64,
}

impl Projector {
    /// From the size of its file alone.
    pub const fn of_size(bytes: u64) -> Self {
        Self {
            weights: bytes,
            compute: USUAL_COMPUTE,
        }
    }

    /// From its file's metadata (`clip.vision.*`) and size: the scores of attention without flash attention,
    /// `4 × heads × patches²`, and the widest activations, `4 × patches × (2 × feed forward + 4 × width)`.
    pub fn from_gguf(bytes: u64, metadata: &Metadata) -> Self {
        let number = |name: &str| metadata.u64(&format!("clip.vision.{name}"));
        let shape = (
            number("image_size"),
            number("patch_size"),
            number("attention.head_count"),
        );
        let widths = (number("feed_forward_length"), number("embedding_length"));
        let ((Some(image), Some(patch), Some(heads)), (Some(inner), Some(width))) = (shape, widths) else {
            return Self::of_size(bytes);
        };
        let side = image.checked_div(patch).unwrap_or(0);
        let patches = side.saturating_mul(side);
        let scores = heads.saturating_mul(patches).saturating_mul(patches);
        let activations = inner.saturating_mul(2).saturating_add(width.saturating_mul(4));
        let compute = scores.saturating_add(patches.saturating_mul(activations));
        Self {
            weights: bytes,
            compute: compute.saturating_mul(4),
        }
    }

    /// Bytes that it needs where it lies.
    pub const fn total(&self) -> u64 {
        self.weights.saturating_add(self.compute)
    }
}
