//! What a device of the catalog computes with.

use crate::domain::machine::devices::{ComputeCapability, Device, DeviceKind, Vendor};
use crate::domain::machine::hardware::presets::ChipClass;

/// The class of a device, by the generation that its maker states. A test holds the rule to the presets, whose classes
/// were looked up one by one.
pub fn chip_class(device: &Device) -> ChipClass {
    match device.vendor {
        Vendor::Nvidia => of_nvidia(device.compute_capability),
        // The engines of the presets' small GPUs are those of the processor around them.
        Vendor::Amd if device.kind == DeviceKind::Integrated => ChipClass::X86Cpu,
        Vendor::Amd => of_amd(device),
        Vendor::Intel if device.name.contains("Arc") => ChipClass::Intel,
        Vendor::Intel => ChipClass::X86Cpu,
        Vendor::Apple => ChipClass::Apple,
        Vendor::Qualcomm
        | Vendor::Arm
        | Vendor::Google
        | Vendor::Samsung
        | Vendor::RaspberryPi
        | Vendor::Imagination => ChipClass::ArmCpu,
    }
}

fn of_nvidia(capability: Option<ComputeCapability>) -> ChipClass {
    match capability.map(|capability| (capability.major, capability.minor)) {
        Some((10.., _)) => ChipClass::NvidiaBlackwell,
        Some((9, _) | (8, 9..)) => ChipClass::NvidiaAda,
        Some((8, _)) => ChipClass::NvidiaAmpere,
        Some((7, 5..)) => ChipClass::NvidiaTuring,
        Some((7, _)) => ChipClass::NvidiaVolta,
        Some((6, _)) => ChipClass::NvidiaPascal,
        // Before 6.0 the Python engines have no kernels, just as for older AMD cards.
        Some(_) | None => ChipClass::AmdOlder,
    }
}

fn of_amd(device: &Device) -> ChipClass {
    const RDNA4_AND_CDNA3: [&str; 6] = ["RDNA 4", "CDNA 3", "CDNA 4", "gfx12", "gfx94", "gfx95"];
    const RDNA3_AND_CDNA2: [&str; 4] = ["RDNA 3", "CDNA 2", "gfx11", "gfx90a"];
    let begins = |starts: &[&str]| {
        [&device.architecture, &device.gfx]
            .into_iter()
            .flatten()
            .any(|word| starts.iter().any(|start| word.starts_with(start)))
    };
    if begins(&RDNA4_AND_CDNA3) {
        ChipClass::AmdRdna4
    } else if begins(&RDNA3_AND_CDNA2) {
        ChipClass::AmdRdna3
    } else {
        ChipClass::AmdOlder
    }
}
