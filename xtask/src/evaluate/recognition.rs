//! `cargo xtask evaluate recognition FILE`: real renderer strings against the right answer for each.

use std::fs;

use llm_lens::domain::machine::devices::Devices;
use llm_lens::domain::machine::recognition::{AdapterStrings, Outcome, recognise};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The words of the file for outcomes, in the order of the table.
const WORDS: [&str; 7] = [
    "exact",
    "ask variant",
    "chip, ask memory",
    "family",
    "vendor-only",
    "none",
    "unlisted",
];

#[derive(Deserialize)]
struct Source {
    rows: Vec<serde_json::Value>,
}

/// One string with its answer; whatever the file has besides is not needed.
#[derive(Deserialize)]
struct Row {
    renderer: String,
    #[serde(default)]
    vendor_param: Option<String>,
    #[serde(default)]
    preset_ids: Vec<String>,
    #[serde(default)]
    vram_gb: Option<f64>,
    expect: String,
}

/// What the program answers.
#[derive(Serialize)]
struct Answer {
    word: &'static str,
    devices: Vec<String>,
    memory_gb: Option<f64>,
}

#[derive(Serialize)]
struct Judged {
    renderer: String,
    expected: String,
    expected_devices: Vec<String>,
    answer: Answer,
    is_wrong_exact: bool,
    has_right_device: bool,
}

/// Prints the table.
///
/// # Errors
/// What could not be read.
pub fn run(file: &str, is_json: bool) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let source: Source =
        serde_json::from_str(&text).map_err(|error| format!("{file} has no list `rows`: {error}"))?;
    let devices = Devices::parse(include_str!("../../../static/devices.txt"))
        .map_err(|error| format!("static/devices.txt: {error:?}"))?;
    let mut judged = Vec::new();
    let mut unread = Vec::new();
    for (number, value) in source.rows.into_iter().enumerate() {
        match serde_json::from_value::<Row>(value) {
            Ok(row) => judged.push(judge(row, &devices)),
            Err(error) => unread.push(format!("row {number}: {error}")),
        }
    }
    if is_json {
        println!("{}", summary_json(&judged, &unread));
    } else {
        print_table(&judged, &unread);
    }
    Ok(())
}

fn judge(row: Row, devices: &Devices) -> Judged {
    let vendor = row.vendor_param.unwrap_or_default();
    let strings = AdapterStrings {
        renderer: &row.renderer,
        vendor: &vendor,
        ..AdapterStrings::default()
    };
    let answer = answer(&recognise(&strings, devices).outcome);
    let is_right_memory = match (row.vram_gb, answer.memory_gb) {
        (Some(expected), Some(own)) => (expected - own).abs() < 0.3,
        _ => true,
    };
    let has_right_device =
        row.preset_ids.is_empty() || row.preset_ids.iter().any(|id| answer.devices.contains(id));
    let is_wrong_exact =
        answer.word == "exact" && !(row.expect == "exact" && has_right_device && is_right_memory);
    Judged {
        renderer: row.renderer,
        expected: row.expect,
        expected_devices: row.preset_ids,
        answer,
        is_wrong_exact,
        has_right_device,
    }
}

fn answer(outcome: &Outcome<'_>) -> Answer {
    let (word, devices, memory) = match outcome {
        Outcome::Exact(choice) => (0, vec![choice.device.id.clone()], choice.memory),
        Outcome::AskVariant(choices) => {
            let mut ids: Vec<String> = choices.iter().map(|choice| choice.device.id.clone()).collect();
            ids.dedup();
            (1, ids, None)
        }
        Outcome::AskMemory(devices) => (2, devices.iter().map(|device| device.id.clone()).collect(), None),
        Outcome::Family(_) => (3, Vec::new(), None),
        Outcome::VendorOnly => (4, Vec::new(), None),
        Outcome::Unreal(_) => (5, Vec::new(), None),
        Outcome::Unlisted => (6, Vec::new(), None),
    };
    Answer {
        word: WORDS.get(word).copied().unwrap_or_default(),
        devices,
        memory_gb: memory.map(|size| f64::from(size.thousandths()) / 1000.0),
    }
}

/// Rows with this expectation, those answered as expected, and of these those that offer the expected device.
fn counts(judged: &[Judged], word: &str) -> (usize, usize, usize) {
    let rows = judged.iter().filter(|row| row.expected == word);
    let right = rows.clone().filter(|row| row.answer.word == word);
    let offered = right.clone().filter(|row| row.has_right_device);
    (rows.count(), right.count(), offered.count())
}

fn print_table(judged: &[Judged], unread: &[String]) {
    println!("{} strings\n", judged.len());
    print!(
        "{:<18}{:>6}{:>10}{:>9}  ",
        "expected", "rows", "as exp.", "device"
    );
    for word in WORDS {
        print!("{:>12}", word.split(',').next().unwrap_or_default());
    }
    println!();
    for word in WORDS {
        let (rows, right, offered) = counts(judged, word);
        let share = 100.0 * right as f64 / rows.max(1) as f64;
        print!("{word:<18}{rows:>6}{share:>9.1}%{offered:>9}  ");
        for given in WORDS {
            let count = judged
                .iter()
                .filter(|row| row.expected == word && row.answer.word == given)
                .count();
            print!("{count:>12}");
        }
        println!();
    }
    let wrong: Vec<&Judged> = judged.iter().filter(|row| row.is_wrong_exact).collect();
    println!("\nwrong exact answers: {}", wrong.len());
    for row in wrong {
        print_row(row);
    }
    println!("\nnot as expected, or without the expected device:");
    for row in judged {
        let is_other = row.answer.word != row.expected;
        let misses_device = !row.expected_devices.is_empty() && !row.has_right_device;
        if !row.is_wrong_exact && (is_other || misses_device) {
            print_row(row);
        }
    }
    for row in unread {
        println!("not read: {row}");
    }
}

fn print_row(row: &Judged) {
    println!(
        "  {}\n      expected {} [{}], answered {} [{}]",
        row.renderer,
        row.expected,
        row.expected_devices.join(" "),
        row.answer.word,
        row.answer.devices.join(" ")
    );
}

fn summary_json(judged: &[Judged], unread: &[String]) -> serde_json::Value {
    let table: Vec<_> = WORDS
        .iter()
        .map(|word| {
            let (rows, right, offered) = counts(judged, word);
            json!({ "expected": word, "rows": rows, "as_expected": right, "with_expected_device": offered })
        })
        .collect();
    json!({
        "strings": judged.len(),
        "wrong_exact": judged.iter().filter(|row| row.is_wrong_exact).count(),
        "table": table,
        "rows": judged,
        "unread": unread,
    })
}
