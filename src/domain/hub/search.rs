//! What a search asks for.

use std::cmp::Ordering;

use crate::domain::model::RepoId;
use crate::domain::model::{BaseRelation, Model, ModelKind, ParameterCount};
use crate::domain::precision::format::Format;
use crate::domain::text::order::sort_by;

/// Longest search text, in characters: far above any repository name, far below what an address may hold.
pub const SEARCH_TEXT_MAX: usize = 200;

/// A search of the Hub with its filters. The default value is what a first visit shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// Words matched against the repository's name; trimmed.
    pub text: String,
    /// Only repositories with this format.
    pub format: Option<Format>,
    /// Only this task (`pipeline_tag`).
    pub task: Option<String>,
    /// Only this user or organisation, exactly.
    pub author: Option<String>,
    /// Only this licence identifier.
    pub license: Option<String>,
    /// Only models with this many parameters.
    pub parameters: ParameterRange,
    /// Only quantized variants of this model.
    pub quantized_from: Option<RepoId>,
    /// Only what runs on the reader's hardware. Decided in the page; the Hub knows nothing of it.
    pub runs_only: bool,
    /// Only what writes at least this many tokens a second on the reader's hardware. Decided in the page.
    pub least_speed: Option<u16>,
    /// Order.
    pub sort: Sort,
}

impl SearchQuery {
    /// Whether nothing in particular is asked of the Hub: no words and no filter that it knows. (The order and
    /// what is decided by the reader's hardware do not count.)
    pub fn is_unfiltered(&self) -> bool {
        self.text.trim().is_empty()
            && self.format.is_none()
            && self.task.is_none()
            && self.author.is_none()
            && self.license.is_none()
            && self.parameters.is_unbounded()
            && self.quantized_from.is_none()
    }

    /// Whether a model of the starter catalog is among what the query asks for; everything but
    /// what the reader's hardware decides is decided here. A filter on something that is not known of a model leaves it
    /// out.
    pub fn accepts(&self, model: &Model) -> bool {
        // Names on the Hub are ASCII.
        let id = model.id.as_str().to_ascii_lowercase();
        let holds_words = self
            .text
            .split_whitespace()
            .all(|word| id.contains(&word.to_ascii_lowercase()));
        let is_same = |asked: &Option<String>, known: Option<&str>| match (asked, known) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(asked), Some(known)) => known.eq_ignore_ascii_case(asked),
        };
        holds_words
            && self.format.is_none_or(|format| {
                model
                    .contents
                    .variants
                    .iter()
                    .any(|variant| variant.format == format)
            })
            && is_same(&self.task, model.task.as_deref())
            && is_same(&self.author, model.id.owner())
            && is_same(&self.license, model.license.as_deref())
            && (self.parameters.is_unbounded()
                || model
                    .parameters
                    .is_some_and(|known| self.parameters.contains(known.count)))
            && self
                .quantized_from
                .as_ref()
                .is_none_or(|base| is_quantized_from(model, base))
    }

    /// What is asked of the Hub or the catalog: the query without what the page decides by the reader's hardware.
    pub fn asked(&self) -> Self {
        Self {
            runs_only: false,
            least_speed: None,
            ..self.clone()
        }
    }

    /// Whether a row of the Hub stays in the list. The Hub has filtered already; only the range of parameters is held
    /// to the exact numbers, because the Hub's filter is asked in whole billions. A model whose number is not counted
    /// stays: that it has none here is no reason to doubt the Hub. And what is merely popular has to be a language
    /// model.
    pub fn accepts_live(&self, model: &Model) -> bool {
        if self.is_unfiltered() && model.kind == ModelKind::NotLanguage {
            return false;
        }
        let counted = model.parameters.filter(|known| known.source.is_count());
        counted.is_none_or(|ParameterCount { count, .. }| self.parameters.contains(count))
    }
}

/// Whether a model is the base model in another precision; a base model without a relation is taken for one, as most
/// are.
fn is_quantized_from(model: &Model, base: &RepoId) -> bool {
    model
        .base_models
        .iter()
        .any(|known| known.id == *base && matches!(known.relation, None | Some(BaseRelation::Quantized)))
}

/// Runs a search on the starter catalog: what [`SearchQuery::accepts`], in the order asked for. Where the catalog knows
/// nothing to sort by (trend, downloads, likes), its own order stays: newest first.
pub fn search_catalog<'a>(query: &SearchQuery, models: &'a [Model]) -> Vec<&'a Model> {
    let mut found: Vec<&Model> = models.iter().filter(|model| query.accepts(model)).collect();
    sort_models(&mut found, query.sort);
    found
}

/// Sorts models of the starter catalog as the query asks; of the Hub's rows the Hub has sorted.
pub fn sort_models(models: &mut [&Model], sort: Sort) {
    sort_by(models, |left, right| sort.compare(left, right));
}

/// A range of parameter counts; both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParameterRange {
    /// Least number of parameters, in millions.
    pub min_millions: Option<u32>,
    /// Greatest number of parameters, in millions.
    pub max_millions: Option<u32>,
}

impl ParameterRange {
    /// Whether every number is in the range.
    pub const fn is_unbounded(self) -> bool {
        self.min_millions.is_none() && self.max_millions.is_none()
    }

    /// Whether a number of parameters, rounded to the range's unit of a million, is in the range.
    pub fn contains(self, count: u64) -> bool {
        const MILLION: u64 = 1_000_000;
        let millions = count.saturating_add(MILLION / 2) / MILLION;
        self.min_millions.is_none_or(|min| millions >= u64::from(min))
            && self.max_millions.is_none_or(|max| millions <= u64::from(max))
    }
}

/// The order of results, best first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The Hub's trending score.
    #[default]
    Trending,
    /// Downloads of the last 30 days.
    Downloads,
    /// Likes.
    Likes,
    /// Creation, newest first.
    Newest,
    /// Last change, latest first.
    Updated,
    /// Tokens a second on the reader's hardware, fastest first. Decided in the page, among what was downloaded most.
    Fastest,
}

impl Sort {
    /// Every order, as the page lists them.
    pub const ALL: [Self; 6] = [
        Self::Trending,
        Self::Downloads,
        Self::Likes,
        Self::Newest,
        Self::Updated,
        Self::Fastest,
    ];

    /// The word in addresses. Never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Trending => "trending",
            Self::Downloads => "downloads",
            Self::Likes => "likes",
            Self::Newest => "newest",
            Self::Updated => "updated",
            Self::Fastest => "fastest",
        }
    }

    /// The order with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.key() == key)
    }

    /// The Hub's name of the order (`sort=` of the list call).
    pub const fn hub_key(self) -> &'static str {
        match self {
            Self::Trending => "trendingScore",
            Self::Downloads | Self::Fastest => "downloads",
            Self::Likes => "likes",
            Self::Newest => "createdAt",
            Self::Updated => "lastModified",
        }
    }

    /// Which of two models comes first: the greater number or the later day, unknown ones last, and equal ones by
    /// downloads. Nothing here knows what is trending; downloads stand in for it.
    pub fn compare(self, left: &Model, right: &Model) -> Ordering {
        let by_sort = match self {
            Self::Trending | Self::Downloads | Self::Fastest => Ordering::Equal,
            Self::Likes => right.likes.cmp(&left.likes),
            Self::Newest => right.created.cmp(&left.created),
            Self::Updated => right.last_modified.cmp(&left.last_modified),
        };
        by_sort.then_with(|| right.downloads.cmp(&left.downloads))
    }
}
