use llm_lens::domain::wire::json::{Json, array, quoted};
use proptest::prelude::*;
use serde_json::Value;
use serde_json::value::RawValue;

/// What the reader makes of a whole value, as `serde_json` would have it. Decimal numbers, which nobody asks for, are
/// `null`.
fn read(json: Json<'_>) -> Value {
    if let Some(text) = json.text() {
        Value::from(text)
    } else if let Some(number) = json.natural() {
        Value::from(number)
    } else if let Some(truth) = json.boolean() {
        Value::from(truth)
    } else if let Some(items) = json.items() {
        items.map(read).collect()
    } else if let Some(fields) = json.fields() {
        let fields = fields.iter().map(|(name, value)| (name.to_owned(), read(value)));
        Value::Object(fields.collect())
    } else {
        Value::Null
    }
}

fn without_decimals(value: Value) -> Value {
    match value {
        Value::Number(number) if number.as_u64().is_none() => Value::Null,
        Value::Array(items) => items.into_iter().map(without_decimals).collect(),
        Value::Object(fields) => {
            let fields = fields
                .into_iter()
                .map(|(name, value)| (name, without_decimals(value)));
            Value::Object(fields.collect())
        }
        other => other,
    }
}

#[track_caller]
fn agrees(text: &str) {
    let theirs = serde_json::from_str::<&RawValue>(text);
    match (Json::parse(text), theirs) {
        (Ok(json), Ok(_)) => {
            if let Ok(value) = serde_json::from_str::<Value>(text) {
                assert_eq!(read(json), without_decimals(value), "{text}");
            }
        }
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!("{text}: {:?}, {:?}", ours.map(read), theirs.map(RawValue::get)),
    }
}

#[test]
fn it_reads_what_is_json_and_nothing_else() {
    let texts = [
        "",
        " ",
        "null",
        " true ",
        "false",
        "tru",
        "trux",
        "nul",
        "nonsense",
        "0",
        "-0",
        "00",
        "01",
        "-",
        "-1",
        "1.",
        "1.5",
        ".5",
        "1e",
        "1e5",
        "1E+5",
        "1e-",
        "+1",
        "18446744073709551615",
        "18446744073709551616",
        "1 2",
        "[]",
        "[ ]",
        "[,]",
        "[1,]",
        "[1 2]",
        "[1,2]",
        " [ 1 , [ ] , { } ] ",
        "[",
        "]",
        "[1",
        "[1,",
        "[]]",
        "[} ",
        "{}",
        "{ }",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1}",
        "{\"a\":1,}",
        "{\"a\" : 1 , \"b\" : [ {\"c\":null} ] }",
        "{a:1}",
        "{1:1}",
        "{\"a\":1]",
        "[1}",
        "{\"a\":1,\"a\":2}",
        "\"",
        "\"\"",
        "\"a\nb\"",
        "\"\\n\\t\\\"\\\\\\/\\b\\f\\r\"",
        "\"\\x\"",
        "\"\\\"",
        "\"\\u00e9\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud83d\\ude00\"",
        "\"\u{7f}é名😀\"",
        "{\"\\u0061\":\"\\u0062\"}",
        "\u{feff}1",
        "'a'",
        "// a",
    ];
    for text in texts {
        agrees(text);
    }
    for half in [
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83d\u0041""#,
        r#""\ud83dx""#,
        r#""\ud83d\ud83d""#,
    ] {
        assert_eq!(Json::parse(half).unwrap().text(), None, "{half}");
    }
}

#[test]
fn a_fault_is_named_by_its_place() {
    let fault = |text| Json::parse(text).map(read).unwrap_err();
    assert_eq!((fault("[1,x]").at, fault("[1,x]").is_cut_off), (3, false));
    assert_eq!((fault("[1,").at, fault("[1,").is_cut_off), (3, true));
    assert_eq!((fault("[] 1").at, fault("[] 1").is_cut_off), (3, false));
}

#[test]
fn nesting_costs_no_stack() {
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    assert!(Json::parse(&deep).unwrap().items().unwrap().next().is_some());
    assert!(Json::parse(&"{\"a\":".repeat(500_000)).is_err_and(|error| error.is_cut_off));
}

#[test]
fn fields_that_are_missing_are_told_from_damaged_ones() {
    let fields = Json::parse(r#"{"good":7,"none":null,"bad":"x","large":70000}"#)
        .unwrap()
        .fields()
        .unwrap();
    let number = |name| fields.maybe(name, Json::number::<u16>);
    assert_eq!(number("good"), Some(Some(7)));
    assert_eq!(number("none"), Some(None));
    assert_eq!(number("missing"), Some(None));
    assert_eq!(number("bad"), None);
    assert_eq!(number("large"), None);
}

#[test]
fn arrays_are_written() {
    assert_eq!(array(std::iter::empty()), "[]");
    assert_eq!(array(["1", "2"].map(str::to_owned).into_iter()), "[1,2]");
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn it_agrees_with_serde_json_on_values(value in any_value(), pretty: bool) {
        agrees(&if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap());
    }

    #[test]
    fn the_beginning_of_a_value_is_cut_off(value in any_value(), at: prop::sample::Index) {
        let text: Vec<char> = value.to_string().chars().collect();
        let beginning: String = text[..at.index(text.len())].iter().collect();
        prop_assert!(Json::parse(&beginning).map_or_else(|error| error.is_cut_off, |_| value.is_number()));
    }

    #[test]
    fn it_agrees_with_serde_json_on_damaged_values(value in any_value(), at: prop::sample::Index, put in "[]\\[{}:,\"\\\\0-9eu.a-]{0,3}") {
        let text: Vec<char> = value.to_string().chars().collect();
        let at = at.index(text.len());
        let damaged: String = text[..at].iter().copied().chain(put.chars()).chain(text[at + 1..].iter().copied()).collect();
        agrees(&damaged);
    }

    #[test]
    fn it_agrees_with_serde_json_on_what_looks_like_json(text in "[ \\[\\]{}:,\"\\\\01e.+tnu-]{0,12}") {
        agrees(&text);
    }

    #[test]
    fn strings_are_written_as_serde_json_does(text in any::<String>(), control in "[\\x00-\\x7f]{0,8}") {
        for text in [text, control] {
            prop_assert_eq!(quoted(&text), serde_json::to_string(&text).unwrap());
        }
    }
}
