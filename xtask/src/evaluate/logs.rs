//! `cargo xtask evaluate logs FILE`: logs of engines against what they say by the account of a reader who knows them.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::log_facts::{Judgement, judge};
use crate::read::log::understood;

/// A line of the file; whatever it has besides is not needed.
#[derive(Deserialize)]
struct Case {
    id: String,
    #[serde(default)]
    kind: String,
    truth: Map<String, Value>,
    #[serde(default)]
    log: Option<String>,
    #[serde(default)]
    log_excerpt: Option<String>,
}

struct Judged {
    id: String,
    kind: String,
    facts: Vec<(String, Value, Judgement)>,
}

impl Judged {
    fn count(&self, is_wanted: impl Fn(&Judgement) -> bool) -> usize {
        self.facts.iter().filter(|(.., judged)| is_wanted(judged)).count()
    }

    fn is_right(&self) -> bool {
        self.facts.iter().all(|(.., judged)| judged.is_fine())
    }
}

/// Prints the table.
///
/// # Errors
/// What could not be read.
pub fn run(file: &str, is_json: bool) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let folder = Path::new(file).parent().unwrap_or(Path::new("."));
    let mut cases = Vec::new();
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let case: Case =
            serde_json::from_str(line).map_err(|error| format!("{file}, line {}: {error}", number + 1))?;
        cases.push(judged(case, folder)?);
    }
    if is_json {
        println!("{:#}", summary(&cases));
    } else {
        print_table(&cases);
    }
    Ok(())
}

fn judged(case: Case, folder: &Path) -> Result<Judged, String> {
    let text = match (case.log_excerpt, &case.log) {
        (Some(text), _) => text,
        (None, Some(name)) => {
            let path = folder.join(name);
            std::fs::read_to_string(&path)
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?
        }
        (None, None) => return Err(format!("{} has neither `log_excerpt` nor `log`", case.id)),
    };
    let read = understood(&text);
    let facts = case.truth.into_iter().map(|(name, right)| {
        let judgement = judge(&name, &right, &read, &text);
        (name, right, judgement)
    });
    Ok(Judged {
        facts: facts.collect(),
        id: case.id,
        kind: case.kind,
    })
}

/// Logs wholly right, figures right, and figures that were judged.
fn score(cases: &[Judged]) -> (usize, usize, usize) {
    let right = cases.iter().filter(|case| case.is_right()).count();
    let facts = |is_wanted: fn(&Judgement) -> bool| cases.iter().map(|case| case.count(is_wanted)).sum();
    let n_right: usize = facts(|judged| *judged == Judgement::Right);
    let n_not_right: usize = facts(|judged| !judged.is_fine());
    (right, n_right, n_right + n_not_right)
}

fn print_table(cases: &[Judged]) {
    println!(
        "{:<8}{:>7}{:>7}{:>9}{:>9}  kind",
        "log", "right", "wrong", "missing", "aside"
    );
    for case in cases {
        println!(
            "{:<8}{:>7}{:>7}{:>9}{:>9}  {}",
            case.id,
            case.count(|judged| *judged == Judgement::Right),
            case.count(|judged| matches!(judged, Judgement::Wrong(_))),
            case.count(|judged| *judged == Judgement::Missing),
            case.count(|judged| matches!(judged, Judgement::Aside(_))),
            case.kind
        );
    }
    println!();
    for case in cases {
        for (name, right, judged) in &case.facts {
            match judged {
                Judgement::Right => {}
                Judgement::Wrong(read) => println!("{} {name}: right {right}, read {read}", case.id),
                Judgement::Missing => println!("{} {name}: right {right}, not read", case.id),
                Judgement::Aside(why) => println!("{} {name}: {right} left aside, {why}", case.id),
            }
        }
    }
    let (right, facts, judged) = score(cases);
    println!(
        "\n{right} of {} logs read right, {facts} of {judged} facts",
        cases.len()
    );
}

fn summary(cases: &[Judged]) -> Value {
    let (right, facts, n_judged) = score(cases);
    let rows: Vec<Value> = cases
        .iter()
        .map(|case| {
            let facts = case.facts.iter().map(|(name, right, judged)| {
                let (word, read) = match judged {
                    Judgement::Right => ("right", None),
                    Judgement::Wrong(read) => ("wrong", Some(read.clone())),
                    Judgement::Missing => ("missing", None),
                    Judgement::Aside(why) => ("aside", Some(json!(why))),
                };
                json!({ "fact": name, "right": right, "judgement": word, "read": read })
            });
            json!({ "id": case.id, "is_right": case.is_right(), "facts": facts.collect::<Vec<_>>() })
        })
        .collect();
    json!({ "logs": cases.len(), "logs_right": right, "facts": n_judged, "facts_right": facts, "rows": rows })
}
