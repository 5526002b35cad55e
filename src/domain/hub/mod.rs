//! The Hugging Face Hub: its requests and answers as values. Nothing here sends anything.

mod repo_id;

pub use repo_id::{RepoId, RepoIdError};
