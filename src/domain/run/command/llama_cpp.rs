//! llama.cpp's programs (the options of `tools/server/README.md` of llama.cpp) and node-llama-cpp.

use super::shell::Command;
use super::{
    CacheType, CommandError, GpuLayers, HostExperts, Piece, Projector, RunCommand, Setting, Setup, Shell,
    Title,
};
use crate::domain::text::percent::encode_component;

/// Batch sizes that llama.cpp takes by itself.
const BATCH_DEFAULT: u32 = 2048;
const MICRO_BATCH_DEFAULT: u32 = 512;
/// More layers than any model has: every version understands it as "all", while the word `all` is new.
pub(super) const ALL_LAYERS: u32 = 999;

impl GpuLayers {
    /// The number for runners that want one; `None` where the runner decides.
    pub(super) const fn number(self) -> Option<u32> {
        match self {
            Self::Automatic => None,
            Self::All => Some(ALL_LAYERS),
            Self::Some(n_layers) => Some(n_layers),
            Self::None => Some(0),
        }
    }
}

/// Every setting that llama.cpp takes.
const TOLD: [Setting; 10] = [
    Setting::Context,
    Setting::Sequences,
    Setting::Batch,
    Setting::CacheType,
    Setting::FlashAttention,
    Setting::GpuLayers,
    Setting::HostExperts,
    Setting::Split,
    Setting::CacheOnHost,
    Setting::Projector,
];

pub(super) fn llama_cpp(setup: &Setup<'_>) -> Result<RunCommand, CommandError> {
    let install = match setup.shell {
        Shell::Posix => "brew install llama.cpp",
        Shell::PowerShell => "winget install llama.cpp",
    };
    let mut left_out = setup.left_out(&TOLD);
    if setup.cache_k == CacheType::Fp8 || setup.cache_v == CacheType::Fp8 {
        left_out.push(Setting::CacheType);
    }
    Ok(RunCommand {
        pieces: vec![
            Piece {
                title: Title::Install,
                text: install.to_owned(),
            },
            Piece {
                title: Title::Serve,
                text: program("llama-server", setup, setup.sequences)?,
            },
            Piece {
                title: Title::Chat,
                text: program("llama-cli", setup, None)?,
            },
        ],
        left_out,
        cautions: Vec::new(),
    })
}

/// One of llama.cpp's programs. Its context is shared by all conversations, so it is the product.
fn program(name: &str, setup: &Setup<'_>, sequences: Option<u32>) -> Result<String, CommandError> {
    let mut command = Command::new(setup.shell, name);
    match setup.tagged() {
        Some(tagged) => command.option("-hf", tagged),
        None => {
            command.option("-hf", setup.repo);
            command.option("--hf-file", setup.first_file()?);
        }
    }
    match setup.projector {
        Projector::Absent | Projector::Automatic => {}
        Projector::Off => command.flag("--no-mmproj"),
        Projector::File(path) => {
            let segments: Vec<String> = path.split('/').map(encode_component).collect();
            let path = segments.join("/");
            command.option(
                "--mmproj-url",
                format_args!("https://huggingface.co/{}/resolve/main/{path}", setup.repo),
            );
        }
    }
    let n_sequences = sequences.unwrap_or(1).max(1);
    command.maybe(
        "-c",
        setup
            .context
            .map(|context| context.saturating_mul(n_sequences.into())),
    );
    command.maybe("-np", sequences);
    command.maybe("-b", setup.batch.filter(|batch| *batch != BATCH_DEFAULT));
    command.maybe(
        "-ub",
        setup.micro_batch.filter(|batch| *batch != MICRO_BATCH_DEFAULT),
    );
    command.maybe(
        "-fa",
        setup
            .flash_attention
            .map(|is_on| if is_on { "on" } else { "off" }),
    );
    // 16 bits is what it takes by itself, and 8-bit floats it does not have.
    let named = |cache: CacheType| (!matches!(cache, CacheType::F16 | CacheType::Fp8)).then(|| cache.name());
    command.maybe("-ctk", named(setup.cache_k));
    command.maybe("-ctv", named(setup.cache_v));
    command.maybe("-ngl", setup.gpu_layers.number());
    match setup.host_experts {
        HostExperts::None => {}
        HostExperts::First(n_layers) => command.option("--n-cpu-moe", n_layers),
        HostExperts::All => command.flag("--cpu-moe"),
    }
    for (pattern, buffer) in setup.tensor_overrides {
        command.option("-ot", format_args!("{pattern}={buffer}"));
    }
    if setup.tensor_split.len() > 1 {
        command.option("--tensor-split", proportions(setup.tensor_split));
    }
    if setup.n_tensor_parallel > 1 {
        command.option("--split-mode", "tensor");
    }
    if setup.is_cache_on_host {
        command.flag("--no-kv-offload");
    }
    Ok(command.finish())
}

/// Proportions with commas between: `3,1`.
pub(super) fn proportions(split: &[u32]) -> String {
    let split: Vec<String> = split.iter().map(u32::to_string).collect();
    split.join(",")
}

pub(super) fn node_llama_cpp(setup: &Setup<'_>) -> Result<RunCommand, CommandError> {
    let model = match setup.tagged() {
        Some(tagged) => format!("hf:{tagged}"),
        None => format!("hf:{}/{}", setup.repo, setup.first_file()?),
    };
    let mut chat = Command::new(setup.shell, "npx -y node-llama-cpp chat");
    let mut check = Command::new(setup.shell, "npx -y node-llama-cpp inspect estimate");
    for command in [&mut chat, &mut check] {
        command.argument(&model);
        command.maybe("--contextSize", setup.context);
        command.maybe("--gpuLayers", setup.gpu_layers.number());
    }
    chat.maybe("--batchSize", setup.batch);
    if setup.flash_attention == Some(true) {
        chat.flag("--flashAttention");
    }
    let mut told = vec![Setting::Context, Setting::GpuLayers, Setting::Batch];
    if setup.flash_attention == Some(true) {
        told.push(Setting::FlashAttention);
    }
    Ok(RunCommand {
        pieces: vec![
            Piece {
                title: Title::Chat,
                text: chat.finish(),
            },
            Piece {
                title: Title::CheckFit,
                text: check.finish(),
            },
        ],
        left_out: setup.left_out(&told),
        cautions: Vec::new(),
    })
}
