//! A header that was read, where it came from and what that cost.

use std::rc::Rc;

use web_sys::File;

use crate::domain::app::header_failure::HeaderFailure;
use crate::domain::estimate::subject::Subject;
use crate::domain::files::description::Description;
use crate::domain::model::Model;
use crate::web::model_file::FileError;

/// A header that was read, where it came from and what that cost.
#[derive(Clone)]
pub struct KnownHeader {
    /// What was read.
    pub description: Description,
    /// Why there is no configuration among it, where there should be one.
    pub config_failure: Option<HeaderFailure>,
    /// Whose it is.
    pub source: HeaderSource,
    /// What reading it cost.
    pub cost: ReadCost,
}

/// Where a header came from.
#[derive(Clone, PartialEq)]
pub enum HeaderSource {
    /// The variant on the page, from the Hub.
    Hub,
    /// Files of the reader's own: nothing that the page says of the variant holds for them.
    Own(Vec<File>),
}

/// What reading cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadCost {
    /// Requests that went out; parts that the device kept need none.
    pub n_requests: u32,
    /// Bytes that travelled over the network.
    pub n_downloaded: u64,
    /// Bytes read, from wherever.
    pub n_read: u64,
    /// How long it took.
    pub ms: u64,
}

impl From<FileError> for HeaderFailure {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Hub(error) => Self::Hub(error),
            FileError::Unreadable => Self::Unreadable,
        }
    }
}

impl ReadCost {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            n_requests: self.n_requests.saturating_add(other.n_requests),
            n_downloaded: self.n_downloaded.saturating_add(other.n_downloaded),
            n_read: self.n_read.saturating_add(other.n_read),
            ms: self.ms.saturating_add(other.ms),
        }
    }
}

impl KnownHeader {
    /// Whether these are the reader's own files, of which the page's repository says nothing.
    pub const fn is_own(&self) -> bool {
        matches!(self.source, HeaderSource::Own(_))
    }

    /// What can be estimated, for the variant at this place among the model's; `None` without a geometry.
    pub fn subject(&self, model: &Model, variant: usize) -> Option<Rc<Subject>> {
        Subject::of(&self.description, model, variant, self.is_own()).map(Rc::new)
    }
}
