//! Ollama, LM Studio, Jan, LocalAI and Docker Model Runner.

use super::shell::{Command, is_tag};
use super::{
    CacheType, Caution, CommandError, GpuLayers, Piece, RunCommand, Setting, Setup, Shell, Title, unsafe_name,
};
use crate::domain::precision::format::Format;
use crate::domain::text::percent::encode_component;

/// The batch that Ollama takes by itself (`num_batch`).
const OLLAMA_BATCH_DEFAULT: u32 = 512;

/// `ollama run hf.co/…`, with what its server reads from the environment (Ollama's `docs/faq` and `docs/context-length`)
/// and what a conversation sets (`docs/modelfile`).
pub(super) fn ollama(setup: &Setup<'_>) -> Result<RunCommand, CommandError> {
    // Instead of a label Ollama takes the name of a file in the root of the repository.
    let tag = match setup.tag() {
        Some(label) => label,
        None => {
            let file = setup.first_file()?;
            if !is_tag(file) {
                return Err(unsafe_name(file));
            }
            file
        }
    };
    let mut told = vec![
        Setting::Context,
        Setting::Sequences,
        Setting::FlashAttention,
        Setting::GpuLayers,
    ];
    if setup.micro_batch.is_none() {
        told.push(Setting::Batch);
    }
    let cache = match (setup.cache_k, setup.cache_v) {
        (CacheType::Q8_0, CacheType::Q8_0) => Some("q8_0"),
        (CacheType::Q4_0, CacheType::Q4_0) => Some("q4_0"),
        _ => None,
    };
    if cache.is_some() {
        told.push(Setting::CacheType);
    }
    let mut variables = Vec::new();
    if let Some(context) = setup.context {
        variables.push(("OLLAMA_CONTEXT_LENGTH", context.to_string()));
    }
    if let Some(sequences) = setup.sequences {
        variables.push(("OLLAMA_NUM_PARALLEL", sequences.to_string()));
    }
    // A quantized cache counts only with flash attention.
    if let Some(is_on) = setup.flash_attention.or(cache.map(|_| true)) {
        variables.push(("OLLAMA_FLASH_ATTENTION", u8::from(is_on).to_string()));
    }
    if let Some(cache) = cache {
        variables.push(("OLLAMA_KV_CACHE_TYPE", cache.to_owned()));
    }
    let mut written = RunCommand {
        left_out: setup.left_out(&told),
        ..RunCommand::default()
    };
    if !variables.is_empty() {
        written.pieces.push(Piece {
            title: Title::StartServer,
            text: setup.shell.with_variables(&variables, "ollama serve"),
        });
        written.cautions.push(Caution::RestartServer);
    }
    let mut run = Command::new(setup.shell, "ollama run");
    run.argument(&format!("hf.co/{}:{tag}", setup.repo));
    written.pieces.push(Piece {
        title: Title::Chat,
        text: run.finish(),
    });
    let parameters = [
        ("num_ctx", setup.context),
        ("num_gpu", setup.gpu_layers.number().map(u64::from)),
        (
            "num_batch",
            setup
                .batch
                .filter(|batch| *batch != OLLAMA_BATCH_DEFAULT)
                .map(u64::from),
        ),
    ];
    let typed: Vec<String> = parameters
        .into_iter()
        .filter_map(|(name, value)| Some(format!("/set parameter {name} {}", value?)))
        .collect();
    if !typed.is_empty() {
        written.pieces.push(Piece {
            title: Title::TypeAtPrompt,
            text: typed.join("\n"),
        });
    }
    if setup.files.len() > 1 {
        written.cautions.push(Caution::ShardsMayBeRefused);
    }
    Ok(written)
}

/// The deep link of the Hub's snippet, and the settings that `lms load` takes (LM Studio's `docs/cli/load`).
pub(super) fn lm_studio(setup: &Setup<'_>) -> RunCommand {
    let mut link = format!("lmstudio://open_from_hf?model={}", setup.repo);
    if let (Format::Gguf, Some(file)) = (setup.format, setup.files.first()) {
        link.push_str("&file=");
        link.push_str(&encode_component(file));
    }
    let mut load = Command::new(setup.shell, "lms load");
    let share = match (setup.gpu_layers, setup.n_layers) {
        (GpuLayers::All, _) => Some("max".to_owned()),
        (GpuLayers::None, _) => Some("off".to_owned()),
        (GpuLayers::Some(layers), Some(n_layers)) if n_layers > 0 => {
            let percent = u64::from(layers).saturating_mul(100) / u64::from(n_layers);
            Some(share_of_one(percent))
        }
        _ => None,
    };
    let mut told = vec![Setting::Context];
    if share.is_some() {
        told.push(Setting::GpuLayers);
    }
    let mut pieces = vec![Piece {
        title: Title::Open,
        text: link,
    }];
    if share.is_some() || setup.context.is_some() {
        load.maybe("--gpu", share);
        load.maybe("--context-length", setup.context);
        pieces.push(Piece {
            title: Title::Load,
            text: load.finish(),
        });
    }
    RunCommand {
        pieces,
        left_out: setup.left_out(&told),
        cautions: Vec::new(),
    }
}

/// Percent as a share of one with two digits: `0.85`.
pub(super) fn share_of_one(percent: u64) -> String {
    let percent = percent.min(100);
    format!("{}.{:02}", percent / 100, percent % 100)
}

/// The deep link of the Hub's snippet; Jan asks for everything else itself.
pub(super) fn jan(setup: &Setup<'_>) -> RunCommand {
    let mut left_out = vec![Setting::ChosenFile];
    left_out.extend(setup.chosen());
    RunCommand {
        pieces: vec![Piece {
            title: Title::Open,
            text: format!("jan://models/huggingface/{}", setup.repo),
        }],
        left_out,
        cautions: Vec::new(),
    }
}

pub(super) fn local_ai(setup: &Setup<'_>) -> Result<RunCommand, CommandError> {
    let mut run = Command::new(setup.shell, "local-ai run");
    run.argument(&format!("huggingface://{}/{}", setup.repo, setup.first_file()?));
    run.maybe("--context-size", setup.context);
    Ok(RunCommand {
        pieces: vec![Piece {
            title: Title::Serve,
            text: run.finish(),
        }],
        left_out: setup.left_out(&[Setting::Context]),
        cautions: Vec::new(),
    })
}

/// Download, set the context, run (Docker's `docs/ai/model-runner`). A label is taken for GGUF only.
pub(super) fn docker_model_runner(setup: &Setup<'_>) -> RunCommand {
    let mut left_out = setup.left_out(&[Setting::Context]);
    let tag = setup.tag().filter(|_| setup.format == Format::Gguf);
    let model = match tag {
        Some(tag) => format!("hf.co/{}:{tag}", setup.repo),
        None => format!("hf.co/{}", setup.repo),
    };
    if setup.format == Format::Gguf && tag.is_none() {
        left_out.insert(0, Setting::ChosenFile);
    }
    let line = |words: &str, context: Option<u64>| {
        let mut command = Command::new(setup.shell, words);
        command.maybe("--context-size", context);
        command.argument(&model);
        command.finish()
    };
    let mut lines = Vec::new();
    if setup.context.is_some() {
        lines.push(line("docker model pull", None));
        lines.push(line("docker model configure", setup.context));
    }
    lines.push(line("docker model run", None));
    let cautions = match (setup.format, setup.shell) {
        (Format::Safetensors, Shell::PowerShell) => vec![Caution::LinuxOnly],
        _ => Vec::new(),
    };
    RunCommand {
        pieces: vec![Piece {
            title: Title::Chat,
            text: lines.join("\n"),
        }],
        left_out,
        cautions,
    }
}
