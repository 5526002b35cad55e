//! What one run of an engine reported, in a shape that stands beside an estimate.

use super::failure::Failure;
use super::figure::{Amount, Figure, Source, Speed};
use super::memory::{Basis, Buffer, DeviceMemory, FoundDevice, Part, Place, Plan};

/// The engine whose log it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// llama.cpp or something built on it that does not say its name.
    LlamaCpp,
    /// Ollama.
    Ollama,
    /// LM Studio.
    LmStudio,
    /// vLLM.
    Vllm,
    /// SGLang.
    Sglang,
    /// mlx-lm.
    MlxLm,
    /// KoboldCpp, which has llama.cpp inside.
    KoboldCpp,
    /// ik_llama.cpp, a fork of llama.cpp.
    IkLlamaCpp,
    /// Hugging Face transformers, or another program on PyTorch that does not say its name.
    Transformers,
}

/// Layers on the GPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layers {
    /// On the GPU.
    pub on_gpu: u64,
    /// All; the output counts as one.
    pub total: Option<u64>,
}

/// The types of a KV cache, in the engine's words (`f16`, `q8_0`). Cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheTypes {
    /// Of the keys.
    pub k: String,
    /// Of the values.
    pub v: String,
}

/// What llama-bench measured in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BenchTest {
    /// `pp`: a prompt of this many tokens.
    Prefill(u64),
    /// `tg`: this many tokens generated.
    Decode(u64),
    /// `pp…+tg…`: both in one time.
    Both {
        /// Tokens of the prompt.
        prefill: u64,
        /// Tokens generated.
        decode: u64,
    },
}

/// A row of a llama-bench table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenchRow {
    /// The model as llama.cpp describes it: `qwen2 7B Q8_0`. Cut.
    pub model: String,
    /// Bytes of the weights.
    pub size: Option<Amount>,
    /// Backends: `CUDA`, `Metal,BLAS`. Cut.
    pub backend: String,
    /// `ngl`.
    pub n_gpu_layers: Option<u64>,
    /// What was measured.
    pub test: BenchTest,
    /// Tokens in the context before it (`@ d4096`).
    pub depth: u64,
    /// The mean, in thousandths of a token per second.
    pub milli_tokens_per_s: u64,
    /// The standard deviation, likewise.
    pub milli_deviation: Option<u64>,
    /// Where it was read.
    pub source: Source,
}

/// How the caches of layers with a sliding window are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowCache {
    /// Only the window is kept.
    Window,
    /// They are as long as the context (`--swa-full`).
    Full,
}

/// A second context or model that was loaded beside the main one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// What it is for.
    pub role: Role,
    /// Its name, where it is a model of its own. Cut.
    pub model: Option<String>,
    /// Its memory.
    pub buffers: Vec<Buffer>,
}

/// What a second context or model is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Drafts for speculative decoding: a draft model, or the context of the main model's own MTP head.
    Draft,
    /// Something else: embeddings, ranking.
    Other,
}

/// How far a run came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It answered, or said that it serves.
    Ran,
    /// Its buffers were made; what came then is not in the log.
    Loaded,
    /// The log ends, or is cut, before either.
    Unfinished,
    /// It failed ([`EngineReport::failure`]).
    Failed,
}

/// One run of an engine. What the log does not say is `None` or missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EngineReport {
    /// The engine.
    pub engine: Option<Engine>,
    /// The model's name in its own header, or the name of its file. Cut.
    pub model: Option<Figure<String>>,
    /// The architecture (`llama`, `qwen3moe`). Cut.
    pub architecture: Option<Figure<String>>,
    /// The quantization in the engine's words (`Q4_K - Medium`). Cut.
    pub quantization: Option<Figure<String>>,
    /// The file that was opened. Cut.
    pub file: Option<Figure<String>>,
    /// Bytes of the file's tensors.
    pub file_size: Option<Figure<Amount>>,
    /// Tokens of the context, of all sequences together.
    pub context: Option<Figure<u64>>,
    /// Tokens of the context of one sequence (a server's slot).
    pub sequence_context: Option<Figure<u64>>,
    /// Sequences at once.
    pub sequences: Option<Figure<u64>>,
    /// Tokens of a batch.
    pub batch: Option<Figure<u64>>,
    /// Tokens of a micro-batch.
    pub micro_batch: Option<Figure<u64>>,
    /// Layers on the GPU.
    pub gpu_layers: Option<Figure<Layers>>,
    /// Types of the KV cache.
    pub cache_types: Option<Figure<CacheTypes>>,
    /// Whether all sequences share one cache.
    pub unified: Option<Figure<bool>>,
    /// Whether attention is computed in one kernel ("flash attention").
    pub flash_attention: Option<Figure<bool>>,
    /// The caches of layers with a sliding window.
    pub window_cache: Option<Figure<WindowCache>>,
    /// Share of a device's memory that a serving engine may take, in thousandths.
    pub memory_share: Option<Figure<u64>>,
    /// Tokens that fit into the KV cache of a server.
    pub cache_tokens: Option<Figure<u64>>,
    /// Memory by name and purpose.
    pub buffers: Vec<Buffer>,
    /// The whole KV cache, where the log does not say on which device it lies.
    pub unplaced_cache: Option<Figure<Amount>>,
    /// Cards of which [`Buffer::is_share`] is one's share, where the log tells.
    pub n_shares: Option<u64>,
    /// What was loaded beside the main model.
    pub companions: Vec<Companion>,
    /// Devices as the engine found them.
    pub found: Vec<FoundDevice>,
    /// What the engine expected before it began.
    pub plan: Option<Figure<Plan>>,
    /// Memory by device, from llama.cpp's table.
    pub devices: Vec<DeviceMemory>,
    /// All memory, where the engine gives one sum (Ollama, mlx-lm).
    pub total: Option<Figure<Amount>>,
    /// Share of the model on the GPU, in percent (`ollama ps`).
    pub gpu_percent: Option<Figure<u64>>,
    /// Speed of generating. Of several requests, the one with most tokens, since it is the steadiest.
    pub decode: Option<Figure<Speed>>,
    /// Speed of reading the prompt, chosen likewise.
    pub prefill: Option<Figure<Speed>>,
    /// Time to the first token, in microseconds.
    pub first_token_us: Option<Figure<u64>>,
    /// Time to load the model, in microseconds.
    pub load_us: Option<Figure<u64>>,
    /// Every row of the llama-bench tables.
    pub bench: Vec<BenchRow>,
    /// Whether the engine said that it serves.
    pub is_serving: bool,
    /// Why it did not come to run.
    pub failure: Option<Failure>,
}

impl EngineReport {
    /// How far the run came.
    pub fn outcome(&self) -> Outcome {
        let has_compute = self
            .buffers
            .iter()
            .any(|buffer| buffer.part == Part::Compute && buffer.basis == Basis::Measured);
        let has_cache = self.cache_tokens.is_some();
        if self.failure.is_some() {
            Outcome::Failed
        } else if self.is_serving || self.has_speed() {
            Outcome::Ran
        } else if has_compute || has_cache {
            Outcome::Loaded
        } else {
            Outcome::Unfinished
        }
    }

    /// Whether something for drafts was loaded too.
    pub fn has_draft(&self) -> bool {
        self.companions
            .iter()
            .any(|companion| companion.role == Role::Draft)
    }

    /// What a buffer stands for in a sum: where it is one card's share, that of all cards.
    fn counted(&self, buffer: &Buffer) -> Amount {
        let size = buffer.size.value;
        match self.n_shares {
            Some(n) if buffer.is_share() => size.times(n),
            _ => size,
        }
    }

    /// The measured (else the expected) memory of a part in a place; from the table where there are no buffers.
    ///
    /// llama.cpp's table knows weights and compute buffers apart, but neither KV cache nor recurrent state.
    pub fn sum(&self, place: Place, part: Part) -> Option<Amount> {
        let sizes = self
            .buffers
            .iter()
            .filter(|buffer| buffer.place == place && buffer.part == part)
            .map(|buffer| self.counted(buffer));
        if let Some(sum) = sizes.reduce(Amount::plus) {
            return Some(sum);
        }
        if self.buffers.iter().any(|buffer| buffer.part == part) {
            return None;
        }
        let rows = self.devices.iter().filter(|row| row.place == place);
        rows.filter_map(|row| match part {
            Part::Weights => Some(row.model),
            Part::Compute => Some(row.compute),
            _ => None,
        })
        .reduce(Amount::plus)
    }

    /// All memory in a place: the sum of the buffers, else llama.cpp's own sum in its table.
    pub fn sum_of_place(&self, place: Place) -> Option<Amount> {
        let sizes = self.buffers.iter().filter(|buffer| buffer.place == place);
        let rows = self.devices.iter().filter(|row| row.place == place);
        sizes
            .map(|buffer| self.counted(buffer))
            .reduce(Amount::plus)
            .or_else(|| rows.map(|row| row.own).reduce(Amount::plus))
    }

    /// What the run had taken on a device, by the engine's name of it.
    pub fn sum_on(&self, device: &str) -> Option<Amount> {
        let of_companions = self.companions.iter().flat_map(|companion| &companion.buffers);
        let buffers = self.buffers.iter().chain(of_companions);
        // `Metal_Mapped`, `CUDA0_Split` are on the device too.
        let is_on = |buffer: &Buffer| {
            let rest = buffer.name.strip_prefix(device);
            rest.is_some_and(|rest| {
                rest.is_empty() || (rest.starts_with(['_', '-']) && buffer.place == Place::Device)
            })
        };
        buffers
            .filter(|buffer| buffer.basis == Basis::Measured && is_on(buffer))
            .map(|buffer| buffer.size.value)
            .reduce(Amount::plus)
    }

    /// What was free where memory ran out: as the engine says, else what was free at the start without what the run had
    /// taken since.
    pub fn free_at_failure(&self) -> Option<Amount> {
        let failure = self.failure.as_ref()?;
        let at_the_start = || {
            let name = failure.device.as_deref()?;
            let found = self.found.iter().find(|device| device.name == name)?;
            Some(found.free?.minus(self.sum_on(name).unwrap_or_default()))
        };
        failure.free.or_else(at_the_start)
    }

    /// Whether there is any figure to compare, or a failure to explain.
    pub fn is_empty(&self) -> bool {
        !self.has_memory() && !self.has_speed() && self.failure.is_none()
    }

    pub(super) fn has_memory(&self) -> bool {
        !self.buffers.is_empty()
            || !self.devices.is_empty()
            || self.total.is_some()
            || self.unplaced_cache.is_some()
            || self.cache_tokens.is_some()
    }

    pub(super) fn has_speed(&self) -> bool {
        self.decode.is_some() || self.prefill.is_some() || !self.bench.is_empty()
    }
}
