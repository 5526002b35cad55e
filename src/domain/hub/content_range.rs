//! The `Content-Range` field of an answer with a part of a file (RFC 9110, section 14.4).

/// Bytes of the whole file: 400 of `bytes 0-99/400`. `None` where the server does not know (`*`) or wrote nonsense.
pub fn total_of_content_range(field: &str) -> Option<u64> {
    let (_, total) = field.trim().strip_prefix("bytes ")?.split_once('/')?;
    total.parse().ok()
}
