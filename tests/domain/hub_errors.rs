use llm_lens::domain::hub::{AnswerFacts, HubError, MESSAGE_LENGTH_MAX, RATE_LIMIT_WINDOW_S};
use proptest::prelude::*;

const JSON: Option<&str> = Some("application/json; charset=utf-8");

fn anonymous(status: u16, body: &str) -> AnswerFacts<'_> {
    AnswerFacts {
        status,
        content_type: JSON,
        body,
        ..AnswerFacts::default()
    }
}

fn bad_request(message: &str) -> HubError {
    HubError::BadRequest {
        refused_fields: Vec::new(),
        message: Some(message.to_owned()),
    }
}

#[test]
fn each_documented_answer_has_its_own_meaning() {
    let with_token = |facts: AnswerFacts<'static>| AnswerFacts {
        had_token: true,
        ..facts
    };
    let with_code = |facts: AnswerFacts<'static>, code| AnswerFacts {
        error_code: Some(code),
        ..facts
    };
    let unknown = anonymous(401, r#"{"error":"Invalid username or password."}"#);
    let table = [
        (unknown, HubError::NotFoundOrPrivate),
        (with_token(unknown), HubError::TokenRejected),
        (
            with_token(with_code(
                anonymous(404, r#"{"error":"Repository not found"}"#),
                "RepoNotFound",
            )),
            HubError::NotFoundOrPrivate,
        ),
        (
            with_code(
                anonymous(404, r#"{"error":"Invalid rev id: x"}"#),
                "RevisionNotFound",
            ),
            HubError::NotFound,
        ),
        (
            with_code(anonymous(404, "Entry not found"), "EntryNotFound"),
            HubError::NotFound,
        ),
        (anonymous(404, r#"{"error":"Sorry"}"#), HubError::NotFound),
        (
            with_code(anonymous(401, "Access to model X is restricted."), "GatedRepo"),
            HubError::Gated,
        ),
        (
            with_token(with_code(anonymous(403, ""), "GatedRepo")),
            HubError::Gated,
        ),
        (
            anonymous(401, r#"{"error":"Access to model x/y is restricted."}"#),
            HubError::Gated,
        ),
        (
            anonymous(403, r#"{"error":"Access to this resource is disabled."}"#),
            HubError::Disabled,
        ),
        (
            anonymous(404, r#"{"error":"Access to this resource is disabled."}"#),
            HubError::Disabled,
        ),
        (
            with_token(anonymous(
                401,
                r#"{"error":"Invalid credentials in Authorization header"}"#,
            )),
            HubError::TokenRejected,
        ),
        (
            with_token(anonymous(403, r#"{"error":"missing permission: read"}"#)),
            HubError::Forbidden,
        ),
        (
            anonymous(400, r#"{"error":"bad expand"}"#),
            bad_request("bad expand"),
        ),
        (anonymous(400, r#"{"error":["a",7,"b"]}"#), bad_request("a; b")),
        (anonymous(400, r#"{"error":7,"message":"m"}"#), bad_request("m")),
        (
            anonymous(400, r#"{"error":{}}"#),
            HubError::BadRequest {
                message: None,
                refused_fields: Vec::new(),
            },
        ),
        (
            anonymous(400, "nonsense"),
            HubError::BadRequest {
                message: None,
                refused_fields: Vec::new(),
            },
        ),
        (anonymous(429, ""), HubError::RateLimited { retry_after_s: None }),
        (anonymous(500, ""), HubError::Server { status: 500 }),
        (anonymous(503, "<html>"), HubError::Server { status: 503 }),
        (anonymous(511, "<html>"), HubError::NotJson),
        (anonymous(451, ""), HubError::Disabled),
        (anonymous(408, ""), HubError::TimedOut),
        (anonymous(418, ""), HubError::UnexpectedStatus { status: 418 }),
        (anonymous(302, ""), HubError::UnexpectedStatus { status: 302 }),
        (anonymous(0, ""), HubError::Unreachable),
        (anonymous(200, "{}"), HubError::Malformed),
    ];
    for (facts, expected) in table {
        assert_eq!(HubError::from_answer(facts), expected, "{facts:?}");
    }
}

#[test]
fn a_web_page_in_place_of_data_is_a_captive_network() {
    for status in [200, 302, 401, 403, 404] {
        let declared = AnswerFacts {
            status,
            content_type: Some("Text/HTML; charset=utf-8"),
            body: "Please log in",
            ..AnswerFacts::default()
        };
        assert_eq!(HubError::from_answer(declared), HubError::NotJson, "{status}");
        assert_eq!(
            HubError::from_answer(anonymous(status, "\u{feff} \n<!doctype html>")),
            HubError::NotJson
        );
    }
}

#[test]
fn the_header_speaks_before_the_body() {
    let facts = AnswerFacts {
        error_message: Some(" from the\nheader "),
        ..anonymous(400, r#"{"error":"body"}"#)
    };
    assert_eq!(HubError::from_answer(facts), bad_request("from the header"));
    let empty = AnswerFacts {
        error_message: Some("  "),
        ..anonymous(400, r#"{"error":"body"}"#)
    };
    assert_eq!(HubError::from_answer(empty), bad_request("body"));
}

#[test]
fn messages_are_bounded() {
    let long = "é".repeat(10_000);
    let facts = AnswerFacts {
        error_message: Some(&long),
        ..anonymous(400, "")
    };
    let HubError::BadRequest {
        refused_fields: _,
        message: Some(message),
    } = HubError::from_answer(facts)
    else {
        panic!("a bad request")
    };
    assert_eq!(message.chars().count(), MESSAGE_LENGTH_MAX);
}

#[test]
fn a_readable_retry_after_is_taken_over_within_the_window() {
    let limited = || HubError::RateLimited { retry_after_s: None };
    for (header, expected) in [
        (None, None),
        (Some("17"), Some(17)),
        (Some(" 0 "), Some(0)),
        (Some("99999999999"), Some(RATE_LIMIT_WINDOW_S)),
        (Some("301"), Some(RATE_LIMIT_WINDOW_S)),
        (Some("-1"), None),
        (Some("Wed, 21 Oct 2026 07:28:00 GMT"), None),
    ] {
        assert_eq!(
            limited().with_retry_after(header),
            HubError::RateLimited {
                retry_after_s: expected
            },
            "{header:?}"
        );
    }
    assert_eq!(HubError::Gated.with_retry_after(Some("5")), HubError::Gated);
}

#[test]
fn the_catalog_stands_in_only_when_the_hub_is_out_of_reach() {
    let out_of_reach = [
        HubError::Offline,
        HubError::Unreachable,
        HubError::TimedOut,
        HubError::CutOff,
        HubError::NotJson,
        HubError::Server { status: 502 },
    ];
    let answered = [
        HubError::BadRequest {
            message: None,
            refused_fields: Vec::new(),
        },
        HubError::TokenRejected,
        HubError::NotFoundOrPrivate,
        HubError::NotFound,
        HubError::Gated,
        HubError::Forbidden,
        HubError::Disabled,
        HubError::UnexpectedStatus { status: 418 },
        HubError::Malformed,
        HubError::TooLarge,
        HubError::Aborted,
    ];
    assert!(
        out_of_reach
            .iter()
            .all(|e| e.means_hub_is_out_of_reach() && e.may_help_to_retry())
    );
    assert!(
        answered
            .iter()
            .all(|e| !e.means_hub_is_out_of_reach() && !e.may_help_to_retry())
    );
    let limited = HubError::RateLimited { retry_after_s: None };
    assert!(limited.may_help_to_retry() && !limited.means_hub_is_out_of_reach());
}

proptest! {
    #[test]
    fn any_answer_has_a_meaning(
        status in any::<u16>(),
        code in proptest::option::of(any::<String>()),
        message in proptest::option::of(any::<String>()),
        body in any::<String>(),
        had_token in any::<bool>(),
    ) {
        let _ = HubError::from_answer(AnswerFacts {
            status,
            error_code: code.as_deref(),
            error_message: message.as_deref(),
            content_type: None,
            body: &body,
            had_token,
        });
    }
}
