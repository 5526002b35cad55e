use llm_lens::domain::assess::{Compatibility, ModelAssessment, NothingToAssess, Rules, assess_model};
use llm_lens::domain::machine::hardware::Hardware;
use llm_lens::domain::model::Model;
use llm_lens::domain::model::variant::{Companion, CompanionKind, RepoFile, Shards, Variant};
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::precision::quantization::QuantizationFamily as Family;

use super::standard_rules;
use crate::machines::{machine, unified_machine};
use crate::models::{gguf, model, model_of};

fn judged(model: &Model, hardware: &Hardware) -> ModelAssessment {
    assess_model(model, None, hardware, &standard_rules())
}

#[test]
fn one_variant_that_runs_makes_the_repository_compatible() {
    // 7 B parameters: 39.1, 19.6, 9.8 and 4.9 GB required, 12.8 GB available.
    let families = [Family::Fp32, Family::Bf16, Family::Q8, Family::Q4];
    let model = model_of(7_000_000_000, families.map(|family| gguf(family, None)).to_vec());
    let judgement = judged(&model, &machine(16, &[]));
    assert_eq!(judgement.n_compatible, 2);
    assert_eq!(judgement.overall, Compatibility::Compatible);
    assert_eq!(judgement.nothing, None);
    let words: Vec<_> = judgement
        .variants
        .iter()
        .map(|judged| judged.verdict.compatibility())
        .collect();
    let (yes, no) = (Compatibility::Compatible, Compatibility::NotCompatible);
    assert_eq!(words, [no, no, yes, yes]);
}

#[test]
fn a_repository_is_not_compatible_only_if_no_variant_is_left_open() {
    let too_large = || gguf(Family::Bf16, None);
    let open = || Variant {
        shards: Shards::Incomplete {
            found: 1,
            expected: 2,
        },
        ..gguf(Family::Q4, None)
    };
    let overall = |variants| judged(&model_of(7_000_000_000, variants), &machine(16, &[])).overall;
    assert_eq!(
        overall(vec![too_large(), too_large()]),
        Compatibility::NotCompatible
    );
    assert_eq!(overall(vec![too_large(), open()]), Compatibility::Unknown);
    assert_eq!(
        overall(vec![open(), gguf(Family::Q4, None)]),
        Compatibility::Compatible
    );
    assert_eq!(overall(Vec::new()), Compatibility::Unknown);
}

#[test]
fn a_repository_without_variants_says_why() {
    let reason = |model: &Model| {
        let judgement = judged(model, &machine(16, &[]));
        assert_eq!(judgement.overall, Compatibility::Unknown);
        assert_eq!((judgement.n_compatible, judgement.best), (0, None));
        judgement.nothing
    };
    let companion = |kind| Companion {
        kind,
        file: RepoFile {
            path: "adapter_model.safetensors".to_owned(),
            size: None,
        },
    };
    let mut model = model("a/b");
    assert_eq!(reason(&model), Some(NothingToAssess::NoWeights));
    model.contents.companions = vec![companion(CompanionKind::ImportanceMatrix)];
    assert_eq!(reason(&model), Some(NothingToAssess::NoWeights));
    model.contents.companions.push(companion(CompanionKind::Adapter));
    assert_eq!(reason(&model), Some(NothingToAssess::OnlyAdapters));
    model.files_listed = false;
    assert_eq!(reason(&model), Some(NothingToAssess::FilesNotListed));
}

#[test]
fn the_activation_multiplier_of_the_settings_is_used() {
    // 8-bit weights of 10 GB: 10 GB with a multiplier of 1, 15 GB with 1.5; 12.8 GB available.
    let model = model_of(10 << 30, vec![gguf(Family::Q8, None)]);
    let overall = |activation_percent| {
        let rules = Rules {
            activation_percent,
            ..standard_rules()
        };
        assess_model(&model, None, &machine(16, &[]), &rules).overall
    };
    assert_eq!(overall(100), Compatibility::Compatible);
    assert_eq!(overall(128), Compatibility::Compatible);
    assert_eq!(overall(129), Compatibility::NotCompatible);
    assert_eq!(overall(150), Compatibility::NotCompatible);
}

/// What a server may claim of a repository: no size or count ends the page, and no need is below the files.
#[test]
fn absurd_sizes_and_counts_are_assessed() {
    let numbers = [0, 1, 1 << 30, u64::MAX / 2, u64::MAX];
    let machines = [
        machine(0, &[]),
        machine(16, &[(8, 2), (24, 1)]),
        machine(u16::MAX, &[(u16::MAX, 64)]),
        unified_machine(128, Some(75)),
    ];
    for (size, count) in numbers
        .into_iter()
        .flat_map(|size| numbers.map(|count| (size, count)))
    {
        let sized = |format, quantization| Variant {
            format,
            ..gguf(quantization, Some(size))
        };
        let variants = vec![
            sized(Format::Gguf, Family::Q4),
            sized(Format::Safetensors, Family::Bf16),
            gguf(Family::Q8, None),
        ];
        for architecture in ["llama", "qwen3moe", "gpt-oss", "never-seen"] {
            let model = Model {
                architecture: Some(architecture.to_owned()),
                ..model_of(count, variants.clone())
            };
            for machine in &machines {
                let assessed = assess_model(&model, None, machine, &Rules::default());
                for need in assessed.variants.iter().filter_map(|each| each.need.as_ref()) {
                    assert!(need.low <= need.likely && need.likely <= need.high, "{need:?}");
                }
                let gguf = assessed.variants.first().and_then(|each| each.required());
                assert!(
                    gguf.is_none_or(|required| required >= size),
                    "{architecture} {size} {count}"
                );
            }
        }
    }
}
