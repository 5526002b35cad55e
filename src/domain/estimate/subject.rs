//! What is estimated: the geometry or the configuration that was read, with the weights of every variant.

use std::rc::Rc;

use super::serving::StoredWeights;
use super::{Projector, RememberedPlans, TENSOR_ALIGNMENT, Weights};
use crate::domain::architecture::Geometry;
use crate::domain::files::config::ModelConfig;
use crate::domain::files::description::{ConfigDescription, Description, GgufDescription, WeightFacts};
use crate::domain::files::safetensors::WeightTotals;
use crate::domain::model::Model;
use crate::domain::model::variant::{CompanionKind, Variant};
use crate::domain::precision::format::Format;

/// What is estimated.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A GGUF model.
    Gguf(GgufSubject),
    /// A model with a configuration.
    Config(ConfigSubject),
}

/// A GGUF model.
#[derive(Clone, Debug)]
pub struct GgufSubject {
    /// What the model is. Every variant has the same.
    pub geometry: Geometry,
    /// The weights of the one that is looked at.
    pub weights: Weights,
    /// The places of the repository's GGUF variants among all, and their weights; empty for the reader's own file.
    pub variants: Vec<usize>,
    /// Their weights.
    pub variant_weights: Vec<Weights>,
    /// The vision projector, with its path and whether it is the only one.
    pub projector: Option<(Projector, String, bool)>,
    /// The compute buffers that were planned for it.
    pub plans: Rc<RememberedPlans>,
    /// Whether this is the reader's own file.
    pub is_own: bool,
}

/// A model with a configuration.
#[derive(Clone, Debug)]
pub struct ConfigSubject {
    /// The configuration.
    pub config: Rc<ModelConfig>,
    /// Its format.
    pub format: Format,
    /// What is known of the weights.
    pub weights: KnownWeights,
    /// Whether these are the reader's own files.
    pub is_own: bool,
}

/// What is known of the weights' bytes.
#[derive(Clone, Debug)]
pub enum KnownWeights {
    /// Sums over headers.
    Totals(WeightTotals),
    /// Bytes of the files.
    Files(u64),
    /// Nothing.
    Shapes,
}

impl KnownWeights {
    /// As the estimate takes it.
    pub const fn stored(&self) -> StoredWeights<'_> {
        match self {
            Self::Totals(totals) => StoredWeights::Header(totals),
            Self::Files(bytes) => StoredWeights::Files(*bytes),
            Self::Shapes => StoredWeights::Shapes,
        }
    }
}

impl Subject {
    /// What can be estimated of what the files say, for the variant at this place among the model's; `is_own` where the
    /// files are the reader's own. `None` without a geometry.
    pub fn of(description: &Description, model: &Model, variant: usize, is_own: bool) -> Option<Self> {
        Some(match description {
            Description::Gguf(read) => Self::Gguf(gguf(read, model, variant, is_own)?),
            Description::Config(read) => Self::Config(config(read, model, variant, is_own)?),
        })
    }

    /// The format that is estimated.
    pub const fn format(&self) -> Format {
        match self {
            Self::Gguf(_) => Format::Gguf,
            Self::Config(subject) => subject.format,
        }
    }

    /// The geometry.
    pub fn geometry(&self) -> &Geometry {
        match self {
            Self::Gguf(subject) => &subject.geometry,
            Self::Config(subject) => &subject.config.geometry,
        }
    }

    /// Whether this is the reader's own file, of which the page's repository says nothing.
    pub const fn is_own(&self) -> bool {
        match self {
            Self::Gguf(subject) => subject.is_own,
            Self::Config(subject) => subject.is_own,
        }
    }
}

/// The geometry that a GGUF header states, as far as it was read; `None` where it states no layers.
pub fn geometry_of(read: &GgufDescription) -> Option<Geometry> {
    let tensors = read.is_whole.then(|| read.tensors());
    let geometry = match &read.joined {
        Some(joined) => Geometry::from_gguf_parts(&joined.metadata, tensors),
        None => Geometry::from_gguf_parts(&read.header().metadata, tensors),
    };
    (!geometry.layers.is_empty()).then_some(geometry)
}

fn gguf(read: &GgufDescription, model: &Model, variant: usize, is_own: bool) -> Option<GgufSubject> {
    let geometry = geometry_of(read)?;
    let tensors = read.is_whole.then(|| read.tensors());
    let (mut variants, mut variant_weights) = (Vec::new(), Vec::new());
    for (index, other) in model.contents.variants.iter().enumerate() {
        if let Some(bytes) = other.size().filter(|_| other.format == Format::Gguf && !is_own) {
            variants.push(index);
            variant_weights.push(Weights::from_file_size(bytes, &geometry));
        }
    }
    // The header that was read may be that of the variant looked at before, until its own is there.
    let shown = model.contents.variants.get(variant);
    let is_of_variant = is_own
        || shown.is_some_and(|variant| {
            variant
                .files
                .first()
                .is_some_and(|file| file.path == read.file.name)
        });
    let weights = match tensors {
        Some(tensors) if is_of_variant => Weights::from_tensors(tensors, &geometry, TENSOR_ALIGNMENT),
        _ if is_own => {
            let sizes = read.files().map(|(file, _)| file.bytes.unwrap_or(0));
            Weights::from_file_size(sizes.fold(0, u64::saturating_add), &geometry)
        }
        _ => Weights::from_file_size(shown?.size()?, &geometry),
    };
    if let Some(place) = variants.iter().position(|index| *index == variant)
        && let Some(known) = variant_weights.get_mut(place)
    {
        *known = weights.clone();
    }
    Some(GgufSubject {
        projector: if is_own { None } else { projector_of(model) },
        geometry,
        weights,
        variants,
        variant_weights,
        plans: Rc::default(),
        is_own,
    })
}

/// The vision projector that programs take, with its path and whether it is the only one: the one in 16 bits where there
/// are several.
pub fn projector_of(model: &Model) -> Option<(Projector, String, bool)> {
    let companions = model.contents.companions.iter();
    let all: Vec<_> = companions
        .filter(|companion| companion.kind == CompanionKind::VisionProjector)
        .filter_map(|companion| Some((companion.file.path.as_str(), companion.file.size?)))
        .collect();
    let is_16_bits = |(path, _): &&(&str, u64)| {
        let path = path.to_ascii_lowercase();
        path.contains("f16") && !path.contains("bf16")
    };
    let (path, bytes) = all.iter().find(is_16_bits).or_else(|| all.first())?;
    Some((Projector::of_size(*bytes), (*path).to_owned(), all.len() == 1))
}

fn config(read: &ConfigDescription, model: &Model, variant: usize, is_own: bool) -> Option<ConfigSubject> {
    let config = read.config.clone()?;
    let shown = model.contents.variants.get(variant);
    let files = match shown.and_then(Variant::size) {
        Some(bytes) if !is_own => KnownWeights::Files(bytes),
        _ => KnownWeights::Shapes,
    };
    let weights = known_weights(&read.weights).unwrap_or(files);
    Some(ConfigSubject {
        format: match shown {
            Some(variant) if !is_own && variant.format != Format::Gguf => variant.format,
            _ => Format::Safetensors,
        },
        config,
        weights,
        is_own,
    })
}

/// What headers, an index or the Hub's own count say of the weights; `None` where only the sizes of the files are known.
pub fn known_weights(facts: &WeightFacts) -> Option<KnownWeights> {
    match facts {
        WeightFacts::Headers(sums) => Some(KnownWeights::Totals(sums.totals.clone())),
        WeightFacts::Index(index) => index.total_size.map(KnownWeights::Files),
        WeightFacts::HubSummary(elements) => WeightTotals::from_elements(elements).map(KnownWeights::Totals),
        WeightFacts::SizesOnly(_) | WeightFacts::NotRead => None,
    }
}
