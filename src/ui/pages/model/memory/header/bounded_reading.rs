//! Reading parts of files within a budget, with the sums of what it cost.

use std::cell::Cell;
use std::rc::Rc;

use yew::Callback;

use super::read_header::ReadCost;
use crate::domain::app::header_failure::HeaderFailure;
use crate::web::abort::AbortHandle;
use crate::web::hub_client::HubClient;
use crate::web::model_file::{FilePart, ModelFile};

/// Bytes of the first request to a GGUF file: the metadata up to the vocabulary take 1 to 4 KB, with a chat template in
/// front up to 20; small headers fit whole.
pub const FIRST_BYTES: u32 = 64 * 1024;
/// Bytes of a later request. Above what is kept on the device for reading offline: the parts of one vocabulary would
/// push everything else out. Small enough for 30 seconds on a line of half a megabit.
pub const PIECE_BYTES: u32 = 2 * 1024 * 1024;
/// Bytes that are downloaded for one variant without being asked for. A header whose geometry stands further back is
/// odd, and the reader may decide.
pub const UNASKED_BYTES: u64 = 8 * 1024 * 1024;
/// Bytes of the reader's own files that are read for one header: reading them costs nothing but a moment.
pub const OWN_BYTES: u64 = 256 * 1024 * 1024;

/// One reading: whom to ask, how much at most, and what it cost so far.
pub struct Reading {
    /// Where and as whom the Hub is asked.
    pub client: HubClient,
    /// Gives it up.
    pub abort: Rc<AbortHandle>,
    /// Whether parts that the device kept will do.
    pub use_kept: bool,
    /// Bytes that may be read.
    pub budget: u64,
    /// Told the bytes read so far.
    pub on_progress: Callback<u64>,
    /// What it cost so far.
    pub cost: Cell<ReadCost>,
}

impl Reading {
    /// Reads a part, if the budget allows.
    ///
    /// # Errors
    /// Why not.
    pub async fn part(&self, file: &ModelFile, first: u64, n_bytes: u64) -> Result<FilePart, HeaderFailure> {
        let cost = self.cost.get();
        let n_asked = u32::try_from(n_bytes).unwrap_or(u32::MAX);
        if cost.n_read.saturating_add(n_bytes) > self.budget {
            return Err(HeaderFailure::Costly { bytes: n_bytes });
        }
        let part = file
            .read(&self.client, &self.abort, (first, n_asked), self.use_kept)
            .await?;
        self.note(part.bytes.len() as u64, part.n_downloaded);
        Ok(part)
    }

    /// A text of a repository.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn text(&self, file: &ModelFile) -> Result<String, HeaderFailure> {
        let ModelFile::Hub { id, revision, path } = file else {
            return Err(HeaderFailure::Unreadable);
        };
        let text = self
            .client
            .text_file(id, revision.as_deref(), path, &self.abort)
            .await?;
        self.note(text.len() as u64, text.len() as u64);
        Ok(text)
    }

    fn note(&self, n_read: u64, n_downloaded: u64) {
        let mut cost = self.cost.get();
        cost.n_requests = cost.n_requests.saturating_add(u32::from(n_downloaded > 0));
        cost.n_downloaded = cost.n_downloaded.saturating_add(n_downloaded);
        cost.n_read = cost.n_read.saturating_add(n_read);
        self.cost.set(cost);
        self.on_progress.emit(cost.n_read);
    }
}
