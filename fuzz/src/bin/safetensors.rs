//! Headers and index files of Safetensors.
#![no_main]

use libfuzzer_sys::fuzz_target;
use llm_lens::domain::files::safetensors::{
    HeaderProgress, parse_header, parse_header_of_file, parse_index, role_of,
};
use llm_lens_fuzz::within;

/// Bytes that may be held for each byte of input: entries of `__metadata__` cost most.
const HELD_PER_BYTE: usize = 40;
/// Bytes that may be held whatever the input is.
const HELD_ANYWAY: usize = 16_384;

fuzz_target!(|data: &[u8]| {
    let limit = HELD_ANYWAY + HELD_PER_BYTE * data.len();
    let header = within(limit, || parse_header(data));
    let whole = within(limit, || parse_header_of_file(data, Some(data.len() as u64)));
    if let (Ok(HeaderProgress::Done(header)), Ok(HeaderProgress::Done(whole))) = (&header, &whole) {
        assert_eq!(header.data_begin, whole.data_begin);
    }
    if let Ok(HeaderProgress::NeedMore { at_least }) = header {
        assert!(at_least > data.len() as u64);
    }
    let _ = within(limit, || parse_index(data));
    if let Ok(name) = std::str::from_utf8(data) {
        let _ = role_of(name);
    }
});
