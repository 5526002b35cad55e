//! The table of known models that lists estimate with: geometry and typical buffers of every model of the catalogue.
//!
//! A header of a real file counts more than the catalogue where the tests hold one. Models with the same geometry and
//! number of parameters share a line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use llm_lens::domain::architecture::Geometry;
use llm_lens::domain::assess::KnownModel;
use llm_lens::domain::estimate::TypicalBuffers;
use llm_lens::domain::files::gguf::{Goal, Reader};
use serde_json::{Map, Value};

use crate::known_geometry::{composed, names};

const OUTPUT: &str = "src/domain/assess/likeness/known_models.txt";
const HEADERS: &str = "tests/fixtures/gguf-headers";

/// Headers of real files, by the model that they are of.
const OF_HEADER: [(&str, &str); 22] = [
    ("BAAI/bge-small-en-v1.5", "bge-small-en-v1.5.F16"),
    ("HuggingFaceTB/SmolLM2-1.7B-Instruct", "smollm2-1.7b.Q8_0"),
    ("Qwen/Qwen2.5-0.5B-Instruct", "qwen2.5-0.5b.Q8_0"),
    ("Qwen/Qwen2.5-32B-Instruct", "qwen2.5-32b.Q4_K_M"),
    ("Qwen/Qwen3-0.6B", "qwen3-0.6b.Q8_0"),
    ("Qwen/Qwen3-30B-A3B", "qwen3-30b-a3b.Q4_K_M"),
    ("Qwen/Qwen3.5-9B", "qwen3.5-9b.Q4_K_M"),
    ("bigcode/starcoder2-3b", "starcoder2-3b.Q4_K_M"),
    ("deepseek-ai/DeepSeek-V2-Lite-Chat", "deepseek-v2-lite.Q4_K_M"),
    ("google/gemma-2-9b-it", "gemma-2-9b.Q4_K_M"),
    ("google/gemma-3-1b-it", "gemma-3-1b.Q4_K_M"),
    ("google/gemma-3-4b-it", "gemma-3-4b.Q4_K_M"),
    ("google/gemma-3n-E4B-it", "gemma-3n-e4b.Q4_K_M"),
    ("google/gemma-4-12B-it", "gemma-4-12b.Q4_K_M"),
    ("google/gemma-4-E4B-it", "gemma-4-e4b.Q4_K_M"),
    ("ibm-granite/granite-4.0-h-tiny", "granite-4.0-h-tiny.Q4_K_M"),
    ("meta-llama/Llama-3.1-8B-Instruct", "llama-3.1-8b.Q4_K_M"),
    ("meta-llama/Llama-3.2-1B-Instruct", "llama-3.2-1b.Q4_K_M"),
    ("microsoft/Phi-3.5-mini-instruct", "phi-3.5-mini.Q4_K_M"),
    (
        "mistralai/Mistral-Small-24B-Instruct-2501",
        "mistral-small-24b-2501.Q4_K_M",
    ),
    ("openai/gpt-oss-20b", "gpt-oss-20b.Q8_0"),
    ("zai-org/GLM-4.5-Air", "glm-4.5-air.Q4_K_M"),
];

/// Writes the table from the models of the catalogue.
///
/// # Errors
/// A sentence for the terminal: what could not be read, understood or written.
pub fn write(root: &Path, models: &[&Map<String, Value>]) -> Result<(), String> {
    let mut lines: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for row in models {
        let Some(id) = row.get("id").and_then(Value::as_str) else {
            continue;
        };
        let Some(total) = row.get("total_parameters").and_then(Value::as_u64) else {
            continue;
        };
        let read = header_of(root, id)?;
        let (geometry, names) = match (read, row.get("architecture").and_then(Value::as_object)) {
            (read, Some(architecture)) => {
                let composed = composed(row, architecture);
                let names = names(architecture, &composed.architecture);
                (read.unwrap_or(composed), names)
            }
            (Some(read), None) => {
                let name = read.architecture.clone();
                (read, name)
            }
            (None, None) => continue,
        };
        let active = row.get("active_parameters").and_then(Value::as_u64);
        let known = KnownModel::new(names, total, active, TypicalBuffers::plan(&geometry), geometry);
        lines.entry(known.to_line()).or_default().push(id);
    }
    let mut text: Vec<String> = lines
        .into_iter()
        .map(|(line, ids)| format!("{}\t{line}\n", ids.join(",")))
        .collect();
    text.sort();
    let text = text.concat();
    fs::write(root.join(OUTPUT), &text).map_err(|error| format!("cannot write {OUTPUT}: {error}"))?;
    println!("{OUTPUT}: {} lines, {} bytes", text.lines().count(), text.len());
    Ok(())
}

fn header_of(root: &Path, id: &str) -> Result<Option<Geometry>, String> {
    let Some((_, file)) = OF_HEADER.iter().find(|(known, _)| *known == id) else {
        return Ok(None);
    };
    let path = root.join(HEADERS).join(format!("{file}.gguf"));
    let bytes = fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let mut reader = Reader::new(None, Goal::Everything);
    reader
        .feed(0, &bytes)
        .map_err(|error| format!("{}: {error:?}", path.display()))?;
    Ok(Some(Geometry::from_gguf(reader.header())))
}
