//! What a file that is not GGUF looks like.

/// What the first bytes of a file that is not GGUF belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A web page: a login, an error, a server's index.
    Html,
    /// The pointer that Git LFS keeps in the place of a large file.
    LfsPointer,
    /// A ZIP archive, as PyTorch's `.bin` and `.pth` files are.
    Zip,
    /// A bare Python pickle, as old PyTorch files are.
    Pickle,
    /// Safetensors: a length, then JSON.
    Safetensors,
    /// JSON, such as a server's error.
    Json,
    /// A format of ggml from before GGUF (`ggml`, `ggmf`, `ggjt`, `ggla`): no engine of today loads it.
    OldGgml,
    /// Nothing but zeros: a download that reserved its space and did not go on.
    Zeros,
    /// A file without bytes.
    Empty,
    /// None of these.
    Unknown,
}

/// Bytes of the beginning that [`recognize`] wants to see.
pub(super) const WANTED_BYTES: usize = 24;

/// Says what begins with these bytes. Fewer than [`WANTED_BYTES`] mean that the file has no more.
pub(super) fn recognize(first: &[u8]) -> Foreign {
    let text = first.trim_ascii_start();
    match first {
        [] => Foreign::Empty,
        _ if first.starts_with(b"version https://git-lfs") => Foreign::LfsPointer,
        _ if first.starts_with(b"PK\x03\x04") => Foreign::Zip,
        // The PROTO instruction with the protocol's number, 2 to 5.
        [0x80, 2..=5, ..] => Foreign::Pickle,
        // The magic numbers are little-endian words, so the letters stand in reverse.
        _ if [b"lmgg", b"fmgg", b"tjgg", b"algg"]
            .iter()
            .any(|magic| first.starts_with(*magic)) =>
        {
            Foreign::OldGgml
        }
        // A header of 2^40 bytes does not exist, so the upper bytes of its length are zero.
        [_, _, _, _, _, 0, 0, 0, b'{', ..] => Foreign::Safetensors,
        _ if text.starts_with(b"<") || first.starts_with(b"\xEF\xBB\xBF<") => Foreign::Html,
        _ if text.starts_with(b"{") || text.starts_with(b"[") => Foreign::Json,
        _ if first.iter().all(|byte| *byte == 0) => Foreign::Zeros,
        _ => Foreign::Unknown,
    }
}
