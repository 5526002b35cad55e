//! Why what a variant's files say is not known.

use crate::domain::files::config::ConfigError;
use crate::domain::files::gguf::{GgufError, ShardError};
use crate::domain::files::safetensors::SafetensorsError;
use crate::domain::hub::HubError;

/// Why a header could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderFailure {
    /// The Hub or the way to it.
    Hub(HubError),
    /// The browser could not read the reader's file.
    Unreadable,
    /// The bytes are no GGUF header.
    Gguf(GgufError),
    /// The bytes are no Safetensors header.
    Safetensors(SafetensorsError),
    /// The bytes are no configuration.
    Config(ConfigError),
    /// The files are not the shards of one model.
    Shards(ShardError),
    /// What is asked for stands behind so many bytes that they are not read without asking.
    Costly {
        /// Bytes to come.
        bytes: u64,
    },
    /// Neither the repository nor a base model has a configuration.
    NoConfig,
    /// Several files that do not belong together were chosen.
    MixedFiles,
}

impl From<HubError> for HeaderFailure {
    fn from(error: HubError) -> Self {
        Self::Hub(error)
    }
}

impl From<GgufError> for HeaderFailure {
    fn from(error: GgufError) -> Self {
        Self::Gguf(error)
    }
}

impl From<SafetensorsError> for HeaderFailure {
    fn from(error: SafetensorsError) -> Self {
        Self::Safetensors(error)
    }
}

impl From<ConfigError> for HeaderFailure {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<ShardError> for HeaderFailure {
    fn from(error: ShardError) -> Self {
        Self::Shards(error)
    }
}

impl HeaderFailure {
    /// Whether asking the same again may help.
    pub fn may_help_to_retry(&self) -> bool {
        match self {
            Self::Hub(_) | Self::Unreadable => true,
            // What came may not be what the Hub has: a page of the network in between, an upload that is mended by now.
            Self::Gguf(_) | Self::Safetensors(_) | Self::Config(_) => true,
            Self::Shards(_) | Self::Costly { .. } | Self::NoConfig | Self::MixedFiles => false,
        }
    }
}
