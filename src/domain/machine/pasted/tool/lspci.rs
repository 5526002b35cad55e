//! lspci, with and without `-v`, `-nn` and `-mm`: of its devices the graphics, and of those the first line.

use super::super::collect::{Collected, Source};

const CLASSES: [&str; 4] = [
    "VGA compatible controller",
    "3D controller",
    "Display controller",
    "Processing accelerators",
];
/// What the lines below a device begin with (`lspci -v`).
const DETAILS: [&str; 22] = [
    "Subsystem:",
    "Flags:",
    "Memory at",
    "I/O ports at",
    "Expansion ROM at",
    "Capabilities:",
    "Kernel driver",
    "Kernel modules",
    "Control:",
    "Status:",
    "Latency",
    "Interrupt:",
    "IOMMU group",
    "NUMA node",
    "Region ",
    "DeviceName:",
    "Physical Slot",
    "BIST",
    "Bus:",
    "LnkCap:",
    "LnkSta:",
    "DevCap:",
];

/// Whether a line is lspci's. `line` has the spaces before it still.
pub fn read(line: &str, collected: &mut Collected<'_>) -> bool {
    let text = line.trim();
    let is_indented = line.starts_with(['\t', ' ']);
    if is_indented && DETAILS.iter().any(|detail| text.starts_with(detail)) {
        return true;
    }
    let class = CLASSES.iter().find_map(|class| text.split_once(class));
    let slot = text.split(' ').next().filter(|slot| is_slot(slot));
    let Some((_, behind)) = class else {
        return slot.is_some();
    };
    let Some((_, device)) = behind.split_once(": ").or_else(|| behind.split_once("\" \"")) else {
        return slot.is_some();
    };
    // What follows the device: `(rev a1) (prog-if 00 [VGA controller])`.
    let device = ["(rev", "(prog-if"]
        .iter()
        .fold(device, |device, end| device.split(end).next().unwrap_or(device));
    let pci_id = device.split('[').skip(1).find_map(|part| {
        let (vendor, id) = part.split(']').next()?.split_once(':')?;
        let is_pair = vendor.len() == 4 && id.len() == 4;
        is_pair.then(|| u16::from_str_radix(id, 16).ok())?
    });
    let maker = ["NVIDIA", "AMD", "Intel"]
        .into_iter()
        .find(|maker| device.contains(maker))
        .unwrap_or_default();
    // The name stands in the last bracket that is neither the maker nor the id; chips without one have only the chip's.
    let bracketed = device
        .split('[')
        .skip(1)
        .filter_map(|part| part.split_once(']').map(|(inside, _)| inside));
    let name = bracketed
        .filter(|inside| !inside.contains(':') && *inside != "AMD/ATI")
        .last()
        .unwrap_or_else(|| {
            let plain = device.split(['[', '(']).next().unwrap_or(device);
            plain.rsplit("Corporation").next().unwrap_or(plain)
        });
    let name = name.trim().trim_matches('"');
    let _ = collected.name(&format!("{maker} {name}"), pci_id, Source::Lspci, slot);
    true
}

/// `01:00.0`, `0000:01:00.0`.
fn is_slot(text: &str) -> bool {
    let Some((address, function)) = text.rsplit_once('.') else {
        return false;
    };
    let is_hex =
        |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = address.split(':').collect();
    let is_address = match parts.as_slice() {
        [bus, device] => is_hex(bus, 2) && is_hex(device, 2),
        [domain, bus, device] => is_hex(domain, 4) && is_hex(bus, 2) && is_hex(device, 2),
        _ => false,
    };
    is_address && is_hex(function, 1)
}
