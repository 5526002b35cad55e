//! The engines and what they do when told nothing.

use super::CachePrecision;

const GIB: u64 = 1 << 30;

/// An engine that loads Safetensors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// vLLM.
    Vllm,
    /// SGLang.
    Sglang,
    /// Hugging Face Text Generation Inference.
    Tgi,
    /// The transformers library itself (`generate`).
    Transformers,
    /// Apple's MLX (mlx-lm).
    Mlx,
}

impl Engine {
    /// Every engine, in the page's order.
    pub const ALL: [Self; 5] = [Self::Vllm, Self::Sglang, Self::Tgi, Self::Transformers, Self::Mlx];

    /// The word in addresses and storage. Never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Vllm => "vllm",
            Self::Sglang => "sglang",
            Self::Tgi => "tgi",
            Self::Transformers => "transformers",
            Self::Mlx => "mlx",
        }
    }

    /// The engine with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.key() == key)
    }

    /// The name people know, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vllm => "vLLM",
            Self::Sglang => "SGLang",
            Self::Tgi => "TGI",
            Self::Transformers => "transformers",
            Self::Mlx => "MLX",
        }
    }

    /// Whether it takes its share of a device whatever the model, and fills what the weights leave with KV cache.
    pub const fn reserves(self) -> bool {
        matches!(self, Self::Vllm | Self::Sglang | Self::Tgi)
    }

    /// Share of a device that it takes unless told otherwise, in thousandths. vLLM: `gpu_memory_utilization`, 0.9 for years
    /// and 0.92 in the newest versions. TGI: `TGI_WIGGLE_ROOM` (`models/globals.py`). SGLang: `mem_fraction_static`, worked
    /// out from the device. transformers and MLX take what they need.
    pub fn default_share_per_mille(self, device_bytes: u64, devices: u64) -> u16 {
        match self {
            Self::Vllm | Self::Tgi => 900,
            Self::Sglang => sglang_share(device_bytes, devices),
            Self::Transformers | Self::Mlx => 1000,
        }
    }

    /// Whether the share holds weights and caches only, so that everything else has to find room beside it.
    pub const fn works_outside_its_share(self) -> bool {
        matches!(self, Self::Sglang)
    }

    /// Tokens by which the cache of a sequence grows: vLLM's blocks, and `KVCache.step` of mlx-lm (`models/cache.py`).
    pub const fn block_tokens(self) -> u64 {
        match self {
            Self::Vllm => 16,
            Self::Mlx => 256,
            Self::Sglang | Self::Tgi | Self::Transformers => 1,
        }
    }

    /// Most tokens of a prompt that are read in one pass on a device of so many bytes; `None` reads the whole prompt at
    /// once. vLLM: `max_num_batched_tokens` of its server, which is larger from 70 GiB on (`engine/arg_utils.py`). SGLang:
    /// `chunked_prefill_size` (`srt/server_args.py`). TGI: `max_batch_prefill_tokens`. MLX: `prefill_step_size` of mlx-lm.
    pub const fn prefill_tokens(self, device_bytes: u64) -> Option<u64> {
        match self {
            Self::Vllm if device_bytes >= 70 * GIB => Some(8192),
            Self::Vllm => Some(2048),
            Self::Sglang => Some(sglang_pass(device_bytes).0),
            Self::Tgi => Some(4096),
            Self::Mlx => Some(2048),
            Self::Transformers => None,
        }
    }

    /// Rows of logits that are made at once: the sequences that vLLM's profiling run pretends (`max_num_seqs`), or one
    /// for each request.
    pub const fn logits_rows(self, requests: u64) -> u64 {
        match self {
            Self::Vllm => 256,
            Self::Sglang | Self::Tgi | Self::Transformers | Self::Mlx => requests,
        }
    }

    /// Whether models with latent attention keep the narrow latent rows; the others keep keys and values of all heads.
    pub const fn keeps_latent_rows(self) -> bool {
        matches!(self, Self::Vllm | Self::Sglang | Self::Mlx)
    }

    /// Whether the engine can keep its cache so: 8 bits are an option of every one (`--kv-cache-dtype fp8`, `--kv-bits 8`,
    /// quantized caches of transformers), 4 bits of those that quantize in groups, and of SGLang (`fp4_e2m1`).
    pub const fn offers(self, cache: CachePrecision) -> bool {
        !matches!((self, cache), (Self::Vllm | Self::Tgi, CachePrecision::FourBit))
    }

    /// Whether a repository's own wish for an 8-bit cache is followed.
    pub const fn follows_cache_scheme(self) -> bool {
        matches!(self, Self::Vllm | Self::Sglang)
    }
}

/// SGLang's tokens in one pass and largest batch of its graphs on one to three devices of this size.
const fn sglang_pass(device_bytes: u64) -> (u64, u64) {
    match device_bytes / GIB {
        0..20 => (2048, 8),
        20..35 => (2048, 24),
        35..60 => (4096, 32),
        60..160 => (8192, 256),
        _ => (16_384, 512),
    }
}

/// `mem_fraction_static` as `srt/server_args.py` of SGLang works it out: what remains beside half a GiB, 1.5 MiB for each
/// token of a pass, 2 MiB for each sequence of a graph and 128 MiB for each device; on large devices at least 10 GiB stay
/// free.
fn sglang_share(device_bytes: u64, devices: u64) -> u16 {
    let (pass, batch) = sglang_pass(device_bytes);
    let device = device_bytes >> 20;
    let asked = 512_u64
        .saturating_add(pass.saturating_mul(3) / 2)
        .saturating_add(batch.saturating_mul(2))
        .saturating_add(devices.saturating_mul(128));
    let reserved = if device > 60 * 1024 {
        asked.max(10 * 1024)
    } else {
        asked
    };
    let share = device
        .saturating_sub(reserved)
        .saturating_mul(1000)
        .checked_div(device);
    u16::try_from(share.unwrap_or(0)).unwrap_or(1000)
}
