//! The engines and what they do when told nothing.

use super::CachePrecision;
use super::amount::gib_16ths;

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

    /// Share of a device that it takes unless told otherwise, in thousandths: `gpu_memory_utilization` of vLLM (0.9 in
    /// its documentation), about what `mem_fraction_static` of SGLang comes to on one card, `TGI_WIGGLE_ROOM` of TGI
    /// (0.95, `models/globals.py`). The others take what they need.
    pub const fn default_share_per_mille(self) -> u16 {
        match self {
            Self::Vllm => 900,
            Self::Sglang => 880,
            Self::Tgi => 950,
            Self::Transformers | Self::Mlx => 1000,
        }
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
    /// once. vLLM's `max_num_batched_tokens` and SGLang's `chunked_prefill_size` grow with the card, TGI's
    /// `max_batch_prefill_tokens` is 4096, mlx-lm's `prefill_step_size` 2048.
    pub const fn prefill_tokens(self, device_bytes: u64) -> Option<u64> {
        let is_large = device_bytes >= gib_16ths(16 * 70);
        match self {
            Self::Vllm => Some(if is_large { 8192 } else { 2048 }),
            Self::Sglang => Some(if is_large { 8192 } else { 4096 }),
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
