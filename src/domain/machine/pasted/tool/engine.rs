//! What llama.cpp (ggml), Ollama and programs of their kind print of the devices that they find.

use super::super::amount;
use super::super::collect::{Collected, Source};
use super::super::free_text::with_gfx;
use crate::domain::machine::devices::words_of;

/// Whether a line is an engine's.
pub fn read(text: &str, collected: &mut Collected<'_>) -> bool {
    metal(text, collected)
        || listed(text, collected)
        || numbered(text, collected)
        || vulkan(text, collected)
        || ollama(text, collected)
}

/// `ggml_metal_init: found device: Apple M2 Max`, and settings that are no amounts of the machine.
fn metal(text: &str, collected: &mut Collected<'_>) -> bool {
    let Some((_, facts)) = text
        .split_once("ggml_metal")
        .and_then(|(_, behind)| behind.split_once(": "))
    else {
        return false;
    };
    let name = ["found device:", "GPU name:"]
        .into_iter()
        .find_map(|label| facts.trim().strip_prefix(label));
    if let Some(name) = name {
        device(name.trim(), "Metal", "0", None, collected);
    }
    true
}

/// `CUDA0: NVIDIA GeForce RTX 3090 (24252 MiB, 23854 MiB free)`, as `--list-devices` prints it, and
/// `using device CUDA0 (NVIDIA GeForce RTX 3090) (0000:01:00.0) - 23871 MiB free`.
fn listed(text: &str, collected: &mut Collected<'_>) -> bool {
    const BACKENDS: [&str; 7] = ["CUDA", "ROCm", "HIP", "Vulkan", "SYCL", "Metal", "MUSA"];
    let using = text.split_once("using device ").map(|(_, behind)| behind);
    let part = using.unwrap_or_else(|| text.trim_start_matches(['-', ' ']));
    let Some((backend, place, rest)) = BACKENDS.into_iter().find_map(|backend| {
        let number = part.strip_prefix(backend)?;
        let end = number.find(|letter: char| !letter.is_ascii_digit())?;
        let (place, rest) = number.split_at_checked(end)?;
        (!place.is_empty()).then_some((backend, place, rest.trim_start()))
    }) else {
        return false;
    };
    let name = match using {
        Some(_) => rest
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(')'))
            .map(|(name, _)| name),
        None => rest.strip_prefix(':').map(str::trim),
    };
    let Some(name) = name else {
        return false;
    };
    let name = name.split(" | uma").next().unwrap_or(name);
    // A driver's own brackets stand before those of the memory: "AMD Radeon (RADV NAVI31) (24560 MiB, …)".
    let (name, memory) = match name
        .rsplit_once(" (")
        .filter(|(_, memory)| memory.contains("MiB"))
    {
        Some((name, memory)) => (name, memory),
        None => (name, ""),
    };
    device(
        name,
        backend,
        place,
        amount::amounts(memory).first().copied(),
        collected,
    );
    true
}

/// `Device 0: NVIDIA GeForce RTX 5060 Ti, compute capability 12.0, VMM: yes, VRAM: 15825 MiB`, and with ROCm
/// `Device 0: AMD Radeon Graphics, gfx1100 (0x1100), VMM: no, Wave Size: 32, VRAM: 24560 MiB`.
fn numbered(text: &str, collected: &mut Collected<'_>) -> bool {
    if text.contains("_init: found ") && text.contains(" devices") {
        return true;
    }
    let Some((_, behind)) = text.split_once("Device ") else {
        return false;
    };
    let Some((place, facts)) = behind.split_once(": ") else {
        return false;
    };
    let is_own = facts.contains(", compute capability") || facts.contains(", gfx");
    if !place.bytes().all(|byte| byte.is_ascii_digit()) || !is_own {
        return false;
    }
    let name = facts.split(", ").next().unwrap_or_default();
    let memory = facts.split_once("VRAM: ").map(|(_, memory)| memory);
    let backend = if facts.contains(", gfx") { "ROCm" } else { "CUDA" };
    let memory = memory.and_then(|memory| amount::amounts(memory).first().copied());
    device(name, backend, place, memory, collected);
    by_gfx(facts, backend, place, collected);
    true
}

/// `ggml_vulkan: 0 = NVIDIA GeForce RTX 3060 (NVIDIA) | uma: 0 | fp16: 1 | …`
fn vulkan(text: &str, collected: &mut Collected<'_>) -> bool {
    let Some((before, _)) = text.split_once(" | uma: ") else {
        return false;
    };
    let Some((place, name)) = before.split_once(" = ") else {
        return false;
    };
    let place = place.rsplit(' ').next().unwrap_or(place);
    // "(AMD open-source driver)" tells no name, "(RADV NAVI31)" may.
    let name = match name.rsplit_once(" (") {
        Some((name, driver)) if driver.contains("driver") || words_of(driver).len() == 1 => name,
        _ => name,
    };
    device(name, "Vulkan", place, None, collected);
    true
}

/// `msg="inference compute" … name="NVIDIA GeForce RTX 3090" total="23.7 GiB" available=…`, and the system's memory.
fn ollama(text: &str, collected: &mut Collected<'_>) -> bool {
    let field = |name: &str| {
        let (_, behind) = text.split_once(&format!(" {name}="))?;
        match behind.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => behind.split(' ').next(),
        }
    };
    let total = || field("total").and_then(|total| amount::amounts(total).first().copied());
    if text.contains("\"system memory\"") {
        if let Some(bytes) = total() {
            collected.system_memory(bytes);
        }
        return true;
    }
    if !text.contains("\"inference compute\"") {
        return false;
    }
    let name = field("description").or_else(|| field("name")).unwrap_or_default();
    let place = field("id").unwrap_or_default();
    if field("library").is_some_and(|library| library == "cpu") {
        return true;
    }
    device(name, "Ollama", place, total(), collected);
    by_gfx(field("compute").unwrap_or_default(), "Ollama", place, collected);
    true
}

fn device(
    name: &str,
    backend: &'static str,
    place: &str,
    memory: Option<u64>,
    collected: &mut Collected<'_>,
) {
    if collected.name(name, None, Source::Engine(backend), Some(place))
        && let Some(bytes) = memory
    {
        collected.device_memory(bytes);
    }
}

/// Narrows a name that says little by AMD's word for the instruction set.
fn by_gfx(facts: &str, backend: &'static str, place: &str, collected: &mut Collected<'_>) {
    let Some(gfx) = words_of(facts).into_iter().find(|word| word.starts_with("gfx")) else {
        return;
    };
    let candidates = with_gfx(&gfx, collected.catalog());
    if !candidates.is_empty() {
        collected.narrow_last_to(candidates, Source::Engine(backend), place);
    }
}
