//! What is estimated: one geometry for a repository, the weights of each of its variants, the projector that is taken.

use std::rc::Rc;

use llm_lens::domain::estimate::subject::{KnownWeights, Subject};
use llm_lens::domain::files::config::ModelConfig;
use llm_lens::domain::files::description::{
    ConfigDescription, Description, GgufDescription, NamedFile, WeightFacts,
};
use llm_lens::domain::files::gguf::{Goal, Reader};
use llm_lens::domain::hub::read_model;
use llm_lens::domain::model::Model;

use super::fixture;

const GB: u64 = 1_000_000_000;

fn repository(files: &[(&str, u64)]) -> Model {
    let siblings: Vec<String> = files
        .iter()
        .map(|(name, bytes)| format!(r#"{{"rfilename":"{name}","size":{bytes}}}"#))
        .collect();
    let body = format!(
        r#"{{"id":"o/m","tags":["gguf"],"pipeline_tag":"text-generation","siblings":[{}]}}"#,
        siblings.join(",")
    );
    read_model(&body, &"o/m".parse().unwrap()).unwrap().model
}

fn description(header: &str, file: &str) -> Description {
    let bytes = std::fs::read(fixture("gguf-headers").join(header)).unwrap();
    let mut reader = Reader::new(None, Goal::Everything);
    reader.feed(0, &bytes).unwrap();
    Description::Gguf(Box::new(GgufDescription {
        reader,
        file: NamedFile {
            name: file.to_owned(),
            bytes: None,
        },
        shards: Vec::new(),
        joined: None,
        is_whole: true,
        n_files: 1,
        fault: None,
    }))
}

#[test]
fn one_header_gives_the_weights_of_every_variant_of_the_repository() {
    let model = repository(&[
        ("m-Q4_K_M.gguf", 6 * GB),
        ("m-Q8_0.gguf", 10 * GB),
        ("mmproj-BF16.gguf", 880_000_000),
        ("mmproj-F16.gguf", 870_000_000),
    ]);
    let description = description("gemma-2-9b.Q4_K_M.gguf", "m-Q4_K_M.gguf");
    let of = |variant| Subject::of(&description, &model, variant, false).unwrap();
    // The widest variant comes first, and the header is that of the other.
    let Subject::Gguf(read) = of(1) else {
        panic!("a GGUF model")
    };
    assert_eq!(read.variants, [0, 1]);
    assert_eq!(read.variant_weights[0].loaded(), 10 * GB);
    // The variant whose header was read is known tensor by tensor, the other by the size of its file.
    assert_ne!(read.weights.loaded(), 6 * GB);
    assert_eq!(read.weights, read.variant_weights[1]);
    let Subject::Gguf(other) = of(0) else {
        panic!("a GGUF model")
    };
    assert_eq!(other.geometry, read.geometry);
    assert_eq!(other.weights, other.variant_weights[0]);
    // Programs take the projector in F16 where there are several.
    let (_, path, is_only_one) = read.projector.unwrap();
    assert_eq!((path.as_str(), is_only_one), ("mmproj-F16.gguf", false));
}

#[test]
fn of_a_file_of_the_readers_own_the_repository_says_nothing() {
    let model = repository(&[("m-Q4_K_M.gguf", 6 * GB), ("mmproj-F16.gguf", GB)]);
    let description = description("gemma-2-9b.Q4_K_M.gguf", "mine.gguf");
    let Some(Subject::Gguf(own)) = Subject::of(&description, &model, 0, true) else {
        panic!("a GGUF model")
    };
    assert!(own.is_own && own.variants.is_empty() && own.projector.is_none());
}

#[test]
fn without_a_geometry_there_is_nothing_to_estimate() {
    let model = repository(&[]);
    let empty = Description::Config(ConfigDescription {
        config: None,
        config_file: None,
        weights: WeightFacts::NotRead,
    });
    assert!(Subject::of(&empty, &model, 0, false).is_none());
}

#[test]
fn weights_come_from_the_surest_source_there_is() {
    let model = repository(&[("model.safetensors", 16 * GB)]);
    let config = r#"{"model_type":"llama","num_hidden_layers":32,"hidden_size":4096,"num_attention_heads":32,
        "num_key_value_heads":8,"intermediate_size":14336,"vocab_size":128256,"torch_dtype":"bfloat16"}"#;
    let of = |weights| {
        let description = Description::Config(ConfigDescription {
            config: Some(Rc::new(ModelConfig::parse(config.as_bytes()).unwrap())),
            config_file: None,
            weights,
        });
        let subject = Subject::of(&description, &model, 0, false);
        let Some(Subject::Config(subject)) = subject else {
            panic!("a configuration")
        };
        subject.weights
    };
    let elements = vec![("BF16".to_owned(), 8_000_000_000)];
    assert!(matches!(of(WeightFacts::NotRead), KnownWeights::Files(bytes) if bytes == 16 * GB));
    assert!(matches!(
        of(WeightFacts::HubSummary(elements)),
        KnownWeights::Totals(_)
    ));
}
