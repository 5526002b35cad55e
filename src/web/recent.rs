//! The last answers, in memory for minutes, so that going back does not ask again. Both modules of the page share them:
//! what one has asked for, the other need not.

use std::rc::Rc;

use js_sys::{Array, Map};
use wasm_bindgen::{JsCast, JsValue};

use super::kept::AnswerText;
use super::{clock, shared};

/// Answers remembered: enough for the way back through one search, little enough to keep a phone's memory free.
const ANSWERS_MAX: u32 = 20;
/// Answers with more bytes are asked for again: 20 of this size are the most that is ever held.
const BODY_BYTES_MAX: usize = 2_000_000;
/// Age after which an answer no longer counts as live, in milliseconds.
const AGE_MS_MAX: f64 = 5.0 * 60.0 * 1_000.0;
/// Where they are shared: a map, oldest first, of `[time, body, link]`.
const NAME: &str = "recent";

/// The answer to the same request with the same token, if it is fresh.
pub(super) fn recall(url: &str, token: Option<&Rc<str>>) -> Option<Rc<AnswerText>> {
    let found: Array = all()?.get(&key(url, token)).dyn_into().ok()?;
    let age_ms = clock::now_ms() as f64 - found.get(0).as_f64()?;
    // Not within: after the device's clock was set back, nothing is known of the age.
    (0.0..=AGE_MS_MAX).contains(&age_ms).then_some(())?;
    Some(Rc::new(AnswerText {
        body: found.get(1).as_string()?,
        link: found.get(2).as_string(),
    }))
}

/// What `read` finds in the newest answer that is fresh, whoever asked for it with this token; `url_part` tells which
/// answers are read.
pub(super) fn find<T>(
    url_part: &str,
    token: Option<&Rc<str>>,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let all = all()?;
    let urls: Vec<String> = all
        .keys()
        .into_iter()
        .filter_map(|key| key.ok()?.as_string())
        .collect();
    urls.iter()
        .rev()
        .filter(|key| key.contains(url_part))
        .filter_map(|key| recall(key.split_once(' ')?.1, token))
        .find_map(|answer| read(&answer.body))
}

/// Remembers an answer in place of an older one to the same request.
pub(super) fn remember(url: &str, token: Option<&Rc<str>>, answer: &AnswerText) {
    if answer.body.len() > BODY_BYTES_MAX {
        return;
    }
    let all = all().unwrap_or_else(|| {
        let new = Map::new();
        shared::set(NAME, &new);
        new
    });
    let key = key(url, token);
    all.delete(&key);
    if all.size() >= ANSWERS_MAX
        && let Ok(oldest) = all.keys().next()
    {
        all.delete(&oldest.value());
    }
    let link = answer.link.as_deref().map_or(JsValue::NULL, JsValue::from_str);
    let kept = Array::of3(
        &JsValue::from_f64(clock::now_ms() as f64),
        &JsValue::from_str(&answer.body),
        &link,
    );
    all.set(&key, &kept);
}

/// Forgets everything, so that the next request of each kind goes out.
pub(super) fn forget_all() {
    if let Some(all) = all() {
        all.clear();
    }
}

fn all() -> Option<Map> {
    shared::get(NAME).dyn_into().ok()
}

/// An answer got with a token is only for who still holds it.
fn key(url: &str, token: Option<&Rc<str>>) -> JsValue {
    JsValue::from_str(&format!("{} {url}", token.map_or("", |token| token)))
}
