//! A machine in JSON, versions 1 and 2. Version 1 held names alone: what the devices are is told by them once. Memory is a decimal text in GB, as people read it and as [`MemorySize`] keeps it exactly.

use crate::domain::text::key_set::{KeySet, SetMember};

use crate::domain::machine::devices::{Backend, SpeedClass, Vendor};
use crate::domain::machine::hardware::CALIBRATION_RANGE;
use crate::domain::machine::hardware::Calibration;
use crate::domain::machine::hardware::{
    BANDWIDTH_MB_S_MAX, DeviceGroup, DeviceIdentity, DeviceSpeed, Hardware, MachineFacts,
    SYSTEM_RESERVE_PERCENT_DEFAULT, UnifiedMemory, catalog_id, check_device_name, identify,
};
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::QuantizationFamily;
use crate::domain::text::memory_size::MemorySize;
use crate::domain::wire::json::{Fields, Items, Json, array, quoted};

/// The first version that holds what devices are.
const IDENTITY_VERSION: u32 = 2;

pub(super) fn write_hardware(hardware: &Hardware) -> String {
    let memory = hardware.system_memory;
    let unified = hardware.unified.map_or_else(String::new, |unified| {
        let share = unified.gpu_share_percent;
        let share = share.map_or_else(String::new, |percent| format!(r#""gpu_share_percent":{percent}"#));
        format!(r#""unified":{{{share}}},"#)
    });
    let devices = array(hardware.devices.iter().map(|device| {
        let (name, memory, count) = (quoted(&device.name), device.memory, device.count);
        let speed = write_speed(device.speed);
        let identity = write_identity(&device.identity);
        format!(r#"{{"name":{name},"memory_gb":"{memory}","count":{count}{identity}{speed}}}"#)
    }));
    let facts = write_facts(&hardware.facts);
    let reserve = hardware.system_reserve_percent;
    let formats = array(hardware.formats.iter().map(|format| quoted(format.key())));
    let quantizations = array(hardware.quantizations.iter().map(|family| quoted(family.key())));
    format!(
        r#"{{"system_memory_gb":"{memory}",{unified}"devices":{devices},"system_reserve_percent":{reserve},"formats":{formats},"quantizations":{quantizations}{facts}}}"#
    )
}

/// What is known of an identity as fields that follow others: `,"vendor":"nvidia"`.
fn write_identity(identity: &DeviceIdentity) -> String {
    if identity.is_unknown() {
        return String::new();
    }
    let mut text = format!(
        r#","class":"{}","backend":"{}""#,
        identity.class.key(),
        identity.backend.key()
    );
    if let Some(vendor) = identity.vendor {
        text.push_str(&format!(r#","vendor":"{}""#, vendor.key()));
    }
    if let Some(id) = &identity.catalog_id {
        text.push_str(&format!(r#","catalog_id":{}"#, quoted(id)));
    }
    text
}

/// Words that a newer version may have written are not known, like missing ones.
fn read_identity(fields: &Fields<'_>) -> DeviceIdentity {
    let word = |name| fields.get(name).and_then(Json::text);
    DeviceIdentity {
        vendor: word("vendor").and_then(|key| Vendor::from_key(&key)),
        class: word("class")
            .and_then(|key| SpeedClass::from_key(&key))
            .unwrap_or_default(),
        backend: word("backend")
            .and_then(|key| Backend::from_key(&key))
            .unwrap_or_default(),
        catalog_id: word("catalog_id").and_then(|id| catalog_id(&id)),
    }
}

/// The known figures as fields that follow others: `,"bandwidth_mb_s":1008000`.
fn write_speed(speed: DeviceSpeed) -> String {
    let mut text = String::new();
    for (name, value) in [
        ("bandwidth_mb_s", speed.bandwidth_mb_s),
        ("fp32_gflops", speed.fp32_gflops),
        ("fp16_gflops", speed.fp16_gflops),
    ] {
        if let Some(value) = value {
            text.push_str(&format!(r#","{name}":{value}"#));
        }
    }
    text
}

/// What differs from nothing known, as fields that follow others.
fn write_facts(facts: &MachineFacts) -> String {
    let mut text = String::new();
    if !facts.chip.is_empty() || !facts.chip_speed.is_unknown() || !facts.chip_identity.is_unknown() {
        let (name, speed) = (quoted(&facts.chip), write_speed(facts.chip_speed));
        let identity = write_identity(&facts.chip_identity);
        text.push_str(&format!(r#","chip":{{"name":{name}{identity}{speed}}}"#));
    }
    if let Some(bandwidth) = facts.system_bandwidth_mb_s {
        text.push_str(&format!(r#","system_bandwidth_mb_s":{bandwidth}"#));
    }
    if !facts.gpu_reserve.is_zero() {
        text.push_str(&format!(r#","gpu_reserve_gb":"{}""#, facts.gpu_reserve));
    }
    for (name, factor) in [
        ("decode_thousandths", facts.calibration.decode_thousandths),
        ("prefill_thousandths", facts.calibration.prefill_thousandths),
    ] {
        if let Some(factor) = factor {
            text.push_str(&format!(r#","{name}":{factor}"#));
        }
    }
    text
}

/// Figures that no device can have are left out, like missing ones: a speed estimate can do without.
fn read_speed(fields: &Fields<'_>) -> DeviceSpeed {
    let number = |name| fields.get(name).and_then(Json::number);
    DeviceSpeed {
        bandwidth_mb_s: number("bandwidth_mb_s"),
        fp32_gflops: number("fp32_gflops"),
        fp16_gflops: number("fp16_gflops"),
    }
    .believable()
}

/// Facts that are missing or damaged are not known; none of them is worth losing a profile.
fn read_facts(fields: &Fields<'_>) -> MachineFacts {
    let chip = fields.get("chip").and_then(Json::fields);
    let name = chip.as_ref().and_then(|chip| chip.get("name")?.text());
    let factor = |name| {
        let factor = fields.get(name).and_then(Json::number);
        factor.filter(|factor| (CALIBRATION_RANGE.0..=CALIBRATION_RANGE.1).contains(factor))
    };
    MachineFacts {
        chip: name
            .filter(|name| check_device_name(name).is_ok())
            .unwrap_or_default(),
        chip_identity: chip.as_ref().map_or(DeviceIdentity::UNKNOWN, read_identity),
        chip_speed: chip.as_ref().map_or_else(DeviceSpeed::default, read_speed),
        system_bandwidth_mb_s: fields
            .get("system_bandwidth_mb_s")
            .and_then(Json::number)
            .filter(|bandwidth| (1..=BANDWIDTH_MB_S_MAX).contains(bandwidth)),
        gpu_reserve: fields
            .get("gpu_reserve_gb")
            .and_then(read_memory)
            .unwrap_or_default(),
        calibration: Calibration {
            decode_thousandths: factor("decode_thousandths"),
            prefill_thousandths: factor("prefill_thousandths"),
        },
    }
}

/// The machine and how many keys of formats and quantizations are unknown (a newer version may have written them);
/// `None` if a field is missing or damaged or a limit is exceeded.
pub(super) fn read_hardware(json: Json<'_>, version: u32) -> Option<(Hardware, usize)> {
    let fields = json.fields()?;
    let devices = fields.maybe("devices", Json::items)?.unwrap_or_default();
    let (formats, n_unknown_formats) = read_keys(fields.get("formats")?.items()?, Format::from_key)?;
    let (quantizations, n_unknown_quantizations) = read_keys(
        fields.get("quantizations")?.items()?,
        QuantizationFamily::from_key,
    )?;
    let mut hardware = Hardware {
        system_memory: read_memory(fields.get("system_memory_gb")?)?,
        unified: fields.maybe("unified", read_unified)?,
        devices: devices.map(read_device).collect::<Option<_>>()?,
        system_reserve_percent: fields
            .maybe("system_reserve_percent", Json::number)?
            .unwrap_or(SYSTEM_RESERVE_PERCENT_DEFAULT),
        formats,
        quantizations,
        facts: read_facts(&fields),
    };
    if version < IDENTITY_VERSION {
        identify(
            &mut hardware.devices,
            &mut hardware.facts,
            hardware.unified,
            hardware.system_memory,
        );
    }
    let n_unknown = n_unknown_formats.saturating_add(n_unknown_quantizations);
    hardware
        .exceeded_limit()
        .is_none()
        .then_some((hardware, n_unknown))
}

fn read_memory(json: Json<'_>) -> Option<MemorySize> {
    MemorySize::parse(&json.text()?).ok()
}

fn read_unified(json: Json<'_>) -> Option<UnifiedMemory> {
    Some(UnifiedMemory {
        gpu_share_percent: json.fields()?.maybe("gpu_share_percent", Json::number)?,
    })
}

fn read_device(json: Json<'_>) -> Option<DeviceGroup> {
    let fields = json.fields()?;
    Some(DeviceGroup {
        identity: read_identity(&fields),
        name: fields.maybe("name", Json::text)?.unwrap_or_default(),
        memory: read_memory(fields.get("memory_gb")?)?,
        count: fields.get("count")?.number()?,
        speed: read_speed(&fields),
    })
}

/// The known ones of a list of keys, and how many are unknown; `None` if one is no text.
fn read_keys<T: SetMember>(
    items: Items<'_>,
    from_key: impl Fn(&str) -> Option<T>,
) -> Option<(KeySet<T>, usize)> {
    let keys: Vec<String> = items.map(Json::text).collect::<Option<_>>()?;
    let n_unknown = keys.iter().filter(|key| from_key(key).is_none()).count();
    Some((keys.iter().filter_map(|key| from_key(key)).collect(), n_unknown))
}
