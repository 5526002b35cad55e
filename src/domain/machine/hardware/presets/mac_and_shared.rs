//! Machines with one memory for everything: Apple, other chips that share memory, and CPUs alone.

use super::Body::OneMemory;
use super::ChipClass::{self, AmdRdna3, ArmCpu, Intel, NvidiaAmpere, NvidiaBlackwell, NvidiaVolta, X86Cpu};
use super::PresetGroup::{Apple, CpuOnly, SharedMemory};
use super::{Preset, common, preset};

/// Apple chips with the sizes that were really sold: newest generation first, smallest chip first.
#[rustfmt::skip]
pub(super) const APPLE: &[Preset] = &[
    common("apple-m5", "Apple M5", Apple, ChipClass::Apple, OneMemory, &[16, 24, 32]),
    common("apple-m5-pro", "Apple M5 Pro", Apple, ChipClass::Apple, OneMemory, &[24, 48, 64]),
    common("apple-m5-max", "Apple M5 Max", Apple, ChipClass::Apple, OneMemory, &[36, 48, 64, 128]),
    common("apple-m4", "Apple M4", Apple, ChipClass::Apple, OneMemory, &[16, 24, 32]),
    common("apple-m4-pro", "Apple M4 Pro", Apple, ChipClass::Apple, OneMemory, &[24, 48, 64]),
    common("apple-m4-max", "Apple M4 Max", Apple, ChipClass::Apple, OneMemory, &[36, 48, 64, 128]),
    common("apple-m3", "Apple M3", Apple, ChipClass::Apple, OneMemory, &[8, 16, 24]),
    common("apple-m3-pro", "Apple M3 Pro", Apple, ChipClass::Apple, OneMemory, &[18, 36]),
    common("apple-m3-max", "Apple M3 Max", Apple, ChipClass::Apple, OneMemory, &[36, 48, 64, 96, 128]),
    preset("apple-m3-ultra", "Apple M3 Ultra", Apple, ChipClass::Apple, OneMemory, &[96, 256, 512]),
    common("apple-m2", "Apple M2", Apple, ChipClass::Apple, OneMemory, &[8, 16, 24]),
    common("apple-m2-pro", "Apple M2 Pro", Apple, ChipClass::Apple, OneMemory, &[16, 32]),
    common("apple-m2-max", "Apple M2 Max", Apple, ChipClass::Apple, OneMemory, &[32, 64, 96]),
    preset("apple-m2-ultra", "Apple M2 Ultra", Apple, ChipClass::Apple, OneMemory, &[64, 128, 192]),
    common("apple-m1", "Apple M1", Apple, ChipClass::Apple, OneMemory, &[8, 16]),
    common("apple-m1-pro", "Apple M1 Pro", Apple, ChipClass::Apple, OneMemory, &[16, 32]),
    common("apple-m1-max", "Apple M1 Max", Apple, ChipClass::Apple, OneMemory, &[32, 64]),
    preset("apple-m1-ultra", "Apple M1 Ultra", Apple, ChipClass::Apple, OneMemory, &[64, 128]),
    preset("apple-a18-pro", "Apple A18 Pro (MacBook Neo)", Apple, ChipClass::Apple, OneMemory, &[8]),
];

/// Other machines whose GPU uses the system memory.
#[rustfmt::skip]
pub(super) const SHARED: &[Preset] = &[
    common("dgx-spark", "DGX Spark (GB10)", SharedMemory, NvidiaBlackwell, OneMemory, &[128]),
    common("ryzen-ai-max-395", "Ryzen AI Max+ 395 (Strix Halo)", SharedMemory, AmdRdna3, OneMemory, &[32, 64, 96, 128]),
    preset("ryzen-ai-max-385", "Ryzen AI Max 385 / 390", SharedMemory, AmdRdna3, OneMemory, &[32, 64, 128]),
    preset("jetson-thor-t5000", "Jetson Thor T5000", SharedMemory, NvidiaBlackwell, OneMemory, &[128]),
    preset("jetson-thor-t4000", "Jetson Thor T4000", SharedMemory, NvidiaBlackwell, OneMemory, &[64]),
    common("jetson-agx-orin", "Jetson AGX Orin", SharedMemory, NvidiaAmpere, OneMemory, &[32, 64]),
    preset("jetson-orin-nx", "Jetson Orin NX", SharedMemory, NvidiaAmpere, OneMemory, &[8, 16]),
    common("jetson-orin-nano", "Jetson Orin Nano", SharedMemory, NvidiaAmpere, OneMemory, &[4, 8]),
    preset("jetson-agx-xavier", "Jetson AGX Xavier", SharedMemory, NvidiaVolta, OneMemory, &[16, 32]),
    preset("snapdragon-x2-elite", "Snapdragon X2 Elite laptop", SharedMemory, ArmCpu, OneMemory, &[16, 32, 48, 64]),
    common("snapdragon-x-elite", "Snapdragon X Elite laptop", SharedMemory, ArmCpu, OneMemory, &[16, 32, 64]),
    preset("snapdragon-x-plus", "Snapdragon X / X Plus laptop", SharedMemory, ArmCpu, OneMemory, &[16, 32]),
    common("arc-140v", "Core Ultra 200V laptop (Arc 140V)", SharedMemory, Intel, OneMemory, &[16, 32]),
    preset("arc-140t", "Core Ultra 200H laptop (Arc 140T)", SharedMemory, Intel, OneMemory, &[16, 32, 64, 96]),
    preset("arc-meteor-lake", "Core Ultra 100H laptop (Arc)", SharedMemory, Intel, OneMemory, &[16, 32, 64, 96]),
    common("iris-xe", "Intel laptop with Iris Xe", SharedMemory, X86Cpu, OneMemory, &[8, 16, 32, 64]),
    common("radeon-890m", "Ryzen AI 9 laptop (Radeon 890M)", SharedMemory, X86Cpu, OneMemory, &[16, 24, 32, 48, 64, 96]),
    common("radeon-780m", "Ryzen laptop (Radeon 780M)", SharedMemory, X86Cpu, OneMemory, &[16, 24, 32, 48, 64, 96]),
    preset("radeon-680m", "Ryzen laptop (Radeon 680M)", SharedMemory, X86Cpu, OneMemory, &[16, 24, 32, 48, 64, 96]),
];

/// Machines without a GPU: every size that such machines are fitted with.
pub(super) const CPU_PC: Preset = common(
    "cpu",
    "CPU only (Intel or AMD)",
    CpuOnly,
    X86Cpu,
    OneMemory,
    &[8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024],
);

/// Machines without a GPU.
#[rustfmt::skip]
pub(super) const CPU_ONLY: &[Preset] = &[
    CPU_PC,
    preset("cpu-arm", "CPU only (Arm)", CpuOnly, ArmCpu, OneMemory, &[8, 16, 32, 64, 128, 256]),
];
