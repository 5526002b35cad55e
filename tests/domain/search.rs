use llm_lens::domain::hub::search::{ParameterRange, SearchQuery, Sort, sort_models};
use llm_lens::domain::model::RepoId;
use llm_lens::domain::model::variant::{Shards, Variant};
use llm_lens::domain::model::{BaseModel, BaseRelation, Date, Model, ParameterCount, ParameterSource};
use llm_lens::domain::precision::format::Format;

use crate::models::model;

fn id(text: &str) -> RepoId {
    text.parse().unwrap()
}

fn with_parameters(count: u64, source: ParameterSource) -> Model {
    Model {
        parameters: Some(ParameterCount { count, source }),
        ..model("a/b")
    }
}

fn range(min: Option<u32>, max: Option<u32>) -> ParameterRange {
    ParameterRange {
        min_millions: min,
        max_millions: max,
    }
}

#[test]
fn a_query_without_words_and_hub_filters_is_unfiltered() {
    let default = SearchQuery::default;
    assert!(default().is_unfiltered());
    assert!(
        SearchQuery {
            text: " ".into(),
            runs_only: true,
            least_speed: Some(10),
            sort: Sort::Likes,
            ..default()
        }
        .is_unfiltered()
    );
    for query in [
        SearchQuery {
            text: "q".into(),
            ..default()
        },
        SearchQuery {
            format: Some(Format::Onnx),
            ..default()
        },
        SearchQuery {
            task: Some("t".into()),
            ..default()
        },
        SearchQuery {
            author: Some("a".into()),
            ..default()
        },
        SearchQuery {
            license: Some("mit".into()),
            ..default()
        },
        SearchQuery {
            parameters: range(Some(1), None),
            ..default()
        },
        SearchQuery {
            quantized_from: Some(id("a/b")),
            ..default()
        },
    ] {
        assert!(!query.is_unfiltered(), "{query:?}");
    }
}

#[test]
fn the_catalog_is_searched_by_every_word_of_the_text() {
    let qwen = model("Qwen/Qwen3-8B");
    for (text, expected) in [
        ("", true),
        ("qwen", true),
        ("QWEN3 8b", true),
        ("8b qwen/", true),
        ("qwen 9b", false),
        ("qwen 3", true),
        ("llama", false),
    ] {
        let query = SearchQuery {
            text: text.into(),
            ..SearchQuery::default()
        };
        assert_eq!(query.accepts(&qwen), expected, "{text}");
    }
}

#[test]
fn the_catalog_is_filtered_by_what_is_known() {
    let mut full = model("Qwen/Qwen3-8B-GGUF");
    full.task = Some("text-generation".into());
    full.license = Some("apache-2.0".into());
    full.parameters = Some(ParameterCount {
        count: 8_190_735_360,
        source: ParameterSource::Catalog,
    });
    full.base_models = vec![BaseModel {
        id: id("Qwen/Qwen3-8B"),
        relation: Some(BaseRelation::Quantized),
    }];
    full.contents.variants = vec![Variant {
        key: "gguf:q4_k_m".into(),
        format: Format::Gguf,
        quantization: None,
        files: Vec::new(),
        shards: Shards::Complete,
        distinction: None,
    }];
    let bare = model("x/y");
    let default = SearchQuery::default;
    let accepted = [
        SearchQuery {
            format: Some(Format::Gguf),
            ..default()
        },
        SearchQuery {
            task: Some("text-generation".into()),
            ..default()
        },
        SearchQuery {
            author: Some("qwen".into()),
            ..default()
        },
        SearchQuery {
            license: Some("Apache-2.0".into()),
            ..default()
        },
        SearchQuery {
            parameters: range(Some(8_000), Some(9_000)),
            ..default()
        },
        SearchQuery {
            quantized_from: Some(id("Qwen/Qwen3-8B")),
            ..default()
        },
    ];
    for query in accepted {
        assert!(query.accepts(&full), "{query:?}");
        assert!(!query.accepts(&bare), "{query:?}");
    }
    let refused = [
        SearchQuery {
            format: Some(Format::Mlx),
            ..default()
        },
        SearchQuery {
            task: Some("translation".into()),
            ..default()
        },
        SearchQuery {
            author: Some("Qwe".into()),
            ..default()
        },
        SearchQuery {
            license: Some("mit".into()),
            ..default()
        },
        SearchQuery {
            parameters: range(Some(8_192), None),
            ..default()
        },
        SearchQuery {
            quantized_from: Some(id("Qwen/Qwen3-4B")),
            ..default()
        },
    ];
    for query in refused {
        assert!(!query.accepts(&full), "{query:?}");
    }
}

#[test]
fn a_finetune_is_no_quantized_variant() {
    let query = SearchQuery {
        quantized_from: Some(id("a/base")),
        ..SearchQuery::default()
    };
    let made_from = |relation| Model {
        base_models: vec![BaseModel {
            id: id("a/base"),
            relation,
        }],
        ..model("a/b")
    };
    assert!(query.accepts(&made_from(None)));
    assert!(query.accepts(&made_from(Some(BaseRelation::Quantized))));
    assert!(!query.accepts(&made_from(Some(BaseRelation::Finetune))));
    assert!(!query.accepts(&made_from(Some(BaseRelation::Merge))));
}

#[test]
fn live_rows_are_held_to_the_exact_range_where_the_number_is_counted() {
    let query = SearchQuery {
        text: "anything".into(),
        parameters: range(Some(500), Some(1_000)),
        ..SearchQuery::default()
    };
    assert!(query.accepts_live(&with_parameters(999_885_952, ParameterSource::GgufHeader)));
    assert!(!query.accepts_live(&with_parameters(1_100_000_000, ParameterSource::GgufHeader)));
    assert!(!query.accepts_live(&with_parameters(300_000_000, ParameterSource::SafetensorsHeader)));
    assert!(query.accepts_live(&with_parameters(7_000_000_000, ParameterSource::RepositoryName)));
    assert!(query.accepts_live(&model("a/b")));
}

#[test]
fn a_range_includes_both_ends_to_the_million() {
    for (min, max, count, expected) in [
        (None, None, 0, true),
        (Some(1_000), Some(1_000), 999_500_000, true),
        (Some(1_000), Some(1_000), 1_000_499_999, true),
        (Some(1_000), Some(1_000), 999_499_999, false),
        (Some(1_000), Some(1_000), 1_000_500_000, false),
        (Some(2), Some(1), 1_500_000, false),
        (None, Some(u32::MAX), u64::MAX, false),
        (Some(u32::MAX), None, u64::MAX, true),
    ] {
        assert_eq!(
            range(min, max).contains(count),
            expected,
            "{min:?} {max:?} {count}"
        );
    }
}

#[test]
fn catalog_rows_are_sorted_with_unknown_ones_last() {
    let day = |day| {
        Some(Date {
            year: 2026,
            month: 1,
            day,
        })
    };
    let a = Model {
        downloads: Some(5),
        likes: Some(1),
        created: day(3),
        ..model("x/a")
    };
    let b = Model {
        downloads: Some(9),
        likes: None,
        created: None,
        last_modified: day(1),
        ..model("x/b")
    };
    let c = Model {
        downloads: Some(5),
        likes: Some(7),
        created: day(9),
        last_modified: day(2),
        ..model("x/c")
    };
    for (sort, expected) in [
        // Equal ones stay in the catalog's order: c before a.
        (Sort::Trending, ["x/b", "x/c", "x/a"]),
        (Sort::Downloads, ["x/b", "x/c", "x/a"]),
        (Sort::Likes, ["x/c", "x/a", "x/b"]),
        (Sort::Newest, ["x/c", "x/a", "x/b"]),
        (Sort::Updated, ["x/c", "x/b", "x/a"]),
    ] {
        let mut models = [&c, &b, &a];
        sort_models(&mut models, sort);
        assert_eq!(models.map(|model| model.id.as_str()), expected, "{sort:?}");
    }
}
