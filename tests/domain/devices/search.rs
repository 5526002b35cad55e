use llm_lens::domain::machine::devices::words_of;

use super::shipped;

#[test]
fn the_first_result_is_what_was_meant() {
    let devices = shipped();
    for (query, id) in [
        ("4070 laptop", "nvidia-geforce-rtx-4070-laptop-gpu"),
        ("4070", "nvidia-geforce-rtx-4070"),
        ("RTX4070", "nvidia-geforce-rtx-4070"),
        ("4070ti super", "nvidia-geforce-rtx-4070-ti-super"),
        ("rtx 4070 ti", "nvidia-geforce-rtx-4070-ti"),
        ("m3 max 36", "apple-m3-max-30-core-gpu"),
        ("m3 max 64gb", "apple-m3-max-40-core-gpu"),
        ("macbook m2", "apple-m2"),
        ("strix halo", "amd-ryzen-ai-maxplus-395-radeon-8060s"),
        ("ryzen ai max+ 395", "amd-ryzen-ai-maxplus-395-radeon-8060s"),
        ("3090 ti", "nvidia-geforce-rtx-3090-ti"),
        ("rx7900xtx", "amd-radeon-rx-7900-xtx"),
        ("7900 xt", "amd-radeon-rx-7900-xt"),
        ("radeon 780m", "amd-radeon-780m"),
        ("780m", "amd-radeon-780m"),
        ("a100 80", "nvidia-a100-sxm4-80gb"),
        ("a100 40", "nvidia-a100-sxm4-40gb"),
        ("3060 12", "nvidia-geforce-rtx-3060-12gb"),
        ("3060 12 gb", "nvidia-geforce-rtx-3060-12gb"),
        ("dgx spark", "nvidia-gb10"),
        ("gb10", "nvidia-gb10"),
        ("framework desktop", "amd-ryzen-ai-maxplus-395-radeon-8060s"),
        ("arc b580", "intel-arc-b580"),
        ("iris xe", "intel-iris-xe-graphics"),
        ("a770", "intel-arc-a770"),
        ("1060 6gb", "nvidia-geforce-gtx-1060-6gb"),
        ("p40", "nvidia-tesla-p40"),
        ("snapdragon x elite", "qualcomm-snapdragon-x-elite-adreno-x1-85"),
        ("gfx1100 24gb", "amd-radeon-rx-7900-xtx"),
    ] {
        let found = devices.search(query);
        assert_eq!(
            found.first().map(|device| device.id.as_str()),
            Some(id),
            "{query}"
        );
    }
}

#[test]
fn a_laptop_query_finds_no_desktop_card() {
    let devices = shipped();
    let found = devices.search("4090 laptop");
    assert!(!found.is_empty() && found.iter().all(|device| device.kind.is_laptop()));
}

#[test]
fn nonsense_finds_nothing_and_nothing_finds_everything() {
    let devices = shipped();
    assert!(devices.search("quantum toaster").is_empty());
    assert_eq!(devices.search("  ").len(), devices.iter().count());
    assert!(devices.search(&"4090 ".repeat(100_000)).len() >= 2);
}

#[test]
fn words_are_alike_however_they_are_written() {
    for text in ["rtx4070ti", "RTX 4070 Ti", "RTX-4070Ti", "rtx (tm) 4070 TI"] {
        assert_eq!(words_of(text), ["rtx", "4070", "ti"], "{text}");
    }
    assert_eq!(words_of("RX7900XTX 24 GB"), ["rx", "7900", "xtx", "24gb"]);
    assert_eq!(
        words_of("Intel(R) Arc(TM) 140V GPU (16GB)"),
        ["intel", "arc", "140v", "gpu", "16gb"]
    );
    assert_eq!(words_of("AMD Radeon™ Graphics"), ["amd", "radeon", "graphics"]);
    assert_eq!(
        words_of("Ryzen AI Max+ 395"),
        ["ryzen", "ai", "max", "plus", "395"]
    );
    // Parts of names stay whole: these are not a number with a version.
    assert_eq!(
        words_of("M3 A770M GTX 980MX 780M T4"),
        ["m3", "a770m", "gtx", "980mx", "780m", "t4"]
    );
}
