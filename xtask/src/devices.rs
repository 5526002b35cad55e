//! `cargo xtask devices FOLDER`: makes `static/devices.txt` and the table of the presets' devices from `gpus.json`, a table of devices with its working notes.
//!
//! Kept: what is shown, searched, recognised and computed with. Dropped: system memory (a table of the domain), power,
//! bus width, what others say, notes. The output depends on the input and on the presets alone: lines are sorted by
//! vendor, kind, year and name.

use std::cmp::Reverse;
use std::fs;
use std::path::Path;

use llm_lens::domain::machine::devices::{DEVICES_VERSION, DeviceKind, Devices, Vendor, id_of};
use llm_lens::domain::machine::hardware::presets::entries;
use serde::Deserialize;

use crate::preset_devices;

const OUTPUT: &str = "static/devices.txt";
/// What the presets need of the catalog before it is loaded.
const PRESETS_OUTPUT: &str = "src/domain/machine/hardware/presets/generated.rs";

/// Sizes that were sold besides those of the table (the vendors' and board makers' product pages).
const MORE_SIZES: [(&str, f64); 9] = [
    ("amd-instinct-mi50", 32.0),
    ("amd-radeon-rx-580-2048sp", 8.0),
    ("nvidia-geforce-gtx-760", 4.0),
    ("nvidia-geforce-gtx-770", 4.0),
    ("nvidia-geforce-gtx-950m", 2.0),
    ("nvidia-geforce-gtx-960", 4.0),
    ("nvidia-geforce-gtx-960m", 2.0),
    ("nvidia-geforce-gtx-965m-4gb", 2.0),
    ("amd-radeon-rx-560x", 2.0),
];
/// Names that drivers report for a device besides the table's.
const MORE_NAMES: [(&str, &str); 41] = [
    ("nvidia-a100-sxm4-40gb", "NVIDIA A100 SXM"),
    ("nvidia-a100-sxm4-80gb", "NVIDIA A100 SXM"),
    ("nvidia-h100-sxm5-80gb", "NVIDIA H100 SXM"),
    ("amd-radeon-rx-vega-56", "Vega 56"),
    ("amd-radeon-rx-vega-64", "Vega 64"),
    ("amd-ryzen-ai-max-390-385-radeon-8050s", "Ryzen AI Max 385"),
    ("amd-ryzen-ai-max-390-385-radeon-8050s", "Ryzen AI Max 390"),
    ("amd-ryzen-ai-max-390-385-radeon-8050s", "Ryzen AI Max PRO 385"),
    ("amd-ryzen-ai-max-390-385-radeon-8050s", "Ryzen AI Max PRO 390"),
    ("amd-ryzen-ai-max-pro-380-radeon-8040s", "Radeon 8040S"),
    ("amd-ryzen-ai-maxplus-395-radeon-8060s", "Ryzen AI Max+ 395"),
    ("amd-ryzen-ai-maxplus-395-radeon-8060s", "Ryzen AI Max+ PRO 395"),
    ("amd-instinct-mi25", "Radeon Instinct MI25"),
    ("amd-instinct-mi50", "Radeon Instinct MI50"),
    ("amd-instinct-mi50", "Vega 20"),
    ("amd-instinct-mi60", "Radeon Instinct MI60"),
    ("amd-instinct-mi60", "Vega 20"),
    ("amd-radeon-pro-vii", "Vega 20"),
    ("amd-radeon-vii", "Vega 20"),
    ("nvidia-b200", "NVIDIA GB200"),
    ("nvidia-b300", "NVIDIA GB300"),
    ("nvidia-jetson-t5000", "Jetson Thor"),
    ("nvidia-jetson-t4000", "Jetson Thor"),
    ("nvidia-rtx-pro-2000-blackwell", "NVIDIA RTX PRO 2000"),
    ("nvidia-rtx-pro-4000-blackwell", "NVIDIA RTX PRO 4000"),
    ("nvidia-rtx-pro-4500-blackwell", "NVIDIA RTX PRO 4500"),
    ("nvidia-rtx-pro-5000-72gb-blackwell", "NVIDIA RTX PRO 5000"),
    ("nvidia-rtx-pro-5000-blackwell", "NVIDIA RTX PRO 5000"),
    ("nvidia-rtx-pro-6000-blackwell", "NVIDIA RTX PRO 6000"),
    ("nvidia-rtx-pro-6000-blackwell", "NVIDIA RTX PRO 6000 WS"),
    ("nvidia-rtx-pro-6000-blackwell-max-q", "NVIDIA RTX PRO 6000"),
    ("nvidia-rtx-pro-6000-blackwell-server", "NVIDIA RTX PRO 6000"),
    ("amd-radeon-840m-820m-krackan-point", "AMD Radeon 820M"),
    ("amd-radeon-rx-vega-56", "AMD Radeon RX Vega"),
    ("amd-radeon-rx-vega-64", "AMD Radeon RX Vega"),
    ("intel-iris-xe-graphics", "Intel Xe Graphics"),
    ("nvidia-gh200-96-gb-hbm3", "NVIDIA GH200"),
    ("nvidia-h100-nvl-94gb", "NVIDIA H100 NVL"),
    ("nvidia-h100-sxm5-80gb", "NVIDIA H100 80GB HBM3"),
    ("nvidia-h200-nvl", "NVIDIA H200 NVL"),
    ("nvidia-h200-sxm-141gb", "NVIDIA H200"),
];
/// Ids that belong to another version of the device by pci.ids: its name (3 GB, GDDR6X, 12 GB) or its chip. The chips
/// TU106 and TU116 carry GDDR6 only, so a GTX 1650 made of them is not the first version.
const NOT_ITS_IDS: [(&str, &[&str]); 9] = [
    ("nvidia-geforce-gtx-960", &["0x13D8"]),
    ("nvidia-geforce-gtx-1050-3gb", &["0x1C81"]),
    (
        "nvidia-geforce-gtx-1050-ti-mobile-gp106-2gb",
        &["0x1C8C", "0x1CCC"],
    ),
    ("nvidia-geforce-gtx-1650", &["0x1F0A", "0x2188"]),
    ("nvidia-geforce-rtx-3060-ti", &["0x24C9"]),
    (
        "nvidia-geforce-rtx-3060-ti-gddr6x",
        &["0x2414", "0x2486", "0x2489", "0x248E"],
    ),
    ("nvidia-quadro-p2000-mobile", &["0x1C35"]),
    ("nvidia-quadro-p2000-mobile-gp106-3-75gb", &["0x1CBA"]),
    ("nvidia-rtx-a3000-laptop-gpu", &["0x24BB"]),
];
/// Ids that pci.ids gives to a device under a name that the table writes in another way.
const MORE_IDS: [(&str, &[&str]); 32] = [
    ("amd-radeon-pro-v710", &["0x7460", "0x7461"]),
    ("amd-radeon-pro-w7900", &["0x744A"]),
    ("nvidia-a10-pcie", &["0x2236"]),
    ("nvidia-a40-pcie", &["0x2235"]),
    ("nvidia-b200", &["0x2901"]),
    ("nvidia-b300", &["0x3182"]),
    ("nvidia-geforce-gtx-1650-mobile", &["0x1FD9", "0x1FDD"]),
    ("nvidia-geforce-rtx-2050-mobile", &["0x25A9", "0x25ED"]),
    ("nvidia-geforce-rtx-2070-max-q-refresh", &["0x1F14"]),
    ("nvidia-geforce-rtx-2070-mobile", &["0x1F14"]),
    ("nvidia-geforce-rtx-2070-mobile-tu106b-8gb", &["0x1F14"]),
    ("nvidia-geforce-rtx-3050-laptop-gpu-4gb", &["0x25AB"]),
    ("nvidia-geforce-rtx-3050-laptop-gpu-6gb", &["0x25AC"]),
    ("nvidia-geforce-rtx-3060-8gb", &["0x2544"]),
    ("nvidia-h20", &["0x2329"]),
    ("nvidia-h200-nvl", &["0x233B"]),
    ("nvidia-h200-sxm-141gb", &["0x2335"]),
    ("nvidia-l20", &["0x26B7", "0x26BA"]),
    ("nvidia-quadro-p520-mobile", &["0x1D34"]),
    ("nvidia-quadro-rtx-3000-laptop-gpu", &["0x1F76"]),
    ("nvidia-quadro-rtx-5000-laptop-gpu", &["0x1EF5"]),
    ("nvidia-rtx-2000-ada-generation", &["0x28B0"]),
    ("nvidia-rtx-a1000-laptop-gpu-6gb", &["0x25BC"]),
    ("nvidia-rtx-a2000-laptop-gpu-8gb", &["0x25BA"]),
    ("nvidia-rtx-a2000-12gb", &["0x2531"]),
    ("nvidia-rtx-a3000-laptop-gpu-12gb", &["0x24B9"]),
    ("nvidia-rtx-pro-4000-blackwell-sff", &["0x2C33"]),
    ("nvidia-rtx-pro-6000-blackwell", &["0x2BB1"]),
    ("nvidia-rtx-pro-6000-blackwell-max-q", &["0x2BB4"]),
    ("nvidia-rtx-pro-6000-blackwell-server", &["0x2BB5"]),
    ("nvidia-tesla-p100-sxm2", &["0x15F9"]),
    ("nvidia-tesla-t10-16gb", &["0x1E35"]),
];
/// The instruction set of AMD's chips (LLVM, "User Guide for AMDGPU Backend", table of processors).
const GFX_OF_CHIPS: [(&str, &str); 24] = [
    ("Vega 10", "gfx900"),
    ("Vega 20", "gfx906"),
    ("Arcturus", "gfx908"),
    ("Aldebaran", "gfx90a"),
    ("Aqua Vanjaram", "gfx942"),
    ("Galaxy", "gfx950"),
    ("Ellesmere", "gfx803"),
    ("Baffin", "gfx803"),
    ("Lexa", "gfx803"),
    ("Polaris 20", "gfx803"),
    ("Polaris 21", "gfx803"),
    ("Polaris 23", "gfx803"),
    ("Polaris 30", "gfx803"),
    ("Navi 10", "gfx1010"),
    ("Navi 14", "gfx1012"),
    ("Navi 21", "gfx1030"),
    ("Navi 22", "gfx1031"),
    ("Navi 23", "gfx1032"),
    ("Navi 24", "gfx1034"),
    ("Navi 31", "gfx1100"),
    ("Navi 32", "gfx1101"),
    ("Navi 33", "gfx1102"),
    ("Navi 44", "gfx1200"),
    ("Navi 48", "gfx1201"),
];
/// Ids of the sound function of AMD cards.
const SOUND_IDS: [&str; 4] = ["0xAAE0", "0xAAF0", "0xAB00", "0xAB20"];

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
    for row in &mut source.rows {
        correct(row);
    }
    // Which devices are common is known from the presets, which need a catalog to find them in.
    let plain = write(&source, &[])?;
    let devices = read_back(&plain)?;
    let common: Vec<String> = entries()
        .filter(|entry| entry.preset().is_common)
        .filter_map(|entry| preset_devices::device_of(&devices, entry))
        .map(|device| device.id.clone())
        .collect();
    let output = write(&source, &common)?;
    let devices = read_back(&output)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::write(root.join(OUTPUT), &output).map_err(|error| format!("cannot write {OUTPUT}: {error}"))?;
    let presets = preset_devices::write(&devices);
    fs::write(root.join(PRESETS_OUTPUT), presets)
        .map_err(|error| format!("cannot write {PRESETS_OUTPUT}: {error}"))?;
    println!(
        "{OUTPUT}: {} devices, {} bytes",
        devices.iter().count(),
        output.len()
    );
    Ok(())
}

fn correct(row: &mut Row) {
    let sizes = MORE_SIZES.iter().filter(|(id, _)| *id == row.id);
    row.memory_options_gb.extend(sizes.map(|(_, size)| size));
    row.memory_options_gb.sort_by(f64::total_cmp);
    row.memory_options_gb.dedup();
    let names = MORE_NAMES.iter().filter(|(id, _)| *id == row.id);
    row.aliases.extend(names.map(|(_, name)| (*name).to_owned()));
    let more = MORE_IDS.iter().filter(|(id, _)| *id == row.id);
    row.pci_ids
        .extend(more.flat_map(|(_, ids)| *ids).map(|id| (*id).to_owned()));
    if row.gfx.is_none() && row.vendor == "AMD" {
        let chip = row.chip.as_deref().unwrap_or_default();
        let known = GFX_OF_CHIPS.iter().find(|(name, _)| *name == chip);
        row.gfx = known.map(|(_, gfx)| (*gfx).to_owned());
    }
    let others = NOT_ITS_IDS.iter().find(|(id, _)| *id == row.id);
    let others = others.map_or(&[][..], |(_, ids)| ids);
    row.pci_ids.retain(|pci_id| {
        let pci_id = pci_id.as_str();
        !SOUND_IDS.contains(&pci_id) && !others.contains(&pci_id)
    });
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
