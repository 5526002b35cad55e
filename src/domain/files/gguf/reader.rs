//! The reader: fed with pieces of a file, it holds only the item that is not complete yet.

use super::cursor::{Encoding, Stop};
use super::error::GgufError;
use super::header::{ByteOrder, Header};
use super::limits::{MAX_HEADER_BYTES, MAX_HELD_BYTES};
use super::value::ValueType;

/// How far to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The metadata that say what the model is made of, without the texts of the vocabulary and without the tensors.
    ///
    /// Reading stops at the end of the metadata, or before the first long list of texts below `tokenizer.` once
    /// `general.architecture` and `{architecture}.block_count` were read: writers put the architecture's keys first, by
    /// convention, not by rule. [`Reader::set_goal`] goes on from there.
    Geometry,
    /// All of it.
    Everything,
}

/// Where the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The header is complete.
    Done,
    /// All that [`Goal::Geometry`] asks for was read.
    Geometry,
    /// More is needed.
    NeedMore(Wanted),
}

/// The bytes that a reader needs next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// From this place of the file on. It may lie past the bytes that were given: what the header holds in between needs
    /// no reading.
    pub from: u64,
    /// At least to this place, exclusive: with less, no further item is complete.
    pub to: u64,
    /// Probably to this place for all of what is being read now: the rest of a list of texts or of the tensor table. An
    /// estimate, at least `to`.
    pub likely: u64,
}

/// A reader of one file's header.
///
/// It takes pieces of the file from the beginning on, in order and of any size, and gives the same result for any way
/// to cut them. Time is proportional to the bytes given; held are the header's small values and, between two pieces, at
/// most one incomplete item (less than 200 KB).
#[derive(Debug, Clone)]
pub struct Reader {
    pub(super) header: Header,
    pub(super) state: State,
    /// Where the next item begins in the file.
    pub(super) position: u64,
    pub(super) encoding: Encoding,
    pub(super) file_bytes: Option<u64>,
    /// Bytes of texts and arrays that may still be held.
    pub(super) budget: u64,
    goal: Goal,
    /// The beginning of the next item, where pieces end within it.
    incomplete: Vec<u8>,
    refused: Option<GgufError>,
}

/// What comes next in the file.
#[derive(Debug, Clone)]
pub(super) enum State {
    /// Magic, version and counts.
    Beginning,
    /// A metadata entry, or the end of the metadata.
    Entry,
    /// An element of the array that is the last entry so far.
    Elements {
        /// The arrays around the element, the innermost last.
        levels: Vec<Level>,
        /// Where the elements of the outermost array begin in the file.
        from: u64,
        /// True if all that [`Goal::Geometry`] asks for stands before them.
        is_past_geometry: bool,
    },
    /// A tensor, or the end of the table.
    Tensor,
    /// Nothing.
    End,
}

/// An array whose elements have no fixed size.
#[derive(Debug, Clone)]
pub(super) struct Level {
    /// Texts or arrays.
    pub element: ValueType,
    /// How many elements are still to be read.
    pub left: u64,
}

impl State {
    fn is_past_geometry(&self) -> bool {
        match self {
            Self::Beginning | Self::Entry => false,
            Self::Elements { is_past_geometry, .. } => *is_past_geometry,
            Self::Tensor | Self::End => true,
        }
    }
}

impl Reader {
    /// A reader for a file of `file_bytes` bytes, if that is known: lengths that lie are then found at once.
    pub fn new(file_bytes: Option<u64>, goal: Goal) -> Self {
        Self {
            header: Header::EMPTY,
            state: State::Beginning,
            position: 0,
            encoding: Encoding {
                byte_order: ByteOrder::Little,
                is_narrow: false,
            },
            file_bytes,
            budget: MAX_HELD_BYTES,
            goal,
            incomplete: Vec::new(),
            refused: None,
        }
    }

    /// Reads to another goal from now on.
    pub fn set_goal(&mut self, goal: Goal) {
        self.goal = goal;
    }

    /// What was read so far.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What was read so far.
    pub fn into_header(self) -> Header {
        self.header
    }

    /// The place of the file from which the reader goes on.
    pub fn position(&self) -> u64 {
        self.position.saturating_add(self.incomplete.len() as u64)
    }

    /// Reads a piece of the file that begins at `offset`. What lies before [`Reader::position`] is passed over; a piece
    /// that begins after it is not used, and the same bytes are asked for again.
    ///
    /// # Errors
    /// What is wrong with the file, and the same again on every later call.
    pub fn feed(&mut self, offset: u64, piece: &[u8]) -> Result<Progress, GgufError> {
        if let Some(error) = self.refused {
            return Err(error);
        }
        let skipped = usize::try_from(self.position().saturating_sub(offset)).unwrap_or(usize::MAX);
        let mut input = if offset > self.position() {
            &[]
        } else {
            piece.get(skipped..).unwrap_or(&[])
        };
        let result = self.read_items(&mut input);
        self.refused = result.err();
        result
    }

    /// The header, of a file that turned out to end after `file_bytes` bytes, all of which were given.
    ///
    /// # Errors
    /// [`GgufError::PastTheEnd`] if the header goes on, or what is wrong with the file.
    pub fn finish(mut self, file_bytes: u64) -> Result<Header, GgufError> {
        self.goal = Goal::Everything;
        self.file_bytes = Some(file_bytes);
        self.checked_end(0)?;
        match self.feed(self.position(), &[])? {
            Progress::NeedMore(wanted) => Err(GgufError::PastTheEnd {
                file: file_bytes,
                needed: wanted.to,
            }),
            Progress::Done | Progress::Geometry => Ok(self.header),
        }
    }

    fn read_items(&mut self, input: &mut &[u8]) -> Result<Progress, GgufError> {
        loop {
            if matches!(self.state, State::End) {
                return Ok(Progress::Done);
            }
            if self.goal == Goal::Geometry && self.state.is_past_geometry() {
                return Ok(Progress::Geometry);
            }
            let incomplete = std::mem::take(&mut self.incomplete);
            let step = self.step(if incomplete.is_empty() { input } else { &incomplete });
            self.incomplete = incomplete;
            match step {
                Ok(length) => {
                    self.position = self.checked_end(length)?;
                    let given = length.saturating_sub(self.incomplete.len() as u64);
                    let given = usize::try_from(given).unwrap_or(usize::MAX);
                    *input = input.get(given..).unwrap_or(&[]);
                    self.incomplete.clear();
                }
                Err(Stop::Refused(error)) => return Err(error),
                Err(Stop::Short(needed)) => {
                    let to = self.checked_end(needed)?;
                    let missing = needed.saturating_sub(self.incomplete.len() as u64);
                    let missing = usize::try_from(missing).unwrap_or(usize::MAX);
                    let (taken, rest) = input.split_at_checked(missing).unwrap_or((input, &[]));
                    self.incomplete.extend_from_slice(taken);
                    *input = rest;
                    if taken.len() < missing {
                        return Ok(Progress::NeedMore(Wanted {
                            from: self.position(),
                            to,
                            likely: self.likely_end(to),
                        }));
                    }
                }
            }
        }
    }

    /// The place `length` bytes after the beginning of the next item.
    pub(super) fn checked_end(&self, length: u64) -> Result<u64, GgufError> {
        let end = self.position.saturating_add(length);
        match self.file_bytes {
            Some(file) if end > file => Err(GgufError::PastTheEnd { file, needed: end }),
            _ if end > MAX_HEADER_BYTES => Err(GgufError::HeaderTooLarge(end)),
            _ => Ok(end),
        }
    }

    fn likely_end(&self, at_least: u64) -> u64 {
        // A token with its length; the mean of vocabularies lies between 14 and 20. A tensor with its name.
        const TEXT_BYTES: u64 = 20;
        const TENSOR_BYTES: u64 = 80;
        let rest = match &self.state {
            State::Elements { levels, .. } => levels.iter().fold(0u64, |sum, level| {
                sum.saturating_add(level.left.saturating_mul(TEXT_BYTES))
            }),
            State::Tensor => {
                let left = self.header.declared_tensors - self.header.tensors.len() as u64;
                left.saturating_mul(TENSOR_BYTES)
            }
            State::Beginning | State::Entry | State::End => 0,
        };
        let most = self.file_bytes.unwrap_or(MAX_HEADER_BYTES);
        self.position.saturating_add(rest).min(most).max(at_least)
    }
}
