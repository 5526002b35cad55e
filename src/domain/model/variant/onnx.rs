//! ONNX: graphs with external data, in parts, in many precisions side by side.

use super::Repository;
use super::path::FilePath;
use super::precision_words::Evidence;
use super::sets::{Draft, Place};
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::{Quantization, QuantizationFamily};
use crate::domain::text::text_index::TextIndex;

/// Parts that exporters (Optimum, transformers.js, onnxruntime-genai) cut one model into.
const PARTS: [&str; 22] = [
    "audio_encoder",
    "decoder",
    "decoder_model",
    "decoder_model_merged",
    "decoder_with_past_model",
    "embed_tokens",
    "embedding",
    "encoder",
    "encoder_model",
    "image_encoder",
    "language_model",
    "lm_head",
    "prepare_inputs_embeds",
    "speech",
    "speech_encoder",
    "text",
    "text_embeddings",
    "text_encoder",
    "text_model",
    "vision",
    "vision_encoder",
    "vision_model",
];

/// Where an ONNX file belongs: graphs (`.onnx`) and the weights beside them (`.onnx_data`, `.onnx.data`, `.onnx_data_1`).
pub(super) fn place(path: &FilePath<'_>, repository: &Repository) -> Option<Place> {
    let at = path.lower.rfind(".onnx")?;
    let (stem, tail) = (path.lower.get(..at)?, path.lower.get(at + ".onnx".len()..)?);
    if !(tail.is_empty() || tail.starts_with("_data") || tail.starts_with(".data")) {
        return None;
    }
    let (base, suffix) = split_precision(stem);
    let is_part = PARTS.contains(&base);
    let mut place = Place::new(Format::Onnx, path.folder, path.name.get(..at)?);
    let component = repository.is_pipeline && !path.folder.is_empty() && base == "model";
    place.is_main = base == "model" && matches!(path.folder, "" | "onnx") && suffix.is_empty();
    if component {
        place.folder = String::new();
        place.stem = "components".to_owned();
        place.set = format!("components {suffix}");
        place.series = path.folder.to_owned();
        place.is_main = suffix.is_empty();
    } else if is_part {
        place.set = format!("{}/parts {suffix}", path.folder);
        place.series = base.to_owned();
    }
    let folder = if component { "" } else { path.folder };
    place.quantization = quantization_of(folder, path.stem, suffix, repository);
    Some(place)
}

/// `model_q4f16` is `model` and `q4f16`; `model_qint8_avx512_vnni` is `model` and the rest.
fn split_precision(stem: &str) -> (&str, &str) {
    let mut at = 0;
    for piece in stem.split_inclusive(['_', '-', '.']) {
        let word = piece.trim_end_matches(['_', '-', '.']);
        let evidence = Evidence::from_words(word);
        let is_level = matches!(word, "o1" | "o2" | "o3" | "o4");
        if at > 0 && (is_level || evidence != Evidence::default()) {
            let base = stem.get(..at).unwrap_or(stem).trim_end_matches(['_', '-', '.']);
            return (base, stem.get(at..).unwrap_or_default());
        }
        at += piece.len();
    }
    (stem, "")
}

/// Exporters write 32-bit floats where a name says nothing; Optimum's level O4 writes 16-bit ones.
fn quantization_of(folder: &str, stem: &str, suffix: &str, repository: &Repository) -> Option<Quantization> {
    let float = |family: QuantizationFamily| Quantization::of_family(family.name(), family);
    if suffix == "o4" {
        return Some(float(QuantizationFamily::Fp16));
    }
    Evidence::from_words(suffix)
        .quantization()
        .or_else(|| Evidence::from_words(stem).quantization())
        .or_else(|| Evidence::from_words(folder).quantization())
        .or_else(|| repository.named.clone())
        .or_else(|| Some(float(QuantizationFamily::Fp32)))
}

/// Takes out what cannot be loaded alone or would be counted twice: the merged decoder holds both other decoders; parts
/// without the decoder that lies in the same folder in other precisions; data without a graph.
pub(super) fn settle(drafts: &mut Vec<Draft>) {
    for draft in drafts
        .iter_mut()
        .filter(|draft| draft.place.format == Format::Onnx)
    {
        if draft
            .members
            .iter()
            .any(|member| member.series == "decoder_model_merged")
        {
            draft
                .members
                .retain(|member| !matches!(&*member.series, "decoder_model" | "decoder_with_past_model"));
        }
        // A set of parts is called by the first of them.
        let first = draft.members.iter().map(|member| &member.series).min();
        if let Some(first) = first.filter(|series| PARTS.contains(&series.as_str())) {
            draft.place.stem.clone_from(first);
        }
    }
    let has_decoder = |draft: &Draft| {
        let decodes =
            |series: &str| series.contains("decoder") || matches!(series, "language_model" | "text");
        draft.members.iter().any(|member| decodes(&member.series))
    };
    let is_parts = |draft: &Draft| {
        draft.place.format == Format::Onnx
            && draft
                .members
                .iter()
                .any(|member| PARTS.contains(&&*member.series))
    };
    let with_decoder: TextIndex = drafts
        .iter()
        .filter(|draft| is_parts(draft) && has_decoder(draft))
        .map(|draft| draft.place.folder.to_string())
        .collect();
    drafts.retain(|draft| {
        let stray = is_parts(draft) && !has_decoder(draft) && with_decoder.contains(&draft.place.folder);
        let is_graph = |path: &str| FilePath::parse(path).is_some_and(|path| path.has_extension(&["onnx"]));
        let has_graph = draft.members.iter().any(|member| is_graph(&member.file.path));
        draft.place.format != Format::Onnx || (has_graph && !stray)
    });
}
