//! GGUF headers: read in one piece and in several, which must give the same, and asked for everything they can say.
#![no_main]

use libfuzzer_sys::fuzz_target;
use llm_lens::domain::files::gguf::{GgufError, Goal, Header, Progress, Reader, join_shards, read};
use llm_lens_fuzz::within;

/// Bytes that may be held for each byte of input. The dearest input is a list of metadata entries of 13 bytes, each of
/// which costs 48 bytes and its key, in a list that grows by doubling.
const HELD_PER_BYTE: usize = 20;

/// Bytes that may be held whatever the input is.
const HELD_ANYWAY: usize = 4_096;

// The last two bytes say how to read, so that a file is a seed as it is.
fuzz_target!(|data: &[u8]| {
    let Some((file, &[options, piece])) = data.split_last_chunk::<2>() else {
        return;
    };
    let goal = if options & 1 == 0 {
        Goal::Everything
    } else {
        Goal::Geometry
    };
    let file_bytes = match options >> 1 & 3 {
        0 => None,
        1 => Some(file.len() as u64),
        // A file that goes on after what is given.
        _ => Some(1 << 33),
    };
    let limit = HELD_ANYWAY + HELD_PER_BYTE * file.len();
    let whole = within(limit, || read(file, file_bytes, goal));
    let pieces = within(limit, || {
        in_pieces(file, file_bytes, goal, 1 + usize::from(piece))
    });
    assert_eq!(whole, pieces);
    if let Ok((progress, header)) = whole {
        assert!(progress != Progress::Done || header.data_start.is_some());
        ask_everything(&header);
    }
});

fn in_pieces(
    file: &[u8],
    file_bytes: Option<u64>,
    goal: Goal,
    piece: usize,
) -> Result<(Progress, Header), GgufError> {
    let mut reader = Reader::new(file_bytes, goal);
    let mut progress = reader.feed(0, &[])?;
    let mut at = 0;
    for part in file.chunks(piece) {
        progress = reader.feed(at, part)?;
        at += part.len() as u64;
        match progress {
            Progress::NeedMore(wanted) => assert!(wanted.from >= at && wanted.to > wanted.from),
            Progress::Done | Progress::Geometry => break,
        }
    }
    Ok((progress, reader.into_header()))
}

fn ask_everything(header: &Header) {
    let metadata = &header.metadata;
    for entry in metadata.entries() {
        let value = &entry.value;
        let _ = (value.as_u64(), value.as_f64(), value.as_bool(), value.as_text());
        let _ = (value.per_layer(), value.flags_per_layer());
        assert!(metadata.get(&entry.key).is_some());
    }
    let _ = (
        metadata.vocabulary_size(),
        metadata.of_model("block_count"),
        header.alignment(),
    );
    let tensors = &header.tensors;
    let _ = (tensors.bytes(), tensors.elements(), header.least_file_bytes());
    assert_eq!(tensors.iter().count(), tensors.len());
    let counted: u64 = tensors.by_type().iter().map(|total| total.tensors).sum();
    assert_eq!(counted, tensors.len() as u64);
    let _ = join_shards(std::slice::from_ref(header));
}
