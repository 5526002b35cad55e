//! Reading GGUF headers: the geometry in one small request, the tensors of all files when they are asked for.

use super::bounded_reading::{FIRST_BYTES, PIECE_BYTES, Reading};
use crate::domain::app::header_failure::HeaderFailure;
use crate::domain::files::description::{GgufDescription, NamedFile};
use crate::domain::files::gguf::{Goal, Progress, Reader, join_shards};
use crate::web::model_file::ModelFile;

/// Second request, where the first did not suffice: chat templates and long lists fit.
const SECOND_BYTES: u64 = 1024 * 1024;

/// A file to read and what the repository's list says of its size.
pub type SizedFile = (ModelFile, Option<u64>);

/// Reads the geometry of a model from the first of its files.
///
/// # Errors
/// Why not.
pub async fn read_geometry(files: &[SizedFile], reading: &Reading) -> Result<GgufDescription, HeaderFailure> {
    let Some(first) = files.first() else {
        return Err(HeaderFailure::MixedFiles);
    };
    read_first(first, files.len(), FIRST_BYTES, reading).await
}

/// Reads the geometry of a model from the first of its `n_files` files, beginning with a part of so many bytes.
///
/// # Errors
/// Why not; [`HeaderFailure::Costly`] where the budget of the reading does not suffice.
pub async fn read_first(
    (file, listed_bytes): &SizedFile,
    n_files: usize,
    first_bytes: u32,
    reading: &Reading,
) -> Result<GgufDescription, HeaderFailure> {
    let (mut reader, total, rest) = start(file, *listed_bytes, Goal::Geometry, first_bytes, reading).await?;
    // The rest of the first part was paid for: often the whole tensor table lies in it.
    let before = reader.clone();
    reader.set_goal(Goal::Everything);
    let (progress, fault) = match rest.map(|(first, bytes)| reader.feed(first, &bytes)) {
        Some(Ok(progress)) => (progress, None),
        Some(Err(fault)) => {
            reader = before;
            (Progress::Geometry, Some(fault))
        }
        None => (Progress::Geometry, None),
    };
    Ok(GgufDescription {
        reader,
        file: NamedFile {
            name: file.name(),
            bytes: total,
        },
        shards: Vec::new(),
        joined: None,
        is_whole: progress == Progress::Done && n_files == 1,
        n_files,
        fault,
    })
}

/// Reads on, to the tensors of all files.
///
/// # Errors
/// Why not; what was known stays known.
pub async fn read_whole(
    known: &GgufDescription,
    files: &[SizedFile],
    reading: &Reading,
) -> Result<GgufDescription, HeaderFailure> {
    let Some(((first, _), others)) = files.split_first() else {
        return Err(HeaderFailure::MixedFiles);
    };
    let mut read = known.clone();
    read.reader.set_goal(Goal::Everything);
    let expected = read.reader.position().saturating_add(read.bytes_to_whole());
    read_on(&mut read.reader, first, read.file.bytes, expected, reading).await?;
    let mut headers = vec![read.header().clone()];
    read.shards.clear();
    for (file, listed_bytes) in others {
        let (reader, total, _) = start(file, *listed_bytes, Goal::Everything, FIRST_BYTES, reading).await?;
        let named = NamedFile {
            name: file.name(),
            bytes: total,
        };
        headers.push(reader.header().clone());
        read.shards.push((named, reader.into_header()));
    }
    if !others.is_empty() {
        read.joined = Some(join_shards(&headers)?);
    }
    read.is_whole = true;
    read.fault = None;
    Ok(read)
}

/// A reader that reached its goal, the bytes of the file, and the last part that was read with its place.
type Started = (Reader, Option<u64>, Option<(u64, Vec<u8>)>);

async fn start(
    file: &ModelFile,
    listed_bytes: Option<u64>,
    goal: Goal,
    first_bytes: u32,
    reading: &Reading,
) -> Result<Started, HeaderFailure> {
    let part = reading.part(file, 0, first_bytes.into()).await?;
    // What the file itself says of its size counts more than the list.
    let total = part.total.or(listed_bytes);
    let mut reader = Reader::new(total, goal);
    let progress = reader.feed(0, &part.bytes)?;
    let is_end = part.bytes.len() < first_bytes as usize;
    if let Progress::NeedMore(_) = progress {
        if is_end {
            return Err(ended(reader, part.bytes.len() as u64));
        }
        read_on(&mut reader, file, total, 0, reading).await?;
        return Ok((reader, total, None));
    }
    Ok((reader, total, Some((0, part.bytes))))
}

/// Feeds a reader until it is content. `expected` is where that is likely to be, if anything is known of it: the reader
/// itself sees no further than to the end of the list it is in.
async fn read_on(
    reader: &mut Reader,
    file: &ModelFile,
    total: Option<u64>,
    expected: u64,
    reading: &Reading,
) -> Result<(), HeaderFailure> {
    let mut piece_bytes = SECOND_BYTES;
    let mut progress = reader.feed(reader.position(), &[])?;
    while let Progress::NeedMore(wanted) = progress {
        // At least what the next item needs; what is likely needed, in pieces that a slow line brings in time.
        let likely = wanted.likely.max(expected).saturating_sub(wanted.from);
        let least = wanted.to.saturating_sub(wanted.from);
        let n_bytes = likely.clamp(u64::from(FIRST_BYTES), piece_bytes).max(least);
        let n_bytes = total.map_or(n_bytes, |total| n_bytes.min(total.saturating_sub(wanted.from)));
        let part = reading.part(file, wanted.from, n_bytes).await?;
        let n_got = part.bytes.len() as u64;
        progress = reader.feed(wanted.from, &part.bytes)?;
        if n_got < n_bytes && matches!(progress, Progress::NeedMore(_)) {
            let end = wanted.from.saturating_add(n_got);
            return Err(ended(reader.clone(), end));
        }
        piece_bytes = PIECE_BYTES.into();
    }
    Ok(())
}

/// What is wrong with a file that ends before its header does.
fn ended(reader: Reader, end: u64) -> HeaderFailure {
    match reader.finish(end) {
        Err(error) => HeaderFailure::Gguf(error),
        // The header was complete after all, so its reader would not have asked for more.
        Ok(_) => HeaderFailure::Unreadable,
    }
}
