//! Adapters without a GPU behind them.

use crate::domain::machine::devices::{WORDS_BYTES_MAX, beginning_of};

/// What stands in the GPU's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreal {
    /// A program draws on the processor.
    Software,
    /// A virtual machine or a remote desktop.
    Virtual,
}

/// Whole words of software renderers, in lower case.
const SOFTWARE: [&str; 12] = [
    "swiftshader",
    "llvmpipe",
    "softpipe",
    "lavapipe",
    "swrast",
    "swr",
    "warp",
    "offscreen",
    "disabled",
    "gdi generic",
    "microsoft basic",
    "software",
];
/// Whole words of virtual and remote adapters.
const VIRTUAL: [&str; 24] = [
    "paravirtual",
    "virtual",
    "iddcx",
    "indirect display",
    "parallels",
    "vmware",
    "svga3d",
    "virtualbox",
    "vboxsvga",
    "innotek",
    "virgl",
    "virtio",
    "virtio gpu",
    "qxl",
    "qemu",
    "hyper v",
    "remote display",
    "rdp",
    "rdpudd",
    "citrix",
    "displaylink",
    "mirage driver",
    "emulator",
    "bhyve",
];

/// What a renderer's words say, if they say that there is no GPU.
pub fn find(renderer: &str) -> Option<Unreal> {
    let mut plain = String::from(" ");
    for letter in beginning_of(renderer, WORDS_BYTES_MAX).chars() {
        let letter = letter.to_ascii_lowercase();
        if letter.is_ascii_alphanumeric() {
            plain.push(letter);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.push(' ');
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(&format!(" {word} ")));
    if has(&SOFTWARE) {
        Some(Unreal::Software)
    } else if has(&VIRTUAL) {
        Some(Unreal::Virtual)
    } else {
        None
    }
}
