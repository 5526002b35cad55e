//! Logs of engines: any bytes, as a paste would have them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use llm_lens::domain::report::log;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    if let Ok(log) = log::read(&text) {
        assert!(!log.report.is_empty());
        let _ = log.report.outcome();
    }
});
