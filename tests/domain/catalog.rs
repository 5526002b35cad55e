//! The starter catalog that is shipped.

use std::sync::OnceLock;

use llm_lens::domain::assess::{Compatibility, Rules, assess_model};
use llm_lens::domain::machine::hardware::presets::find;
use llm_lens::domain::model::RepoId;
use llm_lens::domain::model::catalog::{Catalog, CatalogError, Confidence};
use llm_lens::domain::model::{Date, Gated, Model, ParameterSource};
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::precision::quantization::QuantizationFamily;
use proptest::prelude::*;

/// Sum of all GGUF files in the source.
const GGUF_BYTES: u64 = 11_903_483_080_032;
/// Sum of the parameters of the base models in the source.
const PARAMETERS: u64 = 26_504_995_356_163;

const TEXT: &str = include_str!("../../static/catalog.json");

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::parse(TEXT).unwrap())
}

fn id(text: &str) -> RepoId {
    text.parse().unwrap()
}

fn model(text: &str) -> &'static Model {
    catalog().model(&id(text)).unwrap_or_else(|| panic!("{text}"))
}

/// The one document that every damage below starts from.
const SMALL: &str = r#"{"version":1,"generated":"2026-11-22","sources":["a: b"],"models":[
{"id":"o/n","family":"F","released":"2025-04","parameters":1000,"dtype":"bfloat16","confidence":"recorded","sources":[0],
"gguf":[{"repo":"p/n-GGUF","files":[["Q4_K_M",600,1],["UD-Q8_K_XL",1100,2]],"projectors":[["mmproj-F16",20,1]]}]}]}"#;

#[test]
fn it_holds_everything_that_the_catalogue_had() {
    let (base, gguf): (Vec<&Model>, Vec<&Model>) = catalog()
        .models
        .iter()
        .partition(|model| model.base_models.is_empty());
    assert_eq!((base.len(), gguf.len()), (199, 66));
    let files = |model: &&Model| model.contents.variants.len() + model.contents.companions.len();
    assert_eq!(gguf.iter().map(files).sum::<usize>(), 441);
    let bytes: u64 = gguf
        .iter()
        .flat_map(|model| {
            let companions = model
                .contents
                .companions
                .iter()
                .filter_map(|companion| companion.file.size);
            model
                .contents
                .variants
                .iter()
                .filter_map(|variant| variant.size())
                .chain(companions)
        })
        .sum();
    assert_eq!(bytes, GGUF_BYTES);
    let parameters: u64 = base.iter().map(|model| model.parameters.unwrap().count).sum();
    assert_eq!(parameters, PARAMETERS);
    assert_eq!(
        base.iter().filter(|model| model.architecture.is_some()).count(),
        172
    );
    assert_eq!(base.iter().filter(|model| model.gated != Gated::No).count(), 10);
    assert_eq!(
        catalog().generated,
        Date {
            year: 2026,
            month: 11,
            day: 22
        }
    );
}

#[test]
fn every_gguf_label_has_a_size_and_a_family_of_its_own() {
    for model in &catalog().models {
        let is_gguf = !model.base_models.is_empty();
        let mut keys: Vec<&str> = Vec::new();
        assert!(!model.contents.variants.is_empty(), "{}", model.id);
        for variant in &model.contents.variants {
            assert_eq!(variant.format == Format::Gguf, is_gguf, "{}", model.id);
            if is_gguf {
                assert!(
                    variant.size().is_some_and(|bytes| bytes > 1_000_000),
                    "{} {}",
                    model.id,
                    variant.key
                );
                let quantization = variant.quantization.as_ref().unwrap();
                let width = quantization.bits_per_weight.unwrap();
                assert!(
                    (1_000..40_000).contains(&width),
                    "{} {} {width}",
                    model.id,
                    variant.key
                );
            } else {
                assert_eq!(variant.size(), None, "{}", model.id);
            }
            keys.push(&variant.key);
        }
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), model.contents.variants.len(), "{}", model.id);
        assert!(
            model
                .contents
                .variants
                .is_sorted_by_key(|variant| std::cmp::Reverse(variant.size()))
        );
    }
}

#[test]
fn every_base_model_has_a_source_for_its_parameters() {
    for model in &catalog().models {
        let facts = catalog().facts(&model.id).unwrap();
        let sources: Vec<&str> = catalog().sources(facts).collect();
        assert!(
            sources
                .iter()
                .any(|source| source.starts_with("total_parameters: ")),
            "{}",
            model.id
        );
        assert_eq!(model.parameters.unwrap().source, ParameterSource::Catalog);
        assert!(!facts.family.is_empty());
        let base = model.base_models.first().map_or(&model.id, |base| &base.id);
        assert_eq!(catalog().facts(base), Some(facts));
    }
}

#[test]
fn newest_come_first_and_each_is_followed_by_its_gguf_repositories() {
    let mut base: Option<&Model> = None;
    for model in &catalog().models {
        match (model.base_models.first(), base) {
            (Some(from), Some(base)) => assert_eq!(from.id, base.id),
            (Some(_), None) => panic!("{}", model.id),
            (None, before) => {
                if let Some(before) = before {
                    assert!(
                        (before.created, &model.id) > (model.created, &before.id),
                        "{}",
                        model.id
                    );
                }
                base = Some(model);
            }
        }
    }
}

#[test]
fn the_published_precision_is_stated_where_it_is_known() {
    let family = |name: &str| {
        let variant = &model(name).contents.variants[0];
        variant
            .quantization
            .as_ref()
            .map(|quantization| quantization.family)
    };
    for (name, expected) in [
        ("Qwen/Qwen2.5-0.5B-Instruct", None),
        ("allenai/OLMo-2-1124-7B-Instruct", Some(QuantizationFamily::Fp32)),
        ("CohereLabs/aya-23-8B", Some(QuantizationFamily::Fp16)),
        ("google/gemma-4-E4B-it", Some(QuantizationFamily::Bf16)),
        ("deepseek-ai/DeepSeek-R1", Some(QuantizationFamily::Fp8)),
        ("deepseek-ai/DeepSeek-V4-Flash", Some(QuantizationFamily::Fp8)),
        (
            "nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8",
            Some(QuantizationFamily::Fp8),
        ),
        (
            "nvidia/NVIDIA-Nemotron-3.5-Lightning-30B-A3B-NVFP4",
            Some(QuantizationFamily::Nvfp4),
        ),
        ("openai/gpt-oss-20b", Some(QuantizationFamily::Mxfp4)),
        ("moonshotai/Kimi-K2.5", Some(QuantizationFamily::Int4)),
    ] {
        assert_eq!(family(name), expected, "{name}");
    }
}

#[test]
fn a_gguf_repository_counts_no_vision_part_and_keeps_the_projector_apart() {
    let gguf = model("unsloth/gemma-3-12b-it-GGUF");
    assert_eq!(gguf.parameters.unwrap().count, 12_187_325_040 - 421_290_864);
    assert_eq!(gguf.contents.companions.len(), 1);
    assert!(
        gguf.contents
            .variants
            .iter()
            .all(|variant| !variant.key.contains("mmproj"))
    );
    assert_eq!(gguf.license, model("google/gemma-3-12b-it").license);
}

#[test]
fn the_catalog_is_judged_like_the_hub() {
    let word = |name: &str, machine: &str| {
        assess_model(
            model(name),
            None,
            &find(machine).unwrap().hardware(),
            &Rules::default(),
        )
        .overall
    };
    assert_eq!(
        word("ggml-org/gpt-oss-20b-GGUF", "rtx-4090-24gb"),
        Compatibility::Compatible
    );
    assert_eq!(
        word("openai/gpt-oss-20b", "cpu-64gb"),
        Compatibility::NotCompatible
    );
    assert_eq!(
        word("deepseek-ai/DeepSeek-R1", "rtx-4090-24gb"),
        Compatibility::NotCompatible
    );
    assert_eq!(
        word("unsloth/gemma-3-4b-it-GGUF", "cpu-16gb"),
        Compatibility::Compatible
    );
}

#[test]
fn facts_say_how_well_they_are_known() {
    let facts = catalog().facts(&id("openai/gpt-oss-20b")).unwrap();
    assert_eq!(
        (facts.released, facts.confidence),
        (Some((2025, 8)), Confidence::Recorded)
    );
    assert_eq!(
        (facts.active_parameters, facts.family.as_str()),
        (Some(3_600_000_000), "gpt-oss")
    );
}

#[test]
fn a_damaged_file_is_refused_with_its_place() {
    let small = Catalog::parse(SMALL).unwrap();
    assert_eq!(small.models.len(), 2);
    let damaged = |from: &str, to: &str| {
        assert!(SMALL.contains(from));
        Catalog::parse(&SMALL.replacen(from, to, 1)).unwrap_err()
    };
    let bad_model = CatalogError::BadModel { position: 0 };
    assert_eq!(
        damaged("\"version\":1", "\"version\":2"),
        CatalogError::UnknownVersion(2)
    );
    assert_eq!(damaged("2026-11-22", "yesterday"), CatalogError::BadDate);
    assert_eq!(damaged("o/n", "../n"), bad_model);
    assert_eq!(damaged("p/n-GGUF", "p/n/GGUF"), bad_model);
    assert_eq!(damaged("p/n-GGUF", "o/n"), bad_model);
    assert_eq!(damaged("2025-04", "2025-14"), bad_model);
    assert_eq!(damaged("recorded", "guessed"), bad_model);
    assert_eq!(damaged("\"sources\":[0]", "\"sources\":[1]"), bad_model);
    assert_eq!(damaged("[[\"Q4_K_M\",600,1]", "[[\"Q4_K_M\",-1,1]"), bad_model);
    assert_eq!(
        damaged("\"version\":1", "\"version\":null"),
        CatalogError::OtherShape
    );
    assert_eq!(Catalog::parse("[]").unwrap_err(), CatalogError::OtherShape);
    let malformed = |line, column| CatalogError::Malformed { line, column };
    assert_eq!(Catalog::parse("").unwrap_err(), malformed(1, 1));
    assert_eq!(Catalog::parse("<html>").unwrap_err(), malformed(1, 1));
    assert_eq!(Catalog::parse("{\n \"é\" 1}").unwrap_err(), malformed(2, 6));
    assert!(Catalog::parse(&"[".repeat(100_000)).is_err());
}

proptest! {
    #[test]
    fn a_changed_file_is_read_or_refused(at in 0..SMALL.len(), length in 0_usize..20, put in "\\PC{0,12}") {
        let mut text = SMALL.to_owned();
        text.replace_range(at..(at + length).min(SMALL.len()), &put);
        let _ = Catalog::parse(&text);
    }

    #[test]
    fn a_cut_off_catalog_is_refused(end in 0..TEXT.len() - 2) {
        let cut: &str = TEXT.get(..end).unwrap_or_default();
        prop_assert!(Catalog::parse(cut).is_err());
    }
}
