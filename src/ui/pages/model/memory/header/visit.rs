//! Headers that were read during this visit: going back to a variant costs nothing.

use std::cell::RefCell;
use std::rc::Rc;

use super::read_header::KnownHeader;
use crate::domain::model::RepoId;
use crate::ui::same::Same;

/// Most headers that are held. A header takes some kilobytes, one with the tensors of a large mixture some 200.
const HEADERS_MAX: usize = 32;

/// Whose header it is.
#[derive(Clone, PartialEq, Eq)]
pub struct HeaderKey {
    /// The repository.
    pub id: RepoId,
    /// Its commit, where it is known.
    pub revision: Option<String>,
    /// Key of the variant.
    pub variant: String,
}

thread_local! {
    static HEADERS: RefCell<Vec<(Rc<HeaderKey>, Same<KnownHeader>)>> = const { RefCell::new(Vec::new()) };
}

/// The header of a variant, if it was read before.
pub fn recall(key: &HeaderKey) -> Option<Same<KnownHeader>> {
    HEADERS.with_borrow(|headers| {
        let found = headers.iter().find(|(known, _)| **known == *key);
        found.map(|(_, header)| header.clone())
    })
}

/// Holds a header, in place of an older one of the same variant.
pub fn remember(key: Rc<HeaderKey>, header: Same<KnownHeader>) {
    HEADERS.with_borrow_mut(|headers| {
        headers.retain(|(known, _)| **known != *key);
        headers.insert(0, (key, header));
        headers.truncate(HEADERS_MAX);
    });
}
