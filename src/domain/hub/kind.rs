//! Whether a repository holds a language model at all: image, speech and other models are on the Hub too, and the
//! memory rule says nothing about them.

use crate::domain::model::ModelKind;

/// What an answer says that tells language models from others.
pub(super) struct KindEvidence<'a> {
    /// `pipeline_tag`.
    pub(super) task: Option<&'a str>,
    /// `library_name`.
    pub(super) library: Option<&'a str>,
    /// The Hub's tags.
    pub(super) tags: &'a [String],
    /// `gguf.architecture`, if a GGUF file was parsed and names one.
    pub(super) gguf_architecture: Option<&'a str>,
    /// Whether the parsed GGUF file states a context length, which only models of text do (docs/hub.md, Model).
    pub(super) has_gguf_context: bool,
    /// `config.architectures[0]`.
    pub(super) config_architecture: Option<&'a str>,
}

/// Decides by the task; without one that says it, by the files' own words, from the surest to the weakest.
pub(super) fn kind_of(evidence: &KindEvidence<'_>) -> ModelKind {
    evidence
        .task
        .and_then(kind_of_task)
        .or_else(|| evidence.has_gguf_context.then_some(ModelKind::Language))
        .or_else(|| evidence.gguf_architecture.and_then(kind_of_gguf_architecture))
        .or_else(|| evidence.library.and_then(kind_of_library))
        .or_else(|| evidence.config_architecture.and_then(kind_of_config_architecture))
        .or_else(|| evidence.tags.iter().find_map(|tag| kind_of_tag(tag)))
        .unwrap_or(ModelKind::Unstated)
}

/// What a task of the Hub says about the kind; `None` for a word that says nothing (`other`) or is not known here.
///
/// The words are those of huggingface.js (`packages/tasks/src/pipelines.ts`, `PIPELINE_DATA`) with the two withdrawn
/// ones that old repositories still carry.
pub fn kind_of_task(task: &str) -> Option<ModelKind> {
    match task {
        "any-to-any"
        | "audio-text-to-text"
        | "conversational"
        | "document-question-answering"
        | "feature-extraction"
        | "fill-mask"
        | "image-text-to-text"
        | "multiple-choice"
        | "question-answering"
        | "sentence-similarity"
        | "summarization"
        | "table-question-answering"
        | "table-to-text"
        | "tabular-to-text"
        | "text-classification"
        | "text-generation"
        | "text-ranking"
        | "text-retrieval"
        | "text2text-generation"
        | "token-classification"
        | "translation"
        | "video-text-to-text"
        | "visual-document-retrieval"
        | "visual-question-answering"
        | "zero-shot-classification" => Some(ModelKind::Language),
        "automatic-speech-recognition"
        | "depth-estimation"
        | "graph-ml"
        | "keypoint-detection"
        | "mask-generation"
        | "object-detection"
        | "reinforcement-learning"
        | "robotics"
        | "text-to-3d"
        | "text-to-audio"
        | "text-to-image"
        | "text-to-speech"
        | "text-to-video"
        | "time-series-forecasting"
        | "unconditional-image-generation"
        | "voice-activity-detection"
        | "zero-shot-image-classification"
        | "zero-shot-object-detection" => Some(ModelKind::NotLanguage),
        // Whole families that grow: audio-to-audio, image-text-to-image, tabular-regression, video-to-video, …
        _ => ["audio-", "image-", "tabular-", "video-"]
            .iter()
            .any(|family| task.starts_with(family))
            .then_some(ModelKind::NotLanguage),
    }
}

/// Names in GGUF files that hold parts of image, video and speech models (`general.architecture` as the converters of
/// ComfyUI-GGUF, stable-diffusion.cpp and llama.cpp's projectors write it).
fn kind_of_gguf_architecture(architecture: &str) -> Option<ModelKind> {
    matches!(
        architecture,
        "aura"
            | "chroma"
            | "clip"
            | "cosmos"
            | "flux"
            | "flux2"
            | "hidream"
            | "hyvid"
            | "kokoro"
            | "ltxv"
            | "lumina2"
            | "parler-tts"
            | "pig"
            | "qwen_image"
            | "sd1"
            | "sd3"
            | "sdxl"
            | "unet"
            | "vae"
            | "wan"
            | "wavtokenizer-dec"
            | "whisper"
            | "z_image"
    )
    .then_some(ModelKind::NotLanguage)
}

fn kind_of_library(library: &str) -> Option<ModelKind> {
    match library {
        "sentence-transformers" | "setfit" | "flair" | "spacy" => Some(ModelKind::Language),
        "diffusers" | "lerobot" | "ml-agents" | "open_clip" | "pyannote-audio" | "speechbrain"
        | "stable-baselines3" | "timm" | "ultralytics" => Some(ModelKind::NotLanguage),
        _ => None,
    }
}

/// The last part of a transformers class names what the model does; the same endings are used by a few speech models,
/// which their first part tells.
fn kind_of_config_architecture(architecture: &str) -> Option<ModelKind> {
    const SPEECH_OR_MUSIC: [&str; 8] = [
        "Bark",
        "Dia",
        "Moonshine",
        "Musicgen",
        "Parler",
        "Speech2Text",
        "SpeechT5",
        "Whisper",
    ];
    const LANGUAGE_ENDINGS: [&str; 10] = [
        "ForCausalLM",
        "ForConditionalGeneration",
        "ForImageTextToText",
        "ForMaskedLM",
        "ForMultipleChoice",
        "ForQuestionAnswering",
        "ForSequenceClassification",
        "ForTextEncoding",
        "ForTokenClassification",
        "LMHeadModel",
    ];
    const OTHER_ENDINGS: [&str; 8] = [
        "ForAudioClassification",
        "ForCTC",
        "ForDepthEstimation",
        "ForImageClassification",
        "ForObjectDetection",
        "ForSemanticSegmentation",
        "ForSpeechSeq2Seq",
        "Pipeline",
    ];
    let begins = |names: &[&str]| names.iter().any(|name| architecture.starts_with(name));
    let ends = |names: &[&str]| names.iter().any(|name| architecture.ends_with(name));
    if begins(&SPEECH_OR_MUSIC) || ends(&OTHER_ENDINGS) {
        Some(ModelKind::NotLanguage)
    } else {
        ends(&LANGUAGE_ENDINGS).then_some(ModelKind::Language)
    }
}

/// Many quantized repositories state no task, but carry these tags of the model that they were made from.
fn kind_of_tag(tag: &str) -> Option<ModelKind> {
    match tag {
        "conversational" | "text-generation" | "text-generation-inference" => Some(ModelKind::Language),
        "diffusers" | "stable-diffusion" | "text-to-image" | "text-to-speech" | "text-to-video" => {
            Some(ModelKind::NotLanguage)
        }
        _ => None,
    }
}
