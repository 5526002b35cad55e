//! Sentences: of a forum, of a shop, of the one field of the first visit.
//!
//! Names are found first, because numbers in them are no amounts; then each amount is given to whom the words around it
//! say, and what nothing claims is judged when the whole text is read.

mod amounts;
mod counts;
mod kind;
mod names;

use super::collect::{Collected, Source};
use super::token::{Kind, Token, tokens};
use super::words::{self, Meaning};
use crate::domain::machine::devices::system_memory::MemoryGeneration;
use names::Name;

pub use names::with_gfx;

/// What is known of a line before it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    /// A label says that it is about graphics, so that a bare number is a name.
    pub is_graphics: bool,
    /// The text is one name, which is not to be taken apart where the catalog does not have it.
    pub is_one_name: bool,
}

/// Reads a line; whether it names a device.
pub fn read(text: &str, context: Context, collected: &mut Collected<'_>) -> bool {
    let tokens = tokens(text, collected.catalog());
    let has_context = context.is_graphics || collected.is_short || has_context(&tokens);
    let mut found = names::find(&tokens, has_context, collected.catalog());
    if context.is_one_name && found.iter().all(|name| name.candidates.is_empty()) {
        return false;
    }
    counts::count(&tokens, &mut found);
    let places: Vec<Option<usize>> = found
        .iter()
        .map(|name| {
            if !collected.may_name() {
                return None;
            }
            collected.add(
                &name.words,
                name.candidates.clone(),
                Source::Text,
                None,
                name.count,
            )
        })
        .collect();
    amounts::give(&tokens, &found, &places, collected);
    kind::read(&tokens, &found, collected);
    !found.is_empty()
}

/// Reads the kind of the system memory alone, where its amount is known.
pub fn read_kind(text: &str, collected: &mut Collected<'_>) {
    let tokens = tokens(text, collected.catalog());
    kind::read(&tokens, &[], collected);
}

/// Whether a line speaks of machines at all, so that a number in it may be the name of a card.
fn has_context(tokens: &[Token]) -> bool {
    const VERSIONS: [&str; 6] = ["ti", "super", "xt", "xtx", "gre", "d"];
    let is_version = |pair: &[Token]| match pair {
        [number, version] => {
            matches!(number.kind, Kind::Number(100..=9_999)) && VERSIONS.contains(&version.word.as_str())
        }
        _ => false,
    };
    tokens.windows(2).any(is_version)
        || tokens.iter().any(|token| match token.kind {
            Kind::Amount(_) | Kind::CountBefore(_) | Kind::CountBehind(_) => true,
            Kind::Word => meaning(token).is_some() || MemoryGeneration::from_word(&token.word).is_some(),
            _ => false,
        })
}

fn meaning(token: &Token) -> Option<Meaning> {
    match token.kind {
        Kind::Word => words::meaning(&token.word),
        _ => None,
    }
}

/// Words between a name or an amount and what it belongs to.
fn is_filler(token: &Token) -> bool {
    const WORDS: [&str; 46] = [
        "sxm",
        "pcie",
        "of",
        "the",
        "a",
        "an",
        "my",
        "one",
        "used",
        "new",
        "old",
        "with",
        "has",
        "have",
        "is",
        "total",
        "x",
        "each",
        "de",
        "du",
        "la",
        "le",
        "mit",
        "je",
        "con",
        "com",
        "e",
        "y",
        "и",
        "с",
        "по",
        "的",
        "の",
        "fast",
        "installed",
        "plus",
        "and",
        "und",
        "et",
        "uma",
        "una",
        "ein",
        "eine",
        "d",
        "physical",
        "dedicated",
    ];
    token.kind == Kind::Sign || (token.kind == Kind::Word && WORDS.contains(&token.word.as_str()))
}

/// The name that a token lies in.
fn name_at(found: &[Name<'_>], at: usize) -> Option<usize> {
    found.iter().position(|name| (name.start..name.end).contains(&at))
}
