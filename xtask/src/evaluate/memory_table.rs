//! The table of compared rows, its summary, and how both are printed.

use serde_json::{Value, json};

/// One figure of a row.
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) predicted: u64,
    pub(super) measured: u64,
}

/// One row, compared.
pub(super) struct Compared {
    pub(super) id: String,
    pub(super) header: String,
    pub(super) figures: Vec<Figure>,
    /// Predictions of the simpler rules for the same total.
    pub(super) rivals: Vec<(&'static str, u64)>,
}

fn error(predicted: u64, measured: u64) -> f64 {
    if measured == 0 {
        return if predicted == 0 { 0.0 } else { 1.0 };
    }
    (predicted as f64 - measured as f64).abs() / measured as f64
}

fn spread(mut errors: Vec<f64>) -> Value {
    errors.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let last = errors.len().saturating_sub(1);
        let place = (share * last as f64).round() as usize;
        errors.get(place).map(|error| (error * 1e6).round() / 1e4)
    };
    json!({ "rows": errors.len(), "median_percent": at(0.5), "p90_percent": at(0.9), "worst_percent": at(1.0) })
}

pub(super) fn summary(truth: &Value, whole: &[Compared], split: &[Compared], skipped: &[String]) -> Value {
    let mut figures = serde_json::Map::new();
    for row in whole.iter().chain(split) {
        for figure in &row.figures {
            figures.entry(figure.name).or_insert_with(|| {
                let all = whole.iter().chain(split).flat_map(|row| &row.figures);
                let mine: Vec<&Figure> = all.filter(|other| other.name == figure.name).collect();
                let exact = mine
                    .iter()
                    .filter(|figure| figure.predicted == figure.measured)
                    .count();
                let errors = mine.iter().map(|figure| error(figure.predicted, figure.measured));
                let mut spread = spread(errors.collect());
                spread["exact"] = json!(exact);
                spread
            });
        }
    }
    let mut rivals = serde_json::Map::new();
    for name in ["file × 1.2", "file × 1.5", "standard"] {
        let errors = whole.iter().filter_map(|row| {
            let predicted = row.rivals.iter().find(|(rival, _)| *rival == name)?.1;
            let total = row.figures.iter().find(|figure| figure.name == "total")?;
            Some(error(predicted, total.measured))
        });
        rivals.insert(name.to_owned(), spread(errors.collect()));
    }
    let models: std::collections::BTreeSet<&str> = whole
        .iter()
        .chain(split)
        .map(|row| {
            row.header
                .rsplit_once('.')
                .map_or(row.header.as_str(), |(model, _)| model)
        })
        .collect();
    json!({
        "engine": truth.get("engine"),
        "models": models.len(),
        "headers": whole.iter().chain(split).map(|row| &row.header).collect::<std::collections::BTreeSet<_>>().len(),
        "figures": figures,
        "other_rules": rivals,
        "skipped": skipped,
    })
}

pub(super) fn row_json(row: &Compared) -> Value {
    let figures: serde_json::Map<String, Value> = row
        .figures
        .iter()
        .map(|figure| {
            let error = error(figure.predicted, figure.measured);
            let value = json!({
                "predicted": figure.predicted,
                "measured": figure.measured,
                "error": error,
            });
            (figure.name.to_owned(), value)
        })
        .collect();
    json!({ "id": row.id, "header": row.header, "figures": figures })
}

/// Every row with what was predicted, and behind a slash what was measured where it differs.
pub(super) fn print_rows(title: &str, rows: &[Compared]) {
    let Some(first) = rows.first() else {
        return;
    };
    println!("{title}: bytes predicted, and “/ measured (error)” where it is not the same\n");
    let mut heading = format!("{:6} {:34}", "row", "header");
    for figure in &first.figures {
        heading.push_str(&format!(" {:>15}", figure.name));
    }
    println!("{heading}");
    for row in rows {
        let mut line = format!("{:6} {:34}", row.id, row.header);
        for figure in &row.figures {
            line.push_str(&format!(" {:>15}", figure.predicted));
            if figure.predicted != figure.measured {
                let percent = error(figure.predicted, figure.measured) * 100.0;
                line.push_str(&format!(" / {} ({percent:.2} %)", figure.measured));
            }
        }
        println!("{line}");
    }
    println!();
}

/// The errors of each figure and of the other rules.
pub(super) fn print_summary(summary: &Value) {
    println!(
        "{:16} {:>6} {:>6} {:>12} {:>12} {:>12}",
        "relative error", "rows", "exact", "median", "9 of 10", "worst"
    );
    for table in ["figures", "other_rules"] {
        let rows = summary.get(table).and_then(Value::as_object);
        for (name, figure) in rows.into_iter().flatten() {
            let number = |key: &str| figure.get(key).and_then(Value::as_u64);
            let percent = |key: &str| {
                let percent = figure.get(key).and_then(Value::as_f64);
                percent.map_or_else(|| "-".to_owned(), |percent| format!("{percent:.4} %"))
            };
            println!(
                "{name:16} {:>6} {:>6} {:>12} {:>12} {:>12}",
                number("rows").unwrap_or(0),
                number("exact").map_or_else(|| "-".to_owned(), |exact| exact.to_string()),
                percent("median_percent"),
                percent("p90_percent"),
                percent("worst_percent"),
            );
        }
    }
}
