//! What to run and how, as the page's controls say it.

use super::shell::{Shell, is_tag};
use super::{CommandError, Setting};
use crate::domain::estimate::CacheType;
use crate::domain::model::RepoId;
use crate::domain::precision::format::Format;

/// How many layers lie on the GPU. The output counts as one layer (llama.cpp, `--gpu-layers`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GpuLayers {
    /// The runner decides.
    #[default]
    Automatic,
    /// All of them.
    All,
    /// This many, from the end.
    Some(u32),
    /// None: everything in system memory.
    None,
}

/// Which experts of a mixture stay in system memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HostExperts {
    /// None.
    #[default]
    None,
    /// Those of the first layers.
    First(u32),
    /// All.
    All,
}

/// The vision projector of a GGUF model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Projector<'a> {
    /// The repository has none.
    #[default]
    Absent,
    /// It has one that must not be loaded.
    Off,
    /// It has one, and the runner finds it.
    Automatic,
    /// This file of the repository.
    File(&'a str),
}

/// What to run and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup<'a> {
    /// The repository.
    pub repo: &'a RepoId,
    /// The variant's format.
    pub format: Format,
    /// The quantization label in the names of the files, where it means this variant alone; `None` where several
    /// variants share it, so that the file must be named.
    pub label: Option<&'a str>,
    /// Paths of the weight files in load order (shard 1 first).
    pub files: &'a [&'a str],
    /// The vision projector.
    pub projector: Projector<'a>,
    /// Whether the model has a chat template (the Hub's tag `conversational`).
    pub is_chat: bool,
    /// Whether it sees images.
    pub is_vision: bool,
    /// Whether its files need a token (gated or private).
    pub needs_token: bool,
    /// Whether it has the tag `mistral-common`, for which vLLM wants other readers.
    pub is_mistral_common: bool,
    /// Tokens of one conversation; `None` leaves it to the runner.
    pub context: Option<u64>,
    /// Conversations at once; `None` leaves it to the runner.
    pub sequences: Option<u32>,
    /// Tokens of a batch (llama.cpp's `n_batch`).
    pub batch: Option<u32>,
    /// Tokens of a micro-batch (llama.cpp's `n_ubatch`).
    pub micro_batch: Option<u32>,
    /// Type of the cached keys.
    pub cache_k: CacheType,
    /// Type of the cached values.
    pub cache_v: CacheType,
    /// Flash attention; `None` leaves it to the runner.
    pub flash_attention: Option<bool>,
    /// Layers on the GPU.
    pub gpu_layers: GpuLayers,
    /// All layers of the model, the output included; for runners that want a share instead of a number.
    pub n_layers: Option<u32>,
    /// Experts in system memory.
    pub host_experts: HostExperts,
    /// Tensors moved by hand: pattern of their names, and the buffer (`CPU`, `CUDA1`).
    pub tensor_overrides: &'a [(&'a str, &'a str)],
    /// Share of each GPU in the layers, as proportions; empty leaves it to the runner.
    pub tensor_split: &'a [u32],
    /// Whether the KV cache stays in system memory.
    pub is_cache_on_host: bool,
    /// GPUs that share each layer (tensor parallelism); 1 for one.
    pub n_tensor_parallel: u32,
    /// Share of the GPU memory that a server takes, in percent from 1 to 100; `None` leaves it to the runner.
    pub memory_share_percent: Option<u8>,
    /// The shell that reads the command.
    pub shell: Shell,
}

impl<'a> Setup<'a> {
    /// A setup that leaves everything to the runner.
    pub const fn new(repo: &'a RepoId, format: Format, shell: Shell) -> Self {
        Self {
            repo,
            format,
            label: None,
            files: &[],
            projector: Projector::Absent,
            is_chat: true,
            is_vision: false,
            needs_token: false,
            is_mistral_common: false,
            context: None,
            sequences: None,
            batch: None,
            micro_batch: None,
            cache_k: CacheType::F16,
            cache_v: CacheType::F16,
            flash_attention: None,
            gpu_layers: GpuLayers::Automatic,
            n_layers: None,
            host_experts: HostExperts::None,
            tensor_overrides: &[],
            tensor_split: &[],
            is_cache_on_host: false,
            n_tensor_parallel: 1,
            memory_share_percent: None,
            shell,
        }
    }
}

impl Setup<'_> {
    /// The first weight file: the one that is named when a file must be named.
    pub(super) fn first_file(&self) -> Result<&str, CommandError> {
        self.files.first().copied().ok_or(CommandError::NoFile)
    }

    /// The label, where it can stand behind a colon.
    pub(super) fn tag(&self) -> Option<&str> {
        self.label.filter(|label| is_tag(label))
    }

    /// `owner/name:LABEL`, where the label tells the variant.
    pub(super) fn tagged(&self) -> Option<String> {
        self.tag().map(|tag| format!("{}:{tag}", self.repo))
    }

    /// The settings that differ from what a runner does by itself, in the order of [`Setting`], without
    /// [`Setting::ChosenFile`].
    pub(super) fn chosen(&self) -> Vec<Setting> {
        let is_chosen = [
            (self.context.is_some(), Setting::Context),
            (self.sequences.is_some(), Setting::Sequences),
            (self.batch.is_some() || self.micro_batch.is_some(), Setting::Batch),
            (
                self.cache_k != CacheType::F16 || self.cache_v != CacheType::F16,
                Setting::CacheType,
            ),
            (self.flash_attention.is_some(), Setting::FlashAttention),
            (self.gpu_layers != GpuLayers::Automatic, Setting::GpuLayers),
            (
                self.host_experts != HostExperts::None || !self.tensor_overrides.is_empty(),
                Setting::HostExperts,
            ),
            (
                self.tensor_split.len() > 1 || self.n_tensor_parallel > 1,
                Setting::Split,
            ),
            (self.is_cache_on_host, Setting::CacheOnHost),
            (
                matches!(self.projector, Projector::Off | Projector::File(_)),
                Setting::Projector,
            ),
            (self.memory_share_percent.is_some(), Setting::MemoryShare),
        ];
        let chosen = is_chosen.into_iter().filter(|(is_chosen, _)| *is_chosen);
        chosen.map(|(_, setting)| setting).collect()
    }

    /// The chosen settings except those that the runner was told.
    pub(super) fn left_out(&self, told: &[Setting]) -> Vec<Setting> {
        let mut left_out = self.chosen();
        left_out.retain(|setting| !told.contains(setting));
        left_out
    }
}
