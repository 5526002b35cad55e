//! Tables of benchmarks: llama-bench (Markdown), llama-sweep-bench and llama-batched-bench, and those that people make of
//! what mlx-lm prints.

use super::figure::{Amount, Figure, Speed};
use super::line::{Line, cut};
use super::number::{Decimal, Units, read_amount, read_count, read_thousandths};
use super::report::{BenchRow, BenchTest, CacheTypes, Engine};
use super::request::{Phase, Said};
use super::run::Reader;

/// Which column is which; what is not in the table is `None`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Table {
    /// llama-bench.
    Bench(BenchColumns),
    /// llama-sweep-bench and llama-batched-bench: both speeds in one row.
    Sweep(SweepColumns),
    /// Speeds of mlx-lm.
    Mlx(MlxColumns),
}

/// Columns of llama-bench.
#[derive(Clone, Copy, Debug)]
pub(super) struct BenchColumns {
    n_columns: usize,
    test: usize,
    speed: usize,
    model: Option<usize>,
    size: Option<usize>,
    backend: Option<usize>,
    n_gpu_layers: Option<usize>,
    flash_attention: Option<usize>,
    types: [Option<usize>; 2],
    micro_batch: Option<usize>,
}

/// Columns of `| PP | TG | B | N_KV | T_PP s | S_PP t/s | T_TG s | S_TG t/s |`.
#[derive(Clone, Copy, Debug)]
pub(super) struct SweepColumns {
    n_columns: usize,
    prefill: usize,
    decode: usize,
    prefill_tokens: Option<usize>,
    decode_tokens: Option<usize>,
    sequences: Option<usize>,
    cells: Option<usize>,
}

/// Columns of a table of mlx-lm's figures.
#[derive(Clone, Copy, Debug)]
pub(super) struct MlxColumns {
    n_columns: usize,
    prefill: Option<usize>,
    decode: usize,
    prefill_tokens: Option<usize>,
    decode_tokens: Option<usize>,
    memory: Option<usize>,
}

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    let Some(cells) = cells(line) else {
        return false;
    };
    if let Some(table) = heading(&cells) {
        reader.table = Some(table);
        return true;
    }
    match reader.table {
        Some(Table::Bench(columns)) => {
            let Some(row) = bench_row(line, &cells, &columns) else {
                return false;
            };
            reader.saw(Engine::LlamaCpp);
            take_bench_settings(reader, line, &cells, &columns);
            take_bench_row(reader, row);
            true
        }
        Some(Table::Sweep(columns)) => sweep_row(reader, line, &cells, &columns).is_some(),
        Some(Table::Mlx(columns)) => mlx_row(reader, line, &cells, &columns).is_some(),
        None => false,
    }
}

fn cells<'t>(line: &'t Line<'_>) -> Option<Vec<&'t str>> {
    let text = line.table_text()?;
    let (_, inside) = text.split_once('|')?;
    let inside = inside.rsplit_once('|').map_or(
        inside,
        |(inside, rest)| {
            if rest.trim().is_empty() { inside } else { text }
        },
    );
    Some(inside.split('|').map(str::trim).collect())
}

fn heading(cells: &[&str]) -> Option<Table> {
    let column = |name: &str| cells.iter().position(|cell| *cell == name);
    let n_columns = cells.len();
    if let (Some(test), Some(speed)) = (column("test"), column("t/s")) {
        return Some(Table::Bench(BenchColumns {
            n_columns,
            test,
            speed,
            model: column("model"),
            size: column("size"),
            backend: column("backend"),
            n_gpu_layers: column("ngl"),
            flash_attention: column("fa"),
            types: [column("type_k"), column("type_v")],
            micro_batch: column("n_ubatch"),
        }));
    }
    if let (Some(prefill), Some(decode)) = (column("S_PP t/s"), column("S_TG t/s")) {
        return Some(Table::Sweep(SweepColumns {
            n_columns,
            prefill,
            decode,
            prefill_tokens: column("PP"),
            decode_tokens: column("TG"),
            sequences: column("B"),
            cells: column("N_KV"),
        }));
    }
    mlx_heading(cells).map(Table::Mlx)
}

/// A heading with a column for speeds of generating and one for memory or the prompt, by their words.
fn mlx_heading(cells: &[&str]) -> Option<MlxColumns> {
    let find = |is_wanted: &dyn Fn(&str) -> bool| {
        cells.iter().position(|cell| {
            let cell = cell.to_ascii_lowercase();
            is_wanted(&cell)
        })
    };
    let is_rate = |cell: &str| {
        [
            "tps",
            "tok/s",
            "tokens/s",
            "t/s",
            "tokens-per-sec",
            "tokens per sec",
        ]
        .iter()
        .any(|unit| cell.contains(unit))
    };
    let is_prompt = |cell: &str| cell.contains("prompt") || cell.contains("prefill");
    let is_generated = |cell: &str| {
        cell.contains("generat")
            || cell.starts_with("gen")
            || cell.contains("decode")
            || cell.contains("response")
    };
    let memory = find(&|cell| cell.contains("peak mem") || cell.contains("peak_mem"));
    let prefill = find(&|cell| is_prompt(cell) && is_rate(cell));
    let decode = find(&|cell| is_generated(cell) && is_rate(cell))?;
    (memory.is_some() || prefill.is_some()).then_some(())?;
    Some(MlxColumns {
        n_columns: cells.len(),
        prefill,
        decode,
        prefill_tokens: find(&|cell| is_prompt(cell) && cell.contains("tokens") && !is_rate(cell)),
        decode_tokens: find(&|cell| is_generated(cell) && cell.contains("tokens") && !is_rate(cell)),
        memory,
    })
}

fn bench_row(line: &Line<'_>, cells: &[&str], columns: &BenchColumns) -> Option<BenchRow> {
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

/// Settings that the table has a column for, because they are not the usual ones.
fn take_bench_settings(reader: &mut Reader, line: &Line<'_>, cells: &[&str], columns: &BenchColumns) {
    let cell = |column: Option<usize>| column.and_then(|column| cells.get(column)).copied();
    let context = reader.context();
    if let Some(is_on) = cell(columns.flash_attention) {
        context.flash_attention = Some(line.figure(is_on == "1" || is_on == "on"));
    }
    let [k, v] = columns.types.map(|column| cell(column).map(cut));
    if k.is_some() || v.is_some() {
        let usual = || "f16".to_owned();
        context.cache_types = Some(line.figure(CacheTypes {
            k: k.unwrap_or_else(usual),
            v: v.unwrap_or_else(usual),
        }));
    }
    if let Some(tokens) = cell(columns.micro_batch).and_then(read_count) {
        context.micro_batch = Some(line.figure(tokens));
    }
}

/// `pp512`, `tg128`, `pp7500+tg512`, each with `@ d4096` behind it. Versions of 2023 put a space between.
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

/// Takes a row. The speeds of the run are those of the last rows with the emptiest context: tables often go on to deeper
/// ones.
pub(super) fn take_bench_row(reader: &mut Reader, row: BenchRow) {
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
    let is_emptiest = least.is_none_or(|least| least >= row.depth);
    let kept = match row.test {
        BenchTest::Prefill(n_tokens) => Some((&mut run.prefill, n_tokens)),
        BenchTest::Decode(n_tokens) => Some((&mut run.decode, n_tokens)),
        BenchTest::Both { .. } => None,
    };
    if let Some((kept, n_tokens)) = kept.filter(|_| is_emptiest) {
        *kept = Some(Figure {
            value: Speed {
                milli_tokens_per_s: row.milli_tokens_per_s,
                n_tokens: Some(n_tokens),
            },
            source: row.source.clone(),
        });
    }
    reader.add_bench_row(row);
}

/// A row of a sweep: the context that was there before, and both speeds. Of several sequences, the speed of one.
fn sweep_row(reader: &mut Reader, line: &Line<'_>, cells: &[&str], columns: &SweepColumns) -> Option<()> {
    (cells.len() == columns.n_columns).then_some(())?;
    let cell = |column: usize| cells.get(column).copied();
    let count = |column: Option<usize>| column.and_then(cell).and_then(read_count);
    let rate = |column: usize| cell(column).and_then(read_thousandths).filter(|rate| *rate > 0);
    let (prefill, decode) = (rate(columns.prefill)?, rate(columns.decode)?);
    let sequences = count(columns.sequences).unwrap_or(1).max(1);
    // A sweep counts what was there; a batched bench what is there at the end.
    let depth = match columns.sequences {
        None => count(columns.cells).unwrap_or(0),
        Some(_) => 0,
    };
    let row = |test, milli_tokens_per_s| BenchRow {
        model: String::new(),
        size: None,
        backend: String::new(),
        n_gpu_layers: None,
        test,
        depth,
        milli_tokens_per_s,
        milli_deviation: None,
        source: line.source(),
    };
    reader.saw(Engine::LlamaCpp);
    let n_prefill = count(columns.prefill_tokens).unwrap_or(0);
    let n_decode = count(columns.decode_tokens).unwrap_or(0);
    take_bench_row(reader, row(BenchTest::Prefill(n_prefill), prefill));
    // Only with one sequence is the sum what one reader sees.
    if sequences == 1 {
        take_bench_row(reader, row(BenchTest::Decode(n_decode), decode));
    }
    Some(())
}

fn mlx_row(reader: &mut Reader, line: &Line<'_>, cells: &[&str], columns: &MlxColumns) -> Option<()> {
    (cells.len() == columns.n_columns).then_some(())?;
    let cell = |column: Option<usize>| column.and_then(|column| cells.get(column)).copied();
    let rate = |column| cell(column).and_then(read_thousandths).filter(|rate| *rate > 0);
    let decode = rate(Some(columns.decode))?;
    reader.saw(Engine::MlxLm);
    for (phase, tokens, rate) in [
        (Phase::Prefill, columns.prefill_tokens, rate(columns.prefill)),
        (Phase::Decode, columns.decode_tokens, Some(decode)),
    ] {
        let Some(rate) = rate else {
            continue;
        };
        if let Some(tokens) = cell(tokens).and_then(read_count) {
            reader.say(line, phase, Said::Tokens(tokens));
        }
        reader.say(line, phase, Said::Rate(rate));
    }
    if let Some(memory) = cell(columns.memory) {
        let total = read_amount(memory, Units::Decimal).map(|(total, _)| total);
        let bare = || {
            let (bytes, rounding) = Decimal::read(memory)?.0.times(1_000_000_000);
            Some(Amount { bytes, rounding })
        };
        if let Some(total) = total.or_else(bare) {
            reader.set_total(line, total);
        }
    }
    Some(())
}
