//! Versions 1 and 2 of shared hardware: version 2 says what the devices are, which version 1 left to their names. Parts are divided by `~` and may come in any order:
//!
//! | part | meaning | left out |
//! |---|---|---|
//! | `ram32` | system memory in GB | never |
//! | `uma`, `uma74` | CPU and GPU share the system memory; the GPU may use 74 % of it | not shared |
//! | `gpu24`, `gpu24x2`, `gpu24x2-RTX_4090` | devices: GB each, how many, name; repeated for each group | no devices |
//! | `gpu24s1008000.82580.82580-RTX_4090` | with their bandwidth in MB/s and FP32 and FP16 rates in GFLOPS, each may be empty | not known |
//! | `gpu24invidia.ada.cuda.nvidia_geforce_rtx_4090-RTX_4090` | what it is: vendor, class, backend and device of the catalog, each may be empty; behind the figures (version 2) | not known |
//! | `chips410000..28400-Apple_M3_Max` | the chip whose GPU shares the memory, with the same figures and identity | not known |
//! | `bw89600` | bandwidth of the system memory in MB/s | not known |
//! | `disp1.5` | GB of each device that screen and driver keep | none |
//! | `keep30` | percent of system memory left alone | the default reserve |
//! | `fmt-gguf.mlx` | supported formats | the default formats |
//! | `q-std.fp8.no-awq` | supported quantizations: here the default ones with FP8 and without AWQ | the default ones |
//! | `n-Office_PC` | name of the machine | no name |
//!
//! Names are percent-encoded, with `_` for a space.

use crate::domain::text::key_set::{KeySet, SetMember};

use super::{QUOTE_LENGTH_MAX, SHARED_LENGTH_MAX, ShareError, SharedHardware};
use crate::domain::machine::devices::{Backend, SpeedClass, Vendor};
use crate::domain::machine::hardware::{
    BANDWIDTH_MB_S_MAX, DEVICE_GROUPS_MAX, DeviceGroup, DeviceIdentity, DeviceSpeed, GFLOPS_MAX,
    GPU_SHARE_PERCENT_RANGE, Hardware, MachineFacts, SYSTEM_RESERVE_PERCENT_DEFAULT,
    SYSTEM_RESERVE_PERCENT_RANGE, UnifiedMemory, catalog_id, check_device_name, default_formats,
    default_quantizations, identify, parse_gpu_count, parse_name, parse_percent,
};
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::QuantizationFamily;
use crate::domain::text::memory_size::MemorySize;
use crate::domain::text::percent::{decode_component, encode_component};
use crate::domain::text::quote::quote;

/// Stands for the default set in a list of keys.
const DEFAULT_SET: &str = "std";
/// Begins a key that is taken out of the default set.
const WITHOUT: &str = "no-";

pub(super) fn encode(shared: &SharedHardware) -> String {
    let full = encode_with(shared, true);
    if full.len() > SHARED_LENGTH_MAX {
        encode_with(shared, false)
    } else {
        full
    }
}

fn encode_with(shared: &SharedHardware, device_names: bool) -> String {
    let hardware = &shared.hardware;
    let mut text = format!("v2~ram{}", hardware.system_memory);
    if let Some(unified) = hardware.unified {
        text.push_str("~uma");
        if let Some(percent) = unified.gpu_share_percent {
            text.push_str(&percent.to_string());
        }
    }
    for group in &hardware.devices {
        text.push_str(&format!("~gpu{}", group.memory));
        if group.count != 1 {
            text.push_str(&format!("x{}", group.count));
        }
        push_speed(&mut text, group.speed);
        push_identity(&mut text, &group.identity, device_names);
        if device_names && !group.name.is_empty() {
            text.push('-');
            text.push_str(&encode_name(&group.name));
        }
    }
    let facts = &hardware.facts;
    if !facts.chip.is_empty() || !facts.chip_speed.is_unknown() || !facts.chip_identity.is_unknown() {
        text.push_str("~chip");
        push_speed(&mut text, facts.chip_speed);
        push_identity(&mut text, &facts.chip_identity, device_names);
        if device_names && !facts.chip.is_empty() {
            text.push('-');
            text.push_str(&encode_name(&facts.chip));
        }
    }
    if let Some(bandwidth) = facts.system_bandwidth_mb_s {
        text.push_str(&format!("~bw{bandwidth}"));
    }
    if !facts.gpu_reserve.is_zero() {
        text.push_str(&format!("~disp{}", facts.gpu_reserve));
    }
    if hardware.system_reserve_percent != SYSTEM_RESERVE_PERCENT_DEFAULT {
        text.push_str(&format!("~keep{}", hardware.system_reserve_percent));
    }
    if let Some(keys) = encode_set(hardware.formats, default_formats(), Format::key) {
        text.push_str("~fmt-");
        text.push_str(&keys);
    }
    if let Some(keys) = encode_set(
        hardware.quantizations,
        default_quantizations(),
        QuantizationFamily::key,
    ) {
        text.push_str("~q-");
        text.push_str(&keys);
    }
    if let Ok(name) = parse_name(&shared.name) {
        text.push_str("~n-");
        text.push_str(&encode_name(&name));
    }
    text
}

/// Which parts are allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// Names alone.
    One,
    /// With what the devices are.
    Two,
}

pub(super) fn decode(parts: &str, version: Version) -> Result<SharedHardware, ShareError> {
    let mut read = ReadParts::default();
    for part in parts.split('~').filter(|part| !part.is_empty()) {
        read.part(part, version)?;
    }
    let chip = read.chip.unwrap_or_default();
    let mut hardware = Hardware {
        system_memory: read.system_memory.ok_or(ShareError::MissingSystemMemory)?,
        unified: read.unified,
        devices: read.devices,
        system_reserve_percent: read.reserve.unwrap_or(SYSTEM_RESERVE_PERCENT_DEFAULT),
        formats: read.formats.unwrap_or_else(default_formats),
        quantizations: read.quantizations.unwrap_or_else(default_quantizations),
        facts: MachineFacts {
            chip: chip.name,
            chip_identity: chip.identity,
            chip_speed: chip.speed,
            system_bandwidth_mb_s: read.system_bandwidth,
            gpu_reserve: read.gpu_reserve.unwrap_or_default(),
            ..MachineFacts::default()
        },
    };
    if version == Version::One {
        identify(
            &mut hardware.devices,
            &mut hardware.facts,
            hardware.unified,
            hardware.system_memory,
        );
    }
    Ok(SharedHardware {
        name: read.name.unwrap_or_default(),
        hardware,
    })
}

#[derive(Default)]
struct ReadParts {
    name: Option<String>,
    system_memory: Option<MemorySize>,
    unified: Option<UnifiedMemory>,
    devices: Vec<DeviceGroup>,
    chip: Option<ReadChip>,
    system_bandwidth: Option<u32>,
    gpu_reserve: Option<MemorySize>,
    reserve: Option<u8>,
    formats: Option<KeySet<Format>>,
    quantizations: Option<KeySet<QuantizationFamily>>,
}

impl ReadParts {
    fn part(&mut self, part: &str, version: Version) -> Result<(), ShareError> {
        if let Some(group) = part.strip_prefix("gpu") {
            if self.devices.len() >= DEVICE_GROUPS_MAX {
                return Err(ShareError::TooManyDevices);
            }
            let group = read_group(group, version).ok_or_else(|| bad(part))?;
            self.devices.push(group);
            Ok(())
        } else if let Some(memory) = part.strip_prefix("ram") {
            once(&mut self.system_memory, MemorySize::parse(memory).ok(), part)
        } else if let Some(share) = part.strip_prefix("uma") {
            once(&mut self.unified, read_unified(share), part)
        } else if let Some(chip) = part.strip_prefix("chip") {
            once(&mut self.chip, read_chip(chip, version), part)
        } else if let Some(bandwidth) = part.strip_prefix("bw") {
            let bandwidth = read_figure(bandwidth, BANDWIDTH_MB_S_MAX).flatten();
            once(&mut self.system_bandwidth, bandwidth, part)
        } else if let Some(memory) = part.strip_prefix("disp") {
            once(&mut self.gpu_reserve, MemorySize::parse(memory).ok(), part)
        } else if let Some(percent) = part.strip_prefix("keep") {
            let percent = parse_percent(percent, SYSTEM_RESERVE_PERCENT_RANGE).ok();
            let percent = percent.and_then(|percent| u8::try_from(percent).ok());
            once(&mut self.reserve, percent, part)
        } else if let Some(keys) = part.strip_prefix("fmt-") {
            let formats = decode_set(keys, default_formats, Format::from_key);
            once(&mut self.formats, formats, part)
        } else if let Some(keys) = part.strip_prefix("q-") {
            let quantizations = decode_set(keys, default_quantizations, QuantizationFamily::from_key);
            once(&mut self.quantizations, quantizations, part)
        } else if let Some(name) = part.strip_prefix("n-") {
            let name = decode_name(name).and_then(|name| parse_name(&name).ok());
            once(&mut self.name, name, part)
        } else {
            Err(bad(part))
        }
    }
}

fn once<T>(slot: &mut Option<T>, value: Option<T>, part: &str) -> Result<(), ShareError> {
    if slot.is_some() {
        return Err(ShareError::RepeatedPart {
            part: quote(part, QUOTE_LENGTH_MAX),
        });
    }
    *slot = Some(value.ok_or_else(|| bad(part))?);
    Ok(())
}

fn bad(part: &str) -> ShareError {
    ShareError::BadPart {
        part: quote(part, QUOTE_LENGTH_MAX),
    }
}

fn read_unified(share: &str) -> Option<UnifiedMemory> {
    let gpu_share_percent = if share.is_empty() {
        None
    } else {
        let percent = parse_percent(share, GPU_SHARE_PERCENT_RANGE).ok()?;
        Some(u8::try_from(percent).ok()?)
    };
    Some(UnifiedMemory { gpu_share_percent })
}

fn read_group(text: &str, version: Version) -> Option<DeviceGroup> {
    let (sizes, name) = text.split_once('-').unwrap_or((text, ""));
    let (sizes, identity) = split_identity(sizes, version)?;
    let (sizes, speed) = sizes.split_once('s').unwrap_or((sizes, ""));
    let (memory, count) = sizes.split_once('x').unwrap_or((sizes, "1"));
    let name = decode_name(name)?;
    check_device_name(&name).ok()?;
    Some(DeviceGroup {
        identity,
        name,
        memory: MemorySize::parse(memory).ok()?,
        count: parse_gpu_count(count).ok()?,
        speed: read_speed(speed)?,
    })
}

#[derive(Default)]
struct ReadChip {
    name: String,
    identity: DeviceIdentity,
    speed: DeviceSpeed,
}

fn read_chip(text: &str, version: Version) -> Option<ReadChip> {
    let (figures, name) = text.split_once('-').unwrap_or((text, ""));
    let (speed, identity) = split_identity(figures, version)?;
    let name = decode_name(name)?;
    check_device_name(&name).ok()?;
    let speed = read_speed(speed.strip_prefix('s').unwrap_or(speed))?;
    Some(ReadChip {
        name,
        identity,
        speed,
    })
}

/// `iVENDOR.CLASS.BACKEND.DEVICE`, each empty where it is not known; nothing at all where nothing is. Devices of the catalog
/// have `_` for the hyphen, which begins a name.
fn push_identity(text: &mut String, identity: &DeviceIdentity, with_catalog_id: bool) {
    if identity.is_unknown() {
        return;
    }
    let id = identity.catalog_id.as_deref().filter(|_| with_catalog_id);
    let words = [
        identity.vendor.map_or("", Vendor::key),
        identity.class.key(),
        identity.backend.key(),
        &id.unwrap_or_default().replace('-', "_"),
    ]
    .join(".");
    text.push('i');
    text.push_str(words.trim_end_matches('.'));
}

/// Parts the identity from what stands before it. Words that a newer version may have written are not known.
fn split_identity(text: &str, version: Version) -> Option<(&str, DeviceIdentity)> {
    let Some((before, words)) = text.split_once('i').filter(|_| version == Version::Two) else {
        return Some((text, DeviceIdentity::UNKNOWN));
    };
    let mut words = words.split('.');
    let mut next = || words.next().unwrap_or_default();
    let identity = DeviceIdentity {
        vendor: Vendor::from_key(next()),
        class: SpeedClass::from_key(next()).unwrap_or_default(),
        backend: Backend::from_key(next()).unwrap_or_default(),
        catalog_id: catalog_id(&next().replace('_', "-")),
    };
    words.next().is_none().then_some((before, identity))
}

/// `sBANDWIDTH.FP32.FP16`, each empty where it is not known; nothing at all where nothing is.
fn push_speed(text: &mut String, speed: DeviceSpeed) {
    if speed.is_unknown() {
        return;
    }
    let figures = [speed.bandwidth_mb_s, speed.fp32_gflops, speed.fp16_gflops]
        .map(|figure| figure.map_or_else(String::new, |figure| figure.to_string()));
    text.push('s');
    text.push_str(&figures.join("."));
}

fn read_speed(text: &str) -> Option<DeviceSpeed> {
    let mut figures = text.split('.');
    let mut next = |max| read_figure(figures.next().unwrap_or_default(), max);
    let speed = DeviceSpeed {
        bandwidth_mb_s: next(BANDWIDTH_MB_S_MAX)?,
        fp32_gflops: next(GFLOPS_MAX)?,
        fp16_gflops: next(GFLOPS_MAX)?,
    };
    figures.next().is_none().then_some(speed)
}

/// `Some(None)` for an empty figure, `None` for one that is none or out of range.
fn read_figure(text: &str, max: u32) -> Option<Option<u32>> {
    if text.is_empty() {
        return Some(None);
    }
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let figure = text
        .parse()
        .ok()
        .filter(|figure| is_plain && (1..=max).contains(figure))?;
    Some(Some(figure))
}

fn encode_name(name: &str) -> String {
    encode_component(name)
        .replace('_', "%5F")
        .replace('~', "%7E")
        .replace("%20", "_")
}

fn decode_name(text: &str) -> Option<String> {
    decode_component(&text.replace('_', "%20"))
}

/// The keys of a set, or its difference from the default set where that is shorter; `None` for the default set.
fn encode_set<T: SetMember>(
    chosen: KeySet<T>,
    default: KeySet<T>,
    key: impl Fn(T) -> &'static str,
) -> Option<String> {
    if chosen == default {
        return None;
    }
    let all: Vec<&str> = chosen.iter().map(&key).collect();
    let mut difference = vec![DEFAULT_SET.to_owned()];
    difference.extend(chosen.difference(default).iter().map(|item| key(item).to_owned()));
    difference.extend(
        default
            .difference(chosen)
            .iter()
            .map(|item| format!("{WITHOUT}{}", key(item))),
    );
    let (all, difference) = (all.join("."), difference.join("."));
    Some(if difference.len() < all.len() {
        difference
    } else {
        all
    })
}

fn decode_set<T: SetMember>(
    keys: &str,
    default: impl Fn() -> KeySet<T>,
    from_key: impl Fn(&str) -> Option<T>,
) -> Option<KeySet<T>> {
    let mut set = KeySet::new();
    if keys.is_empty() {
        return Some(set);
    }
    for (index, key) in keys.split('.').enumerate() {
        if index == 0 && key == DEFAULT_SET {
            set = default();
        } else if let Some(without) = key.strip_prefix(WITHOUT) {
            set.remove(&from_key(without)?);
        } else {
            set.insert(from_key(key)?);
        }
    }
    Some(set)
}
