//! Memory in detail.

use super::Text;
use crate::domain::architecture::{Origin, Quantity};
use crate::domain::assess::EstimateMethod;
use crate::domain::estimate::serving::{Basis, PartKind, Reason, Source};
use crate::domain::estimate::{CacheType, ChangeKind, WeightBasis};
use crate::domain::run::command::{Caution, CommandError, Setting, Title};
use crate::domain::run::settings::{CellFit, PartName, RunPlacement};

texts! {
    /// The panel, its controls and its pictures.
    MemoryTexts, ENGLISH {
        title: Text = "Memory in detail",
        reading: Text = "Reading the file's header. Until then the Standard estimate stands.",
        failed: Text = "The file's header could not be read, see below. The Standard estimate stands.",
        no_estimate: Text = "There is no detailed estimate for this format. The Standard estimate stands.",
        working: Text = "Working it out …",
        refused: Text = "Part of the link was not understood.",
        refused_part: fn(&str) -> String = |part| format!("“{part}” was left out."),
        refused_many: Text = "It has too many parts; the rest was left out.",
        announced: fn(&str) -> String = |needed| format!("{needed} needed with these settings."),

        context: Text = "Context",
        context_number: Text = "Context (tokens)",
        context_stops: Text = "Usual contexts",
        context_trained: fn(&str) -> String = |tokens| format!("Trained for {tokens} tokens."),
        context_beyond: fn(&str) -> String = |tokens| format!("The model was trained for {tokens} tokens; beyond that its answers may degrade."),
        context_not_stated: Text = "The file does not say what context the model was trained for.",
        context_wrong: Text = "A whole number from 1 to 1,073,741,824.",
        tokens: fn(&str) -> String = |n| format!("{n} tokens"),
        engine: Text = "Engine",
        cache: Text = "KV cache type",
        serving_cache: fn(CacheType) -> Text = |cache_type| match cache_type {
            CacheType::Fp8 => "8 bits",
            CacheType::Q4_0 => "4 bits",
            _ => "as the model (16 bits)",
        },
        keys: Text = "Keys (K)",
        values: Text = "Values (V)",
        sequences: Text = "Parallel conversations",
        requests: Text = "Requests at once",
        number_wrong: fn(u32, u32) -> String = |least, most| format!("A whole number from {least} to {most}."),
        placement: Text = "Placement",
        placement_name: fn(RunPlacement) -> Text = |placement| match placement {
            RunPlacement::Automatic => "Automatic",
            RunPlacement::DevicesOnly => "GPU only",
            RunPlacement::Layers(_) => "Some layers on the GPU",
            RunPlacement::HostExperts(_) => "Experts of some layers in system memory",
            RunPlacement::AllHostExperts => "All experts in system memory",
            RunPlacement::SystemOnly => "System memory only",
        },
        layers: Text = "Layers on the GPU",
        expert_layers: Text = "Layers, from the first",
        projector: Text = "Load the vision projector",
        advanced: Text = "More settings",
        batch: Text = "Batch (tokens)",
        micro_batch: Text = "Micro-batch (tokens)",
        flash_attention: Text = "Flash attention",
        reset: fn(&str) -> String = |context| format!("Back to defaults ({context}, f16)"),
        needs_flash_attention: Text = "llama.cpp will not start with these settings: a quantized value cache needs flash attention.",
        switch_flash_attention_on: Text = "Switch flash attention on",

        fit: fn(CellFit) -> Text = |fit| match fit {
            CellFit::Fits => "fits entirely on the GPU",
            CellFit::Tight => "fits on the GPU with less than 1 GiB to spare",
            CellFit::WithSystemMemory => "fits with part of it in system memory (slower)",
            CellFit::No => "does not fit",
        },
        fit_in_system: fn(CellFit) -> Text = |fit| match fit {
            CellFit::No => "does not fit",
            _ => "fits in system memory",
        },
        fit_short: fn(CellFit) -> Text = |fit| match fit {
            CellFit::Fits => "fits",
            CellFit::Tight => "tight",
            CellFit::WithSystemMemory => "+ system",
            CellFit::No => "no",
        },
        needed_words: Text = "needed in total.",
        between: fn(&str, Option<&str>) -> String = |low, high| match high {
            Some(high) => format!("({low} to {high})"),
            None => format!("(at least {low})"),
        },
        needed_likely: Text = "needed in total (likely).",
        layers_on_devices: fn(u64, u64, u64) -> String = |layers, all, experts| {
            let experts = match experts {
                0 => String::new(),
                n => format!(", the experts of {n} of them in system memory"),
            };
            format!("{layers} of {all} layers on the GPU{experts}.")
        },

        device: fn(usize, &str) -> String = |number, name| match name {
            "" => format!("GPU {number}"),
            name => format!("GPU {number} · {name}"),
        },
        each_device: fn(u64) -> String = |count| match count {
            1 => "The device".to_owned(),
            n => format!("Each of {n} devices"),
        },
        system: Text = "System memory",
        unified: Text = "Unified memory",
        part: fn(PartName) -> Text = |part| match part {
            PartName::Weights => "Weights",
            PartName::KvCache => "KV cache",
            PartName::State => "Recurrent state",
            PartName::Compute => "Compute buffers",
            PartName::Projector => "Vision projector",
            PartName::Overhead => "Overhead",
        },
        free: Text = "Free",
        bar_sum: fn(&str, &str) -> String = |needed, capacity| format!("{needed} of {capacity}"),
        bar_left: fn(&str) -> String = |left| format!("{left} free"),
        bar_missing: fn(&str) -> String = |missing| format!("{missing} missing"),
        bar: fn(&str, &str, &str, &str) -> String = |name, needed, capacity, left| format!("{name}: {needed} of {capacity} needed. {left}"),
        table: Text = "What lies in which memory",
        column_part: Text = "Part",
        column_sum: Text = "Together",
        needed: Text = "Needed",
        usable: Text = "Usable",
        bytes: fn(&str) -> String = |bytes| format!("{bytes} bytes"),

        curve_title: Text = "Memory against context",
        curve_weights: Text = "weights",
        curve_context: Text = "KV cache and state",
        curve_rest: Text = "buffers and overhead",
        curve_now: fn(&str) -> String = |tokens| format!("now: {tokens}"),
        line_devices: Text = "GPU",
        line_share: Text = "GPU share",
        line_all: Text = "all memory",
        reach_devices_whole: fn(&str) -> String = |tokens| format!("Fits entirely on the GPU at any context up to {tokens} tokens."),
        reach_both: fn(&str, &str) -> String = |gpu, all| format!("Fits entirely on the GPU up to {gpu} tokens, and up to {all} with CPU offload."),
        reach_devices: fn(&str) -> String = |tokens| format!("Fits entirely on the GPU up to {tokens} tokens."),
        reach_system: fn(&str) -> String = |tokens| format!("Does not fit in GPU memory; with CPU offload it fits up to {tokens} tokens."),
        reach_whole: fn(&str) -> String = |tokens| format!("Fits in system memory at any context up to {tokens} tokens."),
        reach: fn(&str) -> String = |tokens| format!("Fits up to {tokens} tokens."),
        reach_none: Text = "Does not fit at any context.",

        grid_title: Text = "Fit at each context length",
        grid_variant: Text = "Variant",
        cell: fn(&str, &str, &str) -> String = |variant, context, fit| format!("{variant} at {context}: {fit}"),

        answers_title: Text = "What fits",
        best: fn(&str, &str, bool) -> String = |variant, needed, is_whole| match is_whole {
            true => format!("The best variant that fits at this context is {variant}, with {needed}."),
            false => format!("The best variant that fits at this context is {variant}, with {needed} and a part in system memory."),
        },
        best_is_shown: fn(&str, bool) -> String = |variant, is_whole| match is_whole {
            true => format!("{variant} is the best variant that fits at this context."),
            false => format!("{variant} is the best variant that fits at this context, with a part in system memory."),
        },
        best_none: Text = "No variant of this repository fits at this context.",
        show: fn(&str) -> String = |variant| format!("Show {variant}"),
        help: Text = "What would make it run",
        help_onto_devices: Text = "What would make it fit entirely on the GPU",
        help_none: Text = "No single change helps. The grid below shows which variants fit at shorter contexts.",
        change_variant: fn(&str) -> String = |variant| format!("Use {variant}"),
        change: fn(ChangeKind, &str) -> String = |kind, number| match kind {
            ChangeKind::Context(_) => format!("Context of {number} tokens"),
            ChangeKind::CacheType(cache_type) => format!("KV cache as {}", cache_type.name()),
            ChangeKind::Sequences(1) => "One conversation at a time".to_owned(),
            ChangeKind::Sequences(_) => format!("{number} conversations at a time"),
            ChangeKind::HostExperts(_) => format!("Experts of {number} layers in system memory"),
            ChangeKind::GpuLayers(_) => format!("Only {number} layers on the GPU"),
            ChangeKind::Variant(_) => "Another variant".to_owned(),
        },
        then_needs: fn(&str) -> String = |needed| format!("{needed} in total"),

        no_command_for_what_does_not_fit: Text = "It does not fit so, and a command would only fail. The changes above make it fit.",

        methods_title: Text = "Two estimates",
        standard: Text = "Standard",
        detailed: Text = "Detailed",
        part_weights: Text = "Weights",
        rest: Text = "Everything else",
        no_standard: Text = "There is no Standard estimate for this file to compare with.",
        weights_agree: fn(&str) -> String = |real| format!("Both find about {real} of weights."),
        weights_differ: fn(&str, &str, &str, bool) -> String = |bytes, counted, real, is_more| {
            let word = if is_more { "more" } else { "less" };
            let unit = if bytes == "1" { "byte" } else { "bytes" };
            format!("Standard counts {bytes} {unit} for each parameter, {counted}; the files really hold {word}, {real}.")
        },
        rest_differs: fn(&str, &str, &str, &str, &str) -> String = |factor, added, rest, context, tokens| {
            format!("For everything else Standard multiplies by {factor}, which adds {added} whatever the context. Detailed adds it up: {rest}, of it {context} for a context of {tokens} tokens.")
        },
        which_decides: Text = "Which estimate decides?",
        method: fn(EstimateMethod) -> (Text, Text) = |method| match method {
            EstimateMethod::Detailed => ("The most exact estimate", "detailed where the files were read, else quick"),
            EstimateMethod::Standard => ("Judge by the Standard rule", "everywhere, whatever is known better"),
        },
        steps_title: Text = "How the detailed sum is calculated",
        steps_intro: Text = "Each part with this model's numbers, and the key of the header that each came from.",
        weights_basis: fn(WeightBasis) -> Text = |basis| match basis {
            WeightBasis::Tensors => "every tensor of the file: its shape × the bytes of its type, and a copy of the embedding table where it is the output matrix too",
            WeightBasis::TensorsWithUnknownTypes => "every tensor of a known type; some have a type of unknown size and are missing",
            WeightBasis::FileSize => "the size of the files, shared out over the layers; their headers (usually less than 1 %) count as weights",
        },
        kv_full: Text = "KV cache, whole context",
        kv_window: Text = "KV cache, sliding window",
        kv_shared: Text = "Layers that share a cache",
        kv_shared_formula: fn(&str) -> String = |n| format!("{n} layers use the cache of an earlier layer: nothing is added"),
        kv_formula: fn(&str, &str, (&str, &str), (&str, &str), &str) -> String = |layers, heads, (key, key_bytes), (value, value_bytes), tokens| {
            if (key, key_bytes) == (value, value_bytes) {
                format!("{layers} layers × {heads} KV heads × {key} wide × {key_bytes} × 2 (keys and values) × {tokens}")
            } else {
                format!("{layers} layers × {heads} KV heads × ({key} wide × {key_bytes} for keys + {value} wide × {value_bytes} for values) × {tokens}")
            }
        },
        latent_formula: fn(&str, &str, &str, &str, &str) -> String = |layers, rank, rope, bytes, tokens| {
            format!("{layers} layers × ({rank} + {rope}) numbers, one compressed row for all heads (MLA) × {bytes} × {tokens}")
        },
        window_note: fn(&str, &str, &str) -> String = |window, micro_batch, cells| {
            format!("a window of {window} tokens and one micro-batch of {micro_batch}, rounded up to {cells} cells")
        },
        bytes_of_type: fn(&str, &str) -> String = |bytes, name| format!("{bytes} bytes ({name})"),
        part_state: Text = "Recurrent state",
        state_formula: fn(&str, &str, &str) -> String = |layers, numbers, sequences| {
            format!("{layers} layers × up to {numbers} numbers × 4 bytes × {sequences} conversations; it does not grow with the context")
        },
        part_compute: Text = "Compute and output buffers",
        compute_formula: fn(&str, &str, &str) -> String = |tokens, rows, vocabulary| {
            format!("the engine's graph for {tokens} tokens at once, planned as the engine plans it, with room for the probabilities of {vocabulary} words after {rows} of these tokens")
        },
        part_projector: Text = "Vision projector",
        projector_formula: Text = "its file, and about 0.4 GiB to compute with: an approximation",
        part_overhead: Text = "Overhead",
        overhead_formula: fn(usize) -> String = |devices| match devices {
            0 => "64 MB for the process".to_owned(),
            1 => "64 MB for the process, and what the GPU's runtime takes for itself".to_owned(),
            n => format!("64 MB for the process, and what the runtime takes for itself on each of {n} GPUs"),
        },
        total_formula: Text = "the sum over all memories",
        numbers: Text = "The numbers and where they came from",
        number_name: Text = "Number",
        number_value: Text = "Value",
        number_origin: Text = "From",
        yes: Text = "yes",
        no: Text = "no",
        origin: fn(&Origin) -> Text = |origin| match origin {
            Origin::Key(_) | Origin::Tensor(_) => "",
            Origin::Architecture => "fixed by the architecture",
            Origin::EngineDefault => "engine default where it is not stated",
            Origin::Assumed => "assumed",
        },
        quantity: fn(Quantity) -> Text = |quantity| match quantity {
            Quantity::LayerKinds => "kinds of layers",
            Quantity::Layers => "layers",
            Quantity::DraftBlocks => "draft (MTP) blocks, not loaded",
            Quantity::EmbeddingLength => "embedding width",
            Quantity::FeedForwardLength => "feed-forward width",
            Quantity::GatedFeedForward => "gated feed-forward",
            Quantity::QueryHeads => "query heads",
            Quantity::KeyValueHeads => "KV heads",
            Quantity::KeyWidth => "width of a key head",
            Quantity::ValueWidth => "width of a value head",
            Quantity::Vocabulary => "vocabulary",
            Quantity::ContextLength => "trained context",
            Quantity::TiedEmbeddings => "output matrix is the embedding table",
            Quantity::WindowLength => "sliding window",
            Quantity::WindowLayers => "sliding-window layers",
            Quantity::SharedCacheLayers => "layers that share a cache",
            Quantity::RecurrentLayers => "recurrent layers",
            Quantity::RecurrentState => "numbers of a state",
            Quantity::LatentRank => "compressed KV width (MLA)",
            Quantity::Experts => "experts",
            Quantity::ExpertsUsed => "experts used per token",
            Quantity::ExpertLength => "width of an expert",
            Quantity::SharedExpertLength => "width of shared experts",
            Quantity::PerLayerEmbedding => "embedding of each layer",
            Quantity::Encoder => "encoder: nothing is cached",
        },
        doubt_sizes: Text = "Weights are taken from the files' sizes, up to 1 % more than what is loaded. “Read all” below reads every tensor instead.",
        doubt_assumed: fn(&str) -> String = |names| format!("Assumed, because nothing states it: {names}. The real sum may differ."),
        doubt_missing: fn(&str) -> String = |names| format!("Not stated anywhere: {names}. What depends on it is left out of the sum, which may be too small."),
        doubt_overhead: Text = "What the GPU's runtime takes is a typical figure: 0.1 to 0.5 GiB on each GPU.",

        run_title: Text = "Run it like this",
        no_runner: Text = "There is no command for this: no known runner loads it from the Hub.",
        shell: Text = "Shell",
        shell_posix: Text = "Linux and macOS",
        copy: Text = "Copy",
        piece: fn(Title) -> Text = |title| match title {
            Title::Install => "Install",
            Title::Serve => "Serve over HTTP",
            Title::Chat => "Chat in the terminal",
            Title::Generate => "Generate once",
            Title::Download => "Download",
            Title::Load => "Load with these settings",
            Title::StartServer => "Start the server with these settings",
            Title::TypeAtPrompt => "Type at its prompt",
            Title::Open => "Open in the application",
            Title::Python => "Python",
            Title::CheckFit => "Let the runner check the fit itself",
        },
        left_out: fn(&str) -> String = |names| format!("This runner has no option for: {names} (its defaults apply)."),
        setting: fn(Setting) -> Text = |setting| match setting {
            Setting::ChosenFile => "which file",
            Setting::Context => "context",
            Setting::Sequences => "parallel conversations",
            Setting::Batch => "batch sizes",
            Setting::CacheType => "KV cache type",
            Setting::FlashAttention => "flash attention",
            Setting::GpuLayers => "layers on the GPU",
            Setting::HostExperts => "experts in system memory",
            Setting::Split => "split over several GPUs",
            Setting::CacheOnHost => "cache in system memory",
            Setting::Projector => "vision projector",
            Setting::MemoryShare => "share of GPU memory",
        },
        caution: fn(Caution) -> Text = |caution| match caution {
            Caution::ShardsMayBeRefused => "Older versions refuse models in several files.",
            Caution::LinuxOnly => "Runs on Linux (on Windows inside WSL 2).",
            Caution::AppleOnly => "Runs on Macs with an Apple chip.",
            Caution::NeedsToken => "Set the environment variable HF_TOKEN to a token that can read the repository.",
            Caution::RestartServer => "Stop a server that is already running first.",
        },
        no_command: fn(&CommandError) -> String = |error| match error {
            CommandError::WrongFormat => "This runner does not load this format.".to_owned(),
            CommandError::NeedsOwner => "This runner needs owner/name, but the repository has a single name.".to_owned(),
            CommandError::NoFile => "The variant has no file to name.".to_owned(),
            CommandError::UnsafeName { name } => format!("“{name}” cannot be put into a command safely."),
            CommandError::CacheNeedsFlashAttention => "llama.cpp will not start with these settings: a quantized value cache needs flash attention.".to_owned(),
        },

        needs_gpu: fn(&str) -> String = |engine| format!("{engine} needs a GPU with memory of its own, and this machine has none."),
        needs_apple: Text = "MLX needs an Apple chip, and this machine has none.",
        range: fn(&str, &str, &str) -> String = |likely, low, high| format!("≈ {likely} ({low} to {high})"),
        likely: Text = "Likely",
        from_to: Text = "From – to",
        rests_on: Text = "Rests on",
        budget: fn(&str, &str) -> String = |engine, budget| format!("{engine} may take {budget}"),
        serving_part: fn(PartKind) -> Text = |part| match part {
            PartKind::Weights => "Weights",
            PartKind::KvCache => "KV cache",
            PartKind::RecurrentState => "Recurrent state",
            PartKind::Activations => "Activations",
            PartKind::Runtime => "Runtime",
            PartKind::CudaGraphs => "CUDA graphs",
            PartKind::CacheGrowth => "Growth of the cache",
            PartKind::PromptCache => "Prompt cache",
        },
        basis: fn(Basis) -> Text = |basis| match basis {
            Basis::Measured => "bytes of the files",
            Basis::Computed => "the model's numbers and the engine's rule",
            Basis::Cited(Source::VllmLogs) => "published logs of vLLM",
            Basis::Assumed(reason) => match reason {
                Reason::WeightsFromShapes => "assumed: the configuration's shapes × the method's width",
                Reason::UnknownMethod => "assumed: the quantization method is not known",
                Reason::WindowHandling => "assumed: how the engine keeps sliding windows depends on its version",
                Reason::CompressedCache => "assumed: engines keep this compressed cache differently",
                Reason::StatePrecision => "assumed: 16 or 32 bits depend on the settings",
                Reason::OneLayersActivations => "assumed: one layer's intermediate results, a third to twice",
                Reason::NoBreakdown => "assumed: nobody published a breakdown",
                Reason::GrowingCache => "assumed: old and new copy of a growing cache",
                Reason::KeptPrompts => "assumed: earlier prompts may be kept",
            },
        },
        serving_fits: fn(&str) -> String = |spare| format!("Fits, with at least {spare} to spare."),
        serving_tight: fn(&str) -> String = |missing| format!("Probably fits; at worst {missing} are missing."),
        serving_no: fn(&str) -> String = |missing| format!("Probably does not fit: {missing} are missing."),
        serving_context: fn(&str) -> String = |reach| format!("Longest context for these requests: {reach}."),
        serving_requests: fn(&str) -> String = |reach| format!("Requests of this context at once: {reach}."),
        reach_range: fn(&str, &str, &str, bool) -> String = |likely, certain, best, is_none| match (is_none, certain == best) {
            (true, _) if best == "0" => "none".to_owned(),
            (true, _) => format!("probably none, at best {best}"),
            (false, true) => likely.to_owned(),
            (false, false) => format!("probably {likely} ({certain} for certain, {best} at best)"),
        },
        heads: fn(&str) -> String = |engine| format!("The attention heads do not divide evenly across the GPUs, which {engine} requires."),
        reserves: fn(&str) -> String = |engine| format!("{engine} reserves its share of GPU memory whatever the model and fills what the weights leave with KV cache."),
    }
}
