use llm_lens::domain::hub::{HubError, read_model, read_search};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::hub_documents::{
    BERT, BLOBS, EXPANDED, GEMMA_1B, GEMMA_12B, LIST_19, ROBERTA, STABLE_DIFFUSION, id,
};

#[test]
fn an_odd_row_does_not_cost_the_page() {
    // None of these is what serde_json would take as a value of its own: a number beyond every type, half of a
    // surrogate pair (an emoji cut in two), nesting without end.
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let body = format!(
        r#"[{{"id":"a/number","likes":1e999,"downloads":3}},{{"id":"a/half","pipeline_tag":"\ud83d","likes":2}},
            {{"id":"a/deep","gguf":{deep},"cardData":{deep},"tags":[{deep}]}},{{"id":"a/twice","id":"a/last"}}]"#
    );
    let page = read_search(&body).unwrap();
    let read: Vec<_> = page
        .models
        .iter()
        .map(|m| (m.id.as_str(), m.likes, m.downloads))
        .collect();
    assert_eq!(
        read,
        [
            ("a/number", None, Some(3)),
            ("a/half", Some(2), None),
            ("a/deep", None, None),
            ("a/last", None, None)
        ]
    );
    assert_eq!(page.n_malformed, 0);
}

#[test]
fn every_cut_document_is_noticed() {
    let asked = id("a/b");
    for (end, _) in GEMMA_1B.trim_end().char_indices() {
        let (cut, _) = GEMMA_1B.split_at(end);
        assert_eq!(read_model(cut, &asked), Err(HubError::CutOff), "{end}");
    }
}

/// Values of every JSON type, sound and odd.
fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!("auto")),
        Just(json!([])),
        Just(json!({})),
        Just(json!([null, 7, "x", {"id": 7}, [[]]])),
        Just(json!({"id": 7, "total": "many", "parameters": [1], "rfilename": {}})),
    ]
}

/// Replaces the value with the given number, counted in the order of reading; `None` once it is done.
fn replace_nth(value: &mut Value, countdown: usize, odd: &Value) -> Option<usize> {
    if countdown == 0 {
        *value = odd.clone();
        return None;
    }
    let mut left = countdown - 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        // The identity is the one thing that a row cannot do without.
        Value::Object(fields) => fields
            .iter_mut()
            .filter_map(|(name, field)| (name != "id" && name != "modelId").then_some(field))
            .collect(),
        _ => Vec::new(),
    };
    for child in children {
        left = replace_nth(child, left, odd)?;
    }
    Some(left)
}

fn count_values(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count_values).sum(),
        Value::Object(fields) => fields.values().map(count_values).sum(),
        _ => 0,
    }
}

const DOCUMENTS: [&str; 6] = [GEMMA_1B, GEMMA_12B, BERT, ROBERTA, STABLE_DIFFUSION, BLOBS];

proptest! {
    #[test]
    fn a_document_survives_odd_values_anywhere(
        which in 0..DOCUMENTS.len(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), odd_value()), 1..6),
    ) {
        let mut value: Value = serde_json::from_str(DOCUMENTS[which]).unwrap();
        let expected_id = value["id"].as_str().unwrap().to_owned();
        for (index, odd) in &changes {
            // From 1: the document itself stays an object.
            let nth = 1 + index.index(count_values(&value) - 1);
            replace_nth(&mut value, nth, odd);
        }
        let model = read_model(&value.to_string(), &id("asked/for")).unwrap().model;
        prop_assert_eq!(model.id.as_str(), expected_id.as_str());
        let page = read_search(&json!([{"id": "a/b"}, value]).to_string()).unwrap();
        prop_assert_eq!((page.models.len(), page.n_malformed), (2, 0));
    }

    #[test]
    fn a_page_accounts_for_every_row(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), odd_value()), 1..6),
    ) {
        let mut page: Value = serde_json::from_str(LIST_19).unwrap();
        for (index, odd) in &changes {
            let n_values = count_values(&page);
            replace_nth(&mut page, 1 + index.index(n_values - 1), odd);
        }
        let read = read_search(&page.to_string()).unwrap();
        prop_assert_eq!(read.models.len() + read.n_malformed as usize, 19);
        prop_assert!(read.models.len() >= 19 - changes.len());
    }

    #[test]
    fn a_broken_page_never_panics(at in any::<proptest::sample::Index>(), noise in any::<String>()) {
        let offset = (0..=at.index(EXPANDED.len())).rev().find(|&o| EXPANDED.is_char_boundary(o)).unwrap();
        let (before, after) = EXPANDED.split_at(offset);
        let _ = read_search(&format!("{before}{noise}{after}"));
        let _ = read_search(&format!("{before}{noise}"));
    }

    #[test]
    fn no_text_makes_reading_panic(text in prop_oneof![any::<String>(), "[\\[\\]{}\",:a-z0-9 \\\\]{0,80}"]) {
        let _ = read_search(&text);
        let _ = read_model(&text, &id("a/b"));
    }
}
