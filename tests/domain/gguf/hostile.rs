//! Files that are no GGUF, that break off, and that lie.

use llm_lens::domain::files::gguf::{Foreign, GgufError, Goal, Header, Progress, Reader, ValueType, read};
use proptest::prelude::*;

use super::fixtures::headers;
use super::writer::{Writer, Written};

fn refused(bytes: &[u8]) -> GgufError {
    let error = read(bytes, Some(1 << 40), Goal::Everything).unwrap_err();
    // The same when it comes byte by byte.
    let mut reader = Reader::new(Some(1 << 40), Goal::Everything);
    let pieces = bytes.chunks(1).zip(0..);
    let first = pieces
        .map(|(piece, at)| reader.feed(at, piece))
        .find_map(Result::err);
    assert_eq!(first, Some(error));
    assert_eq!(reader.feed(0, bytes), Err(error), "a refusal stays");
    error
}

#[test]
fn other_files_are_recognized() {
    let foreign = |bytes: &[u8]| match Reader::new(None, Goal::Everything).feed(0, bytes) {
        Err(GgufError::NotGguf(foreign)) => foreign,
        other => panic!("{other:?}"),
    };
    assert_eq!(foreign(b"<!doctype html><html><head>"), Foreign::Html);
    assert_eq!(foreign(b"\r\n  <html><head><title>Sign in"), Foreign::Html);
    assert_eq!(
        foreign(b"version https://git-lfs.github.com/spec/v1\n"),
        Foreign::LfsPointer
    );
    assert_eq!(
        foreign(b"PK\x03\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        Foreign::Zip
    );
    assert_eq!(
        foreign(b"\x80\x02}q\0(X\x01\0\0\0aq\x01X\x01\0\0\0bq\x02uu"),
        Foreign::Pickle
    );
    assert_eq!(
        foreign(b"\x40\x01\0\0\0\0\0\0{\"__metadata__\":{\"format\""),
        Foreign::Safetensors
    );
    assert_eq!(foreign(b"{\"error\":\"Repository not found\"}"), Foreign::Json);
    assert_eq!(
        foreign(b"tjgg\x03\0\0\0\0\x7d\0\0\0\x10\0\0\0\x01\0\0\x20\0\0\0"),
        Foreign::OldGgml
    );
    assert_eq!(foreign(&[0; 64]), Foreign::Zeros);
    assert_eq!(foreign(b"What else there is in this world"), Foreign::Unknown);
    assert_eq!(
        foreign(b"GGUZ what else there is in this world"),
        Foreign::Unknown
    );
}

#[test]
fn short_files_are_recognized_once_their_end_is_known() {
    let at_end = |bytes: &[u8]| read(bytes, Some(bytes.len() as u64), Goal::Everything).unwrap_err();
    assert_eq!(at_end(b""), GgufError::NotGguf(Foreign::Empty));
    assert_eq!(at_end(b"<html>"), GgufError::NotGguf(Foreign::Html));
    assert_eq!(at_end(b"{}"), GgufError::NotGguf(Foreign::Json));
    assert_eq!(at_end(b"GGUF"), GgufError::PastTheEnd { file: 4, needed: 8 });
    assert_eq!(at_end(b"GG"), GgufError::NotGguf(Foreign::Unknown));
    for bytes in [&b""[..], b"<html>", b"GGUF", b"GG"] {
        let mut reader = Reader::new(None, Goal::Geometry);
        assert!(matches!(reader.feed(0, bytes), Ok(Progress::NeedMore(_))));
        assert_eq!(reader.finish(bytes.len() as u64), Err(at_end(bytes)));
    }
}

#[test]
fn bytes_that_begin_like_the_magic_ask_for_the_same_in_any_pieces() {
    for bytes in [&b"Ge"[..], b"GGUx", b"GGU", b"<"] {
        let whole = read(bytes, None, Goal::Everything);
        assert!(matches!(whole, Ok((Progress::NeedMore(_), _))));
        assert_eq!(in_pieces(bytes, None, Goal::Everything, 1), whole);
    }
}

#[test]
fn versions_that_do_not_exist_are_refused() {
    for version in [0, 4, 0x0004_0000] {
        let mut writer = Writer::new();
        writer.version = version;
        let expected = version.min(version.swap_bytes());
        assert_eq!(refused(&writer.bytes()), GgufError::UnsupportedVersion(expected));
    }
}

/// A header that declares these counts and has nothing.
fn counts(tensors: u64, keys: u64) -> Vec<u8> {
    let counts = [tensors.to_le_bytes(), keys.to_le_bytes()].concat();
    [b"GGUF\x03\0\0\0", counts.as_slice()].concat()
}

/// An entry whose value begins with these bytes, in a file that declares one more entry.
fn entry(value_type: u32, value: &[u8]) -> Vec<u8> {
    let key = [&1u64.to_le_bytes(), b"k".as_slice(), &value_type.to_le_bytes()].concat();
    [counts(0, 2), key, value.to_vec()].concat()
}

fn array(element: u32, count: u64) -> Vec<u8> {
    [element.to_le_bytes().as_slice(), &count.to_le_bytes()].concat()
}

#[test]
fn absurd_counts_and_lengths_are_refused_at_once() {
    const HUGE: u64 = 1 << 60;
    let too_long = |needed| GgufError::PastTheEnd {
        file: 1 << 40,
        needed,
    };
    assert_eq!(refused(&counts(HUGE, 1)), GgufError::TooManyTensors(HUGE));
    assert_eq!(refused(&counts(1, HUGE)), GgufError::TooManyKeys(HUGE));
    let long_key = [counts(0, 1), 65_536u64.to_le_bytes().to_vec()].concat();
    assert_eq!(refused(&long_key), GgufError::KeyTooLong(65_536));
    assert_eq!(refused(&entry(8, &HUGE.to_le_bytes())), too_long(45 + HUGE));
    assert_eq!(refused(&entry(8, &u64::MAX.to_le_bytes())), too_long(u64::MAX));
    assert_eq!(refused(&entry(9, &array(8, HUGE))), too_long(49 + 8 * HUGE));
    assert_eq!(refused(&entry(9, &array(12, HUGE))), too_long(49 + 8 * HUGE));
    assert_eq!(refused(&entry(9, &array(9, u64::MAX))), too_long(u64::MAX));
    // A text that lies in a list of texts, among the first and after them.
    let text = |before: usize| {
        let texts = [0u64.to_le_bytes().repeat(before), HUGE.to_le_bytes().to_vec()].concat();
        entry(9, &[array(8, 100), texts].concat())
    };
    assert_eq!(refused(&text(0)), too_long(57 + HUGE));
    assert_eq!(refused(&text(50)), too_long(57 + 400 + HUGE));
    // Without the length of the file, the limit of headers holds.
    let unknown = read(&entry(8, &HUGE.to_le_bytes()), None, Goal::Geometry);
    assert_eq!(unknown.unwrap_err(), GgufError::HeaderTooLarge(45 + HUGE));
}

#[test]
fn a_value_of_an_unknown_type_ends_the_reading() {
    assert_eq!(refused(&entry(13, b"")), GgufError::UnknownValueType(13));
    assert_eq!(refused(&entry(9, &array(99, 1))), GgufError::UnknownValueType(99));
}

#[test]
fn deep_nesting_is_refused() {
    let nested = |depth| {
        let mut value = Written::texts(["a"]);
        for _ in 1..depth {
            value = Written::Array(ValueType::Array, vec![value]);
        }
        Writer::new().entry("k", value).bytes()
    };
    assert!(read(&nested(4), None, Goal::Everything).is_ok());
    assert_eq!(refused(&nested(5)), GgufError::NestedTooDeep);
}

#[test]
fn tensors_that_cannot_be_are_refused() {
    let tensor = |name: &str, dimensions: &[u64], type_id, offset| {
        refused(
            &Writer::new()
                .tensor("a", &[1], 0, 0)
                .tensor(name, dimensions, type_id, offset)
                .bytes(),
        )
    };
    assert_eq!(tensor("a", &[1; 5], 0, 0), GgufError::TooManyDimensions(5));
    assert_eq!(
        tensor(&"a".repeat(1_025), &[1], 0, 0),
        GgufError::TensorNameTooLong(1_025)
    );
    assert_eq!(
        tensor("a", &[1 << 32, 1 << 32], 0, 0),
        GgufError::TensorTooLarge(1)
    );
    assert_eq!(
        tensor("a", &[1 << 32, 1 << 32], 999, 0),
        GgufError::TensorTooLarge(1)
    );
    assert_eq!(tensor("a", &[1 << 62], 0, 0), GgufError::TensorTooLarge(1));
    assert_eq!(tensor("a", &[1], 0, u64::MAX), GgufError::TensorTooLarge(1));
}

#[test]
fn an_alignment_that_is_none_is_refused() {
    let alignment = |value| Writer::new().entry("general.alignment", value).bytes();
    for value in [
        Written::u32(0),
        Written::u32(33),
        Written::text("32"),
        Written::Number(ValueType::U64, 1 << 40),
    ] {
        assert_eq!(refused(&alignment(value)), GgufError::BadAlignment);
    }
    assert!(read(&alignment(Written::u32(4_096)), None, Goal::Everything).is_ok());
}

/// Everything that can be asked of a header, so that no answer panics.
fn ask_everything(header: &Header) {
    for entry in header.metadata.entries() {
        let value = &entry.value;
        let _ = (value.as_u64(), value.as_f64(), value.as_bool(), value.as_text());
        let _ = (
            value.per_layer(),
            value.flags_per_layer(),
            header.metadata.get(&entry.key),
        );
    }
    let metadata = &header.metadata;
    let _ = (
        metadata.vocabulary_size(),
        metadata.of_model("block_count"),
        header.alignment(),
    );
    let tensors = &header.tensors;
    let _ = (
        tensors.bytes(),
        tensors.elements(),
        tensors.by_type(),
        header.least_file_bytes(),
    );
    assert_eq!(tensors.iter().count(), tensors.len());
    let _ = llm_lens::domain::files::gguf::join_shards(std::slice::from_ref(header));
}

/// A small header with every kind of value, in one of the six encodings.
fn sample(version: u32, is_big: bool) -> Vec<u8> {
    let scalars = [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12];
    let mut writer = Writer::new()
        .entry("general.architecture", Written::text("llama"))
        .entry("llama.block_count", Written::u32(2))
        .entry("heads", Written::numbers(ValueType::I32, [1, 2, 3]))
        .entry("tokens", Written::texts((0..40).map(|i| "t".repeat(i))))
        .entry(
            "nested",
            Written::Array(ValueType::Array, vec![Written::texts(["a", "b"])]),
        )
        .tensor("token_embd.weight", &[64, 32], 2, 0)
        .tensor("blk.0.attn_q.weight", &[32, 8, 2, 1], 8, 2_048);
    for id in scalars {
        let value_type = ValueType::from_id(id).unwrap();
        writer = writer.entry(
            value_type.name(),
            Written::Number(value_type, 0x4142_4344_4546_4701),
        );
    }
    writer.version = version;
    if is_big {
        writer.byte_order = llm_lens::domain::files::gguf::ByteOrder::Big;
    }
    writer.bytes()
}

fn in_pieces(
    bytes: &[u8],
    file: Option<u64>,
    goal: Goal,
    piece: usize,
) -> Result<(Progress, Header), GgufError> {
    let mut reader = Reader::new(file, goal);
    let mut progress = reader.feed(0, &[])?;
    for (index, part) in bytes.chunks(piece).enumerate() {
        progress = reader.feed((index * piece) as u64, part)?;
        if !matches!(progress, Progress::NeedMore(_)) {
            break;
        }
    }
    Ok((progress, reader.into_header()))
}

proptest! {
    #[test]
    fn damaged_headers_are_read_or_refused_the_same_in_any_pieces(
        version in 1u32..=3,
        is_big: bool,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        end in any::<prop::sample::Index>(),
        knows_length: bool,
        wants_geometry: bool,
        piece in 1usize..200,
    ) {
        let mut bytes = sample(version, is_big);
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let file = knows_length.then_some(bytes.len() as u64);
        bytes.truncate(end.index(bytes.len() + 1));
        let goal = if wants_geometry { Goal::Geometry } else { Goal::Everything };
        let whole = read(&bytes, file, goal);
        let pieces = in_pieces(&bytes, file, goal, piece);
        match (&whole, &pieces) {
            (Ok((_, header)), Ok(_)) => ask_everything(header),
            (Err(_), Err(_)) => {}
            _ => prop_assert!(false, "{whole:?} but {pieces:?}"),
        }
        prop_assert_eq!(whole, pieces);
    }

    #[test]
    fn damaged_real_headers_are_read_or_refused(
        file in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<[u8; 8]>()), 1..4),
    ) {
        thread_local!(static HEADERS: Vec<(String, Vec<u8>)> = headers());
        let mut bytes = HEADERS.with(|headers| headers[file.index(headers.len())].1.clone());
        for (place, new) in damage {
            let place = place.index(bytes.len() - 8);
            bytes[place..place + 8].copy_from_slice(&new);
        }
        if let Ok((_, header)) = read(&bytes, Some(1 << 36), Goal::Everything) {
            ask_everything(&header);
        }
    }

    #[test]
    fn any_bytes_after_the_magic_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), version in 1u8..4) {
        let bytes = [b"GGUF".as_slice(), &[version, 0, 0, 0], &bytes].concat();
        let _ = read(&bytes, None, Goal::Everything);
    }
}
