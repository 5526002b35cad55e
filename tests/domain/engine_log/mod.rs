//! Logs of engines as people paste them: every figure with its unit and its line.

mod failures;
mod hostile;
mod kinds;
mod llama_cpp;
mod other_engines;

use llm_lens::domain::report::log::{EngineLog, EngineReport, Part, Place, Speed, read};

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

fn text(name: &str) -> String {
    let path = format!("{}/tests/fixtures/engine-logs/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn log(name: &str) -> EngineLog {
    read(&text(name)).unwrap()
}

/// Hundredths of a MiB, as llama.cpp prints them, in bytes.
const fn mib(hundredths: u64) -> u64 {
    (hundredths * MIB + 50) / 100
}

fn bytes(report: &EngineReport, place: Place, part: Part) -> u64 {
    report.sum(place, part).map_or(0, |sum| sum.bytes)
}

/// The bytes of one buffer.
fn buffer(report: &EngineReport, name: &str, part: Part) -> u64 {
    let mut found = report
        .buffers
        .iter()
        .filter(|buffer| buffer.name == name && buffer.part == part);
    let buffer = found
        .next()
        .unwrap_or_else(|| panic!("{name} {part:?} in {:#?}", report.buffers));
    assert!(found.next().is_none());
    buffer.size.value.bytes
}

fn decode(report: &EngineReport) -> Speed {
    report.decode.as_ref().unwrap().value
}

fn prefill(report: &EngineReport) -> Speed {
    report.prefill.as_ref().unwrap().value
}

const fn speed(milli_tokens_per_s: u64, n_tokens: u64) -> Speed {
    Speed {
        milli_tokens_per_s,
        n_tokens: Some(n_tokens),
    }
}
