use std::time::Instant;

use llm_lens::domain::files::safetensors::{
    HEADER_BYTES_MAX, HeaderProgress, SafetensorsError, parse_header, parse_header_of_file,
};
use proptest::prelude::*;

use super::{file, header_of, read, refused};

fn small() -> Vec<u8> {
    file(&header_of(&[
        ("model.embed_tokens.weight", "BF16", &[100, 8], 1600),
        ("model.layers.0.mlp.down_proj.weight", "F8_E4M3", &[8, 32], 256),
        ("model.layers.0.mlp.down_proj.weight_scale_inv", "F32", &[1, 1], 4),
    ]))
}

#[test]
fn a_prefix_says_how_much_is_missing_and_the_whole_is_read() {
    let whole = small();
    for end in 0..whole.len() {
        let at_least = if end < 8 { 8 } else { whole.len() as u64 };
        assert_eq!(
            parse_header(&whole[..end]),
            Ok(HeaderProgress::NeedMore { at_least }),
            "{end}"
        );
    }
    let Ok(HeaderProgress::Done(header)) = parse_header(&whole) else {
        panic!("not done");
    };
    assert_eq!(header.data_begin, whole.len() as u64);
    assert_eq!(header.data_bytes, 1860);
    assert_eq!(header.metadata, [("format".to_owned(), "pt".to_owned())]);
    assert_eq!(header.totals.n_tensors, 3);
    // What follows the header does not matter.
    let mut longer = whole.clone();
    longer.extend_from_slice(b"tensors");
    assert_eq!(parse_header(&longer), Ok(HeaderProgress::Done(header)));
}

#[test]
fn what_is_no_safetensors_file_is_named() {
    let error = |bytes: &[u8]| parse_header(bytes).unwrap_err();
    assert_eq!(error(b"<!DOCTYPE html><html>"), SafetensorsError::Html);
    assert_eq!(error(b"\n\n  <html lang=en>"), SafetensorsError::Html);
    assert_eq!(
        error(b"version https://git-lfs.github.com/spec/v1\n"),
        SafetensorsError::GitLfsPointer
    );
    assert_eq!(error(b"GGUF\x03\0\0\0\x01"), SafetensorsError::Gguf);
    assert_eq!(error(b"PK\x03\x04\0\0\x08\x08\0"), SafetensorsError::Zip);
    let promising = |bytes: u64| bytes.to_le_bytes();
    for bytes in [1 << 30, HEADER_BYTES_MAX + 1, u64::MAX] {
        let limit = HEADER_BYTES_MAX;
        assert_eq!(
            error(&promising(bytes)),
            SafetensorsError::HeaderTooLarge { bytes, limit }
        );
    }
    assert_eq!(
        error(&promising(1)),
        SafetensorsError::HeaderTooShort { bytes: 1 }
    );
    assert_eq!(
        error(&promising(0)),
        SafetensorsError::HeaderTooShort { bytes: 0 }
    );
    assert_eq!(
        parse_header(&promising(HEADER_BYTES_MAX)),
        Ok(HeaderProgress::NeedMore {
            at_least: HEADER_BYTES_MAX + 8
        })
    );
    let mut text = promising(20).to_vec();
    text.push(b'[');
    assert_eq!(error(&text), SafetensorsError::NoObject { found: b'[' });
    assert_eq!(
        error(&file("{\"\u{1}\":1}")),
        SafetensorsError::Malformed { at: 2 }
    );
    let mut bytes = file("{\"a\":1}");
    bytes[10] = 0xff;
    assert_eq!(error(&bytes), SafetensorsError::NotText { at: 2 });
}

#[test]
fn a_file_is_held_to_its_size() {
    let whole = small();
    let in_file = |bytes: &[u8], size| parse_header_of_file(bytes, Some(size));
    let needed = whole.len() as u64 + 1860;
    assert!(matches!(in_file(&whole, needed), Ok(HeaderProgress::Done(_))));
    assert_eq!(
        in_file(&whole, needed - 1),
        Err(SafetensorsError::FileTooShort {
            file_bytes: needed - 1,
            needed
        })
    );
    // A length that lies is refused before anything is downloaded for it.
    let mut lying = whole.clone();
    lying[..8].copy_from_slice(&50_000_000_u64.to_le_bytes());
    assert_eq!(
        in_file(&lying[..8], 2_000),
        Err(SafetensorsError::FileTooShort {
            file_bytes: 2_000,
            needed: 50_000_008
        })
    );
    assert_eq!(
        in_file(b"", 3),
        Err(SafetensorsError::FileTooShort {
            file_bytes: 3,
            needed: 8
        })
    );
}

fn with(dtype: &str, shape: &str, offsets: &str) -> String {
    format!(r#"{{"t":{{"dtype":"{dtype}","shape":{shape},"data_offsets":{offsets}}}}}"#)
}

#[test]
fn places_that_lie_are_refused() {
    let tensor = || "t".to_owned();
    let wrong = |begin, end| SafetensorsError::WrongSize {
        tensor: tensor(),
        begin,
        end,
    };
    assert_eq!(refused(&with("F32", "[2]", "[0,7]")), wrong(0, 7));
    assert_eq!(refused(&with("F32", "[2]", "[8,0]")), wrong(8, 0));
    assert_eq!(refused(&with("F4", "[3]", "[0,1]")), wrong(0, 1));
    let end = u64::MAX;
    assert_eq!(refused(&with("F32", "[2]", &format!("[0,{end}]"))), wrong(0, end));
    assert_eq!(
        refused(&with("BF16", "[4294967296,4294967296]", "[0,8]")),
        SafetensorsError::ShapeOverflow { tensor: tensor() }
    );
    let bad = SafetensorsError::BadTensor { tensor: tensor() };
    for offsets in ["[0]", "[0,4,8]", "[0,-4]", "[0.0,4.0]", "{}", "null"] {
        assert_eq!(refused(&with("F32", "[1]", offsets)), bad, "{offsets}");
    }
    for shape in ["[1.5]", "7", "[[1]]", "[\"1\"]", "[18446744073709551616]"] {
        assert_eq!(refused(&with("F32", shape, "[0,4]")), bad, "{shape}");
    }
    assert_eq!(
        refused(r#"{"t":{"dtype":7,"shape":[],"data_offsets":[0,4]}}"#),
        bad
    );
    assert_eq!(refused(r#"{"t":{"shape":[],"data_offsets":[0,4]}}"#), bad);
    assert_eq!(refused(r#"{"t":[]}"#), bad);
    assert_eq!(
        refused(
            r#"{"a":{"dtype":"I8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"I8","shape":[8],"data_offsets":[4,12]}}"#
        ),
        SafetensorsError::Overlap {
            tensors: 16,
            space: 12
        }
    );
    assert_eq!(refused(r#"{"a":1} x"#), bad_named("a"));
    assert_eq!(refused("{} x"), SafetensorsError::Malformed { at: 3 });
    assert_eq!(refused("{,}"), SafetensorsError::Malformed { at: 1 });
}

fn bad_named(name: &str) -> SafetensorsError {
    SafetensorsError::BadTensor {
        tensor: name.to_owned(),
    }
}

#[test]
fn an_error_repeats_a_long_name_in_part() {
    let name = "x".repeat(10_000);
    let SafetensorsError::BadTensor { tensor } = refused(&format!(r#"{{"{name}":1}}"#)) else {
        panic!("another error");
    };
    assert_eq!(tensor.chars().count(), 80);
}

#[test]
fn metadata_is_kept_within_bounds() {
    let long = "v".repeat(5_000);
    let mut entries: Vec<String> = (0..200)
        .map(|number| format!(r#""k{number}":"{long}""#))
        .collect();
    entries.insert(0, r#""odd":7"#.to_owned());
    let header = read(&format!(r#"{{"__metadata__":{{{}}}}}"#, entries.join(",")));
    assert_eq!(header.metadata.len(), 63);
    assert!(
        header
            .metadata
            .iter()
            .all(|(_, value)| value.chars().count() == 1_000)
    );
    assert_eq!(read("{}   ").totals.n_tensors, 0);
}

/// A mixture of experts with 10,000 tensors: 1.3 MB of header.
#[test]
fn a_large_header_is_read_in_linear_time() {
    let tensors: Vec<String> = (0..10_000_u64)
        .map(|number| {
            let (layer, expert) = (number / 1_000, number % 1_000);
            let (begin, end) = (number * 512, number * 512 + 512);
            format!(
                r#""model.layers.{layer}.mlp.experts.{expert}.down_proj.weight":{{"dtype":"BF16","shape":[16,16],"data_offsets":[{begin},{end}]}}"#
            )
        })
        .collect();
    let bytes = file(&format!("{{{}}}", tensors.join(",")));
    let start = Instant::now();
    let Ok(HeaderProgress::Done(header)) = parse_header(&bytes) else {
        panic!("not done");
    };
    let took = start.elapsed();
    assert_eq!(header.totals.n_tensors, 10_000);
    assert_eq!(header.totals.expert_bytes, vec![512_000; 10]);
    // Some tenths of a second without optimisation; anything that grows with the square of the size takes hours.
    assert!(took.as_secs() < 20, "{took:?}");
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes: Vec<u8>, size: Option<u64>) {
        let _ = parse_header_of_file(&bytes, size);
    }

    #[test]
    fn any_text_is_answered(text in ".*") {
        let _ = parse_header(&file(&text));
    }

    #[test]
    fn changed_bytes_are_answered(changes in prop::collection::vec((8_usize..400, any::<u8>()), 1..4)) {
        let mut bytes = small();
        for (at, byte) in changes {
            let place = at % bytes.len();
            bytes[place] = byte;
        }
        if let Ok(HeaderProgress::Done(header)) = parse_header(&bytes) {
            prop_assert!(header.totals.bytes <= header.data_bytes);
        }
    }
}
