//! llama-bench's other formats: JSON (whole or a line a row), CSV and SQL, and the lines in JSON of the sweep bench.
//!
//! Rows are put together from names and values as they come; no document is parsed, since pastes are cut.

use super::figure::Amount;
use super::line::{Line, cut};
use super::number::{read_count, read_thousandths};
use super::report::{BenchRow, BenchTest, Engine};
use super::run::Reader;
use super::tables::take_bench_row;

/// A row that is being put together.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    model: String,
    backend: String,
    size: Option<u64>,
    n_gpu_layers: Option<u64>,
    n_prompt: Option<u64>,
    n_gen: Option<u64>,
    depth: u64,
    rate: Option<u64>,
    deviation: Option<u64>,
}

/// Names of columns that are kept of a heading.
#[derive(Clone, Debug, Default)]
pub(super) struct Documents {
    columns: Vec<String>,
    row: Row,
}

/// Most columns of a heading. llama-bench has about fifty.
const COLUMNS_MAX: usize = 128;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    read_sweep(reader, line) || read_json(reader, line) || read_sql(reader, line) || read_csv(reader, line)
}

impl Row {
    fn set(&mut self, name: &str, value: &str) -> bool {
        let value = value.trim().trim_matches(['"', '\'']);
        match name {
            "model_type" => self.model = cut(value),
            "backends" | "gpu_info" if self.backend.is_empty() => self.backend = cut(value),
            "model_size" => self.size = read_count(value),
            "n_gpu_layers" => self.n_gpu_layers = read_count(value),
            "n_prompt" => self.n_prompt = read_count(value),
            "n_gen" => self.n_gen = read_count(value),
            "n_depth" => self.depth = read_count(value).unwrap_or(0),
            "avg_ts" => self.rate = read_thousandths(value),
            "stddev_ts" => self.deviation = read_thousandths(value),
            _ => return false,
        }
        true
    }

    fn finish(self, line: &Line<'_>) -> Option<BenchRow> {
        let (n_prompt, n_gen) = (self.n_prompt.unwrap_or(0), self.n_gen.unwrap_or(0));
        let test = match (n_prompt, n_gen) {
            (0, 0) => return None,
            (prompt, 0) => BenchTest::Prefill(prompt),
            (0, generated) => BenchTest::Decode(generated),
            (prefill, decode) => BenchTest::Both { prefill, decode },
        };
        Some(BenchRow {
            model: self.model,
            size: self.size.map(|bytes| Amount { bytes, rounding: 0 }),
            backend: self.backend,
            n_gpu_layers: self.n_gpu_layers,
            test,
            depth: self.depth,
            milli_tokens_per_s: self.rate.filter(|rate| *rate > 0)?,
            milli_deviation: self.deviation,
            source: line.source(),
        })
    }
}

fn take(reader: &mut Reader, line: &Line<'_>, row: Row) -> bool {
    let Some(row) = row.finish(line) else {
        return false;
    };
    reader.saw(Engine::LlamaCpp);
    take_bench_row(reader, row);
    true
}

/// Names and values of an object, as far as they stand in a line. No name or value of these has a quotation mark inside.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut pieces = text.split('"').skip(1);
    let mut name = pieces.next();
    std::iter::from_fn(move || {
        loop {
            let known = name?;
            let Some(value) = pieces.next()?.trim_start().strip_prefix(':') else {
                // It was a value, or one of a list.
                name = pieces.next();
                continue;
            };
            let value = value.trim();
            if value.is_empty() {
                let value = pieces.next()?;
                let _ = pieces.next();
                name = pieces.next();
                return Some((known, value));
            }
            name = pieces.next();
            let end = value.find([',', '}', ']']).unwrap_or(value.len());
            return Some((known, value.get(..end).unwrap_or(value)));
        }
    })
}

/// A row in one line, or a field a line: the speed comes last but for the samples.
fn read_json(reader: &mut Reader, line: &Line<'_>) -> bool {
    if !line.has("\":") {
        return false;
    }
    let mut is_known = false;
    let mut is_complete = false;
    let mut documents = std::mem::take(&mut reader.documents);
    for (name, value) in pairs(line.text()) {
        if name == "build_commit" {
            documents.row = Row::default();
        }
        is_known |= documents.row.set(name, value);
        is_complete |= name == "stddev_ts";
    }
    if is_complete {
        let row = std::mem::take(&mut documents.row);
        let _ = take(reader, line, row);
    }
    reader.documents = documents;
    // Servers use some of these names too; they read them after this.
    is_complete && is_known
}

/// `build_commit,build_number,…,avg_ts,stddev_ts` and its rows. Some values hold commas in quotation marks.
fn read_csv(reader: &mut Reader, line: &Line<'_>) -> bool {
    let text = line.text().trim();
    if text.contains("avg_ts,") || text.contains(",avg_ts") {
        let columns = text.split(',').take(COLUMNS_MAX);
        reader.documents.columns = columns
            .map(|name| name.trim().trim_matches('"').to_owned())
            .collect();
        return true;
    }
    if reader.documents.columns.is_empty() || !text.contains(',') {
        return false;
    }
    let columns = std::mem::take(&mut reader.documents.columns);
    let row = csv_row(&columns, text);
    reader.documents.columns = columns;
    row.is_some_and(|row| take(reader, line, row))
}

fn csv_row(columns: &[String], text: &str) -> Option<Row> {
    let values = csv_values(text);
    (values.len() == columns.len()).then_some(())?;
    let mut row = Row::default();
    for (name, value) in columns.iter().zip(values) {
        let _ = row.set(name, value);
    }
    Some(row)
}

/// The values of a line, up to one more than a heading has.
fn csv_values(text: &str) -> Vec<&str> {
    let mut values = Vec::new();
    let mut rest = text;
    while values.len() <= COLUMNS_MAX {
        let trimmed = rest.trim_start();
        let quote = trimmed.chars().next().filter(|first| matches!(first, '"' | '\''));
        let (value, after) = match quote.and_then(|quote| trimmed.strip_prefix(quote)?.split_once(quote)) {
            Some((value, after)) => (value, after.split_once(',').map(|(_, after)| after)),
            None => rest
                .split_once(',')
                .map_or((rest, None), |(value, after)| (value, Some(after))),
        };
        values.push(value.trim());
        match after {
            Some(after) => rest = after,
            None => break,
        }
    }
    values
}

/// `INSERT INTO llama_bench (build_commit, …) VALUES ('…', …);`.
fn read_sql(reader: &mut Reader, line: &Line<'_>) -> bool {
    let Some(rest) = line.after("INSERT INTO llama_bench ") else {
        return false;
    };
    let Some((columns, values)) = rest.split_once(") VALUES (") else {
        return false;
    };
    let names = columns.trim_start_matches('(').split(',').take(COLUMNS_MAX);
    let columns: Vec<String> = names.map(|name| name.trim().to_owned()).collect();
    let values = values.trim_end().trim_end_matches([';', ')', ' ']);
    let row = csv_row(&columns, values);
    row.is_some_and(|row| take(reader, line, row))
}

/// `{"n_kv_max": 4096, …, "pp": 512, "tg": 128, "n_kv": 0, …, "speed_pp": 107.6, …, "speed_tg": 13.4}`.
fn read_sweep(reader: &mut Reader, line: &Line<'_>) -> bool {
    if !line.has("\"speed_pp\"") || !line.has("\"speed_tg\"") {
        return false;
    }
    let value = |name: &str| {
        pairs(line.text())
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    };
    let count = |name: &str| value(name).and_then(read_count);
    let rate = |name: &str| value(name).and_then(read_thousandths);
    let is_batched = count("pl").is_some_and(|sequences| sequences > 1);
    let depth = if count("pl").is_some() {
        0
    } else {
        count("n_kv").unwrap_or(0)
    };
    let prefill = Row {
        n_prompt: count("pp"),
        rate: rate("speed_pp"),
        depth,
        ..Row::default()
    };
    let decode = Row {
        n_gen: count("tg"),
        rate: rate("speed_tg").filter(|_| !is_batched),
        depth,
        ..Row::default()
    };
    let is_known = take(reader, line, prefill);
    take(reader, line, decode) || is_known
}
