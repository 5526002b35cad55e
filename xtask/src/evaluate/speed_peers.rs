//! The decode rules of other programs, in our words, on the same row with the same bandwidth and size.
//!
//! Read in their sources in 2026. Left out is what needs their own catalogs: llmfit's exact path and its penalty for full
//! memory, llm-checker's steps by memory size and its bonus for mixtures. Where a source has a table by quantization, the
//! values between its ends are ours.

use super::speed_rows::Row;
use llm_lens::domain::speed::ModelFacts;

/// What a rule sees.
pub struct Seen<'a> {
    row: &'a Row,
    bandwidth: f64,
    file: f64,
    billions: f64,
    active: f64,
    is_mixture: bool,
}

/// A rule: tokens a second, or `None` where it says nothing.
pub type Rule = fn(&Seen<'_>) -> f64;

/// Every peer with its rule.
pub const PEERS: [(&str, Rule); 9] = [
    ("one constant a backend", one_constant),
    ("whichllm", whichllm),
    ("canirun.ai (midudev)", canirun),
    ("llmfit", llmfit),
    ("fitllm-engine", fitllm),
    ("gpu_poor", gpu_poor),
    ("canirun.ai embed (julien-c)", embed),
    ("llm-checker", llm_checker),
    ("bandwidth / file size", plain),
];

impl<'a> Seen<'a> {
    /// `None` where the row lacks what every rule needs.
    pub fn of(row: &'a Row, facts: &ModelFacts, bandwidth_mb_s: Option<u32>) -> Option<Self> {
        let seen = Self {
            row,
            bandwidth: f64::from(bandwidth_mb_s?) / 1e3,
            file: facts.file_bytes as f64 / 1e9,
            billions: facts.parameters as f64 / 1e9,
            active: facts.active() as f64 / 1e9,
            is_mixture: facts.is_mixture(),
        };
        (seen.bandwidth > 0.0 && seen.file > 0.0 && seen.active > 0.0).then_some(seen)
    }

    fn share(&self) -> f64 {
        self.active / self.billions
    }

    fn is_apple(&self) -> bool {
        self.row.device.starts_with("Apple")
    }

    fn is_amd(&self) -> bool {
        self.row.device.contains("AMD") || self.row.device.contains("Radeon")
    }

    /// Nominal bits of the label.
    fn bits(&self) -> f64 {
        let label = self.row.quantization().to_ascii_uppercase();
        let digit = label.chars().find_map(|letter| letter.to_digit(10));
        if label.contains("16") {
            16.0
        } else {
            digit.map_or(4.0, f64::from).clamp(2.0, 8.0)
        }
    }
}

fn plain(seen: &Seen<'_>) -> f64 {
    seen.bandwidth / seen.file
}

fn embed(seen: &Seen<'_>) -> f64 {
    0.70 * seen.bandwidth / seen.file
}

fn canirun(seen: &Seen<'_>) -> f64 {
    let factor = if seen.is_apple() { 0.65 } else { 0.70 };
    let read = if seen.is_mixture {
        (seen.file * seen.share()).max(0.5)
    } else {
        seen.file
    };
    factor * seen.bandwidth / read
}

fn one_constant(seen: &Seen<'_>) -> f64 {
    let factor = match seen.row.backend.as_deref().unwrap_or_default() {
        "ROCm" => 0.59,
        "Vulkan" => 0.63,
        "CPU" => 0.45,
        _ => 0.55,
    };
    let read = if seen.is_mixture {
        seen.file * (seen.share() * 1.19).min(1.0)
    } else {
        seen.file
    };
    factor * seen.bandwidth / read
}

fn whichllm(seen: &Seen<'_>) -> f64 {
    if seen.row.is_cpu() {
        return 18.0 / seen.active;
    }
    let by_bits = match seen.bits() as u32 {
        6.. => 0.56,
        5 => 0.54,
        4 => 0.52,
        3 => 0.42,
        _ => 0.30,
    };
    let vendor = if seen.is_apple() {
        0.82
    } else if seen.is_amd() {
        0.78
    } else if seen.row.device.contains("Intel") {
        0.65
    } else {
        1.0
    };
    // The floor of a mixture's read rises with the bandwidth, from 5 to 25 %.
    let floor = (0.05 + 0.20 * seen.bandwidth / 2_000.0).min(0.25);
    let read = if seen.is_mixture {
        seen.file * seen.share().max(floor)
    } else {
        seen.file
    };
    seen.bandwidth / read * by_bits * vendor
}

fn llmfit(seen: &Seen<'_>) -> f64 {
    if seen.row.is_cpu() {
        return 70.0 / seen.active * 1.1 * 0.3;
    }
    let bytes = match seen.bits() as u32 {
        16.. => 2.0,
        8 => 1.05,
        6 => 0.80,
        5 => 0.68,
        4 => 0.58,
        3 => 0.48,
        _ => 0.37,
    };
    let mixture = if seen.is_mixture { 0.55 / 1.1 } else { 1.0 };
    seen.bandwidth / (seen.active * bytes) * 0.55 * mixture
}

fn fitllm(seen: &Seen<'_>) -> f64 {
    seen.bandwidth / (seen.active * seen.bits() / 8.0) * 0.75
}

fn gpu_poor(seen: &Seen<'_>) -> f64 {
    let factor = match seen.bits() as u32 {
        16.. | 2 => 2.0,
        _ => 1.5,
    };
    let cache = seen.row.kv_bytes_per_token.unwrap_or(0.0) * seen.row.context_depth.unwrap_or(0.0) / 1e9;
    let devices = match f64::from(seen.row.devices()) {
        one if one <= 1.0 => 1.0,
        several => several / 1.25,
    };
    devices * seen.bandwidth / (factor * seen.file + cache)
}

fn llm_checker(seen: &Seen<'_>) -> f64 {
    let constant = match seen.row.backend.as_deref().unwrap_or_default() {
        "CPU" => 70.0,
        "Metal" => 160.0,
        _ => 220.0,
    };
    let quantization = match seen.bits() as u32 {
        16.. => 0.5,
        8 => 0.7,
        5..=7 => 0.85,
        4 => 1.0,
        _ => 1.2,
    };
    constant / seen.active * quantization * 1.1 * 1.2
}
