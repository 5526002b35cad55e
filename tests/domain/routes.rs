use llm_lens::domain::app::route::{Comparison, FRAGMENT_LENGTH_MAX, Page, Param, RefusedParam, Route};
use llm_lens::domain::app::share::{ShareError, SharedHardware};
use llm_lens::domain::hub::search::{ParameterRange, SearchQuery, Sort};
use llm_lens::domain::precision::format::Format;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::machines::{any_hardware, any_name, machine};

fn explore(query: SearchQuery) -> Page {
    Page::Explore(query)
}

fn model(id: &str, variant: Option<&str>) -> Page {
    Page::Model {
        id: id.parse().unwrap(),
        variant: variant.map(str::to_owned),
        run: String::new(),
    }
}

fn search(text: &str) -> SearchQuery {
    SearchQuery {
        text: text.to_owned(),
        ..SearchQuery::default()
    }
}

/// Addresses that are canonical: each gives its page and is written again as it was.
#[test]
fn canonical_addresses_give_their_pages_and_back() {
    let everything = SearchQuery {
        text: "qwen coder".to_owned(),
        format: Some(Format::Gguf),
        task: Some("text-generation".to_owned()),
        author: Some("Qwen".to_owned()),
        license: Some("apache-2.0".to_owned()),
        parameters: ParameterRange {
            min_millions: Some(500),
            max_millions: Some(70_000),
        },
        quantized_from: Some("Qwen/Qwen3-8B".parse().unwrap()),
        runs_only: true,
        least_speed: Some(10),
        sort: Sort::Downloads,
    };
    let cases = [
        ("#/", explore(SearchQuery::default())),
        ("#/?q=llama", explore(search("llama"))),
        ("#/?q=c%2B%2B+%26+%E5%90%8D", explore(search("c++ & 名"))),
        (
            "#/?q=qwen+coder&format=gguf&task=text-generation&author=Qwen&license=apache-2.0&params=0.5-70\
             &base=Qwen/Qwen3-8B&runs=1&speed=10&sort=downloads",
            explore(everything),
        ),
        ("#/model/Qwen/Qwen3-8B-GGUF", model("Qwen/Qwen3-8B-GGUF", None)),
        ("#/model/gpt2", model("gpt2", None)),
        ("#/model/a/b?v=gguf:q4_k_m", model("a/b", Some("gguf:q4_k_m"))),
        (
            "#/model/a/b?v=gguf:q4_k_m&run=c32768~kq8_0",
            Page::Model {
                id: "a/b".parse().unwrap(),
                variant: Some("gguf:q4_k_m".to_owned()),
                run: "c32768~kq8_0".to_owned(),
            },
        ),
        ("#/compare", Page::Compare(Comparison::default())),
        ("#/how-exact", Page::HowExact),
        ("#/how-it-works", Page::HowItWorks),
        (
            "#/elsewhere/x",
            Page::NotFound {
                path: "elsewhere/x".to_owned(),
            },
        ),
    ];
    for (fragment, page) in cases {
        let route = Route::parse(fragment);
        assert_eq!(route, Route::from(page), "{fragment}");
        assert_eq!(route.fragment(), fragment);
    }
}

#[test]
fn other_spellings_lead_to_the_same_page() {
    let cases = [
        ("", "#/"),
        ("#", "#/"),
        ("/", "#/"),
        ("#/?", "#/"),
        ("?q=llama", "#/?q=llama"),
        ("#/?q=%20llama%20&q=other&unknown=1&sort=&x", "#/?q=llama"),
        ("#/?q=a%20b", "#/?q=a+b"),
        ("#/?runs=0&sort=trending", "#/"),
        ("#/?params=07.500-", "#/?params=7.5-"),
        ("#/model/a/b/", "#/model/a/b"),
        ("model/a%2Fb", "#/model/a/b"),
        (
            "#/model/a/b?v=gguf%3Aq4_k_m&q=ignored",
            "#/model/a/b?v=gguf:q4_k_m",
        ),
        ("#/how-it-works/?q=ignored", "#/how-it-works"),
    ];
    for (given, canonical) in cases {
        let route = Route::parse(given);
        assert_eq!(route.fragment(), canonical, "{given}");
        assert_eq!(route.refused, []);
    }
}

#[test]
fn addresses_that_are_no_page_are_told_apart() {
    for path in [
        "model",
        "model/a/b/c",
        "model/-a",
        "model/a b",
        "model/../x",
        "settings",
        "%zz",
    ] {
        let route = Route::parse(&format!("#/{path}"));
        assert_eq!(
            route.page,
            Page::NotFound {
                path: path.to_owned()
            }
        );
    }
    let Page::NotFound { path } = Route::parse(&format!("#/{}", "x".repeat(5000))).page else {
        panic!("a page");
    };
    assert_eq!(path.chars().count(), 200);
}

#[test]
fn parameter_ranges_are_read_or_refused() {
    let range = |min_millions, max_millions| ParameterRange {
        min_millions,
        max_millions,
    };
    for (text, expected) in [
        ("7-70", Some(range(Some(7_000), Some(70_000)))),
        ("-8", Some(range(None, Some(8_000)))),
        ("70-", Some(range(Some(70_000), None))),
        ("0.5-3", Some(range(Some(500), Some(3_000)))),
        ("0-0.001", Some(range(Some(0), Some(1)))),
        ("8-8", Some(range(Some(8_000), Some(8_000)))),
        ("4294967.295-", Some(range(Some(u32::MAX), None))),
        ("4294967.296-", None),
        ("70-7", None),
        ("-", None),
        ("7", None),
        // Numbers are read as in the fields of the page.
        ("7.-8", Some(range(Some(7_000), Some(8_000)))),
        (".5-8", Some(range(Some(500), Some(8_000)))),
        ("7-8-9", None),
        ("7B-8B", None),
        ("0.0001-", None),
    ] {
        let route = Route::parse(&format!("#/?params={text}"));
        let parameters = expected.unwrap_or_default();
        assert_eq!(
            route.page,
            explore(SearchQuery {
                parameters,
                ..search("")
            }),
            "{text}"
        );
        assert_eq!(route.refused.is_empty(), expected.is_some(), "{text}");
    }
}

#[test]
fn wrong_values_are_told_and_left_out() {
    let bad = |param: Param, value: &str| RefusedParam::BadValue {
        param,
        value: value.to_owned(),
    };
    let route = Route::parse(
        "#/?q=%ff&format=exe&task=a%20b&author=a/b&license=%3Cb%3E&params=x&base=a/b/c&runs=yes&sort=best",
    );
    assert_eq!(route.page, explore(SearchQuery::default()));
    let expected = [
        bad(Param::Text, "%ff"),
        bad(Param::Format, "exe"),
        bad(Param::Task, "a b"),
        bad(Param::Author, "a/b"),
        bad(Param::License, "<b>"),
        bad(Param::Parameters, "x"),
        bad(Param::QuantizedFrom, "a/b/c"),
        bad(Param::RunsOnly, "yes"),
        bad(Param::Sort, "best"),
    ];
    assert_eq!(route.refused, expected);
    assert_eq!(route.fragment(), "#/");

    let long = "x".repeat(500);
    let route = Route::parse(&format!("#/?q={long}"));
    assert_eq!(route.refused, [bad(Param::Text, &format!("{}…", "x".repeat(39)))]);
    let route = Route::parse(&format!("#/model/a/b?v={long}"));
    assert_eq!(route.page, model("a/b", None));
    assert_eq!(route.refused.len(), 1);
    let route = Route::parse("#/?sort=a%0A%E2%80%AEb");
    assert_eq!(route.refused, [bad(Param::Sort, "a\u{FFFD}\u{FFFD}b")]);
}

#[test]
fn an_address_without_end_is_refused_whole() {
    let route = Route::parse(&format!("#/model/a/b?v={}", "x".repeat(FRAGMENT_LENGTH_MAX)));
    assert_eq!(route.page, explore(SearchQuery::default()));
    let n_bytes = FRAGMENT_LENGTH_MAX + "/model/a/b?v=".len();
    assert_eq!(route.refused, [RefusedParam::AddressTooLong { n_bytes }]);
}

#[test]
fn shared_hardware_goes_with_every_page() {
    for path in ["#/", "#/model/a/b", "#/how-it-works", "#/nowhere"] {
        let fragment = format!("{path}?hw=v2~ram32~gpu24x2invidia.ada.cuda-RTX_4090~n-Office_PC");
        let route = Route::parse(&fragment);
        let shared = route.hardware.clone().unwrap().unwrap();
        assert_eq!(shared.name, "Office PC");
        assert_eq!(shared.hardware.devices[0].name, "RTX 4090");
        assert_eq!(route.fragment(), fragment);
    }
}

#[test]
fn broken_shared_hardware_costs_nothing_else() {
    let route = Route::parse("#/?q=llama&hw=v9~ram32");
    assert_eq!(route.page, explore(search("llama")));
    let version = "v9".to_owned();
    assert_eq!(route.hardware, Some(Err(ShareError::UnknownVersion { version })));
    assert_eq!(route.fragment(), "#/?q=llama");
}

#[test]
fn a_search_text_is_cut_where_an_address_ends() {
    let route = Route::from(explore(search(&"名".repeat(300))));
    assert_eq!(
        Route::parse(&route.fragment()).page,
        explore(search(&"名".repeat(200)))
    );
}

#[test]
fn the_longest_address_that_is_written_is_read() {
    let mut hardware = machine(1, &[(1, 1); 8]);
    for device in &mut hardware.devices {
        device.name = "\u{1F5A5}".repeat(60);
    }
    let word = || Some("w".repeat(96));
    let query = SearchQuery {
        task: word(),
        author: word(),
        license: word(),
        quantized_from: Some(format!("{0}/{0}", "w".repeat(96)).parse().unwrap()),
        ..search(&"\u{1F5A5}".repeat(200))
    };
    let name = "\u{1F5A5}".repeat(60);
    let route = Route {
        hardware: Some(Ok(SharedHardware { name, hardware })),
        ..Route::from(explore(query.clone()))
    };
    let read = Route::parse(&route.fragment());
    assert_eq!(read.page, explore(query));
    assert!(matches!(read.hardware, Some(Ok(_))));
}

fn any_word() -> impl Strategy<Value = Option<String>> {
    option::of("[A-Za-z0-9._-]{1,96}")
}

fn any_query() -> impl Strategy<Value = SearchQuery> {
    let range = (option::of(any::<u32>()), option::of(any::<u32>())).prop_map(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
        open => open,
    });
    (
        "\\PC{0,200}",
        option::of(select(Format::ALL.to_vec())),
        (any_word(), any_word(), any_word()),
        range,
        option::of("[a-z0-9][a-z0-9._-]{0,95}(/[a-z0-9][a-z0-9._-]{0,95})?"),
        any::<bool>(),
        select(Sort::ALL.to_vec()),
    )
        .prop_map(
            |(text, format, words, range, base, runs_only, sort)| SearchQuery {
                text: text.trim().to_owned(),
                format,
                task: words.0,
                author: words.1,
                license: words.2,
                parameters: ParameterRange {
                    min_millions: range.0,
                    max_millions: range.1,
                },
                quantized_from: base.map(|id| id.parse().unwrap()),
                runs_only,
                least_speed: None,
                sort,
            },
        )
}

fn any_page() -> impl Strategy<Value = Page> {
    prop_oneof![
        any_query().prop_map(Page::Explore),
        (
            "[a-z0-9][a-z0-9._-]{0,20}(/[A-Z][a-z0-9._-]{0,20})?",
            option::of("\\PC{1,200}")
        )
            .prop_map(|(id, variant)| model(&id, variant.as_deref())),
        Just(Page::HowItWorks),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(page in any_page(), hardware in any_hardware(), name in any_name()) {
        let shared = SharedHardware { name, hardware };
        // Without device names, which may be left out of a long link.
        let mut route = Route { hardware: Some(Ok(shared)), ..Route::from(page) };
        if let Some(Ok(shared)) = &mut route.hardware {
            shared.hardware.devices.iter_mut().for_each(|device| device.name.clear());
        }
        let fragment = route.fragment();
        prop_assert!(fragment.starts_with("#/"));
        prop_assert!(fragment.is_ascii() && !fragment.contains(' '));
        prop_assert_eq!(Route::parse(&fragment), route);
    }

    #[test]
    fn any_text_gives_a_page_whose_address_stays(text in any::<String>()) {
        let route = Route::parse(&text);
        let again = Route::parse(&route.fragment());
        prop_assert_eq!(&again.page, &route.page);
        prop_assert_eq!(again.fragment(), route.fragment());
        prop_assert_eq!(again.refused, []);
    }

    #[test]
    fn anything_like_an_address_gives_a_page(
        text in "#?/?(model/[a-z/.%]{0,8}|[a-zA-Z0-9/%.+ ]{0,12})?(\\?((q|v|hw|params|base|sort)=[ -~]{0,12}&?){0,4})?"
    ) {
        let route = Route::parse(&text);
        prop_assert_eq!(Route::parse(&route.fragment()).page, route.page);
    }
}
