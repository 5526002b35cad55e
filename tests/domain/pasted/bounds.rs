use llm_lens::domain::machine::pasted::{Doubt, NAMING_LINES_MAX, PastedError, READ_BYTES_MAX, read};
use proptest::prelude::*;

use super::super::devices::shipped;
use super::{error, understood};

#[test]
fn nonsense_is_nothing_understood() {
    assert_eq!(error(""), PastedError::Empty);
    assert_eq!(error(" \n\t "), PastedError::Empty);
    for text in [
        "lorem ipsum dolor sit amet",
        "Dear sir, the meeting is at 4 pm in room 3060.",
        "\u{0}\u{1}\u{2}",
        "Model name: Intel(R) Core(TM) i9-14900K",
        "01:00.0 Ethernet controller: Intel Corporation I225-V",
        "Size: 500107862016",
        "GPU 0: llvmpipe (LLVM 15.0.7, 256 bits)",
    ] {
        assert_eq!(error(text), PastedError::NothingUnderstood, "{text}");
    }
}

#[test]
fn five_megabytes_are_read_at_their_beginning_only() {
    let text = format!(
        "Mem: 64Gi\n{}\nGPU 0: NVIDIA GeForce RTX 4090\n",
        "x ".repeat(2_500_000)
    );
    assert!(text.len() > 10 * READ_BYTES_MAX);
    let understood = understood(&text);
    assert_eq!(understood.doubts, [Doubt::TextCut]);
    assert!(understood.devices.is_empty());
}

#[test]
fn many_names_are_bounded() {
    let text = "NVIDIA GeForce RTX 4090 D and RTX 3060 Ti\n".repeat(NAMING_LINES_MAX * 3);
    let understood = understood(&text);
    assert!(understood.doubts.contains(&Doubt::TooManyNames));
    assert!(understood.devices.len() <= NAMING_LINES_MAX);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_text_panics(text in "(\\PC{0,40}|GPU 0: |Mem: |MiB / |Size: |\\[10de:|RTX |\\|  0 |[0-9]{1,20}|GB|\n){0,60}") {
        let _ = read(&text, shipped());
    }

    #[test]
    fn damaged_outputs_never_panic(at in 0..2_000_usize, with in any::<char>()) {
        let mut text = include_str!("../../fixtures/pasted/dxdiag.txt").to_owned();
        text.push_str(include_str!("../../fixtures/pasted/lspci.txt"));
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        text.insert(at, with);
        let _ = read(&text, shipped());
    }
}

/// The time is far above what it takes: a machine under load passes, and a sum that grows with the square of the text fails.
#[test]
fn the_longest_text_of_names_alone_is_read_in_a_moment() {
    for line in [
        "2x 3090 24gb + rtx 6000 96gb, a100 80gb pcie x8 ",
        "rtx rtx rtx rtx 4090 ti super pro max ",
        "GPU: radeon 7900 xtx/6800/6900 xt\n",
        "| 0 NVIDIA A100 80G... Off | 00000001:00:00.0 Off | On |\n",
        "メモリ128GB、4090両方両方",
    ] {
        let text = line.repeat(READ_BYTES_MAX / line.len());
        let begun = std::time::Instant::now();
        let _ = read(&text, shipped());
        assert!(begun.elapsed().as_secs() < 10, "{line}: {:?}", begun.elapsed());
        println!("{line}: {:?}", begun.elapsed());
    }
}
