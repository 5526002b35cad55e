//! The glossary: short explanations that terms carry everywhere.

use super::Text;

/// A term and its explanation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct GlossaryEntry {
    pub term: Text,
    pub explanation: Text,
}

const fn entry(term: Text, explanation: Text) -> GlossaryEntry {
    GlossaryEntry { term, explanation }
}

texts! {
    /// Terms of the field.
    GlossaryTexts, ENGLISH {
        quantization: GlossaryEntry = entry(
            "Quantization",
            "Storing each weight with fewer bits. The model gets smaller and often faster, and loses some quality: the fewer bits, the more.",
        ),
        format: GlossaryEntry = entry(
            "Format",
            "The container of the weights. GGUF runs in llama.cpp, Ollama and LM Studio; Safetensors in transformers and vLLM; MLX on Apple chips.",
        ),
        parameters: GlossaryEntry = entry(
            "Parameters",
            "The numbers a model has learned, also called weights. “8B” means eight billion of them. More need more memory.",
        ),
        bits_per_weight: GlossaryEntry = entry(
            "Bits per weight",
            "How many bits a parameter takes on average over the whole file. 16 is the usual original precision.",
        ),
        tokens_per_second: GlossaryEntry = entry(
            "Tokens per second",
            "How fast the model writes: an estimate from memory bandwidth, for a short conversation. A token is about four letters of English; people read some five to ten a second.",
        ),
        variant: GlossaryEntry = entry(
            "Variant",
            "One set of weight files of a repository in one format and quantization. You download one variant, not all.",
        ),
        context_length: GlossaryEntry = entry(
            "Context length",
            "How much text the model can take into account at once, counted in tokens. A token is about four letters of English.",
        ),
        kv_cache: GlossaryEntry = entry(
            "KV cache",
            "The memory in which a model keeps what it has read so far. It grows with the context and comes on top of the weights.",
        ),
        offload: GlossaryEntry = entry(
            "Offload",
            "Keeping part of a model in system memory when GPU memory is too small. It works, but that part runs several times slower.",
        ),
        unified_memory: GlossaryEntry = entry(
            "Unified memory",
            "One memory for CPU and GPU, as in Apple chips. It must not be counted twice.",
        ),
        gpu_memory: GlossaryEntry = entry(
            "GPU memory",
            "Memory on the graphics card, also called VRAM. A model that lies in it completely runs fastest.",
        ),
        reserve: GlossaryEntry = entry(
            "Reserve",
            "The share of system memory left to the operating system and your other programs. The rule keeps 20 %.",
        ),
        activation: GlossaryEntry = entry(
            "Activation multiplier",
            "What is needed besides the weights while a model works (cache, intermediate results), as a factor. The rule takes 1.5.",
        ),
        gated: GlossaryEntry = entry(
            "Gated",
            "The files can be downloaded only after agreeing to the authors' terms on the Hub.",
        ),
        adapter: GlossaryEntry = entry(
            "Adapter",
            "A small addition (often a LoRA) that changes a base model. It needs that model to run.",
        ),
        shard: GlossaryEntry = entry("Shard", "One of several files into which large weights are split. All are needed."),
    }
}

impl GlossaryTexts {
    /// Every entry, in the order in which a newcomer meets them.
    pub fn entries(&self) -> [GlossaryEntry; 16] {
        [
            self.parameters,
            self.quantization,
            self.bits_per_weight,
            self.format,
            self.variant,
            self.shard,
            self.context_length,
            self.kv_cache,
            self.gpu_memory,
            self.unified_memory,
            self.offload,
            self.tokens_per_second,
            self.reserve,
            self.activation,
            self.gated,
            self.adapter,
        ]
    }
}
