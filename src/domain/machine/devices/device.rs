//! One device of the catalog.

use crate::domain::text::memory_size::MemorySize;

/// A GPU, or a chip whose GPU uses the system memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    /// The word in links and storage: the name in lower case with hyphens. Never changes once released.
    pub id: String,
    /// The name as its vendor and shops print it, with the version where one name is sold in several.
    pub name: String,
    /// What drivers call it, where that differs from the name: versions often share one driver name.
    pub driver_name: Option<String>,
    /// Who made it.
    pub vendor: Vendor,
    /// What it is built into.
    pub kind: DeviceKind,
    /// Year of release.
    pub year: Option<u16>,
    /// Memory sizes that are really sold, smallest first: of the device, or of the whole machine where memory is shared.
    /// Empty where nobody lists them (phones).
    pub memory: Vec<MemorySize>,
    /// Whether CPU and GPU share one memory.
    pub is_unified: bool,
    /// The kind of memory, `GDDR6X`; `None` where it is the machine's own choice.
    pub memory_kind: Option<String>,
    /// Peak memory bandwidth in MB/s (10^6 bytes), of the version or the memory that is most usual.
    pub bandwidth_mb_s: Option<u32>,
    /// Other bandwidths that are sold under this name.
    pub other_bandwidths: Vec<Bandwidth>,
    /// Peak FP32 rate of the shaders, in GFLOPS.
    pub fp32_gflops: Option<u32>,
    /// Peak FP16 rate of the shaders, in GFLOPS.
    pub fp16_gflops: Option<u32>,
    /// Peak dense FP16 rate of the matrix units with sums in FP32, in GFLOPS.
    pub fp16_matrix_gflops: Option<u32>,
    /// Numbers of GPU cores that are sold under this name (Apple), fewest first.
    pub gpu_cores: Vec<u16>,
    /// NVIDIA's compute capability.
    pub compute_capability: Option<ComputeCapability>,
    /// AMD's instruction set, `gfx1100`.
    pub gfx: Option<String>,
    /// The architecture, `Ada Lovelace`.
    pub architecture: Option<String>,
    /// The chip's own name, `AD102`, `Navi 31`.
    pub chip: Option<String>,
    /// Other names people use, `Strix Halo`.
    pub aliases: Vec<String>,
    /// PCI device ids that were seen with this name; one id may belong to several devices.
    pub pci_ids: Vec<u16>,
    /// Whether many people own one: it comes first among equally good search results.
    pub is_common: bool,
    /// Whether sources contradict each other, or there is only one weak source.
    pub is_doubtful: bool,
}

impl Device {
    /// The name that a driver reports.
    pub fn reported_name(&self) -> &str {
        self.driver_name.as_deref().unwrap_or(&self.name)
    }

    /// The generation it belongs to: the architecture, or the number of an Apple chip (`M3`).
    pub fn generation(&self) -> Option<&str> {
        match self.kind {
            DeviceKind::Apple => self.name.split(' ').nth(1),
            _ => self.architecture.as_deref(),
        }
    }
}

/// A bandwidth beside the usual one.
#[derive(Clone, Debug, PartialEq)]
pub struct Bandwidth {
    /// Peak bandwidth in MB/s (10^6 bytes).
    pub mb_s: u32,
    /// The memory it belongs to, `DDR5-5600 dual`; `None` for another version of the device under the same name.
    pub memory: Option<String>,
}

/// NVIDIA's compute capability, `8.9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ComputeCapability {
    /// Before the point.
    pub major: u8,
    /// Behind the point.
    pub minor: u8,
}

/// Who makes a GPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vendor {
    /// NVIDIA.
    Nvidia,
    /// AMD, ATI before.
    Amd,
    /// Intel.
    Intel,
    /// Apple.
    Apple,
    /// Qualcomm.
    Qualcomm,
    /// Arm (Mali, Immortalis).
    Arm,
    /// Google (the chips of Pixel phones).
    Google,
    /// Samsung (Xclipse).
    Samsung,
    /// Raspberry Pi (Broadcom's GPU).
    RaspberryPi,
    /// Imagination Technologies (PowerVR); no device of the catalog is theirs.
    Imagination,
}

impl Vendor {
    /// Every vendor of the catalog, in its order.
    pub const ALL: [Self; 10] = [
        Self::Nvidia,
        Self::Amd,
        Self::Intel,
        Self::Apple,
        Self::Qualcomm,
        Self::Arm,
        Self::Google,
        Self::Samsung,
        Self::RaspberryPi,
        Self::Imagination,
    ];

    /// The vendor's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nvidia => "NVIDIA",
            Self::Amd => "AMD",
            Self::Intel => "Intel",
            Self::Apple => "Apple",
            Self::Qualcomm => "Qualcomm",
            Self::Arm => "Arm",
            Self::Google => "Google",
            Self::Samsung => "Samsung",
            Self::RaspberryPi => "Raspberry Pi",
            Self::Imagination => "Imagination",
        }
    }

    /// The word in links and storage; it never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nvidia => "nvidia",
            Self::Amd => "amd",
            Self::Intel => "intel",
            Self::Apple => "apple",
            Self::Qualcomm => "qualcomm",
            Self::Arm => "arm",
            Self::Google => "google",
            Self::Samsung => "samsung",
            Self::RaspberryPi => "raspberrypi",
            Self::Imagination => "imagination",
        }
    }

    /// The vendor with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vendor| vendor.key() == key)
    }
}

/// What a device is built into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeviceKind {
    /// A card of a desktop.
    Desktop,
    /// A chip of a laptop with memory of its own.
    Laptop,
    /// A card of a workstation.
    Workstation,
    /// A workstation chip of a laptop.
    LaptopWorkstation,
    /// A card of a server.
    DataCentre,
    /// An Apple chip.
    Apple,
    /// A large chip with one fast memory for CPU and GPU (Strix Halo, GB10).
    Unified,
    /// The GPU inside a processor, which uses the system memory.
    Integrated,
    /// A card of a Mac with an Intel processor.
    IntelMac,
    /// A module (Jetson).
    Embedded,
    /// A phone or tablet.
    Phone,
    /// A single-board computer.
    SingleBoard,
}

impl DeviceKind {
    /// Every kind, in the order of the catalog, with its word in the file.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::Desktop, "desktop"),
        (Self::Laptop, "laptop"),
        (Self::Workstation, "workstation"),
        (Self::LaptopWorkstation, "laptop-workstation"),
        (Self::DataCentre, "data-centre"),
        (Self::Apple, "apple"),
        (Self::Unified, "unified"),
        (Self::Integrated, "integrated"),
        (Self::IntelMac, "intel-mac"),
        (Self::Embedded, "embedded"),
        (Self::Phone, "phone"),
        (Self::SingleBoard, "single-board"),
    ];

    /// Whether it sits in a laptop.
    pub const fn is_laptop(self) -> bool {
        matches!(self, Self::Laptop | Self::LaptopWorkstation)
    }
}
