//! The sum the other way round: what would fit.
//!
//! Everything is asked of [`Run::place`] itself, so that no second formula can disagree with the first.

use super::cache_type::CacheType;
use super::memories::Memories;
use super::placement::{Fit, Placed, Run, Wish};
use super::settings::{CELLS_STEP, padded};
use super::weights::Weights;

/// A single change that makes a run fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is changed.
    pub kind: ChangeKind,
    /// What then lies where.
    pub placed: Placed,
}

/// What can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Another variant, by its place in the list that was given.
    Variant(usize),
    /// A shorter context, in tokens.
    Context(u64),
    /// A smaller type for cached keys and values.
    CacheType(CacheType),
    /// Fewer parallel sequences.
    Sequences(u64),
    /// Experts of so many layers in system memory.
    HostExperts(u64),
    /// Only so many layers on the devices.
    GpuLayers(u64),
}

/// Shortest context worth running: what the engine does not go below by itself (`-fit`).
pub const CONTEXT_LEAST: u64 = 4096;

impl<'a> Run<'a> {
    fn fits(&self, memories: &Memories) -> Option<Placed> {
        self.place(memories)
            .ok()
            .filter(|placed| placed.fit != Fit::DoesNotFit)
    }

    fn with_context(&self, context: u64) -> Self {
        let mut run = *self;
        run.settings.context = context;
        run
    }

    /// The largest context that fits, in steps of [`CELLS_STEP`] tokens, not above `most`; nothing if not even the first
    /// step fits. The memory needed never falls while the context grows, so that halving finds it.
    pub fn largest_context(&self, memories: &Memories, most: u64) -> Option<u64> {
        let (mut fitting, mut failing) = (0, padded(most) / CELLS_STEP + 1);
        while failing - fitting > 1 {
            let middle = fitting + (failing - fitting) / 2;
            let context = middle.saturating_mul(CELLS_STEP);
            if self.with_context(context).fits(memories).is_some() {
                fitting = middle;
            } else {
                failing = middle;
            }
        }
        let context = fitting.saturating_mul(CELLS_STEP).min(most);
        (fitting > 0).then_some(context)
    }

    /// The variant with the most bytes of weights that fits, by its place in the list: more bits are better, and no two
    /// methods are told apart here. One that lies wholly on the devices comes before any that does not.
    pub fn best_variant(&self, memories: &Memories, variants: &'a [Weights]) -> Option<(usize, Placed)> {
        let mut best: Option<(usize, Placed, (bool, u64))> = None;
        for (index, weights) in variants.iter().enumerate() {
            let run = Run { weights, ..*self };
            let Some(placed) = run.fits(memories) else {
                continue;
            };
            let rank = (placed.is_wholly_on_devices(), weights.loaded());
            if best.as_ref().is_none_or(|(.., known)| rank > *known) {
                best = Some((index, placed, rank));
            }
        }
        best.map(|(index, placed, _)| (index, placed))
    }

    /// Single changes, each of which makes a run fit that does not: the smallest one of each kind. Nothing for kinds
    /// that do not help, and nothing at all if it fits already.
    pub fn changes(&self, memories: &Memories, variants: &'a [Weights]) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.fits(memories).is_some() {
            return changes;
        }
        let mut take = |kind, run: Run<'a>| {
            let placed = run.fits(memories);
            let helps = placed.is_some();
            changes.extend(placed.map(|placed| Change { kind, placed }));
            helps
        };
        let smaller: Vec<CacheType> = [CacheType::Q8_0, CacheType::Q4_0]
            .into_iter()
            .filter(|cache_type| cache_type.row_bytes(32) < self.settings.key_type.row_bytes(32))
            .collect();
        for cache_type in smaller {
            let mut run = *self;
            run.settings.key_type = cache_type;
            if run.settings.flash_attention {
                run.settings.value_type = cache_type;
            }
            if take(ChangeKind::CacheType(cache_type), run) {
                break;
            }
        }
        let mut sequences = self.settings.sequences / 2;
        while sequences > 0 {
            let mut run = *self;
            run.settings.sequences = sequences;
            if take(ChangeKind::Sequences(sequences), run) {
                break;
            }
            sequences /= 2;
        }
        let context = match self.settings.context {
            0 => self.geometry.context_length.unwrap_or(0),
            context => context,
        };
        let below = context.saturating_sub(1) / CELLS_STEP * CELLS_STEP;
        if let Some(shorter) = self.largest_context(memories, below)
            && (shorter >= CONTEXT_LEAST || shorter >= below)
        {
            take(ChangeKind::Context(shorter), self.with_context(shorter));
        }
        let mut run = *self;
        run.wish = Wish::default();
        if run.wish != self.wish
            && let Some(placed) = run.fits(memories)
        {
            let kind = if placed.host_experts > 0 {
                ChangeKind::HostExperts(placed.host_experts)
            } else {
                ChangeKind::GpuLayers(placed.gpu_layers)
            };
            changes.push(Change { kind, placed });
        }
        if let Some((index, placed)) = self.best_variant(memories, variants) {
            changes.push(Change {
                kind: ChangeKind::Variant(index),
                placed,
            });
        }
        changes
    }
}
