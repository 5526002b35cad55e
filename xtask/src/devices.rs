//! `cargo xtask devices FOLDER`: makes `static/devices.txt` from `gpus.json`, a table of devices with its working notes.
//!
//! Kept: what is shown, searched, recognised and computed with. Dropped: system memory (a table of the domain), power,
//! bus width, what others say, notes. The output depends on the input and on the presets alone: lines are sorted by
//! vendor, kind, year and name.

use std::cmp::Reverse;
use std::fs;
use std::path::Path;

use llm_lens::domain::devices::{DEVICES_VERSION, DeviceKind, Devices, Vendor, id_of};
use llm_lens::domain::hardware::presets::entries;
use serde::Deserialize;

const OUTPUT: &str = "static/devices.txt";

#[derive(Deserialize)]
struct Source {
    generated: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    name: String,
    driver_name: Option<String>,
    vendor: String,
    kind: String,
    year: Option<u16>,
    memory_options_gb: Vec<f64>,
    unified: bool,
    memory_type: Option<String>,
    bandwidth_gbs: Option<f64>,
    bandwidth_options: Vec<BandwidthOption>,
    fp32_tflops: Option<f64>,
    fp16_tflops: Option<f64>,
    fp16_matrix_tflops: Option<f64>,
    gpu_cores: Option<Vec<u16>>,
    compute_capability: Option<f64>,
    gfx: Option<String>,
    arch: Option<String>,
    chip: Option<String>,
    aliases: Vec<String>,
    pci_ids: Vec<String>,
    doubtful: bool,
}

#[derive(Deserialize)]
struct BandwidthOption {
    memory: String,
    gbs: f64,
}

/// Runs the command; its argument is the folder of the table.
///
/// # Errors
/// A sentence for the terminal: what could not be read, understood or written.
pub fn run(args: &[String]) -> Result<(), String> {
    let [folder] = args else {
        return Err("usage: cargo xtask devices FOLDER".to_owned());
    };
    let path = Path::new(folder).join("gpus.json");
    let shown = path.display();
    let text = fs::read_to_string(&path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let mut source: Source =
        serde_json::from_str(&text).map_err(|error| format!("{shown} is not the table: {error}"))?;
    source.rows.retain(|row| row.kind != "cpu-memory");
    // Which devices are common is known from the presets, which need a catalog to find them in.
    let plain = write(&source, &[])?;
    let devices = read_back(&plain)?;
    let common: Vec<String> = entries()
        .filter(|entry| entry.preset().is_common)
        .filter_map(|entry| devices.of_preset(entry))
        .map(|device| device.id.clone())
        .collect();
    let output = write(&source, &common)?;
    let devices = read_back(&output)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::write(root.join(OUTPUT), &output).map_err(|error| format!("cannot write {OUTPUT}: {error}"))?;
    println!(
        "{OUTPUT}: {} devices, {} bytes",
        devices.iter().count(),
        output.len()
    );
    Ok(())
}

fn read_back(text: &str) -> Result<Devices, String> {
    Devices::parse(text).map_err(|error| format!("the result cannot be read back: {error:?}"))
}

fn write(source: &Source, common: &[String]) -> Result<String, String> {
    let mut lines = Vec::new();
    for row in &source.rows {
        if id_of(&row.name) != row.id {
            return Err(format!("the id of {} does not follow from its name", row.name));
        }
        let (vendor_place, _) = placed(&Vendor::ALL, |vendor| vendor.name() == row.vendor)
            .ok_or_else(|| format!("{}: unknown vendor {}", row.id, row.vendor))?;
        let kind = kind_word(&row.kind);
        let (kind_place, _) = placed(&DeviceKind::ALL, |(_, word)| *word == kind)
            .ok_or_else(|| format!("{}: unknown kind {}", row.id, row.kind))?;
        let key = (vendor_place, kind_place, Reverse(row.year), row.name.clone());
        lines.push((key, line(row, kind, common.contains(&row.id))?));
    }
    lines.sort();
    let mut output = format!("llm-lens devices {DEVICES_VERSION} {}\n", source.generated);
    for (_, line) in lines {
        output.push_str(&line);
        output.push('\n');
    }
    Ok(output)
}

fn placed<T>(all: &[T], is_it: impl Fn(&T) -> bool) -> Option<(usize, &T)> {
    all.iter().enumerate().find(|(_, item)| is_it(item))
}

fn kind_word(kind: &str) -> &str {
    match kind {
        "datacenter" => "data-centre",
        "apu" | "soc" => "unified",
        "igpu" => "integrated",
        "mac-intel" => "intel-mac",
        "sbc" => "single-board",
        other => other,
    }
}

fn line(row: &Row, kind: &str, is_common: bool) -> Result<String, String> {
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    let rate = |number: Option<f64>| number.map(decimal).unwrap_or_default();
    let driver_name = maybe(&row.driver_name);
    let others: Vec<String> = row
        .bandwidth_options
        .iter()
        .filter(|option| Some(option.gbs) != row.bandwidth_gbs || option.memory != "as listed")
        .filter(|option| option.memory != "as listed")
        .map(|option| {
            let memory = match option.memory.as_str() {
                "other version of the same name" => "",
                memory => memory,
            };
            format!("{memory}={}", decimal(option.gbs))
        })
        .collect();
    let sizes: Vec<String> = row.memory_options_gb.iter().map(|size| decimal(*size)).collect();
    let cores: Vec<String> = row.gpu_cores.iter().flatten().map(ToString::to_string).collect();
    let pci_ids: Vec<&str> = row.pci_ids.iter().map(|id| id.trim_start_matches("0x")).collect();
    let fields = [
        row.name.clone(),
        if driver_name == row.name {
            String::new()
        } else {
            driver_name
        },
        row.vendor.clone(),
        kind.to_owned(),
        row.year.map(|year| year.to_string()).unwrap_or_default(),
        sizes.join(","),
        if row.unified { "unified" } else { "" }.to_owned(),
        // "system": whatever the machine is fitted with.
        maybe(&row.memory_type).replace("system", ""),
        rate(row.bandwidth_gbs),
        others.join(","),
        rate(row.fp32_tflops),
        rate(row.fp16_tflops),
        rate(row.fp16_matrix_tflops),
        cores.join(","),
        row.compute_capability
            .map(|version| format!("{version:.1}"))
            .unwrap_or_default(),
        maybe(&row.gfx),
        maybe(&row.arch),
        maybe(&row.chip),
        row.aliases.join(","),
        pci_ids.join(","),
        if is_common { "common" } else { "" }.to_owned(),
        if row.doubtful { "doubtful" } else { "" }.to_owned(),
    ];
    match fields.iter().find(|field| field.contains(['|', '\n'])) {
        Some(field) => Err(format!("{}: {field} holds a separator", row.id)),
        None => Ok(fields.join("|")),
    }
}

/// At most three digits behind the point, and none that say nothing.
fn decimal(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
