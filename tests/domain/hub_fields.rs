use llm_lens::domain::hub::{kind_of_task, read_search};
use llm_lens::domain::model::{BaseModel, BaseRelation, Gated, Model, ModelKind};
use serde_json::{Value, json};

use crate::hub_documents::{from_header, id, paths, quantized_from};

fn row(fields: Value) -> Model {
    let page = read_search(&json!([fields]).to_string()).unwrap();
    assert_eq!(page.n_malformed, 0);
    page.models.into_iter().next().unwrap()
}

#[test]
fn gated_is_a_word_or_a_boolean() {
    for (gated, expected) in [
        (json!(false), Gated::No),
        (json!("auto"), Gated::Automatic),
        (json!("manual"), Gated::Manual),
        (json!(true), Gated::Manual),
        (json!("weird"), Gated::Manual),
        (json!(null), Gated::No),
        (json!(7), Gated::No),
    ] {
        assert_eq!(
            row(json!({"id": "a/b", "gated": gated})).gated,
            expected,
            "{gated}"
        );
    }
}

#[test]
fn base_models_come_from_three_places_each_once() {
    let model = row(json!({
        "id": "me/mine",
        "baseModels": {"relation": "merge", "models": [{"_id": "1", "id": "a/one"}, {"id": 7}, 7]},
        "cardData": {"base_model": ["a/two", "a/one", "/home/me/local/path", "https://x.example/y", 7, "me/mine"]},
        "tags": ["base_model:a/two", "base_model:adapter:a/two", "base_model:strange:a/three", "base_model:", "x"]
    }));
    let relation_of = |name: &str, relation| BaseModel {
        id: id(name),
        relation,
    };
    assert_eq!(
        model.base_models,
        [
            relation_of("a/one", Some(BaseRelation::Merge)),
            relation_of("a/two", Some(BaseRelation::Adapter)),
            relation_of("a/three", None)
        ]
    );
    let single = row(json!({
        "id": "me/mine", "cardData": {"base_model": "a/one", "base_model_relation": "quantized"}
    }));
    assert_eq!(single.base_models, quantized_from("a/one"));
    let many: Vec<String> = (0..1_000).map(|n| format!("a/m{n}")).collect();
    assert_eq!(
        row(json!({"id": "a/b", "cardData": {"base_model": many}}))
            .base_models
            .len(),
        32
    );
}

#[test]
fn the_licence_comes_from_the_card_or_a_tag() {
    let license = |fields: Value| row(fields).license;
    assert_eq!(
        license(json!({"id": "a/b", "cardData": {"license": "mit"}})).as_deref(),
        Some("mit")
    );
    assert_eq!(
        license(json!({"id": "a/b", "cardData": {"license": ["mit", "x"]}})).as_deref(),
        Some("mit")
    );
    let tagged = json!({"id": "a/b", "cardData": {"license": 7}, "tags": ["en", "license:gemma"]});
    assert_eq!(license(tagged).as_deref(), Some("gemma"));
    assert_eq!(license(json!({"id": "a/b", "tags": ["license:"]})), None);
    assert_eq!(
        license(json!({"id": "a/b", "cardData": {"license": "x".repeat(101)}})),
        None
    );
}

#[test]
fn a_context_length_comes_from_the_gguf_header_or_the_configuration() {
    for (fields, expected) in [
        (
            json!({"gguf": {"context_length": 8192}, "config": {"max_position_embeddings": 1}}),
            Some(8192),
        ),
        (json!({"config": {"max_position_embeddings": 40960}}), Some(40960)),
        (
            json!({"config": {"text_config": {"max_position_embeddings": 131072}}}),
            Some(131_072),
        ),
        (json!({"gguf": {"context_length": 0}}), None),
        (json!({"gguf": {"context_length": 1_u64 << 40}}), None),
        (json!({"gguf": {"context_length": "8192"}}), None),
        (json!({}), None),
    ] {
        let mut fields = fields;
        fields["id"] = json!("a/b");
        assert_eq!(row(fields.clone()).context_length, expected, "{fields}");
    }
}

#[test]
fn a_count_that_contradicts_the_size_is_distrusted() {
    let count = |total: u64, size: u64| {
        row(json!({"id": "a/plain", "gguf": {"total": total, "totalFileSize": size}})).parameters
    };
    assert_eq!(count(1_000_000, 2_000_000), from_header(1_000_000));
    assert_eq!(count(1_000_000, 4_100_000), from_header(1_000_000));
    // Q1_0 stores 1.125 bits.
    assert_eq!(count(1_000_000, 141_000), from_header(1_000_000));
    assert_eq!(count(1_000_000, 100_000), None);
    assert_eq!(count(1_000_000, 5_000_000), None);
    assert_eq!(count(0, 5_000_000), None);
    assert_eq!(count(u64::MAX, u64::MAX), from_header(u64::MAX));
    let unchecked = row(json!({"id": "a/plain", "gguf": {"total": 7}}));
    assert_eq!(unchecked.parameters, from_header(7));
}

#[test]
fn tasks_tell_language_models_from_others() {
    use ModelKind::{Language, NotLanguage};
    for (task, expected) in [
        ("text-generation", Some(Language)),
        ("image-text-to-text", Some(Language)),
        ("audio-text-to-text", Some(Language)),
        ("any-to-any", Some(Language)),
        ("feature-extraction", Some(Language)),
        ("text-ranking", Some(Language)),
        ("translation", Some(Language)),
        ("text-to-image", Some(NotLanguage)),
        ("image-to-text", Some(NotLanguage)),
        ("image-text-to-image", Some(NotLanguage)),
        ("image-feature-extraction", Some(NotLanguage)),
        ("video-to-video", Some(NotLanguage)),
        ("audio-to-audio", Some(NotLanguage)),
        ("automatic-speech-recognition", Some(NotLanguage)),
        ("tabular-regression", Some(NotLanguage)),
        ("robotics", Some(NotLanguage)),
        ("time-series-forecasting", Some(NotLanguage)),
        ("other", None),
        ("something-new", None),
        ("", None),
    ] {
        assert_eq!(kind_of_task(task), expected, "{task}");
    }
}

#[test]
fn without_a_task_the_files_tell_the_kind() {
    use ModelKind::{Language, NotLanguage, Unstated};
    for (fields, expected) in [
        (json!({}), Unstated),
        (json!({"pipeline_tag": "something-new"}), Unstated),
        (
            json!({"pipeline_tag": "something-new", "gguf": {"context_length": 4096}}),
            Language,
        ),
        (
            json!({"pipeline_tag": "text-to-speech", "gguf": {"context_length": 4096}}),
            NotLanguage,
        ),
        (
            json!({"gguf": {"architecture": "llama", "context_length": 4096}}),
            Language,
        ),
        (json!({"gguf": {"architecture": "flux"}}), NotLanguage),
        (
            json!({"gguf": {"architecture": "wan"}, "tags": ["conversational"]}),
            NotLanguage,
        ),
        (json!({"gguf": {"architecture": "new"}}), Unstated),
        (json!({"library_name": "diffusers"}), NotLanguage),
        (json!({"library_name": "transformers"}), Unstated),
        (json!({"library_name": "sentence-transformers"}), Language),
        (
            json!({"config": {"architectures": ["Qwen3ForCausalLM"]}}),
            Language,
        ),
        (
            json!({"config": {"architectures": ["GPT2LMHeadModel"]}}),
            Language,
        ),
        (
            json!({"config": {"architectures": "Qwen3VLForConditionalGeneration"}}),
            Language,
        ),
        (
            json!({"config": {"architectures": ["WhisperForConditionalGeneration"]}}),
            NotLanguage,
        ),
        (
            json!({"config": {"architectures": ["Wav2Vec2ForCTC"]}}),
            NotLanguage,
        ),
        (
            json!({"config": {"architectures": ["ViTForImageClassification"]}}),
            NotLanguage,
        ),
        (json!({"config": {"architectures": ["StrangeThing"]}}), Unstated),
        (json!({"tags": ["en", "conversational"]}), Language),
        (json!({"tags": ["text-to-image"]}), NotLanguage),
    ] {
        let mut fields = fields;
        fields["id"] = json!("a/b");
        assert_eq!(row(fields.clone()).kind, expected, "{fields}");
    }
}

#[test]
fn long_or_empty_words_are_not_kept() {
    let model = row(json!({
        "id": "a/b", "pipeline_tag": "x".repeat(101), "library_name": " ", "sha": "a\nb",
        "gguf": {"architecture": "y".repeat(5_000)},
        "siblings": [{"rfilename": ""}, {"rfilename": "z".repeat(2_000)}, {"rfilename": "ok.gguf", "size": -1}, 7]
    }));
    assert_eq!((model.task.as_deref(), model.library.as_deref()), (None, None));
    assert_eq!(
        (model.revision.as_deref(), model.architecture.as_deref()),
        (None, None)
    );
    assert_eq!(paths(&model), ["ok.gguf"]);
}

#[test]
fn a_missing_file_list_is_not_an_empty_one() {
    assert!(!row(json!({"id": "a/b"})).files_listed);
    assert!(!row(json!({"id": "a/b", "siblings": "none"})).files_listed);
    assert!(row(json!({"id": "a/b", "siblings": []})).files_listed);
}
