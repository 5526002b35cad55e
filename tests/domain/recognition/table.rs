//! Every string of the fixtures, held to what the page promises.

use llm_lens::domain::machine::devices::Devices;
use llm_lens::domain::machine::recognition::{AdapterStrings, Outcome, recognise};
use serde::Deserialize;

use super::super::devices::shipped;
use super::{ids, word};

#[derive(Deserialize)]
struct File {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    renderer: String,
    vendor_param: String,
    preset_ids: Vec<String>,
    vram_gb: Option<f64>,
    expect: String,
}

const GIVEN: &str = include_str!("../../fixtures/renderer-strings.json");
const MORE: &str = include_str!("../../fixtures/renderer-strings-more.json");

/// Shares of strings answered as expected, with the wrong exact answers.
fn judge(file: &str, devices: &Devices) -> (Vec<(String, f64)>, Vec<String>) {
    let file: File = serde_json::from_str(file).unwrap();
    let mut counts: Vec<(String, usize, usize)> = Vec::new();
    let mut wrong = Vec::new();
    for row in file.rows {
        let strings = AdapterStrings {
            renderer: &row.renderer,
            vendor: &row.vendor_param,
            ..AdapterStrings::default()
        };
        let outcome = recognise(&strings, devices).outcome;
        if let Outcome::Exact(choice) = &outcome {
            let memory = choice.memory.map(|size| f64::from(size.thousandths()) / 1000.0);
            let is_right = row.expect == "exact"
                && row.preset_ids == ids(&outcome)
                && (row.vram_gb.is_none() || row.vram_gb == memory);
            if !is_right {
                wrong.push(row.renderer.clone());
            }
        }
        let is_offered =
            row.preset_ids.is_empty() || row.preset_ids.iter().any(|id| ids(&outcome).contains(id));
        let is_right = word(&outcome) == row.expect && is_offered;
        match counts.iter_mut().find(|(expect, ..)| *expect == row.expect) {
            Some((_, all, right)) => (*all, *right) = (*all + 1, *right + usize::from(is_right)),
            None => counts.push((row.expect, 1, usize::from(is_right))),
        }
    }
    let shares = counts
        .into_iter()
        .map(|(expect, all, right)| (expect, right as f64 / all as f64));
    (shares.collect(), wrong)
}

#[test]
fn no_answer_is_exact_and_wrong_and_nearly_all_are_as_expected() {
    let devices = shipped();
    for file in [GIVEN, MORE] {
        let (shares, wrong) = judge(file, devices);
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(shares.len(), 7);
        for (expect, share) in shares {
            let least = if expect == "exact" { 0.97 } else { 0.95 };
            assert!(share >= least, "{expect}: {share}");
        }
    }
}

/// The rules must hold where the catalog does not know an id: then nothing exact may be claimed that an id would decide.
#[test]
fn without_the_ids_no_other_device_is_claimed() {
    let text = include_str!("../../../static/devices.txt");
    let without_ids: Vec<String> = text
        .lines()
        .map(|line| {
            let mut fields: Vec<&str> = line.split('|').collect();
            if let Some(ids) = fields.get_mut(19) {
                *ids = "";
            }
            fields.join("|")
        })
        .collect();
    let devices = Devices::parse(&without_ids.join("\n")).unwrap();
    for file in [GIVEN, MORE] {
        let (_, wrong) = judge(file, &devices);
        // Only a name that was changed, which is known by its id alone, is believed.
        assert!(wrong.iter().all(|renderer| is_changed(renderer)), "{wrong:?}");
    }
}

/// Strings of the second fixture with a name and an id of two different cards.
fn is_changed(renderer: &str) -> bool {
    renderer.contains("RTX 4090 (0x00001C82)") || renderer.contains("GTX 1050 Ti (0x00002684)")
}
