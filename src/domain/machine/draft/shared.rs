//! What a user of the Hub made public of a machine, and which devices of the catalog that means.

use crate::domain::machine::devices::{Device, Devices};
use crate::domain::machine::recognition::named_by_words;
use crate::domain::text::memory_size::MemorySize;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedKind {
    /// A GPU.
    Gpu,
    /// A processor; its memory is the system memory.
    Cpu,
    /// An Apple chip; its memory is the one memory.
    Apple,
}

/// One item of a user's hardware.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedItem {
    /// What it is.
    pub kind: SharedKind,
    /// Who makes it, in the Hub's words; hostile text.
    pub maker: String,
    /// The model, in the Hub's words; hostile text.
    pub model: String,
    /// Its memory, where the user says it.
    pub memory: Option<MemorySize>,
    /// How many, at least one.
    pub count: u16,
    /// Whether the user calls it the main one.
    pub is_primary: bool,
}

/// Names of the Hub's table that are not the catalog's, with the memory in GB that tells versions apart (0: any).
const NAMES: [(&str, u16, &str); 40] = [
    ("A100", 40, "nvidia-a100-sxm4-40gb"),
    ("A100", 0, "nvidia-a100-sxm4-80gb"),
    ("A800", 40, "nvidia-a800-pcie-40gb"),
    ("A800", 0, "nvidia-a800-sxm4-80gb"),
    ("H100", 0, "nvidia-h100-sxm5-80gb"),
    ("H800", 0, "nvidia-h800-sxm5"),
    ("H200", 0, "nvidia-h200-sxm-141gb"),
    ("V100", 16, "nvidia-tesla-v100-sxm2-16gb"),
    ("V100", 0, "nvidia-tesla-v100-sxm2-32gb"),
    ("P100", 0, "nvidia-tesla-p100-pcie-16gb"),
    ("T10", 0, "nvidia-tesla-t10-16gb"),
    ("RTX PRO 6000 WS", 0, "nvidia-rtx-pro-6000-blackwell"),
    ("RTX PRO 6000 Max-Q", 0, "nvidia-rtx-pro-6000-blackwell-max-q"),
    ("RTX PRO 5000", 72, "nvidia-rtx-pro-5000-72gb-blackwell"),
    ("RTX PRO 5000", 0, "nvidia-rtx-pro-5000-blackwell"),
    ("RTX PRO 4500 WS", 0, "nvidia-rtx-pro-4500-blackwell"),
    ("RTX PRO 4000", 0, "nvidia-rtx-pro-4000-blackwell"),
    ("RTX PRO 4000 SFF", 0, "nvidia-rtx-pro-4000-blackwell-sff"),
    ("RTX PRO 2000", 0, "nvidia-rtx-pro-2000-blackwell"),
    ("RTX Titan", 0, "nvidia-titan-rtx"),
    ("GB10", 0, "nvidia-gb10"),
    ("Jetson AGX Xavier", 16, "nvidia-jetson-agx-xavier-16gb"),
    ("Jetson AGX Xavier", 0, "nvidia-jetson-agx-xavier-32gb"),
    ("MI300", 0, "amd-instinct-mi300x"),
    ("MI250", 0, "amd-instinct-mi250"),
    ("MI210", 0, "amd-instinct-mi210"),
    ("MI100", 0, "amd-instinct-mi100"),
    ("MI60", 0, "amd-instinct-mi60"),
    ("MI50", 0, "amd-instinct-mi50"),
    ("R9700 PRO", 0, "amd-radeon-ai-pro-r9700"),
    ("PRO W7900", 0, "amd-radeon-pro-w7900"),
    ("PRO W7800", 48, "amd-radeon-pro-w7800-48gb"),
    ("PRO W7800", 0, "amd-radeon-pro-w7800"),
    ("Radeon 820M", 0, "amd-radeon-840m-820m-krackan-point"),
    ("Radeon 840M", 0, "amd-radeon-840m-820m-krackan-point"),
    ("Ryzen AI Max+ 395", 0, "amd-ryzen-ai-maxplus-395-radeon-8060s"),
    ("Arc B50", 0, "intel-arc-pro-b50"),
    ("Arc B60", 0, "intel-arc-pro-b60"),
    (
        "Snapdragon X Plus X1P-64-100",
        0,
        "qualcomm-snapdragon-x-elite-adreno-x1-85",
    ),
    ("Apple MacBook Neo", 0, "apple-a18-pro-macbook-neo"),
];

/// The devices of the catalog that an item is: one, several where versions share the name, none for a processor and for
/// what the catalog does not have.
pub fn devices_of<'a>(item: &SharedItem, devices: &'a Devices) -> Vec<&'a Device> {
    if item.kind == SharedKind::Cpu {
        return Vec::new();
    }
    let gb = item.memory.map_or(0, |size| size.thousandths() / 1000);
    let is_meant =
        |(name, size, _): &&(&str, u16, &str)| *name == item.model && (*size == 0 || u32::from(*size) == gb);
    if let Some((_, _, id)) = NAMES.iter().find(is_meant) {
        return devices.find(id).into_iter().collect();
    }
    if item.model.starts_with("Snapdragon X Elite") {
        let elite = devices.find("qualcomm-snapdragon-x-elite-adreno-x1-85");
        return elite.into_iter().collect();
    }
    let maker = if item.kind == SharedKind::Apple {
        "Apple"
    } else {
        &item.maker
    };
    let words = crate::domain::machine::devices::words_of(&format!("{maker} {}", item.model));
    let mut found = named_by_words(&words, false, devices);
    if let Some(size) = item.memory
        && found.iter().any(|device| device.memory.contains(&size))
    {
        found.retain(|device| device.memory.contains(&size));
    }
    found
}
