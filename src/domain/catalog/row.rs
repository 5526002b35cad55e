//! One row of the catalog file: a base model and its GGUF repositories.

use serde::Deserialize;

use super::{CatalogFacts, Confidence};
use crate::domain::format::Format;
use crate::domain::hub::RepoId;
use crate::domain::model::{
    BaseModel, BaseRelation, Date, Gated, Model, ModelKind, ParameterCount, ParameterSource,
};
use crate::domain::order::sort_by;
use crate::domain::quantization::{Quantization, QuantizationFamily};
use crate::domain::variant::{Companion, CompanionKind, RepoContents, RepoFile, Shards, Variant};

/// The file. Unknown fields (the geometry, so far) are skipped.
#[derive(Deserialize)]
pub(super) struct CatalogFile {
    pub version: u32,
    pub generated: String,
    /// Every source text once; models name them by position.
    pub sources: Vec<String>,
    pub models: Vec<FileRow>,
}

/// A model in the file.
#[derive(Deserialize)]
pub(super) struct FileRow {
    id: String,
    family: String,
    released: Option<String>,
    license: Option<String>,
    license_name: Option<String>,
    task: Option<String>,
    parameters: Option<u64>,
    /// Parameters of the GGUF files, which leave the vision part to a file of its own.
    gguf_parameters: Option<u64>,
    active_parameters: Option<u64>,
    context_length: Option<u64>,
    dtype: Option<String>,
    quantization: Option<String>,
    #[serde(default)]
    gated: bool,
    geometry: Option<GeometryRow>,
    #[serde(default)]
    gguf: Vec<GgufRow>,
    confidence: String,
    note: Option<String>,
    sources: Vec<usize>,
}

#[derive(Deserialize)]
struct GeometryRow {
    model_type: String,
}

/// A GGUF repository: label, bytes and number of shards of each file.
#[derive(Deserialize)]
struct GgufRow {
    repo: String,
    #[serde(default)]
    files: Vec<(String, u64, u32)>,
    #[serde(default)]
    projectors: Vec<(String, u64, u32)>,
}

/// A base model with what belongs to it.
pub(super) struct CatalogRow {
    pub base: Model,
    pub gguf: Vec<Model>,
    pub facts: CatalogFacts,
}

impl CatalogRow {
    /// Reads a row; `None` if a name, a date, the confidence or a source is impossible.
    pub fn read(row: FileRow, n_sources: usize) -> Option<Self> {
        if row.sources.iter().any(|&source| source >= n_sources) {
            return None;
        }
        let released = match &row.released {
            Some(month) => Some(Date::parse_iso(&format!("{month}-01"))?),
            None => None,
        };
        let confidence = match row.confidence.as_str() {
            "recorded" => Confidence::Recorded,
            "documented" => Confidence::Documented,
            "derived" => Confidence::Derived,
            _ => return None,
        };
        let base = Model {
            id: row.id.parse().ok()?,
            kind: ModelKind::Language,
            task: row.task,
            library: None,
            license: row.license,
            base_models: Vec::new(),
            // The ten gated models are Meta's, whose terms are granted by a decision of the authors.
            gated: if row.gated { Gated::Manual } else { Gated::No },
            private: false,
            downloads: None,
            likes: None,
            last_modified: None,
            created: released,
            revision: None,
            architecture: row.geometry.map(|geometry| geometry.model_type),
            context_length: row.context_length,
            parameters: row.parameters.map(counted),
            contents: RepoContents {
                variants: vec![native_variant(row.quantization.as_deref(), row.dtype.as_deref())],
                ..RepoContents::default()
            },
            files_listed: false,
        };
        let gguf_parameters = row.gguf_parameters.or(row.parameters);
        let mut gguf = Vec::with_capacity(row.gguf.len());
        for repository in row.gguf {
            gguf.push(gguf_model(repository, &base, gguf_parameters)?);
        }
        sort_by(&mut gguf, |a, b| a.id.cmp(&b.id));
        let facts = CatalogFacts {
            family: row.family,
            released: released.map(|date| (date.year, date.month)),
            active_parameters: row.active_parameters,
            license_name: row.license_name,
            confidence,
            note: row.note,
            sources: row.sources,
        };
        Some(Self { base, gguf, facts })
    }
}

const fn counted(count: u64) -> ParameterCount {
    ParameterCount {
        count,
        source: ParameterSource::Catalog,
    }
}

/// The one variant of a base repository, without files.
fn native_variant(quantization: Option<&str>, dtype: Option<&str>) -> Variant {
    let quantization = native_quantization(quantization, dtype);
    let key = match &quantization {
        Some(quantization) => format!("safetensors:{}", quantization.family.key()),
        None => "safetensors".to_owned(),
    };
    Variant {
        key,
        format: Format::Safetensors,
        quantization,
        files: Vec::new(),
        shards: Shards::Complete,
        distinction: None,
    }
}

/// The published precision: the quantization where there is one, else the dtype.
fn native_quantization(quantization: Option<&str>, dtype: Option<&str>) -> Option<Quantization> {
    let of = |label: &str, family| Some(Quantization::of_family(label, family));
    match (quantization, dtype) {
        (Some("fp8" | "modelopt fp8"), _) => of("FP8", QuantizationFamily::Fp8),
        (Some("modelopt nvfp4"), _) => of("NVFP4", QuantizationFamily::Nvfp4),
        (Some("mxfp4"), _) => of("MXFP4", QuantizationFamily::Mxfp4),
        // The catalog's two are Kimi models; the recorded configuration of K2.5 packs 4-bit integers.
        (Some("compressed-tensors"), _) => of("INT4", QuantizationFamily::Int4),
        // DeepSeek-V4 keeps its experts in 4 bits and the rest in FP8. It needs FP8; nobody measured the mixed width.
        (Some("fp8 (experts fp4)"), _) => Some(Quantization {
            label: "FP8, experts FP4".to_owned(),
            family: QuantizationFamily::Fp8,
            bits_per_weight: None,
        }),
        (None, Some("bfloat16")) => of("BF16", QuantizationFamily::Bf16),
        (None, Some("float16")) => of("FP16", QuantizationFamily::Fp16),
        (None, Some("float32")) => of("FP32", QuantizationFamily::Fp32),
        _ => None,
    }
}

/// A GGUF repository of a base model. The licence is the base model's: quantizing changes no terms.
fn gguf_model(row: GgufRow, base: &Model, parameters: Option<u64>) -> Option<Model> {
    let id: RepoId = row.repo.parse().ok()?;
    let mut variants: Vec<Variant> = row
        .files
        .into_iter()
        .map(|(label, bytes, _)| gguf_variant(label, bytes, parameters))
        .collect();
    // Widest first; the labels of one repository hold the same weights, so the larger file is the wider one.
    sort_by(&mut variants, |a, b| {
        b.size().cmp(&a.size()).then_with(|| a.key.cmp(&b.key))
    });
    let companions = row
        .projectors
        .into_iter()
        .map(|(label, bytes, _)| Companion {
            kind: CompanionKind::VisionProjector,
            file: RepoFile {
                path: label,
                size: Some(bytes),
            },
        })
        .collect();
    Some(Model {
        id,
        base_models: vec![BaseModel {
            id: base.id.clone(),
            relation: Some(BaseRelation::Quantized),
        }],
        gated: Gated::No,
        created: None,
        parameters: parameters.map(counted),
        contents: RepoContents {
            variants,
            companions,
            files: Vec::new(),
        },
        ..base.clone()
    })
}

fn gguf_variant(label: String, bytes: u64, parameters: Option<u64>) -> Variant {
    let quantization = gguf_family(&label).map(|family| Quantization {
        label: label.clone(),
        family,
        // The very file's width is better than a typical one of its label.
        bits_per_weight: parameters
            .filter(|&count| count > 0)
            .and_then(|count| u32::try_from(u128::from(bytes) * 8000 / u128::from(count)).ok()),
    });
    Variant {
        key: format!("gguf:{}", label.to_ascii_lowercase()),
        format: Format::Gguf,
        quantization,
        files: vec![RepoFile {
            path: label,
            size: Some(bytes),
        }],
        shards: Shards::Complete,
        distinction: None,
    }
}

/// The family of a GGUF label as the catalog spells it (upper case, prefixes such as `UD-`).
fn gguf_family(label: &str) -> Option<QuantizationFamily> {
    const STARTS: [(&str, QuantizationFamily); 13] = [
        ("F32", QuantizationFamily::Fp32),
        ("BF16", QuantizationFamily::Bf16),
        ("F16", QuantizationFamily::Fp16),
        ("Q8", QuantizationFamily::Q8),
        ("Q6", QuantizationFamily::Q6),
        ("Q5", QuantizationFamily::Q5),
        ("Q4", QuantizationFamily::Q4),
        ("MXFP4", QuantizationFamily::Q4),
        ("NVFP4", QuantizationFamily::Q4),
        ("Q3", QuantizationFamily::Q3),
        ("Q2", QuantizationFamily::Q2),
        ("IQ", QuantizationFamily::Iq),
        ("TQ", QuantizationFamily::Ternary),
    ];
    let base = label.rsplit('-').next()?;
    STARTS
        .into_iter()
        .find(|(start, _)| base.starts_with(start))
        .map(|(_, family)| family)
}
