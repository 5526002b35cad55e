use llm_lens::domain::model::variant::{CompanionKind, RepoFile, Shards, WeightHints, read_contents};
use llm_lens::domain::precision::format::Format;

use super::fixtures::{contents, files, keys};

#[test]
fn every_missing_shard_is_noticed() {
    let name = |number: u32| format!("Q8_0/m-Q8_0-{number:05}-of-00004.gguf");
    for missing in 1..=4_u32 {
        let paths: Vec<String> = (1..=4).filter(|number| *number != missing).map(name).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let contents = read_contents(files(&paths), &WeightHints::default());
        assert_eq!(contents.variants.len(), 1);
        assert_eq!(
            contents.variants[0].shards,
            Shards::Incomplete {
                found: 3,
                expected: 4
            }
        );
        assert_eq!(contents.variants[0].size(), None);
    }
    let paths: Vec<String> = (1..=4).rev().map(name).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let complete = read_contents(files(&paths), &WeightHints::default())
        .variants
        .remove(0);
    assert_eq!(complete.shards, Shards::Complete);
    assert_eq!(complete.size(), Some(4_000));
    assert!(complete.files[0].path.contains("00001-of"));
}

#[test]
fn shards_may_count_from_nought() {
    let state = |numbers: &[u32]| {
        let paths: Vec<String> = numbers
            .iter()
            .map(|n| format!("model-{n:05}-of-00003.safetensors"))
            .collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        read_contents(files(&paths), &WeightHints::default()).variants[0].shards
    };
    assert_eq!(state(&[0, 1, 2]), Shards::Complete);
    assert_eq!(state(&[0, 1, 2, 3]), Shards::Complete);
    assert_eq!(
        state(&[0, 1, 3]),
        Shards::Incomplete {
            found: 3,
            expected: 4
        }
    );
    assert_eq!(
        state(&[0, 1]),
        Shards::Incomplete {
            found: 2,
            expected: 3
        }
    );
    assert_eq!(
        state(&[1, 2]),
        Shards::Incomplete {
            found: 2,
            expected: 3
        }
    );
}

#[test]
fn sizes_of_lists_stay_unknown() {
    let unknown = vec![RepoFile {
        path: "m-Q4_0.gguf".to_owned(),
        size: None,
    }];
    assert_eq!(
        read_contents(unknown, &WeightHints::default()).variants[0].size(),
        None
    );
}

#[test]
fn a_shard_spelled_twice_counts_once() {
    let twice = files(&[
        "model-1-of-2.safetensors",
        "model-00001-of-00002.safetensors",
        "model-00002-of-00002.safetensors",
    ]);
    let contents = read_contents(twice, &WeightHints::default());
    assert_eq!(contents.variants[0].size(), Some(2_000));
}

#[test]
fn one_label_in_several_models_is_told_apart() {
    let contents = read_contents(
        files(&["a-Q4_0.gguf", "b-Q4_0.gguf", "c-Q8_0.gguf"]),
        &WeightHints::default(),
    );
    assert_eq!(
        keys(&contents),
        ["gguf:q8_0", "gguf:q4_0:a-Q4_0", "gguf:q4_0:b-Q4_0"]
    );
    let folders = read_contents(
        files(&["x/m-Q4_0.gguf", "y/m-Q4_0.gguf"]),
        &WeightHints::default(),
    );
    assert_eq!(keys(&folders), ["gguf:q4_0:x", "gguf:q4_0:y"]);
}

#[test]
fn formats_come_in_the_order_of_the_page() {
    let paths = [
        "m.tflite",
        "pytorch_model.bin",
        "model.onnx",
        "model.safetensors",
        "m-Q4_0.gguf",
        "tf_model.h5",
        "flax_model.msgpack",
    ];
    let contents = read_contents(files(&paths), &WeightHints::default());
    let formats: Vec<Format> = contents.variants.iter().map(|variant| variant.format).collect();
    let expected = [
        Format::Gguf,
        Format::Safetensors,
        Format::Onnx,
        Format::PyTorch,
        Format::TensorFlow,
        Format::TfLite,
        Format::Flax,
    ];
    assert_eq!(formats, expected);
}

#[test]
fn image_pipelines_are_no_heap_of_models() {
    let contents = contents("stabilityai/stable-diffusion-2-1");
    let sets = contents.variants.iter().filter(|variant| variant.files.len() > 1);
    assert_eq!(
        sets.map(|variant| variant.files.len()).collect::<Vec<_>>(),
        [3, 3, 3, 3]
    );
}

#[test]
fn projectors_and_matrices_are_companions() {
    let contents = contents("example/gguf-traps");
    let count = |kind| {
        contents
            .companions
            .iter()
            .filter(|companion| companion.kind == kind)
            .count()
    };
    assert_eq!(count(CompanionKind::VisionProjector), 2);
    assert_eq!(count(CompanionKind::ImportanceMatrix), 2);
    assert_eq!(count(CompanionKind::DraftModel), 1);
    assert_eq!(count(CompanionKind::Vocabulary), 1);
}
