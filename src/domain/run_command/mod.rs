//! The exact command that runs a variant as configured, for each runner that can load it.
//!
//! [`command`] writes what the Hub's own snippets write (hub-api 11.2; `local-apps.ts` of huggingface.js) with the
//! settings of the estimate added. Only flags that change something are written, and a setting that a runner does not
//! let one choose is named in [`RunCommand::left_out`] and never dropped silently. Names of files are hostile input:
//! what no shell could quote is refused, the rest is quoted (`shell`).

mod applications;
mod llama_cpp;
mod python;
mod servers;
mod shell;

use crate::domain::format::Format;
use crate::domain::hub::RepoId;
use crate::domain::quote::quote;

pub use shell::Shell;

/// A program that loads models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runner {
    /// llama.cpp: `llama-server` and `llama-cli`.
    LlamaCpp,
    /// Ollama.
    Ollama,
    /// LM Studio.
    LmStudio,
    /// Jan.
    Jan,
    /// llama-cpp-python.
    LlamaCppPython,
    /// node-llama-cpp.
    NodeLlamaCpp,
    /// LocalAI.
    LocalAi,
    /// Docker Model Runner.
    DockerModelRunner,
    /// mlx-lm.
    MlxLm,
    /// vLLM.
    Vllm,
    /// SGLang.
    Sglang,
    /// Text Generation Inference.
    Tgi,
    /// transformers.
    Transformers,
}

impl Runner {
    /// The name people know, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LlamaCpp => "llama.cpp",
            Self::Ollama => "Ollama",
            Self::LmStudio => "LM Studio",
            Self::Jan => "Jan",
            Self::LlamaCppPython => "llama-cpp-python",
            Self::NodeLlamaCpp => "node-llama-cpp",
            Self::LocalAi => "LocalAI",
            Self::DockerModelRunner => "Docker Model Runner",
            Self::MlxLm => "MLX LM",
            Self::Vllm => "vLLM",
            Self::Sglang => "SGLang",
            Self::Tgi => "TGI",
            Self::Transformers => "transformers",
        }
    }

    /// The runners that load a format, the most used first; empty for formats that none of them loads. GGUF on vLLM is
    /// not among them: its support is partial and its command cannot pick a file (hub-api 11.2).
    pub const fn for_format(format: Format) -> &'static [Self] {
        match format {
            Format::Gguf => &[
                Self::LlamaCpp,
                Self::Ollama,
                Self::LmStudio,
                Self::Jan,
                Self::LlamaCppPython,
                Self::NodeLlamaCpp,
                Self::LocalAi,
                Self::DockerModelRunner,
            ],
            Format::Safetensors => &[
                Self::Vllm,
                Self::Sglang,
                Self::Transformers,
                Self::Tgi,
                Self::DockerModelRunner,
            ],
            Format::PyTorch => &[Self::Transformers, Self::Vllm],
            Format::Mlx => &[Self::MlxLm, Self::LmStudio],
            _ => &[],
        }
    }
}

/// The element type of a KV cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CacheType {
    /// 32-bit float.
    F32,
    /// 16-bit float: what every runner takes by itself.
    #[default]
    F16,
    /// bfloat16.
    Bf16,
    /// 8-bit float (vLLM, SGLang, TGI).
    Fp8,
    /// llama.cpp's 8-bit blocks.
    Q8_0,
    /// llama.cpp's 5-bit blocks with offset.
    Q5_1,
    /// llama.cpp's 5-bit blocks.
    Q5_0,
    /// llama.cpp's 4-bit blocks with offset.
    Q4_1,
    /// llama.cpp's 4-bit blocks.
    Q4_0,
    /// llama.cpp's non-linear 4-bit blocks.
    Iq4Nl,
}

/// How many layers lie on the GPU. The output counts as one layer (memory-model 2.3).
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

/// What a reader copies, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunCommand {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// Settings that this runner does not let one choose this way.
    pub left_out: Vec<Setting>,
    /// What to know before.
    pub cautions: Vec<Caution>,
}

/// One thing to copy or to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it does.
    pub title: Title,
    /// The text: a command, lines of commands, a program, or an address.
    pub text: String,
}

/// What a piece does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    /// Installs the runner.
    Install,
    /// Serves the model over HTTP.
    Serve,
    /// Starts a conversation in the terminal.
    Chat,
    /// Generates once.
    Generate,
    /// Downloads the model.
    Download,
    /// Loads the downloaded model with these settings; the terminal asks which one.
    Load,
    /// Starts the runner's server with these settings (environment variables).
    StartServer,
    /// Typed at the prompt of the conversation.
    TypeAtPrompt,
    /// An address that the application opens.
    Open,
    /// A Python program.
    Python,
    /// Asks the runner itself whether the model fits.
    CheckFit,
}

/// A setting of [`Setup`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Which of the repository's files is loaded.
    ChosenFile,
    /// `context`.
    Context,
    /// `sequences`.
    Sequences,
    /// `batch` or `micro_batch`.
    Batch,
    /// `cache_k` or `cache_v`.
    CacheType,
    /// `flash_attention`.
    FlashAttention,
    /// `gpu_layers`.
    GpuLayers,
    /// `host_experts` or `tensor_overrides`.
    HostExperts,
    /// `tensor_split` or `n_tensor_parallel`.
    Split,
    /// `is_cache_on_host`.
    CacheOnHost,
    /// `projector`.
    Projector,
    /// `memory_share_percent`.
    MemoryShare,
}

/// What to know before a command is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// Older versions refuse models in several GGUF files.
    ShardsMayBeRefused,
    /// Runs on Linux (on Windows inside WSL 2).
    LinuxOnly,
    /// Runs on Macs with an Apple chip.
    AppleOnly,
    /// The environment variable `HF_TOKEN` must hold a token that may read the repository.
    NeedsToken,
    /// Variables count for a server that starts afterwards: one that runs already must be stopped first.
    RestartServer,
}

/// Why there is no command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandError {
    /// The runner does not load this format.
    WrongFormat,
    /// The runner wants `owner/name`, and this repository has a single name.
    NeedsOwner,
    /// The file must be named, and the setup names none.
    NoFile,
    /// A name that cannot be put into a command safely; quoted and bounded.
    UnsafeName {
        /// The name.
        name: String,
    },
    /// Cached values in blocks need flash attention, which is switched off (llama.cpp refuses to start).
    CacheNeedsFlashAttention,
}

/// Longest quotation of an unsafe name, in characters.
const QUOTE_LENGTH_MAX: usize = 80;

/// The command for a runner.
///
/// # Errors
/// See [`CommandError`].
pub fn command(runner: Runner, setup: &Setup<'_>) -> Result<RunCommand, CommandError> {
    if !Runner::for_format(setup.format).contains(&runner) {
        return Err(CommandError::WrongFormat);
    }
    check_names(setup)?;
    if setup.format == Format::Gguf && setup.repo.owner().is_none() {
        return Err(CommandError::NeedsOwner);
    }
    let is_in_blocks = !matches!(setup.cache_v, CacheType::F32 | CacheType::F16 | CacheType::Bf16);
    if setup.format == Format::Gguf && is_in_blocks && setup.flash_attention == Some(false) {
        return Err(CommandError::CacheNeedsFlashAttention);
    }
    let mut written = match runner {
        Runner::LlamaCpp => llama_cpp::llama_cpp(setup),
        Runner::NodeLlamaCpp => llama_cpp::node_llama_cpp(setup),
        Runner::LlamaCppPython => python::llama_cpp_python(setup),
        Runner::Transformers => Ok(python::transformers(setup)),
        Runner::MlxLm => Ok(python::mlx_lm(setup)),
        Runner::Ollama => applications::ollama(setup),
        Runner::LmStudio => Ok(applications::lm_studio(setup)),
        Runner::Jan => Ok(applications::jan(setup)),
        Runner::LocalAi => applications::local_ai(setup),
        Runner::DockerModelRunner => Ok(applications::docker_model_runner(setup)),
        Runner::Vllm => Ok(servers::vllm(setup)),
        Runner::Sglang => Ok(servers::sglang(setup)),
        Runner::Tgi => Ok(servers::tgi(setup)),
    }?;
    if setup.needs_token {
        written.cautions.push(Caution::NeedsToken);
    }
    Ok(written)
}

/// Every name that is not safe by its type.
fn check_names(setup: &Setup<'_>) -> Result<(), CommandError> {
    let projector = match setup.projector {
        Projector::File(path) => Some(path),
        _ => None,
    };
    let overrides = setup.tensor_overrides.iter();
    let mut names = setup
        .files
        .iter()
        .copied()
        .chain(setup.label)
        .chain(projector)
        .chain(overrides.flat_map(|(pattern, buffer)| [*pattern, *buffer]));
    match names.find(|name| !shell::is_safe(name)) {
        Some(name) => Err(unsafe_name(name)),
        None => Ok(()),
    }
}

fn unsafe_name(name: &str) -> CommandError {
    CommandError::UnsafeName {
        name: quote(name, QUOTE_LENGTH_MAX),
    }
}

impl Setup<'_> {
    /// The first weight file: the one that is named when a file must be named.
    fn first_file(&self) -> Result<&str, CommandError> {
        self.files.first().copied().ok_or(CommandError::NoFile)
    }

    /// The label, where it can stand behind a colon.
    fn tag(&self) -> Option<&str> {
        self.label.filter(|label| shell::is_tag(label))
    }

    /// `owner/name:LABEL`, where the label tells the variant.
    fn tagged(&self) -> Option<String> {
        self.tag().map(|tag| format!("{}:{tag}", self.repo))
    }

    /// The settings that differ from what a runner does by itself, in the order of [`Setting`], without
    /// [`Setting::ChosenFile`].
    fn chosen(&self) -> Vec<Setting> {
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
    fn left_out(&self, told: &[Setting]) -> Vec<Setting> {
        let mut left_out = self.chosen();
        left_out.retain(|setting| !told.contains(setting));
        left_out
    }
}
