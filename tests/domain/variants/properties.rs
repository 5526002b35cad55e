use std::collections::HashSet;
use std::time::{Duration, Instant};

use llm_lens::domain::model::variant::{RepoFile, Shards, WeightHints, read_contents};
use proptest::prelude::*;

#[test]
fn twenty_thousand_files_take_no_time() {
    let many = |name: &dyn Fn(u32) -> String| {
        (0..20_000)
            .map(|n| RepoFile {
                path: name(n),
                size: Some(1),
            })
            .collect::<Vec<_>>()
    };
    let lists = [
        many(&|n| format!("{n}/model.safetensors")),
        many(&|n| format!("model-{n}-of-19999.safetensors")),
        many(&|n| format!("model-1-of-{}.safetensors", n + 1)),
        many(&|n| format!("{n}-Q4_0.gguf")),
        many(&|n| format!("{}Q4_0.gguf", "x".repeat(200 + n as usize % 50))),
        many(&|n| format!("onnx/decoder_model_{n}_q4.onnx")),
        many(&|n| format!("{n}_Dense/model.safetensors")),
        many(&|n| format!("{n}/decoder_model_merged_q4.onnx")),
        many(&|n| format!("a{n}.mlmodelc/weights/{n}.bin")),
        many(&|_| "Q4_0.gguf".to_owned()),
    ];
    for (number, list) in lists.into_iter().enumerate() {
        let start = Instant::now();
        let contents = read_contents(list, &WeightHints::default());
        let elapsed = start.elapsed();
        // Two idle cores take 0.1 to 0.6 s without optimization, busy ones several times that; a sum over pairs of files would take minutes.
        assert!(
            elapsed < Duration::from_secs(10),
            "list {number}: {elapsed:?}, {} variants",
            contents.variants.len()
        );
    }
}

fn any_path() -> impl Strategy<Value = String> {
    let folder = "(original/|onnx/|unet/|vae/|2_Dense/|Q4_0/|checkpoint-1/|x\\.mlpackage/|)";
    let stem = "(model|pytorch_model|diffusion_pytorch_model|consolidated|openvino_model|tf_model|a|b|mmproj|encoder_model|decoder_model_merged|decoder_model)";
    let detail = "([-_.](Q4_0|q4|fp16|F16|quantized|UD-Q2_K_XL|int8|extra|lora))?";
    let shard = "(-0000[0-3]-of-0000[1-3]|\\.0[0-2])?";
    let extension = "\\.(gguf|safetensors|bin|pth|onnx|onnx_data|xml|h5|msgpack|tflite|gguf\\.part1of2|gguf-split-b|json)";
    prop_oneof![
        9 => (folder, stem, detail, shard, extension).prop_map(|parts| format!("{}{}{}{}{}", parts.0, parts.1, parts.2, parts.3, parts.4)),
        1 => "[a-zA-Z0-9./_ -]{0,30}|.{0,20}",
    ]
}

proptest! {
    #[test]
    fn any_list_is_read_without_counting_twice(
        paths in proptest::collection::hash_set(any_path(), 0..60),
        tags in proptest::collection::vec("mlx|exl2|lora|diffusers|gptq|4-bit|.{0,10}", 0..3),
        library in proptest::option::of("diffusers|mlx|peft|.{0,10}"),
        repo_name in "[A-Za-z0-9.-]{0,20}|.{0,20}",
    ) {
        let list: Vec<RepoFile> = paths.iter().map(|path| RepoFile { path: path.clone(), size: Some(1) }).collect();
        let hints = WeightHints { repo_name, tags, library, ..WeightHints::default() };
        let contents = read_contents(list.clone(), &hints);
        prop_assert_eq!(&contents.files, &list);
        let mut claimed = HashSet::new();
        let mut keys = HashSet::new();
        let of_variants = contents.variants.iter().flat_map(|variant| &variant.files);
        for file in of_variants.chain(contents.companions.iter().map(|companion| &companion.file)) {
            prop_assert!(claimed.insert(file.path.clone()), "{} twice", file.path);
            prop_assert!(paths.contains(&file.path));
        }
        for variant in &contents.variants {
            prop_assert!(keys.insert(variant.key.clone()), "{} twice", variant.key);
            prop_assert!(!variant.files.is_empty());
            if let Shards::Incomplete { found, expected } = variant.shards {
                prop_assert!(found < expected);
            }
            if let Some(size) = variant.size() {
                prop_assert_eq!(size, variant.files.len() as u64);
            }
        }
        let mut reversed = list;
        reversed.reverse();
        let again = read_contents(reversed, &hints);
        prop_assert_eq!(again.variants, contents.variants);
    }
}
