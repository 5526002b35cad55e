//! The memory of cached keys and values, layer by layer.
//!
//! The functions on one layer know no engine; [`KvCache::of`] adds up what llama.cpp allocates
//! (`llama_kv_cache`, `llama_kv_cache_iswa`).

use super::cache_type::CacheType;
use super::settings::{Lengths, LlamaCppSettings};
use crate::domain::architecture::{Attention, CacheOwner, Geometry, Span};

impl Attention {
    /// Numbers cached as keys for one token: with latent attention one narrow row for all heads. Without
    /// [`Attention::index_width`].
    pub fn cached_keys(&self) -> u64 {
        match self.latent {
            Some(latent) => latent.rank.saturating_add(latent.rope_width),
            None => self.kv_heads.saturating_mul(self.key_width),
        }
    }

    /// Numbers cached as values for one token; latent attention caches none.
    pub fn cached_values(&self) -> u64 {
        match self.latent {
            Some(_) => 0,
            None => self.kv_heads.saturating_mul(self.value_width),
        }
    }

    /// Bytes cached for one token in this layer; 0 if it uses another layer's cache.
    pub fn cached_bytes(&self, keys: CacheType, values: CacheType) -> u64 {
        match self.cache {
            CacheOwner::EarlierLayer => 0,
            CacheOwner::Own => keys
                .row_bytes(self.cached_keys())
                .saturating_add(keys.row_bytes(self.index_width))
                .saturating_add(values.row_bytes(self.cached_values())),
        }
    }
}

/// The cache of a model under llama.cpp.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KvCache {
    /// Bytes of each layer, in order.
    pub layers: Vec<u64>,
    /// Cells of the layers that look over the whole context, for each stream; 0 without such layers.
    pub full_cells: u64,
    /// Cells of the layers that look at a window, for each stream; 0 without such layers.
    pub window_cells: u64,
    /// Bytes of the layers that look over the whole context.
    pub full: u64,
    /// Bytes of the layers that look at a window.
    pub window: u64,
}

impl KvCache {
    /// What llama.cpp allocates. Encoders keep nothing.
    pub fn of(geometry: &Geometry, settings: &LlamaCppSettings, lengths: &Lengths) -> Self {
        let mut cache = Self::default();
        // Without flash attention the values lie transposed, and every layer's are as wide as the widest.
        let widest = (!settings.flash_attention).then(|| widest_values(geometry));
        for layer in &geometry.layers {
            let attention = layer.attention.filter(|_| !geometry.is_encoder);
            let Some(attention) = attention.filter(|attention| attention.cache == CacheOwner::Own) else {
                cache.layers.push(0);
                continue;
            };
            let values = match widest {
                Some(widest) if attention.latent.is_none() => widest,
                _ => attention.cached_values(),
            };
            let token = settings
                .key_type
                .row_bytes(attention.cached_keys())
                .saturating_add(settings.key_type.row_bytes(attention.index_width))
                .saturating_add(settings.value_type.row_bytes(values));
            let cells = match attention.span {
                Span::Full => lengths.cells,
                Span::Window(window) | Span::Chunked(window) => {
                    lengths.window_cells(window, settings.full_window_cache)
                }
            };
            let bytes = token.saturating_mul(cells).saturating_mul(lengths.streams);
            cache.layers.push(bytes);
            if attention.span == Span::Full {
                cache.full_cells = cells;
                cache.full = cache.full.saturating_add(bytes);
            } else {
                cache.window_cells = cells;
                cache.window = cache.window.saturating_add(bytes);
            }
        }
        cache
    }

    /// Bytes of all layers.
    pub fn total(&self) -> u64 {
        self.full.saturating_add(self.window)
    }
}

/// Numbers of the widest layer's values for one token.
pub(super) fn widest_values(geometry: &Geometry) -> u64 {
    let attentions = geometry.layers.iter().filter_map(|layer| layer.attention);
    let widths = attentions.map(|attention| attention.cached_values());
    widths.max().unwrap_or(0)
}
