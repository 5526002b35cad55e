//! How a run ended that did not come to run: why, at what, and with which amounts.

use super::figure::{Amount, Source};

/// A run that failed or was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub kind: FailureKind,
    /// What the engine was at, where the log tells.
    pub stage: Option<Stage>,
    /// The device that it is about, in the engine's words (`CUDA0`, `GPU 0`, `CPU`). Cut.
    pub device: Option<String>,
    /// What the engine asked for and did not get.
    pub asked: Option<Amount>,
    /// What the engine says was free for it.
    pub free: Option<Amount>,
    /// All memory of the device.
    pub total: Option<Amount>,
    /// What the process held already.
    pub in_use: Option<Amount>,
    /// What of this PyTorch had handed out.
    pub allocated: Option<Amount>,
    /// The context that was asked for, in tokens; for a prompt that was too long its tokens.
    pub asked_tokens: Option<u64>,
    /// The longest context that would have fitted, by the engine's own account.
    pub longest_tokens: Option<u64>,
    /// The lines that say so, the first ones.
    pub sources: Vec<Source>,
}

/// Why a run failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// An allocation failed.
    OutOfMemory,
    /// The engine worked out that the memory does not suffice, and did not begin (vLLM's and SGLang's cache, Ollama's and
    /// LM Studio's guard).
    NotEnoughMemory,
    /// A prompt is longer than the context.
    PromptTooLong,
    /// The engine does not allow these settings; its words, cut.
    RefusedSettings(String),
    /// The engine does not know the architecture, the model type or the tokenizer; its name, cut.
    UnsupportedArchitecture(String),
    /// The engine or the device does not know the quantization or the type; its name or the sentence, cut.
    UnsupportedQuantization(String),
    /// The file is incomplete, damaged or not what it should be; the engine's words, cut.
    BrokenFile(String),
    /// The file was not found.
    MissingFile,
    /// No driver, no device, or one that the build does not know; the engine's words, cut.
    NoDevice(String),
    /// The system ended the process, as it does when memory runs out.
    Killed,
    /// Something else; the engine's words, cut.
    Other(String),
}

impl FailureKind {
    /// How much a kind says: a line that says more replaces one that says less.
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::Other(_) => 0,
            Self::Killed => 1,
            Self::NoDevice(_) | Self::MissingFile => 2,
            Self::BrokenFile(_) | Self::PromptTooLong => 3,
            Self::OutOfMemory
            | Self::NotEnoughMemory
            | Self::RefusedSettings(_)
            | Self::UnsupportedArchitecture(_)
            | Self::UnsupportedQuantization(_) => 4,
        }
    }

    /// Whether less memory would have helped.
    pub const fn is_about_memory(&self) -> bool {
        matches!(self, Self::OutOfMemory | Self::NotEnoughMemory | Self::Killed)
    }
}

/// What an engine was at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Loading weights.
    Weights,
    /// Making the KV cache.
    KvCache,
    /// Making the states of recurrent layers.
    RecurrentState,
    /// Making the output buffer.
    Output,
    /// Making compute buffers, or the trial run of a serving engine.
    Compute,
    /// Loading the vision projector.
    Projector,
    /// Capturing graphs.
    Graphs,
    /// Answering.
    Prompt,
}

impl Failure {
    /// A failure of which nothing but its kind is known.
    pub(super) const fn new(kind: FailureKind) -> Self {
        Self {
            kind,
            stage: None,
            device: None,
            asked: None,
            free: None,
            total: None,
            in_use: None,
            allocated: None,
            asked_tokens: None,
            longest_tokens: None,
            sources: Vec::new(),
        }
    }

    /// The longest context that would have fitted beside everything else: as the engine says, else in proportion, since the
    /// cache grows with the context. In tokens.
    pub fn fitting_tokens(&self) -> Option<u64> {
        let in_proportion = || {
            let (asked, free) = (self.asked?.bytes, self.free?.bytes);
            let tokens = u128::from(self.asked_tokens?);
            let fitting = tokens.checked_mul(free.into())?.checked_div(asked.into())?;
            u64::try_from(fitting).ok().filter(|tokens| *tokens > 0)
        };
        let is_prompt = self.kind == FailureKind::PromptTooLong;
        self.longest_tokens.or_else(in_proportion).filter(|_| !is_prompt)
    }
}
