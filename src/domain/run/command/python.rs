//! Programs in Python: transformers and llama-cpp-python; and the programs of mlx-lm.

use std::fmt::Write;

use super::shell::Command;
use super::{
    CacheType, Caution, CommandError, GpuLayers, Piece, RunCommand, Setting, Setup, Title, unsafe_name,
};
use crate::domain::wire::json::quoted;

/// A pipeline that puts the model wherever there is room.
pub(super) fn transformers(setup: &Setup<'_>) -> RunCommand {
    let task = if setup.is_vision {
        "image-text-to-text"
    } else {
        "text-generation"
    };
    let mut program = format!(
        "from transformers import pipeline\n\npipe = pipeline(\"{task}\", model={}, dtype=\"auto\", device_map=\"auto\")\n",
        quoted(setup.repo.as_str()),
    );
    program.push_str(match (setup.is_vision, setup.is_chat) {
        (true, _) => {
            "messages = [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"Hello!\"}]}]\n\
             print(pipe(text=messages, max_new_tokens=256)[0][\"generated_text\"])\n"
        }
        (false, true) => {
            "messages = [{\"role\": \"user\", \"content\": \"Hello!\"}]\n\
             print(pipe(messages, max_new_tokens=256)[0][\"generated_text\"])\n"
        }
        (false, false) => "print(pipe(\"Once upon a time,\", max_new_tokens=256)[0][\"generated_text\"])\n",
    });
    RunCommand {
        pieces: vec![
            Piece {
                title: Title::Install,
                text: "pip install transformers accelerate torch".to_owned(),
            },
            Piece {
                title: Title::Python,
                text: program,
            },
        ],
        left_out: setup.left_out(&[]),
        cautions: Vec::new(),
    }
}

/// The number of a type in GGML (`enum ggml_type`), which llama-cpp-python wants.
const fn ggml_number(cache_type: CacheType) -> Option<u8> {
    Some(match cache_type {
        CacheType::F32 => 0,
        CacheType::F16 => 1,
        CacheType::Q4_0 => 2,
        CacheType::Q4_1 => 3,
        CacheType::Q5_0 => 6,
        CacheType::Q5_1 => 7,
        CacheType::Q8_0 => 8,
        CacheType::Iq4Nl => 20,
        CacheType::Bf16 => 30,
        CacheType::Fp8 => return None,
    })
}

/// llama-cpp-python's `Llama.from_pretrained`, which takes file names as patterns.
pub(super) fn llama_cpp_python(setup: &Setup<'_>) -> Result<RunCommand, CommandError> {
    let first = setup.first_file()?;
    if let Some(name) = setup.files.iter().find(|name| name.contains(['*', '?', '['])) {
        return Err(unsafe_name(name));
    }
    let mut program = String::from("from llama_cpp import Llama\n\nllm = Llama.from_pretrained(\n");
    // Writing into memory does not fail.
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(program, "    {name}={value},");
        }
    };
    add("repo_id", Some(quoted(setup.repo.as_str())));
    add("filename", Some(quoted(first)));
    let others: Vec<String> = setup.files.iter().skip(1).map(|name| quoted(name)).collect();
    add(
        "additional_files",
        (!others.is_empty()).then(|| format!("[{}]", others.join(", "))),
    );
    // Without a number it takes 512 tokens; 0 is what the model was trained with.
    add("n_ctx", Some(setup.context.unwrap_or(0).to_string()));
    add("n_batch", setup.batch.map(|batch| batch.to_string()));
    add("n_ubatch", setup.micro_batch.map(|batch| batch.to_string()));
    add(
        "n_gpu_layers",
        match setup.gpu_layers {
            GpuLayers::Automatic | GpuLayers::All => Some("-1".to_owned()),
            GpuLayers::Some(layers) => Some(layers.to_string()),
            GpuLayers::None => None,
        },
    );
    let split = &setup.tensor_split;
    add(
        "tensor_split",
        (split.len() > 1).then(|| format!("[{}]", super::llama_cpp::proportions(split))),
    );
    add("offload_kqv", setup.is_cache_on_host.then(|| "False".to_owned()));
    let named = |cache: CacheType| ggml_number(cache).filter(|_| cache != CacheType::F16);
    let (cache_k, cache_v) = (named(setup.cache_k), named(setup.cache_v));
    let is_flash = setup.flash_attention.unwrap_or(cache_v.is_some());
    add("flash_attn", is_flash.then(|| "True".to_owned()));
    add("type_k", cache_k.map(|number| number.to_string()));
    add("type_v", cache_v.map(|number| number.to_string()));
    program.push_str(")\n");
    program.push_str(if setup.is_chat {
        "print(llm.create_chat_completion(messages=[{\"role\": \"user\", \"content\": \"Hello!\"}]))\n"
    } else {
        "print(llm(\"Once upon a time,\", max_tokens=256))\n"
    });
    let mut told = vec![
        Setting::Context,
        Setting::Batch,
        Setting::FlashAttention,
        Setting::GpuLayers,
        Setting::CacheOnHost,
    ];
    if setup.n_tensor_parallel <= 1 {
        told.push(Setting::Split);
    }
    if setup.cache_k != CacheType::Fp8 && setup.cache_v != CacheType::Fp8 {
        told.push(Setting::CacheType);
    }
    Ok(RunCommand {
        pieces: vec![
            Piece {
                title: Title::Install,
                text: "pip install llama-cpp-python huggingface_hub".to_owned(),
            },
            Piece {
                title: Title::Python,
                text: program,
            },
        ],
        left_out: setup.left_out(&told),
        cautions: Vec::new(),
    })
}

/// mlx-lm. Only its generator quantizes the KV cache, so a quantized cache leaves out the other programs.
pub(super) fn mlx_lm(setup: &Setup<'_>) -> RunCommand {
    let cache_bits = match (setup.cache_k, setup.cache_v) {
        (CacheType::Q8_0, CacheType::Q8_0) => Some(8),
        (CacheType::Q4_0, CacheType::Q4_0) => Some(4),
        _ => None,
    };
    let piece = |title: Title, words: &str| {
        let mut command = Command::new(setup.shell, words);
        command.option("--model", setup.repo);
        if title == Title::Generate {
            command.option("--prompt", "Once upon a time,");
            command.maybe("--kv-bits", cache_bits);
        }
        Piece {
            title,
            text: command.finish(),
        }
    };
    let mut pieces = vec![Piece {
        title: Title::Install,
        text: "uv tool install mlx-lm".to_owned(),
    }];
    if setup.is_chat && cache_bits.is_none() {
        pieces.push(piece(Title::Chat, "mlx_lm.chat"));
        pieces.push(piece(Title::Serve, "mlx_lm.server"));
    } else {
        pieces.push(piece(Title::Generate, "mlx_lm.generate"));
    }
    RunCommand {
        pieces,
        left_out: setup.left_out(if cache_bits.is_some() {
            &[Setting::CacheType]
        } else {
            &[]
        }),
        cautions: vec![Caution::AppleOnly],
    }
}
