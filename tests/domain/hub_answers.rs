use llm_lens::domain::hub::{HubError, read_model, read_search};
use llm_lens::domain::model::{BaseModel, BaseRelation, Date, Gated, Model, ModelKind};
use serde_json::json;

use crate::hub_documents::{
    BERT, BLOBS, EXPANDED, GEMMA_1B, GEMMA_12B, LIST_3, LIST_19, ROBERTA, STABLE_DIFFUSION, from_header, id,
    paths, quantized_from,
};

fn document(body: &str) -> Model {
    read_model(body, &id("asked/for")).unwrap().model
}

fn date(year: u16, month: u8, day: u8) -> Option<Date> {
    Some(Date { year, month, day })
}

#[test]
fn a_recorded_gguf_document_is_read() {
    let model = document(GEMMA_1B);
    assert_eq!(model.id, id("ggml-org/gemma-3-1b-it-GGUF"));
    // It has no task; the context length of its GGUF file says that it reads text.
    assert_eq!((model.kind, model.task.as_deref()), (ModelKind::Language, None));
    assert_eq!(model.library, None);
    assert_eq!(model.license.as_deref(), Some("gemma"));
    assert_eq!(model.base_models, quantized_from("google/gemma-3-1b-it"));
    assert_eq!((model.gated, model.private), (Gated::No, false));
    assert_eq!((model.downloads, model.likes), (Some(186_325), Some(38)));
    assert_eq!(model.last_modified, date(2025, 3, 12));
    assert_eq!(model.created, date(2025, 3, 12));
    assert_eq!(
        model.revision.as_deref(),
        Some("f9c28bcd85737ffc5aef028638d3341d49869c27")
    );
    assert_eq!(model.architecture.as_deref(), Some("gemma3"));
    assert_eq!(model.context_length, Some(32_768));
    assert_eq!(model.parameters, from_header(999_885_952));
    assert!(model.files_listed);
    assert_eq!(
        paths(&model),
        [
            ".gitattributes",
            "README.md",
            "gemma-3-1b-it-Q4_K_M.gguf",
            "gemma-3-1b-it-Q8_0.gguf",
            "gemma-3-1b-it-f16.gguf"
        ]
    );
    assert!(model.contents.files.iter().all(|file| file.size.is_none()));
}

#[test]
fn recorded_documents_of_other_kinds_are_read() {
    let vision = document(GEMMA_12B);
    assert_eq!(vision.kind, ModelKind::Language);
    assert_eq!(vision.task.as_deref(), Some("image-text-to-text"));
    assert_eq!(vision.parameters, from_header(11_765_788_416));

    let encoder = document(BERT);
    assert_eq!(encoder.kind, ModelKind::Language);
    assert_eq!(encoder.library.as_deref(), Some("transformers"));
    assert_eq!(encoder.architecture.as_deref(), Some("BertForMaskedLM"));
    assert_eq!(encoder.parameters.map(|known| known.count), Some(110_106_428));
    assert_eq!(encoder.license.as_deref(), Some("apache-2.0"));
    assert_eq!(encoder.base_models, []);

    let finetune = document(ROBERTA);
    assert_eq!(
        finetune.base_models,
        [BaseModel {
            id: id("FacebookAI/roberta-base"),
            relation: Some(BaseRelation::Finetune)
        }]
    );

    let picture = document(STABLE_DIFFUSION);
    assert_eq!(picture.kind, ModelKind::NotLanguage);
    assert_eq!(picture.license.as_deref(), Some("openrail++"));
    assert_eq!(picture.architecture, None);
}

#[test]
fn a_document_with_blobs_gives_sizes() {
    let model = document(BLOBS);
    let sizes: Vec<_> = model.contents.files.iter().map(|file| file.size).collect();
    // The last one has its size in `lfs` only.
    assert_eq!(
        sizes,
        [
            Some(7_652),
            Some(8_709_519_872),
            Some(4_802_013_696),
            Some(16_388_045_056)
        ]
    );
    assert_eq!(model.parameters, from_header(8_190_735_360));
    assert_eq!(
        model.base_models,
        [BaseModel {
            id: id("deepseek-ai/DeepSeek-R1-0528-Qwen3-8B"),
            relation: None
        }]
    );
}

#[test]
fn a_renamed_repository_is_noticed() {
    let asked = id("ggml-org/gemma-3-1b-it-GGUF");
    assert_eq!(read_model(GEMMA_1B, &asked).unwrap().renamed_from, None);
    let old = id("bert-base-uncased");
    assert_eq!(read_model(BERT, &old).unwrap().renamed_from, Some(old));
    let other_case = id("Google-BERT/bert-base-uncased");
    assert_eq!(
        read_model(BERT, &other_case).unwrap().renamed_from,
        Some(other_case)
    );
}

#[test]
fn an_expanded_list_is_read_as_its_documents_are() {
    let page = read_search(EXPANDED).unwrap();
    assert_eq!((page.models.len(), page.n_malformed), (2, 0));
    for (listed, full) in page.models.iter().zip([document(GEMMA_1B), document(BERT)]) {
        // A list does not carry the commit; everything that a verdict needs is there.
        assert_eq!(
            *listed,
            Model {
                revision: None,
                ..full
            }
        );
    }
}

#[test]
fn rows_with_default_fields_are_read() {
    let page = read_search(LIST_3).unwrap();
    let ids: Vec<_> = page.models.iter().map(|model| model.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "deepseek-ai/DeepSeek-V4-Pro",
            "moonshotai/Kimi-K2.6",
            "Qwen/Qwen3.6-27B"
        ]
    );
    let first = &page.models[0];
    assert!(!first.files_listed);
    assert_eq!(first.license.as_deref(), Some("mit"));
    assert_eq!((first.downloads, first.likes), (Some(78_864), Some(2_656)));
    assert_eq!((first.created, first.last_modified), (date(2026, 4, 22), None));

    let page = read_search(LIST_19).unwrap();
    assert_eq!((page.models.len(), page.n_malformed), (19, 0));
    let not_language: Vec<_> = page
        .models
        .iter()
        .filter(|model| model.kind == ModelKind::NotLanguage)
        .map(|model| model.id.as_str())
        .collect();
    assert_eq!(
        not_language,
        [
            "openbmb/VoxCPM2",
            "baidu/ERNIE-Image",
            "netflix/void-model",
            "baidu/ERNIE-Image-Turbo"
        ]
    );
    assert!(page.models.iter().all(|model| model.kind != ModelKind::Unstated));
    assert_eq!(
        page.models[6].base_models,
        quantized_from("google/gemma-4-26B-A4B-it")
    );
}

#[test]
fn a_row_without_a_sound_id_is_left_out_and_counted() {
    let rows = json!([
        {"id": "a/good"}, {"id": "a/b/c"}, {"id": 7}, {}, null, 7, "text", [], {"id": "../etc"},
        {"modelId": "a/also-good"}, {"id": null, "modelId": "a/fine"}
    ]);
    let page = read_search(&rows.to_string()).unwrap();
    let ids: Vec<_> = page.models.iter().map(|model| model.id.as_str()).collect();
    assert_eq!(ids, ["a/good", "a/also-good", "a/fine"]);
    assert_eq!(page.n_malformed, 8);
    assert_eq!(read_search("[]").unwrap().models, []);
}

#[test]
fn a_body_that_is_no_answer_is_an_error_of_its_own() {
    let asked = id("a/b");
    for (body, expected) in [
        ("", HubError::CutOff),
        ("   ", HubError::CutOff),
        (r#"[{"id":"a/b"#, HubError::CutOff),
        (r#"[{"id":"a/b"}"#, HubError::CutOff),
        (r#"{"id":"a/b","tags":["#, HubError::CutOff),
        ("<!doctype html><html>", HubError::NotJson),
        ("\u{feff}\r\n <html>", HubError::NotJson),
        ("nonsense", HubError::Malformed),
        ("null", HubError::Malformed),
        (r#""text""#, HubError::Malformed),
        (r#"[{"id":}]"#, HubError::Malformed),
        (r#"[] trailing"#, HubError::Malformed),
    ] {
        assert_eq!(read_search(body), Err(expected.clone()), "{body}");
        assert_eq!(read_model(body, &asked), Err(expected), "{body}");
    }
    assert_eq!(read_search(r#"{"error":"x"}"#), Err(HubError::Malformed));
    assert_eq!(read_model(r#"{"error":"x"}"#, &asked), Err(HubError::Malformed));
    assert_eq!(read_model(r#"[{"id":"a/b"}]"#, &asked), Err(HubError::Malformed));
}
