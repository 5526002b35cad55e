//! Tables of llama-bench (Markdown), also as they are pasted into discussions.

use super::line::{Line, cut};
use super::number::{Units, read_amount, read_count, read_thousandths};
use super::report::{BenchRow, BenchTest, Engine, Figure, Speed};
use super::run::Reader;

/// Which column is which; what is not in the table is `None`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    n_columns: usize,
    test: usize,
    speed: usize,
    model: Option<usize>,
    size: Option<usize>,
    backend: Option<usize>,
    n_gpu_layers: Option<usize>,
}

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    let Some(cells) = cells(line) else {
        return false;
    };
    if let Some(columns) = columns(&cells) {
        reader.bench_columns = Some(columns);
        return true;
    }
    let row = reader
        .bench_columns
        .and_then(|columns| row(line, &cells, &columns));
    let Some(row) = row else {
        return false;
    };
    reader.saw(Engine::LlamaCpp);
    keep_speed(reader, &row);
    reader.add_bench_row(row);
    true
}

fn cells<'t>(line: &'t Line<'_>) -> Option<Vec<&'t str>> {
    let text = line.table_text()?;
    let (_, inside) = text.split_once('|')?;
    let (inside, _) = inside.rsplit_once('|')?;
    Some(inside.split('|').map(str::trim).collect())
}

fn columns(cells: &[&str]) -> Option<Columns> {
    let column = |name: &str| cells.iter().position(|cell| *cell == name);
    Some(Columns {
        n_columns: cells.len(),
        test: column("test")?,
        speed: column("t/s")?,
        model: column("model"),
        size: column("size"),
        backend: column("backend"),
        n_gpu_layers: column("ngl"),
    })
}

fn row(line: &Line<'_>, cells: &[&str], columns: &Columns) -> Option<BenchRow> {
    (cells.len() == columns.n_columns).then_some(())?;
    let cell = |column: Option<usize>| column.and_then(|column| cells.get(column)).copied().unwrap_or("");
    let (test, depth) = test(cell(Some(columns.test)))?;
    let speed = cell(Some(columns.speed));
    let deviation = speed
        .split_once('±')
        .and_then(|(_, deviation)| read_thousandths(deviation));
    Some(BenchRow {
        model: cut(cell(columns.model)),
        size: read_amount(cell(columns.size), Units::Binary).map(|(size, _)| size),
        backend: cut(cell(columns.backend)),
        n_gpu_layers: read_count(cell(columns.n_gpu_layers)),
        test,
        depth,
        milli_tokens_per_s: read_thousandths(speed).filter(|speed| *speed > 0)?,
        milli_deviation: deviation,
        source: line.source(),
    })
}

/// `pp512`, `tg128`, `pp7500+tg512`, each with `@ d4096` behind it.
fn test(cell: &str) -> Option<(BenchTest, u64)> {
    let (test, depth) = cell.split_once('@').unwrap_or((cell, ""));
    let depth = depth.trim().strip_prefix('d').and_then(read_count).unwrap_or(0);
    let test = test.trim();
    let test = if let Some((prefill, decode)) = test.split_once('+') {
        BenchTest::Both {
            prefill: read_count(prefill.strip_prefix("pp")?)?,
            decode: read_count(decode.trim().strip_prefix("tg")?)?,
        }
    } else if let Some(n_tokens) = test.strip_prefix("pp") {
        BenchTest::Prefill(read_count(n_tokens.trim())?)
    } else {
        BenchTest::Decode(read_count(test.strip_prefix("tg")?.trim())?)
    };
    Some((test, depth))
}

/// The speeds of the run are those of the last rows with the emptiest context: tables often go on to deeper ones.
fn keep_speed(reader: &mut Reader, row: &BenchRow) {
    let run = reader.run();
    let is_of_phase = |other: &&BenchRow| {
        matches!(
            (other.test, row.test),
            (BenchTest::Prefill(_), BenchTest::Prefill(_)) | (BenchTest::Decode(_), BenchTest::Decode(_))
        )
    };
    let least = run
        .bench
        .iter()
        .filter(is_of_phase)
        .map(|other| other.depth)
        .min();
    if least.is_some_and(|least| least < row.depth) {
        return;
    }
    let (kept, n_tokens) = match row.test {
        BenchTest::Prefill(n_tokens) => (&mut run.prefill, n_tokens),
        BenchTest::Decode(n_tokens) => (&mut run.decode, n_tokens),
        BenchTest::Both { .. } => return,
    };
    *kept = Some(Figure {
        value: Speed {
            milli_tokens_per_s: row.milli_tokens_per_s,
            n_tokens: Some(n_tokens),
        },
        source: row.source.clone(),
    });
}
