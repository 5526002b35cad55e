use llm_lens::domain::text::memory_size::{BYTES_PER_GB, MemorySize, MemorySizeError};
use proptest::prelude::*;

use crate::machines::any_memory;

#[test]
fn what_people_type_is_read_exactly_or_refused() {
    let cases = [
        ("24", Ok(24_000)),
        (" 24 ", Ok(24_000)),
        ("0", Ok(0)),
        ("7.5", Ok(7_500)),
        ("7,5", Ok(7_500)),
        (".5", Ok(500)),
        ("5.", Ok(5_000)),
        ("007", Ok(7_000)),
        ("0.001", Ok(1)),
        ("11.9990", Ok(11_999)),
        ("65536", Ok(65_536_000)),
        ("65536.000", Ok(65_536_000)),
        ("", Err(MemorySizeError::Empty)),
        ("   ", Err(MemorySizeError::Empty)),
        (".", Err(MemorySizeError::NotANumber)),
        ("-1", Err(MemorySizeError::NotANumber)),
        ("+1", Err(MemorySizeError::NotANumber)),
        ("1e3", Err(MemorySizeError::NotANumber)),
        ("1.2.3", Err(MemorySizeError::NotANumber)),
        ("1,024.5", Err(MemorySizeError::NotANumber)),
        ("24 GB", Err(MemorySizeError::NotANumber)),
        ("٢٤", Err(MemorySizeError::NotANumber)),
        ("NaN", Err(MemorySizeError::NotANumber)),
        ("0.0001", Err(MemorySizeError::TooPrecise)),
        ("65536.001", Err(MemorySizeError::TooLarge)),
        ("99999999999999999999", Err(MemorySizeError::TooLarge)),
    ];
    for (text, expected) in cases {
        let read = MemorySize::parse(text).map(MemorySize::thousandths);
        assert_eq!(read, expected, "{text:?}");
    }
}

#[test]
fn an_amount_is_shown_without_needless_digits() {
    for (thousandths, shown) in [
        (0, "0"),
        (24_000, "24"),
        (7_500, "7.5"),
        (1, "0.001"),
        (11_990, "11.99"),
        (65_536_000, "65536"),
    ] {
        assert_eq!(
            MemorySize::from_thousandths(thousandths).unwrap().to_string(),
            shown
        );
    }
}

#[test]
fn one_gb_is_two_to_the_thirty_bytes() {
    assert_eq!(BYTES_PER_GB, 1_073_741_824);
    assert_eq!(MemorySize::from_gb(16).bytes(), 17_179_869_184);
    assert_eq!(MemorySize::parse("0.001").unwrap().bytes(), 1_073_742);
    assert_eq!(MemorySize::from_thousandths(65_536_001), None);
}

proptest! {
    #[test]
    fn what_is_shown_is_read_back(memory in any_memory()) {
        prop_assert_eq!(MemorySize::parse(&memory.to_string()), Ok(memory));
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = MemorySize::parse(&text);
    }

    #[test]
    fn any_number_is_read_or_refused(text in "[0-9]{0,30}[.,]?[0-9]{0,30}") {
        if let Ok(memory) = MemorySize::parse(&text) {
            prop_assert!(memory <= MemorySize::MAX);
        }
    }
}
