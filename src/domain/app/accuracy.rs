//! How exact the estimates are: the tables beside the page (`static/accuracy.json` and `static/accuracy-speed.json`), made
//! by `cargo xtask evaluate`.

use crate::domain::wire::json::{Fields, Json};

/// Most rows that a table may have; ours have some twenty.
const ROWS_MAX: usize = 200;
/// Longest table that is read, in bytes; ours have 5,000.
pub const TABLE_BYTES_MAX: usize = 200_000;

/// The memory estimate against measured runs of the engine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryAccuracy {
    /// The engine and its version: `llama.cpp 0.5.0-dev (0c1e57098)`.
    pub engine: String,
    /// Models among the measured runs.
    pub models: u64,
    /// Each figure of the estimate.
    pub figures: Vec<FigureAccuracy>,
    /// Other rules on the same runs, for the total.
    pub other_rules: Vec<FigureAccuracy>,
}

/// How exact one figure is. Errors are relative, in thousandths of a percent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureAccuracy {
    /// Its name in the table.
    pub name: String,
    /// Measured runs.
    pub rows: u64,
    /// Runs in which it was right to the byte, where that was counted.
    pub exact: Option<u64>,
    /// Half of the runs are nearer.
    pub median: u64,
    /// Nine of ten runs are nearer.
    pub p90: u64,
    /// The worst run.
    pub worst: u64,
}

/// The speed estimate against published measurements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeedAccuracy {
    /// Groups of tables, each under the key of the file: `left_out`, `rules`, `decode`, `prefill`, `first_token`.
    pub groups: Vec<(String, Vec<SpeedRow>)>,
}

/// One row of the speed tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeedRow {
    /// What the row is about.
    pub name: String,
    /// Measurements, where they were counted.
    pub rows: Option<u64>,
    /// Half of the measurements are nearer, in thousandths of a percent.
    pub median: u64,
    /// Percent of the measurements within 25 %.
    pub within_25_percent: u64,
    /// Percent of the measurements inside the stated range, where one was stated.
    pub in_range_percent: Option<u64>,
}

/// Reads the table of memory; `None` for what is none.
pub fn read_memory(text: &str) -> Option<MemoryAccuracy> {
    let fields = bounded(text)?;
    let engine = fields.object("engine")?;
    let part = |name| engine.get(name).and_then(Json::text).unwrap_or_default();
    Some(MemoryAccuracy {
        engine: format!("{} {} ({})", part("name"), part("version"), part("commit")),
        models: fields.natural("models")?,
        figures: figures(&fields.object("figures")?),
        other_rules: figures(&fields.object("other_rules")?),
    })
}

/// Reads the tables of speed; `None` for what are none.
pub fn read_speed(text: &str) -> Option<SpeedAccuracy> {
    let fields = bounded(text)?;
    let groups = fields
        .iter()
        .filter_map(|(key, value)| {
            let rows = value.items()?.take(ROWS_MAX).filter_map(speed_row).collect();
            Some((key.to_owned(), rows))
        })
        .collect();
    Some(SpeedAccuracy { groups })
}

fn bounded(text: &str) -> Option<Fields<'_>> {
    if text.len() > TABLE_BYTES_MAX {
        return None;
    }
    Json::parse(text).ok()?.fields()
}

fn figures(table: &Fields<'_>) -> Vec<FigureAccuracy> {
    table
        .iter()
        .take(ROWS_MAX)
        .filter_map(|(name, figure)| {
            let figure = figure.fields()?;
            Some(FigureAccuracy {
                name: name.to_owned(),
                rows: figure.natural("rows")?,
                exact: figure.natural("exact"),
                median: thousandths(&figure, "median_percent")?,
                p90: thousandths(&figure, "p90_percent")?,
                worst: thousandths(&figure, "worst_percent")?,
            })
        })
        .collect()
}

fn speed_row(row: Json<'_>) -> Option<SpeedRow> {
    let row = row.fields()?;
    Some(SpeedRow {
        name: row.get("name")?.text()?,
        rows: row.natural("rows"),
        median: thousandths(&row, "median_error_percent")?,
        within_25_percent: row.natural("within_25_percent")?,
        in_range_percent: row.natural("in_range_percent"),
    })
}

/// A number of our own tables, which write no exponents.
fn thousandths(fields: &Fields<'_>, name: &str) -> Option<u64> {
    let text = fields.get(name)?.number_text()?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let whole: u64 = whole.parse().ok()?;
    whole.checked_mul(1_000)?.checked_add(digits.parse().ok()?)
}
