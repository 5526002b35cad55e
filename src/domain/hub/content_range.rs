//! The `Content-Range` field of an answer with a part of a file (RFC 9110, section 14.4).

/// Which part of a file came: 0 and 400 of `bytes 0-99/400`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentRange {
    /// The first byte that was sent. `None` where none was (`*`), or where the server wrote nonsense.
    pub first: Option<u64>,
    /// Bytes of the whole file. `None` where the server does not know (`*`) or wrote nonsense.
    pub total: Option<u64>,
}

impl ContentRange {
    /// Reads the field's text.
    pub fn read(field: &str) -> Self {
        let Some((part, total)) = field
            .trim()
            .strip_prefix("bytes ")
            .and_then(|range| range.split_once('/'))
        else {
            return Self::default();
        };
        Self {
            first: part.split_once('-').and_then(|(first, _)| first.parse().ok()),
            total: total.parse().ok(),
        }
    }

    /// Whether what came begins elsewhere than at the byte that was asked for. A server that does not say is believed.
    pub fn is_elsewhere_than(self, asked: u64) -> bool {
        self.first.is_some_and(|first| first != asked)
    }
}
