//! The exact command that runs a variant as configured, for each runner that can load it.
//!
//! [`command`] writes what the Hub's own snippets write (`local-apps.ts` of huggingface.js) with the
//! settings of the estimate added. Only flags that change something are written, and a setting that a runner does not
//! let one choose is named in [`RunCommand::left_out`] and never dropped silently. Names of files are hostile input:
//! what no shell could quote is refused, the rest is quoted (`shell`).

mod applications;
mod llama_cpp;
mod python;
mod servers;
mod setup;
mod shell;

use crate::domain::precision::format::Format;
use crate::domain::text::quote::quote;

pub use crate::domain::estimate::CacheType;
pub use setup::{GpuLayers, HostExperts, Projector, Setup};
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
    /// not among them: its support is partial and the Hub's own command for it cannot pick a file.
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
