//! What the host fills in before each computation.

use super::builder::Builder;
use super::tensors::{F16, F32, I32, I64, Id};
use crate::domain::architecture::{Attention, CacheOwner, Geometry, Span};
use crate::domain::estimate::kv_cache::widest_values;

/// The inputs of attention over one cache.
#[derive(Clone, Copy)]
pub(super) struct CacheInputs {
    /// Cells of each stream.
    pub(super) cells: u64,
    /// Which cells each token sees.
    pub(super) mask: Id,
    /// The cells that the keys are written to.
    pub(super) key_places: Id,
    /// The cells that the values are written to.
    pub(super) value_places: Id,
    /// The rotation that quantized keys are stored with, and its width.
    pub(super) key_rotation: Option<(Id, u64)>,
    /// The rotation that quantized values are stored with, and its width.
    pub(super) value_rotation: Option<(Id, u64)>,
}

/// All inputs. Each takes memory only if a step uses it.
pub(super) struct Inputs {
    pub(super) positions: Id,
    pub(super) full: CacheInputs,
    pub(super) window: CacheInputs,
    /// The rows whose probabilities are asked for.
    pub(super) chosen_rows: Id,
    /// The temperature of attention.
    pub(super) attention_scale: Id,
    /// Which state belongs to which sequence of the batch.
    pub(super) state_places: Id,
    /// The states of sequences outside the batch: none while memory is reserved.
    pub(super) other_states: Id,
}

impl Builder<'_> {
    pub(super) fn inputs(&mut self) -> Inputs {
        let tokens = self.tokens();
        let positions = tokens.saturating_mul(self.style.positions);
        let positions = self.graph.input([positions, 1, 1, 1], I32);
        let full_cells = self.lengths.cells;
        let window = self.geometry.layers.iter().find_map(|layer| {
            let span = layer.attention.map(|attention| attention.span);
            match span {
                Some(Span::Window(window) | Span::Chunked(window)) => Some(window),
                _ => None,
            }
        });
        let window_cells = self
            .lengths
            .window_cells(window.unwrap_or(0), self.settings.full_window_cache);
        let sequences = self.lengths.sequences;
        let all_states = self.graph.input([sequences, 1, 1, 1], I32);
        let state_places = self.graph.reshape(all_states, [sequences, 1, 1, 1]);
        let other_states = self.graph.reshape(all_states, [0, 1, 1, 1]);
        let full = self.cache_inputs(full_cells, false);
        let window = self.cache_inputs(window_cells, true);
        Inputs {
            positions,
            full,
            window,
            chosen_rows: self.graph.input([self.lengths.output_rows, 1, 1, 1], I32),
            attention_scale: self.graph.input([1, 1, tokens, 1], F32),
            state_places,
            other_states,
        }
    }

    fn cache_inputs(&mut self, cells: u64, is_window: bool) -> CacheInputs {
        let (tokens, streams) = (self.tokens(), self.lengths.streams);
        let flash = self.settings.flash_attention;
        let mask_element = if flash { F16 } else { F32 };
        let mask = if self.geometry.is_encoder {
            [tokens, tokens, 1, 1]
        } else {
            [cells, tokens / streams.max(1), 1, streams]
        };
        let value_places = if flash {
            tokens
        } else {
            tokens.saturating_mul(widest_values(self.geometry))
        };
        let heads = head_widths(self.geometry, is_window);
        let key_width = heads
            .keys
            .filter(|width| self.settings.key_type.is_quantized() && width % 64 == 0);
        let value_width = heads
            .values
            .filter(|width| self.settings.value_type.is_quantized() && width % 64 == 0);
        CacheInputs {
            cells,
            mask: self.graph.input(mask, mask_element),
            key_places: self.graph.input([tokens, 1, 1, 1], I64),
            value_places: self.graph.input([value_places, 1, 1, 1], I64),
            key_rotation: key_width.map(|width| self.rotation(largest_power(width))),
            value_rotation: value_width.map(|_| self.rotation(64)),
        }
    }

    fn rotation(&mut self, width: u64) -> (Id, u64) {
        (self.graph.input([width, width, 1, 1], F32), width)
    }
}

/// The width of heads that all layers of one cache share.
struct HeadWidths {
    keys: Option<u64>,
    values: Option<u64>,
}

fn head_widths(geometry: &Geometry, is_window: bool) -> HeadWidths {
    let attentions = geometry.layers.iter().filter_map(|layer| layer.attention);
    let mine = attentions
        .filter(|attention| attention.cache == CacheOwner::Own)
        .filter(|attention| (attention.span != Span::Full) == is_window);
    let (mut keys, mut values) = (Shared::None, Shared::None);
    for attention in mine {
        keys = keys.and(key_head(&attention));
        if attention.latent.is_none() {
            values = values.and(attention.value_width);
        }
    }
    HeadWidths {
        keys: keys.width(),
        values: values.width(),
    }
}

fn key_head(attention: &Attention) -> u64 {
    match attention.latent {
        Some(_) => attention.cached_keys(),
        None => attention.key_width,
    }
}

/// A width that is the same everywhere, or not.
#[derive(Clone, Copy)]
enum Shared {
    None,
    All(u64),
    Differs,
}

impl Shared {
    fn and(self, width: u64) -> Self {
        match self {
            Self::None => Self::All(width),
            Self::All(known) if known == width => self,
            _ => Self::Differs,
        }
    }

    fn width(self) -> Option<u64> {
        match self {
            Self::All(width) if width > 0 => Some(width),
            _ => None,
        }
    }
}

/// The largest power of two from 64 that divides a width (which 64 divides).
fn largest_power(width: u64) -> u64 {
    let mut power: u64 = 64;
    while power < width && width.is_multiple_of(power.saturating_mul(2)) {
        power = power.saturating_mul(2);
    }
    power
}
