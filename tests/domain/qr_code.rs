//! QR codes: what is drawn is read back, and what is too long is refused.

use llm_lens::domain::app::qr_code::{
    ErrorCorrection, QR_TEXT_LENGTH_MAX, QUIET_ZONE_MODULES, QrCode, QrCodeError,
};
use llm_lens::domain::app::route::{Page, Route};
use llm_lens::domain::app::share::SHARED_LENGTH_MAX;
use proptest::prelude::*;

/// Reads a code back as a phone does: from a grey picture with a quiet zone, some pixels a module.
fn scanned(code: &QrCode) -> String {
    const PIXELS: u32 = 3;
    let side = usize::try_from(code.view_side() * PIXELS).unwrap();
    let grey = |x: usize, y: usize| {
        let module = |pixel: usize| (u32::try_from(pixel).unwrap() / PIXELS).checked_sub(QUIET_ZONE_MODULES);
        match (module(x), module(y)) {
            (Some(x), Some(y)) if code.is_dark(x, y) => 0,
            _ => 255,
        }
    };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, grey);
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1, "one code is found");
    grids[0].decode().unwrap().1
}

#[test]
fn a_short_link_is_read_back() {
    let link = "https://example.org/llm-lens/#/?hw=v1~ram32~gpu24x2-RTX_4090";
    let code = QrCode::encode(link).unwrap();
    assert_eq!(scanned(&code), link);
    assert!(!code.is_dense());
}

#[test]
fn the_longest_shared_link_is_read_back() {
    let mut link = String::from("https://example.org/llm-lens/#/compare?hw=v1~");
    let letters: String = ('a'..='z').chain('0'..='9').chain("-_.~%".chars()).collect();
    while link.len() < SHARED_LENGTH_MAX + 100 {
        link.push_str(&letters);
    }
    link.truncate(SHARED_LENGTH_MAX + 100);
    let code = QrCode::encode(&link).unwrap();
    assert_eq!(scanned(&code), link);
    assert!(code.is_dense());
}

#[test]
fn the_limit_of_the_standard_is_the_limit_here() {
    let longest = "a".repeat(QR_TEXT_LENGTH_MAX);
    assert_eq!(QrCode::encode(&longest).unwrap().side(), 177);
    let n_bytes = QR_TEXT_LENGTH_MAX + 1;
    assert_eq!(
        QrCode::encode(&"a".repeat(n_bytes)),
        Err(QrCodeError::TooLong { n_bytes })
    );
    assert_eq!(QrCode::encode(""), Err(QrCodeError::Empty));
}

#[test]
fn free_room_becomes_error_correction() {
    // Version 1 holds 17 bytes with the lowest correction and 7 with the highest (ISO/IEC 18004, table 7).
    let correction = |text| QrCode::encode(text).unwrap().correction();
    assert_eq!(correction("1234567"), ErrorCorrection::High);
    assert_eq!(correction("12345678901234567"), ErrorCorrection::Low);
}

#[test]
fn the_path_covers_exactly_the_dark_modules() {
    let code = QrCode::encode("https://example.org/#/?hw=v1~ram32").unwrap();
    let mut drawn = Vec::new();
    let path = code.svg_path();
    for run in path.split('M').skip(1) {
        let (start, rest) = run.split_once('h').unwrap();
        let (x, y) = start.split_once(' ').unwrap();
        let (length, rest) = rest.split_once('v').unwrap();
        assert_eq!(rest, format!("1h-{length}z"));
        let (x, y): (u32, u32) = (x.parse().unwrap(), y.parse().unwrap());
        let length: u32 = length.parse().unwrap();
        drawn.extend((x..x + length).map(|x| (x - QUIET_ZONE_MODULES, y - QUIET_ZONE_MODULES)));
    }
    let all = (0..code.side()).flat_map(|y| (0..code.side()).map(move |x| (x, y)));
    let dark: Vec<_> = all.filter(|(x, y)| code.is_dark(*x, *y)).collect();
    assert_eq!(drawn, dark);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_is_read_back_or_refused(text in "\\PC{1,60}") {
        prop_assert_eq!(scanned(&QrCode::encode(&text).unwrap()), text);
    }
}

#[test]
fn a_link_with_four_machines_is_scanned_and_opens_the_comparison() {
    let fragment = "#/compare?model=Qwen/Qwen3-8B&machines=v2~ram16~n-My_laptop!v2~ram64~gpu24x2invidia.ada.cuda-RTX_4090~n-Office_server\
                    !v2~ram36~uma75~chipiapple.other.metal~n-MacBook!v2~ram8";
    let link = format!("https://example.org/llm-lens/{fragment}");
    let code = QrCode::encode(&link).unwrap();
    assert!(!code.is_dense());
    let read = scanned(&code);
    let route = Route::parse(read.strip_prefix("https://example.org/llm-lens/").unwrap());
    let Page::Compare(comparison) = &route.page else {
        panic!("another page");
    };
    assert_eq!(comparison.machines.len(), 4);
    assert_eq!(route.fragment(), fragment);
}
