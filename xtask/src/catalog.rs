//! `cargo xtask catalog [PATH]`: makes `static/catalog.json` from a catalogue of models with all its working notes.
//!
//! Kept: what the page shows, what later estimates need (the geometry), and where each fact comes from. Dropped: the
//! cross-checks and everything that is null. The output depends on the input alone: fields and models are sorted, each
//! model has a line of its own so that a refresh can be read as a difference, and each source text is written once.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use llm_lens::domain::model::catalog::{CATALOG_VERSION, Catalog};
use serde_json::{Map, Value, json};

/// The catalogue that is read when no path is given.
const INPUT: &str = "xtask/data/models.json";
const OUTPUT: &str = "static/catalog.json";

/// Runs the command; its only argument is the path of a catalogue, if not the project's own.
///
/// # Errors
/// A sentence for the terminal: what could not be read, understood or written.
pub fn run(args: &[String]) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let input = match args {
        [] => root.join(INPUT),
        [path] => path.into(),
        _ => return Err("usage: cargo xtask catalog [PATH]".to_owned()),
    };
    let shown = input.display();
    let text = fs::read_to_string(&input).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let source: Value =
        serde_json::from_str(&text).map_err(|error| format!("{shown} is not JSON: {error}"))?;
    let catalog = write_catalog(&source)?;
    crate::known_models::write(&root, &rows(&source)?)?;
    let parsed =
        Catalog::parse(&catalog).map_err(|error| format!("the result cannot be read back: {error:?}"))?;
    fs::write(root.join(OUTPUT), &catalog).map_err(|error| format!("cannot write {OUTPUT}: {error}"))?;
    println!(
        "{OUTPUT}: {} repositories, {} bytes",
        parsed.models.len(),
        catalog.len()
    );
    Ok(())
}

fn write_catalog(source: &Value) -> Result<String, String> {
    let generated = source.get("generated").ok_or("no `generated` date")?;
    let rows = rows(source)?;
    let sources: Vec<&str> = rows
        .iter()
        .flat_map(|row| source_texts(row))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let lines = rows
        .iter()
        .map(|row| model_row(row, &sources).map(|row| row.to_string()))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(format!(
        "{{\"version\":{CATALOG_VERSION},\"generated\":{generated},\n\"sources\":{},\n\"models\":[\n{}\n]}}\n",
        json!(sources),
        lines.join(",\n")
    ))
}

/// The models, by name.
fn rows(source: &Value) -> Result<Vec<&Map<String, Value>>, String> {
    let mut rows: Vec<&Map<String, Value>> = source
        .get("models")
        .and_then(Value::as_array)
        .ok_or("no list `models`")?
        .iter()
        .filter_map(Value::as_object)
        .collect();
    rows.sort_by_key(|row| row.get("id").and_then(Value::as_str));
    Ok(rows)
}

fn source_texts(row: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let list = row.get("sources").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}

fn model_row(row: &Map<String, Value>, sources: &[&str]) -> Result<Value, String> {
    let id = row
        .get("id")
        .and_then(Value::as_str)
        .ok_or("a model without `id`")?;
    let mut out = Map::new();
    let mut keep = |name: &str, value: Value| {
        if let Some(value) = pruned(&value) {
            out.insert(name.to_owned(), value);
        }
    };
    let fact = |name: &str| row.get(name).cloned().unwrap_or(Value::Null);
    for (name, from) in [
        ("id", "id"),
        ("family", "family"),
        ("released", "release_date"),
        ("task", "pipeline_tag"),
        ("parameters", "total_parameters"),
        ("active_parameters", "active_parameters"),
        ("context_length", "context_length"),
        ("dtype", "native_dtype"),
        ("quantization", "native_quantization"),
        ("gated", "gated"),
        ("confidence", "confidence"),
        ("note", "note"),
    ] {
        keep(name, fact(from));
    }
    // "other (Name of the licence)": the Hub's identifier is `other`, the name is a field of its own.
    let license = fact("license");
    match license.as_str().and_then(|text| text.strip_prefix("other (")) {
        Some(name) => {
            keep("license", json!("other"));
            keep("license_name", json!(name.trim_end_matches(')')));
        }
        None => keep(
            "license",
            license
                .as_str()
                .map_or(Value::Null, |text| json!(identifier(text))),
        ),
    }
    keep("modalities", inputs(&fact("modalities")));
    keep("geometry", geometry(row));
    keep("gguf", gguf(id, row)?);
    keep("gguf_parameters", gguf_parameters(row));
    let positions: Vec<usize> = source_texts(row)
        .filter_map(|text| sources.iter().position(|source| *source == text))
        .collect();
    keep("sources", json!(positions));
    Ok(Value::Object(out))
}

/// The Hub spells licences in lower case with hyphens.
fn identifier(license: &str) -> String {
    license.to_ascii_lowercase().replace(' ', "-")
}

/// Inputs besides text; nothing for a model that reads text alone.
fn inputs(modalities: &Value) -> Value {
    let list = modalities.as_array().into_iter().flatten();
    json!(list.filter(|kind| *kind != "text").collect::<Vec<_>>())
}

/// The geometry with the vocabulary beside it; `pattern` only repeats in words what the lists of layers say.
fn geometry(row: &Map<String, Value>) -> Value {
    let mut geometry = row.get("architecture").cloned().unwrap_or(Value::Null);
    if let Some(fields) = geometry.as_object_mut() {
        if let Some(vocabulary) = row.get("vocab_size") {
            fields.insert("vocab_size".to_owned(), vocabulary.clone());
        }
        if let Some(window) = fields.get_mut("sliding_window").and_then(Value::as_object_mut) {
            window.remove("pattern");
        }
    }
    geometry
}

/// Label, bytes and number of shards of each file; projectors apart and without the prefix of their label.
fn gguf(id: &str, row: &Map<String, Value>) -> Result<Value, String> {
    let mut repositories = Vec::new();
    for repository in row.get("gguf").and_then(Value::as_array).into_iter().flatten() {
        let (mut files, mut projectors) = (Vec::new(), Vec::new());
        for file in repository
            .get("files")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let facts = (|| {
                let label = file.get("label")?.as_str()?;
                Some((label, file.get("bytes")?.as_u64()?, file.get("shards")?.as_u64()?))
            })();
            let facts = facts.ok_or_else(|| format!("{id}: a GGUF file without label, bytes or shards"))?;
            if file.get("role").is_some() {
                projectors.push(facts);
            } else {
                files.push(facts);
            }
        }
        let mut out = Map::new();
        out.insert(
            "repo".to_owned(),
            repository.get("repo").cloned().unwrap_or(Value::Null),
        );
        out.insert("files".to_owned(), json!(files));
        if !projectors.is_empty() {
            out.insert("projectors".to_owned(), json!(projectors));
        }
        repositories.push(Value::Object(out));
    }
    repositories.sort_by_key(|repository| repository.get("repo").map(Value::to_string));
    Ok(Value::Array(repositories))
}

/// GGUF files leave the vision part of a model to the projector, so their count is the total without it.
fn gguf_parameters(row: &Map<String, Value>) -> Value {
    let has_gguf = row
        .get("gguf")
        .and_then(Value::as_array)
        .is_some_and(|list| !list.is_empty());
    let total = row.get("total_parameters").and_then(Value::as_u64);
    let vision = row
        .get("arithmetic")
        .and_then(|sum| sum.get("vision_part"))
        .and_then(Value::as_u64);
    match (has_gguf, total, vision) {
        (true, Some(total), Some(vision)) => json!(total.saturating_sub(vision)),
        _ => Value::Null,
    }
}

/// The value without nulls, `false` flags kept; `None` for null, an empty list and an empty object.
fn pruned(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(list) if list.is_empty() => None,
        Value::Object(fields) => {
            let fields: Map<String, Value> = fields
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), pruned(value)?)))
                .collect();
            (!fields.is_empty()).then_some(Value::Object(fields))
        }
        other => Some(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_catalog_is_what_the_source_gives() {
        let source: Value = serde_json::from_str(include_str!("../data/models.json")).unwrap();
        let shipped = include_str!("../../static/catalog.json");
        assert!(
            write_catalog(&source).unwrap() == shipped,
            "run `cargo xtask catalog`"
        );
    }
}
