//! What is known of the inside of a model.

use std::rc::Rc;

use super::likeness::{KnownModel, Likeness, most_like};
use crate::domain::architecture::Geometry;
use crate::domain::estimate::serving::StoredWeights;
use crate::domain::estimate::subject::{KnownWeights, geometry_of, known_weights};
use crate::domain::estimate::{ComputeBuffers, RememberedPlans, TENSOR_ALIGNMENT, Weights};
use crate::domain::files::config::ModelConfig;
use crate::domain::files::description::Description;
use crate::domain::model::Model;
use crate::domain::model::variant::Variant;
use crate::domain::precision::format::Format;

/// What is known of the inside of a model.
#[derive(Clone, Debug)]
pub enum Insight {
    /// What a known model looks like that it is, or is like.
    Like(&'static KnownModel, Likeness),
    /// The header of one of its GGUF files.
    Gguf(Rc<GgufInsight>),
    /// Its configuration.
    Config(Rc<ConfigInsight>),
}

/// What the header of a GGUF file says; all GGUF variants of a repository have the same layers.
#[derive(Debug)]
pub struct GgufInsight {
    /// The layers and widths.
    pub geometry: Geometry,
    /// Its compute buffers, planned when they are asked for.
    pub buffers: Rc<dyn ComputeBuffers>,
    /// Of each variant whose tensors were all read: the path of its first file, and their bytes.
    pub weights: Vec<(String, Weights)>,
    /// All parameters, where all tensors were read.
    pub parameters: Option<u64>,
}

/// What a configuration says.
#[derive(Debug)]
pub struct ConfigInsight {
    /// The configuration.
    pub config: Rc<ModelConfig>,
    /// Of each variant whose weights are known better than by the size of its files: its key, and what is known of them.
    pub weights: Vec<(String, KnownWeights)>,
}

impl PartialEq for Insight {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Like(one, of_one), Self::Like(other, of_other)) => {
                std::ptr::eq(*one, *other) && of_one == of_other
            }
            (Self::Gguf(one), Self::Gguf(other)) => Rc::ptr_eq(one, other),
            (Self::Config(one), Self::Config(other)) => Rc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl Insight {
    /// What a list knows: the known model that it is like. `None` where nothing at all is known.
    pub fn of_model(model: &Model) -> Option<Self> {
        most_like(model).map(|(known, likeness)| Self::Like(known, likeness))
    }

    /// What the files of a variant say. `None` without a geometry.
    pub fn of_description(description: &Description, model: &Model, variant: &Variant) -> Option<Self> {
        Some(match description {
            Description::Gguf(read) => {
                let mut geometry = geometry_of(read)?;
                let weights = read.is_whole.then(|| {
                    let weights = Weights::from_tensors(read.tensors(), &geometry, TENSOR_ALIGNMENT);
                    (read.file.name.clone(), weights)
                });
                let weights = weights.into_iter().collect();
                if !read.is_whole
                    && let Some((known, Likeness::SameModel)) = most_like(model)
                {
                    // Only the tensors say whether the embedding table is the output matrix too.
                    geometry.tied_embeddings = known.geometry.tied_embeddings;
                }
                Self::Gguf(Rc::new(GgufInsight {
                    geometry,
                    buffers: Rc::new(RememberedPlans::default()),
                    weights,
                    parameters: read.is_whole.then(|| read.tensors().elements()),
                }))
            }
            Description::Config(read) => Self::Config(Rc::new(ConfigInsight {
                config: read.config.clone()?,
                weights: known_weights(&read.weights)
                    .map(|weights| (variant.key.clone(), weights))
                    .into_iter()
                    .collect(),
            })),
        })
    }

    /// This and what was read of the same model before: nothing that is known is forgotten because another variant is
    /// looked at.
    pub fn and(self, before: &Self) -> Self {
        match (self, before) {
            (Self::Gguf(new), Self::Gguf(old)) => {
                // A header that was read whole says more than its first kilobytes.
                let fuller = if new.weights.is_empty() { old } else { &new };
                Self::Gguf(Rc::new(GgufInsight {
                    geometry: fuller.geometry.clone(),
                    buffers: Rc::clone(&fuller.buffers),
                    parameters: fuller.parameters,
                    weights: with_older(&new.weights, &old.weights),
                }))
            }
            (Self::Config(new), Self::Config(old)) => Self::Config(Rc::new(ConfigInsight {
                config: Rc::clone(&new.config),
                weights: with_older(&new.weights, &old.weights),
            })),
            (new, _) => new,
        }
    }

    /// Whether this tells of variants in a format: a configuration does not call architectures as GGUF files do.
    pub fn speaks_of(&self, format: Format) -> bool {
        match self {
            Self::Like(..) | Self::Gguf(_) => true,
            Self::Config(_) => format != Format::Gguf,
        }
    }

    /// The layers and widths.
    pub fn geometry(&self) -> &Geometry {
        match self {
            Self::Like(known, _) => &known.geometry,
            Self::Gguf(read) => &read.geometry,
            Self::Config(read) => &read.config.geometry,
        }
    }

    /// The configuration, or what a geometry amounts to where none was read: 16-bit floats, and no quantization, since
    /// the bytes of the weights come from their files.
    pub(super) fn config(&self) -> Rc<ModelConfig> {
        match self {
            Self::Config(read) => Rc::clone(&read.config),
            Self::Like(..) | Self::Gguf(_) => Rc::new(ModelConfig::of_geometry(self.geometry().clone())),
        }
    }

    /// The weights of a GGUF variant with `bytes` in its files, whose first has this path.
    pub(super) fn gguf_weights(&self, first_file: Option<&str>, bytes: u64) -> Weights {
        match self {
            Self::Gguf(read) => {
                let known = read
                    .weights
                    .iter()
                    .find(|(path, _)| first_file == Some(path.as_str()));
                known.map_or_else(
                    || Weights::from_file_size(bytes, &read.geometry),
                    |(_, weights)| weights.clone(),
                )
            }
            Self::Like(..) | Self::Config(_) => Weights::from_file_size(bytes, self.geometry()),
        }
    }

    /// What is known of the weights of another variant with this key and `bytes` in its files.
    pub(super) fn stored_weights(&self, key: &str, bytes: u64) -> StoredWeights<'_> {
        match self {
            Self::Config(read) => {
                let known = read.weights.iter().find(|(of, _)| of == key);
                known.map_or(StoredWeights::Files(bytes), |(_, weights)| weights.stored())
            }
            Self::Like(..) | Self::Gguf(_) => StoredWeights::Files(bytes),
        }
    }

    /// By how much the range of a speed is wider than where everything was read.
    pub(super) fn speed_doubt(&self) -> f64 {
        match self {
            Self::Like(known, likeness) => likeness.speed_doubt(known.is_mixture()),
            Self::Gguf(_) | Self::Config(_) => 1.0,
        }
    }
}

/// What is known by key, and of what was known before that which has another key.
fn with_older<T: Clone>(new: &[(String, T)], old: &[(String, T)]) -> Vec<(String, T)> {
    let others = old
        .iter()
        .filter(|(key, _)| !new.iter().any(|(known, _)| known == key));
    new.iter().chain(others).cloned().collect()
}
