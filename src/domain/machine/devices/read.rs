//! Reading the file of the catalog.
//!
//! The first line names the format, its version and the day; every other line is a device, its fields parted by `|`.
//! One line for a device keeps a refresh readable as a difference. Measured with brotli 11: 11.8 KB like this, 10.6 KB
//! with one line for each field instead, 12.1 KB as JSON: a tenth is not worth a file that nobody can read.
//!
//! The file comes over the network, so it is read strictly: one line that cannot be read refuses the whole, and what
//! the page had stays.

use super::{Bandwidth, ComputeCapability, Device, DeviceKind, Devices, Vendor, words::id_of};
use crate::domain::text::decimal::read_thousandths;
use crate::domain::text::memory_size::MemorySize;
use crate::domain::text::quote::is_disturbing;

/// The version of the format that is written and read.
pub const DEVICES_VERSION: u32 = 1;
/// Largest file that is read: ten times the size it has.
pub const FILE_BYTES_MAX: usize = 1 << 20;
/// Most devices; five times as many as there are.
const DEVICES_MAX: usize = 4096;
/// Longest name, alias or word, in bytes; the longest real one has 60.
const TEXT_BYTES_MAX: usize = 120;
/// Most sizes, bandwidths, aliases or ids of one device; the longest real list has 15.
const LIST_MAX: usize = 64;
const FIELDS: usize = 22;

/// Why a file is not a catalog of devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DevicesError {
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong with it.
    pub fault: DeviceFault,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceFault {
    /// The file is larger than [`FILE_BYTES_MAX`], or has too many lines.
    TooLarge,
    /// The first line is not that of a catalog of this version.
    NotThisVersion,
    /// Not the right number of fields.
    FieldCount,
    /// This field, counted from zero, holds nothing that can stand there.
    Field(usize),
}

impl Devices {
    /// Reads the file; the cost is linear in its size.
    ///
    /// # Errors
    /// The first line that is wrong.
    pub fn parse(text: &str) -> Result<Self, DevicesError> {
        let error = |line, fault| DevicesError { line, fault };
        if text.len() > FILE_BYTES_MAX {
            return Err(error(1, DeviceFault::TooLarge));
        }
        let mut lines = text.lines();
        let generated = lines
            .next()
            .and_then(generated_of)
            .ok_or_else(|| error(1, DeviceFault::NotThisVersion))?;
        let mut devices = Vec::new();
        for (above, line) in lines.enumerate() {
            let number = above.saturating_add(2);
            if devices.len() >= DEVICES_MAX {
                return Err(error(number, DeviceFault::TooLarge));
            }
            devices.push(device(line).map_err(|fault| error(number, fault))?);
        }
        Ok(Self {
            generated,
            devices,
            ..Self::default()
        })
    }
}

/// The day in the first line, `llm-lens devices 1 2026-11-22`.
fn generated_of(line: &str) -> Option<String> {
    let rest = line.strip_prefix("llm-lens devices ")?;
    let (version, day) = rest.split_once(' ')?;
    let is_day = day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let is_this = version.parse() == Ok(DEVICES_VERSION);
    (is_this && is_day).then(|| day.to_owned())
}

/// The fields of a line, taken one after the other.
struct Row<'a> {
    fields: std::str::Split<'a, char>,
    at: usize,
}

impl<'a> Row<'a> {
    /// The next field, read by `read`; an empty one is `None`.
    fn maybe<T>(&mut self, read: impl Fn(&'a str) -> Option<T>) -> Result<Option<T>, DeviceFault> {
        let at = self.at;
        self.at += 1;
        match self.fields.next() {
            None => Err(DeviceFault::FieldCount),
            Some("") => Ok(None),
            Some(text) => read(text).map(Some).ok_or(DeviceFault::Field(at)),
        }
    }

    fn required<T>(&mut self, read: impl Fn(&'a str) -> Option<T>) -> Result<T, DeviceFault> {
        let at = self.at;
        self.maybe(read)?.ok_or(DeviceFault::Field(at))
    }

    /// The next field as values parted by commas.
    fn list<T>(&mut self, read: impl Fn(&'a str) -> Option<T>) -> Result<Vec<T>, DeviceFault> {
        let items = self.maybe(|text| {
            let is_short = text.split(',').nth(LIST_MAX).is_none();
            is_short.then(|| text.split(',').map(&read).collect::<Option<Vec<T>>>())?
        })?;
        Ok(items.unwrap_or_default())
    }

    fn flag(&mut self, word: &str) -> Result<bool, DeviceFault> {
        Ok(self.maybe(|text| (text == word).then_some(()))?.is_some())
    }
}

fn device(line: &str) -> Result<Device, DeviceFault> {
    let mut row = Row {
        fields: line.split('|'),
        at: 0,
    };
    let name = row.required(word)?;
    let device = Device {
        id: id_of(&name),
        name,
        driver_name: row.maybe(word)?,
        vendor: row.required(vendor)?,
        kind: row.required(kind)?,
        year: row.maybe(|text| text.parse().ok())?,
        memory: ascending(row.list(|text| MemorySize::parse(text).ok())?)?,
        is_unified: row.flag("unified")?,
        memory_kind: row.maybe(word)?,
        bandwidth_mb_s: row.maybe(thousandths)?,
        other_bandwidths: row.list(bandwidth)?,
        fp32_gflops: row.maybe(thousandths)?,
        fp16_gflops: row.maybe(thousandths)?,
        fp16_matrix_gflops: row.maybe(thousandths)?,
        gpu_cores: row.list(|text| text.parse().ok())?,
        compute_capability: row.maybe(compute_capability)?,
        gfx: row.maybe(word)?,
        architecture: row.maybe(word)?,
        chip: row.maybe(word)?,
        aliases: row.list(word)?,
        pci_ids: row.list(pci_id)?,
        is_common: row.flag("common")?,
        is_doubtful: row.flag("doubtful")?,
    };
    if row.fields.next().is_some() || row.at != FIELDS {
        return Err(DeviceFault::FieldCount);
    }
    Ok(device)
}

/// A name: visible characters, not too many, and none that turn the direction of writing.
fn word(text: &str) -> Option<String> {
    let is_sound = text.len() <= TEXT_BYTES_MAX && text.trim() == text && !text.chars().any(is_disturbing);
    is_sound.then(|| text.to_owned())
}

fn vendor(text: &str) -> Option<Vendor> {
    Vendor::ALL.into_iter().find(|vendor| vendor.name() == text)
}

fn kind(text: &str) -> Option<DeviceKind> {
    let mut all = DeviceKind::ALL.into_iter();
    all.find(|(_, word)| *word == text).map(|(kind, _)| kind)
}

fn thousandths(text: &str) -> Option<u32> {
    read_thousandths(text).ok().filter(|number| *number > 0)
}

/// `DDR5-5600 dual=89.6`, or `=192` for another version under the same name.
fn bandwidth(text: &str) -> Option<Bandwidth> {
    let (memory, rate) = text.split_once('=')?;
    Some(Bandwidth {
        mb_s: thousandths(rate)?,
        memory: if memory.is_empty() {
            None
        } else {
            Some(word(memory)?)
        },
    })
}

fn compute_capability(text: &str) -> Option<ComputeCapability> {
    let (major, minor) = text.split_once('.')?;
    Some(ComputeCapability {
        major: major.parse().ok()?,
        minor: minor.parse().ok()?,
    })
}

/// Four hexadecimal digits.
fn pci_id(text: &str) -> Option<u16> {
    let is_id = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then(|| u16::from_str_radix(text, 16).ok())?
}

/// Sizes from the smallest to the largest, none of them twice and none of them nothing.
fn ascending(sizes: Vec<MemorySize>) -> Result<Vec<MemorySize>, DeviceFault> {
    const FIELD: usize = 5;
    let is_sorted = sizes.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    let is_some = sizes.first().is_none_or(|size| !size.is_zero());
    if is_sorted && is_some {
        Ok(sizes)
    } else {
        Err(DeviceFault::Field(FIELD))
    }
}
