//! `cargo xtask evaluate speed FILE [--json]`: holds the estimates of speed against measured rows, beside the rules of
//! other programs.

use super::speed_peers::{PEERS, Seen};
use super::speed_rows::{File, Row};
use crate::project;
use llm_lens::domain::machine::devices::Devices;
use llm_lens::domain::speed::{Confidence, Engine, LayerKind, Rate, SpeedEstimate};
use serde_json::{Value, json};

/// One row with everything that the tables ask.
struct Judged {
    row: Row,
    estimate: SpeedEstimate,
    /// With a present-day engine, as the page would answer without asking.
    as_page: SpeedEstimate,
    peers: Vec<Option<f64>>,
    is_known_device: bool,
    is_fitted_device: bool,
    is_fitted_model: bool,
    is_thin: bool,
    is_partial: bool,
    is_mixture: bool,
    is_hybrid: bool,
    active: f64,
}

/// A predicted value, its range and the measured one.
#[derive(Clone, Copy)]
struct Pair {
    predicted: f64,
    range: Option<(f64, f64)>,
    measured: f64,
}

/// The figures of one line of a table.
struct Summary {
    rows: usize,
    median: f64,
    p90: f64,
    within: f64,
    ratio: f64,
    /// Share of rows inside the range, and the median of (high − low) ÷ likely.
    range: Option<(f64, f64)>,
}

/// Runs the command.
///
/// # Errors
/// A sentence for the terminal.
pub fn run(file: &str, is_json: bool) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file} cannot be read: {error}"))?;
    let rows = serde_json::from_str::<File>(&text)
        .map(|file| file.rows)
        .or_else(|_| serde_json::from_str::<Vec<Row>>(&text))
        .map_err(|error| format!("{file} holds no rows of speed: {error}"))?;
    let path = project::root().join("static/devices.txt");
    let catalog = std::fs::read_to_string(&path)
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let devices =
        Devices::parse(&catalog).map_err(|error| format!("{} has a fault: {error:?}", path.display()))?;
    let fitted = fitted_rows();
    let judged: Vec<Judged> = rows
        .into_iter()
        .map(|row| judge(row, &devices, &fitted))
        .collect();
    let tables = tables(&judged);
    if is_json {
        let mut sections = serde_json::Map::new();
        for (title, lines) in &tables {
            let lines: Vec<Value> = lines
                .iter()
                .map(|(name, line)| as_json(name, line.as_ref()))
                .collect();
            sections.insert((*title).to_owned(), Value::Array(lines));
        }
        println!("{}", Value::Object(sections));
    } else {
        println!(
            "{} rows; inputs: what the page knows of device, backend, engine and model;",
            judged.len()
        );
        println!("a bare engine version of early 2024 and llamafile 0.9 count as the old engines they are.");
        for (title, lines) in &tables {
            print_table(title, lines);
        }
    }
    Ok(())
}

/// The rows that the constants were fitted to; none where the file is not there.
fn fitted_rows() -> Vec<Row> {
    std::fs::read_to_string(project::root().join("tests/fixtures/speed/rows.json"))
        .ok()
        .and_then(|text| serde_json::from_str::<File>(&text).ok())
        .map_or_else(Vec::new, |file| file.rows)
}

fn judge(row: Row, devices: &Devices, fitted: &[Row]) -> Judged {
    let facts = row.facts();
    let device = row.device_speed(devices);
    let peers = Seen::of(&row, &facts, device.bandwidth_mb_s);
    let peers = PEERS.iter().map(|(_, rule)| peers.as_ref().map(rule)).collect();
    let present = match row.engine() {
        Engine::Llamafile | Engine::LlamaCpp2024 | Engine::Ollama => Engine::LlamaCpp,
        engine => engine,
    };
    Judged {
        estimate: row.estimate(devices),
        as_page: row.estimate_with(devices, present),
        peers,
        is_known_device: super::speed_rows::device_of(devices, &row.device).is_some(),
        is_fitted_device: fitted.iter().any(|known| known.device == row.device),
        is_fitted_model: fitted.iter().any(|known| known.name() == row.name()),
        is_thin: device.class.is_thin(),
        is_partial: row.placement(devices).is_partial(),
        is_mixture: facts.is_mixture(),
        is_hybrid: facts.layer_kind.is_hybrid() || facts.layer_kind == LayerKind::PerLayerEmbedding,
        active: facts.active() as f64 / 1e9,
        row,
    }
}

type Lines = Vec<(String, Option<Summary>)>;

/// A slice of the rows: its name and which rows belong to it.
type Slice<'a> = (&'a str, &'a dyn Fn(&Judged) -> bool);

fn pair(rate: Option<Rate>, measured: Option<f64>) -> Option<Pair> {
    let rate = rate?;
    let measured = measured.filter(|measured| measured.is_finite() && *measured > 0.0)?;
    Some(Pair {
        predicted: rate.likely,
        range: Some((rate.low, rate.high)),
        measured,
    })
}

fn decode(judged: &Judged) -> Option<Pair> {
    pair(judged.estimate.decode.ok(), judged.row.decode_tokens_per_s)
}

fn prefill(judged: &Judged) -> Option<Pair> {
    pair(judged.estimate.prefill.ok(), judged.row.prefill_tokens_per_s)
}

fn tables(judged: &[Judged]) -> Vec<(&'static str, Lines)> {
    let lines = |of: &dyn Fn(&Judged) -> Option<Pair>, slices: &[Slice<'_>]| -> Lines {
        slices
            .iter()
            .map(|(name, wanted)| {
                let pairs: Vec<Pair> = judged.iter().filter(|row| wanted(row)).filter_map(of).collect();
                ((*name).to_owned(), Summary::of(&pairs))
            })
            .collect()
    };
    let is_one = |row: &Judged| !row.is_partial;
    let single = |row: &Judged| is_one(row) && row.row.devices() == 1;
    let backend = |row: &Judged, name: &str| is_one(row) && row.row.backend.as_deref() == Some(name);
    let active = |row: &Judged, from: f64, to: f64| is_one(row) && row.active >= from && row.active < to;
    let present =
        |row: &Judged| is_one(row) && !matches!(row.row.engine(), Engine::Llamafile | Engine::LlamaCpp2024);
    let word = |row: &Judged, word: Confidence| {
        row.estimate
            .decode
            .ok()
            .is_some_and(|rate| rate.confidence == word)
    };
    let slices: &[Slice<'_>] = &[
        ("all rows", &|_| true),
        ("every layer on one memory", &is_one),
        ("present-day engines", &present),
        ("old engines", &|row| is_one(row) && !present(row)),
        ("CUDA", &|row| backend(row, "CUDA")),
        ("Metal", &|row| backend(row, "Metal")),
        ("ROCm", &|row| backend(row, "ROCm")),
        ("Vulkan", &|row| backend(row, "Vulkan")),
        ("CPU", &|row| backend(row, "CPU")),
        ("dense", &|row| is_one(row) && !row.is_mixture),
        ("mixture of experts", &|row| is_one(row) && row.is_mixture),
        ("hybrid or per-layer embeddings", &|row| {
            is_one(row) && row.is_hybrid
        }),
        ("active under 1.5 B", &|row| active(row, 0.0, 1.5)),
        ("active 1.5-5 B", &|row| active(row, 1.5, 5.0)),
        ("active 5-12 B", &|row| active(row, 5.0, 12.0)),
        ("active 12-40 B", &|row| active(row, 12.0, 40.0)),
        ("active 40 B and more", &|row| active(row, 40.0, f64::INFINITY)),
        ("context of 4,000 tokens and more", &|row| {
            is_one(row) && row.row.context_depth.unwrap_or(0.0) >= 4_000.0
        }),
        ("two or more devices", &|row| is_one(row) && row.row.devices() > 1),
        ("class with few rows", &|row| is_one(row) && row.is_thin),
        ("device not among the fitted rows", &|row| {
            is_one(row) && !row.is_fitted_device
        }),
        ("model not among the fitted rows", &|row| {
            is_one(row) && !row.is_fitted_model
        }),
        ("device not in the catalog", &|row| {
            is_one(row) && !row.is_known_device && !row.row.is_cpu()
        }),
        ("part on GPU, part on CPU", &|row| row.is_partial),
        ("confidence: high", &|row| word(row, Confidence::High)),
        ("confidence: medium", &|row| word(row, Confidence::Medium)),
        ("confidence: low", &|row| word(row, Confidence::Low)),
    ];
    let mut rules = lines(&decode, &[("LLM Lens", &is_one)]);
    rules.extend(lines(
        &|row| pair(row.as_page.decode.ok(), row.row.decode_tokens_per_s),
        &[
            ("LLM Lens, engine not asked", &is_one),
            ("LLM Lens, engine not asked, present rows", &present),
        ],
    ));
    for (index, (name, _)) in PEERS.iter().enumerate() {
        let of = |row: &Judged| {
            let predicted = row.peers.get(index).copied().flatten()?;
            let measured = row.row.decode_tokens_per_s.filter(|measured| *measured > 0.0)?;
            Some(Pair {
                predicted,
                range: None,
                measured,
            })
        };
        rules.extend(lines(&of, &[(name, &is_one)]));
    }
    let prompt = |row: &Judged, least: f64| row.row.prompt_tokens.unwrap_or(0.0) >= least;
    let first = |row: &Judged| pair(row.estimate.first_token_ms.ok(), row.row.time_to_first_token_ms);
    let first_token: &[Slice<'_>] = &[
        ("prompts of 400 tokens and more", &|row| {
            is_one(row) && prompt(row, 400.0)
        }),
        ("all with a prompt length", &|row| prompt(row, 1.0)),
    ];
    let mut prefill_lines = lines(&prefill, &[("one device", &single)]);
    prefill_lines.extend(lines(&prefill, slices.get(..slices.len() - 3).unwrap_or(slices)));
    vec![
        ("Decode: rules, every layer on one memory", rules),
        ("Decode: slices", lines(&decode, slices)),
        ("Prefill", prefill_lines),
        ("Time to first token", lines(&first, first_token)),
    ]
}

impl Summary {
    /// `None` for no rows.
    fn of(pairs: &[Pair]) -> Option<Self> {
        let rows = pairs.len();
        let errors = sorted(
            pairs
                .iter()
                .map(|pair| (pair.predicted / pair.measured - 1.0).abs()),
        );
        let share = |wanted: usize, of: usize| wanted as f64 / of.max(1) as f64;
        let ranges: Vec<(&Pair, (f64, f64))> = pairs
            .iter()
            .filter_map(|pair| Some((pair, pair.range?)))
            .collect();
        let inside = ranges
            .iter()
            .filter(|(pair, (low, high))| pair.measured >= *low && pair.measured <= *high)
            .count();
        let widths = sorted(
            ranges
                .iter()
                .map(|(pair, (low, high))| (high - low) / pair.predicted),
        );
        Some(Self {
            rows,
            median: quantile(&errors, 0.5)?,
            p90: quantile(&errors, 0.9)?,
            within: share(errors.iter().filter(|error| **error <= 0.25).count(), rows),
            ratio: quantile(
                &sorted(pairs.iter().map(|pair| pair.predicted / pair.measured)),
                0.5,
            )?,
            range: quantile(&widths, 0.5).map(|width| (share(inside, ranges.len()), width)),
        })
    }
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Between the neighbours, as statistics programs do.
fn quantile(sorted: &[f64], at: f64) -> Option<f64> {
    let place = at * sorted.len().checked_sub(1)? as f64;
    let below = *sorted.get(place.floor() as usize)?;
    let above = *sorted.get(place.ceil() as usize)?;
    Some(below + (above - below) * place.fract())
}

fn print_table(title: &str, lines: &Lines) {
    println!("\n{title}");
    println!(
        "{:<42} {:>5} {:>8} {:>8} {:>8} {:>7} {:>9} {:>7}",
        "", "rows", "median", "p90", "in 25 %", "ratio", "in range", "width"
    );
    for (name, summary) in lines {
        let Some(line) = summary else {
            println!("{name:<42} {:>5}", 0);
            continue;
        };
        let range = line.range.map_or(String::new(), |(inside, width)| {
            format!("{:>7.1} % {width:>7.2}", inside * 100.0)
        });
        println!(
            "{name:<42} {:>5} {:>6.1} % {:>6.0} % {:>6.1} % {:>7.2} {range}",
            line.rows,
            line.median * 100.0,
            line.p90 * 100.0,
            line.within * 100.0,
            line.ratio,
        );
    }
}

fn as_json(name: &str, line: Option<&Summary>) -> Value {
    match line {
        None => json!({ "name": name, "rows": 0 }),
        Some(line) => json!({
            "name": name,
            "rows": line.rows,
            "median_abs_rel_error": line.median,
            "p90_abs_rel_error": line.p90,
            "within_25_percent": line.within,
            "median_ratio": line.ratio,
            "in_range": line.range.map(|range| range.0),
            "median_width": line.range.map(|range| range.1),
        }),
    }
}
