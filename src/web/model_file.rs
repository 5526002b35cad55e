//! A file of a model, read in parts: from the Hub, or one of the reader's own, which never leaves the device.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::abort::AbortHandle;
use super::hub_client::HubClient;
use crate::domain::hub::HubError;
use crate::domain::model::RepoId;

/// Where the bytes of a file come from.
#[derive(Clone, PartialEq)]
pub enum ModelFile {
    /// A file of a repository.
    Hub {
        /// The repository.
        id: RepoId,
        /// The commit, where it is known.
        revision: Option<String>,
        /// The file's path.
        path: String,
    },
    /// A file that the reader chose.
    Local(File),
}

/// A part of a file.
pub struct FilePart {
    /// The bytes: as many as were asked for, fewer at the end of the file.
    pub bytes: Vec<u8>,
    /// Bytes of the whole file, if known.
    pub total: Option<u64>,
    /// Bytes that travelled over the network for it.
    pub n_downloaded: u64,
}

/// Why a part could not be read.
#[derive(Clone, Debug, PartialEq)]
pub enum FileError {
    /// The Hub or the way to it.
    Hub(HubError),
    /// The browser could not read the reader's file (moved, no permission).
    Unreadable,
}

impl ModelFile {
    /// Reads `n_bytes` from `first` on. With `use_kept`, a part of a commit's file that the device kept is taken instead
    /// of asking for it.
    ///
    /// # Errors
    /// Why not.
    pub async fn read(
        &self,
        client: &HubClient,
        abort: &AbortHandle,
        (first, n_bytes): (u64, u32),
        use_kept: bool,
    ) -> Result<FilePart, FileError> {
        match self {
            Self::Hub { id, revision, path } => client
                .file_part(id, revision.as_deref(), path, abort, (first, n_bytes), use_kept)
                .await
                .map_err(FileError::Hub),
            Self::Local(file) => read_local(file, first, n_bytes).await,
        }
    }

    /// The name to show: the path in the repository, or the reader's own name for the file.
    pub fn name(&self) -> String {
        match self {
            Self::Hub { path, .. } => path.clone(),
            Self::Local(file) => file.name(),
        }
    }
}

/// Slices: of a file of any size only what is asked for is read.
async fn read_local(file: &File, first: u64, n_bytes: u32) -> Result<FilePart, FileError> {
    let end = first.saturating_add(u64::from(n_bytes));
    // File sizes stay far below 2^53, where these numbers are exact.
    let slice = file
        .slice_with_f64_and_f64(first as f64, end as f64)
        .map_err(|_| FileError::Unreadable)?;
    let buffer = JsFuture::from(slice.array_buffer())
        .await
        .map_err(|_| FileError::Unreadable)?;
    Ok(FilePart {
        bytes: Uint8Array::new(&buffer).to_vec(),
        total: Some(file.size() as u64),
        n_downloaded: 0,
    })
}
