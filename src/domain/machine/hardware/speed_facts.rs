//! What is known of a machine beyond its memory: what a speed estimate starts from, and what the drivers keep.

use super::{Calibration, DeviceIdentity};
use crate::domain::text::memory_size::MemorySize;

/// Largest bandwidth that is believed, in MB/s: twenty times the fastest accelerator there is (8 TB/s).
pub const BANDWIDTH_MB_S_MAX: u32 = 160_000_000;
/// Largest compute rate that is believed, in GFLOPS: twenty times the fastest accelerator there is.
pub const GFLOPS_MAX: u32 = 100_000_000;

/// How fast a device is: peak figures as its maker states them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeviceSpeed {
    /// Memory bandwidth in MB/s (10^6 bytes), 1 to [`BANDWIDTH_MB_S_MAX`].
    pub bandwidth_mb_s: Option<u32>,
    /// FP32 rate of the shaders in GFLOPS, 1 to [`GFLOPS_MAX`].
    pub fp32_gflops: Option<u32>,
    /// FP16 rate of the shaders in GFLOPS, 1 to [`GFLOPS_MAX`].
    pub fp16_gflops: Option<u32>,
}

/// What is known of a machine beyond its memory. Everything may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MachineFacts {
    /// The processor or chip: whose GPU shares the system memory, or which computes where there is no GPU. Empty where
    /// it is not known.
    pub chip: String,
    /// What the chip is.
    pub chip_identity: DeviceIdentity,
    /// How fast the chip's GPU is.
    pub chip_speed: DeviceSpeed,
    /// Peak bandwidth of the system memory in MB/s, 1 to [`BANDWIDTH_MB_S_MAX`].
    pub system_bandwidth_mb_s: Option<u32>,
    /// Memory of each device that the screen, the desktop and the driver keep. The Standard estimate does not know it.
    pub gpu_reserve: MemorySize,
    /// What measured runs made of the speed estimates.
    pub calibration: Calibration,
}

impl DeviceSpeed {
    /// Whether nothing is known.
    pub fn is_unknown(self) -> bool {
        self == Self::default()
    }

    /// Without what no device can have.
    pub fn believable(self) -> Self {
        let within = |value: Option<u32>, max: u32| value.filter(|value| (1..=max).contains(value));
        Self {
            bandwidth_mb_s: within(self.bandwidth_mb_s, BANDWIDTH_MB_S_MAX),
            fp32_gflops: within(self.fp32_gflops, GFLOPS_MAX),
            fp16_gflops: within(self.fp16_gflops, GFLOPS_MAX),
        }
    }
}
