//! The devices that a model is spread over, as far as speed is concerned.

use crate::domain::machine::devices::{Device, DeviceKind, SpeedClass, Vendor};
use crate::domain::machine::hardware::{self, DeviceIdentity};

/// Most parts of a placement that are counted: a machine has at most eight groups of equal devices.
pub const PARTS_MAX: usize = 8;

/// How fast one device is. What is not known is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceSpeed {
    /// Devices whose kernels behave alike.
    pub class: SpeedClass,
    /// Peak memory bandwidth in MB/s (10^6 bytes).
    pub bandwidth_mb_s: Option<u32>,
    /// Peak rate of the shaders in GFLOPS, as [`shader_gflops`] chooses it. Not used for processors.
    pub shader_gflops: Option<u32>,
}

impl DeviceSpeed {
    /// A device by what it is and by its peak figures. FP16 is the rate of Apple's shaders; the makers of Strix Halo count
    /// double issue, so half of it is theirs, as of devices without an FP32 figure.
    pub fn of_identity(identity: &DeviceIdentity, figures: hardware::DeviceSpeed) -> Self {
        let half_of_fp16 = figures.fp16_gflops.map(|gflops| gflops / 2);
        Self {
            class: identity.class,
            bandwidth_mb_s: figures.bandwidth_mb_s,
            shader_gflops: match (identity.vendor, identity.class) {
                (Some(Vendor::Apple), _) => figures.fp16_gflops,
                (_, SpeedClass::StrixHalo) => half_of_fp16,
                _ => figures.fp32_gflops.or(half_of_fp16),
            },
        }
    }

    /// Processor cores with this system memory.
    pub const fn of_processor(bandwidth_mb_s: Option<u32>, is_single_board: bool) -> Self {
        Self {
            class: if is_single_board {
                SpeedClass::SingleBoard
            } else {
                SpeedClass::Cpu
            },
            bandwidth_mb_s,
            shader_gflops: None,
        }
    }

    /// Bandwidth in bytes a second.
    pub(super) fn bandwidth(&self) -> Option<f64> {
        self.bandwidth_mb_s
            .filter(|bandwidth| *bandwidth > 0)
            .map(|bandwidth| f64::from(bandwidth) * 1e6)
    }

    /// Effective peak in operations a second, before the class's prefill rate. Large GPUs are held back by power and
    /// memory: their rate grows with the square root of shaders and of bandwidth.
    pub(super) fn prompt_peak(&self) -> Option<f64> {
        let bandwidth = self.bandwidth()?;
        if self.class.is_cpu() {
            return Some(1e12 * (bandwidth / 90e9).sqrt());
        }
        let shaders = f64::from(self.shader_gflops.filter(|gflops| *gflops > 0)?) * 1e9;
        Some(
            if self.class.is_apple() || self.class == SpeedClass::AppleVulkan {
                shaders
            } else {
                (shaders * bandwidth * 50.0).sqrt()
            },
        )
    }
}

/// The shader rate that predicts prompts: FP16 for Apple by its GPU cores, half of FP16 where vendors count double issue
/// (Strix Halo, integrated GPUs without an FP32 figure), else FP32.
pub fn shader_gflops(device: &Device, gpu_cores: Option<u16>) -> Option<u32> {
    if device.vendor == Vendor::Apple {
        let all = device.fp16_gflops?;
        let most = device.gpu_cores.last().copied().unwrap_or(0);
        return Some(match gpu_cores {
            Some(cores) if cores > 0 && cores < most => {
                u32::try_from(u64::from(all) * u64::from(cores) / u64::from(most)).unwrap_or(all)
            }
            _ => all,
        });
    }
    match device.fp32_gflops {
        Some(gflops) if device.kind != DeviceKind::Unified || device.vendor == Vendor::Nvidia => Some(gflops),
        _ => device.fp16_gflops.map(|gflops| gflops / 2),
    }
}

/// How several equal devices share the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sharing {
    /// Each holds some layers, one after the other: no faster than one.
    #[default]
    Layers,
    /// Each holds a part of every layer (tensor parallelism).
    Tensors,
}

/// Equal devices and what they hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// One of the devices.
    pub device: DeviceSpeed,
    /// How many there are, at least 1.
    pub count: u16,
    /// How they share the work.
    pub sharing: Sharing,
    /// Share of the weights that they hold together, 0 to 1.
    pub share: f64,
}

/// Where the weights of a model lie. What no part holds lies in system memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// The GPUs, at most [`PARTS_MAX`]; empty where the processor computes everything.
    pub parts: Vec<Part>,
    /// The processor and its memory; the class is not used unless it computes everything.
    pub host: DeviceSpeed,
}

impl Placement {
    /// Everything on one device.
    pub fn on_one(device: DeviceSpeed) -> Self {
        Self {
            parts: vec![Part {
                device,
                count: 1,
                sharing: Sharing::Layers,
                share: 1.0,
            }],
            host: DeviceSpeed::of_processor(None, false),
        }
    }

    /// Everything on the processor.
    pub const fn on_processor(host: DeviceSpeed) -> Self {
        Self {
            parts: Vec::new(),
            host,
        }
    }

    /// Share of the weights in system memory, 0 to 1.
    pub fn host_share(&self) -> f64 {
        let held: f64 = self.counted().map(|part| tidy_share(part.share)).sum();
        (1.0 - held).clamp(0.0, 1.0)
    }

    /// Whether GPU and processor share the work.
    pub fn is_partial(&self) -> bool {
        !self.parts.is_empty() && self.host_share() > 0.001
    }

    /// The parts that are counted.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().take(PARTS_MAX)
    }

    /// Number of devices.
    pub(super) fn devices(&self) -> f64 {
        self.counted().map(|part| f64::from(part.count.max(1))).sum()
    }
}

/// A share between 0 and 1, whatever was given.
pub(super) fn tidy_share(share: f64) -> f64 {
    if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    }
}
