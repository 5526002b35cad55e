//! Reading one item from bytes that may end within it.

use super::error::GgufError;
use super::header::ByteOrder;

/// Why an item was not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Its bytes end too early: at least this many are needed, counted from the item's beginning.
    Short(u64),
    /// It is refused.
    Refused(GgufError),
}

impl From<GgufError> for Stop {
    fn from(error: GgufError) -> Self {
        Self::Refused(error)
    }
}

/// How numbers stand in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Encoding {
    pub byte_order: ByteOrder,
    /// Version 1 has lengths, counts and dimensions of 32 bits, later ones of 64.
    pub is_narrow: bool,
}

impl Encoding {
    /// Bytes of a length.
    pub fn length_bytes(self) -> u64 {
        if self.is_narrow { 4 } else { 8 }
    }

    /// A length from its bytes.
    pub fn length(self, bytes: &[u8]) -> u64 {
        match (bytes, self.byte_order) {
            (&[a, b, c, d, e, f, g, h], ByteOrder::Little) => u64::from_le_bytes([a, b, c, d, e, f, g, h]),
            (&[a, b, c, d, e, f, g, h], ByteOrder::Big) => u64::from_be_bytes([a, b, c, d, e, f, g, h]),
            (&[a, b, c, d], ByteOrder::Little) => u32::from_le_bytes([a, b, c, d]).into(),
            (&[a, b, c, d], ByteOrder::Big) => u32::from_be_bytes([a, b, c, d]).into(),
            _ => 0,
        }
    }
}

/// A place in the bytes from an item's beginning on.
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    encoding: Encoding,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8], encoding: Encoding) -> Self {
        Self {
            bytes,
            at: 0,
            encoding,
        }
    }

    /// Bytes read so far.
    pub fn at(&self) -> u64 {
        self.at as u64
    }

    /// The next bytes.
    pub fn take(&mut self, count: u64) -> Result<&'a [u8], Stop> {
        let end = self.at().saturating_add(count);
        let taken = usize::try_from(end)
            .ok()
            .and_then(|end| self.bytes.get(self.at..end));
        match taken {
            Some(taken) => {
                self.at += taken.len();
                Ok(taken)
            }
            None => Err(Stop::Short(end)),
        }
    }

    /// A number of 32 bits.
    pub fn u32(&mut self) -> Result<u32, Stop> {
        let bytes = self.take(4)?;
        // Of four bytes, so below 2^32.
        Ok(self.encoding.length(bytes) as u32)
    }

    /// A number of 64 bits in every version.
    pub fn u64(&mut self) -> Result<u64, Stop> {
        let bytes = self.take(8)?;
        Ok(self.encoding.length(bytes))
    }

    /// A length, count or dimension.
    pub fn length(&mut self) -> Result<u64, Stop> {
        let bytes = self.take(self.encoding.length_bytes())?;
        Ok(self.encoding.length(bytes))
    }
}
