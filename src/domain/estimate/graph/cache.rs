//! The cache as the graph sees it: where keys and values are written, and how they are read.

use super::builder::Builder;
use super::inputs::CacheInputs;
use super::tensors::Id;
use crate::domain::architecture::Attention;
use crate::domain::estimate::cache_type::CacheType;
use crate::domain::estimate::kv_cache::widest_values;

/// Keys and values of a layer in the cache, as attention reads them.
#[derive(Clone, Copy)]
pub(super) struct Cached {
    pub(super) keys: Id,
    pub(super) values: Id,
    /// Whether the values lie transposed.
    pub(super) is_transposed: bool,
}

impl Builder<'_> {
    pub(super) fn caches(&mut self, attention: &Attention, inputs: &CacheInputs, layer: usize) -> (Id, Id) {
        let backend = self.cache_backend(layer);
        let values = if self.settings.flash_attention {
            attention.cached_values()
        } else {
            widest_values(self.geometry)
        };
        let widths = [
            (attention.cached_keys(), self.settings.key_type),
            (values, self.settings.value_type),
        ];
        let [keys, values] = widths.map(|(width, cache_type)| {
            let ne = [width, inputs.cells, self.lengths.streams, 1];
            self.graph.cache(backend, ne, strides(ne, cache_type))
        });
        (keys, values)
    }

    pub(super) fn write_keys(&mut self, keys: Id, cache: Id, attention: &Attention, inputs: &CacheInputs) {
        let row = attention.cached_keys();
        let keys = self.graph.reshape(keys, [row, self.tokens(), 1, 1]);
        let cache = self.all_streams(cache);
        let written = self.graph.write(cache, &[keys, inputs.key_places, cache]);
        self.graph.expand(written);
    }

    pub(super) fn write_values(
        &mut self,
        values: Id,
        cache: Id,
        attention: &Attention,
        inputs: &CacheInputs,
    ) {
        let (row, tokens) = (attention.cached_values(), self.tokens());
        let written = if self.settings.flash_attention {
            let values = self.graph.reshape(values, [row, tokens, 1, 1]);
            let cache = self.all_streams(cache);
            self.graph.write(cache, &[values, inputs.value_places, cache])
        } else {
            let mut rows = if self.graph.get(values).is_contiguous() {
                self.graph.reshape(values, [row, tokens, 1, 1])
            } else {
                self.graph.contiguous_copy_as(values, [row, tokens, 1, 1])
            };
            let widest = widest_values(self.geometry);
            if row < widest {
                rows = self.graph.fresh([widest, tokens, 1, 1], &[rows]);
            }
            let numbers = self.graph.get(rows).elements();
            let single = self.graph.reshape(rows, [1, numbers, 1, 1]);
            let cells = self.graph.get(cache).elements();
            let cache = self.graph.reshape(cache, [1, cells, 1, 1]);
            self.graph.write(cache, &[single, inputs.value_places, cache])
        };
        self.graph.expand(written);
    }

    /// The cells of all streams one after the other, if there are several.
    fn all_streams(&mut self, cache: Id) -> Id {
        let tensor = *self.graph.get(cache);
        let [row, cells, streams, _] = tensor.ne;
        if streams <= 1 {
            return cache;
        }
        let ne = [row, cells.saturating_mul(streams), 1, 1];
        self.graph.view(cache, ne, tensor.nb)
    }

    pub(super) fn read(
        &mut self,
        keys: Id,
        values: Id,
        attention: &Attention,
        inputs: &CacheInputs,
    ) -> Cached {
        let (cells, streams) = (inputs.cells, self.lengths.streams);
        let (key_head, heads) = match attention.latent {
            Some(_) => (attention.cached_keys(), 1),
            None => (attention.key_width, attention.kv_heads),
        };
        let [_, row, stream, _] = self.graph.get(keys).nb;
        let type_k = self.settings.key_type;
        let nb = [type_k.block().1, type_k.row_bytes(key_head), row, stream];
        let keys = self.graph.view(keys, [key_head, heads, cells, streams], nb);
        if let Some(latent) = attention.latent {
            let nb = self.graph.get(keys).nb;
            let values = self.graph.view(keys, [latent.rank, heads, cells, streams], nb);
            return Cached {
                keys,
                values,
                is_transposed: false,
            };
        }
        let type_v = self.settings.value_type;
        let (_, element) = type_v.block();
        let [_, row, stream, _] = self.graph.get(values).nb;
        let width = attention.value_width;
        let is_transposed = !self.settings.flash_attention;
        let values = if is_transposed {
            let column = type_v.row_bytes(cells);
            let nb = [element, column.saturating_mul(width), column, stream];
            self.graph.view(values, [cells, heads, width, streams], nb)
        } else {
            let nb = [element, type_v.row_bytes(width), row, stream];
            self.graph.view(values, [width, heads, cells, streams], nb)
        };
        Cached {
            keys,
            values,
            is_transposed,
        }
    }
}

/// Strides of a cache whose rows are whole blocks.
fn strides(ne: [u64; 4], cache_type: CacheType) -> [u64; 4] {
    let [width, cells, streams, _] = ne;
    let (_, element) = cache_type.block();
    let row = cache_type.row_bytes(width);
    let stream = row.saturating_mul(cells);
    [element, row, stream, stream.saturating_mul(streams)]
}
