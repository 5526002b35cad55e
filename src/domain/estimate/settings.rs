//! How the engine is run: what the reader can set.

use super::cache_type::CacheType;

/// Settings of a run with llama.cpp or a program built on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LlamaCppSettings {
    /// Context in tokens, of all sequences together (`-c`); 0 is the length the model was trained for.
    pub context: u64,
    /// Parallel sequences (`-np`), at least 1.
    pub sequences: u64,
    /// Whether all sequences share one cache (`--kv-unified`) instead of having a part each.
    pub unified: bool,
    /// Tokens of a batch (`-b`).
    pub batch: u64,
    /// Tokens computed at once (`-ub`); 0 is the batch.
    pub micro_batch: u64,
    /// Type of the cached keys (`-ctk`).
    pub key_type: CacheType,
    /// Type of the cached values (`-ctv`); a quantized one needs flash attention.
    pub value_type: CacheType,
    /// Flash attention (`-fa`).
    pub flash_attention: bool,
    /// For how many tokens of a micro-batch the engine can give the probabilities of all words.
    pub output_rows: OutputRows,
    /// Whether window layers cache the whole context (`--swa-full`).
    pub full_window_cache: bool,
    /// Whether embeddings are asked for (`--embeddings`).
    pub embeddings: bool,
    /// Whether the cache lies with its layer (on the GPU), and not on the host (`--no-kv-offload`).
    pub offload_cache: bool,
}

/// For how many tokens of a micro-batch there is room for the probabilities of all words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputRows {
    /// For all of them: the library's default (llama-bench, llama-cpp-python, older servers).
    Library,
    /// One for each sequence: llama-server since 2026.
    Server,
    /// This many.
    Exactly(u64),
}

impl LlamaCppSettings {
    /// One sequence as programs that use the library run it: 8192 tokens, `f16`, flash attention.
    pub const LIBRARY: Self = Self {
        context: 8192,
        sequences: 1,
        unified: false,
        batch: 2048,
        micro_batch: 512,
        key_type: CacheType::F16,
        value_type: CacheType::F16,
        flash_attention: true,
        output_rows: OutputRows::Library,
        full_window_cache: false,
        embeddings: false,
        offload_cache: true,
    };

    /// llama-server as it starts without options: four slots that share the context.
    pub const SERVER: Self = Self {
        sequences: 4,
        unified: true,
        output_rows: OutputRows::Server,
        ..Self::LIBRARY
    };

    /// Why the engine would refuse these settings, if it would.
    pub fn refusal(&self) -> Option<Refusal> {
        (self.value_type.is_quantized() && !self.flash_attention)
            .then_some(Refusal::QuantizedValuesWithoutFlashAttention)
    }
}

/// Settings that the engine refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A quantized value cache needs flash attention.
    QuantizedValuesWithoutFlashAttention,
}

/// The lengths that the engine makes of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lengths {
    /// Context of all sequences together, in tokens.
    pub context: u64,
    /// Cells of the cache for each stream.
    pub cells: u64,
    /// Streams of the cache: 1 if the sequences share it.
    pub streams: u64,
    /// Parallel sequences.
    pub sequences: u64,
    /// Tokens computed at once.
    pub micro_batch: u64,
    /// Tokens of the graph that memory is reserved for: the micro-batch, as a multiple of the sequences.
    pub tokens: u64,
    /// Tokens whose probabilities are computed.
    pub output_rows: u64,
}

/// The engine makes caches a multiple of this many cells (llama.cpp PR 17046).
pub const CELLS_STEP: u64 = 256;
/// Most sequences (llama.cpp `LLAMA_MAX_SEQ`).
pub const SEQUENCES_MAX: u64 = 256;

/// `value` rounded up to a multiple of [`CELLS_STEP`].
pub fn padded(value: u64) -> u64 {
    value
        .checked_next_multiple_of(CELLS_STEP)
        .unwrap_or(u64::MAX - u64::MAX % CELLS_STEP)
}

impl Lengths {
    /// What llama.cpp makes of the settings for a model. `trained` is the context the model was trained for;
    /// `is_causal` is false for encoders, whose batch may be longer than the context.
    pub fn of(settings: &LlamaCppSettings, trained: Option<u64>, is_causal: bool) -> Self {
        let asked = match settings.context {
            0 => trained.unwrap_or(0),
            asked => asked,
        };
        let sequences = settings.sequences.clamp(1, SEQUENCES_MAX);
        let batch = if is_causal {
            settings.batch.min(asked)
        } else {
            settings.batch
        };
        let micro_batch = match settings.micro_batch {
            0 => batch,
            asked => asked.min(batch),
        };
        let whole = padded(asked);
        let (cells, streams) = if settings.unified {
            (whole, 1)
        } else {
            (padded(whole / sequences), sequences)
        };
        let context = cells.saturating_mul(streams);
        let tokens = context.min(micro_batch);
        let rows = match settings.output_rows {
            OutputRows::Library => batch,
            OutputRows::Server => sequences,
            OutputRows::Exactly(0) => batch,
            OutputRows::Exactly(rows) => rows,
        };
        Self {
            context,
            cells,
            streams,
            sequences,
            micro_batch,
            tokens: tokens
                .max(1)
                .checked_next_multiple_of(sequences)
                .unwrap_or(u64::MAX),
            output_rows: rows.min(tokens).max(1),
        }
    }

    /// Cells of the cache of a window layer for each stream: the window of each sequence that shares the stream, and
    /// one micro-batch (`llama_kv_cache_iswa`).
    pub fn window_cells(&self, window: u64, full: bool) -> u64 {
        if full {
            return self.cells;
        }
        let sharing = if self.streams == 1 && self.sequences > 1 {
            self.sequences
        } else {
            1
        };
        let needed = window.saturating_mul(sharing).saturating_add(self.micro_batch);
        padded(needed.min(self.cells))
    }
}
