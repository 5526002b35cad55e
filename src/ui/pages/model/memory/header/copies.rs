//! What a file says, for the clipboard: as text and as JSON. Only what is held is in it: of long lists the beginning.

use super::values::{type_name, value_json, value_line};
use crate::domain::files::description::{ConfigDescription, GgufDescription, WeightFacts};
use crate::domain::files::gguf::{ByteOrder, TypeTotal, Value};
use crate::domain::wire::json::quoted;

/// One key on each line, then what each tensor type comes to.
pub fn gguf_text(read: &GgufDescription) -> String {
    let header = read.header();
    let mut text = format!("{}\nGGUF {}\n", read.file.name, header.version);
    for entry in header.metadata.entries() {
        text.push_str(&format!(
            "{} ({}) = {}\n",
            entry.key,
            type_name(&entry.value),
            value_line(&entry.value)
        ));
    }
    for total in read.tensors().by_type() {
        let bytes = total
            .bytes
            .map_or_else(String::new, |bytes| format!(", {bytes} bytes"));
        text.push_str(&format!(
            "{}: {} tensors{bytes}\n",
            total.tensor_type, total.tensors
        ));
    }
    text
}

/// An object with the metadata, and the tensor types where the tensors were read.
pub fn gguf_json(read: &GgufDescription) -> String {
    let header = read.header();
    let metadata: Vec<String> = header
        .metadata
        .entries()
        .iter()
        .map(|entry| format!("{}: {}", quoted(&entry.key), entry_json(&entry.value)))
        .collect();
    let types: Vec<String> = read.tensors().by_type().iter().map(type_json).collect();
    format!(
        "{{\n\"file\": {},\n\"version\": {},\n\"byte_order\": \"{}\",\n\"metadata\": {{\n{}\n}},\n\"tensor_types\": [{}]\n}}\n",
        quoted(&read.file.name),
        header.version,
        match header.byte_order {
            ByteOrder::Little => "little",
            ByteOrder::Big => "big",
        },
        metadata.join(",\n"),
        types.join(","),
    )
}

/// A value that is not held whole says so.
fn entry_json(value: &Value) -> String {
    match value {
        Value::Array(array) if !array.is_whole() => format!(
            "{{\"count\": {}, \"element\": {}, \"first\": {}}}",
            array.count(),
            quoted(array.element().name()),
            value_json(value)
        ),
        Value::Text(text) if text.whole().is_none() => {
            format!(
                "{{\"bytes\": {}, \"first\": {}}}",
                text.bytes(),
                value_json(value)
            )
        }
        _ => value_json(value),
    }
}

fn type_json(total: &TypeTotal) -> String {
    let bytes = total
        .bytes
        .map_or_else(|| "null".to_owned(), |bytes| bytes.to_string());
    format!(
        "{{\"type\": {}, \"tensors\": {}, \"elements\": {}, \"bytes\": {bytes}}}",
        quoted(&total.tensor_type.to_string()),
        total.tensors,
        total.elements
    )
}

/// What a configuration and its weights come to, one fact on each line.
pub fn config_text(facts: &[(String, String)], read: &ConfigDescription) -> String {
    let mut text = String::new();
    for (name, value) in facts {
        text.push_str(&format!("{name}: {value}\n"));
    }
    if let WeightFacts::Headers(sums) = &read.weights {
        for total in &sums.totals.dtypes {
            text.push_str(&format!(
                "{}: {} tensors, {} bytes\n",
                total.dtype.name(),
                total.n_tensors,
                total.bytes
            ));
        }
        for (name, value) in &sums.metadata {
            text.push_str(&format!("{name} = {value}\n"));
        }
    }
    text
}
