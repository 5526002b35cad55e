//! What was measured, in a shape that stands beside an estimate.

/// A figure and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure<T> {
    /// The figure.
    pub value: T,
    /// The line, or for a sum the last of its lines.
    pub source: Source,
}

/// A line of the paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its number, from 1.
    pub line: u32,
    /// Its text, cut and without characters that disturb the text around it.
    pub text: String,
}

/// An amount of memory as a log prints it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Bytes.
    pub bytes: u64,
    /// How far the true amount may lie from it, in bytes: logs print few digits.
    pub rounding: u64,
}

impl Amount {
    /// The sum, with both roundings.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            bytes: self.bytes.saturating_add(other.bytes),
            rounding: self.rounding.saturating_add(other.rounding),
        }
    }

    /// Whether this amount of bytes may be the true one.
    pub const fn allows(self, bytes: u64) -> bool {
        self.bytes.abs_diff(bytes) <= self.rounding
    }
}

/// A speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed {
    /// Thousandths of a token per second.
    pub milli_tokens_per_s: u64,
    /// Tokens that it was measured over, where the log says. A prefill of few tokens says little about a long one.
    pub n_tokens: Option<u64>,
}

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
}

/// What memory is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Weights.
    Weights,
    /// KV cache.
    KvCache,
    /// State of recurrent layers.
    RecurrentState,
    /// Buffers of the computation; for vLLM its peak of activations.
    Compute,
    /// Output buffer (logits and embeddings).
    Output,
    /// A vision projector: weights and computation.
    Projector,
    /// What the runtime takes beside all buffers (vLLM's "non-torch memory", CUDA graphs).
    Runtime,
}

/// Where memory lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A GPU or another accelerator.
    Device,
    /// System memory, pinned or not.
    Host,
}

impl Place {
    /// The place of a buffer by the name that GGML's backends give it.
    pub(super) fn of_buffer(name: &str) -> Self {
        let is_host = name.starts_with("CPU")
            || name.ends_with("_Host")
            || ["Host", "cpu", "AMX", "BLAS"].contains(&name);
        if is_host { Self::Host } else { Self::Device }
    }
}

/// How a figure came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The engine reports what it took.
    Measured,
    /// The engine reports what it expected to take.
    Expected,
}

/// The memory of one purpose under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// The engine's name for where it is: `CUDA0`, `CPU_Mapped`, `CUDA_Host`, `Worker_TP0`. Cut.
    pub name: String,
    /// Where it lies.
    pub place: Place,
    /// What it is for.
    pub part: Part,
    /// How much.
    pub size: Figure<Amount>,
    /// How it came about.
    pub basis: Basis,
}

/// A row of llama.cpp's memory table (pull request 15860), in whole MiB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceMemory {
    /// The device with its description: `CUDA0 (RTX 4090)`, `Host`. Cut.
    pub name: String,
    /// Where it lies.
    pub place: Place,
    /// All memory of the device; system memory is not always given.
    pub total: Option<Amount>,
    /// What was free.
    pub free: Option<Amount>,
    /// What llama.cpp used: the next three together.
    pub own: Amount,
    /// Weights.
    pub model: Amount,
    /// KV cache, recurrent state and output buffer.
    pub context: Amount,
    /// Compute buffers.
    pub compute: Amount,
    /// What neither llama.cpp nor "free" explains: the runtime, the display, other programs.
    pub unaccounted: Option<Amount>,
    /// Whether the device was really filled when it was printed, or the engine was still fitting.
    pub basis: Basis,
    /// Where it was read.
    pub source: Source,
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
    /// Tokens of the context, of all sequences together.
    pub context: Option<Figure<u64>>,
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
    /// Tokens that fit into the KV cache of a server.
    pub cache_tokens: Option<Figure<u64>>,
    /// Memory by name and purpose.
    pub buffers: Vec<Buffer>,
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
}

impl EngineReport {
    /// The measured (else the expected) memory of a part in a place; from the table where there are no buffers.
    ///
    /// llama.cpp's table knows weights and compute buffers apart, but neither KV cache nor recurrent state.
    pub fn sum(&self, place: Place, part: Part) -> Option<Amount> {
        let sizes = self
            .buffers
            .iter()
            .filter(|buffer| buffer.place == place && buffer.part == part)
            .map(|buffer| buffer.size.value);
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
            .map(|buffer| buffer.size.value)
            .reduce(Amount::plus)
            .or_else(|| rows.map(|row| row.own).reduce(Amount::plus))
    }

    /// Whether there is any figure to compare.
    pub fn is_empty(&self) -> bool {
        !self.has_memory() && !self.has_speed()
    }

    pub(super) fn has_memory(&self) -> bool {
        !self.buffers.is_empty() || !self.devices.is_empty() || self.total.is_some()
    }

    pub(super) fn has_speed(&self) -> bool {
        self.decode.is_some() || self.prefill.is_some() || !self.bench.is_empty()
    }
}
