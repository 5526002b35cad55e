//! What Detailed estimates said of variants whose header was read before: enough to judge them again on any machine,
//! without the header.

use crate::domain::model::RepoId;

/// Most estimates that are remembered. A repository has up to some thirty variants, so these are the last dozen or more
/// repositories; each takes about 120 bytes of storage.
pub const REMEMBERED_MAX: usize = 400;

/// The memory that a variant needs by the Detailed estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DetailedNeed {
    /// Bytes of everything together: weights, KV cache, state, buffers and what the runtime takes.
    pub bytes: u64,
    /// The context that this is for, in tokens.
    pub context: u32,
}

/// One remembered estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RememberedEstimate {
    /// The repository.
    pub id: RepoId,
    /// Key of the variant.
    pub variant: String,
    /// How it is run, as the address writes it; empty for the defaults.
    pub run: String,
    /// The need.
    pub need: DetailedNeed,
}

/// The remembered estimates, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RememberedEstimates {
    entries: Vec<RememberedEstimate>,
}

impl RememberedEstimates {
    /// Those entries in their order, as many as are remembered.
    pub fn from_entries(mut entries: Vec<RememberedEstimate>) -> Self {
        entries.truncate(REMEMBERED_MAX);
        Self { entries }
    }

    /// All of them, newest first.
    pub fn entries(&self) -> &[RememberedEstimate] {
        &self.entries
    }

    /// The need of a variant that is run in this way.
    pub fn find(&self, id: &RepoId, variant: &str, run: &str) -> Option<DetailedNeed> {
        self.entries
            .iter()
            .find(|entry| entry.variant == variant && entry.run == run && entry.id == *id)
            .map(|entry| entry.need)
    }

    /// Remembers new estimates, which take the place of older ones of the same variants run in the same way. Of ways
    /// other than the default only the last of each repository is kept: a slider passes through many.
    pub fn remember(&mut self, new: Vec<RememberedEstimate>) {
        self.entries.retain(|old| {
            !new.iter().any(|new| {
                let is_same_run = new.run == old.run || (!new.run.is_empty() && !old.run.is_empty());
                new.id == old.id && is_same_run && (new.variant == old.variant || !new.run.is_empty())
            })
        });
        let old = std::mem::replace(&mut self.entries, new);
        self.entries.extend(old);
        self.entries.truncate(REMEMBERED_MAX);
    }
}
