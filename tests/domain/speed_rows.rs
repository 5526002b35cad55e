//! The estimates of speed against 1012 measured rows: the limits they have to keep.

#[path = "../../xtask/src/evaluate/speed_rows.rs"]
#[allow(dead_code)]
mod rows;

use llm_lens::domain::machine::devices::Devices;
use llm_lens::domain::speed::Rate;
use rows::{File, Row};

fn devices() -> Devices {
    Devices::parse(include_str!("../../static/devices.txt")).unwrap()
}

fn measured() -> Vec<Row> {
    let file: File = serde_json::from_str(include_str!("../fixtures/speed/rows.json")).unwrap();
    assert_eq!(file.rows.len(), 1012);
    file.rows
}

struct Figures {
    median: f64,
    within: f64,
    inside: f64,
    width: f64,
}

fn figures(pairs: &[(Rate, f64)]) -> Figures {
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let share = |wanted: usize| wanted as f64 / pairs.len() as f64;
    let errors: Vec<f64> = pairs
        .iter()
        .map(|(rate, speed)| (rate.likely / speed - 1.0).abs())
        .collect();
    Figures {
        within: share(errors.iter().filter(|error| **error <= 0.25).count()),
        median: median(errors),
        inside: share(
            pairs
                .iter()
                .filter(|(rate, speed)| rate.low <= *speed && *speed <= rate.high)
                .count(),
        ),
        width: median(
            pairs
                .iter()
                .map(|(rate, _)| (rate.high - rate.low) / rate.likely)
                .collect(),
        ),
    }
}

fn pairs(of: impl Fn(&Row) -> Option<(Rate, f64)>) -> Vec<(Rate, f64)> {
    measured().iter().filter_map(of).collect()
}

#[test]
fn decode_keeps_its_limits_on_all_rows() {
    let devices = devices();
    let pairs = pairs(|row| Some((row.estimate(&devices).decode.ok()?, row.decode_tokens_per_s?)));
    assert_eq!(
        pairs.len(),
        1012,
        "every row has a bandwidth, so every row has a speed"
    );
    let figures = figures(&pairs);
    assert!(figures.median <= 0.075, "median error {}", figures.median);
    assert!(figures.within >= 0.85, "within 25 %: {}", figures.within);
    assert!(figures.inside >= 0.88, "inside the range: {}", figures.inside);
    assert!(figures.width <= 0.60, "median width {}", figures.width);
}

#[test]
fn prefill_keeps_its_limits_where_everything_is_on_one_device() {
    let devices = devices();
    let pairs = pairs(|row| {
        let is_one = row.devices() == 1 && !row.placement(&devices).is_partial();
        let speed = row.prefill_tokens_per_s.filter(|_| is_one)?;
        Some((row.estimate(&devices).prefill.ok()?, speed))
    });
    assert!(pairs.len() > 450);
    let figures = figures(&pairs);
    assert!(figures.median <= 0.12, "median error {}", figures.median);
    assert!(figures.within >= 0.75, "within 25 %: {}", figures.within);
    assert!(figures.inside >= 0.85, "inside the range: {}", figures.inside);
    assert!(figures.width <= 0.80, "median width {}", figures.width);
}

#[test]
fn the_range_says_where_estimates_are_bad() {
    let devices = devices();
    let of = |wanted: &dyn Fn(&Row) -> bool| {
        figures(&pairs(|row| {
            wanted(row).then_some((row.estimate(&devices).decode.ok()?, row.decode_tokens_per_s?))
        }))
    };
    let partial = of(&|row| row.placement(&devices).is_partial());
    let whole = of(&|row| !row.placement(&devices).is_partial() && !row.is_cpu());
    assert!(partial.width > 2.0 * whole.width);
    assert!(partial.inside > 0.75, "partial offload: {}", partial.inside);
    let processor = of(&Row::is_cpu);
    assert!(processor.width > 2.0 * whole.width && processor.inside > 0.8);
}

#[test]
fn the_engine_need_not_be_known() {
    let devices = devices();
    let pairs = pairs(|row| {
        let engine = row.engine();
        let is_present = !matches!(
            engine,
            llm_lens::domain::speed::Engine::Llamafile | llm_lens::domain::speed::Engine::LlamaCpp2024
        );
        let engine = match engine {
            llm_lens::domain::speed::Engine::Ollama => llm_lens::domain::speed::Engine::LlamaCpp,
            engine => engine,
        };
        let estimate = row.estimate_with(&devices, engine);
        is_present.then_some((estimate.decode.ok()?, row.decode_tokens_per_s?))
    });
    let figures = figures(&pairs);
    assert!(figures.median <= 0.10 && figures.within >= 0.82);
}

#[test]
fn rows_without_fields_and_unknown_devices_have_an_answer() {
    let devices = devices();
    let rows: File = serde_json::from_str(
        r#"{"rows":[{"device":"x"},{"device":"","parameters_total":-1,"file_bytes":1e300,"bandwidth_gbs":-5},
        {"device":"Radeon RX 7999 XT","backend":"ROCm","model":"m","quantization":"Q4_K_M","bandwidth_gbs":700,
         "file_bytes":5e9,"parameters_total":8e9,"unknown":[1]}]}"#,
    )
    .unwrap();
    let speeds: Vec<bool> = rows
        .rows
        .iter()
        .map(|row| row.estimate(&devices).decode.is_ok())
        .collect();
    assert_eq!(speeds, [false, false, true]);
}
