//! AMD and Intel cards with memory of their own.

use super::Body::{Desktop, Laptop, Server};
use super::ChipClass::{self, AmdOlder, AmdRdna3, AmdRdna4};
use super::PresetGroup::{Amd, DataCentre, Intel};
use super::{Preset, common, preset};

/// Desktops, workstations and laptops: newest series first, each number before its variants.
#[rustfmt::skip]
pub(super) const AMD: &[Preset] = &[
    common("rx-9070", "Radeon RX 9070", Amd, AmdRdna4, Desktop, &[16]),
    common("rx-9070-xt", "Radeon RX 9070 XT", Amd, AmdRdna4, Desktop, &[16]),
    common("rx-9060-xt", "Radeon RX 9060 XT", Amd, AmdRdna4, Desktop, &[8, 16]),
    common("rx-7900-xtx", "Radeon RX 7900 XTX", Amd, AmdRdna3, Desktop, &[24]),
    common("rx-7900-xt", "Radeon RX 7900 XT", Amd, AmdRdna3, Desktop, &[20]),
    preset("rx-7900-gre", "Radeon RX 7900 GRE", Amd, AmdRdna3, Desktop, &[16]),
    common("rx-7800-xt", "Radeon RX 7800 XT", Amd, AmdRdna3, Desktop, &[16]),
    preset("rx-7700-xt", "Radeon RX 7700 XT", Amd, AmdRdna3, Desktop, &[12]),
    common("rx-7600", "Radeon RX 7600", Amd, AmdRdna3, Desktop, &[8]),
    preset("rx-7600-xt", "Radeon RX 7600 XT", Amd, AmdRdna3, Desktop, &[16]),
    preset("rx-6950-xt", "Radeon RX 6950 XT", Amd, AmdOlder, Desktop, &[16]),
    preset("rx-6900-xt", "Radeon RX 6900 XT", Amd, AmdOlder, Desktop, &[16]),
    common("rx-6800", "Radeon RX 6800", Amd, AmdOlder, Desktop, &[16]),
    common("rx-6800-xt", "Radeon RX 6800 XT", Amd, AmdOlder, Desktop, &[16]),
    preset("rx-6750-xt", "Radeon RX 6750 XT", Amd, AmdOlder, Desktop, &[12]),
    common("rx-6700-xt", "Radeon RX 6700 XT", Amd, AmdOlder, Desktop, &[12]),
    preset("rx-6650-xt", "Radeon RX 6650 XT", Amd, AmdOlder, Desktop, &[8]),
    common("rx-6600", "Radeon RX 6600", Amd, AmdOlder, Desktop, &[8]),
    preset("rx-6600-xt", "Radeon RX 6600 XT", Amd, AmdOlder, Desktop, &[8]),
    common("rx-5700-xt", "Radeon RX 5700 XT", Amd, AmdOlder, Desktop, &[8]),
    common("rx-580", "Radeon RX 580", Amd, AmdOlder, Desktop, &[4, 8]),
    preset("radeon-vii", "Radeon VII", Amd, AmdOlder, Desktop, &[16]),
    common("radeon-ai-pro-r9700", "Radeon AI PRO R9700", Amd, AmdRdna4, Desktop, &[32]),
    preset("radeon-pro-w7900", "Radeon PRO W7900", Amd, AmdRdna3, Desktop, &[48]),
    preset("radeon-pro-w7800", "Radeon PRO W7800", Amd, AmdRdna3, Desktop, &[32, 48]),
    preset("rx-7900m", "Radeon RX 7900M Laptop", Amd, AmdRdna3, Laptop, &[16]),
    preset("rx-7600m-xt", "Radeon RX 7600M XT Laptop", Amd, AmdRdna3, Laptop, &[8]),
    preset("rx-7700s", "Radeon RX 7700S Laptop", Amd, AmdRdna3, Laptop, &[8]),
    preset("rx-6800m", "Radeon RX 6800M Laptop", Amd, AmdOlder, Laptop, &[12]),
    preset("rx-6700m", "Radeon RX 6700M Laptop", Amd, AmdOlder, Laptop, &[10]),
    preset("rx-6600m", "Radeon RX 6600M Laptop", Amd, AmdOlder, Laptop, &[8]),
];

/// Arc cards and laptop chips.
#[rustfmt::skip]
pub(super) const INTEL: &[Preset] = &[
    common("arc-b580", "Arc B580", Intel, ChipClass::Intel, Desktop, &[12]),
    preset("arc-b570", "Arc B570", Intel, ChipClass::Intel, Desktop, &[10]),
    common("arc-a770", "Arc A770", Intel, ChipClass::Intel, Desktop, &[8, 16]),
    preset("arc-a750", "Arc A750", Intel, ChipClass::Intel, Desktop, &[8]),
    preset("arc-a580", "Arc A580", Intel, ChipClass::Intel, Desktop, &[8]),
    preset("arc-a380", "Arc A380", Intel, ChipClass::Intel, Desktop, &[6]),
    preset("arc-pro-b70", "Arc Pro B70", Intel, ChipClass::Intel, Desktop, &[32]),
    common("arc-pro-b60", "Arc Pro B60", Intel, ChipClass::Intel, Desktop, &[24]),
    preset("arc-pro-b50", "Arc Pro B50", Intel, ChipClass::Intel, Desktop, &[16]),
    preset("arc-a770m", "Arc A770M Laptop", Intel, ChipClass::Intel, Laptop, &[16]),
    preset("arc-a730m", "Arc A730M Laptop", Intel, ChipClass::Intel, Laptop, &[12]),
];

/// Servers.
#[rustfmt::skip]
pub(super) const DATA_CENTRE: &[Preset] = &[
    preset("mi355x", "AMD Instinct MI355X", DataCentre, AmdRdna4, Server, &[288]),
    preset("mi325x", "AMD Instinct MI325X", DataCentre, AmdRdna4, Server, &[256]),
    common("mi300x", "AMD Instinct MI300X", DataCentre, AmdRdna4, Server, &[192]),
    preset("mi250x", "AMD Instinct MI250X", DataCentre, AmdRdna3, Server, &[128]),
    preset("mi210", "AMD Instinct MI210", DataCentre, AmdRdna3, Server, &[64]),
    preset("mi100", "AMD Instinct MI100", DataCentre, AmdOlder, Server, &[32]),
    preset("mi50", "AMD Instinct MI50", DataCentre, AmdOlder, Server, &[16]),
];
