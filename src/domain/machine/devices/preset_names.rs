//! Which device of the catalog a preset stands for, so that its speed can be found.
//!
//! Most names say it themselves (`GeForce RTX 4060 Ti` with 16 GB is `nvidia-geforce-rtx-4060-ti-16gb`); the table holds
//! the others.

use super::{Device, Devices, id_of};
use crate::domain::machine::hardware::presets::PresetEntry;

/// Preset, memory in GB (0: whatever it has), device. Where a name covers cards for two kinds of slots (H100), the one
/// that servers are mostly built with is taken.
const NAMED: [(&str, u16, &str); 34] = [
    ("dgx-spark", 0, "nvidia-gb10"),
    ("ryzen-ai-max-395", 0, "amd-ryzen-ai-maxplus-395-radeon-8060s"),
    ("ryzen-ai-max-385", 0, "amd-ryzen-ai-max-390-385-radeon-8050s"),
    ("jetson-thor-t5000", 0, "nvidia-jetson-t5000"),
    ("jetson-thor-t4000", 0, "nvidia-jetson-t4000"),
    (
        "snapdragon-x2-elite",
        0,
        "qualcomm-snapdragon-x2-elite-adreno-x2-85",
    ),
    (
        "snapdragon-x-elite",
        0,
        "qualcomm-snapdragon-x-elite-adreno-x1-85",
    ),
    (
        "snapdragon-x-plus",
        0,
        "qualcomm-snapdragon-x-x-plus-adreno-x1-45",
    ),
    ("arc-140v", 0, "intel-arc-140v-lunar-lake"),
    ("arc-140t", 0, "intel-arc-140t-arrow-lake-h"),
    ("arc-meteor-lake", 0, "intel-arc-graphics-meteor-lake"),
    ("iris-xe", 0, "intel-iris-xe-graphics"),
    ("radeon-890m", 0, "amd-radeon-890m"),
    ("radeon-780m", 0, "amd-radeon-780m"),
    ("radeon-680m", 0, "amd-radeon-680m"),
    ("rtx-pro-5000-blackwell", 72, "nvidia-rtx-pro-5000-72gb-blackwell"),
    ("h200", 0, "nvidia-h200-sxm-141gb"),
    ("h100-nvl", 0, "nvidia-h100-nvl-94gb"),
    ("h100", 0, "nvidia-h100-sxm5-80gb"),
    ("a100", 40, "nvidia-a100-sxm4-40gb"),
    ("a100", 80, "nvidia-a100-sxm4-80gb"),
    ("a40", 0, "nvidia-a40-pcie"),
    ("a30", 0, "nvidia-a30-pcie"),
    ("a10", 0, "nvidia-a10-pcie"),
    ("t4", 0, "nvidia-tesla-t4"),
    ("v100", 16, "nvidia-tesla-v100-sxm2-16gb"),
    ("v100", 32, "nvidia-tesla-v100-sxm2-32gb"),
    ("p100", 0, "nvidia-tesla-p100-pcie-16gb"),
    ("p40", 0, "nvidia-tesla-p40"),
    ("apple-a18-pro", 0, "apple-a18-pro-macbook-neo"),
    ("apple-m3-max", 36, "apple-m3-max-30-core-gpu"),
    ("apple-m3-max", 96, "apple-m3-max-30-core-gpu"),
    ("apple-m4-max", 36, "apple-m4-max-32-core-gpu"),
    ("apple-m5-max", 36, "apple-m5-max-32-core-gpu"),
];
/// What the catalog says where presets say `-laptop`, and what it adds to the chips with more cores.
const ENDINGS: [&str; 4] = ["-laptop-gpu", "-mobile", "", "-40-core-gpu"];

impl Devices {
    /// The device that a preset stands for: of several versions, the one sold with that much memory. `None` for CPUs.
    pub fn of_preset(&self, entry: PresetEntry) -> Option<&Device> {
        let preset = entry.preset();
        let memory_gb = entry.memory_gb();
        let named = NAMED
            .iter()
            .find(|(id, gb, _)| *id == preset.id && (*gb == 0 || *gb == memory_gb));
        if let Some((_, _, device)) = named {
            return self.find(device);
        }
        let maker = preset.chip.maker()?;
        let whole = id_of(&format!("{maker} {}", preset.name));
        let maker = id_of(maker);
        let once = whole
            .strip_prefix(&maker)
            .and_then(|rest| rest.strip_prefix('-'))
            .filter(|rest| rest.starts_with(&maker))
            .unwrap_or(&whole);
        let base = once.strip_suffix("-laptop").unwrap_or(once);
        let is_laptop = base.len() < once.len();
        let endings = ENDINGS.iter().filter(|ending| is_laptop || !ending.contains('l'));
        endings
            .flat_map(|ending| [format!("{base}{ending}-{memory_gb}gb"), format!("{base}{ending}")])
            .chain([format!("{base}-generation")])
            .find_map(|id| self.find(&id))
    }
}
