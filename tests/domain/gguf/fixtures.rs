//! The headers of real models against what the engine read in them.

use std::path::PathBuf;

use llm_lens::domain::files::gguf::{Goal, Header, Progress, Scalar, Value, read};
use serde_json::Value as Json;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gguf-headers")
}

/// Every header with its name.
pub fn headers() -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut headers: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "gguf"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read(&path).unwrap())
        })
        .collect();
    headers.sort();
    assert_eq!(headers.len(), 46);
    headers
}

pub fn whole(bytes: &[u8]) -> Header {
    let (progress, header) = read(bytes, Some(bytes.len() as u64), Goal::Everything).unwrap();
    assert_eq!(progress, Progress::Done);
    header
}

fn scalar_is(scalar: Scalar, expected: &Json) -> bool {
    match expected {
        Json::Bool(expected) => scalar.as_bool() == Some(*expected),
        Json::Number(number) if number.is_u64() => {
            scalar.as_u64() == number.as_u64() || scalar.as_f64() == number.as_f64()
        }
        // The facts have the shortest digits of a 32-bit float.
        Json::Number(number) => {
            scalar.as_f64().map(|value| value as f32) == number.as_f64().map(|value| value as f32)
        }
        _ => false,
    }
}

fn is(value: &Value, expected: &Json) -> bool {
    match (value, expected) {
        (Value::Text(text), Json::String(expected)) => text.whole() == Some(expected),
        (Value::Scalar(scalar), expected) => scalar_is(*scalar, expected),
        (Value::Array(array), Json::Array(expected)) => {
            array.is_whole()
                && array.scalars().count() == expected.len()
                && array
                    .scalars()
                    .zip(expected)
                    .all(|(scalar, expected)| scalar_is(scalar, expected))
        }
        _ => false,
    }
}

#[test]
fn every_header_says_what_the_engine_read_in_it() {
    let facts: Vec<Json> =
        serde_json::from_slice(&std::fs::read(folder().join("facts.json")).unwrap()).unwrap();
    let headers = headers();
    assert_eq!(facts.len(), headers.len());
    for (name, bytes) in &headers {
        let facts = facts.iter().find(|facts| facts["file"] == name.as_str()).unwrap();
        let header = whole(bytes);
        assert_eq!(header.data_start, Some(bytes.len() as u64), "{name}: data start");
        for (key, expected) in facts["metadata"].as_object().unwrap() {
            let value = header
                .metadata
                .get(key)
                .unwrap_or_else(|| panic!("{name}: {key}"));
            assert!(is(value, expected), "{name}: {key} is {value:?}, not {expected}");
        }
        assert_eq!(
            header.metadata.vocabulary_size(),
            facts["vocabulary"].as_u64(),
            "{name}: vocabulary"
        );
        assert_eq!(header.tensors.len() as u64, facts["tensors"], "{name}: tensors");
        assert_eq!(
            header.tensors.elements(),
            facts["parameters"],
            "{name}: parameters"
        );
        assert_eq!(
            header.tensors.bytes(),
            facts["weight_bytes"].as_u64(),
            "{name}: bytes"
        );
        let totals = header.tensors.by_type();
        assert_eq!(
            totals.len(),
            facts["bytes_by_type"].as_object().unwrap().len(),
            "{name}: types"
        );
        for total in totals {
            let type_name = total.tensor_type.name().unwrap();
            assert_eq!(
                total.bytes,
                facts["bytes_by_type"][type_name].as_u64(),
                "{name}: {type_name}"
            );
            assert_eq!(
                total.tensors, facts["tensors_by_type"][type_name],
                "{name}: {type_name}"
            );
        }
    }
}
