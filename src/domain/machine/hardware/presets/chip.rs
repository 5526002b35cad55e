//! What classes of chips compute with. The rules are about what the usual engines do on the chip as it is, so that a
//! verdict promises nothing that only a patched engine does.
//!
//! Sources, read in November 2026:
//!
//! * \[vllm\] vLLM's table "Supported Hardware" (docs.vllm.ai, features/quantization, version 0.15.1): AWQ from
//!   Turing (7.5), GPTQ from Volta (7.0), FP8 from Ada (8.9) and on AMD GPUs, AWQ and GPTQ on Intel GPUs and x86 CPUs.
//!   FP8 of its version 0.32: computed from compute capability 8.9 on; older cards only store weights in it.
//! * \[bnb\] bitsandbytes' installation guide (version 0.50): 4-bit from compute capability 6.0 on, AMD GPUs, Intel
//!   GPUs, CPUs and Apple silicon.
//! * \[gptqmodel\] GPTQModel's own check: compute capability 6.0 or more.
//! * \[transformers\] transformers' quantization overview (AWQ and GPTQ on ROCm, neither on Metal; compressed-tensors
//!   and HQQ on CPUs) and its MXFP4 quantizer: compute capability 7.5 or more, or an Intel GPU; anything else unpacks
//!   the weights to BF16, four times their size, and so does not count as support here.
//! * \[tabbyapi\] tabbyAPI's hardware check for ExLlamaV3: compute capability 8.0 or more. ExLlamaV2 also ran on older
//!   cards and on ROCm, but one box stands for both versions and must not promise too much.
//! * \[rocm\] ROCm's "Data types and precision support" and the float8 types of AMD's matrix units: CDNA 3 and newer,
//!   RDNA 4; RDNA 3 has none.
//! * \[mlx\] MLX quantizes in the modes `affine` (integers) and `mxfp4`.
//!
//! GGUF's own quantizations are unpacked in software by llama.cpp on every chip. INT8 is on every machine too: ONNX
//! Runtime computes it on the CPU. INT4 likewise: HQQ, compressed-tensors and OpenVINO on CPUs, MLX on Apple chips.

use crate::domain::text::key_set::KeySet;

use crate::domain::machine::hardware::{default_formats, default_quantizations};
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::QuantizationFamily::{
    self, Awq, BitsAndBytes, Exl, Fp8, Gptq, Mxfp4, Nvfp4,
};

/// Chips that compute with the same quantizations and run the same engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChipClass {
    /// NVIDIA, compute capability 6.x (GTX 10, P40, P100).
    NvidiaPascal,
    /// NVIDIA, 7.0 to 7.2 (V100, Xavier).
    NvidiaVolta,
    /// NVIDIA, 7.5 (RTX 20, GTX 16, T4).
    NvidiaTuring,
    /// NVIDIA, 8.0 to 8.7 (RTX 30, A100, Orin).
    NvidiaAmpere,
    /// NVIDIA, 8.9 and 9.0 (RTX 40, L4, H100): computes FP8.
    NvidiaAda,
    /// NVIDIA, 10.0 and newer (RTX 50, B200, GB10): computes NVFP4.
    NvidiaBlackwell,
    /// AMD before RDNA 3 and CDNA 2: the quantization kernels of the Python engines are not built for it.
    AmdOlder,
    /// AMD RDNA 3 and 3.5, CDNA 2.
    AmdRdna3,
    /// AMD RDNA 4, CDNA 3 and newer: computes FP8.
    AmdRdna4,
    /// Intel Arc, alone or inside a Core Ultra.
    Intel,
    /// Apple chips.
    Apple,
    /// Intel and AMD CPUs, also with an older or small GPU inside, which llama.cpp's Vulkan uses but PyTorch does not.
    X86Cpu,
    /// Arm CPUs other than Apple's.
    ArmCpu,
}

impl ChipClass {
    /// Who makes the chip; `None` for processors of any maker.
    pub const fn maker(self) -> Option<&'static str> {
        match self {
            Self::NvidiaPascal
            | Self::NvidiaVolta
            | Self::NvidiaTuring
            | Self::NvidiaAmpere
            | Self::NvidiaAda
            | Self::NvidiaBlackwell => Some("NVIDIA"),
            Self::AmdOlder | Self::AmdRdna3 | Self::AmdRdna4 => Some("AMD"),
            Self::Intel => Some("Intel"),
            Self::Apple => Some("Apple"),
            Self::X86Cpu | Self::ArmCpu => None,
        }
    }

    /// Formats that the engines for this chip load: what every machine loads, and
    ///
    /// * MLX and Core ML on Apple chips only: there are no other engines for them;
    /// * OpenVINO on Intel GPUs and x86 CPUs, its own list of devices;
    /// * ExLlama where its kernels run \[tabbyapi\].
    pub fn formats(self) -> KeySet<Format> {
        let mut formats = default_formats();
        match self {
            Self::Apple => formats.extend([Format::Mlx, Format::CoreMl]),
            Self::Intel | Self::X86Cpu => formats.extend([Format::OpenVino]),
            Self::NvidiaAmpere | Self::NvidiaAda | Self::NvidiaBlackwell => {
                formats.extend([Format::ExLlama]);
            }
            _ => {}
        }
        formats
    }

    /// Quantizations that the engines compute with on this chip; sources at the top of the file.
    pub fn quantizations(self) -> KeySet<QuantizationFamily> {
        let has_not: &[QuantizationFamily] = match self {
            // [bnb] and [gptqmodel] from 6.0 on; [vllm] no AWQ before 7.5; [transformers] no MXFP4 before 7.5.
            Self::NvidiaPascal | Self::NvidiaVolta => &[Awq, Mxfp4],
            Self::AmdOlder => &[Awq, Gptq, BitsAndBytes, Mxfp4],
            // [transformers] unpacks MXFP4 to BF16 on a CPU.
            Self::X86Cpu => &[Mxfp4],
            // [vllm] names x86 CPUs alone for AWQ and GPTQ.
            Self::ArmCpu => &[Awq, Gptq, Mxfp4],
            // [transformers] marks neither for Metal.
            Self::Apple => &[Awq, Gptq],
            Self::NvidiaTuring
            | Self::NvidiaAmpere
            | Self::NvidiaAda
            | Self::NvidiaBlackwell
            | Self::AmdRdna3
            | Self::AmdRdna4
            | Self::Intel => &[],
        };
        let has_more: &[QuantizationFamily] = match self {
            Self::NvidiaAmpere => &[Exl],
            Self::NvidiaAda => &[Exl, Fp8],
            Self::NvidiaBlackwell => &[Exl, Fp8, Nvfp4],
            Self::AmdRdna4 => &[Fp8],
            _ => &[],
        };
        let mut quantizations = default_quantizations();
        has_not.iter().for_each(|family| quantizations.remove(family));
        quantizations.extend(has_more.iter().copied());
        quantizations
    }
}
