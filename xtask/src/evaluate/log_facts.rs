//! One fact about a log, by the name that a person gave it, against what was read.
//!
//! The names are words (`KV GiB per GPU`, `compute main device/host`), so what they are about is told by the words in them:
//! a purpose, a place, whether it is of one card or all, a unit.

use serde_json::{Value, json};

/// How a fact stands to what was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// It was read.
    Right,
    /// Something else was read.
    Wrong(Value),
    /// Nothing was read.
    Missing,
    /// It cannot be judged; why.
    Aside(&'static str),
}

impl Judgement {
    /// Whether nothing is to be mended.
    pub const fn is_fine(&self) -> bool {
        matches!(self, Self::Right | Self::Aside(_))
    }
}

const NOT_IN_LOG: &str = "the log does not say it";
const NO_FIGURE: &str = "it is no figure of a log";

/// Judges a fact.
pub fn judge(name: &str, right: &Value, read: &Value, text: &str) -> Judgement {
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["note", "nvidia-smi", "process use", "comment"]) {
        return Judgement::Aside(NO_FIGURE);
    }
    if let Some(judged) = judge_words(&name, right, read) {
        return judged;
    }
    let wanted = numbers(right);
    if wanted.is_empty() {
        return Judgement::Aside(NO_FIGURE);
    }
    let found = figures(&name, read);
    if found.is_empty() {
        let is_printed = wanted.iter().any(|figure| is_printed(*figure, text));
        return if is_printed {
            Judgement::Missing
        } else {
            Judgement::Aside(NOT_IN_LOG)
        };
    }
    let unit = if has(&["gib", " gb"]) { 1024.0 } else { 1.0 };
    let is_amount = part_of(&name).is_some() || has(&["gib", "mib", "device", "host"]);
    let slack = if is_amount { 0.016 * unit } else { 0.006 };
    let is_close = |found: f64, wanted: f64| {
        let wanted = if is_amount { wanted * unit } else { wanted };
        (found - wanted).abs() <= slack + wanted.abs() * 5e-4
    };
    // Where a name stands for both places, or for a sum.
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    let pairs = found.len() == wanted.len()
        && found
            .iter()
            .zip(&wanted)
            .all(|(found, wanted)| is_close(*found, *wanted));
    let sums = is_close(sum(&found), sum(&wanted));
    let shares = has(&["all cards"])
        && read["memory"]["shares_of_one_card"]["cards"].is_null()
        && (2..=64).any(|n| is_close(sum(&found) * f64::from(n), sum(&wanted)));
    if pairs || (sums && !right.is_array()) || shares {
        Judgement::Right
    } else {
        Judgement::Wrong(json!(found))
    }
}

/// Facts that are words or truths.
fn judge_words(name: &str, right: &Value, read: &Value) -> Option<Judgement> {
    let compare = |read: &Value, is_right: bool| {
        if is_right {
            Judgement::Right
        } else if read.is_null() {
            Judgement::Missing
        } else {
            Judgement::Wrong(read.clone())
        }
    };
    if let Some(wanted) = right.as_bool() {
        let rows = read["memory"]["table"].as_array();
        let is_plan = |row: &Value| row["basis"] == "expected";
        let found = if name.contains("host row") {
            json!(rows?.iter().filter(|row| row["place"] == "host").all(is_plan))
        } else if name.contains("plan") {
            json!(rows?.iter().all(is_plan))
        } else if name.contains("unified") {
            read["settings"]["unified"].clone()
        } else if name.contains("flash") {
            read["settings"]["flash_attention"].clone()
        } else if name.contains("draft") {
            json!(companions(read, "draft").next().is_some())
        } else {
            return Some(Judgement::Aside(NO_FIGURE));
        };
        return Some(compare(&found, found == json!(wanted)));
    }
    let wanted = right.as_str()?.to_lowercase();
    let has = |field: &Value, words: &str| {
        let field = field.to_string().to_lowercase();
        words
            .split_whitespace()
            .next()
            .is_some_and(|word| field.contains(word))
    };
    if name.contains("outcome") || name.contains("failure") {
        let kind = read["failure"]["kind"].as_str().unwrap_or("");
        let is_failure = [
            "memory",
            "refus",
            "unsupported",
            "unknown",
            "broken",
            "fail",
            "kill",
            "driver",
        ]
        .iter()
        .any(|word| wanted.contains(word));
        let is_right = if wanted.contains("out of memory") {
            kind == "out of memory"
        } else if wanted.contains("refus") {
            kind.starts_with("refused")
        } else if is_failure {
            !kind.is_empty()
        } else {
            kind.is_empty()
        };
        return Some(compare(&read["failure"], is_right));
    }
    if name == "engine" {
        return Some(compare(&read["engine"], has(&read["engine"], &wanted)));
    }
    if name.contains("side model") || name.contains("second model") {
        let companions = &read["companions"];
        let plain = companions.to_string().to_lowercase().replace(' ', "-");
        let is_right = wanted
            .split_whitespace()
            .next()
            .is_some_and(|word| plain.contains(word));
        return Some(compare(companions, is_right));
    }
    if name.contains("model") {
        return Some(compare(
            &read["model"],
            has(&read["model"], &wanted) || has(&read["file"], &wanted),
        ));
    }
    if name.contains("cache type") || name == "kv types" {
        return Some(compare(
            &read["settings"]["cache_types"],
            has(&read["settings"]["cache_types"], &wanted),
        ));
    }
    if name.contains("window") || name.contains("swa") {
        return Some(compare(
            &read["settings"]["window_cache"],
            has(&read["settings"]["window_cache"], &wanted),
        ));
    }
    if name.contains("quant") || name.contains("architecture") {
        let field = if name.contains("quant") {
            &read["quantization"]
        } else {
            &read["architecture"]
        };
        return Some(compare(field, has(field, &wanted)));
    }
    if name == "layers" {
        let settings = &read["settings"];
        let found = format!("{}/{}", settings["gpu_layers"], settings["total_layers"]);
        return Some(compare(&json!(found), found == wanted));
    }
    None
}

/// The numbers of a fact: one, several, or those of a sum (`5.40+5.40 = 10.80`, of which the parts count).
fn numbers(right: &Value) -> Vec<f64> {
    match right {
        Value::Number(number) => number.as_f64().into_iter().collect(),
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        Value::String(text) => {
            let sum = text.split('=').next().unwrap_or(text);
            let is_sum = sum.contains('+') || sum.trim().parse::<f64>().is_ok();
            let words = sum.split(|character: char| !character.is_ascii_digit() && character != '.');
            if is_sum {
                words.filter_map(|word| word.parse().ok()).collect()
            } else {
                Vec::new()
            }
        }
        _ => Vec::new(),
    }
}

/// Whether a number stands in the text, with or without its decimals.
fn is_printed(figure: f64, text: &str) -> bool {
    let plain = text.replace(',', "");
    [
        format!("{figure}"),
        format!("{figure:.2}"),
        format!("{figure:.1}"),
    ]
    .iter()
    .any(|number| plain.contains(number.as_str()))
}

/// The purpose that a name is about.
fn part_of(name: &str) -> Option<&'static str> {
    const PARTS: [(&str, &str); 12] = [
        ("weight", "weights"),
        ("activation", "compute"),
        ("non-torch", "runtime"),
        ("non torch", "runtime"),
        ("graph", "graphs"),
        ("mamba", "recurrent_state"),
        ("recurrent", "recurrent_state"),
        ("state", "recurrent_state"),
        ("kv", "kv_cache"),
        ("compute", "compute"),
        ("output", "output"),
        ("projector", "projector"),
    ];
    let of_word = PARTS
        .iter()
        .find(|(word, _)| name.contains(word))
        .map(|(_, part)| *part);
    let is_state = name
        .split(|character: char| !character.is_alphanumeric())
        .any(|word| word == "rs");
    of_word.or(is_state.then_some("recurrent_state"))
}

fn companions<'v>(read: &'v Value, role: &'v str) -> impl Iterator<Item = &'v Value> {
    let all = read["companions"].as_array().map_or(&[][..], Vec::as_slice);
    all.iter().filter(move |companion| companion["role"] == role)
}

/// The figures that a name is about, in MiB where they are amounts.
fn figures(name: &str, read: &Value) -> Vec<f64> {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let failure = &read["failure"];
    let number = |value: &Value| value.as_f64().into_iter().collect::<Vec<f64>>();
    let is_per_token = has(&["bytes per token", "bytes/token"]);
    if is_per_token {
        return per_token(read).into_iter().collect();
    }
    if has(&["tok/s", "tokens/s", "t/s"]) {
        let phase = if has(&["prefill", "prompt", "pp"]) {
            "prefill"
        } else {
            "decode"
        };
        return number(&read[phase]["tokens_per_s"]);
    }
    if has(&["prefill tokens", "prompt tokens"]) {
        return number(&read["prefill"]["tokens"]);
    }
    if has(&["decode tokens", "generated tokens"]) {
        return number(&read["decode"]["tokens"]);
    }
    if has(&["needed", "wanted", "asked", "tried"]) {
        let is_amount = has(&["mib", "gib", "kv", "wanted"]);
        return number(&failure[if is_amount { "asked_mib" } else { "asked_tokens" }]);
    }
    if has(&["available", "free"]) && part_of(name) != Some("weights") {
        return number(&failure["free_mib"]);
    }
    if has(&["longest", "largest context", "maximum model"]) {
        return number(&failure["longest_tokens"]);
    }
    if has(&["in use"]) {
        return number(&failure["in_use_mib"]);
    }
    if has(&["peak torch"]) {
        let memory = &read["memory"]["device_mib"];
        let parts = ["weights", "compute"].map(|part| memory[part].as_f64());
        return parts
            .into_iter()
            .flatten()
            .reduce(|sum, part| sum + part)
            .into_iter()
            .collect();
    }
    if has(&["pytorch"]) {
        return number(&failure["pytorch_mib"]);
    }
    if let Some(part) = part_of(name) {
        return amounts(name, part, read);
    }
    let known = [
        ("tokens", &read["cache_tokens"]),
        ("context", &read["settings"]["context"]),
        ("sequences", &read["settings"]["sequences"]),
        ("slots", &read["settings"]["sequences"]),
        ("load s", &read["load_s"]),
        ("device", &read["memory"]["device_total_mib"]),
        ("host", &read["memory"]["host_total_mib"]),
    ];
    if let Some((_, value)) = known.iter().find(|(word, _)| name.contains(word)) {
        return number(value);
    }
    if has(&["total"]) {
        let of_failure = number(&failure["total_mib"]);
        return if of_failure.is_empty() {
            number(&read["memory"]["engine_total_mib"])
        } else {
            of_failure
        };
    }
    Vec::new()
}

/// The bytes of the cache for a token: of what was asked for, else of what was made on one device.
fn per_token(read: &Value) -> Option<f64> {
    const MIB: f64 = 1_048_576.0;
    let failure = &read["failure"];
    if let (Some(asked), Some(tokens)) = (failure["asked_mib"].as_f64(), failure["asked_tokens"].as_f64()) {
        return Some(asked * MIB / tokens);
    }
    let cache = of_one(read, "kv_cache")?;
    Some(cache * MIB / read["cache_tokens"].as_f64()?)
}

/// The most that one device holds for a purpose.
fn of_one(read: &Value, part: &str) -> Option<f64> {
    let buffers = read["memory"]["buffers"].as_array()?;
    let sizes = buffers
        .iter()
        .filter(|buffer| buffer["part"] == part && buffer["place"] == "device")
        .filter_map(|buffer| buffer["mib"].as_f64());
    sizes.reduce(f64::max)
}

fn amounts(name: &str, part: &str, read: &Value) -> Vec<f64> {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let memory = &read["memory"];
    let places: &[&str] = match (has(&["device", "gpu", "card", "cuda"]), has(&["host"])) {
        (true, false) => &["device"],
        (false, true) => &["host"],
        _ => &["device", "host"],
    };
    if has(&["draft"]) {
        let of_place = |place: &str| {
            let buffers = companions(read, "draft")
                .filter_map(|companion| companion["buffers"].as_array())
                .flatten();
            let sizes = buffers
                .filter(|buffer| buffer["part"] == part && buffer["place"] == place)
                .filter_map(|buffer| buffer["mib"].as_f64());
            sizes.reduce(|sum, size| sum + size)
        };
        return places.iter().filter_map(|place| of_place(place)).collect();
    }
    if has(&["per gpu", "per card", "per device", "per rank"]) || is_of_ranks(read) {
        return of_one(read, part).into_iter().collect();
    }
    if part == "kv_cache" && has(&["whole"]) {
        let whole = memory["kv_cache_place_unknown_mib"].as_f64();
        if whole.is_some() {
            return whole.into_iter().collect();
        }
    }
    let sums = places
        .iter()
        .filter_map(|place| memory[format!("{place}_mib")][part].as_f64());
    sums.collect()
}

/// Whether ranks print what each of them took: then a figure is that of one.
fn is_of_ranks(read: &Value) -> bool {
    let buffers = read["memory"]["buffers"].as_array();
    buffers.is_some_and(|buffers| {
        let is_rank = |buffer: &Value| buffer["name"].as_str().is_some_and(|name| name.contains("TP"));
        buffers.iter().any(is_rank)
    })
}
