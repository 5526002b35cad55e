//! Addresses of the Hub's own pages and files, for links out of the page.

use super::HubOrigin;
use crate::domain::model::RepoId;
use crate::domain::text::percent::encode_component;

/// The model's page.
pub fn model_page_url(origin: HubOrigin, id: &RepoId) -> String {
    format!("{}/{id}", origin.base_url())
}

/// The page of one file.
pub fn file_page_url(origin: HubOrigin, id: &RepoId, path: &str) -> String {
    file_url(origin, id, "blob", path)
}

/// The file itself.
pub fn file_download_url(origin: HubOrigin, id: &RepoId, path: &str) -> String {
    file_url(origin, id, "resolve", path)
}

/// Every segment is encoded, since spaces, `#`, `?` and `+` are found in real names. Segments that a browser would
/// resolve (`..`, also when encoded) are left out, so that no file name leads out of its repository.
pub(super) fn push_path(address: &mut String, path: &str) {
    for segment in path
        .split('/')
        .filter(|segment| !matches!(*segment, "" | "." | ".."))
    {
        address.push('/');
        address.push_str(&encode_component(segment));
    }
}

fn file_url(origin: HubOrigin, id: &RepoId, page: &str, path: &str) -> String {
    let mut url = format!("{}/{id}/{page}/main", origin.base_url());
    push_path(&mut url, path);
    url
}
