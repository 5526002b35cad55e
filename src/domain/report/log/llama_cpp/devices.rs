//! The devices that llama.cpp finds, and what it expects to take of them (`-fit`).

use crate::domain::report::log::figure::Amount;
use crate::domain::report::log::line::{Line, after, cut};
use crate::domain::report::log::memory::FoundDevice;
use crate::domain::report::log::number::{Units, read_amount, read_count};
use crate::domain::report::log::report::Engine;
use crate::domain::report::log::run::Reader;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    read_used(reader, line) || read_found(reader, line) || read_plan(reader, line)
}

fn amount(text: &str) -> Option<Amount> {
    read_amount(text, Units::Binary).map(|(amount, _)| amount)
}

/// `using device CUDA0 (NVIDIA GeForce RTX 4070) (0000:06:00.0) - 10430 MiB free`.
fn read_used(reader: &mut Reader, line: &Line<'_>) -> bool {
    let Some(rest) = line.after("using device ") else {
        return false;
    };
    let Some((device, free)) = rest.rsplit_once(" - ") else {
        return false;
    };
    let Some(free) = free.contains("free").then(|| amount(free)).flatten() else {
        return false;
    };
    let (name, description) = device.split_once(" (").unwrap_or((device, ""));
    // Where it is plugged in stands in brackets of its own.
    let description = description
        .split_once(") (")
        .map_or(description, |(name, _)| name);
    let description = description.trim_end_matches(')');
    reader.saw(Engine::LlamaCpp);
    if !reader.run().buffers.is_empty() {
        reader.begin_load();
    }
    reader.find_device(FoundDevice {
        name: cut(name),
        description: cut(description),
        total: None,
        free: Some(free),
    });
    true
}

/// `  Device 0: NVIDIA GeForce RTX 3090, compute capability 8.6, VMM: yes, VRAM: 24124 MiB` and `ggml_metal_…:
/// recommendedMaxWorkingSetSize  = 22906.50 MB`, which is in powers of 1,000.
fn read_found(reader: &mut Reader, line: &Line<'_>) -> bool {
    if let Some(rest) = line.after("recommendedMaxWorkingSetSize") {
        let size = rest.trim_start().trim_start_matches(['=', ':']);
        let Some((total, _)) = read_amount(size, Units::Decimal) else {
            return false;
        };
        reader.find_device(FoundDevice {
            name: "Metal".to_owned(),
            description: String::new(),
            total: Some(total),
            free: None,
        });
        return true;
    }
    // `ggml_vulkan: 0 = AMD Radeon RX 6800 (RADV NAVI21) (radv) | uma: 0 | …`
    let of_vulkan = || {
        let (number, rest) = line.after("ggml_vulkan: ")?.split_once(" = ")?;
        let number = read_count(number).filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()))?;
        let (description, _) = rest.split_once(" | ")?;
        Some((number, description.split(" (").next()?))
    };
    if let Some((number, description)) = of_vulkan() {
        reader.find_device(FoundDevice {
            name: cut(&format!("Vulkan{number}")),
            description: cut(description),
            total: None,
            free: None,
        });
        return true;
    }
    let device = || {
        let (number, rest) = line.after("Device ")?.split_once(": ")?;
        let number = read_count(number).filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()))?;
        let (description, rest) = rest.split_once(", compute capability ").or_else(|| {
            let (description, rest) = rest.split_once(", gfx")?;
            Some((description, rest))
        })?;
        Some((number, description, after(rest, "VRAM: ").and_then(amount)))
    };
    let Some((number, description, total)) = device() else {
        return false;
    };
    let is_amd = line.has(", gfx") || line.has("AMD ") || line.has("Radeon");
    let backend = if is_amd { "ROCm" } else { "CUDA" };
    reader.find_device(FoundDevice {
        name: cut(&format!("{backend}{number}")),
        description: cut(description),
        total,
        free: None,
    });
    true
}

/// `…params_fit_impl: projected to use 11138 MiB of device memory vs. 10372 MiB of free device memory`, and what follows.
fn read_plan(reader: &mut Reader, line: &Line<'_>) -> bool {
    let is_fit = line.has("params_fit") || line.has("fitting params to device memory");
    if !is_fit {
        return false;
    }
    reader.saw(Engine::LlamaCpp);
    let needed = line.after("projected to use ").and_then(amount);
    let free = line
        .after(" vs. ")
        .filter(|rest| rest.contains("free"))
        .and_then(amount);
    let margin = line.after("free memory target of ").and_then(amount);
    let excess = line.after("reduce device memory by ").and_then(amount);
    let is_abandoned = line.has("abort") || line.has("failed to fit");
    // Another look begins with what it would take.
    let plan = reader.plan(line, needed.is_some());
    plan.needed = needed.or(plan.needed);
    plan.free = free.or(plan.free);
    plan.margin = margin.or(plan.margin);
    plan.excess = excess.or(plan.excess);
    plan.is_abandoned |= is_abandoned;
    true
}
