//! A machine in JSON, version 1. Memory is a decimal text in GB, as people read it and as [`MemorySize`] keeps it exactly.

use crate::domain::key_set::{KeySet, SetMember};

use crate::domain::format::Format;
use crate::domain::hardware::{DeviceGroup, Hardware, SYSTEM_RESERVE_PERCENT_DEFAULT, UnifiedMemory};
use crate::domain::json::{Items, Json, array, quoted};
use crate::domain::memory_size::MemorySize;
use crate::domain::quantization::QuantizationFamily;

pub(super) fn write_hardware(hardware: &Hardware) -> String {
    let memory = hardware.system_memory;
    let unified = hardware.unified.map_or_else(String::new, |unified| {
        let share = unified.gpu_share_percent;
        let share = share.map_or_else(String::new, |percent| format!(r#""gpu_share_percent":{percent}"#));
        format!(r#""unified":{{{share}}},"#)
    });
    let devices = array(hardware.devices.iter().map(|device| {
        let (name, memory, count) = (quoted(&device.name), device.memory, device.count);
        format!(r#"{{"name":{name},"memory_gb":"{memory}","count":{count}}}"#)
    }));
    let reserve = hardware.system_reserve_percent;
    let formats = array(hardware.formats.iter().map(|format| quoted(format.key())));
    let quantizations = array(hardware.quantizations.iter().map(|family| quoted(family.key())));
    format!(
        r#"{{"system_memory_gb":"{memory}",{unified}"devices":{devices},"system_reserve_percent":{reserve},"formats":{formats},"quantizations":{quantizations}}}"#
    )
}

/// The machine and how many keys of formats and quantizations are unknown (a newer version may have written them);
/// `None` if a field is missing or damaged or a limit is exceeded.
pub(super) fn read_hardware(json: Json<'_>) -> Option<(Hardware, usize)> {
    let fields = json.fields()?;
    let devices = fields.maybe("devices", Json::items)?.unwrap_or_default();
    let (formats, n_unknown_formats) = read_keys(fields.get("formats")?.items()?, Format::from_key)?;
    let (quantizations, n_unknown_quantizations) = read_keys(
        fields.get("quantizations")?.items()?,
        QuantizationFamily::from_key,
    )?;
    let hardware = Hardware {
        system_memory: read_memory(fields.get("system_memory_gb")?)?,
        unified: fields.maybe("unified", read_unified)?,
        devices: devices.map(read_device).collect::<Option<_>>()?,
        system_reserve_percent: fields
            .maybe("system_reserve_percent", Json::number)?
            .unwrap_or(SYSTEM_RESERVE_PERCENT_DEFAULT),
        formats,
        quantizations,
    };
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
        name: fields.maybe("name", Json::text)?.unwrap_or_default(),
        memory: read_memory(fields.get("memory_gb")?)?,
        count: fields.get("count")?.number()?,
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
