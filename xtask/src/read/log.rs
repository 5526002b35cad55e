//! `cargo xtask read log FILE|-`: an engine's log.

use llm_lens::domain::report::log::{
    self, Amount, Basis, BenchTest, Buffer, DeviceMemory, Engine, EngineLog, EngineLogError, EngineReport,
    Failure, FailureKind, Figure, FoundDevice, Outcome, Part, Place, Role, Source, Speed, Stage, WindowCache,
};
use serde_json::{Map, Value, json};

/// Prints what is understood.
///
/// # Errors
/// None.
pub fn run(text: &str) -> Result<(), String> {
    println!("{:#}", understood(text));
    Ok(())
}

/// What is understood of a log, as JSON. Amounts are in MiB, speeds in tokens per second, times in seconds.
pub fn understood(text: &str) -> Value {
    match log::read(text) {
        Ok(log) => report(&log),
        Err(EngineLogError::Empty) => json!({ "error": "the text is empty" }),
        Err(EngineLogError::NothingRecognized {
            n_lines,
            n_bytes_skipped,
        }) => json!({
            "error": "nothing recognized",
            "lines": n_lines,
            "bytes_skipped": n_bytes_skipped,
        }),
    }
}

fn report(log: &EngineLog) -> Value {
    let run = &log.report;
    without_nulls(json!({
        "engine": run.engine.map(engine),
        "outcome": outcome(run.outcome()),
        "failure": run.failure.as_ref().map(|found| failure(found, run)),
        "model": value(&run.model),
        "file": value(&run.file),
        "architecture": value(&run.architecture),
        "quantization": value(&run.quantization),
        "file_size_mib": run.file_size.as_ref().map(|size| mib(size.value)),
        "settings": settings(run),
        "memory": memory(run),
        "plan": run.plan.as_ref().map(|plan| json!({
            "needed_mib": plan.value.needed.map(mib),
            "free_mib": plan.value.free.map(mib),
            "kept_free_mib": plan.value.margin.map(mib),
            "too_much_by_mib": plan.value.excess.map(mib),
            "abandoned": plan.value.is_abandoned,
        })),
        "devices_found": run.found.iter().map(found).collect::<Vec<_>>(),
        "companions": run.companions.iter().map(|companion| json!({
            "role": match companion.role { Role::Draft => "draft", Role::Other => "other" },
            "model": companion.model,
            "buffers": companion.buffers.iter().map(buffer).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "cache_tokens": value(&run.cache_tokens),
        "decode": run.decode.as_ref().map(speed),
        "prefill": run.prefill.as_ref().map(speed),
        "first_token_s": run.first_token_us.as_ref().map(|time| time.value as f64 / 1e6),
        "load_s": run.load_us.as_ref().map(|time| time.value as f64 / 1e6),
        "benchmark": run.bench.iter().map(|row| {
            let (prefill, decode) = match row.test {
                BenchTest::Prefill(n) => (Some(n), None),
                BenchTest::Decode(n) => (None, Some(n)),
                BenchTest::Both { prefill, decode } => (Some(prefill), Some(decode)),
            };
            json!({
                "model": row.model, "backend": row.backend, "gpu_layers": row.n_gpu_layers,
                "prefill_tokens": prefill, "decode_tokens": decode, "depth": row.depth,
                "tokens_per_s": row.milli_tokens_per_s as f64 / 1e3, "line": row.source.line,
            })
        }).collect::<Vec<_>>(),
        "runs": log.n_runs,
        "implausible_figures": log.n_implausible,
        "bytes_skipped": log.n_bytes_skipped,
        "not_understood": json!({
            "lines": log.n_unread,
            "first": log.unread.iter().map(source).collect::<Vec<_>>(),
        }),
    }))
}

fn settings(run: &EngineReport) -> Value {
    without_nulls(json!({
        "context": value(&run.context),
        "context_per_sequence": value(&run.sequence_context),
        "sequences": value(&run.sequences),
        "unified": value(&run.unified),
        "batch": value(&run.batch),
        "micro_batch": value(&run.micro_batch),
        "flash_attention": value(&run.flash_attention),
        "window_cache": run.window_cache.as_ref().map(|kind| match kind.value {
            WindowCache::Window => "window",
            WindowCache::Full => "full",
        }),
        "cache_types": run.cache_types.as_ref().map(|types| json!([types.value.k, types.value.v])),
        "gpu_layers": run.gpu_layers.as_ref().map(|layers| layers.value.on_gpu),
        "total_layers": run.gpu_layers.as_ref().and_then(|layers| layers.value.total),
        "memory_share": run.memory_share.as_ref().map(|share| share.value as f64 / 1e3),
    }))
}

fn memory(run: &EngineReport) -> Value {
    let parts = |place: Place| {
        let sums = PARTS.iter().filter_map(|(name, part)| {
            let sum = run.sum(place, *part)?;
            Some(((*name).to_owned(), json!(mib(sum))))
        });
        Value::Object(sums.collect::<Map<_, _>>())
    };
    let has_shares = run.buffers.iter().any(Buffer::is_share);
    without_nulls(json!({
        "device_mib": parts(Place::Device),
        "host_mib": parts(Place::Host),
        "device_total_mib": run.sum_of_place(Place::Device).map(mib),
        "host_total_mib": run.sum_of_place(Place::Host).map(mib),
        "kv_cache_place_unknown_mib": run.unplaced_cache.as_ref().map(|size| mib(size.value)),
        "engine_total_mib": run.total.as_ref().map(|total| mib(total.value)),
        "gpu_percent": value(&run.gpu_percent),
        "shares_of_one_card": has_shares.then(|| json!({ "cards": run.n_shares })),
        "buffers": run.buffers.iter().map(buffer).collect::<Vec<_>>(),
        "table": run.devices.iter().map(row).collect::<Vec<_>>(),
    }))
}

const PARTS: [(&str, Part); 8] = [
    ("weights", Part::Weights),
    ("kv_cache", Part::KvCache),
    ("recurrent_state", Part::RecurrentState),
    ("compute", Part::Compute),
    ("output", Part::Output),
    ("projector", Part::Projector),
    ("graphs", Part::Graphs),
    ("runtime", Part::Runtime),
];

fn buffer(buffer: &Buffer) -> Value {
    let part = PARTS.iter().find(|(_, part)| *part == buffer.part);
    json!({
        "name": buffer.name,
        "place": place(buffer.place),
        "part": part.map(|(name, _)| name),
        "mib": mib(buffer.size.value),
        "basis": basis(buffer.basis),
        "one_cards_share": buffer.is_share(),
        "line": buffer.size.source.line,
    })
}

fn row(row: &DeviceMemory) -> Value {
    json!({
        "name": row.name,
        "place": place(row.place),
        "basis": basis(row.basis),
        "total_mib": row.total.map(mib),
        "free_mib": row.free.map(mib),
        "self_mib": mib(row.own),
        "model_mib": mib(row.model),
        "context_mib": mib(row.context),
        "compute_mib": mib(row.compute),
        "unaccounted_mib": row.unaccounted.map(mib),
        "line": row.source.line,
    })
}

fn failure(failure: &Failure, run: &EngineReport) -> Value {
    let (kind, words) = match &failure.kind {
        FailureKind::OutOfMemory => ("out of memory", None),
        FailureKind::NotEnoughMemory => ("refused: not enough memory", None),
        FailureKind::PromptTooLong => ("prompt longer than the context", None),
        FailureKind::RefusedSettings(words) => ("refused settings", Some(words)),
        FailureKind::UnsupportedArchitecture(words) => ("unsupported architecture", Some(words)),
        FailureKind::UnsupportedQuantization(words) => ("unsupported quantization", Some(words)),
        FailureKind::BrokenFile(words) => ("broken file", Some(words)),
        FailureKind::MissingFile => ("missing file", None),
        FailureKind::NoDevice(words) => ("no usable device or driver", Some(words)),
        FailureKind::Killed => ("killed by the system", None),
        FailureKind::Other(words) => ("failed", Some(words)),
    };
    let stage = failure.stage.map(|stage| match stage {
        Stage::Weights => "weights",
        Stage::KvCache => "kv cache",
        Stage::RecurrentState => "recurrent state",
        Stage::Output => "output buffer",
        Stage::Compute => "compute",
        Stage::Projector => "projector",
        Stage::Graphs => "graphs",
        Stage::Prompt => "prompt",
    });
    let taken = failure.device.as_deref().and_then(|device| run.sum_on(device));
    let taken = taken.or(failure.in_use);
    without_nulls(json!({
        "kind": kind,
        "words": words,
        "stage": stage,
        "device": failure.device,
        "asked_mib": failure.asked.map(mib),
        "free_mib": failure.free.map(mib),
        "total_mib": failure.total.map(mib),
        "in_use_mib": failure.in_use.map(mib),
        "pytorch_mib": failure.allocated.map(mib),
        "taken_before_mib": taken.map(mib),
        "needed_on_device_mib": failure.asked.zip(taken).map(|(asked, taken)| mib(asked.plus(taken))),
        "free_then_mib": run.free_at_failure().map(mib),
        "would_have_fitted_tokens": failure.fitting_tokens(),
        "asked_tokens": failure.asked_tokens,
        "longest_tokens": failure.longest_tokens,
        "lines": failure.sources.iter().map(source).collect::<Vec<_>>(),
    }))
}

fn found(device: &FoundDevice) -> Value {
    without_nulls(json!({
        "name": device.name,
        "description": device.description,
        "total_mib": device.total.map(mib),
        "free_mib": device.free.map(mib),
    }))
}

const fn engine(engine: Engine) -> &'static str {
    match engine {
        Engine::LlamaCpp => "llama.cpp",
        Engine::IkLlamaCpp => "ik_llama.cpp",
        Engine::KoboldCpp => "KoboldCpp",
        Engine::Ollama => "Ollama",
        Engine::LmStudio => "LM Studio",
        Engine::Vllm => "vLLM",
        Engine::Sglang => "SGLang",
        Engine::MlxLm => "mlx-lm",
        Engine::Transformers => "transformers",
    }
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ran => "ran",
        Outcome::Loaded => "loaded",
        Outcome::Unfinished => "unfinished",
        Outcome::Failed => "failed",
    }
}

const fn place(place: Place) -> &'static str {
    match place {
        Place::Device => "device",
        Place::Host => "host",
    }
}

const fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Measured => "measured",
        Basis::Expected => "expected",
    }
}

fn speed(speed: &Figure<Speed>) -> Value {
    json!({
        "tokens_per_s": speed.value.milli_tokens_per_s as f64 / 1e3,
        "tokens": speed.value.n_tokens,
        "line": speed.source.line,
    })
}

fn source(source: &Source) -> Value {
    json!({ "line": source.line, "text": source.text })
}

fn value<T: Clone + Into<Value>>(figure: &Option<Figure<T>>) -> Option<Value> {
    figure.as_ref().map(|figure| figure.value.clone().into())
}

/// In MiB, to three digits after the point.
fn mib(amount: Amount) -> f64 {
    (amount.bytes as f64 / 1_048_576.0 * 1e3).round() / 1e3
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().filter(|(_, value)| !value.is_null()).collect())
        }
        value => value,
    }
}
