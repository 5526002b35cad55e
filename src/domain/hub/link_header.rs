//! The `Link` header of a list answer: where the next page is.

/// Longest header that is read, in bytes: a real one repeats every parameter and carries a cursor of some hundred
/// bytes, about 1 KiB; servers and browsers refuse headers above 8 or 16 KiB anyway.
const LINK_HEADER_MAX: usize = 8 * 1024;

/// The only path that a next page may have.
pub(super) const LIST_PATH: &str = "/api/models";

/// Path and query of the link with `rel="next"` (RFC 8288; docs/hub.md, Search); `None` without one.
///
/// The link's host is dropped and its path must be that of the list, so that a lying header can neither lead to
/// another server nor to another call. The query stays as it is: its cursor is the Hub's own business.
pub(super) fn next_target(header: &str) -> Option<String> {
    if header.len() > LINK_HEADER_MAX {
        return None;
    }
    let mut rest = header;
    loop {
        let (_, after_opening) = rest.split_once('<')?;
        let (target, after_target) = after_opening.split_once('>')?;
        let (parameters, following) = split_at_unquoted_comma(after_target);
        if says_next(parameters) {
            return list_target(target);
        }
        rest = following;
    }
}

/// Splits where the next link begins: at the first comma outside quotation marks.
fn split_at_unquoted_comma(text: &str) -> (&str, &str) {
    let mut is_quoted = false;
    for (offset, character) in text.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => return text.split_at_checked(offset).unwrap_or((text, "")),
            _ => {}
        }
    }
    (text, "")
}

/// Whether a link's parameters hold `rel=next`, with or without quotation marks, alone or among other relations.
fn says_next(parameters: &str) -> bool {
    parameters
        .split(';')
        .filter_map(|parameter| parameter.split_once('='))
        .any(|(name, value)| {
            name.trim().eq_ignore_ascii_case("rel")
                && value
                    .trim()
                    .trim_matches('"')
                    .split_ascii_whitespace()
                    .any(|relation| relation.eq_ignore_ascii_case("next"))
        })
}

/// Path and query of a target that is absolute, relative to the scheme or relative to the host.
fn list_target(target: &str) -> Option<String> {
    let after_host = if let Some(authority) = target.strip_prefix("//") {
        path_after_host(authority)?
    } else if target.starts_with('/') {
        target
    } else {
        let (scheme, authority) = target.split_once("://")?;
        let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        path_after_host(is_web.then_some(authority)?)?
    };
    let without_fragment = after_host.split('#').next()?;
    let (path, query) = without_fragment.split_once('?')?;
    let is_sound = path == LIST_PATH && !query.is_empty() && query.bytes().all(is_query_byte);
    is_sound.then(|| without_fragment.to_owned())
}

fn path_after_host(authority: &str) -> Option<&str> {
    let host_length = authority.find(['/', '?', '#', '\\'])?;
    authority.get(host_length..).filter(|path| path.starts_with('/'))
}

/// Visible ASCII without the marks that no address carries unencoded.
fn is_query_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'`')
}
