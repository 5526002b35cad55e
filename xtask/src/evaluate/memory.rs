//! `cargo xtask evaluate memory FILE`: predicted against measured memory of llama.cpp.
//!
//! FILE is a table of measured rows (`tests/fixtures/llama-cpp-memory.json` is one) with the headers of its models
//! beside it in `gguf-headers/`, or `headers/`. They are read with the app's own parser.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use llm_lens::domain::architecture::Geometry;
use llm_lens::domain::estimate::{
    CacheType, Detailed, Homes, LlamaCppSettings, OutputRows, Parts, StandardEstimate, StandardInput,
    TENSOR_ALIGNMENT, Weights,
};
use llm_lens::domain::files::gguf::{Goal, Header, read};
use serde_json::{Value, json};

use super::memory_table::{Compared, Figure, print_rows, print_summary, row_json, summary};

/// The app's reading of one header.
struct Model {
    geometry: Geometry,
    weights: Weights,
    /// The weights as the engine's simulation counts them, without the gaps between tensors.
    simulated: Weights,
}

/// Runs the evaluation.
///
/// # Errors
/// FILE cannot be read, or is no such table.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let mut file = None;
    let mut as_json = false;
    let mut report = None;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--json" => as_json = true,
            "--write-report" => {
                report = Some(PathBuf::from(rest.next().ok_or("--write-report needs a path")?))
            }
            path if !path.starts_with('-') => file = Some(PathBuf::from(path)),
            other => return Err(format!("unknown option '{other}'")),
        }
    }
    let file = file.ok_or("give the path of a table of measured rows")?;
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let truth: Value = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut skipped = Vec::new();
    let mut models = BTreeMap::new();
    let whole = compare_rows(&truth, "rows", &file, &mut models, &mut skipped, whole_row);
    let split = compare_rows(
        &truth,
        "gpu_split_rows",
        &file,
        &mut models,
        &mut skipped,
        split_row,
    );
    let summary = summary(&truth, &whole, &split, &skipped);
    if as_json {
        let rows: Vec<Value> = whole.iter().chain(&split).map(row_json).collect();
        let all = json!({ "rows": rows, "summary": summary });
        println!(
            "{}",
            serde_json::to_string_pretty(&all).map_err(|error| error.to_string())?
        );
    } else {
        print_rows("Whole on the CPU", &whole);
        print_rows("Split between device and host", &split);
        for reason in &skipped {
            println!("skipped: {reason}");
        }
        print_summary(&summary);
    }
    if let Some(path) = report {
        let text = serde_json::to_string_pretty(&summary).map_err(|error| error.to_string())?;
        std::fs::write(&path, text + "\n").map_err(|error| format!("{}: {error}", path.display()))?;
        eprintln!("wrote {}", path.display());
    }
    Ok(())
}

type Compare = fn(&Value, &Value, &Model) -> Result<Compared, String>;

fn compare_rows(
    truth: &Value,
    list: &str,
    file: &Path,
    models: &mut BTreeMap<String, Result<Model, String>>,
    skipped: &mut Vec<String>,
    compare: Compare,
) -> Vec<Compared> {
    let mut compared = Vec::new();
    for (index, row) in truth
        .get(list)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
    {
        let id = row
            .get("id")
            .and_then(Value::as_str)
            .map_or(format!("{list} {index}"), str::to_owned);
        let Some(name) = row.get("header").and_then(Value::as_str) else {
            skipped.push(format!("{id}: it names no header"));
            continue;
        };
        let entry = truth
            .get("headers")
            .and_then(|headers| headers.get(name))
            .unwrap_or(&Value::Null);
        let model = models
            .entry(name.to_owned())
            .or_insert_with(|| read_model(file, name, entry));
        match model {
            Ok(model) => match compare(row, entry, model) {
                Ok(row) => compared.push(row),
                Err(reason) => skipped.push(format!("{id}: {reason}")),
            },
            Err(reason) => skipped.push(format!("{id}: {reason}")),
        }
    }
    compared
}

fn read_model(file: &Path, name: &str, entry: &Value) -> Result<Model, String> {
    let own = format!("{name}.gguf");
    let stated = entry.get("header_file").and_then(Value::as_str).unwrap_or(&own);
    let folder = file.parent().unwrap_or(Path::new("."));
    let places = ["gguf-headers", "headers"].map(|place| folder.join(place).join(stated));
    let path = places
        .iter()
        .find(|path| path.is_file())
        .ok_or_else(|| format!("no header {stated}"))?;
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (_, header): (_, Header) =
        read(&bytes, None, Goal::Everything).map_err(|error| format!("{stated}: {error:?}"))?;
    if header.data_start.is_none() {
        return Err(format!("{stated}: the header is cut off"));
    }
    let geometry = Geometry::from_gguf(&header);
    let weights = |alignment| Weights::from_tensors(&header.tensors, &geometry, alignment);
    let (simulated, weights) = (weights(1), weights(TENSOR_ALIGNMENT));
    Ok(Model {
        geometry,
        weights,
        simulated,
    })
}

fn settings(row: &Value) -> Result<LlamaCppSettings, String> {
    let given = row.get("settings").ok_or("it has no settings")?;
    let number = |name: &str, default: u64| given.get(name).and_then(Value::as_u64).unwrap_or(default);
    let flag = |name: &str, default: bool| given.get(name).and_then(Value::as_bool).unwrap_or(default);
    let cache_type = |name: &str| {
        let name = given.get(name).and_then(Value::as_str).unwrap_or("f16");
        CacheType::from_name(name).ok_or_else(|| format!("unknown cache type {name}"))
    };
    Ok(LlamaCppSettings {
        context: number("n_ctx", 0),
        sequences: number("n_seq_max", 1),
        unified: flag("kv_unified", false),
        batch: number("n_batch", 2048),
        micro_batch: number("n_ubatch", 512),
        key_type: cache_type("type_k")?,
        value_type: cache_type("type_v")?,
        flash_attention: flag("flash_attn", true),
        output_rows: match number("n_outputs_max", 0) {
            0 => OutputRows::Library,
            rows => OutputRows::Exactly(rows),
        },
        full_window_cache: flag("swa_full", false),
        embeddings: flag("embeddings", false),
        offload_cache: !flag("no_kv_offload", false),
    })
}

fn measured(row: &Value, name: &str) -> Result<u64, String> {
    let measured = row.get("measured").ok_or("nothing was measured")?;
    measured
        .get(name)
        .and_then(Value::as_u64)
        .ok_or_else(|| format!("no {name} was measured"))
}

fn compared(row: &Value, figures: Vec<Figure>) -> Compared {
    let text = |name: &str| {
        row.get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    Compared {
        id: text("id"),
        header: text("header"),
        figures,
        rivals: Vec::new(),
    }
}

fn whole_row(row: &Value, entry: &Value, model: &Model) -> Result<Compared, String> {
    let settings = settings(row)?;
    let homes = Homes::host(&model.geometry);
    let is_simulated = row.get("load").and_then(Value::as_str) == Some("simulated");
    let weights = if is_simulated {
        &model.simulated
    } else {
        &model.weights
    };
    let result = Detailed::compute(&model.geometry, weights, &settings, homes);
    let parts: Parts = result.map_err(|refusal| format!("refused: {refusal:?}"))?.host;
    let figure = |name, predicted, key| {
        measured(row, key).map(|measured| Figure {
            name,
            predicted,
            measured,
        })
    };
    let mut compared = compared(
        row,
        vec![
            figure("weights", parts.weights, "model_bytes")?,
            figure("kv full", parts.kv_full, "kv_full_bytes")?,
            figure("kv window", parts.kv_window, "kv_swa_bytes")?,
            figure("recurrent", parts.recurrent, "recurrent_bytes")?,
            figure("compute", parts.compute, "compute_bytes")?,
            figure("output", parts.output, "output_bytes")?,
            figure("total", parts.total(), "total_bytes")?,
        ],
    );
    let file = row
        .get("file_bytes")
        .and_then(Value::as_u64)
        .unwrap_or(parts.weights);
    compared.rivals.push(("file × 1.2", file / 5 * 6));
    compared.rivals.push(("file × 1.5", file / 2 * 3));
    if let Some(standard) = standard(entry, file) {
        compared.rivals.push(("standard", standard));
    }
    Ok(compared)
}

fn standard(entry: &Value, size: u64) -> Option<u64> {
    use llm_lens::domain::model::{ParameterCount, ParameterSource};
    use llm_lens::domain::precision::quantization::Quantization;
    let label = entry.get("file_type").and_then(Value::as_str)?;
    let count = entry.get("n_params").and_then(Value::as_u64);
    let estimate = StandardEstimate::compute(StandardInput {
        precision: Quantization::from_gguf_path(label).map(|label| label.precision_class()),
        parameters: count.map(|count| ParameterCount {
            count,
            source: ParameterSource::GgufHeader,
        }),
        size_bytes: Some(size),
        activation_percent: 150,
    })?;
    Some(estimate.required)
}

fn split_row(row: &Value, _: &Value, model: &Model) -> Result<Compared, String> {
    let settings = settings(row)?;
    let layers = row
        .pointer("/settings/n_gpu_layers")
        .and_then(Value::as_i64)
        .unwrap_or(0);
    let count = u64::try_from(layers).unwrap_or(u64::MAX);
    let homes = Homes::last_layers(&model.geometry, count);
    let result = Detailed::compute(&model.geometry, &model.weights, &settings, homes);
    let result = result.map_err(|refusal| format!("refused: {refusal:?}"))?;
    let device = result.devices.first().copied().unwrap_or_default();
    let figure = |name, predicted, key| {
        measured(row, key).map(|measured| Figure {
            name,
            predicted,
            measured,
        })
    };
    let device_measured = measured(row, "gpu_model_bytes")?
        + measured(row, "gpu_context_bytes")?
        + measured(row, "gpu_compute_bytes")?;
    Ok(compared(
        row,
        vec![
            figure("device weights", device.weights, "gpu_model_bytes")?,
            figure("device context", device.context(), "gpu_context_bytes")?,
            figure("device compute", device.compute, "gpu_compute_bytes")?,
            figure("host weights", result.host.weights, "host_model_bytes")?,
            figure("host context", result.host.context(), "host_context_bytes")?,
            figure("host compute", result.host.compute, "host_compute_bytes")?,
            Figure {
                name: "device total",
                predicted: device.total(),
                measured: device_measured,
            },
        ],
    ))
}
