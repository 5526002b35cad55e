//! Geometry from GGUF headers: what each architecture remembers, and where each number came from.

use llm_lens::domain::architecture::{CacheOwner, Geometry, Origin, Quantity, RecurrentKind, Span};

use super::{header, model};

fn spans(geometry: &Geometry) -> Vec<Span> {
    let attentions = geometry.layers.iter().filter_map(|layer| layer.attention);
    attentions.map(|attention| attention.span).collect()
}

#[test]
fn windows_follow_the_pattern_of_each_architecture() {
    let table = [
        ("gemma-2-9b.Q4_K_M", 4096, 21),
        ("gemma-3-4b.Q4_K_M", 1024, 29),
        ("gemma-4-12b.Q4_K_M", 1024, 40),
        ("gpt-oss-20b.Q8_0", 128, 12),
    ];
    for (name, length, count) in table {
        let spans = spans(&model(name).0);
        let windows = spans.iter().filter(|span| **span == Span::Window(length)).count();
        assert_eq!(windows, count, "{name}");
        assert_eq!(
            *spans.last().unwrap() == Span::Full,
            name != "gemma-3-4b.Q4_K_M",
            "{name}"
        );
    }
    let llama4 = spans(&model("llama-4-scout.Q4_K_M").0);
    assert_eq!(
        llama4[..4],
        [
            Span::Chunked(8192),
            Span::Chunked(8192),
            Span::Chunked(8192),
            Span::Full
        ]
    );
    // The key is there, and the engine ignores it.
    assert!(
        spans(&model("phi-3.5-mini.Q4_K_M").0)
            .iter()
            .all(|span| *span == Span::Full)
    );
}

#[test]
fn layers_that_share_a_cache_own_none() {
    let owners = |name: &str| {
        let layers = model(name).0.layers;
        let attentions = layers.iter().filter_map(|layer| layer.attention);
        attentions
            .filter(|attention| attention.cache == CacheOwner::Own)
            .count()
    };
    assert_eq!(owners("gemma-3n-e4b.Q8_0"), 20);
    assert_eq!(owners("gemma-4-e4b.Q8_0"), 24);
    assert_eq!(owners("gemma-4-12b.Q4_K_M"), 48);
}

#[test]
fn recurrent_layers_are_told_from_attention() {
    let kinds = |name: &str| {
        let layers = model(name).0.layers;
        let recurrent = layers.iter().filter_map(|layer| layer.recurrent);
        let kind = recurrent.clone().next().map(|recurrent| recurrent.kind);
        let attending = layers.iter().filter(|layer| layer.attention.is_some()).count();
        (kind, recurrent.count(), attending)
    };
    assert_eq!(kinds("mamba-2.8b.F16"), (Some(RecurrentKind::Mamba), 64, 0));
    assert_eq!(
        kinds("granite-4.0-h-tiny.Q4_K_M"),
        (Some(RecurrentKind::Mamba2), 36, 4)
    );
    assert_eq!(
        kinds("falcon-h1-1.5b.Q8_0"),
        (Some(RecurrentKind::Mamba2), 24, 24)
    );
    assert_eq!(kinds("qwen3.5-9b.Q4_K_M"), (Some(RecurrentKind::DeltaNet), 24, 8));
    assert_eq!(kinds("llama-3.1-8b.Q8_0"), (None, 0, 32));
}

#[test]
fn blocks_that_only_draft_are_no_layers() {
    let (geometry, weights) = model("glm-4.5-air.Q4_K_M");
    assert_eq!((geometry.layers.len(), geometry.draft_blocks), (46, 1));
    assert!(weights.drafts > 0);
}

#[test]
fn latent_attention_is_recognized_by_its_keys() {
    let (geometry, _) = model("deepseek-v2-lite.Q8_0");
    let attention = geometry.layers[0].attention.unwrap();
    assert_eq!((attention.cached_keys(), attention.cached_values()), (576, 0));
    assert_eq!((attention.key_width, attention.value_width), (192, 128));
}

#[test]
fn every_number_says_where_it_came_from() {
    let (geometry, _) = model("qwen2.5-0.5b.Q4_K_M");
    let origin = |quantity| geometry.fact(quantity).unwrap().origin.clone();
    assert_eq!(
        origin(Quantity::Layers),
        Origin::Key("qwen2.block_count".to_owned())
    );
    assert_eq!(origin(Quantity::KeyWidth), Origin::EngineDefault);
    assert_eq!(
        origin(Quantity::Vocabulary),
        Origin::Tensor("token_embd.weight".to_owned())
    );
    assert_eq!(geometry.missing, []);
    assert!(!geometry.has_assumptions());
}

#[test]
fn metadata_alone_give_the_same_layers() {
    // What the tensor table adds are the small differences between engines' files; caches and states do not need it.
    for entry in std::fs::read_dir(super::fixture("gguf-headers")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = name.strip_suffix(".gguf") else {
            continue;
        };
        let header = header(name);
        let whole = Geometry::from_gguf(&header);
        let bare = Geometry::from_gguf_parts(&header.metadata, None);
        assert_eq!(whole.layers.len(), bare.layers.len(), "{name}");
        for (index, (whole, bare)) in whole.layers.iter().zip(&bare.layers).enumerate() {
            let cached = |layer: &llm_lens::domain::architecture::Layer| {
                let attention = layer.attention;
                attention
                    .map(|attention| (attention.cached_keys(), attention.cached_values(), attention.span))
            };
            assert_eq!(cached(whole), cached(bare), "{name}, layer {index}");
            let numbers =
                |layer: &llm_lens::domain::architecture::Layer| layer.recurrent.map(|state| state.numbers());
            assert_eq!(numbers(whole), numbers(bare), "{name}, layer {index}");
            assert_eq!(
                whole.experts.map(|e| (e.count, e.used, e.width)),
                bare.experts.map(|e| (e.count, e.used, e.width)),
                "{name}"
            );
            assert_eq!(
                whole.dense.map(|dense| dense.width),
                bare.dense.map(|dense| dense.width),
                "{name}, layer {index}"
            );
        }
        assert_eq!(whole.vocabulary, bare.vocabulary, "{name}");
    }
}

#[test]
fn header_that_says_nothing_is_all_missing() {
    let geometry = Geometry::from_gguf(
        &llm_lens::domain::files::gguf::read(
            b"GGUF\x03\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            None,
            llm_lens::domain::files::gguf::Goal::Everything,
        )
        .unwrap()
        .1,
    );
    assert!(geometry.layers.is_empty());
    for quantity in [
        Quantity::Layers,
        Quantity::EmbeddingLength,
        Quantity::Vocabulary,
        Quantity::ContextLength,
    ] {
        assert!(geometry.missing.contains(&quantity), "{quantity:?}");
    }
}
