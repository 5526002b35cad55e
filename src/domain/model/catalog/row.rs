//! One row of the catalog file: a base model and its GGUF repositories.

use super::{CatalogFacts, Confidence};
use crate::domain::model::RepoId;
use crate::domain::model::variant::{Companion, CompanionKind, RepoContents, RepoFile, Shards, Variant};
use crate::domain::model::{
    BaseModel, BaseRelation, Date, Gated, Model, ModelKind, ParameterCount, ParameterSource,
};
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::{Quantization, QuantizationFamily};
use crate::domain::text::order::sort_by;
use crate::domain::wire::json::{Fields, Items, Json};

/// A file of a GGUF repository: label, bytes and number of shards.
type GgufFile = (String, u64, u32);

/// A base model with what belongs to it.
pub(super) struct CatalogRow {
    pub base: Model,
    pub gguf: Vec<Model>,
    pub facts: CatalogFacts,
}

impl CatalogRow {
    /// Reads a row; `None` if a field is missing or impossible. Unknown fields (most of the geometry, so far) are
    /// skipped.
    pub fn read(row: &Fields<'_>, n_sources: usize) -> Option<Self> {
        let text = |name| row.maybe(name, Json::text);
        let number = |name| row.maybe(name, Json::natural);
        let sources = all(row.get("sources")?.items()?, |source| {
            source.number::<usize>().filter(|&source| source < n_sources)
        })?;
        let released = text("released")?;
        let (dtype, quantization) = (text("dtype")?, text("quantization")?);
        let parameters = number("parameters")?;
        // Parameters of the GGUF files, which leave the vision part to a file of its own.
        let gguf_parameters = number("gguf_parameters")?.or(parameters);
        let is_gated = row.maybe("gated", Json::boolean)?.unwrap_or_default();
        let architecture = row.maybe("geometry", |geometry| {
            geometry.fields()?.get("model_type")?.text()
        })?;
        let released = match released {
            Some(month) => Some(Date::parse_iso(&format!("{month}-01"))?),
            None => None,
        };
        let confidence = match row.get("confidence")?.text()?.as_str() {
            "recorded" => Confidence::Recorded,
            "documented" => Confidence::Documented,
            "derived" => Confidence::Derived,
            _ => return None,
        };
        let base = Model {
            id: row.get("id")?.text()?.parse().ok()?,
            kind: ModelKind::Language,
            task: text("task")?,
            library: None,
            license: text("license")?,
            base_models: Vec::new(),
            // The ten gated models are Meta's, whose terms are granted by a decision of the authors.
            gated: if is_gated { Gated::Manual } else { Gated::No },
            private: false,
            downloads: None,
            likes: None,
            last_modified: None,
            created: released,
            revision: None,
            architecture,
            context_length: number("context_length")?,
            parameters: parameters.map(counted),
            contents: RepoContents {
                variants: vec![native_variant(quantization.as_deref(), dtype.as_deref())],
                ..RepoContents::default()
            },
            files_listed: false,
        };
        let repositories = row.maybe("gguf", Json::items)?.unwrap_or_default();
        let mut gguf = all(repositories, |repository| {
            gguf_model(&repository.fields()?, &base, gguf_parameters)
        })?;
        sort_by(&mut gguf, |a, b| a.id.cmp(&b.id));
        let facts = CatalogFacts {
            family: row.get("family")?.text()?,
            released: released.map(|date| (date.year, date.month)),
            active_parameters: number("active_parameters")?,
            license_name: text("license_name")?,
            confidence,
            note: text("note")?,
            sources,
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
fn gguf_model(row: &Fields<'_>, base: &Model, parameters: Option<u64>) -> Option<Model> {
    let id: RepoId = row.get("repo")?.text()?.parse().ok()?;
    let files = |name| all(row.maybe(name, Json::items)?.unwrap_or_default(), gguf_file);
    let mut variants: Vec<Variant> = files("files")?
        .into_iter()
        .map(|(label, bytes, _)| gguf_variant(label, bytes, parameters))
        .collect();
    // Widest first; the labels of one repository hold the same weights, so the larger file is the wider one.
    sort_by(&mut variants, |a, b| {
        b.size().cmp(&a.size()).then_with(|| a.key.cmp(&b.key))
    });
    let companions = files("projectors")?
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
            ..RepoContents::default()
        },
        ..base.clone()
    })
}

fn gguf_file(json: Json<'_>) -> Option<GgufFile> {
    let mut items = json.items()?;
    let file = (
        items.next()?.text()?,
        items.next()?.natural()?,
        items.next()?.number()?,
    );
    items.next().is_none().then_some(file)
}

/// The values of an array; `None` if one of them cannot be read.
pub(super) fn all<'a, T>(items: Items<'a>, read: impl Fn(Json<'a>) -> Option<T>) -> Option<Vec<T>> {
    items.map(read).collect()
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
