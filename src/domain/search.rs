//! What a search asks for.

use crate::domain::format::Format;
use crate::domain::hub::RepoId;

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
    /// Order.
    pub sort: Sort,
}

/// A range of parameter counts; both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParameterRange {
    /// Least number of parameters, in millions.
    pub min_millions: Option<u32>,
    /// Greatest number of parameters, in millions.
    pub max_millions: Option<u32>,
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
}

impl Sort {
    /// Every order, as the page lists them.
    pub const ALL: [Self; 5] = [
        Self::Trending,
        Self::Downloads,
        Self::Likes,
        Self::Newest,
        Self::Updated,
    ];

    /// The word in addresses. Never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Trending => "trending",
            Self::Downloads => "downloads",
            Self::Likes => "likes",
            Self::Newest => "newest",
            Self::Updated => "updated",
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
            Self::Downloads => "downloads",
            Self::Likes => "likes",
            Self::Newest => "createdAt",
            Self::Updated => "lastModified",
        }
    }
}
