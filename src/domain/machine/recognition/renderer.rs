//! The dialects of a renderer string: what is the name in it, and what stands around it.
//!
//! ANGLE (Chrome, Edge and Firefox on Windows, Chrome elsewhere) writes `ANGLE (vendor, name and backend, driver)`,
//! where the middle is a driver's own string: Direct3D appends an id and shader models, OpenGL on NVIDIA appends
//! `/PCIe/SSE2`, Mesa a bracket with the driver and the chip, Vulkan puts the name in brackets, Metal puts words
//! before it. Without ANGLE the driver's string stands alone.

use crate::domain::machine::devices::{Vendor, WORDS_BYTES_MAX, beginning_of, words_of};

/// A renderer string in its parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Adapter {
    /// Who made it, by the name or by the words before it.
    pub vendor: Option<Vendor>,
    /// The name alone.
    pub name: String,
    /// The PCI device id.
    pub pci_id: Option<u16>,
    /// Words in the brackets behind the name, where Mesa names driver and chip: `radeonsi`, `navi21`, `tgl`, `gt2`.
    pub codes: Vec<String>,
    /// Whether the name stands for a group of cards ("or similar"), of which none may be meant.
    pub is_bucket: bool,
}

/// What ends a name.
const ENDS: [&str; 8] = [
    " Direct3D",
    "/PCIe",
    "/PCI/",
    "/SSE2",
    "/AGP",
    "/integrated",
    " OpenGL Engine",
    " x86/",
];
/// What stands before a name.
const STARTS: [&str; 7] = [
    "ANGLE Metal Renderer: ",
    "Metal Renderer: ",
    "Google ",
    "Mesa DRI ",
    "Mesa ",
    "D3D12 (",
    "(",
];

/// Takes a renderer string apart.
pub fn read(renderer: &str, vendor: &str) -> Adapter {
    let text = beginning_of(renderer, WORDS_BYTES_MAX).trim();
    let is_bucket = text.ends_with("or similar");
    let inside = match text.strip_prefix("ANGLE (") {
        // The vendor is the first of three; an older form has the name alone.
        Some(inside) => match inside.split_once("ANGLE (") {
            // A driver that is built on ANGLE itself puts a second one inside.
            Some((_, inner)) => inner,
            None => inside.split_once(", ").map_or(inside, |(_, rest)| rest),
        },
        None => text,
    };
    let mut plain = inside.to_owned();
    for sign in ["(R)", "(TM)", "(tm)", "(r)", "(C)", "®", "™"] {
        plain = plain.replace(sign, " ");
    }
    let start = start_of_name(&plain);
    let at = ENDS
        .iter()
        .filter_map(|end| start.find(end))
        .chain(start.find(['(', ')', ',', ';', '[']))
        .min()
        .unwrap_or(start.len());
    let (name, rest) = start.split_at_checked(at).unwrap_or((start, ""));
    let brackets = bracketed(rest);
    let pci_id = hexadecimal(rest);
    let mut name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // The one name that needs its bracket: three different cards are called TITAN X.
    if brackets.iter().any(|word| word == "pascal") {
        name.push_str(" Pascal");
    }
    Adapter {
        vendor: vendor_of(&words_of(&name))
            .or_else(|| vendor_of(&brackets))
            .or_else(|| vendor_of(&words_of(text)))
            .or_else(|| vendor_of(&words_of(vendor))),
        name,
        pci_id,
        codes: brackets,
        is_bucket,
    }
}

/// The text behind what stands before the name.
fn start_of_name(text: &str) -> &str {
    let mut rest = text.trim_start();
    // "Vulkan 1.3.0 (" and "zink Vulkan 1.4(".
    let is_vulkan = ["Vulkan ", "zink "].iter().any(|word| rest.starts_with(word));
    if is_vulkan && let Some((_, inside)) = rest.split_once('(') {
        rest = inside.trim_start();
    }
    while let Some(shorter) = STARTS.iter().find_map(|start| rest.strip_prefix(start)) {
        rest = shorter.trim_start();
    }
    rest
}

/// The words within brackets; ids and versions are among them and match nothing.
fn bracketed(text: &str) -> Vec<String> {
    let inside = text.split('(').skip(1);
    let words = inside.flat_map(|part| words_of(part.split(')').next().unwrap_or_default()));
    words.take(24).collect()
}

/// The first `0x` with up to eight digits whose value can be a PCI device id.
fn hexadecimal(text: &str) -> Option<u16> {
    text.split("0x").skip(1).find_map(|part| {
        let end = part
            .find(|letter: char| !letter.is_ascii_hexdigit())
            .unwrap_or(part.len());
        let digits = part.get(..end)?;
        let id = u32::from_str_radix(digits, 16).ok()?;
        u16::try_from(id).ok().filter(|id| *id > 0 && digits.len() >= 4)
    })
}

/// The vendor that words name.
pub fn vendor_of(words: &[String]) -> Option<Vendor> {
    const WORDS: [(&str, Vendor); 38] = [
        ("nvidia", Vendor::Nvidia),
        ("geforce", Vendor::Nvidia),
        ("quadro", Vendor::Nvidia),
        ("tesla", Vendor::Nvidia),
        ("rtx", Vendor::Nvidia),
        ("gtx", Vendor::Nvidia),
        ("titan", Vendor::Nvidia),
        ("tegra", Vendor::Nvidia),
        ("nouveau", Vendor::Nvidia),
        ("nvk", Vendor::Nvidia),
        ("amd", Vendor::Amd),
        ("ati", Vendor::Amd),
        ("radeon", Vendor::Amd),
        ("radeont", Vendor::Amd),
        ("firepro", Vendor::Amd),
        ("ryzen", Vendor::Amd),
        ("radv", Vendor::Amd),
        ("radeonsi", Vendor::Amd),
        ("intel", Vendor::Intel),
        ("iris", Vendor::Intel),
        ("uhd", Vendor::Intel),
        ("arc", Vendor::Intel),
        ("apple", Vendor::Apple),
        ("qualcomm", Vendor::Qualcomm),
        ("adreno", Vendor::Qualcomm),
        ("snapdragon", Vendor::Qualcomm),
        ("freedreno", Vendor::Qualcomm),
        ("mali", Vendor::Arm),
        ("immortalis", Vendor::Arm),
        ("arm", Vendor::Arm),
        ("panfrost", Vendor::Arm),
        ("samsung", Vendor::Samsung),
        ("xclipse", Vendor::Samsung),
        ("powervr", Vendor::Imagination),
        ("imagination", Vendor::Imagination),
        ("broadcom", Vendor::RaspberryPi),
        ("videocore", Vendor::RaspberryPi),
        ("v3d", Vendor::RaspberryPi),
    ];
    words.iter().find_map(|word| {
        let known = WORDS.iter().find(|(known, _)| *known == word);
        known.map(|&(_, vendor)| vendor)
    })
}
