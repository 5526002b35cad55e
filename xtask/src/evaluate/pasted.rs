//! `cargo xtask evaluate pasted FILE`: texts that describe machines against the right reading of each.

use std::path::Path;

use llm_lens::domain::machine::devices::{Devices, words_of};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::read::hardware::{catalog, understood};

/// A line of the file: the text, or a file beside it, and what is right.
#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    file: Option<String>,
    #[serde(default)]
    text: Option<String>,
    want: Want,
}

/// The right reading; what is not there is not judged.
#[derive(Deserialize)]
struct Want {
    /// Part of the name, count, GB of each (nothing where it uses the system memory or is to be asked).
    devices: Option<Vec<(String, u16, Option<f64>)>>,
    /// System memory in GB; nothing where it is there and null.
    #[serde(default, deserialize_with = "there")]
    system_gb: Option<Option<f64>>,
    system_memory: Option<String>,
    unified: Option<bool>,
    asks: Option<String>,
    says: Option<String>,
}

/// Tells a null from a field that is not there.
fn there<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Option<f64>>, D::Error> {
    Option::deserialize(value).map(Some)
}

struct Judged {
    name: String,
    /// What was judged, what is right, what was read instead where that is wrong.
    facts: Vec<(&'static str, Value, Option<Value>)>,
}

impl Judged {
    fn n_right(&self) -> usize {
        self.facts.iter().filter(|(.., wrong)| wrong.is_none()).count()
    }
}

/// Prints the table.
///
/// # Errors
/// What could not be read.
pub fn run(file: &str, is_json: bool) -> Result<(), String> {
    let devices = catalog()?;
    let text = std::fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let folder = Path::new(file).parent().unwrap_or(Path::new("."));
    let mut cases = Vec::new();
    let lines = text.lines().enumerate();
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let case: Case =
            serde_json::from_str(line).map_err(|error| format!("{file}, line {}: {error}", number + 1))?;
        cases.push(judged(case, folder, &devices)?);
    }
    if is_json {
        println!("{:#}", summary(&cases));
    } else {
        print_table(&cases);
    }
    Ok(())
}

fn judged(case: Case, folder: &Path, devices: &Devices) -> Result<Judged, String> {
    let (name, text) = match (case.text, case.file) {
        (Some(text), _) => (text.chars().take(60).collect::<String>().replace('\n', " "), text),
        (None, Some(file)) => {
            let path = folder.join(&file);
            let bytes =
                std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            (file, String::from_utf8_lossy(&bytes).into_owned())
        }
        (None, None) => return Err("a line has neither `text` nor `file`".to_owned()),
    };
    let facts = judge(&case.want, &understood(&text, devices));
    Ok(Judged { name, facts })
}

fn judge(want: &Want, read: &Value) -> Vec<(&'static str, Value, Option<Value>)> {
    let mut facts = Vec::new();
    let mut judge = |name, right: Value, is_right: bool, read: &Value| {
        facts.push((name, right, (!is_right).then(|| read.clone())));
    };
    if let Some(right) = &want.devices {
        let brief = brief(&read["devices"]);
        judge("devices", json!(right), is_same(right, &read["devices"]), &brief);
    }
    if let Some(right) = want.system_gb {
        let own = read["system_gb"].as_f64();
        judge("system GB", json!(right), own == right, &read["system_gb"]);
    }
    if let Some(right) = &want.system_memory {
        let own = read["system_memory"].as_str();
        judge(
            "system memory",
            json!(right),
            own == Some(right.as_str()),
            &read["system_memory"],
        );
    }
    if let Some(right) = want.unified {
        judge(
            "unified",
            json!(right),
            read["unified"] == json!(right),
            &read["unified"],
        );
    }
    for (name, right, field) in [("asks", &want.asks, "asks"), ("says", &want.says, "says")] {
        if let Some(right) = right {
            judge(name, json!(right), has_words(&read[field], right), &read[field]);
        }
    }
    facts
}

/// Whether the devices are the right ones, in any order.
fn is_same(right: &[(String, u16, Option<f64>)], read: &Value) -> bool {
    let mut rest: Vec<&Value> = read.as_array().into_iter().flatten().collect();
    for (name, count, gb) in right {
        let wanted = words_of(name);
        let place = rest.iter().position(|device| {
            let names = names(device);
            wanted.iter().all(|word| names.contains(word))
                && device["count"].as_u64() == Some(u64::from(*count))
                && device["gb"].as_f64() == *gb
        });
        match place {
            Some(place) => drop(rest.remove(place)),
            None => return false,
        }
    }
    rest.is_empty()
}

/// The words of every name that a device has: as it was read, and in the catalog.
fn names(device: &Value) -> Vec<String> {
    let may_be = device["may_be"].as_array().into_iter().flatten();
    let all = [&device["name"], &device["catalog_name"]]
        .into_iter()
        .chain(may_be.map(|candidate| &candidate["name"]));
    all.filter_map(Value::as_str).flat_map(words_of).collect()
}

/// Whether one of several sentences has every word.
fn has_words(sentences: &Value, right: &str) -> bool {
    let wanted = words_of(right);
    let mut sentences = sentences
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    sentences.any(|sentence| {
        let own = words_of(sentence);
        wanted.iter().all(|word| own.contains(word))
    })
}

fn brief(devices: &Value) -> Value {
    let devices = devices.as_array().into_iter().flatten();
    devices
        .map(|device| json!([device["name"], device["count"], device["gb"]]))
        .collect()
}

/// Texts wholly right, facts right, facts.
fn score(cases: &[Judged]) -> (usize, usize, usize) {
    let right = cases.iter().filter(|case| case.n_right() == case.facts.len());
    let n_right = cases.iter().map(Judged::n_right).sum();
    (
        right.count(),
        n_right,
        cases.iter().map(|case| case.facts.len()).sum(),
    )
}

fn print_table(cases: &[Judged]) {
    println!("{:>7}{:>7}  text", "right", "wrong");
    for case in cases {
        let right = case.n_right();
        println!(
            "{right:>7}{:>7}  {}",
            case.facts.len().saturating_sub(right),
            case.name
        );
        for (name, right, wrong) in &case.facts {
            if let Some(read) = wrong {
                println!("                {name}: right {right}, read {read}");
            }
        }
    }
    let (right, facts, judged) = score(cases);
    println!(
        "\n{right} of {} texts read right, {facts} of {judged} facts",
        cases.len()
    );
}

fn summary(cases: &[Judged]) -> Value {
    let (right, facts, judged) = score(cases);
    let rows = cases.iter().map(|case| {
        let facts = case.facts.iter().map(|(name, right, wrong)| {
            json!({ "fact": name, "right": right, "is_right": wrong.is_none(), "read": wrong })
        });
        json!({ "text": case.name, "facts": facts.collect::<Vec<_>>() })
    });
    json!({
        "texts": cases.len(), "texts_right": right, "facts": judged, "facts_right": facts,
        "rows": rows.collect::<Vec<_>>(),
    })
}
