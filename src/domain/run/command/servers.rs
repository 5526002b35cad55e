//! vLLM, SGLang and Text Generation Inference: servers that load a repository of Safetensors as a whole.

use super::applications::share_of_one;
use super::shell::Command;
use super::{CacheType, Caution, Piece, RunCommand, Setting, Setup, Title};

/// The settings that all three take under one name or another.
const TOLD: [Setting; 4] = [
    Setting::Context,
    Setting::Sequences,
    Setting::MemoryShare,
    Setting::Split,
];

/// What a setting is called.
struct Options {
    context: &'static str,
    sequences: &'static str,
    memory_share: &'static str,
    tensor_parallel: &'static str,
    cache: (&'static str, &'static str),
}

/// Adds the settings, and says which are left out. A list of proportions means nothing to servers that share each layer.
fn configure(command: &mut Command, setup: &Setup<'_>, options: &Options) -> Vec<Setting> {
    command.maybe(options.context, setup.context);
    if setup.n_tensor_parallel > 1 {
        command.option(options.tensor_parallel, setup.n_tensor_parallel);
    }
    command.maybe(
        options.memory_share,
        setup
            .memory_share_percent
            .map(|percent| share_of_one(percent.into())),
    );
    let mut told = TOLD.to_vec();
    if setup.tensor_split.len() > 1 && setup.n_tensor_parallel <= 1 {
        told.retain(|setting| *setting != Setting::Split);
    }
    match (setup.cache_k, setup.cache_v) {
        (CacheType::Fp8, CacheType::Fp8) => {
            command.option(options.cache.0, options.cache.1);
            told.push(Setting::CacheType);
        }
        // Without a flag the cache has the type of the model's activations.
        (CacheType::F16 | CacheType::Bf16, CacheType::F16 | CacheType::Bf16) => told.push(Setting::CacheType),
        _ => {}
    }
    command.maybe(options.sequences, setup.sequences);
    setup.left_out(&told)
}

fn server(install: Option<&str>, command: Command, left_out: Vec<Setting>) -> RunCommand {
    let mut pieces = Vec::new();
    if let Some(install) = install {
        pieces.push(Piece {
            title: Title::Install,
            text: install.to_owned(),
        });
    }
    pieces.push(Piece {
        title: Title::Serve,
        text: command.finish(),
    });
    RunCommand {
        pieces,
        left_out,
        cautions: vec![Caution::LinuxOnly],
    }
}

/// vLLM's `docs/cli/serve`.
pub(super) fn vllm(setup: &Setup<'_>) -> RunCommand {
    let mut command = Command::new(setup.shell, "vllm serve");
    command.argument(setup.repo.as_str());
    let options = Options {
        context: "--max-model-len",
        sequences: "--max-num-seqs",
        memory_share: "--gpu-memory-utilization",
        tensor_parallel: "--tensor-parallel-size",
        cache: ("--kv-cache-dtype", "fp8"),
    };
    let left_out = configure(&mut command, setup, &options);
    if setup.is_mistral_common {
        command.option("--tokenizer-mode", "mistral");
        command.option("--config-format", "mistral");
        command.option("--load-format", "mistral");
    }
    server(Some("pip install vllm"), command, left_out)
}

/// SGLang's `docs/advanced_features/server_arguments`. Unlike the Hub's snippet it listens on this machine only.
pub(super) fn sglang(setup: &Setup<'_>) -> RunCommand {
    let mut command = Command::new(setup.shell, "python3 -m sglang.launch_server");
    command.option("--model-path", setup.repo);
    let options = Options {
        context: "--context-length",
        sequences: "--max-running-requests",
        memory_share: "--mem-fraction-static",
        tensor_parallel: "--tp",
        cache: ("--kv-cache-dtype", "fp8_e5m2"),
    };
    let left_out = configure(&mut command, setup, &options);
    server(Some("pip install sglang"), command, left_out)
}

/// TGI's `docs/source/reference/launcher`. The token goes in from the environment and never stands in the command;
/// unlike the Hub's snippet it listens on this machine only.
pub(super) fn tgi(setup: &Setup<'_>) -> RunCommand {
    let mut command = Command::new(
        setup.shell,
        "docker run --gpus all --shm-size 1g -p 127.0.0.1:8080:80",
    );
    // Both shells replace `$HOME` inside double quotes.
    command.flag("-v \"$HOME/.cache/huggingface:/data\"");
    if setup.needs_token {
        command.flag("-e HF_TOKEN");
    }
    command.flag("ghcr.io/huggingface/text-generation-inference:latest");
    command.option("--model-id", setup.repo);
    let options = Options {
        context: "--max-total-tokens",
        sequences: "--max-concurrent-requests",
        memory_share: "--cuda-memory-fraction",
        tensor_parallel: "--num-shard",
        cache: ("--kv-cache-dtype", "fp8_e5m2"),
    };
    let left_out = configure(&mut command, setup, &options);
    server(None, command, left_out)
}
