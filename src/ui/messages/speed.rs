//! Speed, and the comparison with a run of the reader's own.

use super::Text;
use crate::domain::estimate::CacheType;
use crate::domain::machine::devices::SpeedClass;
use crate::domain::report::comparison::{
    Agreement, Condition, MemoryFigure, Mismatch, NoCalibration, Reason, SpeedFigure,
};
use crate::domain::report::log::{Engine as LogEngine, EngineLogError, FailureKind, Part, Place, Stage};
use crate::domain::speed::CalibrationError;
use crate::domain::speed::{Confidence, Engine, NoSpeed};

texts! {
    /// The speed of a variant on the reader's machine.
    SpeedTexts, ENGLISH {
        title: Text = "Speed",
        line: fn(&str, &str, &str) -> String = |machine, engine, tokens| {
            format!("One conversation on {machine} with {engine}, {tokens} tokens in it. Estimates, not measurements.")
        },
        decode: Text = "Writing an answer",
        prefill: Text = "Reading a prompt",
        first_token: Text = "Until the first token",
        tokens_per_s: Text = "tokens/s",
        range: fn(&str, &str) -> String = |low, high| format!("{low} to {high}"),
        confidence: fn(Confidence) -> &'static str = |confidence| match confidence {
            Confidence::High => "high confidence",
            Confidence::Medium => "medium confidence",
            Confidence::Low => "low confidence",
        },
        no_number: Text = "no estimate",
        at_full: fn(&str, &str) -> String = |tokens, rate| {
            format!("{rate} tokens/s once all {tokens} tokens of the context are in use")
        },
        prompt: Text = "Length of the prompt (tokens)",
        prompt_problem: fn(&str) -> String = |most| format!("Enter a whole number from 1 to {most} (the context)."),

        time_title: fn(&str) -> String = |ms| format!("Where the {ms} of a token go"),
        time_weights: Text = "Weights",
        time_host: Text = "Weights in system memory",
        time_layers: Text = "Layers",
        time_context: Text = "Context",
        time_share: fn(&str, &str, u64) -> String = |name, ms, percent| format!("{name} {ms} ({percent} %)"),

        inputs: Text = "What this estimate is based on",
        input_device: Text = "Device",
        input_class: Text = "Computes like",
        class: fn(SpeedClass) -> &'static str = |class| match class {
            SpeedClass::Cpu => "a processor",
            SpeedClass::SingleBoard => "a single-board computer",
            SpeedClass::AppleM1 | SpeedClass::AppleM1Max => "Apple M1 and M2",
            SpeedClass::AppleM3 => "Apple M3 and M4",
            SpeedClass::AppleM5 => "Apple M5",
            SpeedClass::AmdVulkan => "AMD GPUs through Vulkan",
            SpeedClass::IntelXe | SpeedClass::IntelXe2 => "Intel Xe GPUs",
            SpeedClass::StrixHalo => "AMD Strix Halo",
            SpeedClass::Instinct => "AMD Instinct",
            SpeedClass::Rdna2 => "AMD RDNA 2",
            SpeedClass::Rdna3 => "AMD RDNA 3",
            SpeedClass::Rdna4 => "AMD RDNA 4",
            SpeedClass::Pascal => "NVIDIA Pascal",
            SpeedClass::Turing => "NVIDIA Turing",
            SpeedClass::Ampere => "NVIDIA Ampere",
            SpeedClass::Ada => "NVIDIA Ada",
            SpeedClass::Blackwell => "NVIDIA Blackwell",
            class if class.is_thin() => "a GPU of which few measurements are known",
            _ => "a GPU of its generation",
        },
        input_bandwidth: Text = "Memory bandwidth",
        input_host_bandwidth: Text = "System memory bandwidth",
        input_compute: Text = "Compute",
        unknown: Text = "not known",
        bandwidth: fn(&str) -> String = |gb| format!("{gb} GB/s"),
        compute: fn(&str) -> String = |tflops| format!("{tflops} TFLOPS"),
        input_read: Text = "Weights read for a token",
        input_active: Text = "Active parameters",
        input_layers: Text = "Layers",
        input_cache: Text = "Context read for a token",
        input_host_share: Text = "In system memory",
        percent: fn(u64) -> String = |percent| format!("{percent} % of the weights"),
        assumed: Text = "Assumed, because nothing states it:",
        assumed_layers: Text = "the number of layers, from the size",
        assumed_context: Text = "the bytes that a token of context takes",
        assumed_embeddings: Text = "which part of the embeddings is only looked up",
        assumed_host: Text = "64 GB/s for the system memory",
        engine: fn(Engine) -> &'static str = |engine| match engine {
            Engine::LlamaCpp | Engine::LlamaCpp2024 => "llama.cpp",
            Engine::Ollama => "Ollama",
            Engine::Mlx => "MLX",
            Engine::Vllm => "vLLM",
            Engine::Llamafile => "llamafile",
        },

        none_title: Text = "The speed cannot be estimated.",
        no_speed: fn(NoSpeed) -> &'static str = |reason| match reason {
            NoSpeed::ModelUnknown => "The size of the weights or the number of parameters is not known.",
            NoSpeed::BandwidthUnknown => "The memory bandwidth of what would hold the model is not known, and it decides how fast a model writes.",
            NoSpeed::ComputeUnknown => "Its compute rate is not known, so the prompt speed cannot be estimated.",
        },
        does_not_fit: Text = "It does not fit into this machine.",
        refused: Text = "The engine would refuse these settings.",
        no_format: Text = "Nothing is known about the speed of this format.",
        say_it: Text = "Open my hardware",
        say_it_hint: Text = "Choose your device from the catalog there, which knows its bandwidth and compute.",

        corrected: Text = "Corrected by your own run:",
        corrected_by: fn(Option<&str>, Option<&str>) -> String = |decode, prefill| {
            let of = |name: &str, factor: Option<&str>| factor.map(|factor| format!("{name} × {factor}"));
            let parts = [of("writing", decode), of("reading a prompt", prefill)];
            format!("{}.", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
        },
        undo: Text = "Undo the correction",
        undone: Text = "The correction was undone.",

        check_title: Text = "Check us",
        check_intro: Text = "Run the model, paste what the engine printed while it loaded and answered, and see how far these estimates were off. The text stays on this device.",
        check_label: Text = "Output of llama.cpp, Ollama or LM Studio",
        check_clear: Text = "Clear",
        log_error: fn(EngineLogError) -> String = |error| match error {
            EngineLogError::Empty => "It contains only white space.".to_owned(),
            EngineLogError::NothingRecognized { n_lines, n_bytes_skipped } => {
                let cut = if n_bytes_skipped > 0 { " Only the last 4 MB were read." } else { "" };
                format!("None of its {n_lines} lines holds a figure that this page knows. Lines such as “model buffer size = … MiB” or “eval time = … tokens per second” are looked for.{cut}")
            }
        },
        log_skipped: fn(&str) -> String = |size| format!("The paste was long: its first {size} were not read."),
        log_runs: fn(u32) -> String = |n| format!("It holds {n} runs; this is the last one."),
        failure_title: Text = "This run failed.",
        failure_kind: fn(&FailureKind) -> String = failure_kind,
        failure_stage: fn(Stage) -> &'static str = |stage| match stage {
            Stage::Weights => "It happened while the weights were loaded.",
            Stage::KvCache => "It happened when the KV cache was made.",
            Stage::RecurrentState => "It happened when the recurrent state was made.",
            Stage::Output => "It happened when the output buffer was made.",
            Stage::Compute => "It happened when the compute buffers were made.",
            Stage::Projector => "It happened while the vision projector was loaded.",
            Stage::Graphs => "It happened while CUDA graphs were captured.",
            Stage::Prompt => "It happened while a prompt was processed.",
        },
        failure_asked: fn(&str, Option<&str>) -> String = |asked, device| match device {
            Some(device) => format!("The engine asked for {asked} on {device}."),
            None => format!("The engine asked for {asked}."),
        },
        failure_free: fn(&str) -> String = |free| format!("{free} were free."),
        failure_tokens: fn(&str) -> String = |tokens| format!("The run asked for {tokens} tokens."),
        diagnosis_estimate: fn(bool, Place, &str, &str) -> String = |is_refused, place, needed, free| {
            let place = match place {
                Place::Device => "GPU",
                Place::Host => "system memory",
            };
            if is_refused {
                format!("LLM Lens would have said that these settings do not fit: {needed} needed, {free} available ({place}).")
            } else {
                format!("LLM Lens estimates that these settings fit: {needed} needed, {free} available ({place}). Other programs, or another build of the engine, may have taken the difference.")
            }
        },
        diagnosis_context: fn(&str) -> String = |tokens| format!("By the engine's own figures, a context of {tokens} tokens"),
        diagnosis_changes: Text = "Any one of these would have fitted:",
        log_draft: Text = "A second, smaller model for drafts was left out.",
        log_implausible: fn(u32) -> String = |n| format!("{n} figures were too large for any machine and left out."),
        log_engine: fn(LogEngine) -> &'static str = |engine| match engine {
            LogEngine::LlamaCpp => "llama.cpp",
            LogEngine::Ollama => "Ollama",
            LogEngine::LmStudio => "LM Studio",
            LogEngine::Vllm => "vLLM",
            LogEngine::Sglang => "SGLang",
            LogEngine::MlxLm => "mlx-lm",
            LogEngine::KoboldCpp => "KoboldCpp",
            LogEngine::IkLlamaCpp => "ik_llama.cpp",
            LogEngine::Transformers => "transformers",
        },
        understood: Text = "Understood:",
        understood_context: fn(&str) -> String = |tokens| format!("{tokens} tokens of context"),
        understood_layers: fn(u64, Option<u64>) -> String = |on_gpu, total| match total {
            Some(total) => format!("{on_gpu} of {total} layers on the GPU"),
            None => format!("{on_gpu} layers on the GPU"),
        },
        understood_cache: fn(&str, &str) -> String = |k, v| format!("cache {k} / {v}"),
        conditions: Text = "Compared with the settings of the log:",
        condition: fn(Condition) -> String = condition,
        mismatch_title: Text = "This looks like another model.",
        mismatch: fn(&Mismatch) -> String = |mismatch| match mismatch {
            Mismatch::Architecture(name) => format!("The log's architecture is “{name}”."),
            Mismatch::Layers { log, page } => format!("It has {log} layers with the output, this one {page}."),
            Mismatch::Quantization(name) => format!("Its quantization is “{name}”."),
            Mismatch::Weights { .. } => "Its weights have another size.".to_owned(),
        },
        unnamed: Text = "The log does not say which model it is of; it is taken for this variant.",
        table_memory: Text = "Memory: estimated and reported",
        table_speed: Text = "Speed: estimated and reported",
        column_figure: Text = "Figure",
        column_estimate: Text = "Estimate",
        column_reported: Text = "Reported",
        column_difference: Text = "Difference",
        memory_figure: fn(MemoryFigure) -> String = memory_figure,
        speed_figure: fn(SpeedFigure, Option<&str>) -> String = |figure, tokens| {
            let name = match figure {
                SpeedFigure::Decode => "Writing",
                SpeedFigure::Prefill => "Reading the prompt",
                SpeedFigure::FirstToken => "First token",
            };
            tokens.map_or_else(|| name.to_owned(), |tokens| format!("{name}, {tokens} tokens"))
        },
        agreement: fn(Agreement) -> &'static str = |agreement| match agreement {
            Agreement::Exact => "exact",
            Agreement::WithinRange => "within the range",
            Agreement::Outside => "outside",
            Agreement::NotEstimated => "not estimated",
        },
        reason: fn(Reason) -> &'static str = |reason| match reason {
            Reason::OtherModel => "another model",
            Reason::ContextNotStated => "the log does not state its context",
            Reason::CacheTypesNotStated => "the log does not state its cache types",
            Reason::LayersNotStated => "the log does not state its layers on the GPU",
            Reason::OtherBuild => "another build or backend may reserve other buffers",
            Reason::MappedFile => "the engine maps whole stretches of the file",
            Reason::OnlyExpected => "the engine printed what it expected, not what it took",
            Reason::ShortRun => "measured over few tokens",
            Reason::SharedPlacement => "shared between GPU and system memory",
            Reason::OtherMachine => "another machine, a power limit or other programs",
        },
        log_line: fn(u32) -> String = |number| format!("line {number}"),
        calibrate: Text = "Correct this profile with this run",
        calibrated: Text = "The profile is corrected by your run. All its speeds follow.",
        calibrate_shared: Text = "Keep this shared machine as a profile of yours to correct it.",
        no_calibration: fn(NoCalibration) -> String = |reason| match reason {
            NoCalibration::OtherModel => "It cannot correct the profile, because it is of another model. Open that one.".to_owned(),
            NoCalibration::Run(CalibrationError::NothingToCompare) => {
                "It cannot correct the profile: no speed in it was measured over enough tokens (16 written, 256 read), or none is estimated.".to_owned()
            }
            NoCalibration::Run(CalibrationError::TooFar { thousandths }) => {
                let how = if thousandths < 1_000 { "less than a fifth of" } else { "more than five times" };
                format!("It does not correct the profile: the run is {how} the estimate, so it measured something else. Nothing was changed.")
            }
        },
    }
}

fn condition(condition: Condition) -> String {
    let types = |name: &str, log: CacheType, page: CacheType| {
        format!("{name} {} (page: {})", log.name(), page.name())
    };
    match condition {
        Condition::Context { log, page } => format!("context {log} (page: {page})"),
        Condition::Sequences { log, page } => format!("{log} conversations at once (page: {page})"),
        Condition::MicroBatch { log, page } => format!("{log} tokens computed at once (page: {page})"),
        Condition::KeyType { log, page } => types("keys as", log, page),
        Condition::ValueType { log, page } => types("values as", log, page),
        Condition::GpuLayers { log, page } => format!("{log} layers on the GPU (page: {page})"),
    }
}

fn memory_figure(figure: MemoryFigure) -> String {
    let place_name = |place: Place| match place {
        Place::Device => "GPU",
        Place::Host => "system memory",
    };
    match figure {
        MemoryFigure::Part(place, part) => {
            let name = match part {
                Part::Weights => "Weights",
                Part::KvCache => "KV cache",
                Part::RecurrentState => "Recurrent state",
                Part::Compute => "Compute buffers",
                Part::Output => "Output",
                Part::Projector => "Vision projector",
                Part::Graphs => "CUDA graphs",
                Part::Runtime => "Runtime",
            };
            format!("{name}, {}", place_name(place))
        }
        MemoryFigure::Context(place) => format!("Context and output, {}", place_name(place)),
        MemoryFigure::Place(Place::Device) => "All on the GPU".to_owned(),
        MemoryFigure::Place(Place::Host) => "All in system memory".to_owned(),
        MemoryFigure::WholeCache => "KV cache".to_owned(),
        MemoryFigure::Total => "Total".to_owned(),
    }
}

fn failure_kind(kind: &FailureKind) -> String {
    match kind {
        FailureKind::OutOfMemory => "It ran out of memory.".to_owned(),
        FailureKind::NotEnoughMemory => {
            "The engine refused to start because memory does not suffice.".to_owned()
        }
        FailureKind::PromptTooLong => "A prompt was longer than the context.".to_owned(),
        FailureKind::RefusedSettings(words) => format!("The engine refused the settings: “{words}”."),
        FailureKind::UnsupportedArchitecture(name) => {
            format!("This build of the engine does not know the model: “{name}”. A newer one may.")
        }
        FailureKind::UnsupportedQuantization(name) => {
            format!("This build or device does not support the quantization: “{name}”.")
        }
        FailureKind::BrokenFile(words) => format!("The file is incomplete or damaged: “{words}”."),
        FailureKind::MissingFile => "The file was not found.".to_owned(),
        FailureKind::NoDevice(words) => format!("No usable GPU or driver was found: “{words}”."),
        FailureKind::Killed => "The system ended the process, as it does when memory runs out.".to_owned(),
        FailureKind::Other(words) => format!("The engine says: “{words}”."),
    }
}
