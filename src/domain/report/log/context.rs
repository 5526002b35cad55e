//! One context of a load: its settings and its buffers. A load can have a second one, for drafts.

use super::figure::{Amount, Figure};
use super::memory::{Basis, Buffer, Part, Place};
use super::report::{CacheTypes, EngineReport, WindowCache};

/// A context as llama.cpp makes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// Buffers that are made for a context, and not for a model.
    pub buffers: Vec<Buffer>,
    /// `n_ctx`.
    pub tokens: Option<Figure<u64>>,
    /// `n_ctx_seq`, `n_ctx_per_seq`, `n_ctx_slot`.
    pub sequence_tokens: Option<Figure<u64>>,
    /// `n_seq_max`, `n_slots`.
    pub sequences: Option<Figure<u64>>,
    /// `n_batch`.
    pub batch: Option<Figure<u64>>,
    /// `n_ubatch`.
    pub micro_batch: Option<Figure<u64>>,
    /// Types of the cache.
    pub cache_types: Option<Figure<CacheTypes>>,
    /// `kv_unified`.
    pub unified: Option<Figure<bool>>,
    /// `flash_attn`.
    pub flash_attention: Option<Figure<bool>>,
    /// How windowed caches are made.
    pub window_cache: Option<Figure<WindowCache>>,
    /// The longest cache in tokens: cells, times the streams that have them.
    pub cells: Option<Figure<u64>>,
    /// The whole KV cache.
    pub whole_cache: Option<Figure<Amount>>,
    /// The whole recurrent state.
    pub whole_state: Option<Figure<Amount>>,
    /// Whether the log says that it is for drafts.
    pub is_draft: bool,
}

/// Whether the part is made for a context, and not for a model.
pub(super) const fn is_of_context(part: Part) -> bool {
    matches!(
        part,
        Part::KvCache | Part::RecurrentState | Part::Compute | Part::Output
    )
}

impl Context {
    /// Whether something of this purpose was made.
    pub fn has(&self, part: Part) -> bool {
        self.buffers
            .iter()
            .any(|buffer| buffer.part == part && buffer.basis == Basis::Measured)
    }

    /// Whether anything was made.
    pub fn is_begun(&self) -> bool {
        let is_measured = |buffer: &Buffer| buffer.basis == Basis::Measured;
        self.buffers.iter().any(is_measured) || self.whole_cache.is_some()
    }

    /// How much memory it takes, to tell the main context from that of drafts.
    pub fn bytes(&self) -> u64 {
        let buffers = self.buffers.iter();
        let sum = buffers.fold(0, |sum: u64, buffer| sum.saturating_add(buffer.size.value.bytes));
        let whole = self.whole_cache.as_ref().filter(|_| !self.has(Part::KvCache));
        sum.saturating_add(whole.map_or(0, |whole| whole.value.bytes))
    }

    /// Cards of which one's share is printed: how often it goes into the sum.
    fn n_shares(&self) -> Option<u64> {
        let of = |part: Part, whole: &Option<Figure<Amount>>| {
            let shares = self.buffers.iter().filter(|buffer| buffer.part == part);
            let share: u64 = shares
                .clone()
                .filter(|buffer| buffer.is_share())
                .fold(0, |sum, buffer| sum.saturating_add(buffer.size.value.bytes));
            let is_only = shares.clone().all(Buffer::is_share);
            let whole = whole.as_ref()?.value.bytes;
            let n = whole.saturating_add(share / 2).checked_div(share)?;
            (is_only && (2..=64).contains(&n)).then_some(n)
        };
        of(Part::KvCache, &self.whole_cache).or_else(|| of(Part::RecurrentState, &self.whole_state))
    }

    /// Makes it the run's context.
    pub fn hand_over(self, run: &mut EngineReport) {
        run.n_shares = run.n_shares.or_else(|| self.n_shares());
        let per_sequence = self.sequence_tokens.clone();
        let is_unified = self.unified.as_ref().is_some_and(|unified| unified.value);
        let sequences = self.sequences.as_ref().map_or(1, |sequences| sequences.value);
        let of_sequences = per_sequence.clone().map(|mut figure| {
            if !is_unified {
                figure.value = figure.value.saturating_mul(sequences);
            }
            figure
        });
        let tokens = self.tokens.clone().or(self.cells.clone()).or(of_sequences);
        run.context = tokens.or_else(|| run.context.take());
        run.sequence_context = per_sequence.or_else(|| run.sequence_context.take());
        run.sequences = self.sequences.clone().or_else(|| run.sequences.take());
        run.batch = self.batch.clone().or_else(|| run.batch.take());
        run.micro_batch = self.micro_batch.clone().or_else(|| run.micro_batch.take());
        run.cache_types = self.cache_types.clone().or_else(|| run.cache_types.take());
        run.unified = self.unified.clone().or_else(|| run.unified.take());
        run.flash_attention = self
            .flash_attention
            .clone()
            .or_else(|| run.flash_attention.take());
        run.window_cache = self.window_cache.clone().or_else(|| run.window_cache.take());
        let has_cache = self.buffers.iter().any(|buffer| buffer.part == Part::KvCache);
        run.buffers.extend(self.buffers);
        if let Some(size) = self.whole_cache.filter(|_| !has_cache) {
            place_cache(run, size);
        }
    }
}

/// A cache of which only the sum is known lies where all layers lie. Otherwise its place is not known.
fn place_cache(run: &mut EngineReport, size: Figure<Amount>) {
    let layers = run.gpu_layers.as_ref().map(|layers| layers.value);
    let place = layers.and_then(|layers| {
        if layers.on_gpu == 0 {
            Some(Place::Host)
        } else {
            (Some(layers.on_gpu) == layers.total).then_some(Place::Device)
        }
    });
    match place {
        Some(place) => run.buffers.push(Buffer {
            name: String::new(),
            place,
            part: Part::KvCache,
            size,
            basis: Basis::Measured,
        }),
        None => run.unplaced_cache = Some(size),
    }
}
