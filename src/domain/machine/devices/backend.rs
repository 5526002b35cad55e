//! How a device is driven.

use super::{DeviceKind, Vendor};

/// What computes on a device: the interface that an engine drives it through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backend {
    /// NVIDIA's CUDA.
    Cuda,
    /// AMD's ROCm.
    Rocm,
    /// Any GPU; what is taken where nothing is known of a device.
    #[default]
    Vulkan,
    /// Apple's Metal.
    Metal,
    /// Intel's SYCL.
    Sycl,
    /// The processor's cores.
    Cpu,
}

impl Backend {
    const ALL: [Self; 6] = [
        Self::Cuda,
        Self::Rocm,
        Self::Vulkan,
        Self::Metal,
        Self::Sycl,
        Self::Cpu,
    ];

    /// The word in links and storage; it never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cuda => "cuda",
            Self::Rocm => "rocm",
            Self::Vulkan => "vulkan",
            Self::Metal => "metal",
            Self::Sycl => "sycl",
            Self::Cpu => "cpu",
        }
    }

    /// The backend with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|backend| backend.key() == key)
    }

    /// The interface that a vendor makes for its own GPUs; Vulkan where there is none.
    pub const fn of_vendor(vendor: Option<Vendor>) -> Self {
        match vendor {
            Some(Vendor::Nvidia) => Self::Cuda,
            Some(Vendor::Amd) => Self::Rocm,
            Some(Vendor::Apple) => Self::Metal,
            Some(Vendor::Intel) => Self::Sycl,
            _ => Self::Vulkan,
        }
    }

    /// The backend that most people use with a device: AMD's integrated GPUs and all of Intel's through Vulkan.
    pub const fn usual(vendor: Vendor, kind: DeviceKind) -> Self {
        match (vendor, kind) {
            (Vendor::Nvidia, _) => Self::Cuda,
            (Vendor::Apple, _) => Self::Metal,
            (Vendor::Amd, DeviceKind::Integrated | DeviceKind::IntelMac) => Self::Vulkan,
            (Vendor::Amd, _) => Self::Rocm,
            (Vendor::RaspberryPi, _) => Self::Cpu,
            _ => Self::Vulkan,
        }
    }
}
