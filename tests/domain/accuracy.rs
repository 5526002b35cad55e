//! The tables of how exact the estimates are: those beside the page can be read, and nonsense is refused.

use llm_lens::domain::app::accuracy::{read_memory, read_speed};
use proptest::prelude::*;

fn text(file: &str) -> String {
    std::fs::read_to_string(format!("{}/static/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn the_tables_beside_the_page_can_be_read() {
    let memory = read_memory(&text("accuracy.json")).unwrap();
    assert!(memory.engine.starts_with("llama.cpp "), "{}", memory.engine);
    let total = memory
        .figures
        .iter()
        .find(|figure| figure.name == "total")
        .unwrap();
    // The issue's limits: 0.3 % at the median, 1 % for nine of ten, 3 % at worst.
    assert!(total.median <= 300 && total.p90 <= 1_000 && total.worst <= 3_000);
    assert!(memory.other_rules.iter().all(|rule| rule.p90 > total.p90));
    let speed = read_speed(&text("accuracy-speed.json")).unwrap();
    let keys: Vec<&str> = speed.groups.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["left_out", "rules", "decode", "prefill", "first_token"]);
    assert!(speed.groups.iter().all(|(_, rows)| !rows.is_empty()));
}

#[test]
fn what_is_no_table_is_refused() {
    for nonsense in ["", "{}", "[]", "<!doctype html>", r#"{"engine":{},"models":-1}"#] {
        assert_eq!(read_memory(nonsense), None, "{nonsense}");
    }
    assert_eq!(read_speed("[]"), None);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = (read_memory(&text), read_speed(&text));
    }
}
