//! Requests to the Hub as values: what is asked, apart from which server is asked.

use super::UserName;
use super::expand::EXPANDED_FIELDS;
use super::link_header::{LIST_PATH, next_target};
use super::page_link::push_path;
use crate::domain::hub::search::{ParameterRange, SEARCH_TEXT_MAX, SearchQuery};
use crate::domain::model::RepoId;
use crate::domain::text::percent::encode_component;

/// The server that is asked: the Hub, or the one public mirror that the page's Content-Security-Policy names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HubOrigin {
    /// The Hugging Face Hub itself.
    #[default]
    Hub,
    /// hf-mirror.com, a mirror with the same API for places that cannot reach the Hub.
    Mirror,
}

impl HubOrigin {
    /// Every origin, as the settings list them.
    pub const ALL: [Self; 2] = [Self::Hub, Self::Mirror];

    /// Scheme and host, without a slash at the end.
    pub const fn base_url(self) -> &'static str {
        match self {
            Self::Hub => "https://huggingface.co",
            Self::Mirror => "https://hf-mirror.com",
        }
    }

    /// The word in storage. Never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hub => "hub",
            Self::Mirror => "mirror",
        }
    }

    /// The origin with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.key() == key)
    }

    /// Whether an access token may be sent there: to the Hub that issued it and to nobody else.
    pub const fn accepts_token(self) -> bool {
        matches!(self, Self::Hub)
    }
}

/// Rows of one answer: two screens of a desktop, and an answer of some hundred kilobytes. Expanded rows weigh 10 KB and
/// more (chat templates, file lists), so a longer page is slow to come and no faster to read.
pub const ROWS_PER_PAGE: u16 = 30;

/// Rows that are asked for where nothing in particular is: of what is popular on the Hub about a third are models of
/// images, speech and video (5 of 19 trending ones in a recording of April 2026), which the page leaves out
/// ([`SearchQuery::accepts_live`]).
const POPULAR_ROWS_PER_PAGE: u16 = 45;

/// One GET request to the Hub, whichever origin answers it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HubRequest {
    path_and_query: String,
}

impl HubRequest {
    /// The first page of a search, with every field that an assessment needs. A search for nothing in particular asks for
    /// what is popular whatever its task: models that see or hear and write text state another than `text-generation`.
    pub fn search(query: &SearchQuery) -> Self {
        let mut list = ListAddress(String::from(LIST_PATH));
        let text = query.text.trim();
        if !text.is_empty() {
            list.add("search", text);
        }
        if let Some(author) = &query.author {
            list.add("author", author);
        }
        if let Some(format) = query.format {
            list.add("filter", format.hub_tag());
        }
        if let Some(license) = &query.license {
            list.add("filter", &format!("license:{license}"));
        }
        if let Some(base) = &query.quantized_from {
            list.add("filter", &format!("base_model:quantized:{base}"));
        }
        if let Some(task) = &query.task {
            list.add("pipeline_tag", task);
        }
        if let Some(range) = hub_parameter_range(query.parameters) {
            list.add("num_parameters", &range);
        }
        list.add("sort", query.sort.hub_key());
        let limit = if query.is_unfiltered() {
            POPULAR_ROWS_PER_PAGE
        } else {
            ROWS_PER_PAGE
        };
        list.add("limit", &limit.to_string());
        for field in EXPANDED_FIELDS {
            list.add("expand", field);
        }
        Self {
            path_and_query: list.0,
        }
    }

    /// Everything about one model, with the sizes of its files.
    pub fn model(id: &RepoId) -> Self {
        Self {
            path_and_query: format!("{LIST_PATH}/{id}?blobs=true"),
        }
    }

    /// A file of a repository, or any part of it. `revision` is a commit or a branch; without one the `main` branch.
    pub fn file(id: &RepoId, revision: Option<&str>, path: &str) -> Self {
        let mut path_and_query = format!("/{id}/resolve");
        // One segment each: the slash of a branch's name is encoded, those of the path separate folders.
        let revision = revision.map_or_else(String::new, encode_component);
        path_and_query.push('/');
        path_and_query.push_str(if matches!(revision.as_str(), "" | "." | "..") {
            "main"
        } else {
            &revision
        });
        push_path(&mut path_and_query, path);
        Self { path_and_query }
    }

    /// What a user made public, the user's hardware among it.
    pub fn user_overview(user: &UserName) -> Self {
        Self {
            path_and_query: format!("/api/users/{}/overview", user.as_str()),
        }
    }

    /// Whose token is sent; asked to check one.
    pub fn whoami() -> Self {
        Self {
            path_and_query: String::from("/api/whoami-v2"),
        }
    }

    /// The page after the one that came with this `Link` header; `None` on the last page and for a header that leads
    /// anywhere but to the list. The host in the header is ignored: the request goes where the first page came from.
    pub fn next_page(link_header: &str) -> Option<Self> {
        next_target(link_header).map(|path_and_query| Self { path_and_query })
    }

    /// The same list in pages of a third of the rows; `None` for a single row, and for what is no list.
    pub fn in_smaller_pages(&self) -> Option<Self> {
        let (path, query) = self.path_and_query.split_once('?')?;
        let limit_of = |parameter: &str| parameter.strip_prefix("limit=")?.parse::<u16>().ok();
        let limit = query.split('&').find_map(limit_of).filter(|limit| *limit > 1)?;
        let fewer = format!("limit={}", (limit / 3).max(1));
        let parameters = query.split('&').map(|parameter| match limit_of(parameter) {
            Some(_) => fewer.as_str(),
            None => parameter,
        });
        Some(Self::with_parameters(path, parameters))
    }

    /// The same without fields that the server refuses.
    pub fn without_fields(&self, refused: &[&str]) -> Self {
        let Some((path, query)) = self.path_and_query.split_once('?') else {
            return self.clone();
        };
        let is_refused = |parameter: &&str| {
            let field = parameter.strip_prefix("expand=");
            field.is_some_and(|field| refused.contains(&field))
        };
        let parameters = query.split('&').filter(|parameter| !is_refused(parameter));
        Self::with_parameters(path, parameters)
    }

    fn with_parameters<'a>(path: &str, parameters: impl Iterator<Item = &'a str>) -> Self {
        let parameters: Vec<&str> = parameters.collect();
        Self {
            path_and_query: format!("{path}?{}", parameters.join("&")),
        }
    }

    /// The whole address.
    pub fn url(&self, origin: HubOrigin) -> String {
        format!("{}{}", origin.base_url(), self.path_and_query)
    }

    /// What is asked, without the origin: two requests with the same key have the same answer. For caches.
    pub fn key(&self) -> &str {
        &self.path_and_query
    }
}

/// Path and query of a list call under construction.
struct ListAddress(String);

impl ListAddress {
    fn add(&mut self, name: &str, value: &str) {
        let bounded: String = value.chars().take(SEARCH_TEXT_MAX).collect();
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        self.0.push_str(&encode_component(&bounded));
    }
}

/// The range as the Hub reads it: `min:6B,max:128B`. Only whole billions are certain to be understood (docs/hub.md, Search),
/// so both ends are rounded outwards; the page then holds rows to the exact range
/// ([`SearchQuery::accepts_live`]).
fn hub_parameter_range(range: ParameterRange) -> Option<String> {
    const MILLIONS_PER_BILLION: u32 = 1_000;
    let min = range
        .min_millions
        .map(|millions| millions / MILLIONS_PER_BILLION)
        .filter(|billions| *billions > 0);
    let max = range
        .max_millions
        .map(|millions| millions.div_ceil(MILLIONS_PER_BILLION).max(1));
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("min:{min}B,max:{max}B")),
        (Some(min), None) => Some(format!("min:{min}B")),
        (None, Some(max)) => Some(format!("max:{max}B")),
        (None, None) => None,
    }
}
