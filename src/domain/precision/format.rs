//! Formats: the containers that a runtime loads.

use crate::domain::text::key_set::SetMember;

/// The container of a variant's weights. Ordered as the page lists them: most used for running models locally first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `.gguf`: llama.cpp and everything built on it.
    Gguf,
    /// `.safetensors`: transformers, vLLM, SGLang, TGI.
    Safetensors,
    /// Safetensors files laid out for Apple's MLX.
    Mlx,
    /// `.onnx`: ONNX Runtime, transformers.js.
    Onnx,
    /// `.bin`, `.pth`, `.pt`: pickled PyTorch weights.
    PyTorch,
    /// `openvino_model.xml` + `.bin`: Intel's OpenVINO.
    OpenVino,
    /// `.mlmodel`, `.mlpackage`, `.mlmodelc`: Apple's Core ML.
    CoreMl,
    /// `.h5`, `saved_model.pb`: TensorFlow.
    TensorFlow,
    /// `.tflite`, `.litertlm`, `.task`: TensorFlow Lite / LiteRT.
    TfLite,
    /// `.msgpack`: Flax (JAX).
    Flax,
    /// ExLlamaV2 / V3 weights (Safetensors files in a quantization of its own that only ExLlama loads).
    ExLlama,
}

impl SetMember for Format {
    const MEMBERS: &'static [Self] = &Self::ALL;

    fn number(self) -> u32 {
        self as u32
    }
}

impl Format {
    /// Every format, in the page's order.
    pub const ALL: [Self; 11] = [
        Self::Gguf,
        Self::Safetensors,
        Self::Mlx,
        Self::Onnx,
        Self::PyTorch,
        Self::OpenVino,
        Self::CoreMl,
        Self::TensorFlow,
        Self::TfLite,
        Self::Flax,
        Self::ExLlama,
    ];

    /// The word in addresses and storage. Never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Gguf => "gguf",
            Self::Safetensors => "safetensors",
            Self::Mlx => "mlx",
            Self::Onnx => "onnx",
            Self::PyTorch => "pytorch",
            Self::OpenVino => "openvino",
            Self::CoreMl => "coreml",
            Self::TensorFlow => "tensorflow",
            Self::TfLite => "tflite",
            Self::Flax => "flax",
            Self::ExLlama => "exllama",
        }
    }

    /// The format with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.key() == key)
    }

    /// The name people know, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gguf => "GGUF",
            Self::Safetensors => "Safetensors",
            Self::Mlx => "MLX",
            Self::Onnx => "ONNX",
            Self::PyTorch => "PyTorch",
            Self::OpenVino => "OpenVINO",
            Self::CoreMl => "Core ML",
            Self::TensorFlow => "TensorFlow",
            Self::TfLite => "TensorFlow Lite",
            Self::Flax => "Flax",
            Self::ExLlama => "ExLlama",
        }
    }

    /// The Hub's tag that finds repositories holding this format (`filter=` of the list call).
    pub const fn hub_tag(self) -> &'static str {
        match self {
            Self::Gguf => "gguf",
            Self::Safetensors => "safetensors",
            Self::Mlx => "mlx",
            Self::Onnx => "onnx",
            Self::PyTorch => "pytorch",
            Self::OpenVino => "openvino",
            Self::CoreMl => "coreml",
            Self::TensorFlow => "tf",
            Self::TfLite => "tflite",
            Self::Flax => "jax",
            Self::ExLlama => "exl2",
        }
    }
}
