//! Names of files as publishers really write them.

use llm_lens::domain::model::variant::{
    CompanionKind, RepoContents, RepoFile, Shards, WeightHints, read_contents,
};
use llm_lens::domain::precision::quantization::Quantization;

const GB: u64 = 1_000_000_000;

fn contents(name: &str, files: &[(&str, Option<u64>)]) -> RepoContents {
    let files = files.iter().map(|(path, size)| RepoFile {
        path: (*path).to_owned(),
        size: *size,
    });
    let hints = WeightHints {
        repo_name: name.to_owned(),
        ..WeightHints::default()
    };
    read_contents(files.collect(), &hints)
}

fn labels(contents: &RepoContents) -> Vec<&str> {
    let variants = contents.variants.iter();
    variants
        .map(|variant| {
            variant
                .quantization
                .as_ref()
                .map_or("?", |known| known.label.as_str())
        })
        .collect()
}

fn drafts(contents: &RepoContents) -> usize {
    let companions = contents.companions.iter();
    companions
        .filter(|companion| companion.kind == CompanionKind::DraftModel)
        .count()
}

#[test]
fn a_whole_model_with_a_head_inside_is_a_model() {
    for size in [Some(59 * GB / 10), None] {
        let files = [
            ("Qwythos-9B-v2-MTP-Q4_K_M.gguf", size),
            ("mmproj-Qwythos-9B-v2-BF16.gguf", size.map(|_| GB)),
        ];
        let only = contents("Qwythos-9B-v2-GGUF", &files);
        assert_eq!(labels(&only), ["Q4_K_M"], "{size:?}");
        assert_eq!(drafts(&only), 0);
    }
    let both = [
        ("Model-9B-Q4_K_M.gguf", Some(55 * GB / 10)),
        ("Model-9B-MTP-Q4_K_M.gguf", Some(59 * GB / 10)),
    ];
    assert_eq!(labels(&contents("Model-9B-GGUF", &both)).len(), 2);
}

#[test]
fn a_head_beside_its_model_is_none() {
    for size in [Some(GB / 2), None] {
        let files = [
            ("Model-9B-Q4_K_M.gguf", size.map(|_| 55 * GB / 10)),
            ("Model-9B-mtp-Q8_0.gguf", size),
            ("mtp-Model-9B.gguf", size),
        ];
        let read = contents("Model-9B-GGUF", &files);
        assert_eq!(labels(&read), ["Q4_K_M"], "{size:?}");
        assert_eq!(drafts(&read), 2);
    }
}

#[test]
fn widths_and_mixtures_in_names_are_read() {
    for (path, label, bits) in [
        ("GLM-4.6-3.7bpw.gguf", "3.7bpw", Some(3_700)),
        ("Model-2.25-bpw-00001-of-00002.gguf", "2.25bpw", Some(2_250)),
        ("DeepSeek-V3-DQ4_K_R4.gguf", "DQ4_K_R4", Some(4_900)),
        ("GLM-5-Q4KExperts-Q8Rest.gguf", "Q4_K", Some(4_900)),
        // A version is no width.
        ("Qwen3.5-9B-Q4_K_M.gguf", "Q4_K_M", Some(4_900)),
    ] {
        let found = Quantization::from_gguf_path(path).unwrap();
        assert_eq!(
            (found.label.as_str(), found.bits_per_weight),
            (label, bits),
            "{path}"
        );
    }
    assert_eq!(Quantization::from_gguf_path("model-v2.bpw.gguf"), None);
}

#[test]
fn pieces_of_a_cut_file_are_one_variant() {
    for (prefix, suffixes) in [
        (
            "m-Q4_K_M.gguf",
            [".chunk-001-of-003", ".chunk-002-of-003", ".chunk-003-of-003"],
        ),
        ("m-Q4_K_M.gguf", [".part1of3", ".part2of3", ".part3of3"]),
        ("m-Q4_K_M.gguf", [".a", ".b", ".c"]),
    ] {
        let names: Vec<String> = suffixes
            .iter()
            .map(|suffix| format!("{prefix}{suffix}"))
            .collect();
        let files: Vec<(&str, Option<u64>)> = names.iter().map(|name| (name.as_str(), Some(GB))).collect();
        let read = contents("m-GGUF", &files);
        assert_eq!(labels(&read), ["Q4_K_M"], "{suffixes:?}");
        assert_eq!(read.variants[0].files.len(), 3);
        assert_eq!(read.variants[0].shards, Shards::Complete);
    }
}
