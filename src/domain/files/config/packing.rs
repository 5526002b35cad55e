//! Bits that a weight takes in the formats of the quantization methods, scales and zero points included.

use crate::domain::precision::quantization::MilliBits;
use crate::domain::wire::json::{Fields, Json};

/// Bits of a 16-bit scale.
const SCALE_16: u64 = 16;

/// Group that a method means when it gives none, or -1: one scale for each row. A row has some thousand weights.
const ROW: u64 = 4096;

/// Bits of one weight; `None` where the method or its numbers are not known. `method` is in lower case.
pub(super) fn bits_per_weight(method: &str, block: &Fields<'_>) -> Option<MilliBits> {
    let bits = thousandths(block, &["bits", "w_bit", "nbits", "wbits", "weight_bits"]).or_else(|| {
        let nested = block.object("weight_quant_params").or_else(|| {
            let config = block.object("quant_config")?;
            config.object("weight_quant_params")
        })?;
        thousandths(&nested, &["nbits"])
    });
    match method {
        "gptq" | "gptq_marlin" | "gptqmodel" | "auto-round" | "autoround" | "intel/auto-round" | "marlin"
        | "awq" | "awq_marlin" | "gemm" => {
            let group = group(block, &["group_size", "q_group_size"], 128);
            // A 16-bit scale and a packed zero point for each group.
            Some(grouped(
                bits?,
                SCALE_16.saturating_add(u64::from(bits? / 1000)),
                group,
            ))
        }
        "bitsandbytes" => Some(bitsandbytes(block)),
        "compressed-tensors" | "compressed_tensors" => of_groups(block),
        "fp8" | "fbgemm_fp8" | "fp_quant8" | "mxfp8" => Some(blockwise_fp8(block)),
        "mxfp4" => Some(4_250),
        "modelopt" | "modelopt_fp4" | "modelopt_mixed" => {
            let algorithm = block.word("quant_algo").unwrap_or_default().to_ascii_lowercase();
            of_algorithm(&algorithm, block).or_else(|| of_groups(block))
        }
        "hqq" => Some(grouped(
            bits.unwrap_or(4_000),
            32,
            group(block, &["group_size"], 64),
        )),
        "aqlm" => {
            let codes = block
                .positive("nbits_per_codebook")?
                .checked_mul(block.positive("num_codebooks")?)?;
            let width = codes
                .checked_mul(1000)?
                .checked_div(block.positive("in_group_size")?)?;
            milli(width)
        }
        "eetq" | "quanto" | "int8" => Some(match block.word("weights").as_deref() {
            Some("int4") => 4_500,
            Some("int2") => 2_500,
            _ => 8_000,
        }),
        "quark" => of_quark(block),
        "torchao" => of_torchao(block),
        "bitnet" => Some(2_000),
        "exl2" | "exl3" => bits,
        "" => mlx(bits, block),
        algorithm => of_algorithm(algorithm, block)
            .or_else(|| bits.map(|bits| grouped(bits, SCALE_16, group(block, &["group_size"], 128)))),
    }
}

/// MLX names no method: a 16-bit scale and offset for each group, or a scale in 8 bits where the mode is a float format.
fn mlx(bits: Option<MilliBits>, block: &Fields<'_>) -> Option<MilliBits> {
    let mode = block.word("mode").unwrap_or_default();
    let (per_group, usual) = match mode.as_str() {
        "mxfp4" | "mxfp8" => (8, 32),
        "nvfp4" => (8, 16),
        _ => (32, 64),
    };
    Some(grouped(bits?, per_group, group(block, &["group_size"], usual)))
}

/// Rows are kept in 8 bits, or blocks of 64 weights in 4 bits with a 32-bit scale, which double quantization shrinks to
/// 8 bits and one more scale for 256 blocks (bitsandbytes, `functional.py`, `quantize_4bit`).
fn bitsandbytes(block: &Fields<'_>) -> MilliBits {
    let is_8bit = block.is_true("load_in_8bit") || block.is_true("_load_in_8bit");
    if is_8bit {
        grouped(8_000, 32, ROW)
    } else if block.is_true("bnb_4bit_use_double_quant") {
        4_127
    } else {
        4_500
    }
}

fn blockwise_fp8(block: &Fields<'_>) -> MilliBits {
    let mut sides = block.items("weight_block_size").filter_map(Json::natural);
    match (sides.next(), sides.next()) {
        (Some(height), Some(width)) => grouped(8_000, 32, height.saturating_mul(width)),
        _ => 8_000,
    }
}

/// NVIDIA's names for what ModelOpt does.
fn of_algorithm(algorithm: &str, block: &Fields<'_>) -> Option<MilliBits> {
    let has = |part: &str| algorithm.contains(part);
    if has("mixed") {
        None
    } else if has("nvfp4") {
        Some(grouped(4_000, 8, group(block, &["group_size"], 16)))
    } else if has("mxfp4") {
        Some(4_250)
    } else if has("w4") || has("int4") {
        Some(grouped(4_000, SCALE_16, group(block, &["group_size"], 128)))
    } else if has("mxfp8") {
        Some(8_250)
    } else if has("fp8") || has("w8") || has("int8") {
        Some(8_000)
    } else {
        None
    }
}

/// The weights of the first group of compressed-tensors, or of ModelOpt where it writes the same.
fn of_groups(block: &Fields<'_>) -> Option<MilliBits> {
    let format = block.word("format").unwrap_or_default();
    let groups = block.object("config_groups")?;
    let weights = groups.iter().find_map(|(_, entry)| {
        let weights = entry.fields()?.object("weights")?;
        weights.positive("num_bits").map(|_| weights)
    })?;
    let bits = thousandths(&weights, &["num_bits"])?;
    let is_float = weights.word("type").as_deref() == Some("float");
    if format.contains("mxfp4")
        || weights
            .word("scale_dtype")
            .is_some_and(|dtype| dtype.contains("uint8"))
    {
        return Some(grouped(bits, 8, group(&weights, &["group_size"], 32)));
    }
    if is_float && bits == 4_000 {
        return Some(grouped(bits, 8, group(&weights, &["group_size"], 16)));
    }
    let zero_points = match weights.get("symmetric").and_then(Json::boolean) {
        Some(false) => u64::from(bits / 1000),
        _ => 0,
    };
    let strategy = weights.word("strategy").unwrap_or_default();
    let usual = if strategy == "group" { 128 } else { ROW };
    let wide = group(&weights, &["group_size"], usual);
    Some(grouped(bits, SCALE_16.saturating_add(zero_points), wide))
}

fn of_quark(block: &Fields<'_>) -> Option<MilliBits> {
    let weight = block.object("global_quant_config")?.object("weight")?;
    let dtype = weight.word("dtype")?.to_ascii_lowercase();
    let wide = group(&weight, &["group_size"], ROW);
    Some(match dtype.as_str() {
        "fp4" | "mxfp4" | "mx" => grouped(4_000, 8, group(&weight, &["group_size"], 32)),
        "int4" | "uint4" => grouped(4_000, SCALE_16, wide),
        "fp6_e2m3" | "fp6_e3m2" | "mxfp6" => 6_250,
        _ => 8_000,
    })
}

/// `quant_type` is a word, or an object around the name of a class (`Int4WeightOnlyConfig`).
fn of_torchao(block: &Fields<'_>) -> Option<MilliBits> {
    let kind = block.get("quant_type")?;
    let class = || {
        let default = kind.fields()?.object("default")?;
        default.word("_type")
    };
    let name = kind.word().or_else(class)?.to_ascii_lowercase();
    let has = |part: &str| name.contains(part);
    if has("nvfp4") {
        Some(4_500)
    } else if has("mxfp4") {
        Some(4_250)
    } else if has("int4") {
        // A scale and a zero point in 16 bits each, for 128 weights unless told otherwise.
        Some(grouped(4_000, 32, 128))
    } else if has("8") {
        Some(8_000)
    } else {
        None
    }
}

fn group(block: &Fields<'_>, names: &[&str], usual: u64) -> u64 {
    let stated = names.iter().find_map(|name| block.get(name));
    match stated.and_then(Json::natural) {
        Some(size) if size > 0 => size,
        // -1 and `null` behind a name: one group for each row.
        _ if stated.is_some_and(|json| !json.is_null()) => ROW,
        _ => usual,
    }
}

/// `bits` in thousandths and `per_group` more bits for each group of weights.
fn grouped(bits: MilliBits, per_group: u64, group: u64) -> MilliBits {
    let more = per_group.saturating_mul(1000).checked_div(group).unwrap_or(0);
    bits.saturating_add(MilliBits::try_from(more).unwrap_or(MilliBits::MAX))
}

/// A number of bits up to 32, in thousandths; ExLlama writes decimals (`4.25`).
fn thousandths(block: &Fields<'_>, names: &[&str]) -> Option<MilliBits> {
    let json = names.iter().find_map(|name| block.get(name))?;
    let bits = crate::domain::text::decimal::read_thousandths(json.number_text()?).ok()?;
    (1..=32_000).contains(&bits).then_some(bits)
}

fn milli(width: u64) -> Option<MilliBits> {
    MilliBits::try_from(width)
        .ok()
        .filter(|width| (1..=32_000).contains(width))
}
