//! One GET request: bounded in time and size, and able to be given up.

use std::cell::Cell;
use std::rc::Rc;

use gloo_net::http::{Request, Response};
use gloo_timers::callback::Timeout;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, ReferrerPolicy, RequestCredentials, RequestMode};

use super::abort::AbortHandle;
use super::{online, window};
use crate::domain::hub::{ContentRange, HubError};

/// What a server answered, whatever its status. Header fields that the server does not expose to scripts are `None`.
pub struct HttpAnswer {
    /// HTTP status.
    pub status: u16,
    /// The whole body; bytes that are not UTF-8 are replaced.
    pub body: String,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Link`, unread.
    pub link: Option<String>,
    /// `X-Error-Code`.
    pub error_code: Option<String>,
    /// `X-Error-Message`.
    pub error_message: Option<String>,
    /// `Retry-After`. The Hub does not expose it; a mirror may.
    pub retry_after: Option<String>,
}

/// A part of a file, and what came with it.
pub struct PartAnswer {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Status and header fields; its `body` is empty.
    pub answer: HttpAnswer,
    /// Bytes of the whole file, where the answer says so.
    pub total: Option<u64>,
}

/// Gets a text.
///
/// Without a token the request carries nothing beyond what a browser always sends, so it needs no preflight. Cookies and
/// the referrer are never sent. `timeout_ms` covers the body too; `body_bytes_max` counts bytes after decompression.
///
/// # Errors
/// `Aborted` when `abort` was used; `TimedOut`; `Offline` or `Unreachable` without an answer; `CutOff` when the body
/// stopped early; `TooLarge`; `TokenRejected` for a token that no header can carry. A status is never an error here.
pub async fn get_text(
    url: &str,
    token: Option<&str>,
    abort: &AbortHandle,
    timeout_ms: u32,
    body_bytes_max: usize,
) -> Result<HttpAnswer, HubError> {
    let ask = Ask {
        url,
        token,
        timeout_ms,
        body_bytes_max,
        range: None,
    };
    let RawAnswer {
        bytes, mut answer, ..
    } = get(ask, abort).await?;
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    answer.body = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    Ok(answer)
}

/// Gets a part of a file: `n_bytes` from `first` on, fewer where the file ends.
///
/// A server that does not know ranges begins to send the whole file; of that as much is read as was asked for, if it
/// lies at the beginning.
///
/// # Errors
/// As [`get_text`]; `NotPartial` where a later part was asked for and the beginning comes; `OtherPart` where the server
/// says itself that the part begins elsewhere.
pub async fn get_bytes(
    url: &str,
    token: Option<&str>,
    abort: &AbortHandle,
    timeout_ms: u32,
    (first, n_bytes): (u64, u32),
) -> Result<PartAnswer, HubError> {
    let ask = Ask {
        url,
        token,
        timeout_ms,
        body_bytes_max: n_bytes as usize,
        range: Some((first, n_bytes)),
    };
    let RawAnswer {
        bytes,
        answer,
        content_range,
        content_length,
    } = get(ask, abort).await?;
    let total = match answer.status {
        206 => {
            let came = content_range
                .as_deref()
                .map(ContentRange::read)
                .unwrap_or_default();
            if came.is_elsewhere_than(first) {
                return Err(HubError::OtherPart);
            }
            came.total
        }
        200 if first > 0 => return Err(HubError::NotPartial),
        // A compressed answer has no length that would say anything of the file.
        200 => content_length,
        _ => None,
    };
    Ok(PartAnswer { bytes, answer, total })
}

/// One request.
struct Ask<'a> {
    url: &'a str,
    token: Option<&'a str>,
    timeout_ms: u32,
    body_bytes_max: usize,
    /// First byte and number of bytes; what follows is not read, whatever the server sends.
    range: Option<(u64, u32)>,
}

/// An answer before its bytes are understood; the `body` of `answer` is empty.
struct RawAnswer {
    bytes: Vec<u8>,
    answer: HttpAnswer,
    content_range: Option<String>,
    content_length: Option<u64>,
}

async fn get(ask: Ask<'_>, abort: &AbortHandle) -> Result<RawAnswer, HubError> {
    if abort.is_aborted() {
        return Err(HubError::Aborted);
    }
    // The clock and the caller both end the request through one signal; which of them it was is told apart below.
    let request_abort = Rc::new(AbortHandle::new());
    let timed_out = Rc::new(Cell::new(false));
    let _timer = Timeout::new(ask.timeout_ms, {
        let (request_abort, timed_out) = (request_abort.clone(), timed_out.clone());
        move || {
            timed_out.set(true);
            request_abort.abort();
        }
    });
    let _forward = abort.on_abort({
        let request_abort = request_abort.clone();
        move || request_abort.abort()
    });
    let outcome = send(ask, &request_abort).await;
    if abort.is_aborted() {
        return Err(HubError::Aborted);
    }
    outcome.map_err(|error| {
        if timed_out.get() {
            HubError::TimedOut
        } else {
            error
        }
    })
}

async fn send(ask: Ask<'_>, abort: &AbortHandle) -> Result<RawAnswer, HubError> {
    let mut builder = Request::get(ask.url)
        .abort_signal(Some(&abort.signal()))
        .credentials(RequestCredentials::SameOrigin)
        .mode(RequestMode::Cors)
        .referrer_policy(ReferrerPolicy::NoReferrer);
    if let Some((first, n_bytes)) = ask.range {
        // One range from the front needs no preflight (Fetch standard, "CORS-safelisted request-header").
        let last = first.saturating_add(u64::from(n_bytes)).saturating_sub(1);
        builder = builder.header("Range", &format!("bytes={first}-{last}"));
    }
    if let Some(token) = ask.token {
        // gloo-net panics on a value that a header cannot carry.
        if !fits_in_a_header(token) {
            return Err(HubError::TokenRejected);
        }
        builder = builder.header("Authorization", &format!("Bearer {token}"));
    }
    let request: web_sys::Request = builder.build().map_err(|_| no_answer())?.into();
    // Not gloo-net's `send`: it panics when the rejection is not an error object, which scripts of browser extensions
    // that wrap `fetch` do bring about.
    let fetch = window::window()
        .ok_or_else(no_answer)?
        .fetch_with_request(&request);
    let answer = JsFuture::from(fetch).await.map_err(|_| no_answer())?;
    let raw: web_sys::Response = answer.dyn_into().map_err(|_| no_answer())?;
    let bytes = read_bounded(&raw, ask.body_bytes_max, ask.range.is_some()).await?;
    let response = Response::from(raw);
    let headers = response.headers();
    Ok(RawAnswer {
        bytes,
        content_range: headers.get("Content-Range"),
        content_length: headers
            .get("Content-Length")
            .and_then(|length| length.parse().ok()),
        answer: HttpAnswer {
            status: response.status(),
            body: String::new(),
            content_type: headers.get("Content-Type"),
            link: headers.get("Link"),
            error_code: headers.get("X-Error-Code"),
            error_message: headers.get("X-Error-Message"),
            retry_after: headers.get("Retry-After"),
        },
    })
}

/// Reads chunk by chunk, since neither a missing `Content-Length` nor a compressed one bounds what a body decodes to.
/// What goes beyond the bound is cut off (`is_part`) or refused.
async fn read_bounded(
    response: &web_sys::Response,
    bytes_max: usize,
    is_part: bool,
) -> Result<Vec<u8>, HubError> {
    let Some(stream) = response.body() else {
        return Ok(Vec::new());
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read())
            .await
            .map_err(|_| HubError::CutOff)?;
        let part = |name| Reflect::get(&chunk, &JsValue::from_str(name)).map_err(|_| HubError::CutOff);
        if part("done")?.is_truthy() {
            break;
        }
        let chunk: Uint8Array = part("value")?.dyn_into().map_err(|_| HubError::CutOff)?;
        // The caller's handle is dropped on return, and that ends the transfer.
        let is_beyond = bytes.len().saturating_add(chunk.length() as usize) > bytes_max;
        if is_beyond && !is_part {
            return Err(HubError::TooLarge);
        }
        bytes.append(&mut chunk.to_vec());
        if is_beyond {
            bytes.truncate(bytes_max);
            break;
        }
    }
    Ok(bytes)
}

/// Why there is no answer at all. A script is told nothing more than that: DNS, a blocker and a refusal look the same.
fn no_answer() -> HubError {
    if online::is_online() {
        HubError::Unreachable
    } else {
        HubError::Offline
    }
}

/// Longest token that is sent, in bytes. The Hub's have 37; signed ones of other services stay under 4,000.
const TOKEN_BYTES_MAX: usize = 4_000;

fn fits_in_a_header(token: &str) -> bool {
    !token.is_empty() && token.len() <= TOKEN_BYTES_MAX && token.bytes().all(|byte| byte.is_ascii_graphic())
}
