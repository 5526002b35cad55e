//! Answers kept on the device for reading without a network.
//!
//! Every failure is silent: where the browser refuses (private window, full disk, insecure page), the app works without.
//! Nothing that was got with a token may be given to [`keep`].

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, CacheQueryOptions, Headers, Request, Response, ResponseInit};

use super::{clock, window};

/// The service worker deletes outdated caches of the page; this name must stay outside of what it deletes.
const CACHE_NAME: &str = "llm-lens-answers-v1";
/// Answers kept; the oldest goes first. At the usual 200 KB that is 16 MB.
const ANSWERS_MAX: u32 = 80;
/// Larger answers are not kept: one must not push out a whole evening of browsing.
const BODY_BYTES_MAX: usize = 2_000_000;
/// Header field of our own with the time of keeping.
const KEPT_AT_FIELD: &str = "x-kept-at-ms";
/// Header field of our own with the bytes of the whole file of which a part is kept.
const FILE_BYTES_FIELD: &str = "x-file-bytes";

/// The text of a successful answer and what it says about the next page.
pub struct AnswerText {
    /// The body.
    pub body: String,
    /// The `Link` field, unread.
    pub link: Option<String>,
}

/// An answer from the device.
pub struct KeptAnswer {
    /// What was answered then.
    pub answer: AnswerText,
    /// Whole minutes since then.
    pub age_minutes: u32,
}

/// Keeps an answer under a key, in place of an older one.
pub async fn keep(key: &str, answer: &AnswerText) {
    if answer.body.len() <= BODY_BYTES_MAX {
        // `None` is a refusal of the browser, and there is nobody to tell.
        let _ = try_keep(key, answer).await;
    }
}

/// The answer kept under a key.
pub async fn recall(key: &str) -> Option<KeptAnswer> {
    let found = JsFuture::from(open().await?.match_with_str(&address(key)?))
        .await
        .ok()?;
    let response: Response = found.dyn_into().ok()?;
    let headers = response.headers();
    let kept_at_ms: u64 = headers.get(KEPT_AT_FIELD).ok()??.parse().ok()?;
    let link = headers.get("Link").ok()?;
    let body = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    let age_minutes = clock::now_ms().saturating_sub(kept_at_ms) / 60_000;
    Some(KeptAnswer {
        answer: AnswerText { body, link },
        age_minutes: u32::try_from(age_minutes).unwrap_or(u32::MAX),
    })
}

/// Keeps a part of a file under a key, in place of an older one; `total` are the bytes of the whole file.
pub async fn keep_bytes(key: &str, bytes: &[u8], total: Option<u64>) {
    if bytes.len() <= BODY_BYTES_MAX {
        let _ = try_keep_bytes(key, bytes, total).await;
    }
}

/// The part of a file kept under a key, and the bytes of the whole file.
pub async fn recall_bytes(key: &str) -> Option<(Vec<u8>, Option<u64>)> {
    let found = JsFuture::from(open().await?.match_with_str(&address(key)?))
        .await
        .ok()?;
    let response: Response = found.dyn_into().ok()?;
    let total = response.headers().get(FILE_BYTES_FIELD).ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some((
        Uint8Array::new(&buffer).to_vec(),
        total.and_then(|total| total.parse().ok()),
    ))
}

async fn try_keep_bytes(key: &str, bytes: &[u8], total: Option<u64>) -> Option<()> {
    let headers = Headers::new().ok()?;
    headers.set("Content-Type", "application/octet-stream").ok()?;
    if let Some(total) = total {
        headers.set(FILE_BYTES_FIELD, &total.to_string()).ok()?;
    }
    let init = ResponseInit::new();
    init.set_headers(&headers);
    let body = Uint8Array::from(bytes);
    let response = Response::new_with_opt_js_u8_array_and_init(Some(&body), &init).ok()?;
    let cache = open().await?;
    JsFuture::from(cache.put_with_str(&address(key)?, &response))
        .await
        .ok()?;
    evict_oldest(&cache).await
}

/// Deletes every kept answer.
pub async fn forget_all() {
    let Some(window) = window::window().filter(|window| window::offers(window, "caches")) else {
        return;
    };
    if let Ok(caches) = window.caches() {
        let _ = JsFuture::from(caches.delete(CACHE_NAME)).await;
    }
}

async fn try_keep(key: &str, answer: &AnswerText) -> Option<()> {
    let headers = Headers::new().ok()?;
    headers
        .set("Content-Type", "application/json; charset=utf-8")
        .ok()?;
    headers.set(KEPT_AT_FIELD, &clock::now_ms().to_string()).ok()?;
    if let Some(link) = &answer.link {
        headers.set("Link", link).ok()?;
    }
    let init = ResponseInit::new();
    init.set_headers(&headers);
    let response = Response::new_with_opt_str_and_init(Some(&answer.body), &init).ok()?;
    let cache = open().await?;
    JsFuture::from(cache.put_with_str(&address(key)?, &response))
        .await
        .ok()?;
    evict_oldest(&cache).await
}

/// A cache lists its entries in the order they were put, and putting again moves to the end.
async fn evict_oldest(cache: &Cache) -> Option<()> {
    let requests: Array = JsFuture::from(cache.keys()).await.ok()?.dyn_into().ok()?;
    let n_excess = requests.length().saturating_sub(ANSWERS_MAX);
    for request_idx in 0..n_excess {
        let request: Request = requests.get(request_idx).dyn_into().ok()?;
        let options = CacheQueryOptions::new();
        JsFuture::from(cache.delete_with_request_and_options(&request, &options))
            .await
            .ok()?;
    }
    Some(())
}

async fn open() -> Option<Cache> {
    let window = window::window().filter(|window| window::offers(window, "caches"))?;
    let cache = JsFuture::from(window.caches().ok()?.open(CACHE_NAME))
        .await
        .ok()?;
    cache.dyn_into().ok()
}

/// A cache wants addresses. This one is never requested; it lies under the page's own path because other projects may
/// share the origin.
fn address(key: &str) -> Option<String> {
    let mut address = window::document()?.base_uri().ok()??;
    if let Some(end) = address.find(['?', '#']) {
        address.truncate(end);
    }
    let file_start = address.rfind('/')?.saturating_add(1);
    address.truncate(file_start);
    address.push_str("kept-answer?of=");
    address.push_str(&JsValue::from(js_sys::encode_uri_component(key)).as_string()?);
    Some(address)
}
