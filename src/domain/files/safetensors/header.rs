//! The header of one file, read from a growing prefix.

use std::borrow::Cow;

use super::dtype::Dtype;
use super::error::SafetensorsError;
use super::totals::WeightTotals;
use crate::domain::text::quote::quote;
use crate::domain::wire::json::{Fault, Json, Scanner};

/// Bytes of the length in front of the header.
pub const LENGTH_BYTES: u64 = 8;

/// Longest header that the format's own library reads (`MAX_HEADER_SIZE` in safetensors/src/tensor.rs).
pub const HEADER_BYTES_MAX: u64 = 100_000_000;

/// What to ask for first. About 97 of 100 headers are no longer (`parse_safetensors_file_metadata` in huggingface_hub
/// asks for as much).
pub const FIRST_READ_BYTES: u64 = 100_000;

/// The shortest header: `{}`.
const HEADER_BYTES_MIN: u64 = 2;

/// Most entries of `__metadata__` that are kept, and most characters of a name and of a value. Real files have one to
/// ten short ones; training tools put whole logs there.
const N_METADATA_MAX: usize = 64;
const METADATA_NAME_MAX: usize = 100;
const METADATA_VALUE_MAX: usize = 1_000;

/// Characters of a tensor's name that an error repeats.
const TENSOR_NAME_MAX: usize = 80;

/// What a file's header says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Where the tensors begin: bytes of the length and the header together.
    pub data_begin: u64,
    /// Bytes of the space that the tensors lie in.
    pub data_bytes: u64,
    /// What the tensors come to.
    pub totals: WeightTotals,
    /// `__metadata__`: names and values, bounded.
    pub metadata: Vec<(String, String)>,
}

/// How far a prefix of a file leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderProgress {
    /// The prefix must have this many bytes at least.
    NeedMore {
        /// Bytes from the file's beginning.
        at_least: u64,
    },
    /// The header was read to its end.
    Done(Header),
}

/// Reads the header from the beginning of a file whose size is not known.
///
/// The cost is linear in the bytes given; what is kept besides them does not grow with the number of tensors.
///
/// # Errors
/// See [`SafetensorsError`]. A prefix of a sound file is never an error.
pub fn parse_header(prefix: &[u8]) -> Result<HeaderProgress, SafetensorsError> {
    parse_header_of_file(prefix, None)
}

/// Reads the header from the beginning of a file of `file_bytes` bytes, and holds what it says to that size.
///
/// # Errors
/// As [`parse_header`]; and [`SafetensorsError::FileTooShort`] before more is asked for than there is.
pub fn parse_header_of_file(
    prefix: &[u8],
    file_bytes: Option<u64>,
) -> Result<HeaderProgress, SafetensorsError> {
    let fits = |needed: u64| match file_bytes {
        Some(file_bytes) if file_bytes < needed => Err(SafetensorsError::FileTooShort { file_bytes, needed }),
        _ => Ok(()),
    };
    let Some((length, rest)) = prefix.split_first_chunk::<8>() else {
        fits(LENGTH_BYTES)?;
        return Ok(HeaderProgress::NeedMore {
            at_least: LENGTH_BYTES,
        });
    };
    let n_bytes = u64::from_le_bytes(*length);
    check_length(n_bytes, prefix)?;
    if let Some(found) = rest.first().copied().filter(|first| *first != b'{') {
        return Err(SafetensorsError::NoObject { found });
    }
    let data_begin = LENGTH_BYTES.saturating_add(n_bytes);
    fits(data_begin)?;
    let whole = usize::try_from(n_bytes)
        .ok()
        .and_then(|n_bytes| rest.get(..n_bytes));
    let Some(bytes) = whole else {
        return Ok(HeaderProgress::NeedMore { at_least: data_begin });
    };
    let text = std::str::from_utf8(bytes).map_err(|error| SafetensorsError::NotText {
        at: error.valid_up_to(),
    })?;
    let mut header = read(text)?;
    header.data_begin = data_begin;
    fits(data_begin.saturating_add(header.data_bytes))?;
    Ok(HeaderProgress::Done(header))
}

/// A length beyond all bounds is most often no length: the file is something else.
fn check_length(n_bytes: u64, prefix: &[u8]) -> Result<(), SafetensorsError> {
    if n_bytes < HEADER_BYTES_MIN {
        return Err(SafetensorsError::HeaderTooShort { bytes: n_bytes });
    }
    if n_bytes <= HEADER_BYTES_MAX {
        return Ok(());
    }
    let begins = |start: &[u8]| prefix.starts_with(start);
    let first_visible = prefix.iter().find(|byte| !byte.is_ascii_whitespace());
    Err(if begins(b"version ") {
        SafetensorsError::GitLfsPointer
    } else if begins(b"GGUF") {
        SafetensorsError::Gguf
    } else if begins(b"PK\x03\x04") {
        SafetensorsError::Zip
    } else if first_visible == Some(&b'<') {
        SafetensorsError::Html
    } else {
        SafetensorsError::HeaderTooLarge {
            bytes: n_bytes,
            limit: HEADER_BYTES_MAX,
        }
    })
}

fn malformed(Fault(at): Fault) -> SafetensorsError {
    SafetensorsError::Malformed { at }
}

fn read(text: &str) -> Result<Header, SafetensorsError> {
    let mut header = Header::default();
    let mut scanner = Scanner::new(text);
    if !scanner.take(b'{') {
        return Err(malformed(Fault(scanner.at)));
    }
    let mut is_first = true;
    while !scanner.take(b'}') {
        if !is_first && !scanner.take(b',') {
            return Err(malformed(Fault(scanner.at)));
        }
        is_first = false;
        let name = plain(scanner.name().map_err(malformed)?);
        if name == "__metadata__" {
            let value = scanner.value().map_err(malformed)?;
            header.metadata = metadata(value);
        } else {
            let tensor = tensor(&mut scanner, &name)?;
            header.data_bytes = header.data_bytes.max(tensor.end);
            header
                .totals
                .add(&name, tensor.dtype, tensor.n_elements, tensor.bytes);
        }
    }
    // The format pads headers with spaces.
    if scanner.next_visible().is_some() {
        return Err(malformed(Fault(scanner.at)));
    }
    if header.totals.bytes > header.data_bytes {
        return Err(SafetensorsError::Overlap {
            tensors: header.totals.bytes,
            space: header.data_bytes,
        });
    }
    Ok(header)
}

/// A name as it stands, or unescaped where it needs that: no library writes such names.
fn plain(quoted: &str) -> Cow<'_, str> {
    let inside = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or_default();
    if inside.contains('\\') {
        let text = Json::parse(quoted).ok().and_then(Json::text);
        Cow::Owned(text.unwrap_or_default())
    } else {
        Cow::Borrowed(inside)
    }
}

fn metadata(text: &str) -> Vec<(String, String)> {
    let fields = Json::parse(text).ok().and_then(Json::fields).unwrap_or_default();
    let mut kept = Vec::new();
    for (name, value) in fields.iter().take(N_METADATA_MAX) {
        if let Some(value) = value.text() {
            kept.push((quote(name, METADATA_NAME_MAX), quote(&value, METADATA_VALUE_MAX)));
        }
    }
    kept
}

struct Tensor {
    dtype: Dtype,
    n_elements: u64,
    bytes: u64,
    end: u64,
}

fn tensor(scanner: &mut Scanner<'_>, name: &str) -> Result<Tensor, SafetensorsError> {
    let named = || quote(name, TENSOR_NAME_MAX);
    let bad = || SafetensorsError::BadTensor { tensor: named() };
    let (mut dtype, mut n_elements, mut place) = (None, None, None);
    if !scanner.take(b'{') {
        return Err(bad());
    }
    let mut is_first = true;
    while !scanner.take(b'}') {
        if !is_first && !scanner.take(b',') {
            return Err(malformed(Fault(scanner.at)));
        }
        is_first = false;
        match scanner.name().map_err(malformed)? {
            r#""dtype""# => {
                let value = scanner.value().map_err(malformed)?;
                dtype = value.starts_with('"').then(|| Dtype::from_name(&plain(value)));
            }
            r#""shape""# => {
                let mut product = Some(1_u64);
                let is_list = naturals(scanner, |size| {
                    product = product.and_then(|product| product.checked_mul(size));
                })
                .map_err(malformed)?;
                if !is_list {
                    return Err(bad());
                }
                n_elements =
                    Some(product.ok_or_else(|| SafetensorsError::ShapeOverflow { tensor: named() })?);
            }
            r#""data_offsets""# => {
                let (mut ends, mut count) = ([0_u64; 2], 0_usize);
                let is_list = naturals(scanner, |offset| {
                    if let Some(slot) = ends.get_mut(count) {
                        *slot = offset;
                    }
                    count = count.saturating_add(1);
                })
                .map_err(malformed)?;
                if !is_list {
                    return Err(bad());
                }
                place = (count == ends.len()).then_some(ends);
            }
            _ => {
                scanner.value().map_err(malformed)?;
            }
        }
    }
    let (Some(dtype), Some(n_elements), Some([begin, end])) = (dtype, n_elements, place) else {
        return Err(bad());
    };
    let wrong = || SafetensorsError::WrongSize {
        tensor: named(),
        begin,
        end,
    };
    let bytes = end.checked_sub(begin).ok_or_else(wrong)?;
    let as_shaped = dtype
        .bits()
        .is_none_or(|bits| u128::from(n_elements) * u128::from(bits) == u128::from(bytes) * 8);
    if !as_shaped {
        return Err(wrong());
    }
    Ok(Tensor {
        dtype,
        n_elements,
        bytes,
        end,
    })
}

/// Reads an array of whole numbers from zero, one after the other; false if it is something else.
fn naturals(scanner: &mut Scanner<'_>, mut each: impl FnMut(u64)) -> Result<bool, Fault> {
    if !scanner.take(b'[') {
        return Ok(false);
    }
    let mut is_first = true;
    while !scanner.take(b']') {
        if !is_first && !scanner.take(b',') {
            return Err(Fault(scanner.at));
        }
        is_first = false;
        match scanner.value()?.parse() {
            Ok(number) => each(number),
            Err(_) => return Ok(false),
        }
    }
    Ok(true)
}
