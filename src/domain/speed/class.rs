//! The constants of the classes of devices whose kernels behave alike.
//!
//! Source of every constant: a fit to 1012 measured rows from public boards (llama.cpp discussions 4167, 10879, 15013 and
//! 15021, LocalScore, GPU-Benchmarks-on-LLM-Inference, llmfit and localmaxxing boards, and others), in which classes with
//! few rows are pulled towards the middle. `cargo xtask evaluate speed FILE` measures how well they predict.

use crate::domain::machine::devices::SpeedClass;

/// The constants of a class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ClassConstants {
    /// Share of the peak bandwidth that reading weights reaches.
    pub bandwidth_share: f64,
    /// Fixed time of one layer, in microseconds.
    pub layer_us: f64,
    /// Time to unpack the weights of a thousand million parameters at one TFLOPS, in milliseconds.
    pub unpack_ms: f64,
    /// Factor on the time of reading the cache of the context.
    pub context_cost: f64,
    /// Effective rate of reading a prompt as a multiple of the shaders' peak; above 1 the matrix units carry it.
    pub prefill_rate: f64,
    /// Factor on the work of a prompt in a mixture of experts, whose experts each see few tokens.
    pub mixture_work: f64,
    /// Factor on the work of attention in a prompt.
    pub attention_work: f64,
    /// Whether fewer than about ten measured rows stand behind the class.
    pub is_thin: bool,
}

/// A constant row: share of bandwidth, time of a layer, unpacking, prefill rate, thin.
const fn row(
    bandwidth_share: f64,
    layer_us: f64,
    unpack_ms: f64,
    prefill_rate: f64,
    family: Family,
    is_thin: bool,
) -> ClassConstants {
    let (context_cost, mixture_work, attention_work) = match family {
        Family::Cpu => (1.47, 1.50, 1.13),
        Family::Apple => (2.75, 1.25, 0.78),
        Family::Amd => (1.97, 1.93, 2.32),
        Family::Nvidia => (1.22, 2.13, 1.85),
        Family::Other => (1.36, 1.60, 1.00),
    };
    ClassConstants {
        bandwidth_share,
        layer_us,
        unpack_ms,
        context_cost,
        prefill_rate,
        mixture_work,
        attention_work,
        is_thin,
    }
}

/// Vendors whose kernels treat context and mixtures alike.
#[derive(Clone, Copy)]
enum Family {
    Cpu,
    Apple,
    Amd,
    Nvidia,
    Other,
}

/// Apple with MLX, whatever the chip.
pub(super) const MLX: ClassConstants = row(0.82, 20.0, 0.70, 0.79, Family::Apple, false);
/// How much faster MLX reads a prompt with the matrix units of the M5.
pub(super) const MLX_M5_PREFILL: f64 = 1.46;

impl SpeedClass {
    pub(super) const fn constants(self) -> ClassConstants {
        match self {
            Self::Cpu => row(0.62, 41.0, 0.41, 1.02, Family::Cpu, false),
            Self::SingleBoard => row(0.45, 50.0, 0.41, 0.20, Family::Cpu, true),
            Self::AppleM1 => row(0.84, 98.0, 0.41, 0.75, Family::Apple, false),
            Self::AppleM1Max => row(0.80, 44.0, 2.47, 0.65, Family::Apple, false),
            Self::AppleM3 => row(0.87, 82.0, 0.21, 0.73, Family::Apple, false),
            Self::AppleM5 => row(0.87, 52.0, 0.39, 2.00, Family::Apple, false),
            Self::AppleVulkan => row(0.76, 51.0, 0.21, 0.22, Family::Apple, true),
            Self::AmdVulkan => row(0.84, 42.0, 0.39, 0.76, Family::Amd, false),
            Self::NvidiaVulkan => row(0.81, 49.0, 0.18, 0.95, Family::Nvidia, true),
            Self::IntelXe2 => row(0.67, 64.0, 1.34, 1.08, Family::Other, true),
            Self::IntelXe => row(0.58, 61.0, 1.34, 0.92, Family::Other, true),
            Self::StrixHalo => row(0.83, 72.0, 0.39, 0.94, Family::Amd, false),
            Self::Instinct => row(0.73, 106.0, 0.39, 0.87, Family::Amd, true),
            Self::Rdna4 => row(0.78, 53.0, 0.39, 1.98, Family::Amd, true),
            Self::Rdna3 => row(0.91, 66.0, 0.39, 0.54, Family::Amd, false),
            Self::Rdna2 => row(0.78, 56.0, 0.39, 0.97, Family::Amd, false),
            Self::NvidiaSoc => row(0.73, 28.0, 0.18, 6.12, Family::Nvidia, false),
            Self::PascalHbm => row(0.62, 51.0, 0.18, 0.97, Family::Nvidia, true),
            Self::Volta => row(0.62, 51.0, 0.18, 2.90, Family::Nvidia, false),
            Self::AmpereHbm => row(0.62, 51.0, 0.18, 2.77, Family::Nvidia, false),
            Self::Hopper => row(0.62, 51.0, 0.18, 2.94, Family::Nvidia, false),
            Self::Gtx1050 => row(0.79, 180.0, 2.51, 1.00, Family::Nvidia, false),
            Self::Pascal => row(0.75, 58.0, 2.51, 0.97, Family::Nvidia, false),
            Self::Gtx16 => row(0.88, 161.0, 2.51, 0.32, Family::Nvidia, true),
            Self::Turing => row(0.83, 50.0, 0.18, 1.93, Family::Nvidia, false),
            Self::Ampere => row(0.86, 41.0, 0.18, 1.99, Family::Nvidia, false),
            Self::Ada => row(0.92, 36.0, 0.18, 2.57, Family::Nvidia, false),
            Self::Blackwell => row(0.82, 29.0, 0.18, 3.43, Family::Nvidia, false),
            Self::Other => row(0.75, 60.0, 0.50, 0.90, Family::Other, true),
        }
    }

    /// Whether fewer than about ten measured rows stand behind its constants.
    pub const fn is_thin(self) -> bool {
        self.constants().is_thin
    }

    /// Whether it is a server chip with stacked memory.
    pub(super) const fn is_server(self) -> bool {
        matches!(
            self,
            Self::PascalHbm | Self::Volta | Self::AmpereHbm | Self::Hopper
        )
    }
}
