//! Measured figures of a test run, collected from its parts and printed at the end.

use serde_json::Value;
use std::path::Path;

/// What was measured, and the value with its unit.
#[derive(Debug, PartialEq, Eq)]
pub struct Figure {
    pub name: String,
    pub value: String,
}

impl Figure {
    pub fn new(name: &str, value: impl ToString) -> Self {
        Self {
            name: name.to_owned(),
            value: value.to_string(),
        }
    }
}

/// The figures in the report of the browser tests: how many passed, and the lines `figure | name | value` that they
/// printed. None when there is no report.
pub fn of_browser_tests(report: &Path) -> Vec<Figure> {
    let text = std::fs::read_to_string(report).unwrap_or_default();
    let Ok(report) = serde_json::from_str::<Value>(&text) else {
        return Vec::new();
    };
    let count = |name: &str| {
        let count = report.get("stats").and_then(|stats| stats.get(name));
        count.and_then(Value::as_u64).unwrap_or(0)
    };
    // "unexpected" is the reporter's word for what failed, "flaky" for what passed at a second try.
    let counts = format!(
        "{} passed, {} failed, {} flaky, {} skipped",
        count("expected"),
        count("unexpected"),
        count("flaky"),
        count("skipped")
    );
    let mut figures = vec![Figure::new("browser tests", counts)];
    collect(&report, &mut figures);
    figures
}

/// Looks for printed lines wherever the report keeps them: tests lie at any depth of its suites.
fn collect(report: &Value, figures: &mut Vec<Figure>) {
    match report {
        Value::Array(items) => items.iter().for_each(|item| collect(item, figures)),
        Value::Object(fields) => {
            for (name, field) in fields {
                match (name.as_str(), field) {
                    ("text", Value::String(text)) => figures.extend(text.lines().filter_map(printed)),
                    _ => collect(field, figures),
                }
            }
        }
        _ => {}
    }
}

fn printed(line: &str) -> Option<Figure> {
    let (name, value) = line.strip_prefix("figure | ")?.rsplit_once(" | ")?;
    Some(Figure::new(name.trim(), value.trim()))
}

/// Prints them in two columns.
pub fn print(figures: &[Figure]) {
    let width = figures.iter().map(|figure| figure.name.chars().count()).max();
    let width = width.unwrap_or(0);
    for Figure { name, value } in figures {
        println!("{name:width$}  {value}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_in_what_the_tests_printed() {
        let report = serde_json::json!({
            "suites": [{
                "suites": [{ "specs": [{ "tests": [{ "results": [{ "stdout": [
                    { "text": "figure | answer to 50 rows | 84 ms\nanything else\n" },
                    { "text": "figure | requests | 1 \n" },
                ] }] }] }] }],
            }],
            "stats": { "expected": 12, "unexpected": 1, "skipped": 0, "flaky": 0 },
        });
        let folder = std::env::temp_dir().join(format!("llm-lens-figures-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("results.json");
        std::fs::write(&file, report.to_string()).unwrap();
        let found = of_browser_tests(&file);
        std::fs::remove_dir_all(&folder).unwrap();
        let expected = [
            Figure::new("browser tests", "12 passed, 1 failed, 0 flaky, 0 skipped"),
            Figure::new("answer to 50 rows", "84 ms"),
            Figure::new("requests", "1"),
        ];
        assert_eq!(found, expected);
        assert_eq!(of_browser_tests(&file), []);
    }
}
