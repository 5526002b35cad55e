//! The address of the page: the only place with path strings.
//!
//! A static host serves one document, so the route lives in the fragment:
//!
//! ```text
//! #/?q=qwen+coder&format=gguf&params=7-70&runs=1&sort=downloads
//! #/model/OWNER/NAME?v=gguf:q4_k_m&hw=v2~ram32~gpu24
//! #/how-it-works
//! #/compare?model=OWNER/NAME&machines=v2~ram16!v2~ram64~gpu24x2
//! #/compare?list=1&q=qwen
//! #/how-exact
//! ```
//!
//! An address is hostile input: bounded, read without ever failing, and what was wrong in it is told and left out.

mod compare;
mod explore;
mod param;

pub use compare::{Comparison, Subject};
pub use param::{Param, RefusedParam};

use crate::domain::app::share::{self, ShareError, SharedHardware};
use crate::domain::hub::search::SearchQuery;
use crate::domain::model::RepoId;
use crate::domain::text::quote::quote;
use param::{Params, read_value, write_value};

/// Longest fragment that is read, in bytes. The longest that [`Route::fragment`] writes has about 13,200: a search text
/// of 200 characters with 12 bytes each, shared hardware of 2,000 bytes, four more machines of that size to compare, and
/// the short filters. Real ones stay below 2,000.
pub const FRAGMENT_LENGTH_MAX: usize = 14_000;
/// Longest key of a variant in an address, in characters; a longer one is left out and the page picks the variant.
pub const VARIANT_KEY_LENGTH_MAX: usize = 200;
/// Longest description of how a model is run, in bytes; all there is to set takes about 100.
pub const RUN_LENGTH_MAX: usize = 200;
/// Longest path that is kept of an unknown address, in characters.
const PATH_LENGTH_MAX: usize = 200;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The search and its results.
    Explore(SearchQuery),
    /// One repository.
    Model {
        /// The repository.
        id: RepoId,
        /// Key of the variant that is chosen, if one is.
        variant: Option<String>,
        /// How it is to be run: engine, context, cache, placement. Empty for the defaults; what the words mean is the
        /// matter of whoever runs it, here they only have to be harmless.
        run: String,
    },
    /// How compatibility is calculated.
    HowItWorks,
    /// Several machines side by side.
    Compare(Comparison),
    /// How exact the estimates are.
    HowExact,
    /// No such page.
    NotFound {
        /// The path, bounded.
        path: String,
    },
}

/// An address that was read, or is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The page.
    pub page: Page,
    /// The hardware that the address shares, or what was wrong with it.
    pub hardware: Option<Result<SharedHardware, ShareError>>,
    /// What was wrong with the other parameters. It is not written.
    pub refused: Vec<RefusedParam>,
}

impl From<Page> for Route {
    fn from(page: Page) -> Self {
        Self {
            page,
            hardware: None,
            refused: Vec::new(),
        }
    }
}

impl Route {
    /// Reads a fragment, with or without its `#`. Unknown parameters are ignored; of doubled ones the first counts.
    pub fn parse(fragment: &str) -> Self {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        if fragment.len() > FRAGMENT_LENGTH_MAX {
            let mut route = Self::from(Page::Explore(SearchQuery::default()));
            route.refused.push(RefusedParam::AddressTooLong {
                n_bytes: fragment.len(),
            });
            return route;
        }
        let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let mut params = Params::split(query);
        let page = parse_page(path, &mut params);
        let hardware = params.take(Param::Hardware).map(share::decode);
        Self {
            page,
            hardware,
            refused: params.refused,
        }
    }

    /// The canonical address: `#/…`, defaults left out.
    pub fn fragment(&self) -> String {
        let (mut fragment, mut params) = match &self.page {
            Page::Explore(query) => ("#/".to_owned(), explore::write(query)),
            Page::Model { id, variant, run } => {
                let variant = variant.as_deref().filter(|key| is_variant_key(key));
                let variant = variant.map(|key| (Param::Variant, write_value(key)));
                let run = is_run(run).then(|| (Param::Run, write_value(run)));
                (format!("#/model/{id}"), variant.into_iter().chain(run).collect())
            }
            Page::HowItWorks => ("#/how-it-works".to_owned(), Vec::new()),
            Page::Compare(comparison) => ("#/compare".to_owned(), compare::write(comparison)),
            Page::HowExact => ("#/how-exact".to_owned(), Vec::new()),
            Page::NotFound { path } => (format!("#/{}", write_value(path)), Vec::new()),
        };
        if let Some(Ok(shared)) = &self.hardware {
            params.push((Param::Hardware, share::encode(shared)));
        }
        for (index, (param, value)) in params.iter().enumerate() {
            fragment.push(if index == 0 { '?' } else { '&' });
            fragment.push_str(param.key());
            fragment.push('=');
            fragment.push_str(value);
        }
        fragment
    }
}

fn parse_page(raw_path: &str, params: &mut Params<'_>) -> Page {
    let decoded = read_value(raw_path).unwrap_or_else(|| raw_path.to_owned());
    let path = decoded.trim_matches('/');
    if path.is_empty() {
        return Page::Explore(explore::read(params));
    }
    match path {
        "how-it-works" => return Page::HowItWorks,
        "compare" => return Page::Compare(compare::read(params)),
        "how-exact" => return Page::HowExact,
        _ => {}
    }
    match path.strip_prefix("model/").map(str::parse::<RepoId>) {
        Some(Ok(id)) => Page::Model {
            id,
            variant: params.read(Param::Variant, |key| is_variant_key(key).then(|| key.to_owned())),
            run: params
                .read(Param::Run, |run| is_run(run).then(|| run.to_owned()))
                .unwrap_or_default(),
        },
        _ => Page::NotFound {
            path: quote(path, PATH_LENGTH_MAX),
        },
    }
}

fn is_run(run: &str) -> bool {
    !run.is_empty()
        && run.len() <= RUN_LENGTH_MAX
        && run
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"~._:-".contains(&byte))
}

fn is_variant_key(key: &str) -> bool {
    !key.is_empty() && key.chars().nth(VARIANT_KEY_LENGTH_MAX).is_none()
}
