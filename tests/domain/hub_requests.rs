use llm_lens::domain::hub::search::{ParameterRange, SearchQuery, Sort};
use llm_lens::domain::hub::{
    ContentRange, HubOrigin, HubRequest, ROWS_PER_PAGE, file_download_url, file_page_url, model_page_url,
};
use llm_lens::domain::model::RepoId;
use llm_lens::domain::precision::format::Format;
use proptest::prelude::*;

const EXPANDED: &str = "&expand=gguf&expand=safetensors&expand=config&expand=tags&expand=siblings&expand=sha&expand=gated\
    &expand=downloads&expand=likes&expand=lastModified&expand=pipeline_tag&expand=library_name&expand=author\
    &expand=createdAt&expand=trendingScore";

fn id(text: &str) -> RepoId {
    text.parse().unwrap()
}

fn millions(min: Option<u32>, max: Option<u32>) -> ParameterRange {
    ParameterRange {
        min_millions: min,
        max_millions: max,
    }
}

#[test]
fn a_search_becomes_one_list_call() {
    let default = SearchQuery::default;
    let table = [
        (default(), "sort=trendingScore&limit=45"),
        (
            SearchQuery {
                text: "  ".into(),
                runs_only: true,
                least_speed: Some(10),
                sort: Sort::Likes,
                ..default()
            },
            "sort=likes&limit=45",
        ),
        (
            SearchQuery {
                text: " qwen3 8b ".into(),
                sort: Sort::Downloads,
                ..default()
            },
            "search=qwen3%208b&sort=downloads&limit=30",
        ),
        (
            SearchQuery {
                text: "a&b=c#d".into(),
                sort: Sort::Newest,
                ..default()
            },
            "search=a%26b%3Dc%23d&sort=createdAt&limit=30",
        ),
        (
            SearchQuery {
                format: Some(Format::Gguf),
                license: Some("apache-2.0".into()),
                quantized_from: Some(id("Qwen/Qwen3-8B")),
                task: Some("image-text-to-text".into()),
                author: Some("unsloth".into()),
                sort: Sort::Updated,
                ..default()
            },
            "author=unsloth&filter=gguf&filter=license%3Aapache-2.0\
             &filter=base_model%3Aquantized%3AQwen%2FQwen3-8B&pipeline_tag=image-text-to-text\
             &sort=lastModified&limit=30",
        ),
        (
            SearchQuery {
                format: Some(Format::Mlx),
                ..default()
            },
            "filter=mlx&sort=trendingScore&limit=30",
        ),
    ];
    for (query, expected) in table {
        let request = HubRequest::search(&query);
        assert_eq!(request.key(), format!("/api/models?{expected}{EXPANDED}"));
        assert_eq!(
            request.url(HubOrigin::Hub),
            format!("https://huggingface.co{}", request.key())
        );
        assert_eq!(
            request.url(HubOrigin::Mirror),
            format!("https://hf-mirror.com{}", request.key())
        );
    }
}

#[test]
fn a_parameter_range_is_asked_for_in_whole_billions_rounded_outwards() {
    let table = [
        (
            millions(Some(6_000), Some(128_000)),
            Some("min%3A6B%2Cmax%3A128B"),
        ),
        (millions(Some(6_999), None), Some("min%3A6B")),
        (millions(None, Some(7_001)), Some("max%3A8B")),
        (millions(Some(500), None), None),
        (millions(Some(500), Some(500)), Some("max%3A1B")),
        (millions(None, Some(0)), Some("max%3A1B")),
        (millions(None, Some(u32::MAX)), Some("max%3A4294968B")),
    ];
    for (parameters, expected) in table {
        let query = SearchQuery {
            parameters,
            ..SearchQuery::default()
        };
        let request = HubRequest::search(&query);
        let range = request
            .key()
            .split(['?', '&'])
            .find_map(|pair| pair.strip_prefix("num_parameters="));
        assert_eq!(range, expected, "{parameters:?}");
        assert!(!request.key().contains("pipeline_tag="));
    }
}

#[test]
fn a_search_is_bounded() {
    let query = SearchQuery {
        text: "é".repeat(100_000),
        author: Some("x".repeat(100_000)),
        ..SearchQuery::default()
    };
    let request = HubRequest::search(&query);
    assert!(request.key().len() < 3_000);
    assert!(request.key().contains(&format!("&limit={ROWS_PER_PAGE}&")));
}

#[test]
fn a_model_is_asked_for_with_the_sizes_of_its_files() {
    assert_eq!(
        HubRequest::model(&id("ggml-org/gemma-3-1b-it-GGUF")).url(HubOrigin::Hub),
        "https://huggingface.co/api/models/ggml-org/gemma-3-1b-it-GGUF?blobs=true"
    );
    assert_eq!(
        HubRequest::model(&id("gpt2")).key(),
        "/api/models/gpt2?blobs=true"
    );
    assert_eq!(
        HubRequest::whoami().url(HubOrigin::Hub),
        "https://huggingface.co/api/whoami-v2"
    );
}

#[test]
fn a_token_goes_to_the_hub_only() {
    assert!(HubOrigin::Hub.accepts_token());
    assert!(!HubOrigin::Mirror.accepts_token());
    for origin in HubOrigin::ALL {
        assert_eq!(HubOrigin::from_key(origin.key()), Some(origin));
    }
    assert_eq!(HubOrigin::from_key("https://example.org"), None);
    assert_eq!(HubOrigin::default(), HubOrigin::Hub);
}

#[test]
fn the_next_page_is_read_from_the_link_header() {
    let long = format!("/api/models?cursor={}", "a".repeat(2_000));
    let table = [
        (
            r#"<https://huggingface.co/api/models?limit=2&expand=gguf&cursor=eyIkb3IiOlt7%3D>; rel="next""#,
            "/api/models?limit=2&expand=gguf&cursor=eyIkb3IiOlt7%3D",
        ),
        (r#"</api/models?cursor=x>; rel="next""#, "/api/models?cursor=x"),
        (
            r#"<//hf-mirror.com/api/models?cursor=x>;rel=next"#,
            "/api/models?cursor=x",
        ),
        (
            r#"<HTTP://localhost:8080/api/models?cursor=x#y> ; REL = "Next""#,
            "/api/models?cursor=x",
        ),
        (
            r#"<https://h/api/models?cursor=p>; rel="prev", <https://h/api/models?a=min:1B,max:2B&cursor=n>; rel="next""#,
            "/api/models?a=min:1B,max:2B&cursor=n",
        ),
        (
            r#"</api/models?cursor=x>; title="a, <b>; c"; rel="last next""#,
            "/api/models?cursor=x",
        ),
        (&format!("<{long}>; rel=\"next\""), &long),
        // Another host is not believed, but its page of the list is the same path on the host that was asked.
        (
            r#"<https://evil.example/api/models?cursor=x>; rel="next""#,
            "/api/models?cursor=x",
        ),
        (
            r#"<https://huggingface.co@evil.example/api/models?cursor=x>; rel="next""#,
            "/api/models?cursor=x",
        ),
    ];
    for (header, expected) in table {
        let request = HubRequest::next_page(header).unwrap_or_else(|| panic!("{header}"));
        assert_eq!(request.key(), expected);
        assert_eq!(
            request.url(HubOrigin::Hub),
            format!("https://huggingface.co{expected}")
        );
    }
}

#[test]
fn a_link_header_leads_nowhere_else() {
    for header in [
        "",
        "next",
        r#"<https://huggingface.co/api/models?cursor=x>; rel="prev""#,
        r#"<https://huggingface.co/api/models?cursor=x>"#,
        r#"<https://huggingface.co/api/models?cursor=x; rel="next""#,
        r#"https://huggingface.co/api/models?cursor=x; rel="next""#,
        r#"<https://huggingface.co/api/models>; rel="next""#,
        r#"<https://huggingface.co/api/models?>; rel="next""#,
        r#"<https://huggingface.co/api/models/../whoami-v2?x=1>; rel="next""#,
        r#"<https://huggingface.co/api/modelsx?cursor=x>; rel="next""#,
        r#"<https://huggingface.co/api/whoami-v2?cursor=x>; rel="next""#,
        r#"<https://huggingface.co?/api/models?cursor=x>; rel="next""#,
        r#"<https://evil.example\/api/models?cursor=x>; rel="next""#,
        r#"<javascript:alert(1)//api/models?cursor=x>; rel="next""#,
        r#"<ftp://h/api/models?cursor=x>; rel="next""#,
        r#"<api/models?cursor=x>; rel="next""#,
        r#"<?cursor=x>; rel="next""#,
        r#"</api/models?cursor=a b>; rel="next""#,
        r#"</api/models?cursor=é>; rel="next""#,
        r#"</api/models?cursor="x">; rel="next""#,
        "</api/models?cursor=a\nb>; rel=\"next\"",
        r#"</api/models?cursor=x>; title="rel=next"#,
    ] {
        assert_eq!(HubRequest::next_page(header), None, "{header}");
    }
    let too_long = format!("</api/models?cursor={}>; rel=\"next\"", "a".repeat(9_000));
    assert_eq!(HubRequest::next_page(&too_long), None);
}

#[test]
fn pages_of_the_hub_are_linked_by_encoded_paths() {
    let id = id("unsloth/Kimi-K2.5-GGUF");
    assert_eq!(
        model_page_url(HubOrigin::Mirror, &id),
        "https://hf-mirror.com/unsloth/Kimi-K2.5-GGUF"
    );
    assert_eq!(
        file_page_url(HubOrigin::Hub, &id, "UD-Q3_K_XL/a b+c#d?.gguf"),
        "https://huggingface.co/unsloth/Kimi-K2.5-GGUF/blob/main/UD-Q3_K_XL/a%20b%2Bc%23d%3F.gguf"
    );
    assert_eq!(
        file_download_url(HubOrigin::Hub, &id, "模型.gguf"),
        "https://huggingface.co/unsloth/Kimi-K2.5-GGUF/resolve/main/%E6%A8%A1%E5%9E%8B.gguf"
    );
    assert_eq!(
        file_page_url(HubOrigin::Hub, &id, "/../../../settings/./tokens"),
        "https://huggingface.co/unsloth/Kimi-K2.5-GGUF/blob/main/settings/tokens"
    );
}

#[test]
fn a_file_is_asked_for_within_its_repository_and_revision() {
    let id = id("unsloth/Kimi-K2.5-GGUF");
    let key = |revision, path| HubRequest::file(&id, revision, path).key().to_owned();
    assert_eq!(
        key(Some("0a1b"), "UD-Q3_K_XL/a b.gguf"),
        "/unsloth/Kimi-K2.5-GGUF/resolve/0a1b/UD-Q3_K_XL/a%20b.gguf"
    );
    assert_eq!(
        key(None, "config.json"),
        "/unsloth/Kimi-K2.5-GGUF/resolve/main/config.json"
    );
    assert_eq!(
        key(Some(".."), "../../../api/whoami-v2"),
        "/unsloth/Kimi-K2.5-GGUF/resolve/main/api/whoami-v2"
    );
}

#[test]
fn a_range_says_which_part_came_and_how_large_the_file_is() {
    for (field, first, total) in [
        ("bytes 0-65535/4912916416", Some(0), Some(4_912_916_416)),
        ("bytes 512-99/*", Some(512), None),
        ("bytes */400", None, Some(400)),
        ("items 0-9/10", None, None),
        ("bytes 0-99/18446744073709551616", Some(0), None),
        ("", None, None),
    ] {
        assert_eq!(
            ContentRange::read(field),
            ContentRange { first, total },
            "{field}"
        );
    }
    let came = ContentRange::read("bytes 512-1023/4096");
    assert!(came.is_elsewhere_than(0));
    assert!(!came.is_elsewhere_than(512));
    assert!(!ContentRange::read("bytes */4096").is_elsewhere_than(0));
}

#[test]
fn a_list_that_was_too_large_is_asked_for_in_smaller_pages() {
    let request = HubRequest::search(&SearchQuery::default());
    let mut limits = Vec::new();
    let mut smaller = Some(request);
    while let Some(request) = smaller {
        let limit = request
            .key()
            .split("&limit=")
            .nth(1)
            .and_then(|rest| rest.split('&').next());
        limits.push(limit.and_then(|limit| limit.parse::<u16>().ok()));
        smaller = request.in_smaller_pages();
    }
    assert_eq!(limits.last(), Some(&Some(1)));
    assert!(limits.windows(2).all(|pair| pair[0] > pair[1]), "{limits:?}");
    assert_eq!(HubRequest::whoami().in_smaller_pages(), None);
    let next = "<https://huggingface.co/api/models?limit=30&cursor=abc>; rel=\"next\"";
    let next = HubRequest::next_page(next).and_then(|next| next.in_smaller_pages());
    assert!(next.is_some_and(|next| next.key().ends_with("?limit=10&cursor=abc")));
}

#[test]
fn a_refused_field_is_left_out_wherever_it_stands() {
    let request = HubRequest::search(&SearchQuery::default());
    let shorter = request.without_fields(&["gguf", "trendingScore"]);
    assert!(request.key().contains("expand=gguf") && request.key().ends_with("expand=trendingScore"));
    assert!(!shorter.key().contains("gguf") && !shorter.key().contains("expand=trendingScore"));
    assert_eq!(
        shorter.key().matches("expand=").count() + 2,
        request.key().matches("expand=").count()
    );
    assert_eq!(
        HubRequest::whoami().without_fields(&["gguf"]),
        HubRequest::whoami()
    );
}

proptest! {
    #[test]
    fn a_next_page_is_always_a_page_of_the_list(
        header in prop_oneof![
            any::<String>(),
            "[<>/?#;=,\" a-z:.@\\\\]{0,60}",
            "<(https:)?(//)?[a-z.@:]{0,8}/api/models[?/#][a-z=&%,]{0,20}>; ?rel=\"?(next|prev)\"?",
        ]
    ) {
        if let Some(request) = HubRequest::next_page(&header) {
            prop_assert!(request.key().starts_with("/api/models?"));
            prop_assert!(request.url(HubOrigin::Hub).starts_with("https://huggingface.co/api/models?"));
            prop_assert!(request.key().bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }

    #[test]
    fn a_search_is_always_a_sound_address(text in any::<String>(), author in any::<String>()) {
        let query = SearchQuery { text, author: Some(author), ..SearchQuery::default() };
        let request = HubRequest::search(&query);
        prop_assert!(request.key().bytes().all(|byte| byte.is_ascii_graphic()));
        prop_assert_eq!(request.key().matches('?').count(), 1);
    }
}
