//! Prefixes and pieces: how the reader is fed must not matter.

use llm_lens::domain::files::gguf::{ByteOrder, GgufError, Goal, Header, Progress, Reader, Wanted, read};

use super::fixtures::{headers, whole};
use super::writer::{Writer, Written, real_vocabulary};

/// Feeds pieces of the sizes that `size` gives, to the end of the bytes or of the reading.
fn fed(bytes: &[u8], goal: Goal, mut size: impl FnMut() -> usize) -> (Progress, Reader) {
    let mut reader = Reader::new(Some(bytes.len() as u64), goal);
    let mut at = 0;
    loop {
        let end = (at + size()).min(bytes.len());
        let progress = reader.feed(at as u64, &bytes[at..end]).unwrap();
        at = end;
        if at == bytes.len() || !matches!(progress, Progress::NeedMore(_)) {
            return (progress, reader);
        }
    }
}

fn items(header: &Header) -> (usize, usize) {
    (header.metadata.entries().len(), header.tensors.len())
}

fn assert_is_part(part: &Header, of: &Header) {
    let (entries, tensors) = items(part);
    assert_eq!(part.metadata.entries(), &of.metadata.entries()[..entries]);
    assert!(part.tensors.iter().eq(of.tensors.iter().take(tensors)));
}

/// `wanted` names the least end with which there is anything new.
fn assert_is_least(bytes: &[u8], length: usize, wanted: Wanted) {
    let at = |end: usize| read(&bytes[..end], Some(bytes.len() as u64), Goal::Everything).unwrap();
    let to = wanted.to as usize;
    assert_eq!(wanted.from, length as u64);
    assert!(length < to && to <= bytes.len() && wanted.likely >= wanted.to);
    assert!(wanted.likely <= bytes.len() as u64);
    assert_eq!(at(to - 1).1, at(length).1, "something was complete before {to}");
    let (progress, header) = at(to);
    let is_further = match progress {
        Progress::NeedMore(next) => next.to > wanted.to,
        Progress::Done | Progress::Geometry => true,
    };
    assert!(is_further || header != at(length).1);
}

#[test]
fn every_prefix_gives_its_part_and_says_what_is_needed_next() {
    for (name, bytes) in headers() {
        let full = whole(&bytes);
        let table_end = whole_without_padding(&bytes);
        // Each costs several readings; the tests below go through every single one.
        let step = if bytes.len() < 10_000 { 31 } else { 1_499 };
        let lengths = (0..table_end).filter(|length| *length < 80 || length % step == 0);
        for length in lengths.chain([table_end - 1]) {
            let (progress, part) =
                read(&bytes[..length], Some(bytes.len() as u64), Goal::Everything).unwrap();
            let Progress::NeedMore(wanted) = progress else {
                panic!("{name}: {length} bytes are enough");
            };
            assert_is_part(&part, &full);
            assert_is_least(&bytes, length, wanted);
        }
    }
}

/// Where the tensor table ends, before padding.
fn whole_without_padding(bytes: &[u8]) -> usize {
    let length = Writer::of(&whole(bytes)).bytes().len();
    assert!(bytes.len() - length < 32);
    length
}

#[test]
fn byte_by_byte_every_prefix_is_what_one_piece_gives() {
    for (name, bytes) in headers() {
        let full = whole(&bytes);
        let mut reader = Reader::new(Some(bytes.len() as u64), Goal::Everything);
        for (at, byte) in bytes.iter().enumerate() {
            let progress = reader.feed(at as u64, &[*byte]).unwrap();
            if let Progress::NeedMore(wanted) = progress {
                assert_eq!(wanted.from, at as u64 + 1, "{name}");
            }
            if at % 997 == 0 {
                let one_piece = read(&bytes[..=at], Some(bytes.len() as u64), Goal::Everything).unwrap();
                assert_eq!((progress, reader.header().clone()), one_piece, "{name} at {at}");
            }
        }
        assert_eq!(reader.into_header(), full, "{name}");
    }
}

#[test]
fn every_prefix_of_the_smallest_header_is_the_same_in_one_piece_and_byte_by_byte() {
    let (_, bytes) = headers()
        .into_iter()
        .min_by_key(|(_, bytes)| bytes.len())
        .unwrap();
    let mut reader = Reader::new(None, Goal::Everything);
    for end in 1..=bytes.len() {
        let progress = reader.feed(end as u64 - 1, &bytes[end - 1..end]).unwrap();
        let (expected, header) = read(&bytes[..end], None, Goal::Everything).unwrap();
        assert_eq!(progress, expected, "{end}");
        assert_eq!(items(reader.header()), items(&header), "{end}");
    }
}

#[test]
fn pieces_of_any_size_give_the_same_header() {
    let composed = ("composed".to_owned(), real_vocabulary().bytes());
    for (name, bytes) in headers().into_iter().chain([composed]) {
        let full = whole(&bytes);
        let sizes: &[usize] = if bytes.len() > 1_000_000 {
            &[4_093, 65_536, 1_000_003]
        } else {
            &[2, 3, 13, 1_024]
        };
        for size in sizes {
            let (progress, reader) = fed(&bytes, Goal::Everything, || *size);
            assert_eq!(progress, Progress::Done, "{name} by {size}");
            assert_eq!(reader.header(), &full, "{name} by {size}");
        }
        let mut size = 1;
        let growing = || {
            size = size * 3 % 1_009;
            size
        };
        assert_eq!(fed(&bytes, Goal::Everything, growing).1.header(), &full, "{name}");
    }
}

#[test]
fn every_version_and_byte_order_of_a_header_reads_the_same() {
    for (name, bytes) in headers() {
        let full = whole(&bytes);
        for version in [1, 2, 3] {
            for byte_order in [ByteOrder::Little, ByteOrder::Big] {
                let mut writer = Writer::of(&full);
                writer.version = version;
                writer.byte_order = byte_order;
                let written = whole(&writer.bytes());
                assert_eq!(
                    (written.version, written.byte_order),
                    (version, byte_order),
                    "{name}"
                );
                assert_eq!(written.metadata, full.metadata, "{name}");
                assert_eq!(written.tensors, full.tensors, "{name}");
            }
        }
    }
}

#[test]
fn the_geometry_of_a_header_with_a_real_vocabulary_is_in_its_first_kilobyte() {
    let bytes = real_vocabulary().bytes();
    assert!(bytes.len() > 7_500_000);
    let (progress, header) = read(&bytes[..1_024], Some(5_000_000_000), Goal::Geometry).unwrap();
    assert_eq!(progress, Progress::Geometry);
    assert_eq!(
        header.metadata.of_model("block_count").unwrap().as_u64(),
        Some(32)
    );
    assert_eq!(header.metadata.vocabulary_size(), Some(128_256));
    let tokens = header
        .metadata
        .get("tokenizer.ggml.tokens")
        .unwrap()
        .as_array()
        .unwrap();
    assert_eq!((tokens.bytes(), tokens.texts().len()), (None, 0));
}

#[test]
fn a_reader_that_stopped_at_the_geometry_goes_on_where_it_stands() {
    let bytes = real_vocabulary().bytes();
    let full = whole(&bytes);
    let (progress, mut reader) = fed(&bytes, Goal::Geometry, || 65_536);
    assert_eq!(progress, Progress::Geometry);
    reader.set_goal(Goal::Everything);
    let at = reader.position();
    assert_eq!(reader.feed(at, &bytes[at as usize..]), Ok(Progress::Done));
    assert_eq!(reader.header(), &full);
    let tokens = full
        .metadata
        .get("tokenizer.ggml.tokens")
        .unwrap()
        .as_array()
        .unwrap();
    assert_eq!(tokens.bytes(), Some(128_256 * 17));
    assert_eq!(tokens.texts().len(), 16);
    assert_eq!(tokens.texts()[1].whole(), Some("tok000001"));
    assert!(!tokens.is_whole());
}

#[test]
fn long_numbers_and_texts_need_no_reading() {
    let bytes = real_vocabulary().bytes();
    let full = whole(&bytes);
    let mut reader = Reader::new(None, Goal::Everything);
    let (mut at, mut given) = (0, 0);
    while let Progress::NeedMore(wanted) = {
        let end = (at + 4_096).min(bytes.len());
        given += end - at;
        reader.feed(at as u64, &bytes[at..end]).unwrap()
    } {
        at = wanted.from as usize;
    }
    assert_eq!(reader.header(), &full);
    // The scores and the types of the tokens, and the end of the chat template.
    assert!(bytes.len() - given > 128_256 * 8 - 2 * 4_096 + 9_000 - 4_096);
}

#[test]
fn pieces_may_overlap_and_one_that_leaves_a_gap_is_not_used() {
    let (_, bytes) = headers().remove(0);
    let mut reader = Reader::new(None, Goal::Everything);
    let first = reader.feed(0, &bytes[..1_000]).unwrap();
    assert_eq!(reader.feed(1_001, &bytes[1_001..]), Ok(first));
    assert_eq!(reader.feed(500, &bytes[500..900]), Ok(first));
    assert_eq!(reader.feed(500, &bytes[500..]), Ok(Progress::Done));
    assert_eq!(reader.header(), &whole(&bytes));
}

#[test]
fn the_geometry_is_read_past_a_vocabulary_that_comes_first() {
    let tokens = Written::texts((0..2_000).map(|i| format!("token {i}")));
    let writer = Writer::new()
        .entry("tokenizer.ggml.tokens", tokens)
        .entry("general.architecture", Written::text("llama"))
        .entry("llama.block_count", Written::u32(4))
        .tensor("a", &[4], 0, 0);
    let bytes = writer.bytes();
    let (progress, header) = read(&bytes, None, Goal::Geometry).unwrap();
    assert_eq!(progress, Progress::Geometry);
    assert_eq!(header.metadata.of_model("block_count").unwrap().as_u64(), Some(4));
    assert!(header.tensors.is_empty());
    // A vocabulary in sorted order stops at the merges, before the tokens.
    let (progress, part) = read(&bytes[..1_000], None, Goal::Geometry).unwrap();
    assert!(matches!(progress, Progress::NeedMore(wanted) if wanted.likely > 30_000));
    assert_eq!(part.metadata.vocabulary_size(), Some(2_000));
}

#[test]
fn a_file_that_ends_early_is_told_from_one_that_is_only_read_in_part() {
    let (_, bytes) = headers().remove(0);
    let mut reader = Reader::new(None, Goal::Everything);
    assert!(matches!(
        reader.feed(0, &bytes[..1_000]),
        Ok(Progress::NeedMore(_))
    ));
    let error = reader.finish(1_000).unwrap_err();
    assert!(matches!(error, GgufError::PastTheEnd { file: 1_000, needed } if needed > 1_000));
    let cut_off = read(&bytes[..1_000], Some(1_000), Goal::Everything).unwrap_err();
    assert_eq!(cut_off, error);
    let mut reader = Reader::new(None, Goal::Everything);
    reader.feed(0, &bytes).unwrap();
    assert_eq!(reader.finish(bytes.len() as u64), Ok(whole(&bytes)));
}
