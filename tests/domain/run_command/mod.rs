//! Commands: what each runner is told, and what it cannot be told.

mod hostile_names;

use llm_lens::domain::model::RepoId;
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::run::command::{
    CacheType, Caution, CommandError, GpuLayers, HostExperts, Projector, RunCommand, Runner, Setting, Setup,
    Shell, Title, command,
};

const ALL: [Runner; 13] = [
    Runner::LlamaCpp,
    Runner::Ollama,
    Runner::LmStudio,
    Runner::Jan,
    Runner::LlamaCppPython,
    Runner::NodeLlamaCpp,
    Runner::LocalAi,
    Runner::DockerModelRunner,
    Runner::MlxLm,
    Runner::Vllm,
    Runner::Sglang,
    Runner::Tgi,
    Runner::Transformers,
];

fn repo(name: &str) -> RepoId {
    name.parse().unwrap()
}

fn text(written: &RunCommand, title: Title) -> &str {
    let mut pieces = written.pieces.iter().filter(|piece| piece.title == title);
    let piece = pieces
        .next()
        .unwrap_or_else(|| panic!("no {title:?} in {written:#?}"));
    &piece.text
}

fn gguf<'a>(repo: &'a RepoId, files: &'a [&'a str]) -> Setup<'a> {
    Setup {
        label: Some("Q4_K_M"),
        files,
        ..Setup::new(repo, Format::Gguf, Shell::Posix)
    }
}

#[test]
fn a_setup_without_choices_gets_no_flags() {
    let repo = repo("bartowski/Llama-3.2-3B-Instruct-GGUF");
    let setup = gguf(&repo, &["Llama-3.2-3B-Instruct-Q4_K_M.gguf"]);
    let expected = [
        (
            Runner::LlamaCpp,
            Title::Serve,
            "llama-server -hf bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M",
        ),
        (
            Runner::LlamaCpp,
            Title::Chat,
            "llama-cli -hf bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M",
        ),
        (
            Runner::Ollama,
            Title::Chat,
            "ollama run hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M",
        ),
        (
            Runner::LmStudio,
            Title::Open,
            "lmstudio://open_from_hf?model=bartowski/Llama-3.2-3B-Instruct-GGUF&file=Llama-3.2-3B-Instruct-Q4_K_M.gguf",
        ),
        (
            Runner::Jan,
            Title::Open,
            "jan://models/huggingface/bartowski/Llama-3.2-3B-Instruct-GGUF",
        ),
        (
            Runner::DockerModelRunner,
            Title::Chat,
            "docker model run hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M",
        ),
    ];
    for (runner, title, wanted) in expected {
        let written = command(runner, &setup).unwrap();
        assert_eq!(text(&written, title), wanted);
        let jan_only = if runner == Runner::Jan {
            vec![Setting::ChosenFile]
        } else {
            vec![]
        };
        assert_eq!(written.left_out, jan_only, "{runner:?}");
    }
}

#[test]
fn llama_cpp_is_told_every_choice() {
    let repo = repo("unsloth/Qwen3-30B-A3B-GGUF");
    let files = [
        "UD/Qwen3-30B-A3B-UD-Q4_K_XL-00001-of-00002.gguf",
        "UD/Qwen3-30B-A3B-UD-Q4_K_XL-00002-of-00002.gguf",
    ];
    let setup = Setup {
        label: None,
        projector: Projector::Off,
        context: Some(8192),
        sequences: Some(4),
        batch: Some(4096),
        micro_batch: Some(1024),
        cache_k: CacheType::Q8_0,
        cache_v: CacheType::Q4_0,
        flash_attention: Some(true),
        gpu_layers: GpuLayers::Some(30),
        host_experts: HostExperts::First(12),
        tensor_overrides: &[(r"blk\.(1|2)\.ffn_.*_exps", "CPU")],
        tensor_split: &[3, 1],
        is_cache_on_host: true,
        ..gguf(&repo, &files)
    };
    let written = command(Runner::LlamaCpp, &setup).unwrap();
    let served = text(&written, Title::Serve).replace(" \\\n  ", " ");
    assert_eq!(
        served,
        "llama-server -hf unsloth/Qwen3-30B-A3B-GGUF --hf-file UD/Qwen3-30B-A3B-UD-Q4_K_XL-00001-of-00002.gguf \
         --no-mmproj -c 32768 -np 4 -b 4096 -ub 1024 -fa on -ctk q8_0 -ctv q4_0 -ngl 30 --n-cpu-moe 12 \
         -ot 'blk\\.(1|2)\\.ffn_.*_exps=CPU' --tensor-split 3,1 --no-kv-offload"
    );
    // A conversation in the terminal is one sequence, so its context is not multiplied.
    let chat = text(&written, Title::Chat);
    assert!(chat.contains("-c 8192") && !chat.contains("-np"), "{chat}");
    assert_eq!(written.left_out, []);

    let windows = Setup {
        shell: Shell::PowerShell,
        ..setup
    };
    let served = command(Runner::LlamaCpp, &windows).unwrap();
    let served = text(&served, Title::Serve);
    assert!(
        served.contains("--tensor-split '3,1'"),
        "a bare comma makes a list: {served}"
    );
    assert!(served.contains(" `\n  -c 32768"), "{served}");
}

#[test]
fn defaults_are_not_written() {
    let repo = repo("a/b");
    let setup = Setup {
        batch: Some(2048),
        micro_batch: Some(512),
        tensor_split: &[1],
        projector: Projector::Automatic,
        ..gguf(&repo, &["b-Q4_K_M.gguf"])
    };
    let written = command(Runner::LlamaCpp, &setup).unwrap();
    assert_eq!(text(&written, Title::Serve), "llama-server -hf a/b:Q4_K_M");
}

#[test]
fn a_chosen_projector_is_named_by_its_address() {
    let repo = repo("a/b");
    let setup = Setup {
        projector: Projector::File("sub dir/mmproj-F16.gguf"),
        ..gguf(&repo, &["b-Q4_K_M.gguf"])
    };
    let written = command(Runner::LlamaCpp, &setup).unwrap();
    let served = text(&written, Title::Serve);
    assert!(
        served.ends_with("--mmproj-url https://huggingface.co/a/b/resolve/main/sub%20dir/mmproj-F16.gguf"),
        "{served}"
    );
}

#[test]
fn ollama_reads_server_settings_from_the_environment() {
    let repo = repo("a/b");
    let setup = Setup {
        context: Some(16384),
        cache_k: CacheType::Q8_0,
        cache_v: CacheType::Q8_0,
        gpu_layers: GpuLayers::Some(20),
        tensor_split: &[1, 1],
        host_experts: HostExperts::All,
        ..gguf(
            &repo,
            &["b-Q4_K_M-00001-of-00002.gguf", "b-Q4_K_M-00002-of-00002.gguf"],
        )
    };
    let written = command(Runner::Ollama, &setup).unwrap();
    assert_eq!(
        text(&written, Title::StartServer),
        "OLLAMA_CONTEXT_LENGTH=16384 OLLAMA_FLASH_ATTENTION=1 OLLAMA_KV_CACHE_TYPE=q8_0 ollama serve"
    );
    assert_eq!(
        text(&written, Title::TypeAtPrompt),
        "/set parameter num_ctx 16384\n/set parameter num_gpu 20"
    );
    assert_eq!(written.left_out, [Setting::HostExperts, Setting::Split]);
    assert_eq!(
        written.cautions,
        [Caution::RestartServer, Caution::ShardsMayBeRefused]
    );

    let windows = Setup {
        shell: Shell::PowerShell,
        ..setup.clone()
    };
    assert_eq!(
        text(&command(Runner::Ollama, &windows).unwrap(), Title::StartServer),
        "$env:OLLAMA_CONTEXT_LENGTH='16384'; $env:OLLAMA_FLASH_ATTENTION='1'; \
         $env:OLLAMA_KV_CACHE_TYPE='q8_0'; ollama serve"
    );
    // Ollama has one type for keys and values.
    let mixed = Setup {
        cache_v: CacheType::F16,
        ..setup
    };
    let written = command(Runner::Ollama, &mixed).unwrap();
    assert!(written.left_out.contains(&Setting::CacheType));
}

#[test]
fn lm_studio_loads_a_share_of_the_layers() {
    let repo = repo("a/b");
    let setup = |gpu_layers| Setup {
        gpu_layers,
        n_layers: Some(33),
        context: Some(8192),
        ..gguf(&repo, &["b-Q4_K_M.gguf"])
    };
    let load = |gpu_layers| {
        let written = command(Runner::LmStudio, &setup(gpu_layers)).unwrap();
        text(&written, Title::Load).to_owned()
    };
    assert_eq!(load(GpuLayers::All), "lms load --gpu max --context-length 8192");
    assert_eq!(
        load(GpuLayers::Some(20)),
        "lms load --gpu 0.60 --context-length 8192"
    );
    assert_eq!(
        load(GpuLayers::Some(33)),
        "lms load --gpu 1.00 --context-length 8192"
    );
}

#[test]
fn servers_take_their_own_names_for_the_same_settings() {
    let repo = repo("Qwen/Qwen3-32B");
    let setup = Setup {
        context: Some(32768),
        sequences: Some(16),
        memory_share_percent: Some(85),
        n_tensor_parallel: 2,
        cache_k: CacheType::Fp8,
        cache_v: CacheType::Fp8,
        ..Setup::new(&repo, Format::Safetensors, Shell::Posix)
    };
    let served = |runner| {
        let written = command(runner, &setup).unwrap();
        assert_eq!(written.left_out, [], "{runner:?}");
        text(&written, Title::Serve).replace(" \\\n  ", " ")
    };
    assert_eq!(
        served(Runner::Vllm),
        "vllm serve Qwen/Qwen3-32B --max-model-len 32768 --tensor-parallel-size 2 \
         --gpu-memory-utilization 0.85 --kv-cache-dtype fp8 --max-num-seqs 16"
    );
    assert_eq!(
        served(Runner::Sglang),
        "python3 -m sglang.launch_server --model-path Qwen/Qwen3-32B --context-length 32768 --tp 2 \
         --mem-fraction-static 0.85 --kv-cache-dtype fp8_e5m2 --max-running-requests 16"
    );
    assert_eq!(
        served(Runner::Tgi),
        "docker run --gpus all --shm-size 1g -p 127.0.0.1:8080:80 -v \"$HOME/.cache/huggingface:/data\" \
         ghcr.io/huggingface/text-generation-inference:latest --model-id Qwen/Qwen3-32B --max-total-tokens 32768 \
         --num-shard 2 --cuda-memory-fraction 0.85 --kv-cache-dtype fp8_e5m2 --max-concurrent-requests 16"
    );
}

#[test]
fn a_gated_model_passes_the_token_by_name_only() {
    let repo = repo("meta-llama/Llama-3.1-8B-Instruct");
    let setup = Setup {
        needs_token: true,
        ..Setup::new(&repo, Format::Safetensors, Shell::Posix)
    };
    let written = command(Runner::Tgi, &setup).unwrap();
    assert!(text(&written, Title::Serve).contains("-e HF_TOKEN "));
    assert!(written.cautions.contains(&Caution::NeedsToken));
}

#[test]
fn python_programs_fit_the_model() {
    let repo = repo("a/b");
    let written = command(
        Runner::Transformers,
        &Setup::new(&repo, Format::Safetensors, Shell::Posix),
    )
    .unwrap();
    assert!(text(&written, Title::Python).contains("pipeline(\"text-generation\", model=\"a/b\""));
    let setup = Setup {
        context: Some(4096),
        cache_k: CacheType::Q8_0,
        cache_v: CacheType::Q8_0,
        tensor_split: &[2, 1],
        ..gguf(
            &repo,
            &["b-Q4_K_M-00001-of-00002.gguf", "b-Q4_K_M-00002-of-00002.gguf"],
        )
    };
    let written = command(Runner::LlamaCppPython, &setup).unwrap();
    assert_eq!(
        text(&written, Title::Python),
        "from llama_cpp import Llama\n\nllm = Llama.from_pretrained(\n    repo_id=\"a/b\",\n    \
         filename=\"b-Q4_K_M-00001-of-00002.gguf\",\n    additional_files=[\"b-Q4_K_M-00002-of-00002.gguf\"],\n    \
         n_ctx=4096,\n    n_gpu_layers=-1,\n    tensor_split=[2,1],\n    flash_attn=True,\n    type_k=8,\n    \
         type_v=8,\n)\n\
         print(llm.create_chat_completion(messages=[{\"role\": \"user\", \"content\": \"Hello!\"}]))\n"
    );
}

#[test]
fn only_the_generator_of_mlx_quantizes_the_cache() {
    let repo = repo("mlx-community/Qwen3-8B-4bit");
    let setup = Setup::new(&repo, Format::Mlx, Shell::Posix);
    let written = command(Runner::MlxLm, &setup).unwrap();
    assert_eq!(
        text(&written, Title::Chat),
        "mlx_lm.chat --model mlx-community/Qwen3-8B-4bit"
    );
    let quantized = Setup {
        cache_k: CacheType::Q8_0,
        cache_v: CacheType::Q8_0,
        ..setup
    };
    let written = command(Runner::MlxLm, &quantized).unwrap();
    assert!(text(&written, Title::Generate).contains("--kv-bits 8"));
    assert!(!written.pieces.iter().any(|piece| piece.title == Title::Serve));
}

#[test]
fn what_cannot_work_is_refused() {
    let named = repo("a/b");
    let single = repo("gpt2");
    let file = ["b-Q4_K_M.gguf"];
    let error = |runner, setup: &Setup<'_>| command(runner, setup).unwrap_err();
    let gguf_setup = gguf(&named, &file);
    assert_eq!(error(Runner::Vllm, &gguf_setup), CommandError::WrongFormat);
    assert_eq!(
        error(Runner::LlamaCpp, &gguf(&single, &file)),
        CommandError::NeedsOwner
    );
    let unnamed = Setup {
        label: None,
        files: &[],
        ..gguf_setup.clone()
    };
    assert_eq!(error(Runner::LlamaCpp, &unnamed), CommandError::NoFile);
    let no_flash = Setup {
        flash_attention: Some(false),
        cache_v: CacheType::Q8_0,
        ..gguf_setup
    };
    assert_eq!(
        error(Runner::LlamaCpp, &no_flash),
        CommandError::CacheNeedsFlashAttention
    );
}

#[test]
fn every_runner_is_offered_for_a_format_and_has_a_name() {
    for runner in ALL {
        let formats = Format::ALL
            .iter()
            .filter(|format| Runner::for_format(**format).contains(&runner));
        assert!(formats.count() > 0, "{runner:?}");
        assert!(!runner.name().is_empty());
    }
    assert_eq!(Runner::for_format(Format::Onnx), []);
}
