//! How the reader wants a model to be run: what the controls of the page say, and the address with them.
//!
//! One [`RunSettings`] leads to everything that depends on it: the settings of the estimates (`estimates`), the command
//! (`commands`), and the text in the address (`text`), where the defaults are the empty text.

mod commands;
mod estimates;
mod sheet;
mod survey;
mod text;

pub use estimates::{Estimator, estimator, serving_memory};
pub use sheet::{Column, PartName, Place, columns};
pub use survey::{CellFit, cell_fit, context_stops, wholly_on_devices};
pub use text::{PARTS_MAX, RefusedPart};

use crate::domain::estimate::CacheType;
use crate::domain::run::command::Runner;

/// The context that is looked at when none is chosen, in tokens, unless the model was trained for a shorter one: what
/// people compare models at, and enough for a long conversation.
pub const CONTEXT_DEFAULT: u64 = 8192;
/// Longest context that can be set, in tokens.
pub const CONTEXT_MAX: u64 = 1 << 30;
/// Most conversations at once (llama.cpp `LLAMA_MAX_SEQ`; servers for many users count elsewhere).
pub const SEQUENCES_MAX: u32 = 256;
/// Tokens of a batch, unless set otherwise (llama.cpp `-b`).
pub const BATCH_DEFAULT: u32 = 2048;
/// Tokens computed at once, unless set otherwise (llama.cpp `-ub`).
pub const MICRO_BATCH_DEFAULT: u32 = 512;
/// Largest batch that can be set.
pub const BATCH_MAX: u32 = 65_536;
/// Most layers that can be named: more than any model has.
pub const LAYERS_MAX: u32 = 1024;

/// How a model is to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunSettings {
    /// The program; `None` takes the first one that loads the format.
    pub runner: Option<Runner>,
    /// Tokens of each conversation, 1 to [`CONTEXT_MAX`]; `None` is [`default_context`].
    pub context: Option<u64>,
    /// Type of the cached keys.
    pub key_type: CacheType,
    /// Type of the cached values.
    pub value_type: CacheType,
    /// Conversations at once, 1 to [`SEQUENCES_MAX`].
    pub sequences: u32,
    /// Whether flash attention is used.
    pub flash_attention: bool,
    /// Tokens of a batch, 1 to [`BATCH_MAX`].
    pub batch: u32,
    /// Tokens computed at once, 1 to [`BATCH_MAX`].
    pub micro_batch: u32,
    /// What lies where.
    pub placement: RunPlacement,
    /// Whether the vision projector is loaded, where there is one.
    pub projector: bool,
}

/// What is to lie where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunPlacement {
    /// As much on the devices as fits.
    #[default]
    Automatic,
    /// All of it on the devices, whether it fits or not.
    DevicesOnly,
    /// This many layers on the devices.
    Layers(u32),
    /// The experts of the first layers in system memory, as much of the rest on the devices as fits.
    HostExperts(u32),
    /// All experts in system memory, as much of the rest on the devices as fits.
    AllHostExperts,
    /// All of it in system memory.
    SystemOnly,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            runner: None,
            context: None,
            key_type: CacheType::F16,
            value_type: CacheType::F16,
            sequences: 1,
            flash_attention: true,
            batch: BATCH_DEFAULT,
            micro_batch: MICRO_BATCH_DEFAULT,
            placement: RunPlacement::default(),
            projector: false,
        }
    }
}

/// The context for a model when none is chosen: the lesser of what it was trained for and [`CONTEXT_DEFAULT`].
pub fn default_context(trained: Option<u64>) -> u64 {
    trained
        .filter(|trained| *trained > 0)
        .unwrap_or(CONTEXT_DEFAULT)
        .min(CONTEXT_DEFAULT)
}

impl RunSettings {
    /// Tokens of each conversation with a model that was trained for so many, which is never more than that.
    pub fn context_for(&self, trained: Option<u64>) -> u64 {
        let longest = trained.filter(|trained| *trained > 0).unwrap_or(CONTEXT_MAX);
        self.context
            .map_or_else(|| default_context(trained), |chosen| chosen.min(longest))
    }

    /// What an address says in its text; the reader's usual run where that is empty.
    pub fn of_address(text: &str, usual: Self) -> (Self, Vec<RefusedPart>) {
        if text.is_empty() {
            return (usual, Vec::new());
        }
        Self::parse(text)
    }

    /// What of it can be usual for every model: not which layers lie where, and not the projector.
    pub fn usual(self) -> Self {
        Self {
            placement: RunPlacement::default(),
            projector: false,
            ..self
        }
    }

    /// With another context. What the default is anyway is not written down.
    pub fn with_context(self, context: u64, trained: Option<u64>) -> Self {
        let context = context.clamp(1, CONTEXT_MAX);
        Self {
            context: (context != default_context(trained)).then_some(context),
            ..self
        }
    }

    /// With another type for cached keys and values both. Types in blocks need flash attention for the values, which is
    /// switched on with them.
    pub fn with_cache_type(self, cache_type: CacheType) -> Self {
        Self {
            key_type: cache_type,
            value_type: cache_type,
            flash_attention: self.flash_attention || cache_type.is_quantized(),
            ..self
        }
    }
}
