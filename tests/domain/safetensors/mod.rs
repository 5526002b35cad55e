//! Safetensors headers and indices.

mod headers;
mod indices;
mod plans;
mod sums;

use llm_lens::domain::files::safetensors::{Header, HeaderProgress, SafetensorsError, parse_header};

/// A file's beginning: the length and the header.
pub fn file(header: &str) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header.as_bytes());
    bytes
}

pub fn read(header: &str) -> Header {
    match parse_header(&file(header)) {
        Ok(HeaderProgress::Done(header)) => header,
        other => panic!("{header}: {other:?}"),
    }
}

pub fn refused(header: &str) -> SafetensorsError {
    parse_header(&file(header)).expect_err(header)
}

/// A header of tensors that lie one behind the other: name, dtype, shape and bytes.
pub fn header_of(tensors: &[(&str, &str, &[u64], u64)]) -> String {
    let mut begin = 0;
    let mut parts = vec![r#""__metadata__":{"format":"pt"}"#.to_owned()];
    for (name, dtype, shape, bytes) in tensors {
        let end = begin + bytes;
        parts.push(format!(
            r#""{name}":{{"dtype":"{dtype}","shape":{shape:?},"data_offsets":[{begin},{end}]}}"#
        ));
        begin = end;
    }
    format!("{{{}}}", parts.join(","))
}
