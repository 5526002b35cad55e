//! What a model looks like inside before any of its files was read: known models, and which of them it is like.
//!
//! `known_models.txt` is written by `cargo xtask catalog` from the models of the starter catalog and from headers of real
//! files; each line is a [`KnownModel`] behind the repositories that are made so.

use std::sync::LazyLock;

use crate::domain::architecture::Geometry;
use crate::domain::estimate::{AtContexts, TypicalBuffers};
use crate::domain::model::{Model, RepoId};
use crate::domain::speed::active_from_name;

/// A model whose inside is known without reading its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownModel {
    /// Repositories with this inside.
    ids: Vec<RepoId>,
    /// Names of its architecture: in GGUF files first, then in configurations.
    names: Vec<String>,
    /// All parameters.
    pub parameters: u64,
    /// Parameters that take part in a token, where they are fewer.
    pub active: Option<u64>,
    /// Its compute buffers with the usual settings.
    pub buffers: TypicalBuffers,
    /// Its layers and widths.
    pub geometry: Geometry,
}

/// How much a known model says about another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It is that model, or a copy or finetune of it.
    SameModel,
    /// The same architecture and number of parameters: usually the same widths.
    SameSize,
    /// The same architecture in another size.
    SameArchitecture,
    /// Only about as many parameters.
    SimilarSize,
}

impl Likeness {
    /// How far caches and buffers can be off, in percent. Between models of the table with the same architecture and a
    /// size within 5 %, caches differ by up to a sixth; between neighbouring sizes of an architecture by up to half;
    /// between architectures by a factor of two and more.
    pub const fn context_percent(self) -> u64 {
        match self {
            Self::SameModel => 3,
            Self::SameSize => 15,
            Self::SameArchitecture => 50,
            Self::SimilarSize => 100,
        }
    }

    /// The factor by which the range of speeds is wider. An unknown share of active experts can make one of four.
    pub fn speed_doubt(self, is_mixture: bool) -> f64 {
        match (self, is_mixture) {
            (Self::SameModel, _) => 1.0,
            (Self::SameSize, _) => 1.1,
            (Self::SameArchitecture, false) => 1.25,
            (Self::SameArchitecture, true) => 1.6,
            (Self::SimilarSize, false) => 1.5,
            (Self::SimilarSize, true) => 2.5,
        }
    }
}

/// How far a number of parameters may be from a base model's: GGUF files leave out vision and draft parts, and embeddings
/// of each layer are counted or not.
const SAME_MODEL_PERCENT: u64 = 30;
/// How far it may be from that of a model of the same architecture that counts as of the same size.
const SAME_SIZE_PERCENT: u64 = 5;

/// What most buffers grow by between the two contexts: the mask of attention, 2 bytes for each cell and token.
const MASK_GROWTH_KIB: u64 = (TypicalBuffers::CONTEXTS[1] - TypicalBuffers::CONTEXTS[0]) * 512 * 2 / 1024;

static KNOWN: LazyLock<Vec<KnownModel>> = LazyLock::new(|| {
    include_str!("known_models.txt")
        .lines()
        .filter_map(KnownModel::from_line)
        .collect()
});

impl KnownModel {
    /// A known model without its repositories. `names` are those of its architecture with commas between.
    pub fn new(
        names: String,
        parameters: u64,
        active: Option<u64>,
        buffers: TypicalBuffers,
        geometry: Geometry,
    ) -> Self {
        Self {
            ids: Vec::new(),
            names: names.split(',').map(str::to_owned).collect(),
            parameters,
            active,
            buffers,
            geometry,
        }
    }

    /// All known models.
    pub fn all() -> &'static [Self] {
        &KNOWN
    }

    /// Repositories with this inside.
    pub fn ids(&self) -> &[RepoId] {
        &self.ids
    }

    /// The line of the table without the repositories. Buffers are written in KiB, at the far context only where they do
    /// not grow by the mask alone.
    pub fn to_line(&self) -> String {
        let TypicalBuffers {
            device,
            host,
            host_alone,
        } = self.buffers;
        let buffers: Vec<String> = [device, host, host_alone]
            .iter()
            .map(|AtContexts([near, far])| {
                let (near, far) = (near.div_ceil(1024), far.div_ceil(1024));
                match far.checked_sub(near) {
                    Some(MASK_GROWTH_KIB) => near.to_string(),
                    _ => format!("{near}-{far}"),
                }
            })
            .collect();
        format!(
            "{}\t{}\t{}\t{}\t{}",
            self.names.join(","),
            self.parameters,
            self.active.unwrap_or(0),
            buffers.join(","),
            self.geometry.to_line()
        )
    }

    /// Reads a line of the table.
    pub fn from_line(line: &str) -> Option<Self> {
        let mut columns = line.split('\t');
        let ids = columns.next()?.split(',').map(|id| id.parse().ok());
        let ids = ids.collect::<Option<Vec<RepoId>>>()?;
        let names = columns.next()?.to_owned();
        let parameters = columns.next()?.parse().ok()?;
        let active: u64 = columns.next()?.parse().ok()?;
        let mut buffers = columns.next()?.split(',');
        let kib = |text: &str| text.parse::<u64>().ok()?.checked_mul(1024);
        let mut at = || {
            let text = buffers.next()?;
            Some(AtContexts(match text.split_once('-') {
                Some((near, far)) => [kib(near)?, kib(far)?],
                None => [kib(text)?, kib(text)?.checked_add(MASK_GROWTH_KIB * 1024)?],
            }))
        };
        let buffers = TypicalBuffers {
            device: at()?,
            host: at()?,
            host_alone: at()?,
        };
        let geometry = Geometry::from_line(columns.next()?)?;
        Some(Self {
            ids,
            ..Self::new(
                names,
                parameters,
                (active > 0).then_some(active),
                buffers,
                geometry,
            )
        })
    }

    /// Whether only some experts take part in a token.
    pub fn is_mixture(&self) -> bool {
        self.geometry.layers.iter().any(|layer| layer.experts.is_some())
    }

    fn is_within(&self, parameters: Option<u64>, percent: u64) -> bool {
        let Some(parameters) = parameters else {
            return true;
        };
        let allowed = self.parameters / 100 * percent;
        parameters.abs_diff(self.parameters) <= allowed
    }

    /// How much larger the one number of parameters is than the other, in hundredths, at least 100.
    fn ratio(&self, parameters: u64) -> u64 {
        let (low, high) = if parameters < self.parameters {
            (parameters, self.parameters)
        } else {
            (self.parameters, parameters)
        };
        (high / 100).checked_div(low / 10_000).unwrap_or(u64::MAX)
    }
}

/// The known model that a model is, or is most like; `None` where nothing at all is known to compare.
pub(super) fn most_like(model: &Model) -> Option<(&'static KnownModel, Likeness)> {
    let parameters = model.parameters.map(|known| known.count);
    if let Some(known) = same_model(model, parameters) {
        return Some((known, Likeness::SameModel));
    }
    let parameters = parameters?;
    let nearest = |is_meant: &dyn Fn(&KnownModel) -> bool| {
        let meant = KNOWN.iter().filter(|known| is_meant(known));
        meant.min_by_key(|known| known.ratio(parameters))
    };
    let is_mixture = says_mixture(model);
    if let Some(architecture) = model.architecture.as_deref().map(plain) {
        let same = nearest(&|known| {
            known.names.iter().any(|name| plain(name) == architecture) && (!is_mixture || known.is_mixture())
        });
        if let Some(known) = same {
            let likeness = if known.is_within(Some(parameters), SAME_SIZE_PERCENT) {
                Likeness::SameSize
            } else {
                Likeness::SameArchitecture
            };
            return Some((known, likeness));
        }
    }
    let similar = nearest(&|known| known.is_mixture() == is_mixture && !known.geometry.is_encoder);
    similar.map(|known| (known, Likeness::SimilarSize))
}

/// The known model that a model or one of its base models is by name.
fn same_model(model: &Model, parameters: Option<u64>) -> Option<&'static KnownModel> {
    let bases = model.base_models.iter().map(|base| &base.id);
    let named = std::iter::once(&model.id).chain(bases);
    let by_id = named.flat_map(|id| KNOWN.iter().filter(move |known| known.ids.contains(id)));
    let by_id = by_id
        .into_iter()
        .find(|known| known.is_within(parameters, SAME_MODEL_PERCENT));
    if by_id.is_some() {
        return by_id;
    }
    // A copy whose card names no base model usually bears the name of the original.
    let name = plain(model.id.name());
    let by_name = KNOWN.iter().filter_map(|known| {
        let names = known.ids.iter().map(|id| plain(id.name()));
        let longest = names
            .filter(|known| name.starts_with(known.as_str()))
            .map(|name| name.len());
        Some((longest.max()?, known))
    });
    let is_sized =
        |known: &KnownModel| parameters.is_some() && known.is_within(parameters, SAME_SIZE_PERCENT);
    by_name
        .filter(|(_, known)| is_sized(known))
        .max_by_key(|(length, _)| *length)
        .map(|(_, known)| known)
}

/// Whether a model's names say that it is a mixture of experts.
fn says_mixture(model: &Model) -> bool {
    let architecture = model.architecture.as_deref().map(plain).unwrap_or_default();
    let name = model.id.name().to_ascii_lowercase();
    active_from_name(&name).is_some()
        || architecture.contains("moe")
        || architecture.contains("mixtral")
        || name.contains("moe")
        || name.contains("mixtral")
}

/// The letters and digits of a name in lower case, without what classes of transformers append (`Qwen3ForCausalLM`).
fn plain(name: &str) -> String {
    let head = name.find("For").filter(|place| *place > 0);
    let head = head.and_then(|place| name.get(..place)).unwrap_or(name);
    let head = head.strip_suffix("LMHeadModel").unwrap_or(head);
    head.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}
