//! What can go wrong between the page and the Hub, told apart as far as each case has its own sentence and way on.

use super::expand::refused_fields;
use super::response::looks_like_markup;
use crate::domain::wire::json::{Fields, Json};

/// Why there is no usable answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HubError {
    /// The browser says that it has no network.
    Offline,
    /// No answer came: no such host, refused, blocked by an extension, or without the permission to be read. A browser
    /// does not say which.
    Unreachable,
    /// No answer in time.
    TimedOut,
    /// The answer ended in the middle.
    CutOff,
    /// A web page came where data was asked for: a captive network, a blocking proxy, a mirror out of order.
    NotJson,
    /// The Hub refuses the request itself (400 and its kin).
    BadRequest {
        /// What the Hub says about it; hostile text, at most [`MESSAGE_LENGTH_MAX`] characters.
        message: Option<String>,
        /// Which of the fields that a list was asked for it does not know; empty where it is about something else.
        refused_fields: Vec<&'static str>,
    },
    /// The access token is not valid (any more).
    TokenRejected,
    /// No such repository, or a private one: the Hub does not tell a stranger which (docs/hub.md, Errors).
    NotFoundOrPrivate,
    /// The repository is there, but not this revision or file; or the mirror has no such call.
    NotFound,
    /// To be had only after agreeing to the authors' terms.
    Gated,
    /// The token lacks a permission, or the Hub refuses for another reason.
    Forbidden,
    /// The Hub has closed the repository.
    Disabled,
    /// Too many requests from this network address or with this token.
    RateLimited {
        /// Seconds to wait, where the answer says so: the Hub's own is not readable from a browser (docs/hub.md, Errors).
        /// [`RATE_LIMIT_WINDOW_S`] is the longest that it can be.
        retry_after_s: Option<u16>,
    },
    /// The Hub is in trouble (5xx).
    Server {
        /// The HTTP status.
        status: u16,
    },
    /// A status that means nothing here.
    UnexpectedStatus {
        /// The HTTP status.
        status: u16,
    },
    /// JSON, but not what was asked for.
    Malformed,
    /// More bytes than any real answer has.
    TooLarge,
    /// The server sends files only as a whole, and a later part was asked for.
    NotPartial,
    /// The server says itself that another part of the file came than was asked for.
    OtherPart,
    /// A newer request took this one's place. Not worth a sentence.
    Aborted,
}

/// Longest message of the Hub that is kept, in characters: enough for every sentence seen, short enough to show.
pub const MESSAGE_LENGTH_MAX: usize = 300;

/// The Hub counts requests in fixed windows of five minutes (hub-docs, `rate-limits.md`), so a wait of this many
/// seconds is always enough.
pub const RATE_LIMIT_WINDOW_S: u16 = 300;

/// What the shell has of an answer that is no success, or that is one and yet no data.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnswerFacts<'a> {
    /// HTTP status; 0 where the browser hides it.
    pub status: u16,
    /// Header `X-Error-Code`.
    pub error_code: Option<&'a str>,
    /// Header `X-Error-Message`.
    pub error_message: Option<&'a str>,
    /// Header `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The body, as far as it was read.
    pub body: &'a str,
    /// Whether the request carried an access token.
    pub had_token: bool,
}

impl HubError {
    /// What an answer means (docs/hub.md, Errors). Codes count before messages and messages before the status, as in the Hub's
    /// Python client (`utils/_http.py`).
    pub fn from_answer(facts: AnswerFacts<'_>) -> Self {
        let message = message_of(&facts);
        let says = |words: &str| message.as_deref().is_some_and(|message| message.contains(words));
        let is_page = is_web_page(&facts);
        match facts.error_code {
            Some("GatedRepo") => return Self::Gated,
            Some("RepoNotFound") => return Self::NotFoundOrPrivate,
            Some("RevisionNotFound" | "EntryNotFound") => return Self::NotFound,
            Some("DisabledRepo") => return Self::Disabled,
            _ => {}
        }
        if says("Access to this resource is disabled") {
            return Self::Disabled;
        }
        match facts.status {
            0 => Self::Unreachable,
            408 => Self::TimedOut,
            429 => Self::RateLimited { retry_after_s: None },
            // "Network authentication required" is how an honest captive network answers.
            511 => Self::NotJson,
            500..=599 => Self::Server { status: facts.status },
            // Every other answer of the API is JSON, or text for a file: a page is somebody else's.
            _ if is_page => Self::NotJson,
            200..=299 => Self::Malformed,
            400 | 413 | 414 | 422 => Self::BadRequest {
                refused_fields: refused_fields(facts.error_message.unwrap_or(facts.body)),
                message,
            },
            401 if says("is restricted") || says("is gated") => Self::Gated,
            // With a sound token an unknown repository is a 404, so a 401 is about the token.
            401 if facts.had_token => Self::TokenRejected,
            401 => Self::NotFoundOrPrivate,
            403 if says("is restricted") || says("is gated") => Self::Gated,
            403 => Self::Forbidden,
            404 | 410 => Self::NotFound,
            451 => Self::Disabled,
            status => Self::UnexpectedStatus { status },
        }
    }

    /// Takes over a `Retry-After` header (whole seconds) where one can be read, as on a mirror. Waits above
    /// [`RATE_LIMIT_WINDOW_S`] are cut to it: nothing that answers like the Hub needs longer.
    #[must_use]
    pub fn with_retry_after(self, header: Option<&str>) -> Self {
        match self {
            Self::RateLimited { .. } => Self::RateLimited {
                retry_after_s: header
                    .and_then(|value| value.trim().parse::<u64>().ok())
                    .map(|seconds| {
                        u16::try_from(seconds).map_or(RATE_LIMIT_WINDOW_S, |s| s.min(RATE_LIMIT_WINDOW_S))
                    }),
            },
            other => other,
        }
    }

    /// Whether the Hub as such cannot be had just now, so that a kept copy or the starter catalog stands in for it.
    pub const fn means_hub_is_out_of_reach(&self) -> bool {
        matches!(
            self,
            Self::Offline
                | Self::Unreachable
                | Self::TimedOut
                | Self::CutOff
                | Self::NotJson
                | Self::Server { .. }
        )
    }

    /// Whether the same request may succeed later without anything being changed.
    pub const fn may_help_to_retry(&self) -> bool {
        self.means_hub_is_out_of_reach() || matches!(self, Self::RateLimited { .. })
    }
}

fn is_web_page(facts: &AnswerFacts<'_>) -> bool {
    let is_declared = facts.content_type.is_some_and(|content_type| {
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        media_type.eq_ignore_ascii_case("text/html")
            || media_type.eq_ignore_ascii_case("application/xhtml+xml")
    });
    is_declared || looks_like_markup(facts.body)
}

/// What the Hub says: its header, else the `error` of its JSON, which is a string or a list of them, else the two
/// other fields that some calls use.
fn message_of(facts: &AnswerFacts<'_>) -> Option<String> {
    facts.error_message.and_then(bounded).or_else(|| {
        let fields = Json::parse(facts.body).ok()?.fields()?;
        ["error", "error_description", "message"]
            .iter()
            .find_map(|name| bounded(&text_of(&fields, name)?))
    })
}

fn text_of(fields: &Fields<'_>, name: &str) -> Option<String> {
    let value = fields.get(name)?;
    value.text().or_else(|| {
        let texts: Vec<String> = value.items()?.filter_map(Json::text).collect();
        Some(texts.join("; "))
    })
}

/// The text without control characters, cut to [`MESSAGE_LENGTH_MAX`]; `None` if nothing is left.
fn bounded(text: &str) -> Option<String> {
    let message: String = text
        .trim()
        .chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .take(MESSAGE_LENGTH_MAX)
        .collect();
    (!message.is_empty()).then_some(message)
}
